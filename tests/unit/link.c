/* text/link: what the rules say of short texts, each with the symbols that are in it */
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "text/link.h"
#include "text/strip.h"
#include "text/universe.h"
#include "text/universe_read.h"
#include "tap.h"

static const struct {
	const char *symbol, *description;
} listed[] = { { "AAPL", "Apple Inc. - Common Stock" }, { "MSFT", "Microsoft Corporation" },
	{ "TSLA", "Tesla, Inc." }, { "GOOG", "Alphabet Inc. Class C" },
	{ "GOOGL", "Alphabet Inc. Class A" }, { "BRK-B", "Berkshire Hathaway Inc." },
	{ "F", "Ford Motor Company" }, { "T", "AT&T Inc." }, { "C", "Citigroup Inc." },
	{ "A", "Agilent Technologies, Inc." }, { "IT", "Gartner, Inc." },
	{ "ALL", "The Allstate Corporation" }, { "ON", "ON Semiconductor Corporation" },
	{ "NOW", "ServiceNow, Inc." }, { "LOW", "Lowe's Companies, Inc." },
	{ "GME", "GameStop Corp." }, { "SPY", "SPDR S&P 500 ETF Trust" },
	{ "META", "Meta Platforms, Inc." }, { "SNAP", "Snap Inc." },
	{ "MU", "Micron Technology, Inc." }, { "LTC", "LTC Properties, Inc." },
	{ "PATH", "UiPath Inc." }, { "M&M", "Mahindra & Mahindra Limited" },
	{ "BAJAJ-AUTO", "Bajaj Auto Limited" }, { "3MINDIA", "3M India Limited" },
	{ "INFY", "Infosys Limited" }, { "NVDA", "NVIDIA Corporation" },
	{ "KO", "The Coca-Cola Company" }, { "ROOT", "Root, Inc." },
	{ "CEG", "Constellation Energy" }, { "METV", "Ball Metaverse" }, { "AI", "C3.ai, Inc." },
	{ "HD", "The Home Depot, Inc." }, { "V", "Visa Inc." } };

static struct universe *
make(void)
{
	struct universe *u = universe_new();
	const char *top = getenv("srcdir");
	char *dir = mem_fmt("%s/share/link", top == NULL ? "." : top);
	char *aliases = mem_fmt("%s/aliases.tsv", dir);
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < sizeof listed / sizeof listed[0]; i++)
		CHECK_INT(universe_add(u,
			      &(struct universe_symbol){ listed[i].symbol, listed[i].description,
				  CLOCK_NONE, CLOCK_NONE, false },
			      &e),
		    0);
	if (universe_read_words(u, dir, &e) || universe_read_aliases(u, aliases, &e)) {
		(void)printf("Bail out! %s\n", e.msg);
		exit(1);
	}
	universe_finish(u);
	free(aliases);
	free(dir);
	return u;
}

static int64_t
day(const char *s)
{
	int64_t ns = CLOCK_NONE;

	if (s != NULL)
		CHECK_INT(clock_parse_date(s, strlen(s), &ns), 0);
	return ns;
}

static void
say(void *arg, const struct link_candidate *c)
{
	(void)arg;
	(void)printf("#   %zu+%zu %s %s %u %s: %s\n", c->at, c->len, c->symbol ? c->symbol : "-",
	    link_how_names[c->how], c->confidence, c->taken ? "taken" : "not", c->why);
}

/* "AAPL cashtag 95 x2, MSFT bare 85" */
static void
check(const struct universe *u, const char *text, const char *want, const char *when)
{
	struct link_options o = { .time = day(when), .least = LINK_LEAST };
	struct links links = { 0 };
	struct buf got = { 0 };
	size_t i;

	link_text(u, text, strlen(text), &o, &links);
	buf_str(&got, "");
	for (i = 0; i < links.n; i++) {
		buf_fmt(&got, "%s%s %s", i ? ", " : "", links.v[i].symbol,
		    link_how_names[links.v[i].how]);
		if (links.v[i].count > 1)
			buf_fmt(&got, " x%u", links.v[i].count);
	}
	buf_char(&got, '\0');
	if (strcmp(got.p, want) != 0) {
		(void)printf("# '%s': '%s', not '%s'\n", text, got.p, want);
		tap.ok = false;
		o.tell = say;
		link_text(u, text, strlen(text), &o, &links);
	}
	buf_release(&got);
	links_release(&links);
}

struct row {
	const char *text, *want;
};

static struct universe *all;

static void
rows(const struct row *row)
{
	for (; row->text != NULL; row++)
		check(all, row->text, row->want, NULL);
}

static void
cashtags(void)
{
	static const struct row row[] = {
		{ "$AAPL", "AAPL cashtag" },
		{ "$aapl to 200", "AAPL cashtag" },
		{ "$brk.b and $BRK-B, BRK/B or BRK.B", "BRK-B cashtag x4" },
		{ "in at $10k, $5.50 and $1M", "" },
		{ "add it to your $PATH and $HOME", "" },
		{ "export $PATH:/usr/bin", "" },
		{ "$PATH looks ready to run", "PATH cashtag" },
		{ "$TSLA. And $TSLA, $TSLA! ($TSLA)", "TSLA cashtag x4" },
		{ "$TSLA's day", "TSLA cashtag" },
		{ "$IT $ALL $A", "IT cashtag, ALL cashtag, A cashtag" },
		{ "$LOW earnings", "LOW cashtag" },
		{ "$SL at 5, $TP at 9", "" },
		{ "$ZZZZ is new", "ZZZZ cashtag" },
		{ "that $hit again", "" },
		{ "US$AAPL a$AAPL", "" },
		{ "$AAPL150C", "AAPL bare" },
		{ "$3MINDIA", "3MINDIA cashtag" },
		{ "$BTC-USD", "BTC crypto" },
		{ NULL, NULL },
	};

	rows(row);
}

static void
bare(void)
{
	static const struct row row[] = {
		{ "AAPL is up, aapl is fine", "AAPL bare x2" },
		{ "TSLA's numbers", "TSLA bare" },
		{ "I think IT is ALL over, A lot ON it NOW", "" },
		{ "bought F and T today", "F word, T word" },
		{ "F calls", "F word" },
		{ "ON and MU for the cycle, F is down 3%", "ON word, MU bare, F word" },
		{ "to watch:\n- MU\n- F", "MU bare, F word" },
		{ "ALL puts and NOW calls", "ALL word, NOW word" },
		{ "press F to pay respects", "" },
		{ "buy NOW", "" },
		{ "AAPL 150C 1/20", "AAPL bare" },
		{ "F 12c 1/20", "F word" },
		{ "AAPL 200c 1/17", "AAPL bare" },
		{ "SPY450C, SPY240119C00450000", "SPY bare x2" },
		{ "AAPL 150 C 1/20", "AAPL bare" },
		{ "M&M and M&amp;M and BAJAJ-AUTO, 3MINDIA",
		    "M&M bare x2, BAJAJ-AUTO bare, 3MINDIA bare" },
		{ "INFY.NS INFY.BO", "INFY exchange x2" },
		{ "NSE:INFY, NASDAQ: AAPL (NYSE: F)", "INFY exchange, AAPL exchange, F exchange" },
		{ "NSE:ZZZZ", "ZZZZ exchange" },
		{ "THE CEO OF GME SAID HE WILL BUY MORE OF IT", "GME alias" },
		{ "R&D at AT&T, S&P flat", "T alias, SPY alias" },
		{ "gme calls", "GME alias" },
		{ "DON'T", "" },
		{ NULL, NULL },
	};

	rows(row);
}

static void
names(void)
{
	static const struct row row[] = {
		{ "apple and Microsoft", "AAPL alias, MSFT alias" },
		{ "Home Depot beat", "HD alias" },
		{ "$apple", "" },
		{ "apple pie", "" },
		{ "the Root of it", "" },
		{ "Root of it", "" },
		{ "meta calls, snap shares, a snap", "META alias, SNAP alias" },
		{ "google it", "" },
		{ "google is cheap", "GOOGL alias" },
		{ "coca-cola or coca cola", "KO alias x2" },
		{ NULL, NULL },
	};

	rows(row);
}

static void
coins(void)
{
	static const struct row row[] = {
		{ "bitcoin, BTC and btc", "BTC crypto x3" },
		{ "BTC-USD, ETH/USDT, BTCUSD", "BTC crypto x2, ETH crypto" },
		{ "EURUSD and EUR/USD", "" },
		{ "LTC up", "LTC crypto" },
		{ "here is the LINK", "" },
		{ "bought LINK calls", "LINK crypto" },
		{ NULL, NULL },
	};

	rows(row);
}

static void
stripped(void)
{
	static const struct row row[] = {
		{ "https://x.com/AAPL?q=$MSFT www.tsla.com/GME GME.com", "" },
		{ "me@AAPL.com AAPL@x.org", "" },
		{ "`$AAPL` ```sh\n$TSLA\n``` ``a ` $GME``", "" },
		{ "> $AAPL\nno", "" },
		{ "&gt; $AAPL\nno $TSLA", "TSLA cashtag" },
		{ "a\n>>> $AAPL\n$TSLA", "" },
		{ "<@123> <:GME:123> <a:GME:1> <#12> <t:1:R> :GME: @GME #GME", "" },
		{ "at 9:30 AM ET or 4PM EST, 10:15 IT", "" },
		{ "r/AAPL u/TSLA", "" },
		{ "**$AAPL** ||$TSLA|| _$GME_", "AAPL cashtag, TSLA cashtag, GME cashtag" },
		{ NULL, NULL },
	};

	rows(row);
}

static void
dates(void)
{
	check(all, "$FB", "META cashtag", NULL);
	check(all, "$FB", "META cashtag", "2020-01-02");
	check(all, "$FB", "META cashtag", "2024-01-02");
	check(all, "META", "METV bare", "2021-12-01");
	check(all, "META", "META bare", "2023-12-01");
}

int
main(void)
{
	all = make();
	RUN(cashtags);
	RUN(bare);
	RUN(names);
	RUN(coins);
	RUN(stripped);
	RUN(dates);
	universe_free(all);
	return tap_done();
}
