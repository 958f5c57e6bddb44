#include "db/load_array.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "db/load_value.h"
#include "io/rec.h"
#include "io/utf8.h"

/* All here walks over text that the reader has validated: every bracket closes, nesting is
 * limited. */

static const char *
blanks(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

/* p is on an opening quote; returns what follows the closing one. */
static const char *
behind_string(const char *p, bool *escaped)
{
	for (p++; *p != '"'; p++)
		if (*p == '\\') {
			*escaped = true;
			p++;
		}
	return p + 1;
}

static const char *
behind_nested(const char *p)
{
	size_t depth = 0;
	bool escaped;

	do {
		if (*p == '"') {
			p = behind_string(p, &escaped);
			continue;
		}
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p++;
	} while (depth > 0);
	return p;
}

/* The value at p; returns what follows it. */
static const char *
element(const char *p, struct rec_field *f)
{
	const char *from = p;

	*f = (struct rec_field){ 0 };
	switch (*p) {
	case '"':
		f->type = REC_STRING;
		p = behind_string(p, &f->escaped);
		f->text = (struct slice){ from + 1, (size_t)(p - from) - 2 };
		return p;
	case '{':
	case '[':
		f->type = *p == '{' ? REC_OBJECT : REC_ARRAY;
		p = behind_nested(p);
		break;
	default:
		f->type = *p == 't'   ? REC_TRUE
			  : *p == 'f' ? REC_FALSE
			  : *p == 'n' ? REC_NULL
				      : REC_NUMBER;
		p += strcspn(p, " \t\r,]}\n");
	}
	f->text = (struct slice){ from, (size_t)(p - from) };
	return p;
}

/* In quotes, with backslashes before quotes and backslashes. */
static void
quote(struct buf *out, struct slice s)
{
	size_t i;

	buf_char(out, '"');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, s.p[i]);
	}
	buf_char(out, '"');
}

int
load_array(const struct load_type *type, const struct rec_field *f, struct buf *out,
    struct buf *tmp, struct err *e)
{
	struct rec_field el;
	struct slice s;
	const char *p;

	if (f->type != REC_ARRAY)
		return err_set(e, ERR_DATA, "%.*s is no array of %s",
		    utf8_cut(f->text.p, f->text.n, 60), f->text.p, type->name);
	buf_char(out, '{');
	for (p = blanks(f->text.p + 1); *p != ']'; p = blanks(p)) {
		if (*p == ',') {
			buf_char(out, ',');
			p = blanks(p + 1);
		}
		p = element(p, &el);
		if (el.type == REC_NULL)
			buf_str(out, "NULL");
		else if (el.type == REC_ARRAY && type->class != LOAD_JSON) {
			if (load_array(type, &el, out, tmp, e))
				return -1;
		} else {
			if (load_scalar(type, &el, &s, tmp, e))
				return -1;
			quote(out, s);
		}
	}
	buf_char(out, '}');
	return 0;
}
