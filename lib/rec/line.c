#include "rec/line.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "io/csv.h"
#include "io/emit.h"

#define ESCAPED_MAX 6 /* bytes that a byte of text may become: \u001f */

void
line_init(struct line *l, const struct kind *kind)
{
	const struct field *f;
	struct line_field *to;
	int i;

	*l = (struct line){ .kind = kind, .day = INT64_MIN };
	for (i = 0x20; i < 0x7f; i++)
		l->plain[i] = i != '"' && i != '\\';
	l->nopen = (size_t)snprintf(l->open, sizeof l->open, "{\"kind\":\"%s\"", kind->name);
	l->room = sizeof l->open;
	for (f = kind->fields; f->name != NULL && l->nfields < LINE_FIELDS_MAX; f++) {
		if (f->size == 0)
			continue;
		to = &l->f[l->nfields++];
		to->nhead = (size_t)snprintf(to->head, sizeof to->head, ",\"%s\":", f->name);
		to->type = f->type;
		to->at = f->at;
		to->needed = (f->flags & FIELD_NEEDED) != 0;
		l->room += sizeof to->head +
			   (f->type == FIELD_TEXT ? f->size * ESCAPED_MAX : CLOCK_TEXT_MAX) + 2;
	}
}

/* All of the field is copied: a copy of known length is two moves. */
static char *
put_head(char *p, const char head[LINE_HEAD_MAX], size_t n)
{
	memcpy(p, head, LINE_HEAD_MAX);
	return p + n;
}

static char *
put_two(char *p, int64_t v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

static int64_t
day_of(int64_t ns)
{
	return ns / CLOCK_DAY - (ns % CLOCK_DAY < 0);
}

static char *
put_date(struct line *l, int64_t ns, char *p)
{
	int64_t day = day_of(ns);

	if (day != l->day) {
		(void)clock_date_text(l->date, ns); /* 10 bytes in all years that ns can name */
		l->day = day;
	}
	memcpy(p, l->date, 10);
	return p + 10;
}

static char *
put_time(struct line *l, int64_t ns, char *p)
{
	int64_t rest = ns % CLOCK_DAY + (ns % CLOCK_DAY < 0 ? CLOCK_DAY : 0);
	int64_t sec = rest / CLOCK_SECOND;
	char frac[NUM_TEXT_MAX];
	size_t n;

	p = put_date(l, ns, p);
	*p++ = 'T';
	p = put_two(p, sec / 3600);
	*p++ = ':';
	p = put_two(p, sec / 60 % 60);
	*p++ = ':';
	p = put_two(p, sec % 60);
	if (rest % CLOCK_SECOND != 0) { /* "0.000000001" without the 0 */
		n = num_price_text(frac, rest % CLOCK_SECOND);
		memcpy(p, frac + 1, n - 1);
		p += n - 1;
	}
	*p++ = 'Z';
	return p;
}

/* A value that needs no quotes in CSV; NULL when it is null. */
static inline char *
put_plain(struct line *l, const struct line_field *f, const char *at, char *p)
{
	int64_t v;

	if (f->type == FIELD_BOOL) {
		memcpy(p, *(const bool *)at ? "true " : "false", 5);
		return p + (*(const bool *)at ? 4 : 5);
	}
	memcpy(&v, at, sizeof v);
	switch (f->type) {
	case FIELD_PRICE:
		return v == FIELD_NONE ? NULL : p + num_price_text(p, v);
	case FIELD_MONEY:
		return v == FIELD_NONE ? NULL : p + num_fixed_text(p, v, NUM_MONEY_DIGITS);
	case FIELD_COUNT:
		return p + num_uint_text(p, (uint64_t)v);
	case FIELD_DATE:
		return put_date(l, v, p);
	case FIELD_TIME:
		return put_time(l, v, p);
	default:
		return p + num_fixed_text(p, v, 0);
	}
}

/* Text in quotes; what is not plain ASCII goes the long way. */
static inline char *
quote(const struct line *l, const char *s, char *p, struct buf *out)
{
	const char *from = s;
	char *start = p;

	*p++ = '"';
	for (; l->plain[(unsigned char)*s]; s++)
		*p++ = *s;
	if (*s == '\0') {
		*p++ = '"';
		return p;
	}
	out->len = (size_t)(start - out->p);
	emit_quote(out, from, strlen(from)); /* there is room: p stays good */
	return out->p + out->len;
}

void
line_json(struct line *l, const void *s, struct buf *out)
{
	char *p = buf_room(out, l->room), *end;
	const struct line_field *f = l->f, *last = f + l->nfields;
	const char *at;
	bool quotes;
	int64_t v;

	p = put_head(p, l->open, l->nopen);
	for (; f < last; f++) {
		at = (const char *)s + f->at;
		if (f->type == FIELD_TEXT && at[0] == '\0' && !f->needed)
			continue;
		p = put_head(p, f->head, f->nhead);
		if (f->type == FIELD_PRICE) { /* most are: no detour */
			memcpy(&v, at, sizeof v);
			if (v != FIELD_NONE) {
				p += num_price_text(p, v);
				continue;
			}
		}
		if (f->type == FIELD_TEXT && at[0] != '\0') {
			p = quote(l, at, p, out);
			continue;
		}
		quotes = f->type == FIELD_DATE || f->type == FIELD_TIME;
		if (quotes)
			*p++ = '"';
		end = f->type == FIELD_TEXT ? NULL : put_plain(l, f, at, p);
		if (end == NULL) {
			memcpy(p, "null", 4);
			end = p + 4;
		}
		p = end;
		if (quotes)
			*p++ = '"';
	}
	*p++ = '}';
	*p++ = '\n';
	*p = '\0';
	out->len = (size_t)(p - out->p);
}

void
line_csv(struct line *l, const void *s, struct buf *out)
{
	char *p = buf_room(out, l->room), *end;
	const struct line_field *f = l->f, *last = f + l->nfields;
	const char *at;

	for (; f < last; f++) {
		at = (const char *)s + f->at;
		if (f > l->f)
			*p++ = ',';
		end = f->type == FIELD_TEXT ? csv_put(p, at, strlen(at)) : put_plain(l, f, at, p);
		p = end != NULL ? end : p;
	}
	*p++ = '\n';
	*p = '\0';
	out->len = (size_t)(p - out->p);
}

void
line_csv_header(const struct line *l, struct buf *out)
{
	const struct line_field *f = l->f, *last = f + l->nfields;

	for (; f < last; f++)
		buf_fmt(out, "%s%.*s", f > l->f ? "," : "", (int)(f->nhead - 4), f->head + 2);
	buf_char(out, '\n');
}
