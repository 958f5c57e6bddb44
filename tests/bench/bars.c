/* bars - print the bars that the benchmarks run on: 500 symbols by 2,000 sessions, deterministic,
 * sorted by symbol and date */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"

struct row {
	char symbol[16], date[CLOCK_TEXT_MAX], price[4][NUM_TEXT_MAX], volume[NUM_TEXT_MAX];
};

static uint64_t seed = 88172645463325252u;

static int64_t
roll(int64_t below)
{
	seed ^= seed << 13; /* xorshift64 */
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % (uint64_t)below);
}

static void
fill(struct row *r, int symbol, int64_t day, int64_t close)
{
	int64_t low = close - roll(close / 50), high = close + roll(close / 50),
		open = low + roll(high - low + 1);

	(void)snprintf(r->symbol, sizeof r->symbol, "S%03d", symbol);
	(void)clock_date_text(r->date, day * CLOCK_DAY);
	(void)num_fixed_text(r->price[0], open, 4);
	(void)num_fixed_text(r->price[1], high, 4);
	(void)num_fixed_text(r->price[2], low, 4);
	(void)num_fixed_text(r->price[3], close, 4);
	(void)num_fixed_text(r->volume, 100000 + roll(90000000), 0);
}

static void
print(const struct row *r, const char *format)
{
	if (strcmp(format, "csv") == 0)
		(void)printf("%s,%s,%s,%s,%s,%s,%s\n", r->symbol, r->date, r->price[0], r->price[1],
		    r->price[2], r->price[3], r->volume);
	else
		(void)printf(
		    "{\"kind\":\"bar\",\"symbol\":\"%s\",\"date\":\"%s\",\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,"
		    "\"volume\":%s}\n",
		    r->symbol, r->date, r->price[0], r->price[1], r->price[2], r->price[3],
		    r->volume);
}

int
main(int argc, char **argv)
{
	const char *format = argc > 1 ? argv[1] : "jsonl";
	int symbols = 500, sessions = 2000, s, k;
	struct row r;
	int64_t close;

	if (argc > 3) {
		symbols = (int)strtol(argv[2], NULL, 10);
		sessions = (int)strtol(argv[3], NULL, 10);
	}
	for (s = 0; s < symbols; s++) {
		close = 200000 + roll(3000000);
		for (k = 0; k < sessions; k++) {
			close += roll(close / 40 + 1) - close / 80;
			fill(&r, s, 14610 + k, close < 10000 ? 10000 : close);
			print(&r, format);
		}
	}
	return fflush(stdout) != 0;
}
