#include "sandbox/telegram.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "io/whole.h"
#include "sandbox/telegram_markup.h"
#include "sandbox/vendors.h"

#define BOT_ID "1234567890"
#define TEST_TOKEN BOT_ID ":AA-invented-telegram-bot-token-000"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
#define TEXT_MAX 4096
#define FLOOD_SECONDS 7

struct tele {
	struct buf sent; /* a line each */
	int64_t messages;
};

/* clang-format off */
static const struct chat {
	int64_t id;
	const char *name; /* or NULL */
	const char *type, *title;
	bool blocked;
	int64_t moved_to; /* 0: it is where it was */
} chats[] = {
	{ 424242,         NULL,          "private",    "Ada",       false, 0 },
	{ 430000,         NULL,          "private",    "Bob",       true,  0 },
	{ -4200,          NULL,          "group",      "pf before", false, -1001000004200 },
	{ -1001000000100, NULL,          "supergroup", "pf",        false, 0 },
	{ -1001000000300, "@pf_sandbox", "channel",    "pf news",   false, 0 },
	{ -1001000004200, NULL,          "supergroup", "pf before", false, 0 },
};

static const struct sandbox_var vars[] = {
	{ "PF_TELEGRAM_URL",    VAR_URL,    "" },
	{ "RUN_TELEGRAM",       VAR_WORD,   "1" },
	{ "TELEGRAM_BOT_TOKEN", VAR_SECRET, TEST_TOKEN },
	{ "TELEGRAM_CHAT_ID",   VAR_WORD,   "-1001000000100" },
	{ 0 }
};

static const struct fault_kind faults[] = {
	{ "flood", FAULT_VENDOR, "seconds", FLOOD_SECONDS, "429: retry after that" },
	{ "quiet-flood", FAULT_VENDOR, "seconds", FLOOD_SECONDS, "the same without a Retry-After header" },
	{ 0 }
};
/* clang-format on */

static void
fail(struct reply *reply, unsigned status, const char *text, int64_t retry_after, int64_t moved_to)
{
	reply_json(reply, status);
	buf_fmt(&reply->body, "{\"ok\":false,\"error_code\":%u,\"description\":", status);
	emit_quote(&reply->body, text, strlen(text));
	if (retry_after > 0)
		buf_fmt(&reply->body, ",\"parameters\":{\"retry_after\":%" PRId64 "}", retry_after);
	if (moved_to != 0)
		buf_fmt(
		    &reply->body, ",\"parameters\":{\"migrate_to_chat_id\":%" PRId64 "}", moved_to);
	buf_char(&reply->body, '}');
}

static void
flood(struct reply *reply, int64_t seconds, bool header)
{
	char text[64];

	(void)snprintf(text, sizeof text, "Too Many Requests: retry after %" PRId64, seconds);
	if (header)
		reply_header(reply, "Retry-After", "%" PRId64, seconds);
	fail(reply, 429, text, seconds, 0);
}

/* "/bot<TOKEN>/<method>": the method, and the token's length; NULL: it is no such path. */
static const char *
method_of(const char *path, size_t *token)
{
	if (strncmp(path, "/bot", 4) != 0)
		return NULL;
	*token = strcspn(path + 4, "/");
	return path[4 + *token] == '/' ? path + 4 + *token + 1 : NULL;
}

/* --- parameters */

/* What was asked with, wherever it stood; owned. NULL: not given. */
struct asked {
	char *chat, *text, *mode;
};

static char *
given(const struct request *r, const char *name, bool *bad)
{
	const struct param *p = request_param(r, name);

	*bad = *bad || (p != NULL && p->bad);
	return p == NULL ? NULL : mem_str(p->value);
}

/* 0, or -1 with the reply made. */
static int
read_asked(const struct request *r, struct asked *a, struct reply *reply)
{
	static const char *const paths[] = { "chat_id", "text", "parse_mode" };
	const char *type = request_header(r, "content-type");
	struct buf line = { 0 };
	struct rec_field root, v[3];
	bool bad = false;
	struct err ignored;
	int rc = 0;

	*a = (struct asked){ 0 };
	if (type != NULL && strncasecmp(type, "application/json", 16) == 0) {
		if (whole_parse(
			&line, r->body.len > 0 ? r->body.p : "", r->body.len, &root, &ignored) ||
		    root.type != REC_OBJECT) {
			fail(reply, 400, "Bad Request: object expected as request body", 0, 0);
			rc = -1;
		} else {
			pick(root.text, paths, 3, v);
			a->chat = rec_take_text(&v[0]);
			a->text = rec_take_text(&v[1]);
			a->mode = rec_take_text(&v[2]);
		}
		buf_release(&line);
		return rc;
	}
	a->chat = given(r, "chat_id", &bad);
	a->text = given(r, "text", &bad);
	a->mode = given(r, "parse_mode", &bad);
	if (!bad)
		return 0;
	fail(reply, 400, "Bad Request: strings must be encoded in UTF-8", 0, 0);
	return -1;
}

static void
asked_release(struct asked *a)
{
	free(a->chat);
	free(a->text);
	free(a->mode);
}

/* NULL with the reply made. */
static const struct chat *
find_chat(const char *word, struct reply *reply)
{
	const struct chat *c, *found = NULL;
	int64_t id = 0;

	if (word == NULL || word[0] == '\0') {
		fail(reply, 400, "Bad Request: chat_id is empty", 0, 0);
		return NULL;
	}
	if (word[0] != '@' && num_int(word, strlen(word), INT64_MIN, INT64_MAX, &id))
		id = 0;
	for (c = chats; c < chats + sizeof chats / sizeof chats[0]; c++)
		if (c->id == id || (c->name != NULL && strcasecmp(c->name, word) == 0))
			found = c;
	if (found == NULL)
		fail(reply, 400, "Bad Request: chat not found", 0, 0);
	else if (found->blocked)
		fail(reply, 403, "Forbidden: bot was blocked by the user", 0, 0);
	else if (found->moved_to != 0)
		fail(reply, 400, "Bad Request: group chat was upgraded to a supergroup chat", 0,
		    found->moved_to);
	else
		return found;
	return NULL;
}

/* --- methods */

static size_t
utf16_units(const char *p, size_t n)
{
	size_t units = 0, at, len;

	for (at = 0; at < n; at += len) {
		len = utf8_char(p + at, n - at);
		units += len == 4 ? 2 : 1;
		len = len > 0 ? len : 1;
	}
	return units;
}

/* Blanks at both ends are no part of it. 0, or -1 with the reply made. */
static int
read_text(const struct asked *a, struct buf *text, struct reply *reply)
{
	struct buf why = { 0 }, words = { 0 };
	int rc = -1;

	if (!tele_markup(a->mode, a->text != NULL ? a->text : "", text, &why)) {
		buf_fmt(&words, "Bad Request: %s%s",
		    strcmp(why.p, "unsupported parse_mode") == 0 ? "" : "can't parse entities: ",
		    why.p);
		fail(reply, 400, words.p, 0, 0);
		goto out;
	}
	while (text->len > 0 && strchr(" \t\r\n", text->p[text->len - 1]) != NULL)
		text->p[--text->len] = '\0';
	buf_shift(text, strspn(text->p, " \t\r\n"));
	if (text->len == 0)
		fail(reply, 400, "Bad Request: message text is empty", 0, 0);
	else if (utf16_units(text->p, text->len) > TEXT_MAX)
		fail(reply, 400, "Bad Request: message is too long", 0, 0);
	else
		rc = 0;
out:
	buf_release(&why);
	buf_release(&words);
	return rc;
}

static void
send_message(struct tele *t, const struct request *r, struct reply *reply)
{
	const struct chat *chat;
	struct buf text = { 0 };
	struct asked a;
	size_t from;

	if (read_asked(r, &a, reply) == 0 && (chat = find_chat(a.chat, reply)) != NULL &&
	    read_text(&a, &text, reply) == 0) {
		from = t->sent.len;
		buf_fmt(&t->sent,
		    "{\"message_id\":%" PRId64 ",\"from\":{\"id\":" BOT_ID
		    ",\"is_bot\":true,\"first_name\":\"pf\",\"username\":\"pf_sandbox_bot\"},"
		    "\"chat\":{\"id\":%" PRId64 ",\"%s\":\"%s\",\"type\":\"%s\"},\"date\":%" PRId64
		    ",\"text\":",
		    ++t->messages, chat->id,
		    strcmp(chat->type, "private") == 0 ? "first_name" : "title", chat->title,
		    chat->type, clock_real() / CLOCK_SECOND);
		emit_quote(&t->sent, text.p, text.len);
		buf_str(&t->sent, "}\n");
		reply_json(reply, 200);
		buf_fmt(&reply->body, "{\"ok\":true,\"result\":%.*s}",
		    (int)(t->sent.len - from - 1), t->sent.p + from);
	}
	buf_release(&text);
	asked_release(&a);
}

static void
get_me(struct reply *reply)
{
	reply_json(reply, 200);
	buf_str(&reply->body,
	    "{\"ok\":true,\"result\":{\"id\":" BOT_ID
	    ",\"is_bot\":true,\"first_name\":\"pf\",\"username\":\"pf_sandbox_bot\","
	    "\"can_join_groups\":true,\"can_read_all_group_messages\":false,"
	    "\"supports_inline_queries\":false,\"can_connect_to_business\":false,\"has_main_web_app\":false}}");
}

static bool
is(const struct request *r, const char *fault)
{
	return r->fault != NULL && strcmp(r->fault->kind->name, fault) == 0;
}

static void
tele_answer(void *state, const struct request *r, struct reply *reply)
{
	struct tele *t = state;
	size_t token = 0;
	const char *method = method_of(r->path, &token);
	const char *given_token = r->path + 4;

	if (strcmp(r->path, "/messages") == 0 && strcmp(r->method, "GET") == 0) {
		reply->status = 200;
		reply_header(reply, "Content-Type", "application/jsonl");
		buf_add(&reply->body, t->sent.len > 0 ? t->sent.p : "", t->sent.len);
		return;
	}
	if (method == NULL || strspn(given_token, "0123456789") == 0 ||
	    strspn(given_token, LETTERS ":") < token)
		fail(reply, 404, "Not Found", 0, 0);
	else if (strcmp(r->method, "GET") != 0 && strcmp(r->method, "POST") != 0)
		fail(reply, 405, "Method Not Allowed", 0, 0);
	else if (token != strlen(TEST_TOKEN) || strncmp(given_token, TEST_TOKEN, token) != 0)
		fail(reply, 401, "Unauthorized", 0, 0);
	else if (is(r, "flood") || is(r, "quiet-flood"))
		flood(reply, r->fault->value, is(r, "flood"));
	else if (strcasecmp(method, "getMe") == 0)
		get_me(reply);
	else if (strcasecmp(method, "sendMessage") == 0)
		send_message(t, r, reply);
	else
		fail(reply, 404, "Not Found", 0, 0);
}

/* What all vendors' faults are here; what stands in front answers 5xx in its own way. */
static bool
tele_fail(const struct fault *f, const struct request *r, struct reply *reply)
{
	static const struct {
		unsigned status;
		const char *text;
	} own[] = { { 400, "Bad Request: message can't be sent" },
		{ 403, "Forbidden: bot was kicked from the supergroup chat" }, { 404, "Not Found" },
		{ 500, "Internal Server Error" } };
	size_t i;

	(void)r;
	if (f->kind->status == 429) {
		flood(reply, f->value, true);
		return true;
	}
	for (i = 0; i < sizeof own / sizeof own[0]; i++)
		if (own[i].status == f->kind->status) {
			fail(reply, own[i].status, own[i].text, 0, 0);
			return true;
		}
	return false;
}

static char *
tele_target(const struct request *r)
{
	size_t token;
	const char *method = method_of(r->path, &token);

	return method == NULL ? NULL : mem_fmt("telegram.%.64s", method);
}

static int
tele_open(void **state, const struct sandbox_config *config, struct err *e)
{
	(void)config;
	(void)e;
	*state = mem_new(1, sizeof(struct tele));
	return 0;
}

static void
tele_close(void *state)
{
	struct tele *t = state;

	buf_release(&t->sent);
	free(t);
}

const struct sandbox_vendor tele_vendor = {
	.name = "telegram",
	.vars = vars,
	.faults = faults,
	.open = tele_open,
	.close = tele_close,
	.target = tele_target,
	.answer = tele_answer,
	.fail = tele_fail,
};
