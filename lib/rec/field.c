#include "rec/field.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/rec.h"
#include "io/utf8.h"

const char *
field_type_name(enum field_type type)
{
	static const char *const names[] = { "text", "date", "time", "price", "amount", "decimal",
		"integer", "count", "id", "boolean", "any JSON", "list of text" };

	return names[type];
}

const struct field *
field_find(const struct field *f, const char *name, size_t n)
{
	for (; f->name != NULL; f++)
		if (strlen(f->name) == n && memcmp(f->name, name, n) == 0)
			return f;
	return NULL;
}

static int64_t
number(const void *at)
{
	int64_t v;

	memcpy(&v, at, sizeof v);
	return v;
}

static int
emit_one(const struct field *f, const char *at, struct emit *em, struct err *e)
{
	switch (f->type) {
	case FIELD_TEXT:
		if (at[0] != '\0')
			emit_str(em, f->name, at);
		else if (f->flags & FIELD_NEEDED)
			emit_null(em, f->name);
		return 0;
	case FIELD_BOOL:
		emit_bool(em, f->name, *(const bool *)at);
		return 0;
	case FIELD_DATE:
		emit_date(em, f->name, number(at));
		return 0;
	case FIELD_TIME:
		emit_time(em, f->name, number(at));
		return 0;
	case FIELD_PRICE:
	case FIELD_MONEY:
	case FIELD_INT:
		if (number(at) == FIELD_NONE && f->type != FIELD_INT)
			emit_null(em, f->name);
		else
			emit_fixed(em, f->name, number(at),
			    f->type == FIELD_PRICE   ? NUM_PRICE_DIGITS
			    : f->type == FIELD_MONEY ? NUM_MONEY_DIGITS
						     : 0);
		return 0;
	case FIELD_COUNT:
		emit_uint(em, f->name, (uint64_t)number(at));
		return 0;
	case FIELD_DECIMAL:
	case FIELD_ID:
	case FIELD_JSON:
	case FIELD_TEXTS:
		break;
	}
	return err_set(e, ERR_BUG, "field %s has no place in C", f->name);
}

int
field_emit(const struct kind *kind, const void *s, struct emit *em, struct err *e)
{
	const struct field *f;

	emit_begin(em, kind->name);
	for (f = kind->fields; f->name != NULL; f++)
		if (f->size > 0 && emit_one(f, (const char *)s + f->at, em, e))
			return -1;
	return emit_end(em, e);
}

static int
read_text(const struct field *f, const struct rec_field *v, char *at, struct err *e)
{
	struct buf text = { 0 };
	int rc = 0;

	rec_text(v, &text);
	if (text.len >= f->size)
		rc = err_set(e, ERR_DATA, "%s is longer than %zu bytes", f->name, f->size - 1);
	else if (text.len > 0)
		memcpy(at, text.p, text.len + 1);
	else
		at[0] = '\0';
	buf_release(&text);
	return rc;
}

static int
read_number(const struct field *f, const struct rec_field *v, int64_t *x)
{
	uint64_t count;

	switch (f->type) {
	case FIELD_DATE:
		return v->type != REC_STRING || clock_parse_date(v->text.p, v->text.n, x);
	case FIELD_TIME:
		return v->type != REC_STRING || clock_parse_time(v->text.p, v->text.n, x);
	case FIELD_PRICE:
		return v->type != REC_NUMBER ||
		       num_fixed(v->text.p, v->text.n, NUM_PRICE_DIGITS, x) || *x == FIELD_NONE;
	case FIELD_MONEY:
		return v->type != REC_NUMBER ||
		       num_fixed(v->text.p, v->text.n, NUM_MONEY_DIGITS, x);
	case FIELD_INT:
		return v->type != REC_NUMBER || num_fixed(v->text.p, v->text.n, 0, x);
	case FIELD_COUNT: /* as it is written, or 1e3 and the like */
		if (v->type == REC_NUMBER &&
		    num_uint(v->text.p, v->text.n, UINT64_MAX, &count) == 0) {
			*x = (int64_t)count; /* the bits; the member is unsigned */
			return 0;
		}
		return v->type != REC_NUMBER || num_fixed(v->text.p, v->text.n, 0, x) || *x < 0;
	default:
		return -1;
	}
}

static int
read_one(const struct field *f, const struct rec_field *v, char *at, struct err *e)
{
	int64_t x;

	if (f->type == FIELD_TEXT) {
		if (v->type == REC_STRING)
			return read_text(f, v, at, e);
	} else if (f->type == FIELD_BOOL) {
		if (v->type == REC_TRUE || v->type == REC_FALSE) {
			*(bool *)at = v->type == REC_TRUE;
			return 0;
		}
	} else if (v->type == REC_NULL && (f->type == FIELD_PRICE || f->type == FIELD_MONEY)) {
		x = FIELD_NONE;
		memcpy(at, &x, sizeof x);
		return 0;
	} else if (read_number(f, v, &x) == 0) {
		memcpy(at, &x, sizeof x);
		return 0;
	}
	return err_set(e, ERR_DATA, "%s: %.*s is no %s", f->name,
	    utf8_cut(v->text.p, v->text.n, 80), v->text.p, field_type_name(f->type));
}

int
field_read(const struct kind *kind, const struct rec *rec, void *s, struct err *e)
{
	const struct rec_field *v;
	const struct field *f;

	for (f = kind->fields; f->name != NULL; f++) {
		v = rec_get(rec, f->name);
		if (v == NULL || (v->type == REC_NULL && (f->flags & FIELD_NEEDED))) {
			if (f->flags & FIELD_NEEDED)
				return err_set(e, ERR_DATA, "%s is missing", f->name);
			continue;
		}
		if (f->size > 0 &&
		    (v->type != REC_NULL || f->type == FIELD_PRICE || f->type == FIELD_MONEY) &&
		    read_one(f, v, (char *)s + f->at, e))
			return -1;
	}
	return 0;
}
