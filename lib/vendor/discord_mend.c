#include "vendor/discord_mend.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "io/whole.h"

#define ESCAPE 6 /* bytes of "\uD800" */

/* The unit that an escape says; -1: there is none at p. */
static int32_t
unit_at(const char *p, const char *end)
{
	int32_t unit = 0;
	int i;

	if (end - p < ESCAPE || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (i = 2; i < ESCAPE; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			unit = unit * 16 + (p[i] - '0');
		else if ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f')
			unit = unit * 16 + ((p[i] | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return unit;
}

/* Whether the escape at p is to be mended; *len: of it, of both where two are a pair. */
static bool
is_bad(const char *p, const char *end, size_t *len)
{
	int32_t unit = unit_at(p, end), low;

	*len = unit < 0 ? 2 : ESCAPE;
	if (unit < 0xd800 || unit > 0xdbff)
		return unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff);
	low = unit_at(p + ESCAPE, end);
	if (low < 0xdc00 || low > 0xdfff)
		return true;
	*len = 2 * (size_t)ESCAPE;
	return false;
}

/* A text that is as long; the text itself when there is nothing to be mended, else in *copy. */
static const char *
mend(struct buf *copy, const char *json, size_t n)
{
	const char *p = json, *end = json + n;
	size_t len;
	bool bad;

	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		bad = is_bad(p, end, &len);
		if (bad && copy->len == 0)
			buf_add(copy, json, n);
		if (bad)
			memcpy(copy->p + (p - json), "\\ufffd", ESCAPE);
		p = len < (size_t)(end - p) ? p + len : end;
	}
	return copy->len > 0 ? copy->p : json;
}

int
discord_mend(struct buf *line, const char *json, size_t n, struct rec_field *value, struct err *e)
{
	struct buf copy = { 0 };
	int rc = whole_parse(line, mend(&copy, json, n), n, value, e);

	buf_release(&copy);
	return rc;
}
