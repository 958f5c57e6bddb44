/* lib/vendor/openai: what its replies mean, and what its client does about them */
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "server.h"
#include "tap.h"
#include "vendor/openai.h"
#include "vendor/openai_batch.h"
#include "vendor/openai_chat.h"
#include "vendor/openai_refusal.h"

#define KEY "sk-invented-for-this-test"
#define HEAD(status) "HTTP/1.1 " status "\r\nConnection: close\r\n"
#define BODY "Content-Length: 2\r\n\r\n{}"

static void
reply_of(struct http_reply *r, long status, const char *headers, const char *body)
{
	*r = (struct http_reply){ .status = status, .retry_after_ns = -1 };
	buf_str(&r->headers, headers);
	buf_str(&r->body, body);
}

static void
durations_have_units(void)
{
	CHECK_INT(openai_duration("1s", 2), CLOCK_SECOND);
	CHECK_INT(openai_duration("6m0s", 4), 360 * CLOCK_SECOND);
	CHECK_INT(openai_duration("12ms", 4), 12 * (CLOCK_SECOND / 1000));
	CHECK_INT(openai_duration("1h2m3.5s", 8), 3723 * CLOCK_SECOND + CLOCK_SECOND / 2);
	CHECK_INT(openai_duration("20", 2), -1);
	CHECK_INT(openai_duration("", 0), -1);
	CHECK_INT(openai_duration("-1s", 3), -1);
	CHECK_INT(openai_duration("1s2", 3), -1);
	CHECK_INT(openai_duration("9999999999999h", 14), -1);
}

static void
limits_ask_to_wait_only_when_they_are_used_up(void)
{
	struct http_reply r;
	bool all;
	int64_t wait;

	reply_of(&r, 429, "retry-after-ms: 1500.5\nretry-after: 9\n", "");
	CHECK_INT(openai_limits(&r, &all), 1500500000);
	http_reply_release(&r);
	reply_of(&r, 429, "retry-after: 9\n", "");
	CHECK_INT(openai_limits(&r, &all), -1);
	http_reply_release(&r);
	reply_of(&r, 200,
	    "x-ratelimit-limit-requests: 60\nx-ratelimit-remaining-requests: 0\n"
	    "x-ratelimit-reset-requests: 2s\nx-ratelimit-limit-tokens: 1000\n"
	    "x-ratelimit-remaining-tokens: 10\nx-ratelimit-reset-tokens: 1h\n",
	    "");
	wait = openai_limits(&r, &all);
	CHECK(wait >= 2 * CLOCK_SECOND && wait < 3 * CLOCK_SECOND && all);
	http_reply_release(&r);
	/* a server without limits */
	reply_of(&r, 200,
	    "x-ratelimit-limit-requests: 0\nx-ratelimit-remaining-requests: 0\n"
	    "x-ratelimit-reset-requests: 2s\nx-ratelimit-remaining-tokens: -1\n",
	    "");
	CHECK_INT(openai_limits(&r, &all), -1);
	http_reply_release(&r);
}

static void
the_vendors_rule_of_retries(void)
{
	static const struct {
		long status;
		const char *headers;
		bool may, final;
	} rows[] = { { 429, "", true, false }, { 409, "", true, false }, { 408, "", true, false },
		{ 500, "", true, false }, { 400, "", false, false },
		{ 500, "x-should-retry: false\n", false, true },
		{ 429, "x-should-retry: false\n", false, true },
		{ 400, "x-should-retry: true\n", true, false } };
	struct http_reply r;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		reply_of(&r, rows[i].status, rows[i].headers, "");
		CHECK_INT(openai_may_retry(&r), rows[i].may);
		CHECK_INT(openai_is_final(&r), rows[i].final);
		http_reply_release(&r);
	}
	reply_of(&r, 429, "", "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}");
	CHECK(openai_is_final(&r));
	http_reply_release(&r);
}

static void
refusals_say_why(void)
{
	static const struct {
		long status;
		const char *body;
		enum openai_why why;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ 401,
		    "{\"error\":{\"message\":\"no\",\"type\":\"x\",\"param\":null,\"code\":\"invalid_api_key\"}}",
		    OPENAI_KEY, ERR_PERM, "401 (invalid_api_key): no" },
		{ 429, "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\"}}",
		    OPENAI_QUOTA, ERR_TEMP, "billing" },
		{ 429, "<html>slow</html>", OPENAI_BUSY, ERR_TEMP, "429; too many requests" },
		{ 400,
		    "{\"error\":{\"message\":\"m\",\"code\":42,\"param\":\"max_completion_tokens\"}}",
		    OPENAI_PARAMETER, ERR_REMOTE, "400 (42): m" },
		{ 404, "", OPENAI_UNKNOWN, ERR_REMOTE, "OPENAI_BASE_URL" },
		{ 502, "{\"error\":\"upstream\"}", OPENAI_BUSY, ERR_TEMP, "502: upstream" },
		{ 413, "{\"message\":\"too large\"}", OPENAI_OTHER, ERR_REMOTE, "too large" },
		{ 302, "", OPENAI_OTHER, ERR_REMOTE, "302" },
	};
	char param[OPENAI_PARAM_MAX];
	struct http_reply r;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		reply_of(&r, rows[i].status, "", rows[i].body);
		CHECK_INT(openai_refused(&r, param, &e), rows[i].why);
		CHECK_INT(e.code, rows[i].code);
		CHECK(strstr(e.msg, rows[i].says) != NULL);
		if (i == 3)
			CHECK_STR(param, "max_completion_tokens");
		else
			CHECK_STR(param, "");
		http_reply_release(&r);
	}
}

#define CHAT(choice)                                                                               \
	"{\"id\":\"chatcmpl-1\",\"model\":\"m-2\",\"choices\":[" choice "],\"usage\":{\"prompt_"   \
	"tokens\":61,\"completion_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":60}}}"

static void
an_answer_is_read_in_the_vendors_order(void)
{
	static const struct {
		const char *body;
		int rc;
		enum openai_end end;
		const char *text;
	} rows[] = {
		{ CHAT(
		      "{\"message\":{\"content\":\"{\\\"a\\\":1}\",\"refusal\":null},\"finish_reason\":\"stop\"}"),
		    0, OPENAI_ANSWERED, "{\"a\":1}" },
		{ CHAT(
		      "{\"message\":{\"content\":null,\"refusal\":\"no\"},\"finish_reason\":\"stop\"}"),
		    0, OPENAI_REFUSED, "no" },
		{ CHAT("{\"message\":{\"content\":\"{\"},\"finish_reason\":\"length\"}"), 0,
		    OPENAI_TRUNCATED, NULL },
		{ CHAT("{\"message\":{\"content\":\"\"},\"finish_reason\":\"length\"}"), 0,
		    OPENAI_TRUNCATED, NULL },
		{ CHAT("{\"message\":{\"content\":\"x\"},\"finish_reason\":\"content_filter\"}"), 0,
		    OPENAI_FILTERED, NULL },
		{ CHAT("{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}"), 0,
		    OPENAI_EMPTY, NULL },
		{ CHAT(""), 0, OPENAI_EMPTY, NULL },
		{ CHAT("{\"message\":{\"content\":[1]},\"finish_reason\":\"stop\"}"), -1, 0, NULL },
		{ "{\"choices\":{}}", -1, 0, NULL },
		{ "[]", -1, 0, NULL },
		{ "<html>", -1, 0, NULL },
		{ "", -1, 0, NULL },
		{ CHAT("{\"message\":{\"content\":\"a\\u0000b\"},\"finish_reason\":\"stop\"}"), -1,
		    0, NULL },
	};
	struct openai_chat c;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		c = (struct openai_chat){ 0 };
		CHECK_INT(openai_chat_read(&c, rows[i].body, strlen(rows[i].body), &e), rows[i].rc);
		if (rows[i].rc == 0) {
			CHECK_INT(c.end, rows[i].end);
			CHECK_STR(c.model, "m-2");
			CHECK_INT(c.prompt_tokens, 61);
			CHECK_INT(c.cached_tokens, 60);
			CHECK_INT(c.completion_tokens, 9);
		}
		if (rows[i].text != NULL)
			CHECK_STR(c.text.p, rows[i].text);
		openai_chat_release(&c);
	}
}

/* One POST; what the server saw is owned. */
static char *
post(const char *const *script, bool careful, int want, enum openai_why why)
{
	struct openai_call c = {
		.method = "POST", .path = "/x", .body = "{}", .body_len = 2, .careful = careful
	};
	const struct openai_how how = { 0 };
	struct openai *ai = NULL;
	struct server s;
	struct err e;
	char url[64];

	serve(&s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s.port);
	(void)setenv("PF_OPENAI_URL", url, 1);
	CHECK_INT(openai_open(&ai, &how, &e), 0);
	CHECK_INT(openai_once(ai, &c, &e), want);
	CHECK_INT(c.why, why);
	openai_call_release(&c);
	openai_close(ai);
	return stop(&s);
}

static void
what_was_refused_is_sent_again_and_what_may_be_taken_is_not(void)
{
	const char *const busy[] = { HEAD("500 No") BODY, HEAD("409 No") BODY,
		HEAD("429 No") "retry-after-ms: 5\r\n" BODY, OK BODY, NULL };
	const char *const cut[] = { HEAD("200 OK") "Content-Length: 20\r\n\r\n{}", OK BODY, NULL };
	const char *const quota[] = {
		HEAD("429 No") "Content-Length: 40\r\n\r\n"
			       "{\"error\":{\"code\":\"insufficient_quota\"}}  ",
		OK BODY, NULL
	};
	const char *const word[] = { HEAD("500 No") "x-should-retry: false\r\n" BODY, OK BODY,
		NULL };
	char *seen = post(busy, false, 0, OPENAI_FINE);

	CHECK_INT(count(seen, "POST /v1/x "), 4);
	CHECK_INT(count(seen, "Authorization: Bearer " KEY), 4);
	CHECK_INT(count(seen, "Content-Type: application/json"), 4);
	free(seen);
	seen = post(busy, true, -1, OPENAI_BUSY); /* it may have made the thing */
	CHECK_INT(count(seen, "POST"), 1);
	free(seen);
	seen = post(cut, false, -1, OPENAI_SILENT);
	CHECK_INT(count(seen, "POST"), 1);
	free(seen);
	seen = post(quota, false, -1, OPENAI_QUOTA);
	CHECK_INT(count(seen, "POST"), 1);
	free(seen);
	seen = post(word, false, -1, OPENAI_BUSY);
	CHECK_INT(count(seen, "POST"), 1);
	free(seen);
}

static void
a_server_of_ones_own_has_its_path_and_may_need_no_key(void)
{
	const char *const script[] = { OK BODY, NULL };
	struct openai_call c = { .method = "GET", .path = "/models" };
	const struct openai_how how = { 0 };
	struct openai *ai = NULL;
	struct server s;
	struct err e;
	char url[64], *seen;

	serve(&s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d/api/v1/", s.port);
	(void)unsetenv("PF_OPENAI_URL");
	(void)unsetenv("OPENAI_API_KEY");
	CHECK_INT(openai_open(&ai, &how, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	openai_close(ai);
	(void)setenv("OPENAI_BASE_URL", url, 1);
	CHECK_INT(openai_open(&ai, &how, &e), 0);
	CHECK_INT(openai_once(ai, &c, &e), 0);
	openai_call_release(&c);
	openai_close(ai);
	seen = stop(&s);
	CHECK_INT(count(seen, "GET /api/v1/models "), 1);
	CHECK_INT(count(seen, "Authorization"), 0);
	free(seen);
	(void)setenv("OPENAI_API_KEY", "with\nline", 1);
	CHECK_INT(openai_open(&ai, &how, &e), -1);
	CHECK(strstr(e.msg, "with") == NULL || strstr(e.msg, "line") == NULL);
	openai_close(ai);
	(void)unsetenv("OPENAI_BASE_URL");
}

static int
count_batch(void *arg, const struct openai_batch *b, struct err *e)
{
	(void)b;
	(void)e;
	++*(int *)arg;
	return 0;
}

/* Ask for the list, whose every page is the same one; the pages are told on the way. */
static int
list(const char *const *script, int *n, struct err *e)
{
	const struct openai_how how = { 0 };
	struct openai *ai = NULL;
	struct server s;
	char url[64];
	int rc;

	*n = 0;
	serve(&s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s.port);
	(void)setenv("OPENAI_BASE_URL", url, 1);
	(void)unsetenv("OPENAI_API_KEY");
	CHECK_INT(openai_open(&ai, &how, e), 0);
	rc = openai_batch_list(ai, count_batch, n, e);
	openai_close(ai);
	free(stop(&s));
	(void)unsetenv("OPENAI_BASE_URL");
	return rc;
}

#define PAGE_OF(id)                                                                                \
	HEAD("200 OK")                                                                             \
	"\r\n{\"data\":[{\"id\":\"" id "\",\"status\":\"completed\"}],\"has_more\":true}"

static void
a_list_that_does_not_end_is_an_error(void)
{
	const char *const same[] = { PAGE_OF("batch_1"), PAGE_OF("batch_1"), NULL };
	const char *pages[501];
	struct err e;
	size_t i;
	int n;

	CHECK_INT(list(same, &n, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK_INT(n, 2);
	for (i = 0; i < 500; i++)
		pages[i] = i % 2 == 0 ? PAGE_OF("batch_1") : PAGE_OF("batch_2");
	pages[i] = NULL;
	CHECK_INT(list(pages, &n, &e), -1);
	CHECK_INT(e.code, ERR_REMOTE);
	CHECK(strstr(e.msg, "more than 50000 batches") != NULL);
	CHECK_INT(n, 500);
}

int
main(void)
{
	log_show(LOG_ERROR);
	(void)setenv("PF_HTTP_BACKOFF", "10ms", 1);
	(void)setenv("OPENAI_API_KEY", KEY, 1);
	RUN(durations_have_units);
	RUN(limits_ask_to_wait_only_when_they_are_used_up);
	RUN(the_vendors_rule_of_retries);
	RUN(refusals_say_why);
	RUN(an_answer_is_read_in_the_vendors_order);
	RUN(what_was_refused_is_sent_again_and_what_may_be_taken_is_not);
	RUN(a_server_of_ones_own_has_its_path_and_may_need_no_key);
	RUN(a_list_that_does_not_end_is_an_error);
	return tap_done();
}
