/* dbn-make COUNT - write daily bars as DBN: 2,000 symbols, session by session, deterministic */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "vendor/dbn.h"

#define SYMBOLS 2000
#define FIRST_DAY 10957 /* 2000-01-01 */

static uint64_t seed = 88172645463325252u;

static uint64_t
roll(uint64_t below)
{
	seed ^= seed << 13; /* xorshift64 */
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static void
put(uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		(void)putchar((int)(v & 0xff));
}

static void
put_text(const char *s, size_t n)
{
	size_t i, len = strlen(s);

	for (i = 0; i < n; i++)
		(void)putchar(i < len ? s[i] : 0);
}

static uint32_t
date(int64_t day)
{
	int64_t y, m, d;

	clock_civil(day, &y, &m, &d);
	return (uint32_t)(y * 10000 + m * 100 + d);
}

static void
head(int64_t days)
{
	size_t lists = 112 + 16 + SYMBOLS * (size_t)(DBN_V3_SYMBOL_LEN * 3 + 12), pad = -lists % 8;
	char text[16];
	int i;

	put_text("DBN\3", 4);
	put(lists + pad - DBN_PRELUDE, 4);
	put_text("EQUS.SUMMARY", DBN_DATASET_LEN);
	put(DBN_SCHEMA_OHLCV_1D, 2);
	put((uint64_t)(FIRST_DAY * CLOCK_DAY), 8);
	put((uint64_t)((FIRST_DAY + days) * CLOCK_DAY), 8);
	put(0, 8);
	put(DBN_STYPE_RAW_SYMBOL, 1);
	put(DBN_STYPE_INSTRUMENT_ID, 1);
	put(0, 1);
	put(DBN_V3_SYMBOL_LEN, 2);
	put_text("", 53 + 4);
	put(SYMBOLS, 4);
	for (i = 0; i < SYMBOLS; i++) {
		(void)snprintf(text, sizeof text, "S%03d", i);
		put_text(text, DBN_V3_SYMBOL_LEN);
	}
	put(0, 4);
	put(0, 4);
	put(SYMBOLS, 4);
	for (i = 0; i < SYMBOLS; i++) {
		(void)snprintf(text, sizeof text, "S%03d", i);
		put_text(text, DBN_V3_SYMBOL_LEN);
		put(1, 4);
		put(date(FIRST_DAY), 4);
		put(date(FIRST_DAY + days), 4);
		(void)snprintf(text, sizeof text, "%d", 1000 + i * 7);
		put_text(text, DBN_V3_SYMBOL_LEN);
	}
	put_text("", pad);
}

static void
bar(int symbol, int64_t day, uint64_t *close)
{
	uint64_t cent = UINT64_C(10000000), open = *close, high, low;

	*close = open - open / 50 + roll(open / 25 + 1);
	if (*close < 500)
		*close = 500;
	high = (open > *close ? open : *close) + roll(open / 50 + 1);
	low = (open < *close ? open : *close) - roll(open / 60 + 1);
	put(DBN_OHLCV_LEN / 4, 1);
	put(DBN_OHLCV_1D, 1);
	put(90, 2);
	put((uint64_t)(1000 + symbol * 7), 4);
	put((uint64_t)(day * CLOCK_DAY), 8);
	put(open * cent, 8);
	put(high * cent, 8);
	put(low * cent, 8);
	put(*close * cent, 8);
	put(1000 + roll(9000000), 8);
}

int
main(int argc, char **argv)
{
	static uint64_t close[SYMBOLS];
	int64_t count, n;
	int i;

	if (argc != 2 || num_int(argv[1], strlen(argv[1]), 0, 100000000, &count)) {
		(void)fprintf(stderr, "usage: dbn-make count\n");
		return 64;
	}
	for (i = 0; i < SYMBOLS; i++)
		close[i] = 1000 + roll(40000);
	head(count / SYMBOLS + 1);
	for (n = 0; n < count; n++)
		bar((int)(n % SYMBOLS), FIRST_DAY + n / SYMBOLS, &close[n % SYMBOLS]);
	return fflush(stdout) != 0 || ferror(stdout) ? 74 : 0;
}
