#include "base/opt.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/num.h"

static int
take_size(const char *s, int64_t *v)
{
	size_t n = strlen(s);
	int64_t unit = 1;

	if (n > 0 && strchr("kmgKMG", s[n - 1]) != NULL) {
		unit = strchr("kK", s[n - 1])   ? 1 << 10
		       : strchr("mM", s[n - 1]) ? 1 << 20
						: 1 << 30;
		n--;
	}
	return num_int(s, n, 0, INT64_MAX, v) || __builtin_mul_overflow(*v, unit, v) ? -1 : 0;
}

/* Days that are not known yet; no midnight and no time that anybody writes. */
#define TODAY (INT64_MIN + 1)
#define YESTERDAY (INT64_MIN + 2)

static int
take_date(const char *s, int64_t *v)
{
	if (strcmp(s, "today") == 0)
		*v = TODAY;
	else if (strcmp(s, "yesterday") == 0)
		*v = YESTERDAY;
	else
		return clock_parse_date(s, strlen(s), v);
	return 0;
}

static bool
one_of(const char *word, const char *words)
{
	size_t n = strlen(word), k;

	for (; *words != '\0'; words += k + (words[k] == '|')) {
		k = strcspn(words, "|");
		if (k == n && memcmp(words, word, n) == 0)
			return true;
	}
	return false;
}

int
opt_take(const struct opt *o, const char *s, void *to, struct err *e)
{
	const char **str = to;
	int64_t *num = to;

	switch (o->type) {
	case OPT_FLAG:
		if (!one_of(s, "1|true|yes|on|0|false|no|off|"))
			return err_set(
			    e, ERR_USAGE, "--%s: '%s' is neither true nor false", o->name, s);
		*(bool *)to = one_of(s, "1|true|yes|on");
		return 0;
	case OPT_STR:
		*str = s;
		return s[0] != '\0' ? 0 : err_set(e, ERR_USAGE, "--%s is empty", o->name);
	case OPT_LIST:
		*str = s; /* joined by the parser */
		return s[0] != '\0' ? 0 : err_set(e, ERR_USAGE, "--%s is empty", o->name);
	case OPT_ENUM:
		*str = s;
		return one_of(s, o->arg)
			   ? 0
			   : err_set(e, ERR_USAGE, "--%s: '%s' is none of %s", o->name, s, o->arg);
	case OPT_INT:
		return num_int(s, strlen(s), 0, INT64_MAX, num) == 0
			   ? 0
			   : err_set(e, ERR_USAGE, "--%s: '%s' is no whole number of at least 0",
				 o->name, s);
	case OPT_DATE:
		return take_date(s, num) == 0
			   ? 0
			   : err_set(
				 e, ERR_USAGE, "--%s: '%s' is no date (YYYY-MM-DD)", o->name, s);
	case OPT_TIME:
		return clock_parse_time(s, strlen(s), num) == 0 || take_date(s, num) == 0
			   ? 0
			   : err_set(e, ERR_USAGE, "--%s: '%s' is no time (YYYY-MM-DDTHH:MM:SSZ)",
				 o->name, s);
	case OPT_SPAN:
		return clock_parse_span(s, strlen(s), num) == 0
			   ? 0
			   : err_set(e, ERR_USAGE,
				 "--%s: '%s' is no time span such as 90s, 15m or 2h", o->name, s);
	case OPT_SIZE:
		return take_size(s, num) == 0
			   ? 0
			   : err_set(e, ERR_USAGE, "--%s: '%s' is no size such as 64k or 16m",
				 o->name, s);
	case OPT_MONEY:
		return num_fixed(s, strlen(s), NUM_MONEY_DIGITS, num) == 0 && *num >= 0
			   ? 0
			   : err_set(
				 e, ERR_USAGE, "--%s: '%s' is no amount such as 2.50", o->name, s);
	}
	return err_set(e, ERR_BUG, "--%s has no type", o->name);
}

void
opt_settle(const struct opt *o, int64_t now, void *to)
{
	int64_t *v = to;

	if (o->type != OPT_DATE && o->type != OPT_TIME)
		return;
	if (*v == TODAY)
		*v = clock_midnight(now);
	else if (*v == YESTERDAY)
		*v = clock_yesterday(now);
}
