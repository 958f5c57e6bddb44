/* lib/net against a scripted server on loopback */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "net/http.h"
#include "server.h"
#include "tap.h"

static const struct http_vendor vendor = {
	.name = "test", .url = "https://example.invalid", .url_env = "PF_TEST_URL"
};

/* One GET of /x, or a POST of body. */
static int
once(struct http_request *r, const char *body, int64_t deadline, struct err *e)
{
	struct http *h = NULL;
	int rc = -1;

	r->method = body == NULL ? "GET" : "POST";
	r->path = "/x?q=1";
	r->body = body;
	r->body_len = body == NULL ? 0 : strlen(body);
	if (http_open(&h, &vendor, deadline, e) == 0)
		rc = http_once(h, r, e);
	http_close(h);
	return rc;
}

static void
a_request_and_its_reply(void)
{
	const char *const script[] = { OK "Request-Id: abc-1\r\nX-Warning: [\"Warning: w\"]\r\n"
					  "Content-Length: 5\r\n\r\nhello",
		NULL };
	const char *const headers[] = { "Accept: application/json", "X-Nothing: ", NULL };
	struct http_request r = { .repeatable = true, .user = "db-key", .headers = headers };
	struct server s;
	struct err e;
	const char *v;
	size_t n = 0;
	char *seen;

	serve(&s, script);
	CHECK_INT(once(&r, "a=1", 0, &e), 0);
	CHECK_INT(r.reply.status, 200);
	CHECK_STR(r.reply.body.p, "hello");
	CHECK_STR(r.reply.request_id, "abc-1");
	v = http_header(&r.reply, "x-warning", &n);
	CHECK(v != NULL && n == 14 && memcmp(v, "[\"Warning: w\"]", n) == 0);
	CHECK(http_header(&r.reply, "x-warn", &n) == NULL);
	seen = stop(&s);
	CHECK(strstr(seen, "POST /x?q=1 HTTP/1.1\r\n") == seen);
	CHECK(strstr(seen, "\r\nUser-Agent: pf-utils/" PACKAGE_VERSION "\r\n") != NULL);
	CHECK(strstr(seen, "\r\nAuthorization: Basic ZGIta2V5Og==\r\n") != NULL);
	CHECK(strstr(seen, "\r\nContent-Type: application/x-www-form-urlencoded\r\n") != NULL);
	CHECK(strstr(seen, "\r\n\r\na=1\n") != NULL);
	CHECK(strstr(seen, "\r\nX-Nothing:\r\n") != NULL);
	CHECK(strstr(seen, "Expect") == NULL);
	free(seen);
	http_reply_release(&r.reply);
}

static void
statuses_that_pass_are_tried_again(void)
{
	const char *const script[] = { "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n<html>",
		"HTTP/1.1 504 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
		OK "Content-Length: 2\r\n\r\nok", NULL };
	const char *const refusal[] = {
		"HTTP/1.1 422 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", NULL
	};
	struct http_request r = { .repeatable = true };
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 200);
	CHECK_INT(r.attempts, 3);
	free(stop(&s));
	serve(&s, refusal);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 422);
	CHECK_INT(r.attempts, 1);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
what_is_not_repeatable_is_sent_once(void)
{
	const char *const script[] = {
		"HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
		OK "Content-Length: 2\r\n\r\nok", NULL
	};
	const char *const limited[] = { "HTTP/1.1 429 No\r\nConnection: close\r\nRetry-After: 0\r\n"
					"Content-Length: 0\r\n\r\n",
		OK "Content-Length: 2\r\n\r\nok", NULL };
	struct http_request r = { .repeatable = false };
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, "a=1", 0, &e), 0);
	CHECK_INT(r.reply.status, 500);
	free(stop(&s));
	serve(&s, limited); /* a 429 was certainly not taken */
	CHECK_INT(once(&r, "a=1", 0, &e), 0);
	CHECK_INT(r.reply.status, 200);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
retry_after_is_obeyed_within_limits(void)
{
	const char *const script[] = { "HTTP/1.1 429 No\r\nConnection: close\r\nRetry-After: 1\r\n"
				       "Content-Length: 0\r\n\r\n",
		OK "Content-Length: 2\r\n\r\nok", NULL };
	const char *const long_one[] = { "HTTP/1.1 429 No\r\nConnection: close\r\n"
					 "Retry-After: 3600\r\nContent-Length: 0\r\n\r\n",
		NULL };
	struct http_request r = { .repeatable = true };
	int64_t from = clock_mono();
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 200);
	CHECK(clock_mono() - from >= CLOCK_SECOND);
	free(stop(&s));
	from = clock_mono();
	serve(&s, long_one);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 429);
	CHECK(clock_mono() - from < CLOCK_SECOND);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
waits_end_before_the_deadline(void)
{
	const char *const script[] = { "HTTP/1.1 503 No\r\nConnection: close\r\nRetry-After: 9\r\n"
				       "Content-Length: 0\r\n\r\n",
		NULL };
	const char *const stall[] = { OK STALL, NULL };
	struct http_request r = { .repeatable = true };
	int64_t from = clock_mono();
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, NULL, from + CLOCK_SECOND, &e), 0);
	CHECK_INT(r.reply.status, 503);
	CHECK(clock_mono() - from < CLOCK_SECOND);
	free(stop(&s));
	from = clock_mono();
	serve(&s, stall);
	CHECK_INT(once(&r, NULL, from + CLOCK_SECOND / 2, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(clock_mono() - from < 2 * CLOCK_SECOND);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
a_refused_connection_names_the_place(void)
{
	const char *const none[] = { NULL };
	struct http_request r = { 0 };
	struct server s;
	struct err e;
	char want[64];
	int status;

	serve(&s, none);
	(void)waitpid(s.pid, &status, 0); /* it has gone, and its port with it */
	CHECK_INT(once(&r, "a=1", 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	(void)snprintf(want, sizeof want, "127.0.0.1:%d: Connection refused", s.port);
	CHECK(strstr(e.msg, want) != NULL);
	CHECK_INT(r.attempts, 4);
	(void)fclose(s.seen);
	http_reply_release(&r.reply);
}

static void
a_name_nobody_knows_is_temporary(void)
{
	struct http_request r = { .repeatable = true };
	struct err e;

	(void)setenv("PF_HTTP_ATTEMPTS", "1", 1);
	/* a label of more than 63 bytes: refused by the resolver itself, nobody is asked */
	(void)setenv("PF_TEST_URL",
	    "https://a234567890123456789012345678901234567890123456789012345678901234.invalid", 1);
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(strstr(e.msg, ".invalid:443: cannot resolve") != NULL);
	(void)unsetenv("PF_HTTP_ATTEMPTS");
	http_reply_release(&r.reply);
}

static void
what_speaks_no_tls_or_no_http_is_told(void)
{
	const char *const garbage[] = { "SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
		"SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2\r\n", NULL };
	struct http_request r = { .repeatable = true };
	struct server s;
	struct err e;
	char url[64];

	serve(&s, garbage);
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	free(stop(&s));
	(void)setenv("PF_HTTP_ATTEMPTS", "1", 1);
	serve(&s, garbage);
	(void)snprintf(url, sizeof url, "https://127.0.0.1:%d", s.port);
	(void)setenv("PF_TEST_URL", url, 1);
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(strstr(e.msg, "TLS handshake") != NULL);
	free(stop(&s));
	(void)unsetenv("PF_HTTP_ATTEMPTS");
	http_reply_release(&r.reply);
}

/* A sink that counts. */
struct sunk {
	struct buf got;
	int again;
	bool full; /* refuse everything */
};

static int
sink(struct http_request *r, const char *p, size_t n, struct err *e)
{
	struct sunk *k = r->arg;

	if (k->full)
		return err_set(e, ERR_DATA, "that is no data");
	buf_add(&k->got, p, n);
	return 0;
}

static int
again(struct http_request *r, struct err *e)
{
	struct sunk *k = r->arg;

	(void)e;
	k->again++;
	buf_reset(&k->got);
	r->body = "from=2";
	r->body_len = 6;
	return 0;
}

static int
whole(struct http_request *r, struct err *e)
{
	struct sunk *k = r->arg;

	return strstr(k->got.p, "end") != NULL ? 0 : err_set(e, ERR_DATA, "truncated");
}

static void
a_broken_stream_is_resumed_by_its_owner(void)
{
	const char *const cut[] = { OK "Content-Length: 9\r\n\r\n123", OK "\r\n123", OK "\r\n4 end",
		NULL };
	struct sunk k = { 0 };
	struct http_request r = {
		.repeatable = true, .sink = sink, .again = again, .whole = whole, .arg = &k
	};
	struct server s;
	struct err e;
	char *seen;

	serve(&s, cut);
	CHECK_INT(once(&r, "from=1", 0, &e), 0);
	CHECK_INT(r.reply.status, 200);
	CHECK_STR(k.got.p, "4 end");
	CHECK_INT(k.again, 2);
	seen = stop(&s);
	CHECK_INT(count(seen, "from=1"), 1);
	CHECK_INT(count(seen, "from=2"), 2);
	free(seen);
	r.again = NULL; /* nobody can resume it: no second attempt */
	buf_reset(&k.got);
	serve(&s, cut);
	CHECK_INT(once(&r, "from=1", 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK_STR(k.got.p, "123");
	free(stop(&s));
	buf_release(&k.got);
	http_reply_release(&r.reply);
}

static void
a_sink_that_refuses_ends_it(void)
{
	const char *const script[] = { OK "\r\nxyz", NULL };
	const char *const error[] = {
		"HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnope", NULL
	};
	struct sunk k = { .full = true };
	struct http_request r = { .repeatable = true, .sink = sink, .again = again, .arg = &k };
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK_STR(e.msg, "that is no data");
	free(stop(&s));
	serve(&s, error); /* another status is collected, not sunk */
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_STR(r.reply.body.p, "nope");
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
an_error_body_is_capped(void)
{
	char *big = mem_new(HTTP_ERROR_MAX + 1000, 1);
	const char *script[] = { NULL, NULL };
	struct http_request r = { .repeatable = true };
	struct server s;
	struct err e;

	memset(big, 'x', HTTP_ERROR_MAX + 999);
	memcpy(big, "HTTP/1.1 400 No\r\nConnection: close\r\n\r\n", 38);
	script[0] = big;
	serve(&s, script);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 400);
	CHECK(r.reply.body.len == HTTP_ERROR_MAX);
	free(stop(&s));
	free(big);
	http_reply_release(&r.reply);
}

static void
a_stall_ends(void)
{
	const char *const stall[] = { OK "\r\nabc" STALL, NULL };
	struct sunk k = { 0 };
	struct http_request r = { .repeatable = true, .sink = sink, .arg = &k };
	int64_t from = clock_mono();
	struct server s;
	struct err e;

	(void)setenv("PF_HTTP_TIMEOUT", "1s", 1);
	serve(&s, stall);
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK_STR(k.got.p, "abc");
	CHECK(clock_mono() - from < 10 * CLOCK_SECOND);
	free(stop(&s));
	(void)unsetenv("PF_HTTP_TIMEOUT");
	buf_release(&k.got);
	http_reply_release(&r.reply);
}

static void
redirects_are_not_followed(void)
{
	const char *const script[] = { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n"
				       "Connection: close\r\nContent-Length: 0\r\n\r\n",
		NULL };
	struct http_request r = { .repeatable = true };
	struct server s;
	struct err e;

	serve(&s, script);
	CHECK_INT(once(&r, NULL, 0, &e), 0);
	CHECK_INT(r.reply.status, 302);
	free(stop(&s));
	http_reply_release(&r.reply);
}

static void
a_signal_ends_the_run(void)
{
	const char *const stall[] = { OK STALL, NULL };
	struct http_request r = { .repeatable = true };
	struct server s;
	struct err e;
	pid_t self = getpid(), killer;
	int status;

	serve(&s, stall);
	stop_install();
	killer = fork();
	if (killer == 0) {
		(void)usleep(200000);
		(void)kill(self, SIGTERM);
		_exit(0);
	}
	CHECK_INT(once(&r, NULL, 0, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	(void)waitpid(killer, &status, 0);
	free(stop(&s));
	http_reply_release(&r.reply);
}

/* Several side by side, each adding another one when it is done. */
struct fan {
	struct http *h;
	int done, left;
	struct http_request r[8];
};

static int
fan_done(struct http_request *r, int rc, struct err *e)
{
	struct fan *f = r->arg;

	(void)e;
	f->done += rc == 0 && r->reply.status == 200;
	http_reply_release(&r->reply);
	if (f->left > 0) {
		f->left--;
		http_add(f->h, r);
	}
	return 0;
}

static void
a_queue_runs_until_it_is_empty(void)
{
	const char *script[13];
	struct fan f = { .left = 4 };
	struct server s;
	struct err e;
	size_t i;

	for (i = 0; i < 12; i++)
		script[i] = OK "Content-Length: 2\r\n\r\nok";
	script[12] = NULL;
	serve(&s, script);
	CHECK_INT(http_open(&f.h, &vendor, 0, &e), 0);
	for (i = 0; i < 8; i++) {
		f.r[i] = (struct http_request){ .method = "GET",
			.path = "/",
			.repeatable = true,
			.done = fan_done,
			.arg = &f };
		http_add(f.h, &f.r[i]);
	}
	CHECK_INT(http_run(f.h, &e), 0);
	CHECK_INT(f.done, 12);
	http_close(f.h);
	free(stop(&s));
}

int
main(void)
{
	log_show(LOG_ERROR);
	(void)unsetenv("https_proxy");
	(void)setenv("PF_HTTP_BACKOFF", "10ms", 1);
	RUN(a_request_and_its_reply);
	RUN(statuses_that_pass_are_tried_again);
	RUN(what_is_not_repeatable_is_sent_once);
	RUN(retry_after_is_obeyed_within_limits);
	RUN(waits_end_before_the_deadline);
	RUN(a_refused_connection_names_the_place);
	RUN(a_name_nobody_knows_is_temporary);
	RUN(what_speaks_no_tls_or_no_http_is_told);
	RUN(a_broken_stream_is_resumed_by_its_owner);
	RUN(a_sink_that_refuses_ends_it);
	RUN(an_error_body_is_capped);
	RUN(a_stall_ends);
	RUN(redirects_are_not_followed);
	RUN(a_queue_runs_until_it_is_empty);
	RUN(a_signal_ends_the_run);
	return tap_done();
}
