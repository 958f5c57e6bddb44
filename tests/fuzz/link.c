/* A text's symbols: each within the text, in order, once, as sure as was asked */
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "text/link.h"
#include "text/strip.h"
#include "text/universe.h"
#include "fuzz.h"

static const char *const listed[] = { "AAPL", "F", "BRK.B", "M&M", "BAJAJ-AUTO", "3MINDIA", "NOW",
	"GOOG", "LTC", "INFY", "PATH" };
static const struct {
	const char *words;
	enum universe_list list;
} words[] = { { "now", LIST_STRICT }, { "buy", LIST_TRADING }, { "calls", LIST_AFTER },
	{ "nse", LIST_EXCHANGE }, { "ns", LIST_SUFFIX }, { "usd", LIST_CURRENCY },
	{ "path", LIST_VARIABLE }, { "some", LIST_BETWEEN }, { "echo", LIST_SHELL },
	{ "inc", LIST_LEGAL }, { "low", LIST_RESERVED } };

static struct universe *
make(void)
{
	struct universe *u = universe_new();
	struct universe_symbol s = { .from = CLOCK_NONE, .to = CLOCK_NONE };
	struct universe_alias a = { .symbol = "AAPL",
		.alias = "apple computer",
		.kind = KIND_ALIAS,
		.from = CLOCK_NONE,
		.to = CLOCK_NONE };
	struct err e;
	size_t i;

	for (i = 0; i < sizeof listed / sizeof listed[0]; i++) {
		s.symbol = listed[i];
		s.description = i == 0 ? "Apple Inc." : NULL;
		HOLDS(universe_add(u, &s, &e) == 0);
	}
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		universe_word(u, words[i].words, words[i].list);
	HOLDS(universe_alias(u, &a, &e) == 0);
	HOLDS(universe_coin(u, "BTC", ROUTE_COIN, &e) == 0);
	universe_phrase(u, "apple pie");
	universe_finish(u);
	return u;
}

static void
told(void *arg, const struct link_candidate *c)
{
	const size_t *n = arg;

	HOLDS(c->why != NULL && c->at <= *n && c->len > 0 && c->len <= *n - c->at);
	HOLDS(!c->taken || (c->symbol != NULL && c->confidence >= 40));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct universe *u; /* built once: it is only read */
	static struct links links; /* used again, as a filter does */
	struct link_options o = { .time = CLOCK_NONE, .least = 40, .tell = told, .arg = &n };
	char *text = malloc(n + 1), *out = malloc(n + 1);
	size_t i, k;

	HOLDS(text != NULL && out != NULL);
	memcpy(text, bytes, n);
	if (u == NULL)
		u = make();
	strip(text, n, out);
	for (i = 0; i < n; i++)
		HOLDS(out[i] == text[i] || (out[i] == ' ' && text[i] != '\n'));
	link_text(u, text, n, &o, &links);
	HOLDS(links.n <= LINKS_MAX);
	for (i = 0; i < links.n; i++) {
		const struct link *l = &links.v[i];

		HOLDS(l->symbol[0] != '\0' && l->count > 0 && l->confidence >= 40 &&
		      l->confidence <= 100);
		HOLDS(l->len > 0 && l->at < n && l->len <= n - l->at && l->how < LINK_HOWS);
		HOLDS(i == 0 || l->at > links.v[i - 1].at);
		HOLDS(l->tag_len == 0 || (l->tag_at >= l->at && l->tag_len <= n - l->tag_at));
		for (k = 0; k < i; k++)
			HOLDS(strcmp(links.v[k].symbol, l->symbol) != 0);
	}
	free(text);
	free(out);
	return 0;
}
