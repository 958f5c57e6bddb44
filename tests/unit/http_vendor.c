/* lib/net: what a vendor's table changes for all of its requests */
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "net/http.h"
#include "server.h"
#include "tap.h"

static int
get(struct http_request *r, const struct http_vendor *v, struct err *e)
{
	struct http *h = NULL;
	int rc = -1;

	r->method = "GET";
	r->path = "/x";
	r->repeatable = true;
	if (http_open(&h, v, 0, e) == 0)
		rc = http_once(h, r, e);
	http_close(h);
	return rc;
}

static void
a_base_address_of_the_run_wins(void)
{
	const char *const script[] = { OK "Content-Length: 2\r\n\r\nok", NULL };
	struct http_vendor v = {
		.name = "test", .url = "https://x.invalid", .url_env = "PF_X_URL"
	};
	struct http_request r = { 0 };
	struct server s;
	struct err e;
	char base[64];

	serve(&s, script);
	(void)snprintf(base, sizeof base, "http://127.0.0.1:%d", s.port);
	v.base = base;
	(void)setenv("PF_X_URL", "https://y.invalid", 1);
	CHECK_INT(get(&r, &v, &e), 0);
	CHECK_STR(r.reply.body.p, "ok");
	CHECK(r.reply.connected);
	free(stop(&s));
	v.base = "https://host.invalid/path";
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	(void)unsetenv("PF_X_URL");
	http_reply_release(&r.reply);
}

static void
plain_http_is_for_hosts_nearby_or_signed_requests(void)
{
	static const struct {
		const char *url;
		bool near, any; /* what is allowed without and with any_http */
	} rows[] = {
		{ "http://localhost:80", true, true },
		{ "http://[::1]", true, true },
		{ "http://169.254.169.254", true, true },
		{ "http://169.254.170.2", true, true },
		{ "http://169.254.170.23", true, true },
		{ "http://[fd00:ec2::254]", true, true },
		{ "http://[fd00:ec2:0::23]", true, true },
		{ "http://169.254.169.253", false, true },
		{ "http://169.254.169.254.example.com", false, true },
		{ "http://[fd00:ec2::2]", false, true },
		{ "http://example.com", false, true },
		{ "ftp://example.com", false, false },
	};
	struct err e;
	char *base;
	size_t i;
	bool local;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		base = http_base_of(rows[i].url, "PF_X_URL", false, NULL, &local, &e);
		CHECK_INT(base != NULL, rows[i].near);
		CHECK(base == NULL || local);
		CHECK(base != NULL || strstr(e.msg, "PF_X_URL must be https") == e.msg);
		free(base);
		base = http_base_of(rows[i].url, "PF_X_URL", true, NULL, &local, &e);
		CHECK_INT(base != NULL, rows[i].any);
		CHECK(base == NULL || local == rows[i].near);
		if (!tap.ok)
			(void)printf("# %s\n", rows[i].url);
		free(base);
	}
	base = http_base_of("https://u:hidden@x", "PF_X_URL", true, NULL, &local, &e);
	CHECK(base == NULL && strstr(e.msg, "hidden") == NULL);
}

static void
a_proxy_is_passed_by_where_it_has_to_be(void)
{
	const char *const script[] = { OK "Content-Length: 2\r\n\r\nok",
		OK "Content-Length: 2\r\n\r\nok", NULL };
	struct http_vendor v = { .name = "test", .base = "http://far.invalid", .any_http = true };
	struct http_request r = { 0 };
	struct server s;
	struct err e;
	char url[64];
	char *seen;

	serve(&s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s.port);
	(void)setenv("http_proxy", url, 1);
	CHECK_INT(get(&r, &v, &e), 0); /* the proxy answers in its place */
	(void)setenv("http_proxy", "http://127.0.0.1:1", 1);
	v.base = url; /* loopback: none */
	CHECK_INT(get(&r, &v, &e), 0);
	seen = stop(&s);
	CHECK_INT(count(seen, "GET http://far.invalid/x HTTP/1.1\r\n"), 1);
	CHECK_INT(count(seen, "GET /x HTTP/1.1\r\n"), 1);
	free(seen);
	/* a label of more than 63 bytes: refused by the resolver itself, nobody is asked */
	v.base = "http://a234567890123456789012345678901234567890123456789012345678901234.invalid";
	v.direct = true;
	v.attempts = 1;
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK(strstr(e.msg, ".invalid:80: cannot resolve") != NULL);
	(void)unsetenv("http_proxy");
	http_reply_release(&r.reply);
}

static void
attempts_and_the_time_out_are_its_own(void)
{
	const char *const failing[] = {
		"HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", OK "\r\nok",
		NULL
	};
	const char *const stall[] = { OK STALL, NULL };
	struct http_vendor v = {
		.name = "test", .url = "https://x.invalid", .url_env = "PF_TEST_URL", .attempts = 2
	};
	struct http_request r = { 0 };
	struct server s;
	struct err e;
	int64_t from;

	serve(&s, failing);
	(void)setenv("PF_HTTP_ATTEMPTS", "3", 1);
	CHECK_INT(get(&r, &v, &e), 0);
	CHECK_INT(r.reply.status, 500);
	CHECK_INT(r.attempts, 2);
	(void)unsetenv("PF_HTTP_ATTEMPTS");
	free(stop(&s));
	v.attempts = 1;
	v.timeout_ns = CLOCK_SECOND / 5;
	(void)setenv("PF_HTTP_TIMEOUT", "9s", 1);
	serve(&s, stall);
	from = clock_mono();
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(clock_mono() - from < 2 * CLOCK_SECOND);
	CHECK(r.reply.connected);
	free(stop(&s));
	(void)unsetenv("PF_HTTP_TIMEOUT");
	http_reply_release(&r.reply);
}

static void
who_was_not_there_was_not_connected(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof at;
	char base[64];
	struct http_vendor v = {
		.name = "test", .base = base, .attempts = 1, .timeout_ns = CLOCK_SECOND / 5
	};
	struct http_request r = { 0 };
	struct err e;
	int fd = socket(AF_INET, SOCK_STREAM, 0), full[2], i;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
	(void)snprintf(base, sizeof base, "http://127.0.0.1:%d", ntohs(at.sin_port));
	CHECK_INT(get(&r, &v, &e), -1); /* nobody listens */
	CHECK(strstr(e.msg, "Connection refused") != NULL);
	CHECK(!r.reply.connected);
	CHECK(listen(fd, 0) == 0);
	for (i = 0; i < 2; i++) { /* its queue is full: more are not answered */
		full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(full[i], (struct sockaddr *)&at, sizeof at);
	}
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(!r.reply.connected);
	for (i = 0; i < 2; i++)
		(void)close(full[i]);
	(void)close(fd);
	http_reply_release(&r.reply);
}

static void
a_file_of_authorities_has_to_be_there(void)
{
	const char *const script[] = { "no TLS\r\n", NULL };
	char base[64];
	struct http_vendor v = {
		.name = "test", .base = base, .attempts = 1, .ca_file = "/nonexistent/ca.pem"
	};
	struct http_request r = { 0 };
	struct server s;
	struct err e;

	serve(&s, script);
	(void)snprintf(base, sizeof base, "https://127.0.0.1:%d", s.port);
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, "/nonexistent/ca.pem") != NULL);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static int
number_it(struct http_request *r, struct err *e)
{
	static const char *const first[] = { "X-Try: 1", NULL }, *const second[] = { "X-Try: 2",
		NULL };

	if (r->attempts == 3)
		return err_set(e, ERR_PERM, "the keys ran out");
	r->headers = r->attempts == 1 ? first : second;
	return 0;
}

static bool
says_slow_down(const struct http_request *r)
{
	return r->reply.status == 400 && strstr(r->reply.body.p, "slow down") != NULL;
}

static void
each_sending_is_prepared_and_a_body_can_say_busy(void)
{
#define BUSY "HTTP/1.1 400 No\r\nConnection: close\r\nContent-Length: 9\r\n\r\nslow down"
	const char *const script[] = { BUSY,
		"HTTP/1.1 400 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno", BUSY, BUSY,
		NULL };
	struct http_vendor v = { .name = "test" };
	struct http_request r = { .prepare = number_it, .busy = says_slow_down };
	struct server s;
	struct err e;
	char *seen, base[64];

	serve(&s, script);
	(void)snprintf(base, sizeof base, "http://127.0.0.1:%d", s.port);
	v.base = base;
	CHECK_INT(get(&r, &v, &e), 0);
	CHECK_INT(r.reply.status, 400);
	CHECK_STR(r.reply.body.p, "no");
	CHECK_INT(r.attempts, 2);
	http_reply_release(&r.reply);
	CHECK_INT(get(&r, &v, &e), -1);
	CHECK_INT(e.code, ERR_PERM);
	CHECK_STR(e.msg, "the keys ran out");
	seen = stop(&s);
	CHECK(strstr(seen, "X-Try: 1") != NULL &&
	      strstr(seen, "X-Try: 2") > strstr(seen, "X-Try: 1"));
	free(seen);
	http_reply_release(&r.reply);
}

int
main(void)
{
	log_show(LOG_ERROR);
	(void)unsetenv("https_proxy");
	(void)setenv("PF_HTTP_BACKOFF", "10ms", 1);
	RUN(a_base_address_of_the_run_wins);
	RUN(plain_http_is_for_hosts_nearby_or_signed_requests);
	RUN(a_proxy_is_passed_by_where_it_has_to_be);
	RUN(attempts_and_the_time_out_are_its_own);
	RUN(each_sending_is_prepared_and_a_body_can_say_busy);
	RUN(who_was_not_there_was_not_connected);
	RUN(a_file_of_authorities_has_to_be_there);
	return tap_done();
}
