#include "io/dotenv.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/utf8.h"

struct reader {
	const char *p, *end;
	size_t lineno;
	struct buf value; /* wiped at the end */
};

bool
dotenv_name(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!((s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z') || s[i] == '_' ||
			(i > 0 && s[i] >= '0' && s[i] <= '9')))
			return false;
	return n > 0;
}

bool
dotenv_plain(const char *value)
{
	size_t n = strlen(value);

	return strpbrk(value, "\r\n\t\"'\\") == NULL && value[0] != ' ' &&
	       (n == 0 || value[n - 1] != ' ');
}

static int
bad(const struct reader *r, const char *what, struct err *e)
{
	return err_set(e, ERR_DATA, "line %zu: %s", r->lineno, what);
}

static void
skip_blanks(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
		r->p++;
}

static bool
at_line_end(const struct reader *r)
{
	return r->p == r->end || *r->p == '\n' ||
	       (*r->p == '\r' && (r->p + 1 == r->end || r->p[1] == '\n'));
}

/* Go behind the end of the line. */
static void
end_line(struct reader *r)
{
	while (r->p < r->end && *r->p != '\n')
		r->p++;
	r->p += r->p < r->end;
	r->lineno++;
}

/* What a backslash within double quotes makes of the next byte; 0: nothing, both stay. */
static char
unescape(char c)
{
	static const char from[] = "nrt\"\\$`", to[] = "\n\r\t\"\\$`";
	const char *at = c == '\0' ? NULL : strchr(from, c);

	return at == NULL ? '\0' : to[at - from];
}

/* r->p is on the opening quote; goes behind the closing one. */
static int
quoted(struct reader *r, struct err *e)
{
	size_t lines = 0;
	char quote = *r->p++, c;

	for (; r->p < r->end && *r->p != quote; r->p++) {
		c = *r->p;
		lines += c == '\n';
		if (c == '\r' && r->end - r->p > 1 && r->p[1] == '\n')
			continue; /* the file's line ends, not the value's */
		if (quote == '"' && c == '\\' && r->end - r->p > 1 && unescape(r->p[1]) != '\0')
			c = unescape(*++r->p);
		buf_char(&r->value, c);
	}
	if (r->p == r->end)
		return bad(r, "its quote is not closed", e);
	r->p++;
	skip_blanks(r);
	if (!at_line_end(r))
		return bad(r, "something stands behind the closing quote", e);
	r->lineno += lines;
	return 0;
}

static int
plain(struct reader *r)
{
	const char *from = r->p, *end;

	while (!at_line_end(r))
		r->p++;
	for (end = r->p; end > from && (end[-1] == ' ' || end[-1] == '\t'); end--)
		;
	buf_add(&r->value, from, (size_t)(end - from));
	return 0;
}

/* NAME, '=' and blanks around it. The name is owned by the caller. */
static int
read_name(struct reader *r, char **name, struct err *e)
{
	const char *from;
	size_t n;

	if (r->end - r->p > 7 && memcmp(r->p, "export", 6) == 0 &&
	    (r->p[6] == ' ' || r->p[6] == '\t')) {
		r->p += 6;
		skip_blanks(r);
	}
	from = r->p;
	while (!at_line_end(r) && *r->p != '=' && *r->p != ' ' && *r->p != '\t')
		r->p++;
	n = (size_t)(r->p - from);
	skip_blanks(r);
	if (at_line_end(r) || *r->p != '=')
		return bad(r, "it is no NAME=VALUE", e);
	if (!dotenv_name(from, n))
		return bad(r, "that is no name of a variable (letters, digits, '_')", e);
	r->p++;
	skip_blanks(r);
	*name = mem_copy(from, n);
	return 0;
}

static int
read_line(struct reader *r, dotenv_fn *take, void *arg, struct err *e)
{
	char *name = NULL;
	size_t lineno = r->lineno;
	int rc = -1;

	skip_blanks(r);
	if (at_line_end(r) || *r->p == '#') {
		end_line(r);
		return 0;
	}
	if (read_name(r, &name, e))
		return -1;
	buf_reset(&r->value);
	buf_str(&r->value, "");
	if ((r->p < r->end && (*r->p == '"' || *r->p == '\'') ? quoted(r, e) : plain(r)) == 0)
		rc = take(arg, name, r->value.p, lineno, e);
	free(name);
	end_line(r);
	return rc;
}

int
dotenv_read(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e)
{
	struct reader r = { .p = text, .end = text + n, .lineno = 1 };
	int rc = 0;

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r.p += 3; /* the mark of editors that mean well */
	if (memchr(text, '\0', n) != NULL)
		return err_set(e, ERR_DATA, "a NUL is no text");
	if (!utf8_valid(text, n))
		return err_set(e, ERR_DATA, "it is no UTF-8");
	(void)buf_room(&r.value, n); /* what grows leaves copies behind */
	while (rc == 0 && r.p < r.end)
		rc = read_line(&r, take, arg, e);
	buf_wipe(&r.value);
	return rc;
}
