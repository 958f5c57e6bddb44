#include "vendor/snaptrade_refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/json.h"
#include "io/utf8.h"
#include "net/http.h"

#define WORDS_MAX 120
#define CODE_MAX 24

#define CHECK_KEYS                                                                                 \
	"check SNAPTRADE_CLIENT_ID and SNAPTRADE_CONSUMER_KEY; with a commercial key also "        \
	"SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET, whose user may be deleted or have got a "    \
	"new secret; pf-snaptrade check says more"

/* clang-format off */
/* The first row that fits; code NULL: any. */
static const struct {
	long status;
	const char *code;
	enum snaptrade_why why;
	enum err_code err;
	const char *advice;
} rows[] = {
	{ 401, "1076", SNAPTRADE_KEYS,        ERR_PERM,   "the signature was not verified: " CHECK_KEYS },
	{ 401, "1083", SNAPTRADE_KEYS,        ERR_PERM,   "the user is not known by SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET: deleted, or with a new secret" },
	{ 401, NULL,   SNAPTRADE_KEYS,        ERR_PERM,   CHECK_KEYS },
	{ 400, "1083", SNAPTRADE_KEYS,        ERR_PERM,   "the user is not known by SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET: deleted, or with a new secret" },
	{ 402, "3003", SNAPTRADE_DISABLED,    ERR_DATA,   "the connection is disabled: its owner must connect it again" },
	{ 402, NULL,   SNAPTRADE_DISABLED,    ERR_DATA,   "the connection is disabled, or this is not paid for" },
	{ 403, "1141", SNAPTRADE_FORBIDDEN,   ERR_PERM,   "the key, or the connection, does not include this" },
	{ 403, NULL,   SNAPTRADE_FORBIDDEN,   ERR_PERM,   "these keys may not do this" },
	{ 404, NULL,   SNAPTRADE_UNKNOWN,     ERR_REMOTE, "there is no such thing: the account may have got another id with a new connection" },
	{ 410, NULL,   SNAPTRADE_RETIRED,     ERR_REMOTE, "the vendor has retired this address" },
	{ 425, NULL,   SNAPTRADE_EARLY,       ERR_TEMP,   "the vendor is still reading it from the broker: later" },
	{ 429, NULL,   SNAPTRADE_LIMITED,     ERR_TEMP,   "too many requests: later" },
	{ 501, NULL,   SNAPTRADE_UNSUPPORTED, ERR_REMOTE, "the broker does not have it" },
	{ 503, NULL,   SNAPTRADE_OTHER,       ERR_TEMP,   "the broker is busy or cannot be reached: later" },
};
/* clang-format on */

struct words {
	char text[WORDS_MAX + 1];
	char code[CODE_MAX];
};

/* The first of these members that there is, as a text or a number. */
static void
take(const struct json *root, const char *const *names, char *out, size_t max)
{
	const char *text = NULL;
	int64_t number;

	for (; *names != NULL; names++) {
		text = json_str(json_get(root, *names));
		if (text != NULL) {
			(void)snprintf(
			    out, max, "%.*s", utf8_cut(text, strlen(text), max - 1), text);
			return;
		}
		if (json_int(json_get(root, *names), &number) == 0) {
			(void)snprintf(out, max, "%lld", (long long)number);
			return;
		}
	}
}

static void
read_words(const struct http_reply *reply, struct words *w)
{
	static const char *const texts[] = { "detail", "default_detail", "error", NULL };
	static const char *const codes[] = { "code", "default_code", NULL };
	struct err ignored;
	struct json *root;

	*w = (struct words){ 0 };
	if (reply->body.len == 0)
		return;
	root = json_parse(reply->body.p, reply->body.len, &ignored);
	take(root, texts, w->text, sizeof w->text);
	take(root, codes, w->code, sizeof w->code);
	json_free(root);
}

static void
add(struct buf *text, const char *before, const char *word, const char *behind)
{
	if (word[0] == '\0')
		return;
	buf_str(text, before);
	buf_str(text, word);
	buf_str(text, behind);
}

/* A signature dies with its timestamp: how far this machine's clock is from the vendor's. */
static long long
skew_seconds(const struct http_reply *reply)
{
	int64_t there = http_date(reply), here = clock_real();

	return there == CLOCK_NONE ? 0 : (long long)((here - there) / CLOCK_SECOND);
}

enum snaptrade_why
snaptrade_refused(const struct http_reply *reply, struct err *e)
{
	const char *advice = "";
	enum snaptrade_why why = SNAPTRADE_OTHER;
	enum err_code code = http_code(reply->status);
	struct buf text = { 0 };
	struct words w;
	long long skew;
	size_t i;

	read_words(reply, &w);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].status != reply->status ||
		    (rows[i].code != NULL && strcmp(rows[i].code, w.code) != 0))
			continue;
		why = rows[i].why;
		code = rows[i].err;
		advice = rows[i].advice;
		break;
	}
	buf_fmt(&text, "%ld", reply->status);
	add(&text, " (", w.code, ")");
	add(&text, ": ", w.text, "");
	add(&text, "; ", advice, "");
	add(&text, "; request ", reply->request_id, "");
	(void)err_set(e, code, "%s", text.p);
	buf_release(&text);
	skew = why == SNAPTRADE_KEYS ? skew_seconds(reply) : 0;
	if (skew > 30 || skew < -30)
		(void)err_wrap(e, "this machine's clock is %lld s %s the vendor's",
		    skew > 0 ? skew : -skew, skew > 0 ? "ahead of" : "behind");
	return why;
}
