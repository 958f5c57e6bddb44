#include "secret/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "io/emit.h"
#include "io/utf8.h"
#include "secret/key.h"
#include "secret/vars.h"

#define WORST 6    /* times as long as a value may become: \u001f */
#define AROUND 128 /* beside name and value, with two delimiters */
#define DELIMITER_BYTES 16

/* All of them in hand. */
struct writer {
	struct buf *out;
	struct buf delimiter; /* of chance, so that no value can end its own */
};

typedef int put_fn(struct writer *w, const struct var *v, bool first, struct err *e);

static int
put_dotenv(struct writer *w, const struct var *v, bool first, struct err *e)
{
	/* what all readers of such files take without quotes */
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+,=-";
	const char *p = v->value;

	(void)first;
	if (!utf8_valid(p, v->len))
		return err_set(e, ERR_DATA, "%s is no UTF-8: an env file cannot say it", v->name);
	buf_fmt(w->out, "%s=", v->name);
	if (strspn(p, plain) == v->len) {
		buf_add(w->out, p, v->len);
		buf_char(w->out, '\n');
		return 0;
	}
	buf_char(w->out, '"');
	for (; *p != '\0'; p++) {
		if (strchr("\"\\$`\n\r\t", *p) != NULL)
			buf_char(w->out, '\\');
		buf_char(w->out, *p == '\n' ? 'n' : *p == '\r' ? 'r' : *p == '\t' ? 't' : *p);
	}
	buf_str(w->out, "\"\n");
	return 0;
}

static int
put_sh(struct writer *w, const struct var *v, bool first, struct err *e)
{
	const char *p = v->value;

	(void)first;
	(void)e; /* every value can be said */
	buf_fmt(w->out, "export %s='", v->name);
	for (; *p != '\0'; p++) {
		if (*p == '\'')
			buf_str(w->out, "'\\'");
		buf_char(w->out, *p);
	}
	buf_str(w->out, "'\n");
	return 0;
}

static int
put_json(struct writer *w, const struct var *v, bool first, struct err *e)
{
	if (!utf8_valid(v->value, v->len))
		return err_set(e, ERR_DATA, "%s is no UTF-8: JSON cannot say it", v->name);
	buf_str(w->out, first ? "" : ",");
	emit_quote(w->out, v->name, strlen(v->name));
	buf_char(w->out, ':');
	emit_quote(w->out, v->value, v->len);
	return 0;
}

/* Within double quotes a backslash before one of four characters makes it plain; lines go on. */
static int
put_systemd(struct writer *w, const struct var *v, bool first, struct err *e)
{
	const char *p = v->value;

	(void)first;
	if (!utf8_valid(p, v->len))
		return err_set(e, ERR_DATA, "%s is no UTF-8: systemd would not take it", v->name);
	buf_fmt(w->out, "%s=\"", v->name);
	for (; *p != '\0'; p++) {
		if (((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f)
			return err_set(e, ERR_DATA,
			    "%s has a control character: systemd would not take it", v->name);
		if (strchr("\"\\$`", *p) != NULL)
			buf_char(w->out, '\\');
		buf_char(w->out, *p);
	}
	buf_str(w->out, "\"\n");
	return 0;
}

static int
put_github(struct writer *w, const struct var *v, bool first, struct err *e)
{
	(void)first;
	if (strstr(v->value, w->delimiter.p) != NULL) /* by chance: never */
		return err_set(e, ERR_BUG, "%s has the delimiter in it", v->name);
	buf_fmt(w->out, "%s<<%s\n", v->name, w->delimiter.p);
	buf_add(w->out, v->value, v->len);
	buf_fmt(w->out, "\n%s\n", w->delimiter.p);
	return 0;
}

/* A switch that is masked would put stars over half of the log. */
static bool
masks(const char *p, size_t n)
{
	return n >= FORMAT_MASK_MIN && !(n == 4 && strncasecmp(p, "true", n) == 0) &&
	       !(n == 5 && strncasecmp(p, "false", n) == 0);
}

static void
mask(struct buf *out, const char *p, size_t n)
{
	size_t i;

	if (!masks(p, n))
		return;
	buf_str(out, "::add-mask::");
	for (i = 0; i < n; i++) {
		if (p[i] == '%')
			buf_str(out, "%25");
		else if (p[i] == '\r')
			buf_str(out, "%0D");
		else if (p[i] == '\n')
			buf_str(out, "%0A");
		else
			buf_char(out, p[i]);
	}
	buf_char(out, '\n');
}

static int
put_mask(struct writer *w, const struct var *v, bool first, struct err *e)
{
	const char *p = v->value;
	size_t n;

	(void)first;
	(void)e; /* every value can be said */
	mask(w->out, v->value, v->len);
	if (strpbrk(p, "\r\n") == NULL)
		return 0;
	for (; *p != '\0'; p += n + (p[n] != '\0')) { /* a log shows it line by line */
		n = strcspn(p, "\r\n");
		mask(w->out, p, n);
	}
	return 0;
}

/* clang-format off */
static const struct {
	const char *open;
	put_fn *put;
	const char *close;
} formats[] = {
	[FORMAT_DOTENV]      = { "",  put_dotenv,  "" },
	[FORMAT_SH]          = { "",  put_sh,      "" },
	[FORMAT_JSON]        = { "{", put_json,    "}\n" },
	[FORMAT_SYSTEMD]     = { "",  put_systemd, "" },
	[FORMAT_GITHUB]      = { "",  put_github,  "" },
	[FORMAT_GITHUB_MASK] = { "",  put_mask,    "" },
};
/* clang-format on */

int
format_vars(
    enum format_type type, const struct var *const *vars, size_t n, struct buf *out, struct err *e)
{
	struct writer w = { .out = out };
	size_t room = 8, i;
	int rc = -1;

	for (i = 0; i < n; i++)
		room += strlen(vars[i]->name) + WORST * vars[i]->len * 2 + AROUND;
	(void)buf_room(out, room); /* what grows leaves copies behind */
	buf_str(&w.delimiter, "pf_");
	if (type == FORMAT_GITHUB && key_hex(&w.delimiter, DELIMITER_BYTES, e))
		goto out;
	buf_str(out, formats[type].open);
	for (i = 0; i < n; i++)
		if (formats[type].put(&w, vars[i], i == 0, e))
			goto out;
	buf_str(out, formats[type].close);
	rc = 0;
out:
	buf_release(&w.delimiter);
	return rc;
}
