/* The texts of 422 are for machines: type and loc as FastAPI has them (docs.pydantic.dev, Error messages). */
#include "web/values.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "web/reply.h"
#include "web/request.h"

struct taking {
	struct values *v;
	const struct route_match *match;
	const struct web_request *q;
	struct web_reply *r;
	struct buf line;     /* the body, as one line */
	struct rec body;     /* its members, when it was read */
	struct buf names;    /* of them */
	struct buf wrong;    /* the list of 422 */
	size_t path_values;  /* taken so far */
	bool has_body, done; /* done: the answer is made */
};

/* Add what is wrong with a value; ctx: "ge": 1, or NULL. */
static void
wrong(struct taking *t, const struct route_value *spec, const char *type, const char *msg,
    const char *ctx, int64_t bound, const char *input)
{
	static const char *const places[] = { "query", "path", "body" };
	struct buf *out = &t->wrong;

	buf_fmt(out, "%s{\"type\":\"%s\",\"loc\":[\"%s\"", out->len > 0 ? "," : "", type,
	    places[spec->from]);
	if (spec->name != NULL) {
		buf_char(out, ',');
		emit_quote(out, spec->name, strlen(spec->name));
	}
	buf_str(out, "],\"msg\":");
	if (ctx != NULL) {
		char text[128];

		(void)snprintf(text, sizeof text, "%s %lld", msg, (long long)bound);
		emit_quote(out, text, strlen(text));
	} else {
		emit_quote(out, msg, strlen(msg));
	}
	buf_str(out, ",\"input\":");
	if (input == NULL)
		buf_str(out, "null");
	else
		emit_quote(out, input, strlen(input));
	if (ctx != NULL)
		buf_fmt(out, ",\"ctx\":{\"%s\":%lld}", ctx, (long long)bound);
	buf_char(out, '}');
}

/* Keep n bytes as a string for as long as the values are there. */
static const char *
keep(struct taking *t, const char *p, size_t n)
{
	size_t at = t->v->text.len;

	buf_add(&t->v->text, p, n);
	buf_char(&t->v->text, '\0');
	return t->v->text.p + at;
}

/* The reader of objects is one of lines, but a body may have more: blanks for their ends, outside of texts. */
static void
put_line(struct buf *line, const char *p, size_t n)
{
	bool text = false, escaped = false;
	size_t i;

	for (i = 0; i < n; i++) {
		buf_char(line, !text && (p[i] == '\n' || p[i] == '\r') ? ' ' : p[i]);
		if (p[i] == '"' && !escaped)
			text = !text;
		escaped = text && !escaped && p[i] == '\\';
	}
	(void)buf_room(line, 0);
	line->p[line->len] = '\0';
}

static void
read_body(struct taking *t)
{
	static const struct route_value whole = { NULL, .from = FROM_BODY };
	struct err e;

	if (t->has_body)
		return;
	t->has_body = true;
	put_line(&t->line, t->q->body, t->q->body_len);
	if (object_parse(t->line.p, t->line.len, &t->body, &t->names, &e)) {
		t->body.n = 0;
		wrong(t, &whole, "json_invalid", e.msg, NULL, 0, NULL);
	}
}

/* What is given for it, or NULL. */
static const char *
given(struct taking *t, const struct route_value *spec)
{
	const struct rec_field *f;
	const char *text;
	size_t at;

	switch (spec->from) {
	case FROM_QUERY:
		return web_request_param(t->q, spec->name);
	case FROM_PATH:
		at = t->path_values++;
		return keep(t, t->match->at[at], t->match->len[at]);
	case FROM_BODY:
		break;
	}
	read_body(t);
	f = rec_get(&t->body, spec->name);
	if (f == NULL || f->type == REC_NULL)
		return NULL;
	if (f->type != REC_STRING) {
		wrong(t, spec, "string_type", "Input should be a valid string", NULL, 0, NULL);
		return NULL;
	}
	at = t->v->text.len;
	rec_text(f, &t->v->text);
	if (memchr(t->v->text.p + at, '\0', t->v->text.len - at) != NULL) {
		wrong(t, spec, "string_type", "Input should be a valid string", NULL, 0, NULL);
		return NULL;
	}
	buf_char(&t->v->text, '\0');
	text = t->v->text.p + at;
	return text;
}

static const char *
take_int(struct taking *t, const struct route_value *spec, const char *text)
{
	int64_t v;

	if (num_int(text, strlen(text), INT32_MIN, INT32_MAX, &v))
		wrong(t, spec, "int_parsing",
		    "Input should be a valid integer, unable to parse string as an integer", NULL,
		    0, text);
	else if (v < spec->min)
		wrong(t, spec, "greater_than_equal", "Input should be greater than or equal to",
		    "ge", spec->min, text);
	else if (v > spec->max)
		wrong(t, spec, "less_than_equal", "Input should be less than or equal to", "le",
		    spec->max, text);
	return text;
}

static const char *
take_text(struct taking *t, const struct route_value *spec, const char *text)
{
	size_t i, n = 0;

	for (i = 0; text[i] != '\0'; i++)
		n += ((unsigned char)text[i] & 0xc0) != 0x80;
	if ((int64_t)n < spec->min)
		wrong(t, spec, "string_too_short", "String should have a length of at least",
		    "min_length", spec->min, text);
	else if (spec->max > 0 && (int64_t)n > spec->max)
		wrong(t, spec, "string_too_long", "String should have a length of at most",
		    "max_length", spec->max, text);
	return text;
}

static const char *
take_date(struct taking *t, const struct route_value *spec, const char *text)
{
	int64_t day;

	if (clock_parse_date(text, strlen(text), &day))
		wrong(t, spec, "date_from_datetime_parsing",
		    "Input should be a valid date, YYYY-MM-DD", NULL, 0, text);
	return text;
}

/* Without the blanks around it, in capitals. */
static const char *
trimmed(struct taking *t, const char *text)
{
	size_t n, at = t->v->text.len, i;

	while (isspace((unsigned char)*text))
		text++;
	for (n = strlen(text); n > 0 && isspace((unsigned char)text[n - 1]); n--)
		;
	(void)keep(t, text, n);
	for (i = at; i < at + n; i++)
		t->v->text.p[i] = (char)toupper((unsigned char)t->v->text.p[i]);
	return t->v->text.p + at;
}

static const char *
take_word(struct taking *t, const struct route_value *spec, const char *text)
{
	const char *word = trimmed(t, text), *p;
	size_t n;

	for (p = spec->words; *p != '\0'; p += n + (p[n] == '|')) {
		n = strcspn(p, "|");
		if (strlen(word) == n && strncasecmp(p, word, n) == 0)
			return word;
	}
	web_reply_detail(t->r, 400, "%s: it is one of %s", spec->name, spec->words);
	t->done = true;
	return NULL;
}

static const char *
take_ticker(struct taking *t, const struct route_value *spec, const char *text)
{
	const char *p = trimmed(t, text);
	size_t n = 0, more = 0;

	while (isupper((unsigned char)p[n]))
		n++;
	if (p[n] == '.') {
		while (isupper((unsigned char)p[n + 1 + more]))
			more++;
		if (more == 0)
			n = 0;
		more++;
	}
	if (n >= 1 && n <= 6 && p[n + more] == '\0')
		return p;
	web_reply_detail(
	    t->r, 400, "%s: a symbol is one to six letters, such as AAPL or BRK.B", spec->name);
	t->done = true;
	return NULL;
}

static const char *
take_one(struct taking *t, const struct route_value *spec)
{
	size_t before = t->wrong.len;
	const char *text = given(t, spec);

	if (text == NULL && t->wrong.len == before) {
		text = spec->usual;
		if (text == NULL && (spec->flags & VALUE_NEEDED))
			wrong(t, spec, "missing", "Field required", NULL, 0, NULL);
	}
	if (text == NULL)
		return NULL;
	switch (spec->kind) {
	case VALUE_OF_INT:
		return take_int(t, spec, text);
	case VALUE_OF_DATE:
		return text[0] == '\0' ? NULL : take_date(t, spec, text);
	case VALUE_OF_WORD:
		return take_word(t, spec, text);
	case VALUE_OF_TICKER:
		return take_ticker(t, spec, text);
	case VALUE_OF_TEXT:
		break;
	}
	return take_text(t, spec, text);
}

int
values_take(
    struct values *v, const struct route_match *m, const struct web_request *q, struct web_reply *r)
{
	struct taking t = { .v = v, .match = m, .q = q, .r = r };
	const struct route_value *spec = m->route->values;
	size_t room = 2 * (strlen(q->path) + q->body_len) + 2 * strlen(q->query) + 64;

	*v = (struct values){ .text = v->text };
	buf_reset(&v->text);
	(void)buf_room(&v->text, room); /* it must not move: values point into it */
	for (; spec != NULL && spec->name != NULL && !t.done; spec++)
		v->value[v->n++] = take_one(&t, spec);
	if (!t.done && t.wrong.len > 0) {
		r->status = 422;
		buf_str(&r->body, "{\"detail\":[");
		buf_add(&r->body, t.wrong.p, t.wrong.len);
		buf_str(&r->body, "]}");
		t.done = true;
	}
	buf_release(&t.line);
	buf_release(&t.names);
	buf_release(&t.wrong);
	return t.done ? -1 : 0;
}

void
values_release(struct values *v)
{
	buf_release(&v->text);
	*v = (struct values){ 0 };
}
