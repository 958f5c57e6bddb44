#include "aws/imds.h"

#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/url.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "net/http.h"

#define TOKEN_PATH "/latest/api/token"
#define TOKEN_LIFE "21600" /* s; the longest there is */
#define TIMEOUT_MAX (60 * CLOCK_SECOND)
#define ATTEMPTS_MAX 100

/* An address that is given, and one by its mode. */
#define ENDPOINT "AWS_EC2_METADATA_SERVICE_ENDPOINT"
#define MODE "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
#define TIMEOUT "AWS_METADATA_SERVICE_TIMEOUT"
#define ATTEMPTS "AWS_METADATA_SERVICE_NUM_ATTEMPTS"
#define V1_OFF "AWS_EC2_METADATA_V1_DISABLED"

enum step { STEP_NEW, STEP_TOKEN, STEP_V1 };

struct imds {
	struct http_vendor vendor;
	struct aws_url url;
	struct http *http;
	bool v1; /* version 1 may be used */
	enum step step;
	char *token; /* owned: the header */
	bool lost;   /* the answer to the request for a token never came */
};

bool
imds_disabled(const struct aws_profile *p)
{
	return aws_switch(p, "AWS_EC2_METADATA_DISABLED", NULL);
}

static int
set_url(struct imds *m, const struct aws_profile *p, struct err *e)
{
	const char *url = aws_setting(p, ENDPOINT, "ec2_metadata_service_endpoint");
	const char *mode = aws_setting(p, MODE, "ec2_metadata_service_endpoint_mode");

	if (url != NULL)
		return aws_url_set(&m->url, url, ENDPOINT, false, false, e);
	if (mode != NULL && strcasecmp(mode, "ipv6") == 0)
		return aws_url_set(&m->url, "http://[fd00:ec2::254]", MODE, false, false, e);
	if (mode != NULL && strcasecmp(mode, "ipv4") != 0)
		return err_set(e, ERR_CONFIG, MODE " is neither IPv4 nor IPv6");
	return aws_url_set(&m->url, "http://169.254.169.254", ENDPOINT, false, false, e);
}

int
imds_open(struct imds **out, const struct aws_profile *p, struct err *e)
{
	struct imds *m = mem_new(1, sizeof *m);
	const char *timeout = aws_setting(p, TIMEOUT, "metadata_service_timeout");
	const char *attempts = aws_setting(p, ATTEMPTS, "metadata_service_num_attempts");
	int64_t n = 1;

	*out = m;
	m->v1 = !aws_switch(p, V1_OFF, "ec2_metadata_v1_disabled");
	m->vendor = (struct http_vendor){
		.name = "instance metadata", .direct = true, .timeout_ns = CLOCK_SECOND
	};
	if (timeout != NULL && (num_fixed(timeout, strlen(timeout), 9, &m->vendor.timeout_ns) ||
				   m->vendor.timeout_ns <= 0 || m->vendor.timeout_ns > TIMEOUT_MAX))
		return err_set(e, ERR_CONFIG, TIMEOUT ": '%s' is no number of seconds up to %d",
		    timeout, (int)(TIMEOUT_MAX / CLOCK_SECOND));
	if (attempts != NULL && num_int(attempts, strlen(attempts), 1, ATTEMPTS_MAX, &n))
		return err_set(e, ERR_CONFIG, ATTEMPTS ": '%s' is no number from 1 to %d", attempts,
		    ATTEMPTS_MAX);
	m->vendor.attempts = (int)n;
	if (set_url(m, p, e))
		return -1;
	m->vendor.base = m->url.base;
	return http_open(&m->http, &m->vendor, 0, e);
}

void
imds_close(struct imds *m)
{
	if (m == NULL)
		return;
	http_close(m->http);
	aws_url_release(&m->url);
	aws_wipe(m->token);
	free(m);
}

/* One request, with its reply for the caller to release. */
static int
ask(struct imds *m, const char *method, const char *path, const char *const *headers,
    struct http_reply *reply, struct err *e)
{
	char *whole = mem_fmt("%s%s", m->url.path, path);
	struct http_request r = {
		.method = method, .path = whole, .headers = headers, .repeatable = true
	};
	int rc;

	if (strcmp(method, "PUT") == 0)
		r.body = ""; /* so that Content-Length: 0 is said */
	rc = http_once(m->http, &r, e);
	*reply = r.reply;
	free(whole);
	return rc;
}

static void
forget(struct http_reply *reply)
{
	if (reply->body.p != NULL)
		OPENSSL_cleanse(reply->body.p, reply->body.cap);
	http_reply_release(reply);
}

static int
take_token(struct imds *m, const struct http_reply *reply, struct err *e)
{
	const char *p = reply->body.p, *c;

	for (c = p; c != NULL && *c > ' ' && *c <= '~'; c++)
		;
	if (c == NULL || c == p || c != p + reply->body.len)
		return err_set(e, ERR_DATA, "%s: the token is none", m->url.place);
	log_secret(p);
	aws_wipe(m->token);
	m->token = mem_fmt("x-aws-ec2-metadata-token: %s", p);
	m->step = STEP_TOKEN;
	return 1;
}

/* Go on as version 1, if that may be: whose answer is there at once, so it is not waited for long. */
static int
fall_back(struct imds *m, struct err *e)
{
	if (!m->v1)
		return err_wrap(e, "version 1 is not allowed (" V1_OFF "), and version 2");
	m->step = STEP_V1;
	if (!m->lost)
		return 1;
	http_close(m->http);
	m->http = NULL;
	m->vendor.timeout_ns = m->vendor.timeout_ns / 5; /* all of it stays under one and a half */
	m->vendor.attempts = 1;
	return http_open(&m->http, &m->vendor, 0, e) ? -1 : 1;
}

/* 1 with a token or without (version 1), 0 if nobody is there, -1. */
static int
get_token(struct imds *m, struct err *e)
{
	static const char *const headers[] = { "x-aws-ec2-metadata-token-ttl-seconds: " TOKEN_LIFE,
		"Content-Type:", NULL };
	struct http_reply reply = { 0 };
	int rc = ask(m, "PUT", TOKEN_PATH, headers, &reply, e);

	if (rc && !reply.connected) {
		rc = 0;
	} else if (rc) {
		m->lost = true;
		rc = fall_back(m, e);
	} else if (reply.status == 200) {
		rc = take_token(m, &reply, e);
	} else {
		(void)err_set(e, reply.status == 400 ? ERR_REMOTE : http_code(reply.status),
		    "%s: the request for a token is answered with %ld", m->url.place, reply.status);
		rc = reply.status == 403 || reply.status == 404 || reply.status == 405
			 ? fall_back(m, e)
			 : -1;
	}
	forget(&reply);
	return rc;
}

/* Why there may be no answer to the PUT alone: it is sent back with a hop limit. */
static int
hint(const struct imds *m, struct err *e)
{
	struct err why = *e;

	if (!m->lost)
		return -1;
	return err_set(e, why.code,
	    "%s; no answer came to the request for a token: in a container the hop limit of the instance's metadata has to be 2",
	    why.msg);
}

static int
get_once(struct imds *m, const char *path, struct http_reply *reply, struct err *e)
{
	const char *const headers[] = { m->step == STEP_TOKEN ? m->token : NULL, NULL };
	char *whole = mem_fmt("/latest/meta-data/%s", path);
	int rc = ask(m, "GET", whole, headers, reply, e);

	free(whole);
	return rc;
}

int
imds_get(struct imds *m, const char *path, struct buf *body, struct err *e)
{
	struct http_reply reply = { 0 };
	int rc = m->step == STEP_NEW ? get_token(m, e) : 1;

	buf_reset(body);
	if (rc <= 0)
		return rc < 0 ? hint(m, e) : 0;
	rc = get_once(m, path, &reply, e);
	if (rc == 0 && reply.status == 401 && m->step == STEP_TOKEN) { /* it has run out */
		forget(&reply);
		rc = get_token(m, e) == 1 ? get_once(m, path, &reply, e) : -1;
	}
	if (rc) {
		rc = hint(m, e);
	} else if (reply.status == 200 && reply.body.len > 0) {
		buf_add(body, reply.body.p, reply.body.len);
		rc = 1;
	} else {
		(void)err_set(e, reply.status == 200 ? ERR_DATA : http_code(reply.status),
		    "%s: %s is answered with %s%ld", m->url.place, path,
		    reply.status == 200 ? "an empty " : "", reply.status);
		rc = reply.status == 404 ? 0 : hint(m, e);
	}
	forget(&reply);
	return rc;
}
