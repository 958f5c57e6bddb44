#include "db/load_value.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "db/load_array.h"
#include "db/pg.h"
#include "io/utf8.h"

/* clang-format off */
static const struct {
	uint32_t oid; /* of pg_type.dat: fixed */
	struct load_type type;
} types[] = {
	{   16, { .class = LOAD_BOOL,        .name = "boolean" } },
	{   20, { .class = LOAD_INT,         .name = "whole number", .min = INT64_MIN, .max = INT64_MAX } },
	{   21, { .class = LOAD_INT,         .name = "whole number", .min = INT16_MIN, .max = INT16_MAX } },
	{   23, { .class = LOAD_INT,         .name = "whole number", .min = INT32_MIN, .max = INT32_MAX } },
	{   25, { .class = LOAD_TEXT,        .name = "text" } },
	{  114, { .class = LOAD_JSON,        .name = "JSON" } },
	{  700, { .class = LOAD_FLOAT,       .name = "number" } },
	{  701, { .class = LOAD_FLOAT,       .name = "number" } },
	{ 1042, { .class = LOAD_TEXT,        .name = "text" } },
	{ 1043, { .class = LOAD_TEXT,        .name = "text" } },
	{ 1082, { .class = LOAD_DATE,        .name = "date (YYYY-MM-DD)" } },
	{ 1114, { .class = LOAD_TIMESTAMP,   .name = "time (YYYY-MM-DDTHH:MM:SS)" } },
	{ 1184, { .class = LOAD_TIMESTAMPTZ, .name = "time (RFC 3339, with a zone)" } },
	{ 1700, { .class = LOAD_NUMERIC,     .name = "number" } },
	{ 2950, { .class = LOAD_UUID,        .name = "UUID" } },
	{ 3802, { .class = LOAD_JSON,        .name = "JSON" } },
};
/* clang-format on */

/* A type modifier counts its own four bytes (varchar(n) is n + 4, numeric likewise). */
#define TYPMOD_HEADER 4

struct load_type
load_type_of(uint32_t oid, bool array, int typmod)
{
	struct load_type t = { .class = LOAD_OTHER, .name = "text" };
	size_t i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].oid == oid)
			t = types[i].type;
	t.array = array;
	if (typmod >= TYPMOD_HEADER && t.class == LOAD_TEXT)
		t.chars = (size_t)(typmod - TYPMOD_HEADER);
	if (typmod >= TYPMOD_HEADER && t.class == LOAD_NUMERIC) {
		t.digits = (typmod - TYPMOD_HEADER) >> 16;
		t.scale = (typmod - TYPMOD_HEADER) & 0x7ff;
		if (t.scale > 0x3ff) /* since 15 a scale may be negative, in eleven bits */
			t.scale -= 0x800;
	}
	return t;
}

#define SHOWN 60 /* bytes of a value in a message */

static int
bad(const struct load_type *t, const struct rec_field *f, struct err *e)
{
	const char *quote = f->type == REC_STRING ? "'" : "";

	return err_set(e, ERR_DATA, "%s%.*s%s%s is no %s", quote,
	    utf8_cut(f->text.p, f->text.n, SHOWN), f->text.p, f->text.n > SHOWN ? "..." : "", quote,
	    t->name);
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* n digits at s as a number, or -1. */
static int
two(const char *s, size_t n)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (!digit(*s))
			return -1;
		v = v * 10 + (*s - '0');
	}
	return v;
}

/* "", "Z" or "+05:30": returns 0 for none, 1 for Z, 2 for an offset, -1 for something else. */
static int
zone(const char *s, size_t n)
{
	if (n == 0)
		return 0;
	if (n == 1 && (*s == 'Z' || *s == 'z'))
		return 1;
	if ((*s != '+' && *s != '-') || (n != 3 && n != 6) || two(s + 1, 2) < 0 ||
	    two(s + 1, 2) > 15)
		return -1;
	if (n == 6 && (s[3] != ':' || two(s + 4, 2) < 0 || two(s + 4, 2) > 59))
		return -1;
	return 2;
}

/* A timestamp without zone would silently drop an offset, so only "Z" may stand there. */
static bool
is_time(const char *s, size_t n, bool zoned)
{
	size_t i = 19;
	int z;

	if (n < 19 || !clock_is_date(s, 10) || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
	    s[13] != ':' || s[16] != ':' || two(s + 11, 2) < 0 || two(s + 11, 2) > 23 ||
	    two(s + 14, 2) < 0 || two(s + 14, 2) > 59 || two(s + 17, 2) < 0 || two(s + 17, 2) > 60)
		return false;
	if (i < n && s[i] == '.') {
		for (i++; i < n && digit(s[i]); i++)
			;
		if (i == 20)
			return false;
	}
	z = zone(s + i, n - i);
	return zoned ? z > 0 : z == 0 || z == 1;
}

static bool
is_uuid(const char *s, size_t n)
{
	size_t i;

	if (n != 36)
		return false;
	for (i = 0; i < n; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (s[i] != '-')
				return false;
		} else if (!digit(s[i]) && !((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'f')) {
			return false;
		}
	}
	return true;
}

#define NUMERIC_DIGITS 131072 /* PostgreSQL's numeric has so many before the point */

/* Whether the text fits numeric, or numeric(digits,scale), before the point. */
static bool
fits(const struct load_type *t, const char *s, size_t n)
{
	int64_t most = t->digits > 0 ? t->digits - t->scale : NUMERIC_DIGITS, whole = 0, exp;
	size_t i = n > 0 && s[0] == '-', k;

	for (; i < n && digit(s[i]); i++)
		whole += whole > 0 || s[i] != '0';
	for (k = i; k < n && (s[k] | 0x20) != 'e'; k++)
		;
	if (k == n)
		return whole <= most;
	k += k + 1 < n && s[k + 1] == '+';
	if (num_int(s + k + 1, n - k - 1, -NUMERIC_DIGITS, NUMERIC_DIGITS, &exp))
		return false;
	return t->digits > 0 || whole + exp <= most; /* of narrower ones the database decides */
}

static bool
is_word(struct slice s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (slice_is(s, *words))
			return true;
	return false;
}

static const char *const no_numbers[] = { "NaN", "Infinity", "-Infinity", NULL };
static const char *const no_times[] = { "infinity", "-infinity", NULL };

static int
integer(const struct load_type *t, const struct rec_field *f, struct slice *s, struct buf *tmp,
    struct err *e)
{
	size_t i = s->n > 0 && s->p[0] == '-';
	int64_t v;

	while (i < s->n && digit(s->p[i]))
		i++;
	if (i == s->n && s->n > 0 && s->n < 19 && t->max == INT64_MAX && s->p[s->n - 1] != '-')
		return 0; /* the common case: it cannot be out of range */
	if (num_fixed(s->p, s->n, 0, &v)) {
		if (i == s->n && num_is_decimal(s->p, s->n))
			return err_set(e, ERR_DATA, "%.*s is %s %lld",
			    (int)s->n > SHOWN ? SHOWN : (int)s->n, s->p,
			    s->p[0] == '-' ? "below" : "above",
			    (long long)(s->p[0] == '-' ? t->min : t->max));
		return bad(t, f, e);
	}
	if (v < t->min || v > t->max)
		return err_set(e, ERR_DATA, "%lld is %s %lld", (long long)v,
		    v < t->min ? "below" : "above", (long long)(v < t->min ? t->min : t->max));
	buf_reset(tmp);
	buf_fmt(tmp, "%lld", (long long)v); /* 1e3 and 100.0 are whole, but not to bigint */
	*s = (struct slice){ tmp->p, tmp->len };
	return 0;
}

/* A number, or a string that holds one: 64-bit ids come as strings. */
static int
number(const struct load_type *t, const struct rec_field *f, struct slice *s, struct buf *tmp,
    struct err *e)
{
	if (f->type != REC_NUMBER && f->type != REC_STRING)
		return bad(t, f, e);
	if (t->class == LOAD_INT)
		return integer(t, f, s, tmp, e);
	if (f->type == REC_STRING) {
		if (is_word(*s, no_numbers))
			return t->finite ? bad(t, f, e) : 0;
		if (!num_is_decimal(s->p, s->n))
			return bad(t, f, e);
	}
	if (t->class == LOAD_NUMERIC && !fits(t, s->p, s->n))
		return err_set(e, ERR_DATA, "%.*s has more digits before the point than fit",
		    s->n > SHOWN ? SHOWN : (int)s->n, s->p);
	return 0;
}

static int
characters(const struct load_type *t, struct slice s, struct err *e)
{
	size_t n = 0, i;

	for (i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	if (n > t->chars)
		return err_set(
		    e, ERR_DATA, "%zu characters, and it may have only %zu", n, t->chars);
	return 0;
}

/* What has to be a string. */
static int
string(const struct load_type *t, const struct rec_field *f, struct slice s, struct err *e)
{
	bool good;

	if (f->type != REC_STRING && t->class != LOAD_OTHER)
		return bad(t, f, e);
	switch (t->class) {
	case LOAD_TEXT:
		return t->chars > 0 ? characters(t, s, e) : 0;
	case LOAD_DATE:
		good = clock_is_date(s.p, s.n) || (!t->finite && is_word(s, no_times));
		break;
	case LOAD_TIMESTAMP:
	case LOAD_TIMESTAMPTZ:
		good = is_time(s.p, s.n, t->class == LOAD_TIMESTAMPTZ) ||
		       (!t->finite && is_word(s, no_times));
		break;
	case LOAD_UUID:
		good = is_uuid(s.p, s.n);
		break;
	default:
		good = true;
	}
	return good ? 0 : bad(t, f, e);
}

int
load_scalar(const struct load_type *t, const struct rec_field *f, struct slice *s, struct buf *tmp,
    struct err *e)
{
	*s = f->text;
	if (t->class == LOAD_JSON) {
		if (f->type != REC_STRING)
			return 0;
		buf_reset(tmp);
		buf_char(tmp, '"');
		buf_add(tmp, f->text.p, f->text.n);
		buf_char(tmp, '"');
		*s = (struct slice){ tmp->p, tmp->len };
		return 0;
	}
	if (f->escaped) {
		buf_reset(tmp);
		rec_text(f, tmp);
		*s = (struct slice){ tmp->p, tmp->len };
	}
	switch (t->class) {
	case LOAD_BOOL:
		return f->type == REC_TRUE || f->type == REC_FALSE ? 0 : bad(t, f, e);
	case LOAD_INT:
	case LOAD_NUMERIC:
	case LOAD_FLOAT:
		return number(t, f, s, tmp, e);
	default:
		return string(t, f, *s, e);
	}
}

int
load_value(const struct load_type *t, const struct rec_field *f, struct slice *out,
    struct buf tmp[2], struct err *e)
{
	struct buf *to;

	if (t->array) {
		buf_reset(&tmp[1]);
		if (load_array(t, f, &tmp[1], &tmp[0], e))
			return -1;
		*out = (struct slice){ tmp[1].p, tmp[1].len };
	} else if (load_scalar(t, f, out, &tmp[0], e)) {
		return -1;
	}
	/* the reader lets no control character through unescaped, but blanks inside nested JSON */
	if (!t->array && !f->escaped && f->type != REC_OBJECT && f->type != REC_ARRAY)
		return 0;
	if (!t->array && t->class != LOAD_TEXT && t->class != LOAD_JSON && t->class != LOAD_OTHER)
		return 0;
	to = t->array ? &tmp[0] : &tmp[1]; /* the one that *out is not in */
	buf_reset(to);
	pg_copy_value(to, out->p, out->n);
	*out = (struct slice){ to->p, to->len };
	return 0;
}
