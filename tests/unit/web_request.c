/* lib/web/request, lib/web/reply: what a web server hands over, taken apart; what goes back to it */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tap.h"
#include "web.h"

static struct web_request q;
static struct err e;

static void
a_plain_one(void)
{
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/orders", "QUERY_STRING=limit=5&status=",
		      "HTTP_AUTHORIZATION=Bearer x", "HTTP_X_REQUEST_ID=a-1.b_2"),
	    0);
	CHECK_STR(q.method, "GET");
	CHECK_STR(q.path, "/orders");
	CHECK_STR(q.query, "limit=5&status=");
	CHECK_STR(q.authorization, "Bearer x");
	CHECK_STR(q.id, "a-1.b_2");
	CHECK_INT(q.nparams, 2);
	CHECK_STR(web_request_param(&q, "limit"), "5");
	CHECK_STR(web_request_param(&q, "status"), "");
	CHECK(web_request_param(&q, "LIMIT") == NULL);
	CHECK(q.origin == NULL && q.cookie == NULL && q.content_type == NULL);
}

static void
the_path_is_decoded_once(void)
{
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=/stocks/BRK%2EB/ohlcv?period=1W",
		      "QUERY_STRING=period=1W"),
	    0);
	CHECK_STR(q.path, "/stocks/BRK.B/ohlcv");
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=/a%252Fb+c"), 0);
	CHECK_STR(q.path, "/a%2Fb+c"); /* a plus is a plus there */
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=/a%2Fb"), 0);
	CHECK_STR(q.path, "/a/b");
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/a%2Fb", "REQUEST_URI=/other"), 0);
	CHECK_STR(q.path, "/a%2Fb"); /* the server has decoded it */
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=", "REQUEST_URI=/%C3%BC"), 0);
	CHECK_STR(q.path, "/\xc3\xbc");
}

static void
parameters_are_decoded(void)
{
	CHECK_INT(
	    WEB_TAKE(&q, &e, "PATH_INFO=/", "QUERY_STRING=a=1&&b=x+y%2Bz&c&d=%3D=&=n&a=2&%61b=%41"),
	    0);
	CHECK_STR(web_request_param(&q, "a"), "2"); /* the last */
	CHECK_STR(web_request_param(&q, "b"), "x y+z");
	CHECK_STR(web_request_param(&q, "c"), "");
	CHECK_STR(web_request_param(&q, "d"), "==");
	CHECK_STR(web_request_param(&q, ""), "n");
	CHECK_STR(web_request_param(&q, "ab"), "A");
	CHECK_INT(q.nparams, 7);
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", "QUERY_STRING=&&&"), 0);
	CHECK_INT(q.nparams, 0);
}

static void
what_is_no_request_is_refused(void)
{
	static const char *const bad[] = { "QUERY_STRING=a=%", "QUERY_STRING=a=%4",
		"QUERY_STRING=a=%zz", "QUERY_STRING=a=%00", "QUERY_STRING=%00=a",
		"QUERY_STRING=a=%ff", "QUERY_STRING=a=%C0%AF", "QUERY_STRING=a=%ED%A0%80" };
	const char *none[] = { "PATH_INFO=/", NULL };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", bad[i]), -1);
		CHECK_INT(e.code, ERR_DATA);
		CHECK(q.id[0] != '\0');
	}
	CHECK_INT(WEB_TAKE(&q, &e, "SERVER_NAME=x"), -1); /* no path */
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=orders"), -1);
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=*"), -1);
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=/a%"), -1);
	CHECK_INT(WEB_TAKE(&q, &e, "REQUEST_URI=/a%00b"), -1);
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/\xff"), -1);
	CHECK_INT(web_request_take(&q, web_variable, none, &e), -1); /* no method */
	CHECK_STR(q.method, "");
}

static void
the_limits(void)
{
	char *path = mem_fmt("PATH_INFO=/%0*d", WEB_URL_MAX - 1, 0);
	char *query = mem_fmt("QUERY_STRING=%0*d", WEB_URL_MAX, 0);
	char *longer = mem_fmt("%s0", path), *more = mem_fmt("%s0", query);
	struct buf many = { 0 };
	int i;

	CHECK_INT(WEB_TAKE(&q, &e, path, query), 0);
	CHECK_INT(strlen(q.path), WEB_URL_MAX);
	CHECK_INT(WEB_TAKE(&q, &e, longer), -1);
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", more), -1);
	buf_str(&many, "QUERY_STRING=");
	for (i = 0; i < WEB_PARAMS_MAX; i++)
		buf_str(&many, "a=1&");
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", many.p), 0);
	CHECK_INT(q.nparams, WEB_PARAMS_MAX);
	buf_str(&many, "b=2");
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", many.p), -1);
	free(path);
	free(query);
	free(longer);
	free(more);
	buf_release(&many);
}

static void
an_id_of_theirs_is_a_name_or_none(void)
{
	static const char *const bad[] = {
		"HTTP_X_REQUEST_ID=", "HTTP_X_REQUEST_ID=a b", "HTTP_X_REQUEST_ID=a\nb",
		"HTTP_X_REQUEST_ID=<a>",
		"HTTP_X_REQUEST_ID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	};
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", bad[i]), 0);
		CHECK_INT(strlen(q.id), 16);
		CHECK_INT(strspn(q.id, "0123456789abcdef"), 16);
	}
}

static void
a_form_adds_its_parameters(void)
{
	CHECK_INT(WEB_TAKE(&q, &e, "PATH_INFO=/", "QUERY_STRING=a=1"), 0);
	CHECK_INT(web_request_params(&q, "key=x%26y&next=/ui/", 19, &e), 0);
	CHECK_STR(web_request_param(&q, "key"), "x&y");
	CHECK_STR(web_request_param(&q, "next"), "/ui/");
	CHECK_STR(web_request_param(&q, "a"), "1");
	CHECK_INT(web_request_params(&q, "a\0b=1", 5, &e), -1);
}

static void
a_reply(void)
{
	struct web_reply r = { 0 };
	struct buf head = { 0 };

	web_reply_reset(&r);
	web_reply_header(&r, "X-A", "one\r\nX-B: two\x7f\t");
	CHECK_STR(r.headers.p, "X-A: oneX-B: two\r\n"); /* nothing ends the line */
	web_reply_detail(&r, 404, "%s \"\n", "no");
	CHECK_STR(web_body(&r), "{\"detail\":\"no \\\"\\n\"}");
	web_reply_head(&r, &head);
	CHECK_STR(head.p,
	    "Status: 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 20\r\nX-A: oneX-B: two\r\n\r\n");
	buf_reset(&head);
	web_reply_reset(&r);
	r.status = 204;
	web_reply_head(&r, &head);
	CHECK_STR(head.p, "Status: 204 No Content\r\n\r\n");
	CHECK_STR(web_status_text(299), "Unknown");
	buf_release(&head);
	web_reply_release(&r);
}

int
main(void)
{
	RUN(a_plain_one);
	RUN(the_path_is_decoded_once);
	RUN(parameters_are_decoded);
	RUN(what_is_no_request_is_refused);
	RUN(the_limits);
	RUN(an_id_of_theirs_is_a_name_or_none);
	RUN(a_form_adds_its_parameters);
	RUN(a_reply);
	web_request_release(&q);
	return tap_done();
}
