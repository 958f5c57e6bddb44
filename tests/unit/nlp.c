/* Ideas: what goes into one, and what is done to those of a message */
#include "nlp/idea.h"

#include <stdlib.h>

#include "base/buf.h"
#include "nlp/engine.h"
#include "nlp/message.h"
#include "nlp/settle.h"
#include "tap.h"

static void
takes_prices(void)
{
	/* clang-format off */
	static const struct { const char *text, *want; } cases[] = {
		{ "150", "150" }, { "$150.50", "150.5" }, { "1,250.50", "1250.5" }, { ".85", "0.85" }, { "0.10", "0.1" },
		{ "12345678901234567.123456789", "12345678901234567.123456789" }, { "1e3", "1000" },
		{ "0", "" }, { "-5", "" }, { "", "" }, { "$", "" }, { "1,25", "" }, { "1,2,3", "" }, { "12a", "" }, { "NaN", "" },
		{ "1234567890123456789012345678901234", "" },
	};
	/* clang-format on */
	char out[IDEA_NUMBER_MAX];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK_INT(idea_price(out, cases[i].text, strlen(cases[i].text)),
		    cases[i].want[0] != '\0' ? 0 : -1);
		CHECK_STR(out, cases[i].want);
	}
}

static void
takes_symbols(void)
{
	/* clang-format off */
	static const struct { const char *text, *want; } cases[] = {
		{ "AAPL", "AAPL" }, { "$aapl", "AAPL" }, { "BRK.B", "BRK.B" }, { "btc-usd", "BTC-USD" }, { "F", "F" },
		{ "", "" }, { "$", "" }, { "1A", "" }, { "A B", "" }, { "A.B.C", "" }, { "A.", "" }, { "ABCDEFGHIJKLMNOP", "" },
		{ "\xc3\x84", "" },
	};
	/* clang-format on */
	char out[IDEA_SYMBOL_MAX];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		(void)idea_symbol(out, cases[i].text, strlen(cases[i].text));
		CHECK_STR(out, cases[i].want);
	}
}

static void
cuts_texts(void)
{
	char *text = NULL;

	idea_text(&text, " a\n\tb\x01 c ", 9, 500);
	CHECK_STR(text, "a b c");
	idea_text(&text, "\xc3\xa4\xc3\xa4\xc3\xa4", 6, 2);
	CHECK_STR(text, "\xc3\xa4\xc3\xa4");
	idea_text(&text,
	    "abc\xff"
	    "d",
	    5, 500);
	CHECK_STR(text, "abcd");
	idea_text(&text, "  ", 2, 500);
	CHECK(text == NULL);
	free(text);
}

static void
takes_levels(void)
{
	struct idea i = { 0 };

	CHECK_INT(idea_add_level(&i, "target", "170.0", "", "", "soon"), 0);
	CHECK_INT(idea_add_level(&i, "target", "170", "", "", ""), 0);
	CHECK_INT(i.nlevels, 1);
	CHECK_STR(i.levels[0].value, "170");
	CHECK_STR(i.levels[0].qualifier, "soon");
	CHECK_INT(idea_add_level(&i, "support", "", "145", "140", ""), 0);
	CHECK_STR(i.levels[1].low, "140");
	CHECK_STR(i.levels[1].high, "145");
	CHECK_INT(idea_add_level(&i, "goal", "1", "", "", ""), -1);
	CHECK_INT(idea_add_level(&i, "stop", "soon", "", "", ""), -1);
	CHECK_INT(i.nlevels, 2);
	idea_release(&i);
}

static void
knows_words(void)
{
	CHECK_STR(idea_word(IDEA_ACTION, "trim", 4), "trim");
	CHECK(idea_word(IDEA_ACTION, "Trim", 4) == NULL);
	CHECK(idea_word(IDEA_ACTION, "tri", 3) == NULL);
	CHECK(idea_word(IDEA_DIRECTION, "up", 2) == NULL);
	CHECK_INT(idea_label("TRADE_EXECUTION", 15), 1);
	CHECK_INT(idea_label("RESOURCE_LINK", 13), 1 << 12);
	CHECK_INT(idea_label("OTHER", 5), 0);
	CHECK_STR(idea_word_at(IDEA_LABEL, 12), "RESOURCE_LINK");
	CHECK(idea_word_at(IDEA_LABEL, 13) == NULL);
}

static struct idea *
add(struct ideas *all, const char *text, const char *symbol)
{
	struct idea *i = ideas_add(all, 0);

	idea_text(&i->text, text, strlen(text), IDEA_TEXT_MAX);
	if (symbol[0] != '\0')
		(void)idea_add_symbol(i, symbol, strlen(symbol));
	return i;
}

static void
settles(void)
{
	static const char content[] = "Bought $AAPL and MSFT, selling Oracle. RSI is low";
	struct nlp_message *m = nlp_message_of("1", content, sizeof content - 1);
	struct ideas all = { 0 };
	struct buf told = { 0 };
	struct idea *i;

	nlp_message_add(m, "ORCL", 4);
	(void)add(&all, "Bought some AAPL at the open today", "AAPL");
	(void)add(&all, "TSLA will go to the moon for sure", "TSLA");
	i = add(&all, "a thought of TSLA and of MSFT as well", "TSLA");
	(void)idea_add_symbol(i, "MSFT", 4);
	(void)add(&all, "RSI is low, which says little", "RSI");
	(void)add(&all, "selling all that there is of it", "ORCL");
	(void)add(&all, "rates are what moves it all today", "");
	add(&all, "a noise that the model says is one", "AAPL")->noise = true;
	nlp_settle(&all, m, &told);
	CHECK_INT(all.n, 4);
	CHECK_STR(all.p[0].primary, "AAPL");
	CHECK_STR(all.p[1].primary, "MSFT");
	CHECK_INT(all.p[1].nsymbols, 1);
	CHECK_STR(all.p[2].primary, "ORCL");
	CHECK_STR(all.p[3].primary, "");
	CHECK_INT(all.p[3].index, 3);
	CHECK_INT(all.p[3].local, 5);
	CHECK_STR(told.p,
	    "TSLA is not in the message; TSLA is not in the message; RSI is a reserved word");
	buf_release(&told);
	ideas_release(&all);
	nlp_message_free(m);
}

static void
merges_short_ones(void)
{
	static const char content[] = "$AAPL $MSFT";
	struct nlp_message *m = nlp_message_of("1", content, sizeof content - 1);
	struct ideas all = { 0 };

	(void)add(&all, "soon", "AAPL"); /* none before it: to the next */
	(void)add(&all, "AAPL is going higher from here", "AAPL");
	(void)add(&all, "and fast", "AAPL");
	(void)add(&all, "sold AAPL", "AAPL"); /* an action and a symbol that is known */
	(void)add(&all, "$AAPL 200c", "AAPL");
	(void)add(&all, "or not", "MSFT");     /* no neighbour about the same */
	(void)add(&all, "$AAPL 200c", "AAPL"); /* once more */
	nlp_settle(&all, m, NULL);
	CHECK_INT(all.n, 4);
	CHECK_STR(all.p[0].text, "soon; AAPL is going higher from here; and fast");
	CHECK_STR(all.p[1].text, "sold AAPL");
	CHECK_STR(all.p[2].text, "$AAPL 200c");
	CHECK_STR(all.p[3].text, "or not");
	CHECK_INT(all.p[3].index, 3);
	ideas_release(&all);
	nlp_message_free(m);
}

static void
finds_cashtags(void)
{
	static const char content[] = "$AAPL $brk.b $BUY $5 a$X $TOOLONGS $AAPL. $F, $RDS.A.";
	struct nlp_message *m = nlp_message_of("1", content, sizeof content - 1);

	CHECK_INT(m->ncandidates, 4);
	CHECK_STR(m->candidates[0].symbol, "AAPL");
	CHECK_STR(m->candidates[1].symbol, "BRK.B");
	CHECK_STR(m->candidates[2].symbol, "F");
	CHECK_STR(m->candidates[3].symbol, "RDS.A");
	CHECK(nlp_message_names(m, "TOOLONGS"));
	CHECK(!nlp_message_names(m, "AAP"));
	nlp_message_free(m);
}

static void
a_small_word_is_a_symbol_only_where_it_is_written_as_one(void)
{
	static const char small[] = "Bought it at 5 today, aapl and It is fine, at is";
	static const char tall[] = "bought at the open, AT 5, $today and aapl";
	struct nlp_message *m = nlp_message_of("1", small, sizeof small - 1);

	CHECK(!nlp_message_names(m, "AT"));
	CHECK(!nlp_message_names(m, "TODAY"));
	CHECK(!nlp_message_names(m, "IT"));
	CHECK(nlp_message_names(m, "AAPL"));
	nlp_message_free(m);
	m = nlp_message_of("1", tall, sizeof tall - 1);
	CHECK(nlp_message_names(m, "AT"));
	CHECK(nlp_message_names(m, "TODAY"));
	CHECK(!nlp_message_names(m, "IT"));
	nlp_message_free(m);
}

int
main(void)
{
	RUN(takes_prices);
	RUN(takes_symbols);
	RUN(cuts_texts);
	RUN(takes_levels);
	RUN(knows_words);
	RUN(settles);
	RUN(merges_short_ones);
	RUN(finds_cashtags);
	RUN(a_small_word_is_a_symbol_only_where_it_is_written_as_one);
	return tap_done();
}
