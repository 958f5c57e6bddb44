/* Normalising, skipping and cutting of texts, by portfolio's rules */
#include "text/chunk.h"
#include "text/plain.h"
#include "text/skip.h"

#include <stdlib.h>

#include "base/buf.h"
#include "tap.h"

static void
normalises(void)
{
	/* clang-format off */
	static const struct { const char *text, *want; } cases[] = {
		{ "plain words", "plain words" },
		{ "a\xe2\x80\x8b" "b\xef\xbb\xbf" "c", "abc" },
		{ "see https://x.example/a?b=1 now", "see now" },
		{ "http://x.example", "" },
		{ "hi <@123> <@!45> <#6> <@&7> there", "hi there" },
		{ "<@abc> <@> <#>", "<@abc> <@> <#>" },
		{ "up <:pepe:123> <a:dance:9> it goes", "up it goes" },
		{ "to the moon :rocket: now", "to the moon now" },
		{ "at 9:30:15 sharp", "at 915 sharp" },
		{ "9:30 is no code", "9:30 is no code" },
		{ "***all*** **bold** *it* __un__ ~~gone~~ ||hid||", "all bold it un gone hid" },
		{ "2 * 3 and 4 * 5", "2 3 and 4 5" },
		{ "a * alone", "a * alone" },
		{ "**over\nlines**", "**over\nlines**" },
		{ "_one_ stays", "_one_ stays" },
		{ "```py\nx = 1\n``` and `y`", "x = 1\nand y" },
		{ "```x = 1``` ``", "x = 1 ``" },
		{ "a\r\nb\rc", "a\nb\nc" },
		{ "a\n\n\n\nb", "a\n\nb" },
		{ "a \t  b", "a b" },
		{ "a  \n  b", "a\nb" },
		{ "  a  ", "a" },
		{ "\xf0\x9f\x9a\x80 stays", "\xf0\x9f\x9a\x80 stays" },
		{ "", "" },
	};
	/* clang-format on */
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		plain_text(&out, cases[i].text, strlen(cases[i].text));
		CHECK_STR(out.p, cases[i].want);
	}
	buf_release(&out);
}

static void
knows_noise(void)
{
	/* clang-format off */
	static const struct { const char *text; bool noise; } cases[] = {
		{ "", true }, { "lol", true }, { "ok haha", true }, { "buy AAPL", true }, { "buy $AAPL!", false },
		{ "incomprehensibilities", true }, { "two wordsss", false },
		{ "\xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80 \xf0\x9f\x9a\x80", true },
		{ "12345 67890", true }, { "12345 6789x", false },
		/* nine characters of two bytes each */
		{ "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", true },
	};
	/* clang-format on */
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (plain_is_noise(cases[i].text, strlen(cases[i].text)) != cases[i].noise)
			(void)printf("# '%s'\n", cases[i].text);
		CHECK(plain_is_noise(cases[i].text, strlen(cases[i].text)) == cases[i].noise);
	}
}

static void
skips(void)
{
	/* clang-format off */
	static const struct { const char *text, *author, *want; } cases[] = {
		{ "!help", "ann", "bot_command" }, { "  /play song", "ann", "bot_command" },
		{ "?x", "ann", "bot_command" }, { "-1% today", "ann", "bot_command" },
		{ "...and then", "ann", "bot_command" }, { "~~gone~~", "ann", "bot_command" },
		{ ">>go", "ann", "bot_command" }, { ";;go", "ann", "bot_command" }, { "!!??5", "ann", "bot_command" },
		{ "- text", "ann", "" }, { "? what", "ann", "" }, { "> quoted", "ann", "" }, { ">quoted", "ann", "" },
		{ ";go", "ann", "" }, { "$AAPL up", "ann", "" }, { "...", "ann", "" },
		{ "https://x.example/a", "ann", "url_only" }, { " http://x.example ", "ann", "url_only" },
		{ "https://x.example/a b", "ann", "" }, { "https://", "ann", "" },
		{ "hello", "TradeBot", "bot_response" }, { "hello", "MEE6", "bot_response" },
		{ "hello", "carl-bot", "bot_response" }, { "hello", "dank memer", "bot_response" },
		{ "hello", "x [BOT] y", "bot_response" }, { "hello", "x(bot)y", "bot_response" },
		{ "hello", "botany", "" }, { "hello", NULL, "" },
		{ "", "ann", "empty" }, { " \n\t ", "ann", "empty" }, { "", "mee6", "bot_response" },
	};
	/* clang-format on */
	const char *got;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		got = skip_reason(cases[i].text, strlen(cases[i].text), cases[i].author);
		if (strcmp(got != NULL ? got : "", cases[i].want) != 0)
			(void)printf("# '%s'\n", cases[i].text);
		CHECK_STR(got != NULL ? got : "", cases[i].want);
	}
}

/* n characters of words. */
static void
words(struct buf *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		buf_char(b, i % 6 == 5 && i + 1 < n ? ' ' : 'a');
}

static void
cuts(const char *text, size_t n, const char *want)
{
	struct chunks all = { 0 };
	struct buf got = { 0 };
	size_t i;

	chunks_make(&all, text, n);
	for (i = 0; i < all.n; i++)
		buf_fmt(&got, "%s%s %zu", i > 0 ? ", " : "", all.p[i].type, all.p[i].chars);
	CHECK_STR(got.len > 0 ? got.p : "", want);
	buf_release(&got);
	chunks_release(&all);
}

static void
two_parts(const char *between, const char *want)
{
	struct buf b = { 0 };

	words(&b, 1400);
	buf_str(&b, between);
	words(&b, 1400);
	cuts(b.p, b.len, want);
	buf_release(&b);
}

static void
makes_chunks(void)
{
	struct buf b = { 0 };

	cuts("", 0, "");
	words(&b, 2499);
	cuts(b.p, b.len, "full 2499");
	buf_reset(&b);
	words(&b, 2500);
	cuts(b.p, b.len, "section 2500");
	buf_release(&b);
	two_parts("\n\n", "section 1400, section 1400");
	two_parts("\n---\n", "section 1400, section 1400");
	two_parts("\n\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\n", "section 1400, section 1400");
	two_parts("\n2. ", "section 1400, section 1403");
	two_parts("\n\xe2\x80\xa2 ", "section 1400, section 1402");
	two_parts("\n- ", "section 1400, section 1402");
	two_parts("\nTECH STOCKS: ", "section 1400, section 1413");
	two_parts("\nTech stocks: ", "section 2814");
	two_parts("\n", "section 2801");
}

static void
joins_and_cuts_hard(void)
{
	struct buf b = { 0 };

	words(&b, 100); /* 100 + 2 + 2500 are not under 4000 but over 200 */
	buf_str(&b, "\n\n");
	words(&b, 2500);
	buf_str(&b, "\n\n");
	words(&b, 50);
	cuts(b.p, b.len, "consolidated 2602, consolidated 50");
	buf_reset(&b);
	words(&b, 3000);
	buf_str(&b, ". ");
	words(&b, 2000);
	cuts(b.p, b.len, "hard_split 3001, hard_split 2000");
	buf_reset(&b);
	words(&b, 6000); /* at the last blank */
	cuts(b.p, b.len, "hard_split 3995, hard_split 2004");
	buf_reset(&b);
	while (b.len < 5000)
		buf_char(&b, 'x');
	cuts(b.p, b.len, "hard_split 4000, hard_split 1000");
	buf_reset(&b);
	buf_str(&b, "$AAPL - ");
	words(&b, 1600);
	buf_str(&b, "\n$MSFT: ");
	words(&b, 1600);
	cuts(b.p, b.len, "ticker_block 1608, ticker_block 1607");
	buf_release(&b);
}

int
main(void)
{
	RUN(normalises);
	RUN(knows_noise);
	RUN(skips);
	RUN(makes_chunks);
	RUN(joins_and_cuts_hard);
	return tap_done();
}
