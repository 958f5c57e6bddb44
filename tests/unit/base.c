/* base/: numbers, clock, errors, options */
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/near.h"
#include "base/num.h"
#include "tap.h"

struct fixed {
	const char *text;
	unsigned digits;
	int64_t want;
	bool ok;
};

static void
check_fixed(int (*read)(const char *s, size_t n, unsigned digits, int64_t *v),
    const struct fixed *rows, size_t n)
{
	int64_t v;
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		v = 0;
		rc = read(rows[i].text, strlen(rows[i].text), rows[i].digits, &v);
		if ((rc == 0) != rows[i].ok || (rc == 0 && v != rows[i].want)) {
			printf("# '%s': %d, %" PRId64 "\n", rows[i].text, rc, v);
			tap.ok = false;
		}
	}
}

static void
fixed_point_is_exact(void)
{
	static const struct fixed rows[] = {
		{ "9223372036.854775806", 9, INT64_C(9223372036854775806), true },
		{ "-9223372036.854775808", 9, INT64_MIN, true },
		{ "9223372036.854775808", 9, 0, false },
		{ "1e-9", 9, 1, true },
		{ "1e-10", 9, 0, false },
		{ "1.50e1", 9, INT64_C(15000000000), true },
		{ "0.1234567890", 9, 123456789, true },
		{ "0.1234567891", 9, 0, false },
		{ "0e999999999999", 9, 0, true },
		{ "1e999999999999", 9, 0, false },
		{ "-0", 9, 0, true },
		{ "9223372036854775807", 0, INT64_MAX, true },
		{ "", 9, 0, false },
		{ "+1", 9, 0, false },
		{ "01", 9, 0, false },
		{ "1.", 9, 0, false },
		{ ".5", 9, 0, false },
		{ "0x1", 9, 0, false },
		{ "1e", 9, 0, false },
		{ " 1", 9, 0, false },
		{ "NaN", 9, 0, false },
	};

	check_fixed(num_fixed, rows, sizeof rows / sizeof rows[0]);
}

static void
digits_below_the_last_place_may_be_cut(void)
{
	static const struct fixed rows[] = {
		{ "0.8999", 3, 899, true },
		{ "-0.9999", 3, -999, true },
		{ "-0.0001", 3, 0, true },
		{ "1e-5", 4, 0, true },
		{ "12.5e1", 3, 125000, true },
		{ "7.9", 0, 7, true },
		{ "7", 0, 7, true },
		{ "", 3, 0, false },
		{ "1.x", 3, 0, false },
		{ "1e30", 3, 0, false },
	};

	check_fixed(num_fixed_cut, rows, sizeof rows / sizeof rows[0]);
}

static void
fixed_point_prints_short(void)
{
	char out[NUM_TEXT_MAX];

	CHECK_INT((intmax_t)num_fixed_text(out, 12500000000, 9), 4);
	CHECK_STR(out, "12.5");
	(void)num_fixed_text(out, INT64_MIN, 9);
	CHECK_STR(out, "-9223372036.854775808");
	(void)num_fixed_text(out, -1, 9);
	CHECK_STR(out, "-0.000000001");
	(void)num_fixed_text(out, 0, 9);
	CHECK_STR(out, "0");
	(void)num_fixed_text(out, INT64_MAX, 0);
	CHECK_STR(out, "9223372036854775807");
}

static void
canonical_decimals(void)
{
	static const char *const rows[][2] = { { "1.500", "1.5" }, { "-0.0", "0" },
		{ "1e3", "1000" }, { "1.25E-3", "0.00125" }, { "100", "100" },
		{ "0.000001", "0.000001" },
		{ "12345678901234567890.123456789012345678900",
		    "12345678901234567890.1234567890123456789" },
		{ "-1200e-2", "-12" }, { "120e-1", "12" }, { "0e5", "0" }, { "10.0e1", "100" } };
	char out[64];
	size_t i, n;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		n = num_canonical(out, sizeof out - 1, rows[i][0], strlen(rows[i][0]));
		out[n] = '\0';
		CHECK_STR(out, rows[i][1]);
	}
	CHECK_INT((intmax_t)num_canonical(out, sizeof out, "1e100", 5), 0);
	CHECK_INT((intmax_t)num_canonical(out, sizeof out, "1e-100", 6), 0);
	CHECK_INT((intmax_t)num_canonical(out, sizeof out, "abc", 3), 0);
}

static void
hexadecimal_digits(void)
{
	int c, n = 0;

	for (c = 0; c < 256; c++)
		n += num_hex((char)c) >= 0;
	CHECK_INT(n, 22);
	CHECK_INT(num_hex('0'), 0);
	CHECK_INT(num_hex('9'), 9);
	CHECK_INT(num_hex('a'), 10);
	CHECK_INT(num_hex('F'), 15);
}

static void
dates_and_times(void)
{
	char out[CLOCK_TEXT_MAX];
	int64_t ns;

	CHECK(clock_parse_date("2024-02-29", 10, &ns) == 0);
	(void)clock_date_text(out, ns);
	CHECK_STR(out, "2024-02-29");
	CHECK_INT(clock_weekday(ns), 4);
	CHECK(clock_parse_date("2023-02-29", 10, &ns) != 0);
	CHECK(clock_parse_date("1677-01-01", 10, &ns) != 0);
	CHECK(clock_parse_date("2024-1-01x", 10, &ns) != 0);
	CHECK(clock_parse_time("2026-01-29 20:00:00.5+00:00", 27, &ns) == 0);
	(void)clock_time_text(out, ns);
	CHECK_STR(out, "2026-01-29T20:00:00.5Z");
	CHECK(clock_parse_time("2024-03-04T14:30:00.000000001-05:00", 35, &ns) == 0);
	(void)clock_time_text(out, ns);
	CHECK_STR(out, "2024-03-04T19:30:00.000000001Z");
	CHECK(clock_parse_time("2024-03-04T14:30:00", 19, &ns) != 0);
	CHECK(clock_parse_time("2024-03-04T25:30:00Z", 20, &ns) != 0);
	CHECK(clock_is_date("0001-01-01", 10) && clock_is_date("9999-12-31", 10));
	CHECK(!clock_is_date("0000-01-01", 10) && !clock_is_date("1900-02-29", 10));
	CHECK(!clock_is_date("12024-01-01", 11) && !clock_is_date("2024-01-0", 9));
	CHECK(clock_is_time("0001-01-01T00:00:00Z", 20));
	CHECK(clock_is_time("9999-12-31 23:59:59.999999-05:00", 32));
	CHECK(!clock_is_time("9999-12-31T24:00:00Z", 20) && !clock_is_time("9999-12-31", 10));
	CHECK(!clock_is_time("9999-12-31T23:59:59", 19));
	(void)clock_time_text(out, -1);
	CHECK_STR(out, "1969-12-31T23:59:59.999999999Z");
	(void)clock_date_text(out, INT64_MIN);
	CHECK_STR(out, "1677-09-21");
	CHECK_INT(clock_yesterday(CLOCK_DAY + 5), 0);
	CHECK_INT(clock_next_day(INT64_MAX), INT64_MAX);
}

static void
spans(void)
{
	int64_t v;

	CHECK(clock_parse_span("15m", 3, &v) == 0 && v == 900 * CLOCK_SECOND);
	CHECK(clock_parse_span("250ms", 5, &v) == 0 && v == CLOCK_SECOND / 4);
	CHECK(clock_parse_span("7", 1, &v) == 0 && v == 7 * CLOCK_SECOND);
	CHECK(clock_parse_span("", 0, &v) != 0);
	CHECK(clock_parse_span("1w", 2, &v) != 0);
	CHECK(clock_parse_span("9999999999d", 11, &v) != 0);
}

static void
messages_are_one_line(void)
{
	struct err e = { 0 };
	char big[2 * ERR_MSG_MAX];

	CHECK_INT(err_set(&e, ERR_DATA, "a\nb\t%s", "c\x01"), -1);
	CHECK_STR(e.msg, "a b c");
	CHECK_INT(err_wrap(&e, "%s:%d", "bars", 12), -1);
	CHECK_STR(e.msg, "bars:12: a b c");
	CHECK_INT(e.code, ERR_DATA);
	memset(big, 'x', sizeof big);
	memcpy(big + ERR_MSG_MAX - 2, "\xc3\xa4", 2); /* would be cut in its middle */
	big[sizeof big - 1] = '\0';
	(void)err_set(&e, ERR_DATA, "%s", big);
	CHECK_INT((intmax_t)strlen(e.msg), ERR_MSG_MAX - 2);
}

static void
nearest_words(void)
{
	static const char *const names[] = { "lookback", "daily", "dataset", NULL };

	CHECK_STR(near_word("dayly", names), "daily");
	CHECK_STR(near_word("look", names), "lookback");
	CHECK(near_word("zzz", names) == NULL);
}

struct opts {
	bool all;
	const char *list, *mode;
	int64_t n, date, span, size, money;
};

#define AT(m) offsetof(struct opts, m)
/* clang-format off */
static const struct opt opts[] = {
	{ 'a', "all",   OPT_FLAG,  AT(all),   0, "all" },
	{ 'l', "list",  OPT_LIST,  AT(list),  0, "words" },
	{ 'm', "mode",  OPT_ENUM,  AT(mode),  0, "mode", "dbn|json", "PF_TEST_MODE" },
	{ 'N', "num",   OPT_INT,   AT(n),     0, "number" },
	{ 0,   "date",  OPT_DATE,  AT(date),  0, "day" },
	{ 0,   "span",  OPT_SPAN,  AT(span),  0, "span" },
	{ 0,   "size",  OPT_SIZE,  AT(size),  0, "size" },
	{ 0,   "usd",   OPT_MONEY, AT(money), 0, "money" },
	{ 0 }
};
/* clang-format on */
static const struct cmd test_cmd = {
	.name = "pf-test", .opts = opts, .opts_size = sizeof(struct opts)
};

static int
parse(struct cmd_parsed *p, struct err *e, const char *line)
{
	static char copy[512];
	char *argv[32] = { copy }, *at;
	int argc = 1;

	(void)snprintf(copy, sizeof copy, "pf-test %s", line);
	for (at = strchr(copy, ' '); at != NULL; at = strchr(at, ' ')) {
		*at++ = '\0';
		if (*at != '\0')
			argv[argc++] = at;
	}
	return cmd_parse(&test_cmd, argc, argv, p, e);
}

static void
options_are_parsed(void)
{
	struct cmd_parsed p;
	struct err e = { 0 };
	struct opts *o;

	CHECK(
	    parse(&p, &e,
		"-aN5 x --list=a -l b --mode json --date yesterday --span 2m --size 1k --usd 2.5 -- -y") ==
	    0);
	o = p.opts;
	CHECK(o->all);
	CHECK_INT(o->n, 5);
	CHECK_STR(o->list, "a,b");
	CHECK_STR(o->mode, "json");
	CHECK(cmd_settle(&test_cmd, &p, NULL, NULL, 3 * CLOCK_DAY + 1, &e) == 0);
	CHECK_INT(o->date, 2 * CLOCK_DAY);
	CHECK_INT(o->span, 120 * CLOCK_SECOND);
	CHECK_INT(o->size, 1024);
	CHECK_INT(o->money, 2500000);
	CHECK_STR(p.args[0], "x");
	CHECK_STR(p.args[1], "-y");
	CHECK(p.args[2] == NULL);
	cmd_parsed_release(&p);
}

static void
bad_options_are_refused(void)
{
	static const char *const lines[] = { "--nun 5", "--num", "--num x", "--num -5",
		"--num=9223372036854775808", "-z", "--mode csv", "--date 2024-13-01", "--all=1",
		"--size 9999999999999g", "--usd -1", "--no-mode x", "--list=", NULL };
	struct cmd_parsed p;
	struct err e;
	size_t i;

	for (i = 0; lines[i] != NULL; i++) {
		e = (struct err){ 0 };
		if (parse(&p, &e, lines[i]) == 0 || e.code != ERR_USAGE) {
			printf("# '%s' was taken\n", lines[i]);
			tap.ok = false;
		}
		cmd_parsed_release(&p);
	}
	CHECK(parse(&p, &e, "--nun 5") < 0 && strstr(e.msg, "did you mean --num?") != NULL);
	cmd_parsed_release(&p);
}

static void
the_environment_stands_in(void)
{
	struct cmd_parsed p;
	struct err e = { 0 };

	CHECK(setenv("PF_TEST_MODE", "dbn", 1) == 0);
	CHECK(parse(&p, &e, "") == 0);
	CHECK(cmd_settle(&test_cmd, &p, NULL, NULL, 0, &e) == 0);
	CHECK_STR(((struct opts *)p.opts)->mode, "dbn");
	cmd_parsed_release(&p);
	CHECK(setenv("PF_TEST_MODE", "xml", 1) == 0);
	CHECK(parse(&p, &e, "") == 0);
	CHECK(cmd_settle(&test_cmd, &p, NULL, NULL, 0, &e) < 0);
	CHECK_INT(e.code, ERR_CONFIG);
	cmd_parsed_release(&p);
	CHECK(parse(&p, &e, "--mode json") == 0);
	CHECK(cmd_settle(&test_cmd, &p, NULL, NULL, 0, &e) == 0);
	cmd_parsed_release(&p);
	(void)unsetenv("PF_TEST_MODE");
}

int
main(void)
{
	RUN(fixed_point_is_exact);
	RUN(digits_below_the_last_place_may_be_cut);
	RUN(fixed_point_prints_short);
	RUN(canonical_decimals);
	RUN(hexadecimal_digits);
	RUN(dates_and_times);
	RUN(spans);
	RUN(messages_are_one_line);
	RUN(nearest_words);
	RUN(options_are_parsed);
	RUN(bad_options_are_refused);
	RUN(the_environment_stands_in);
	return tap_done();
}
