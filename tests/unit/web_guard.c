/* lib/web/guard, lib/web/login: who may ask, from which page, and who may see pages */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tap.h"
#include "web.h"
#include "web/guard.h"
#include "web/login.h"
#include "web/service.h"

#define KEY "a-key-of-nobody"
#define NOON (INT64_C(1224072000) * CLOCK_SECOND)

static struct service s;
static struct web_request q;
static struct web_reply r;
static struct err e;

static void
start(void)
{
	s = (struct service){ .key = KEY,
		.origins = "https://a.example,http://b.example:3000",
		.frozen = true,
		.now = NOON };
	web_reply_reset(&r);
}

/* What a request with that header gets: 200 is admitted. */
static int
bearer(const char *header)
{
	web_reply_reset(&r);
	if (header == NULL)
		CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/"), 0);
	else
		CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", header), 0);
	return guard_admits(&s, &q, &r) ? 200 : r.status;
}

static void
the_key(void)
{
	static const char *const bad[] = { NULL, "HTTP_AUTHORIZATION=", "HTTP_AUTHORIZATION=Bearer",
		"HTTP_AUTHORIZATION=Bearer ", "HTTP_AUTHORIZATION=Bearer" KEY,
		"HTTP_AUTHORIZATION=Bearer a-key-of-nobod", "HTTP_AUTHORIZATION=Bearer " KEY "x",
		"HTTP_AUTHORIZATION=Bearer " KEY " ", "HTTP_AUTHORIZATION=Bearer A-KEY-OF-NOBODY",
		"HTTP_AUTHORIZATION=Basic " KEY, "HTTP_AUTHORIZATION=" KEY,
		"HTTP_AUTHORIZATION=Bearer, Bearer " KEY };
	size_t i;

	start();
	CHECK_INT(bearer("HTTP_AUTHORIZATION=Bearer " KEY), 200);
	CHECK_INT(bearer("HTTP_AUTHORIZATION=bEARER  " KEY), 200);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(bearer(bad[i]), 401);
		CHECK(web_has(&r, "WWW-Authenticate: Bearer"));
		CHECK(strstr(web_body(&r), KEY) == NULL);
	}
}

static void
no_key_is_a_closed_door(void)
{
	start();
	s.key = NULL;
	CHECK_INT(bearer("HTTP_AUTHORIZATION=Bearer "), 503);
	CHECK_INT(bearer(NULL), 503);
	s.open = true;
	CHECK_INT(bearer(NULL), 200);
}

static void
secrets_are_compared_whole(void)
{
	CHECK(guard_same("", ""));
	CHECK(guard_same("abc", "abc"));
	CHECK(!guard_same("abc", "abd"));
	CHECK(!guard_same("abc", "abcd"));
	CHECK(!guard_same("abc", ""));
}

/* Whether it was answered as a preflight. */
static bool
origin(const char *method, const char *from, const char *wants, const char *headers)
{
	web_reply_reset(&r);
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", method, from, wants, headers), 0);
	return guard_origin(&s, &q, &r);
}

static void
pages_that_may_ask(void)
{
	start();
	CHECK(!origin("REQUEST_METHOD=GET", "HTTP_ORIGIN=https://a.example", "X=", "X="));
	CHECK(web_has(&r, "Access-Control-Allow-Origin: https://a.example"));
	CHECK(web_has(&r, "Vary: Origin"));
	CHECK(web_has(&r, "Access-Control-Expose-Headers: X-Request-ID"));
	CHECK(origin("REQUEST_METHOD=OPTIONS", "HTTP_ORIGIN=http://b.example:3000",
	    "HTTP_ACCESS_CONTROL_REQUEST_METHOD=POST",
	    "HTTP_ACCESS_CONTROL_REQUEST_HEADERS=authorization, content-type"));
	CHECK_INT(r.status, 200);
	CHECK_STR(web_body(&r), "OK");
	CHECK(web_has(&r, "Access-Control-Max-Age: 600"));
	CHECK(web_has(&r, "Access-Control-Allow-Headers: authorization, content-type"));
	CHECK(!origin("REQUEST_METHOD=OPTIONS", "HTTP_ORIGIN=https://a.example", "X=", "X="));
}

static void
pages_that_may_not(void)
{
	static const char *const bad[] = { "HTTP_ORIGIN=", "HTTP_ORIGIN=null",
		"HTTP_ORIGIN=https://a.example.evil.example", "HTTP_ORIGIN=https://a.exampl",
		"HTTP_ORIGIN=http://a.example", "HTTP_ORIGIN=http://b.example",
		"HTTP_ORIGIN=https://a.example,http://b.example:3000", "HTTP_ORIGIN=*",
		"HTTP_ORIGIN=," };
	size_t i;

	start();
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK(!origin("REQUEST_METHOD=GET", bad[i], "X=", "X="));
		CHECK(strstr(r.headers.p, "Allow-Origin") == NULL);
		CHECK(origin("REQUEST_METHOD=OPTIONS", bad[i],
		    "HTTP_ACCESS_CONTROL_REQUEST_METHOD=GET", "X="));
		CHECK_INT(r.status, 400);
	}
	CHECK(origin("REQUEST_METHOD=OPTIONS", "HTTP_ORIGIN=https://a.example",
	    "HTTP_ACCESS_CONTROL_REQUEST_METHOD=TRACE", "X="));
	CHECK_INT(r.status, 400);
	CHECK(origin("REQUEST_METHOD=OPTIONS", "HTTP_ORIGIN=https://a.example",
	    "HTTP_ACCESS_CONTROL_REQUEST_METHOD=GET",
	    "HTTP_ACCESS_CONTROL_REQUEST_HEADERS=a\r\nSet-Cookie: b"));
	CHECK(strstr(r.headers.p, "Allow-Headers") == NULL &&
	      strstr(r.headers.p, "Set-Cookie") == NULL);
}

/* --- pages */

/* Send the form; the cookie that came, "HTTP_COOKIE=pf_ui=...", owned; NULL: none did. */
static char *
log_in(const char *body, const char *a, const char *b)
{
	const char *at;

	web_reply_reset(&r);
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_METHOD=POST", "PATH_INFO=/ui/login", a, b), 0);
	q.body = body;
	q.body_len = strlen(body);
	answer_login_try(&s, &q, &r);
	at = r.headers.p == NULL ? NULL : strstr(r.headers.p, "Set-Cookie: pf_ui=");
	return at == NULL ? NULL : mem_fmt("HTTP_COOKIE=%.*s", (int)strcspn(at + 12, ";"), at + 12);
}

static bool
admits(const char *cookie)
{
	web_reply_reset(&r);
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/ui/stock/GOOG", "QUERY_STRING=a=b", cookie), 0);
	return login_admits(&s, &q, &r);
}

static void
a_cookie_for_the_key(void)
{
	char *cookie, *among;

	start();
	cookie = log_in("key=" KEY "&next=%2Fui%2Fideas", "X=", "X=");
	CHECK(cookie != NULL);
	CHECK_INT(r.status, 303);
	CHECK(web_has(&r, "Location: /ui/ideas"));
	CHECK(strstr(r.headers.p, "; Path=/ui; Max-Age=43200; HttpOnly; SameSite=Strict\r\n") !=
	      NULL);
	CHECK(strstr(r.headers.p, KEY) == NULL);
	CHECK(admits(cookie));
	among = mem_fmt("HTTP_COOKIE=pf_uix=1; other=pf_ui; %s; last=2", cookie + 12);
	CHECK(admits(among));
	s.now = NOON + 43199 * CLOCK_SECOND;
	CHECK(admits(cookie));
	s.now = NOON + 43200 * CLOCK_SECOND;
	CHECK(!admits(cookie));
	CHECK_INT(r.status, 303);
	CHECK(web_has(&r, "Location: /ui/login?next=/ui/stock/GOOG%3Fa%3Db"));
	s.now = NOON;
	s.key = "another-key-of-nobody";
	CHECK(!admits(cookie));
	free(cookie);
	free(among);
}

static void
a_cookie_that_is_none(void)
{
	static const char *const bad[] = { "HTTP_COOKIE=", "HTTP_COOKIE=pf_ui=",
		"HTTP_COOKIE=pf_ui=.", "HTTP_COOKIE=pf_ui=1224115200",
		"HTTP_COOKIE=pf_ui=99999999999999999999.00", "HTTP_COOKIE=pf_ui=-1.00",
		"HTTP_COOKIE=pf_ui", "HTTP_COOKIE=;;;", ("HTTP_COOKIE=pf_ui=" KEY) };
	char *cookie, *longer;
	size_t i;

	start();
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(!admits(bad[i]));
	cookie = log_in("key=" KEY, "X=", "X=");
	CHECK(cookie != NULL && admits(cookie));
	cookie[sizeof "HTTP_COOKIE=pf_ui=" + 5] ^= 1; /* a later time */
	CHECK(!admits(cookie));
	cookie[sizeof "HTTP_COOKIE=pf_ui=" + 5] ^= 1;
	cookie[strlen(cookie) - 1] ^= 1;
	CHECK(!admits(cookie));
	cookie[strlen(cookie) - 1] ^= 1;
	longer = mem_fmt("%s0", cookie);
	CHECK(!admits(longer));
	cookie[strlen(cookie) - 1] = '\0';
	CHECK(!admits(cookie));
	free(cookie);
	free(longer);
}

static void
who_sends_the_form(void)
{
	char *cookie;

	start();
	CHECK(log_in("key=wrong", "X=", "X=") == NULL);
	CHECK_INT(r.status, 401);
	CHECK(log_in("", "X=", "X=") == NULL);
	CHECK_INT(r.status, 401);
	CHECK(log_in("key=" KEY, "HTTP_ORIGIN=https://evil.example", "HTTP_HOST=ours.example") ==
	      NULL);
	CHECK_INT(r.status, 403);
	CHECK(log_in("key=" KEY, "HTTP_ORIGIN=null", "HTTP_HOST=null") == NULL);
	CHECK_INT(r.status, 403);
	cookie = log_in("key=" KEY, "HTTP_ORIGIN=https://ours.example", "HTTP_HOST=ours.example");
	CHECK(cookie != NULL);
	free(cookie);
	cookie = log_in("key=" KEY, "HTTPS=on", "X=");
	CHECK(cookie != NULL && strstr(r.headers.p, "; SameSite=Strict; Secure\r\n") != NULL);
	free(cookie);
}

static void
it_goes_on_to_pages_of_ours_alone(void)
{
	static const char *const bad[] = { "next=https://evil.example", "next=//evil.example",
		"next=/ui/../../orders", "next=/ui//evil.example",
		"next=/ui/%0D%0ASet-Cookie:%20a=b", "next=/ui/%5C%5Cevil", "next=/other" };
	char *body, *cookie;
	size_t i;

	start();
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		body = mem_fmt("key=" KEY "&%s", bad[i]);
		cookie = log_in(body, "X=", "X=");
		CHECK(cookie != NULL && web_has(&r, "Location: /ui/"));
		free(cookie);
		free(body);
	}
}

int
main(void)
{
	RUN(the_key);
	RUN(no_key_is_a_closed_door);
	RUN(secrets_are_compared_whole);
	RUN(pages_that_may_ask);
	RUN(pages_that_may_not);
	RUN(a_cookie_for_the_key);
	RUN(a_cookie_that_is_none);
	RUN(who_sends_the_form);
	RUN(it_goes_on_to_pages_of_ours_alone);
	web_reply_release(&r);
	web_request_release(&q);
	return tap_done();
}
