#include "db/value.h"

#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "io/emit.h"

/* clang-format off */
static const struct {
	uint32_t oid, array; /* of pg_type.dat: fixed */
	enum value_class class;
} types[] = {
	{   16, 1000, VALUE_BOOL },
	{   17, 1001, VALUE_TEXT },        /* bytea, \x... */
	{   18, 1002, VALUE_TEXT },        /* "char" */
	{   19, 1003, VALUE_TEXT },        /* name */
	{   20, 1016, VALUE_INT },
	{   21, 1005, VALUE_INT },
	{   23, 1007, VALUE_INT },
	{   25, 1009, VALUE_TEXT },
	{   26, 1028, VALUE_INT },         /* oid */
	{  114,  199, VALUE_JSON },
	{  142,  143, VALUE_TEXT },        /* xml */
	{  700, 1021, VALUE_FLOAT },
	{  701, 1022, VALUE_FLOAT },
	{  869, 1041, VALUE_TEXT },        /* inet */
	{ 1042, 1014, VALUE_TEXT },
	{ 1043, 1015, VALUE_TEXT },
	{ 1082, 1182, VALUE_TEXT },        /* date */
	{ 1083, 1183, VALUE_TEXT },        /* time */
	{ 1114, 1115, VALUE_TIMESTAMP },
	{ 1184, 1185, VALUE_TIMESTAMPTZ },
	{ 1186, 1187, VALUE_TEXT },        /* interval */
	{ 1700, 1231, VALUE_NUMERIC },
	{ 2950, 2951, VALUE_TEXT },        /* uuid */
	{ 3802, 3807, VALUE_JSON },
};
/* clang-format on */

#define USER_OIDS 16384 /* FirstNormalObjectId */

bool
value_type_of(uint32_t oid, struct value_type *type)
{
	size_t i;

	*type = (struct value_type){ .class = VALUE_TEXT, .comma = ',' };
	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].oid == oid || types[i].array == oid) {
			type->class = types[i].class;
			type->array = types[i].array == oid;
			return true;
		}
	return oid < USER_OIDS;
}

bool
value_is_number(const struct value_type *type)
{
	return !type->array && (type->class == VALUE_INT || type->class == VALUE_NUMERIC ||
				   type->class == VALUE_FLOAT);
}

/* A number as the server prints it, or one of the words for no number. */
static void
add_number(struct buf *out, const struct value_type *type, const char *p, size_t n, bool quotes)
{
	const char *point;
	char text[64];
	size_t len;

	if (n > 0 && (p[n - 1] < '0' || p[n - 1] > '9')) { /* NaN, Infinity */
		if (quotes)
			emit_quote(out, p, n);
		else
			buf_add(out, p, n);
		return;
	}
	if (type->class == VALUE_FLOAT) {
		len = num_canonical(text, sizeof text, p, n);
		if (len > 0)
			buf_add(out, text, len);
		else
			buf_add(out, p, n); /* 1e+300: nobody wants its zeros */
		return;
	}
	point = type->class == VALUE_NUMERIC ? memchr(p, '.', n) : NULL;
	if (point != NULL) {
		while (p[n - 1] == '0')
			n--;
		n -= p[n - 1] == '.';
	}
	buf_add(out, p, n);
}

/* "2024-03-04 14:30:00.5+00" as "2024-03-04T14:30:00.5Z"; years before Christ, those of five digits
 * and infinity stay as they are. */
static void
add_time(struct buf *out, const struct value_type *type, const char *p, size_t n, bool quotes)
{
	size_t at = out->len + quotes, tail = type->class == VALUE_TIMESTAMPTZ ? 3 : 0;

	if (quotes)
		emit_quote(out, p, n);
	else
		buf_add(out, p, n);
	if (n < 19 + tail || p[10] != ' ' || (tail > 0 && memcmp(p + n - 3, "+00", 3) != 0) ||
	    p[n - tail - 1] < '0' || p[n - tail - 1] > '9' || out->len != at + n + quotes)
		return;
	out->p[at + 10] = 'T';
	if (tail == 0)
		return;
	out->len = at + n - tail;
	buf_str(out, quotes ? "Z\"" : "Z");
}

/* A json value keeps the line ends that it was written with: they can only stand between tokens. */
static void
add_json(struct buf *out, const char *p, size_t n)
{
	size_t at = out->len, i;

	buf_add(out, p, n);
	for (i = at; i < out->len; i++)
		if (out->p[i] == '\n' || out->p[i] == '\r')
			out->p[i] = ' ';
}

/* An array literal being read. */
struct literal {
	const char *p, *end;
	const struct value_type *type;
	struct buf word;
};

#define DEPTH_MAX 6 /* PostgreSQL's MAXDIM */

/* A quoted or plain element, into l->word. *null: the bare word NULL. -1: it has no end. */
static int
element(struct literal *l, bool *null)
{
	bool quoted = *l->p == '"';

	buf_reset(&l->word);
	for (l->p += quoted; l->p < l->end; l->p++) {
		if (quoted ? *l->p == '"' : *l->p == l->type->comma || *l->p == '}')
			break;
		if (*l->p == '\\' && ++l->p == l->end)
			return -1;
		buf_char(&l->word, *l->p);
	}
	if (l->p == l->end)
		return -1;
	l->p += quoted;
	*null = !quoted && l->word.len == 4 && memcmp(l->word.p, "NULL", 4) == 0;
	return 0;
}

/* l->p is on an opening brace. */
static int
add_array(struct literal *l, struct buf *out, int depth)
{
	const struct value_type one = { .class = l->type->class };
	bool null;

	if (depth > DEPTH_MAX)
		return -1;
	buf_char(out, '[');
	for (l->p++; l->p < l->end && *l->p != '}';) {
		if (*l->p == '{') {
			if (add_array(l, out, depth + 1))
				return -1;
		} else {
			if (element(l, &null))
				return -1;
			if (null)
				buf_str(out, "null");
			else
				value_json(
				    out, &one, l->word.len > 0 ? l->word.p : "", l->word.len);
		}
		if (l->p == l->end || *l->p == '}')
			break;
		if (*l->p != l->type->comma || ++l->p == l->end || *l->p == '}')
			return -1;
		buf_char(out, ',');
	}
	if (l->p == l->end)
		return -1;
	l->p++;
	buf_char(out, ']');
	return 0;
}

/* Bounds that do not begin with 1 stand in front: "[0:1]={a,b}". */
static int
array(struct buf *out, const struct value_type *type, const char *p, size_t n)
{
	struct literal l = { .p = p, .end = p + n, .type = type };
	int rc = -1;

	if (n > 0 && *p == '[')
		while (l.p < l.end && *l.p != '{')
			l.p++;
	if (l.p < l.end && *l.p == '{')
		rc = add_array(&l, out, 1);
	buf_release(&l.word);
	return rc == 0 && l.p == l.end ? 0 : -1;
}

static void
add(struct buf *out, const struct value_type *type, const char *p, size_t n, bool quotes)
{
	size_t at = out->len;

	if (type->array) {
		if (array(out, type, p, n) == 0)
			return;
		out->len = at; /* no array literal after all */
		emit_quote(out, p, n);
		return;
	}
	switch (type->class) {
	case VALUE_INT:
	case VALUE_NUMERIC:
	case VALUE_FLOAT:
		add_number(out, type, p, n, quotes);
		break;
	case VALUE_BOOL:
		buf_str(out, n > 0 && *p == 't' ? "true" : "false");
		break;
	case VALUE_JSON:
		add_json(out, p, n);
		break;
	case VALUE_TIMESTAMP:
	case VALUE_TIMESTAMPTZ:
		add_time(out, type, p, n, quotes);
		break;
	default:
		if (quotes)
			emit_quote(out, p, n);
		else
			buf_add(out, p, n);
	}
}

void
value_json(struct buf *out, const struct value_type *type, const char *p, size_t n)
{
	add(out, type, p, n, true);
}

void
value_text(struct buf *out, const struct value_type *type, const char *p, size_t n)
{
	add(out, type, p, n, false);
}
