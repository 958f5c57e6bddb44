/* run/market: the sessions of New York, as they were announced and as they were */
#include "run/market.h"

#include "base/clock.h"
#include "tap.h"

static int64_t
at(const char *s)
{
	int64_t ns = 0;

	if (strlen(s) == 10)
		CHECK(clock_parse_date(s, 10, &ns) == 0);
	else
		CHECK(clock_parse_time(s, strlen(s), &ns) == 0);
	return ns;
}

static void
counts(void)
{
	static const struct {
		const char *from, *to;
		int sessions;
	} years[] = { { "2023-12-31", "2024-12-31", 252 }, { "2024-12-31", "2025-12-31", 250 },
		{ "2025-12-31", "2026-12-31", 251 }, { "2026-12-31", "2027-12-31", 251 },
		{ "2027-12-31", "2028-12-31", 251 }, { "2000-12-31", "2001-12-31", 248 },
		{ "2011-12-31", "2012-12-31", 250 } };
	const struct market *m = market_find("XNYS");
	size_t i;

	for (i = 0; i < sizeof years / sizeof years[0]; i++)
		CHECK_INT(market_count(m, at(years[i].from), at(years[i].to)), years[i].sessions);
}

static void
closed(void)
{
	static const char *const days[] = { "2024-01-01", "2024-01-15", "2024-02-19", "2024-03-29",
		"2024-05-27", "2024-06-19", "2024-07-04", "2024-09-02", "2024-11-28", "2024-12-25",
		"2025-01-09", "2025-04-18", "2026-04-03", "2026-06-19", "2026-07-03", "2027-03-26",
		"2027-06-18", "2027-07-05", "2027-12-24", "2028-04-14", "2023-01-02", "2001-09-11",
		"2012-10-30", "2018-12-05", "2026-11-28", "2026-11-29" };
	static const char *const open[] = { "2021-12-31", "2022-01-03", "2027-12-31", "2026-07-02",
		"2027-12-23", "2027-07-02", "2026-10-12", "2026-11-11", "2021-06-18", "2026-04-06",
		"2026-12-31" };
	const struct market *m = market_find("XNAS");
	struct session s;
	size_t i;

	for (i = 0; i < sizeof days / sizeof days[0]; i++)
		if (market_session(m, at(days[i]), &s)) {
			(void)printf("# %s has a session\n", days[i]);
			CHECK(false);
		}
	for (i = 0; i < sizeof open / sizeof open[0]; i++) {
		CHECK(market_session(m, at(open[i]), &s));
		CHECK(!s.early);
	}
}

static void
early(void)
{
	static const char *const days[] = { "2024-07-03", "2024-11-29", "2024-12-24", "2025-07-03",
		"2025-11-28", "2025-12-24", "2026-11-27", "2026-12-24", "2027-11-26", "2028-07-03",
		"2028-11-24", "2013-07-03", "2002-07-05", "1999-12-31", "2003-12-26" };
	const struct market *m = market_find("XNYS");
	struct session s;
	size_t i;

	for (i = 0; i < sizeof days / sizeof days[0]; i++) {
		CHECK(market_session(m, at(days[i]), &s));
		CHECK(s.early);
		CHECK_INT(s.close - s.open, (int64_t)12600 * CLOCK_SECOND);
	}
	CHECK(market_session(m, at("2012-07-03"), &s) && s.early); /* a Tuesday */
	CHECK(market_session(m, at("2007-07-03"), &s) && s.early);
	CHECK(market_session(m, at("2002-07-03"), &s) && !s.early); /* a Wednesday before 2013 */
}

static void
hours(void)
{
	const struct market *m = market_find("XNYS");
	struct session s;

	CHECK(market_session(m, at("2026-10-30"), &s));
	CHECK_INT(s.open, at("2026-10-30T13:30:00Z"));
	CHECK_INT(s.close, at("2026-10-30T20:00:00Z"));
	CHECK(market_session(m, at("2026-11-02"), &s)); /* the clocks went back the day before */
	CHECK_INT(s.open, at("2026-11-02T14:30:00Z"));
	CHECK_INT(s.close, at("2026-11-02T21:00:00Z"));
	CHECK(market_is_open(m, at("2026-11-27T17:59:59Z"), &s) && s.early);
	CHECK(!market_is_open(m, at("2026-11-27T18:00:00Z"), &s));
	CHECK(!market_is_open(m, at("2026-11-27T14:29:59Z"), &s));
	market_next(m, at("2026-11-25T21:00:00Z"), &s);
	CHECK_INT(s.open, at("2026-11-27T14:30:00Z"));
	market_last(m, at("2026-11-30T20:59:59Z"), &s);
	CHECK_INT(s.date, at("2026-11-27"));
	market_last(m, at("2026-01-06T03:00:00Z"), &s); /* still the evening before there */
	CHECK_INT(s.date, at("2026-01-05"));
	CHECK(market_find("XNSE") == NULL);
}

int
main(void)
{
	RUN(counts);
	RUN(closed);
	RUN(early);
	RUN(hours);
	return tap_done();
}
