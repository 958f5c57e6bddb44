/* rec/symbol and rec/symbols: spelling, what a symbol looks like, sets, and streams that name them */
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "rec/symbol.h"
#include "rec/symbols.h"
#include "tap.h"

static void
spelling(void)
{
	static const char *const bad[] = { "", "  ", "A,B", "A\001", "caf\xc3\xa9", "all_symbols",
		"A\"B",
		"123456789012345678901234567890123456789012345678901234567890123456789012" };
	char out[BAR_SYMBOL_MAX];
	struct err e;
	size_t i;

	CHECK_INT(symbol_spell(out, " brk.b \r", 8, &e), 0);
	CHECK_STR(out, "BRK.B");
	CHECK_INT(symbol_spell(out, "brk b", 5, &e), 0);
	CHECK_STR(out, "BRK B");
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(symbol_spell(out, bad[i], strlen(bad[i]), &e), -1);
		CHECK_INT(e.code, ERR_DATA);
	}
}

static void
looks(void)
{
	static const struct {
		const char *symbol;
		enum symbol_class class;
	} rows[] = {
		{ "A", SYMBOL_LISTED },
		{ "GOOGL", SYMBOL_LISTED },
		{ "BRK.B", SYMBOL_LISTED },
		{ "BRK B", SYMBOL_LISTED },
		{ "BF-B", SYMBOL_LISTED },
		{ "AAC+", SYMBOL_LISTED },
		{ "USDT", SYMBOL_LISTED },
		{ "SOLV", SYMBOL_LISTED },
		{ "ES.C.0", SYMBOL_LISTED },
		{ "BTC", SYMBOL_CRYPTO },
		{ "BTC.X", SYMBOL_CRYPTO },
		{ "BTC-USD", SYMBOL_CRYPTO },
		{ "ETH/USDT", SYMBOL_CRYPTO },
		{ "BTCUSD", SYMBOL_CRYPTO },
		{ "X:BTCUSD", SYMBOL_CRYPTO },
		{ "CRO_USDT", SYMBOL_CRYPTO },
		{ "AAPL240119C00150000", SYMBOL_OPTION },
		{ "AAPL  240119P00150000", SYMBOL_OPTION },
		{ "O:SPXW240119P04500000", SYMBOL_OPTION },
		{ ".AAPL240119C150", SYMBOL_OPTION },
		{ "-SPY240119P450.5", SYMBOL_OPTION },
		{ "3B241101-E2BB-4255-8CAF-4136C566A962", SYMBOL_ID },
		{ "3B241101E2BB42558CAF4136C566A962", SYMBOL_ID },
	};
	struct symbol_rules rules;
	size_t i;

	symbol_rules_init(&rules);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_INT(symbol_class(&rules, rows[i].symbol), rows[i].class);
		if (symbol_class(&rules, rows[i].symbol) != rows[i].class)
			(void)printf("# %s\n", rows[i].symbol);
	}
	symbol_rules_release(&rules);
}

static void
each_once_in_order(void)
{
	struct symbols set = { 0 };
	char name[BAR_SYMBOL_MAX];
	struct err e;
	size_t i, wrong = 0;

	CHECK(symbols_find(&set, "A") == SYMBOLS_NONE);
	CHECK_INT(symbols_split(&set, "b, a,B", &e), 0);
	CHECK(set.n == 2);
	CHECK_STR(set.name[0], "B");
	CHECK_STR(set.name[1], "A");
	CHECK_INT(symbols_split(&set, "C,,D", &e), -1);
	for (i = 0; i < 10000; i++) {
		(void)snprintf(name, sizeof name, "S%zu", i % 5000);
		wrong += symbols_add(&set, name) != 3 + i % 5000;
	}
	CHECK(wrong == 0 && set.n == 5003);
	CHECK(symbols_find(&set, "S4999") == 5002 && symbols_find(&set, "S5000") == SYMBOLS_NONE);
	symbols_release(&set);
}

static int
pass(void *arg, const char *line, size_t n, struct err *e)
{
	(void)e;
	buf_fmt(arg, "pass %.*s\n", (int)n, line);
	return 0;
}

static int
bad(void *arg, size_t lineno, const struct err *why, struct err *e)
{
	(void)e;
	(void)why;
	buf_fmt(arg, "bad %zu\n", lineno);
	return 0;
}

static void
a_stream_of_names(void)
{
	static const char text[] = "a\r\n\n{\"symbol\":\"b\\u002eC\"}\n{\"kind\":\"event\"}\n"
				   "{\"symbol\":null}\n{\nx,y\n{\"symbol\":\"\"}\n\"q\"\na";
	char *copy = mem_str(text);
	FILE *fp = fmemopen(copy, strlen(copy), "r");
	struct symbols set = { 0 };
	struct buf said = { 0 };
	const struct symbols_reader reader = { pass, bad, &said };
	struct err e;

	CHECK_INT(symbols_read(&set, fp, &reader, &e), 0);
	CHECK_STR(said.p, "pass {\"kind\":\"event\"}\nbad 5\nbad 6\nbad 7\nbad 8\nbad 9\n");
	CHECK(set.n == 2);
	CHECK_STR(set.name[0], "A");
	CHECK_STR(set.name[1], "B.C");
	symbols_release(&set);
	buf_release(&said);
	(void)fclose(fp);
	free(copy);
}

int
main(void)
{
	RUN(spelling);
	RUN(looks);
	RUN(each_once_in_order);
	RUN(a_stream_of_names);
	return tap_done();
}
