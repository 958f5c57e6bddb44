#include "sandbox/openai_extract.h"

#include <stdbool.h>
#include <string.h>

#include "io/emit.h"
#include "io/utf8.h"

#define TICKER_MAX 6

/* The next $TICKER behind at; its length, 0: none. */
static size_t
ticker(struct slice text, size_t *at)
{
	size_t n;

	for (; *at < text.n; ++*at) {
		if (text.p[*at] != '$')
			continue;
		for (n = 0; *at + 1 + n < text.n && text.p[*at + 1 + n] >= 'A' &&
			    text.p[*at + 1 + n] <= 'Z';)
			n++;
		if (n > 0 && n <= TICKER_MAX)
			return n;
	}
	return 0;
}

static bool
has(struct slice text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

static void
add_idea(struct buf *out, struct slice text, struct slice symbol)
{
	bool buy = has(text, "buy") || has(text, "long") || has(text, "bought");
	bool sell = has(text, "sell") || has(text, "short") || has(text, "sold");

	buf_str(out, "{\"idea_text\":");
	emit_quote(out, text.p, (size_t)utf8_cut(text.p, text.n, 500));
	buf_str(out, ",\"idea_summary\":");
	emit_quote(out, text.p, (size_t)utf8_cut(text.p, text.n, 200));
	buf_fmt(out,
	    ",\"primary_symbol\":\"%.*s\",\"symbols\":[\"%.*s\"],\"instrument\":\"equity\","
	    "\"direction\":\"%s\",\"action\":\"%s\",\"time_horizon\":\"unknown\","
	    "\"trigger_condition\":null,\"levels\":[],\"option_type\":null,\"strike\":null,"
	    "\"expiry\":null,\"premium\":null,\"labels\":[\"%s\"],\"is_noise\":false}",
	    (int)symbol.n, symbol.p, (int)symbol.n, symbol.p,
	    buy == sell ? "neutral"
	    : buy       ? "bullish"
			: "bearish",
	    buy == sell ? "none"
	    : buy       ? "buy"
			: "sell",
	    buy || sell ? "TRADE_EXECUTION" : "SENTIMENT_CONVICTION");
}

void
oai_extract(struct slice text, struct buf *out)
{
	struct buf tickers = { 0 };
	size_t at, n, count = 0;

	buf_str(out, "{\"ideas\":[");
	for (at = 0; (n = ticker(text, &at)) > 0; at += n) {
		const struct slice symbol = { text.p + at + 1, n };

		if (count++ > 0) {
			buf_char(out, ',');
			buf_char(&tickers, ',');
		}
		add_idea(out, text, symbol);
		emit_quote(&tickers, symbol.p, symbol.n);
	}
	buf_str(out, "],\"context_summary\":");
	emit_quote(out, text.p, (size_t)utf8_cut(text.p, text.n, 200));
	buf_fmt(out,
	    ",\"confidence\":%s,\"is_noise\":%s,\"has_actionable_content\":%s,"
	    "\"tickers_present\":[%s],\"skip_reason\":%s}",
	    count > 0 ? "0.9" : "0.2", count > 0 ? "false" : "true", count > 0 ? "true" : "false",
	    count > 0 ? tickers.p : "", count > 0 ? "null" : "\"no symbol\"");
	buf_release(&tickers);
}
