#include "vendor/openai_refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "io/whole.h"
#include "net/http.h"
#include "net/retry.h"

#define WORDS_MAX 200
#define JITTER_NS (CLOCK_SECOND / 4)
#define SPENT "what was paid for is used up: see the account's billing"

struct words {
	char text[WORDS_MAX + 1];
	char type[OPENAI_PARAM_MAX], code[OPENAI_PARAM_MAX], param[OPENAI_PARAM_MAX];
};

/* clang-format off */
/* The first row that fits. */
static const struct {
	long status;
	enum openai_why why;
	enum err_code err;
	const char *advice;
} rows[] = {
	{ 400, OPENAI_PARAMETER, ERR_REMOTE, NULL },
	{ 401, OPENAI_KEY,       ERR_PERM,   "check OPENAI_API_KEY" },
	{ 402, OPENAI_QUOTA,     ERR_TEMP,   SPENT },
	{ 403, OPENAI_KEY,       ERR_PERM,   "this key may not do this, or not from this country" },
	{ 404, OPENAI_UNKNOWN,   ERR_REMOTE, "check the model's name, and OPENAI_BASE_URL" },
	{ 408, OPENAI_BUSY,      ERR_TEMP,   NULL },
	{ 409, OPENAI_BUSY,      ERR_TEMP,   NULL },
	{ 422, OPENAI_PARAMETER, ERR_REMOTE, NULL },
	{ 429, OPENAI_BUSY,      ERR_TEMP,   "too many requests: later" },
	{ 503, OPENAI_BUSY,      ERR_TEMP,   "it is overloaded: later" },
};

/* Codes and types that waiting does not help against. */
static const char *const spent[] = { "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached", NULL };
/* clang-format on */

static void
copy(char *out, size_t max, const struct rec_field *f)
{
	struct buf text = { 0 };

	if (f->type == REC_STRING || f->type == REC_NUMBER)
		rec_text(f, &text);
	if (text.len > 0)
		(void)snprintf(out, max, "%.*s", utf8_cut(text.p, text.len, max - 1), text.p);
	buf_release(&text);
}

/* Also {"message",...} without its error, and {"error":"text"}. */
static void
read_words(const struct http_reply *reply, struct words *w)
{
	static const char *const paths[] = { "error.message", "error.type", "error.code",
		"error.param", "error", "message" };
	struct rec_field root, values[sizeof paths / sizeof paths[0]];
	struct buf line = { 0 };
	struct err ignored;

	*w = (struct words){ 0 };
	if (reply->body.len > 0 &&
	    whole_parse(&line, reply->body.p, reply->body.len, &root, &ignored) == 0 &&
	    root.type == REC_OBJECT) {
		pick(root.text, paths, sizeof paths / sizeof paths[0], values);
		copy(w->text, sizeof w->text, &values[5]);
		copy(w->text, sizeof w->text, &values[4]);
		copy(w->text, sizeof w->text, &values[0]);
		copy(w->type, sizeof w->type, &values[1]);
		copy(w->code, sizeof w->code, &values[2]);
		copy(w->param, sizeof w->param, &values[3]);
	}
	buf_release(&line);
}

bool
openai_is_spent(const char *code)
{
	size_t i;

	for (i = 0; spent[i] != NULL; i++)
		if (strcmp(code, spent[i]) == 0)
			return true;
	return false;
}

static bool
is_spent(const struct http_reply *reply, const struct words *w)
{
	return reply->status < 500 && (openai_is_spent(w->code) || openai_is_spent(w->type));
}

enum openai_why
openai_refused(const struct http_reply *reply, char param[OPENAI_PARAM_MAX], struct err *e)
{
	enum openai_why why = reply->status >= 500 ? OPENAI_BUSY : OPENAI_OTHER;
	enum err_code code = http_code(reply->status);
	const char *advice = NULL;
	struct buf text = { 0 };
	struct words w;
	size_t i;

	read_words(reply, &w);
	(void)snprintf(param, OPENAI_PARAM_MAX, "%s", w.param);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].status != reply->status)
			continue;
		why = rows[i].why;
		code = rows[i].err;
		advice = rows[i].advice;
		break;
	}
	if (is_spent(reply, &w)) {
		why = OPENAI_QUOTA;
		code = ERR_TEMP;
		advice = SPENT;
	}
	buf_fmt(&text, "%ld", reply->status);
	if (w.code[0] != '\0' || w.type[0] != '\0')
		buf_fmt(&text, " (%s)", w.code[0] != '\0' ? w.code : w.type);
	if (w.text[0] != '\0')
		buf_fmt(&text, ": %s", w.text);
	if (advice != NULL)
		buf_fmt(&text, "; %s", advice);
	if (reply->request_id[0] != '\0')
		buf_fmt(&text, "; request %s", reply->request_id);
	(void)err_set(e, code, "%s", text.p);
	buf_release(&text);
	return why;
}

/* 1, 0, or -1: it does not say. */
static int
said(const struct http_reply *reply)
{
	size_t n = 0;
	const char *v = http_header(reply, "x-should-retry", &n);

	if (v != NULL && n == 4 && memcmp(v, "true", 4) == 0)
		return 1;
	return v != NULL && n == 5 && memcmp(v, "false", 5) == 0 ? 0 : -1;
}

bool
openai_may_retry(const struct http_reply *reply)
{
	int word = said(reply);

	if (word >= 0)
		return word == 1 && reply->status >= 300;
	return reply->status == 408 || reply->status == 409 || reply->status == 429 ||
	       reply->status >= 500;
}

bool
openai_is_final(const struct http_reply *reply)
{
	struct words w;

	if (said(reply) == 0)
		return true;
	if (reply->status != 429)
		return false;
	read_words(reply, &w);
	return is_spent(reply, &w);
}

/* Digits, with a fraction, up to the unit; behind it *s goes on. */
static bool
take_part(const char **s, size_t *n, const char *unit, int64_t one, int64_t *sum)
{
	size_t digits = 0, len = strlen(unit);
	int64_t v;

	while (digits < *n && ((*s)[digits] == '.' || ((*s)[digits] >= '0' && (*s)[digits] <= '9')))
		digits++;
	if (digits == 0 || *n - digits < len || memcmp(*s + digits, unit, len) != 0 ||
	    num_fixed(*s, digits, 3, &v) || v < 0 || v > INT64_C(1000000000) ||
	    __builtin_add_overflow(*sum, v * (one / 1000), sum))
		return false;
	*s += digits + len;
	*n -= digits + len;
	return true;
}

int64_t
openai_duration(const char *s, size_t n)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = { { "h", 3600 * CLOCK_SECOND }, { "ms", CLOCK_SECOND / 1000 },
		{ "m", 60 * CLOCK_SECOND }, { "s", CLOCK_SECOND } };
	int64_t sum = 0;
	size_t i;

	if (n == 0)
		return -1;
	while (n > 0) {
		for (i = 0; i < sizeof units / sizeof units[0]; i++)
			if (take_part(&s, &n, units[i].name, units[i].ns, &sum))
				break;
		if (i == sizeof units / sizeof units[0])
			return -1;
	}
	return sum;
}

/* Of one limit: what is left of it until it is whole again, when nothing is; -1 else. A server that has
 * no such limit may send zeros. */
static int64_t
used_up(const struct http_reply *reply, const char *what)
{
	char name[64];
	const char *v;
	size_t n = 0;
	int64_t limit = 0, left = -1;

	(void)snprintf(name, sizeof name, "x-ratelimit-limit-%s", what);
	v = http_header(reply, name, &n);
	if (v == NULL || num_int(v, n, 1, INT64_MAX, &limit))
		return -1;
	(void)snprintf(name, sizeof name, "x-ratelimit-remaining-%s", what);
	v = http_header(reply, name, &n);
	if (v == NULL || num_int(v, n, 0, INT64_MAX, &left) || left > 0)
		return -1;
	(void)snprintf(name, sizeof name, "x-ratelimit-reset-%s", what);
	v = http_header(reply, name, &n);
	return v == NULL ? -1 : openai_duration(v, n);
}

int64_t
openai_limits(const struct http_reply *reply, bool *all)
{
	static const char *const limits[] = { "requests", "tokens", "project-tokens" };
	size_t n = 0, i;
	const char *v = http_header(reply, "retry-after-ms", &n);
	int64_t wait = -1, one;

	*all = true;
	if (v != NULL && num_fixed(v, n, 6, &wait) == 0 && wait >= 0)
		return wait;
	if (http_header(reply, "retry-after", &n) != NULL)
		return -1; /* net/http obeys that */
	wait = -1;
	for (i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		one = used_up(reply, limits[i]);
		wait = one > wait ? one : wait;
	}
	/* those who wait for the same second shall not meet again */
	return wait < 0 ? -1 : wait + clock_mono() % JITTER_NS;
}
