#include "vendor/discord_refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/json.h"
#include "io/utf8.h"
#include "net/http.h"

#define WORDS_MAX 160
#define DEPTH_MAX 16

/* clang-format off */
/* The first row that fits; code 0: any. */
static const struct {
	long status;
	int64_t code;
	enum discord_why why;
	enum err_code err;
	const char *advice;
} rows[] = {
	{ 401, 0,     DISCORD_TOKEN,     ERR_PERM,   "the token is not taken: reset it in the developer portal (Bot) and put the new one into DISCORD_BOT_TOKEN; it is the bot's token alone, without 'Bot' before it" },
	{ 403, 50001, DISCORD_FORBIDDEN, ERR_PERM,   "the bot does not see this channel: it needs View Channel there" },
	{ 403, 50013, DISCORD_FORBIDDEN, ERR_PERM,   "the bot lacks a permission for this in the channel" },
	{ 403, 40333, DISCORD_OTHER,     ERR_PERM,   "what stands before the API keeps us out" },
	{ 403, 0,     DISCORD_FORBIDDEN, ERR_PERM,   "the bot may not do this" },
	{ 404, 10003, DISCORD_UNKNOWN,   ERR_REMOTE, "there is no such channel: is it deleted, or the id wrong?" },
	{ 404, 10008, DISCORD_UNKNOWN,   ERR_REMOTE, "there is no such message" },
	{ 404, 10015, DISCORD_UNKNOWN,   ERR_REMOTE, "there is no such webhook any more: it must not be used again" },
	{ 404, 0,     DISCORD_UNKNOWN,   ERR_REMOTE, "there is no such thing" },
	{ 400, 40005, DISCORD_INVALID,   ERR_REMOTE, "too large" },
	{ 400, 0,     DISCORD_INVALID,   ERR_REMOTE, "" },
	{ 413, 0,     DISCORD_INVALID,   ERR_REMOTE, "too large" },
	{ 429, 0,     DISCORD_LIMITED,   ERR_TEMP,   "too many requests: later" },
};
/* clang-format on */

struct words {
	char text[WORDS_MAX + 1];   /* what it says */
	char detail[WORDS_MAX + 1]; /* the first leaf of its errors, "content: ..." */
	int64_t code;
};

/* The first leaf of the tree: where it stands, and its words. */
static void
first_leaf(const struct json *tree, char *out, size_t max)
{
	const struct json *j = tree, *leaves;
	const char *text;
	size_t n = 0;
	int depth;

	for (depth = 0; j != NULL && depth < DEPTH_MAX; depth++) {
		leaves = json_get(j, "_errors");
		if (leaves != NULL) {
			text = json_str(json_get(json_at(leaves, 0), "message"));
			if (text != NULL)
				(void)snprintf(out + n, max - n, "%s%.*s", n > 0 ? ": " : "",
				    utf8_cut(text, strlen(text), WORDS_MAX / 2), text);
			return;
		}
		j = json_first(j);
		if (json_name(j) == NULL || strlen(json_name(j)) + n + 2 > max / 2)
			return;
		n += (size_t)snprintf(out + n, max - n, "%s%s", n > 0 ? "." : "", json_name(j));
	}
}

static void
read_words(const struct http_reply *reply, struct words *w)
{
	struct err ignored;
	struct json *root;
	const char *text;

	*w = (struct words){ 0 };
	if (reply->body.len == 0)
		return;
	root = json_parse(reply->body.p, reply->body.len, &ignored);
	text = json_str(json_get(root, "message"));
	if (text != NULL)
		(void)snprintf(
		    w->text, sizeof w->text, "%.*s", utf8_cut(text, strlen(text), WORDS_MAX), text);
	if (json_int(json_get(root, "code"), &w->code))
		w->code = 0;
	first_leaf(json_get(root, "errors"), w->detail, sizeof w->detail);
	json_free(root);
}

static void
add(struct buf *text, const char *before, const char *word)
{
	if (word[0] == '\0')
		return;
	buf_str(text, before);
	buf_str(text, word);
}

enum discord_why
discord_refused(const struct http_reply *reply, struct err *e)
{
	const char *advice = "";
	enum discord_why why = DISCORD_OTHER;
	enum err_code code = http_code(reply->status);
	struct buf text = { 0 };
	struct words w;
	size_t i;

	read_words(reply, &w);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].status != reply->status ||
		    (rows[i].code != 0 && rows[i].code != w.code))
			continue;
		why = rows[i].why;
		code = rows[i].err;
		advice = rows[i].advice;
		break;
	}
	buf_fmt(&text, "%ld", reply->status);
	if (w.code != 0)
		buf_fmt(&text, " (%lld)", (long long)w.code);
	add(&text, ": ", w.text);
	add(&text, ": ", w.detail);
	add(&text, "; ", advice);
	if (reply->status == 429 && reply->retry_after_ns > 0)
		buf_fmt(&text, ", in %.3g s", (double)reply->retry_after_ns / (double)CLOCK_SECOND);
	(void)err_set(e, code, "%s", text.p);
	buf_release(&text);
	return why;
}
