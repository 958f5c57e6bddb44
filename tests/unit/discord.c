/* Discord's objects as records, its ids, and what is told of texts: the vendor's own examples, and what its pages say may be missing */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/emit.h"
#include "io/whole.h"
#include "tap.h"
#include "vendor/discord_embed.h"
#include "vendor/discord_id.h"
#include "vendor/discord_limit.h"
#include "vendor/discord_mend.h"
#include "vendor/discord_message.h"
#include "vendor/discord_refusal.h"
#include "vendor/discord_words.h"
#include "net/http.h"

/* What one of them prints. */
static char out[65536];
static struct err e;

static const struct discord_place place = { "2", "market-news", "market", NULL, "9" };

static int
show(const char *json)
{
	FILE *fp = fmemopen(out, sizeof out, "w");
	struct discord_messages m;
	struct buf line = { 0 };
	struct rec_field root;
	struct emit em;
	int rc;

	memset(out, 0, sizeof out);
	emit_init(&em, fp, false);
	discord_messages_init(&m, &em);
	rc = whole_parse(&line, json, strlen(json), &root, &e);
	if (rc == 0)
		rc = discord_message_put(&m, &place, root.text, 1224050400 * CLOCK_SECOND, &e);
	emit_release(&em);
	(void)fclose(fp);
	buf_release(&line);
	return rc;
}

static bool
has(const char *text)
{
	if (strstr(out, text) != NULL)
		return true;
	(void)printf("# '%s' is not in %s\n", text, out);
	return false;
}

#define AUTHOR "\"author\":{\"id\":\"11\",\"username\":\"ada\",\"global_name\":\"Ada\"}"
#define HEAD                                                                                         \
	"{\"id\":\"1456074443980800001\",\"timestamp\":\"2026-01-05T14:03:22.517000+00:00\"," AUTHOR \
	","

static void
ids_tell_times_and_are_compared_as_numbers(void)
{
	char text[NUM_TEXT_MAX];
	uint64_t id = 0;
	int64_t t = 0;

	CHECK_INT(discord_id_time(UINT64_C(175928847299117063)), 1462015105796 * INT64_C(1000000));
	CHECK_INT(clock_parse_time("2026-01-01T00:00:00Z", 20, &t), 0);
	CHECK(discord_id_at(t) == UINT64_C(1456074443980800000));
	CHECK_INT(discord_id_time(UINT64_C(1456074443980800000)), t);
	CHECK(discord_id_at(0) == 0 && discord_id_at(INT64_MIN) == 0);
	CHECK(discord_id_at(INT64_MAX) == UINT64_MAX);
	CHECK_INT(discord_id_read("18446744073709551615", 20, &id), 0);
	discord_id_text(text, id);
	CHECK_STR(text, "18446744073709551615");
	CHECK_INT(discord_id_read("18446744073709551616", 20, &id), -1);
	CHECK_INT(discord_id_read("0", 1, &id), -1);
	CHECK_INT(discord_id_read("", 0, &id), -1);
	CHECK_INT(discord_id_read("1.5", 3, &id), -1);
}

static void
a_message_becomes_a_record(void)
{
	CHECK_INT(show(HEAD "\"content\":\"AAPL  up\",\"edited_timestamp\":null,\"type\":0,"
			    "\"mentions\":[{\"username\":\"bob\"},{\"username\":\"eve\"}],"
			    "\"attachments\":[],\"embeds\":[]}"),
	    0);
	CHECK(has(
	    "{\"kind\":\"message\",\"message_id\":\"1456074443980800001\",\"author\":\"ada\","
	    "\"author_id\":\"11\",\"display_name\":\"Ada\",\"edited_at\":null,\"message_type\":0,"));
	CHECK(has(
	    "\"channel_id\":\"2\",\"channel\":\"market-news\",\"channel_type\":\"market\",\"guild_id\":\"9\","));
	CHECK(has(
	    "\"timestamp\":\"2026-01-05T14:03:22.517Z\",\"content\":\"AAPL  up\",\"is_command\":false,"
	    "\"num_chars\":8,\"num_words\":2,"));
	CHECK(has(
	    "\"is_bot\":false,\"is_reply\":false,\"mentions\":\"bob,eve\",\"attachments\":null,"
	    "\"embeds\":null,\"deleted_at\":null,\"collected_at\":\"2008-10-15T06:00:00Z\"}\n"));
	CHECK(strstr(out, "parent_id") == NULL);
	CHECK(strstr(out, "webhook_id") == NULL);
}

static void
replies_bots_commands_and_edits(void)
{
	CHECK_INT(
	    show(HEAD
		"\"content\":\"!buy\",\"type\":19,\"edited_timestamp\":\"2026-01-05T15:00:00+01:00\","
		"\"message_reference\":{\"message_id\":\"7\"},\"referenced_message\":null}"),
	    0);
	CHECK(has("\"is_command\":true") && has("\"is_reply\":true,\"reply_to_id\":\"7\"") &&
	      has("\"edited_at\":\"2026-01-05T14:00:00Z\""));
	CHECK_INT(show(HEAD "\"content\":\"x\",\"type\":0,\"webhook_id\":\"5\"}"), 0);
	CHECK(has("\"is_bot\":true") && has("\"webhook_id\":\"5\"") && has("\"is_reply\":false"));
	CHECK_INT(
	    show(HEAD "\"content\":\"\",\"type\":6,\"message_reference\":{\"message_id\":\"7\"}}"),
	    0);
	CHECK(has("\"is_reply\":false") && has("\"content\":\"\""));
}

static void
what_it_shows_is_its_content(void)
{
	CHECK_INT(
	    show(HEAD
		"\"content\":\"\",\"embeds\":[{\"title\":\"AAPL\",\"description\":\"up \\u2191\","
		"\"fields\":[{\"name\":\"price\",\"value\":\"200\"}]},{\"description\":\"more\"}]}"),
	    0);
	CHECK(has("\"content\":\"AAPL\\nup \342\206\221\\nprice\\n200\\nmore\""));
	CHECK(has("\"embeds\":\"[{\\\"title\\\":\\\"AAPL\\\","));
	CHECK_INT(
	    show(HEAD "\"content\":\"\",\"message_snapshots\":[{\"message\":{\"content\":\"MSFT\","
		      "\"embeds\":[],\"attachments\":[{\"filename\":\"a.png\",\"size\":3}]}}]}"),
	    0);
	CHECK(has("\"content\":\"MSFT\"") &&
	      has("\"attachments\":\"[{\\\"filename\\\":\\\"a.png\\\",\\\"size\\\":3}]\""));
	CHECK_INT(
	    show(HEAD
		"\"content\":\"mine\",\"message_snapshots\":[{\"message\":{\"content\":\"MSFT\"}}]}"),
	    0);
	CHECK(has("\"content\":\"mine\""));
}

static void
addresses_of_files_come_without_signatures(void)
{
	CHECK_INT(
	    show(HEAD "\"content\":\"x\",\"attachments\":[{\"id\":\"1\",\"url\":"
		      "\"https://cdn.discordapp.com/attachments/2/1/c.png?ex=1&is=2&hm=3&width=4\","
		      "\"filename\":\"c.png\",\"size\":10,\"content_type\":\"image/png\"}],"
		      "\"embeds\":[{\"url\":\"https://a.invalid/?ex=1\",\"image\":{\"url\":"
		      "\"https://cdn.discordapp.com/x.png?ex=1&is=2&hm=3\"}}]}"),
	    0);
	CHECK(has(
	    "[{\\\"url\\\":\\\"https://cdn.discordapp.com/attachments/2/1/c.png?width=4\\\",\\\"filename\\\":"
	    "\\\"c.png\\\",\\\"size\\\":10,\\\"content_type\\\":\\\"image/png\\\"}]"));
	CHECK(has("https://a.invalid/?ex=1") && has("https://cdn.discordapp.com/x.png\\\""));
}

static void
what_lacks_its_parts_is_refused_and_prints_nothing(void)
{
	static const char *const bad[] = { "{}", "{\"id\":5," AUTHOR ",\"content\":\"\"}",
		"{\"id\":\"5\",\"content\":\"\",\"timestamp\":\"2026-01-05T14:03:22Z\"}",
		"{\"id\":\"5\"," AUTHOR ",\"timestamp\":\"2026-01-05T14:03:22Z\"}",
		"{\"id\":\"5\"," AUTHOR ",\"content\":\"x\",\"timestamp\":\"now\"}" };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(show(bad[i]), -1);
		CHECK_INT(e.code, ERR_DATA);
		CHECK_STR(out, "");
	}
}

/* 'h': hidden, 't': told, '-': neither, 'x': refused. */
static int
look(const char *json)
{
	struct discord_look l = { 0 };
	struct buf line = { 0 };
	struct rec_field root;
	int rc = whole_parse(&line, json, strlen(json), &root, &e);

	if (rc == 0)
		rc = discord_message_look(&l, root.text, 99, &e);
	buf_release(&line);
	return rc ? 'x' : l.hidden ? 'h' : l.told ? 't' : '-';
}

static void
what_is_kept_from_us_shows(void)
{
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"\",\"embeds\":[],\"attachments\":[]}"), 'h');
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"x\"}"), 't');
	CHECK_INT(look(HEAD "\"type\":19,\"content\":\"\",\"embeds\":[{}]}"), 't');
	CHECK_INT(look(HEAD "\"type\":7,\"content\":\"\"}"), '-'); /* somebody joined */
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"\",\"sticker_items\":[{}]}"), '-');
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"\",\"poll\":{}}"), '-');
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"\",\"activity\":{\"type\":1}}"), '-');
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"\",\"flags\":4}"), '-');
	CHECK_INT(look(HEAD "\"type\":21,\"content\":\"\"}"), '-'); /* what a thread begins with */
	CHECK_INT(look(HEAD "\"type\":20,\"content\":\"\"}"), 'h');
	CHECK_INT(look(HEAD "\"type\":0,\"content\":\"x\",\"mentions\":[{\"id\":\"99\"}]}"), '-');
	CHECK_INT(
	    look("{\"id\":\"5\",\"author\":{\"id\":\"99\"},\"type\":0,\"content\":\"x\"}"), '-');
	CHECK_INT(look("{\"type\":0}"), 'x');
	CHECK_INT(look("[]"), 'x');
}

/* What the text becomes; "" when it is refused. */
static const char *
mended(const char *json)
{
	static const struct rec_field none;
	struct rec_field root = none;
	struct buf line = { 0 };

	memset(out, 0, sizeof out);
	if (discord_mend(&line, json, strlen(json), &root, &e) == 0 && root.type == REC_ARRAY)
		(void)snprintf(out, sizeof out, "%.*s", (int)root.text.n, root.text.p);
	buf_release(&line);
	return out;
}

static void
what_is_no_character_costs_no_other(void)
{
	CHECK_STR(mended("[\"a\\u0000b\"]"), "[\"a\\ufffdb\"]");
	CHECK_STR(
	    mended("[\"\\ud83d\\ude80\\uDC00\\uD800x\"]"), "[\"\\ud83d\\ude80\\ufffd\\ufffdx\"]");
	CHECK_STR(
	    mended("[\"\\ud83d\\ud83d\\ude80\\udbff\"]"), "[\"\\ufffd\\ud83d\\ude80\\ufffd\"]");
	CHECK_STR(mended("[\"\\\\u0000\\\\\\u0000\"]"), "[\"\\\\u0000\\\\\\ufffd\"]");
	CHECK_STR(mended("[\"\\u00\"]"), "");
	CHECK_STR(mended("[\"\\"), "");
	CHECK_STR(mended("[\"\\ud800\\u"), "");
	CHECK_STR(mended("[]"), "[]");
}

static void
words_are_counted_as_the_existing_tables_have_them(void)
{
	static const char text[] =
	    "\302\240 \303\211t\303\251\t\n AAPL \360\237\232\200\343\200\200x ";
	char a[DISCORD_HASH_LEN + 1], b[DISCORD_HASH_LEN + 1];

	CHECK_INT(discord_chars(text, sizeof text - 1), 17);
	CHECK_INT(discord_words(text, sizeof text - 1), 4);
	CHECK_INT(discord_words(" \t", 2), 0);
	discord_hash(a, "", 0); /* FIPS 180-4: of nothing */
	CHECK_STR(a, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	discord_hash(a, "ABC", 3);
	CHECK_STR(a, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	discord_hash(a, text, sizeof text - 1);
	discord_hash(b, "\303\251t\303\251 aapl \360\237\232\200 X", 17);
	CHECK_STR(a, b);
}

static void
addresses_of_posts(void)
{
	static const char text[] =
	    "see https://x.com/a/status/1, <https://www.twitter.com/b/status/22?s=1> and "
	    "[it](http://fxtwitter.com/c/status/3) https://x.com/a/status/1 https://x.com/a "
	    "https://notx.com/a/status/4 https://x.com/a/status/ https://";
	struct buf posts = { 0 };

	discord_posts(&posts, text, sizeof text - 1);
	CHECK_STR(posts.p,
	    "https://x.com/a/status/1,https://www.twitter.com/b/status/22?s=1,http://fxtwitter.com/c/status/3");
	buf_release(&posts);
}

static void
a_channels_type_is_in_its_name(void)
{
	CHECK_STR(discord_channel_type("Trading-Floor"), "trading");
	CHECK_STR(discord_channel_type("trade-ideas"), "trading");
	CHECK_STR(discord_channel_type("market-alerts"), "trading");
	CHECK_STR(discord_channel_type("macro"), "market");
	CHECK_STR(discord_channel_type("off-topic"), "general");
}

static void
set_reply(struct http_reply *r, long status, const char *headers, const char *body)
{
	http_reply_release(r);
	r->status = status;
	r->retry_after_ns = -1;
	buf_str(&r->headers, headers);
	buf_str(&r->body, body);
}

static void
limits_are_of_a_bucket_and_a_channel(void)
{
	static const char spent[] =
	    "x-ratelimit-bucket: abc\nx-ratelimit-remaining: 0\nx-ratelimit-reset-after: 1.5\n";
	struct discord_limits l = { 0 };
	struct http_reply r = { 0 };

	CHECK_INT(discord_limits_from(&l, "GET messages", "2"), 0);
	set_reply(&r, 200,
	    "x-ratelimit-bucket: abc\nx-ratelimit-remaining: 4\nx-ratelimit-reset-after: 1.5\n",
	    "[]");
	discord_limits_note(&l, "GET messages", "2", &r, 1000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "2"), 0);
	set_reply(&r, 200, spent, "[]");
	discord_limits_note(&l, "GET messages", "2", &r, 1000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "2"), 1500001000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "3"), 0);
	CHECK_INT(discord_limits_from(&l, "GET channel", "2"), 0);
	discord_limits_note(&l, "GET channel", "3", &r, 2000); /* the same bucket */
	CHECK_INT(discord_limits_from(&l, "GET channel", "2"), 1500001000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "3"), 1500002000);
	discord_limits_note(&l, "GET messages", "2", &r, 5000000000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "2"), 6500000000);
	set_reply(&r, 200,
	    "x-ratelimit-bucket: abc\nx-ratelimit-remaining: 0\nx-ratelimit-reset-after: 9999.5\n",
	    "[]");
	discord_limits_note(&l, "GET messages", "2", &r, 1000);
	CHECK_INT(discord_limits_from(&l, "GET messages", "2"), 120 * CLOCK_SECOND + 1000);
	set_reply(&r, 200, "", "");
	discord_limits_note(&l, "GET messages", "2", &r, 1000);
	discord_limits_release(&l);
	http_reply_release(&r);
}

static void
a_429_says_how_long(void)
{
	struct http_reply r = { 0 };
	bool all = true;

	set_reply(&r, 429, "", "{\"message\":\"x\",\"retry_after\":1.25,\"global\":false}");
	r.retry_after_ns = CLOCK_SECOND;
	CHECK_INT(discord_limits_asked(&r, &all), 1250000000);
	CHECK(!all);
	r.retry_after_ns = 2 * CLOCK_SECOND;
	CHECK_INT(discord_limits_asked(&r, &all), 2000000000);
	set_reply(&r, 429, "", "{\"retry_after\":1,\"global\":true}");
	CHECK_INT(discord_limits_asked(&r, &all), 1000000000);
	CHECK(all);
	set_reply(&r, 429, "", "<html>");
	r.retry_after_ns = CLOCK_SECOND;
	CHECK_INT(discord_limits_asked(&r, &all), 1000000000);
	CHECK(all);
	set_reply(&r, 200, "", "{\"retry_after\":1}");
	CHECK_INT(discord_limits_asked(&r, &all), -1);
	CHECK(!all);
	http_reply_release(&r);
}

static void
a_refusal_in_words(void)
{
	struct http_reply r = { 0 };

	set_reply(&r, 400, "",
	    "{\"code\":50035,\"message\":\"Invalid Form Body\",\"errors\":{\"embeds\":{\"0\":{\"title\":"
	    "{\"_errors\":[{\"code\":\"BASE_TYPE_MAX_LENGTH\",\"message\":\"too long\"}]}}}}}");
	CHECK_INT(discord_refused(&r, &e), DISCORD_INVALID);
	CHECK_STR(e.msg, "400 (50035): Invalid Form Body: embeds.0.title: too long");
	CHECK_INT(e.code, ERR_REMOTE);
	set_reply(&r, 401, "", "{\"message\":\"401: Unauthorized\",\"code\":0}");
	CHECK_INT(discord_refused(&r, &e), DISCORD_TOKEN);
	CHECK_INT(e.code, ERR_PERM);
	set_reply(&r, 403, "", "<html>no</html>");
	CHECK_INT(discord_refused(&r, &e), DISCORD_FORBIDDEN);
	set_reply(&r, 404, "", "{\"message\":\"Unknown Channel\",\"code\":10003}");
	CHECK_INT(discord_refused(&r, &e), DISCORD_UNKNOWN);
	CHECK_INT(e.code, ERR_REMOTE);
	set_reply(&r, 503, "", "");
	CHECK_INT(discord_refused(&r, &e), DISCORD_OTHER);
	CHECK_INT(e.code, ERR_TEMP);
	http_reply_release(&r);
}

int
main(void)
{
	RUN(ids_tell_times_and_are_compared_as_numbers);
	RUN(a_message_becomes_a_record);
	RUN(replies_bots_commands_and_edits);
	RUN(what_it_shows_is_its_content);
	RUN(addresses_of_files_come_without_signatures);
	RUN(what_lacks_its_parts_is_refused_and_prints_nothing);
	RUN(what_is_kept_from_us_shows);
	RUN(what_is_no_character_costs_no_other);
	RUN(words_are_counted_as_the_existing_tables_have_them);
	RUN(addresses_of_posts);
	RUN(a_channels_type_is_in_its_name);
	RUN(limits_are_of_a_bucket_and_a_channel);
	RUN(a_429_says_how_long);
	RUN(a_refusal_in_words);
	return tap_done();
}
