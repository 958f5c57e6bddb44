#include "rec/occ.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#define TAIL 15                     /* day, right and strike */
#define THOUSANDTH INT64_C(1000000) /* of the currency, in 1e-9 */

/* Capitals, digits, a point; not digits alone. FLEX options have a digit in front, adjusted ones behind. */
static int
take_root(struct occ *o, const char *s, size_t n)
{
	bool letter = false;
	size_t i;

	if (n > OCC_ROOT_MAX - 1)
		return -1;
	while (n > 0 && s[n - 1] == ' ')
		n--;
	for (i = 0; i < n; i++) {
		if (s[i] >= 'A' && s[i] <= 'Z')
			letter = true;
		else if ((s[i] < '0' || s[i] > '9') && s[i] != '.')
			return -1;
		o->root[i] = s[i];
	}
	o->root[n] = '\0';
	return letter ? 0 : -1;
}

/* YYMMDD: the symbols are younger than this century. */
static int
take_day(struct occ *o, const char *s)
{
	char day[] = "20YY-MM-DD";

	memcpy(day + 2, s, 2);
	memcpy(day + 5, s + 2, 2);
	memcpy(day + 8, s + 4, 2);
	return clock_parse_date(day, sizeof day - 1, &o->expiry);
}

static int
take_strike(struct occ *o, const char *s)
{
	int64_t strike = 0;
	size_t i;

	for (i = 0; i < 8; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		strike = strike * 10 + (s[i] - '0');
	}
	o->strike = strike * THOUSANDTH;
	return strike > 0 ? 0 : -1;
}

int
occ_parse(struct occ *o, const char *s, size_t n)
{
	struct occ got = { 0 };
	const char *tail;

	if (n > 2 && s[0] == 'O' && s[1] == ':') {
		s += 2;
		n -= 2;
	}
	if (n <= TAIL)
		return -1;
	tail = s + n - TAIL;
	if (take_root(&got, s, n - TAIL) || take_day(&got, tail) || take_strike(&got, tail + 7) ||
	    (tail[6] != 'C' && tail[6] != 'P'))
		return -1;
	got.right = tail[6];
	*o = got;
	return 0;
}

void
occ_text(char out[OCC_LEN + 1], const struct occ *o)
{
	char day[CLOCK_TEXT_MAX];

	(void)clock_date_text(day, o->expiry);
	(void)snprintf(out, OCC_LEN + 1, "%-6s%.2s%.2s%.2s%c%08u", o->root, day + 2, day + 5,
	    day + 8, o->right, (unsigned)(o->strike / THOUSANDTH % 100000000));
}

const char *
occ_right(const struct occ *o)
{
	return o->right == 'C' ? "CALL" : "PUT";
}
