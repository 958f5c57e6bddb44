#include "secret/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "io/whole.h"

#define NAME_SHOWN 64 /* bytes of a key in a message */
#define BLANKS " \t\r\n"

/* An object being handed over. */
struct reader {
	struct rec *rec;  /* owned */
	struct buf line;  /* the text as one line; wiped */
	struct buf names; /* those that had escapes */
	struct buf name;  /* the member in hand */
	struct buf value; /* wiped */
	dotenv_fn *take;
	void *arg;
};

/* Behind the mark that some editors put in front of UTF-8, and blanks. */
static size_t
skip_front(const char *text, size_t n)
{
	size_t at = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < n && text[at] != '\0' && strchr(BLANKS, text[at]) != NULL)
		at++;
	return at;
}

/* What the text is when it is no object, by its first character. */
static const char *
looks_like(const char *text, size_t n)
{
	size_t i = skip_front(text, n);

	if (i == n)
		return "it is empty";
	if (text[i] == '[')
		return "it is a JSON array: a flat object is wanted, {\"NAME\": \"value\"}";
	return "it is a plain text: a flat JSON object is wanted, {\"NAME\": \"value\"}";
}

static int
bad_member(const struct slice *name, const char *what, struct err *e)
{
	return err_set(
	    e, ERR_CONFIG, "key '%.*s' %s", utf8_cut(name->p, name->n, NAME_SHOWN), name->p, what);
}

/* A name that stands there twice; those with escapes have no text yet when the end is missing. */
static const struct rec_field *
twice(const struct rec *rec)
{
	size_t i, k;

	for (i = 1; i < rec->n; i++)
		for (k = 0; k < i && rec->f[i].name.p != NULL; k++)
			if (rec->f[k].name.p != NULL && rec->f[i].name.n == rec->f[k].name.n &&
			    memcmp(rec->f[i].name.p, rec->f[k].name.p, rec->f[i].name.n) == 0)
				return &rec->f[i];
	return NULL;
}

/* The parser's words, with the key that it was at: behind those that it has taken. */
static int
not_parsed(const struct reader *r, struct err *e)
{
	const struct rec_field *f = r->rec->n < REC_FIELDS_MAX ? &r->rec->f[r->rec->n] : NULL;

	e->code = ERR_CONFIG;
	if (f != NULL && f->name.p != NULL)
		return err_wrap(
		    e, "key '%.*s'", utf8_cut(f->name.p, f->name.n, NAME_SHOWN), f->name.p);
	f = twice(r->rec);
	if (f != NULL)
		return bad_member(&f->name, "stands there twice", e);
	return -1;
}

static int
take_member(struct reader *r, const struct rec_field *f, struct err *e)
{
	if (!dotenv_name(f->name.p, f->name.n))
		return bad_member(&f->name, "is no name of a variable (letters, digits, '_')", e);
	if (f->type == REC_OBJECT || f->type == REC_ARRAY)
		return bad_member(&f->name,
		    f->type == REC_OBJECT
			? "is an object: a value is a string, a number, true or false"
			: "is an array: a value is a string, a number, true or false",
		    e);
	buf_reset(&r->name);
	buf_add(&r->name, f->name.p, f->name.n);
	buf_reset(&r->value);
	(void)buf_room(&r->value, f->text.n); /* what grows leaves copies behind */
	rec_text(f, &r->value);
	buf_str(&r->value, "");
	return r->take(r->arg, r->name.p, r->value.p, 0, e);
}

static int
take_members(struct reader *r, struct err *e)
{
	size_t i, taken = 0;

	for (i = 0; i < r->rec->n; i++) {
		if (r->rec->f[i].type == REC_NULL)
			continue;
		if (take_member(r, &r->rec->f[i], e))
			return -1;
		taken++;
	}
	if (taken == 0)
		return err_set(e, ERR_CONFIG, "it is an object without a value");
	return 0;
}

int
text_object(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e)
{
	struct reader r = { .take = take, .arg = arg };
	size_t at = skip_front(text, n);
	int rc = -1;

	if (at == n || text[at] != '{')
		return err_set(e, ERR_CONFIG, "%s", looks_like(text, n));
	r.rec = mem_new(1, sizeof *r.rec); /* zeros: a name that is set was read */
	(void)buf_room(&r.line, n);
	(void)buf_room(&r.value, n);
	whole_line(&r.line, text + at, n - at);
	if (object_parse(r.line.p, r.line.len, r.rec, &r.names, e))
		(void)not_parsed(&r, e);
	else
		rc = take_members(&r, e);
	buf_wipe(&r.line);
	buf_wipe(&r.value);
	buf_release(&r.names);
	buf_release(&r.name);
	free(r.rec);
	return rc;
}

int
text_any(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e)
{
	size_t at = skip_front(text, n);

	if (at == n)
		return err_set(e, ERR_CONFIG, "%s", looks_like(text, n));
	if (text[at] == '{')
		return text_object(text, n, take, arg, e);
	if (dotenv_read(text, n, take, arg, e) == 0)
		return 0;
	if (e->code == ERR_DATA)
		e->code = ERR_CONFIG;
	return -1;
}
