#include "vendor/telegram.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "net/http.h"
#include "net/retry.h"
#include "vendor/telegram_answer.h"

#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

struct telegram {
	struct http *http;
	char *chat; /* owned */
	char *path; /* owned; has the token */
};

/* clang-format off */
/* The first row that fits. */
static const struct {
	long status;
	enum err_code err;
	const char *advice;
} refusals[] = {
	{ 400, ERR_REMOTE, "is TELEGRAM_CHAT_ID right, and has the bot met that chat?" },
	{ 401, ERR_PERM,   "the token is not taken: put a new one of @BotFather into TELEGRAM_BOT_TOKEN" },
	{ 403, ERR_PERM,   "the bot may not write there: it was blocked or removed, or was never spoken to" },
	{ 404, ERR_PERM,   "there is no such bot: TELEGRAM_BOT_TOKEN is not what @BotFather gave" },
	{ 429, ERR_TEMP,   "too many messages: later" },
};
/* clang-format on */

/* A limit is the chat's or the bot's: all wait. The body says it, and mostly a header, too: the longer one holds. */
static int64_t
limits(const struct http_reply *reply, bool *all)
{
	int64_t header = -1, body = -1;
	struct telegram_answer a;
	const char *p;
	size_t n;

	if (reply->status != 429)
		return -1;
	*all = true;
	telegram_answer_read(&a, &reply->body);
	if (a.retry_after > 0)
		body = a.retry_after < INT64_MAX / CLOCK_SECOND ? a.retry_after * CLOCK_SECOND
								: INT64_MAX;
	p = http_header(reply, "retry-after", &n);
	if (p != NULL)
		header = retry_after(p, n, http_date(reply));
	return body > header ? body : header;
}

static const struct http_vendor vendor = {
	.name = "telegram",
	.url = TELEGRAM_URL,
	.url_env = "PF_TELEGRAM_URL",
	.concurrency = 1,
	.limits = limits,
};

int
telegram_check(const char *token, const char *chat, struct err *e)
{
	size_t digits = strspn(token, "0123456789"), n;
	int64_t id;

	log_secret(token);
	n = token[digits] == ':' ? strspn(token + digits + 1, NAME_LETTERS "-") : 0;
	if (digits == 0 || n == 0 || token[digits + 1 + n] != '\0')
		return err_set(e, ERR_CONFIG,
		    "TELEGRAM_BOT_TOKEN is no token as @BotFather gives them, 123456:ABC...");
	if (chat[0] == '@' && chat[1] != '\0' && chat[1 + strspn(chat + 1, NAME_LETTERS)] == '\0')
		return 0;
	if (num_int(chat, strlen(chat), INT64_MIN, INT64_MAX, &id) == 0)
		return 0;
	return err_set(e, ERR_CONFIG,
	    "TELEGRAM_CHAT_ID is neither a chat's number nor a public channel's @name");
}

int
telegram_open(struct telegram **out, const char *token, const char *chat, int64_t deadline_ns,
    bool trace, struct err *e)
{
	struct telegram *t = mem_new(1, sizeof *t);
	int64_t id;

	*out = t;
	if (telegram_check(token, chat, e))
		return -1;
	t->path = mem_fmt("/bot%s/sendMessage", token);
	t->chat = num_int(chat, strlen(chat), INT64_MIN, INT64_MAX, &id) == 0
		      ? mem_fmt("%" PRId64, id)
		      : mem_str(chat);
	if (http_open(&t->http, &vendor, deadline_ns, e))
		return -1;
	http_trace(t->http, trace);
	return 0;
}

void
telegram_close(struct telegram *t)
{
	if (t == NULL)
		return;
	http_close(t->http);
	if (t->path != NULL)
		explicit_bzero(t->path, strlen(t->path));
	free(t->path);
	free(t->chat);
	free(t);
}

static int
refused(const struct http_reply *reply, const struct telegram_answer *a, struct err *e)
{
	enum err_code code = http_code(reply->status);
	const char *advice = "";
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (refusals[i].status != reply->status)
			continue;
		code = refusals[i].err;
		advice = refusals[i].advice;
	}
	if (reply->status / 100 == 2)
		return err_set(e, ERR_DATA, "telegram: the reply is none of the Bot API");
	return err_set(e, code, "telegram: %ld%s%s%s%s", reply->status,
	    a->words[0] != '\0' ? ": " : "", a->words, advice[0] != '\0' ? "; " : "", advice);
}

/* One message to the chat as it is known. 0; 1: it has another id, which is known now; -1. */
static int
send_once(struct telegram *t, const char *text, struct err *e)
{
	struct buf body = { 0 };
	struct http_request r = {
		.method = "POST", .path = t->path, .type = "application/json", .repeatable = true
	};
	struct telegram_answer a;
	int rc;

	buf_str(&body, "{\"chat_id\":");
	if (t->chat[0] == '@')
		emit_quote(&body, t->chat, strlen(t->chat));
	else
		buf_str(&body, t->chat);
	buf_str(&body, ",\"text\":");
	emit_quote(&body, text, strlen(text));
	buf_str(&body, ",\"link_preview_options\":{\"is_disabled\":true}}");
	r.body = body.p;
	r.body_len = body.len;
	rc = http_once(t->http, &r, e);
	if (rc == 0) {
		telegram_answer_read(&a, &r.reply.body);
		if (r.reply.status != 200 || !a.ours || !a.ok)
			rc = refused(&r.reply, &a, e);
		if (rc && a.moved_to != 0) {
			free(t->chat);
			t->chat = mem_fmt("%" PRId64, a.moved_to);
			rc = 1;
		}
	} else {
		(void)err_wrap(e, "telegram");
	}
	http_reply_release(&r.reply);
	buf_release(&body);
	return rc;
}

int
telegram_send(struct telegram *t, const char *text, struct err *e)
{
	int rc = send_once(t, text, e);

	if (rc == 1) {
		log_warn("telegram: the group has become a supergroup: set TELEGRAM_CHAT_ID to %s",
		    t->chat);
		rc = send_once(t, text, e);
	}
	return rc == 1 ? -1 : rc; /* it moved twice: the refusal stands in *e */
}
