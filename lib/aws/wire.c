#include "aws/wire.h"

#include <stdlib.h>
#include <string.h>

#include "aws/shape.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "io/json.h"

#define NAMES_MAX 128

static int
unknown(const char *members, const char *name, struct err *e)
{
	const char *at = members, *near;
	char *names[NAMES_MAX + 1];
	struct aws_member m;
	size_t n = 0, i;

	while (n < NAMES_MAX && aws_member_next(&at, &m))
		names[n++] = mem_copy(m.name.p, m.name.n);
	names[n] = NULL;
	near = near_word(name, (const char *const *)names);
	(void)err_set(e, ERR_DATA, "there is no field %.80s%s%s%s", name,
	    near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
	    near == NULL ? "" : "?");
	for (i = 0; i < n; i++)
		free(names[i]);
	return -1;
}

int
aws_wire_known(const char *members, const struct json *in, struct err *e)
{
	const struct json *v;
	struct aws_member m;

	if (!json_is_object(in))
		return err_set(e, ERR_DATA, "that is no object");
	for (v = json_first(in); v != NULL; v = json_next(v))
		if (!aws_member_find(members, json_name(v), strlen(json_name(v)), &m))
			return unknown(members, json_name(v), e);
	while (aws_member_next(&members, &m)) {
		if (!m.needed)
			continue;
		for (v = json_first(in); v != NULL; v = json_next(v))
			if (slice_is(m.name, json_name(v)) && !json_is_null(v))
				break;
		if (v == NULL)
			return err_set(e, ERR_DATA, "%.*s is missing", (int)m.name.n, m.name.p);
	}
	return 0;
}

/* "Wed, 15 Nov 2023 04:13:20 GMT" (RFC 9110 section 5.6.7). */
static void
http_time(struct buf *out, int64_t ns)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t day = clock_midnight(ns) / CLOCK_DAY,
		second = (ns - day * CLOCK_DAY) / CLOCK_SECOND;
	int64_t y, m, d;

	clock_civil(day, &y, &m, &d);
	buf_fmt(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * clock_weekday(ns),
	    (int)d, months + 3 * (m - 1), (int)y, (int)(second / 3600), (int)(second / 60 % 60),
	    (int)(second % 60));
}

static int
add_time(struct buf *out, const struct json *value, char form, struct slice name, struct err *e)
{
	const char *s = json_str(value);
	char text[CLOCK_TEXT_MAX];
	int64_t ns, seconds;

	if (s != NULL) {
		if (clock_parse_time(s, strlen(s), &ns) && clock_parse_date(s, strlen(s), &ns))
			return err_set(e, ERR_DATA,
			    "%.*s is no time with its zone (2024-01-31T12:00:00Z)", (int)name.n,
			    name.p);
	} else if (json_int(value, &seconds) ||
		   __builtin_mul_overflow(seconds, CLOCK_SECOND, &ns)) {
		return err_set(e, ERR_DATA, "%.*s is neither a time nor whole seconds since 1970",
		    (int)name.n, name.p);
	}
	if (form == '2') {
		http_time(out, ns);
	} else if (form == 'u') {
		(void)num_fixed_text(text, ns, 9);
		buf_str(out, text);
	} else {
		(void)clock_time_text(text, ns);
		buf_str(out, text);
	}
	return 0;
}

int
aws_wire_scalar(struct buf *out, const struct json *value, const struct aws_type *type, char usual,
    struct slice name, struct err *e)
{
	const char *s = json_str(value);
	int64_t number;

	switch (type->kind) {
	case 't':
		return add_time(out, value, type->time != 0 ? type->time : usual, name, e);
	case 'i':
	case 'f':
		if (s != NULL && type->kind == 'f' && num_is_decimal(s, strlen(s))) {
			buf_str(out, s);
			return 0;
		}
		if (json_int(value, &number))
			return err_set(e, ERR_DATA,
			    "%.*s is no whole number (one of more than 15 digits: as a string)",
			    (int)name.n, name.p);
		buf_fmt(out, "%lld", (long long)number);
		return 0;
	case 'b':
		if (s == NULL)
			s = json_is_true(value) ? "true" : json_is_false(value) ? "false" : "";
		if (strcmp(s, "true") != 0 && strcmp(s, "false") != 0)
			return err_set(
			    e, ERR_DATA, "%.*s is neither true nor false", (int)name.n, name.p);
		buf_str(out, s);
		return 0;
	default:
		if (s == NULL)
			return err_set(e, ERR_DATA, "%.*s is no string", (int)name.n, name.p);
		buf_str(out, s);
		return 0;
	}
}
