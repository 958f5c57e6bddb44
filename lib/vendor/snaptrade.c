#include "vendor/snaptrade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "net/retry.h"

#define JITTER_NS (CLOCK_SECOND / 4)

struct snaptrade {
	struct http *http;
	struct snaptrade_keys keys; /* of the environment */
	char scope[SNAPTRADE_SCOPE_MAX];
};

/* --- limits */

/* A header's whole number; -1: it has none. */
static int64_t
number(const struct http_reply *reply, const char *name)
{
	size_t n = 0;
	const char *v = http_header(reply, name, &n);
	int64_t i;

	return v != NULL && num_int(v, n, 0, INT64_MAX / CLOCK_SECOND / 2, &i) == 0 ? i : -1;
}

static int64_t
wait_of(int64_t seconds)
{
	/* those who wait for the same second shall not meet again */
	return seconds < 0 ? -1 : seconds * CLOCK_SECOND + clock_mono() % JITTER_NS;
}

/* Two layers: of an account, which holds for its requests alone, and of the client. */
static int64_t
limits(const struct http_reply *reply, bool *all)
{
	*all = false;
	if (reply->status == 429 && reply->body.len > 0 &&
	    strstr(reply->body.p, "\"throttled\"") != NULL)
		return RETRY_ASKED_MAX +
		       CLOCK_SECOND; /* refreshed too recently: seconds do not help */
	if (reply->status == 429 && number(reply, "x-ratelimit-account-remaining") == 0)
		return wait_of(number(reply, "x-ratelimit-account-reset"));
	*all = true;
	return number(reply, "x-ratelimit-remaining") == 0
		   ? wait_of(number(reply, "x-ratelimit-reset"))
		   : -1;
}

static const struct http_vendor vendor = {
	.name = "snaptrade",
	.url = "https://api.snaptrade.com",
	.url_env = "PF_SNAPTRADE_URL",
	.limits = limits,
};

/* --- who asks */

int
snaptrade_keys_env(struct snaptrade_keys *keys, struct err *e)
{
	*keys = (struct snaptrade_keys){ .client_id = env_get("SNAPTRADE_CLIENT_ID"),
		.consumer_key = env_get("SNAPTRADE_CONSUMER_KEY"),
		.user_id = env_get("SNAPTRADE_USER_ID"),
		.user_secret = env_get("SNAPTRADE_USER_SECRET") };
	return snaptrade_keys_check(keys, e);
}

/* In a trace it would stand as the query has it. */
static void
hide_keys(const struct snaptrade_keys *keys)
{
	struct buf form = { .secret = true };

	log_secret(keys->consumer_key);
	if (keys->user_secret == NULL)
		return;
	log_secret(keys->user_secret);
	snaptrade_query_add(&form, "", keys->user_secret);
	log_secret(form.p + 1);
	buf_release(&form);
}

static void
make_scope(struct snaptrade *st)
{
	unsigned char hash[HMAC_LEN];
	struct buf who = { .secret = true };
	size_t i, n;

	buf_str(&who, st->keys.client_id);
	buf_char(&who, '\n');
	if (st->keys.user_id != NULL)
		buf_str(&who, st->keys.user_id);
	hmac_sha256(hash, "scope", 5, who.p, who.len);
	n = (size_t)snprintf(st->scope, sizeof st->scope, "snaptrade:");
	for (i = 0; i < 8; i++)
		n += (size_t)snprintf(st->scope + n, sizeof st->scope - n, "%02x", hash[i]);
	buf_release(&who);
}

int
snaptrade_open(struct snaptrade **out, int64_t deadline_ns, bool trace, struct err *e)
{
	struct snaptrade *st = mem_new(1, sizeof *st);

	*out = st;
	if (snaptrade_keys_env(&st->keys, e))
		return -1;
	hide_keys(&st->keys);
	make_scope(st);
	if (http_open(&st->http, &vendor, deadline_ns, e))
		return -1;
	http_trace(st->http, trace);
	return 0;
}

void
snaptrade_close(struct snaptrade *st)
{
	if (st == NULL)
		return;
	http_close(st->http);
	free(st);
}

const char *
snaptrade_scope(const struct snaptrade *st)
{
	return st->scope;
}

/* --- a call */

void
snaptrade_call_path(struct snaptrade_call *c, const char *method, const char *path)
{
	*c = (struct snaptrade_call){ .method = method, .path = mem_str(path) };
}

void
snaptrade_call_init(struct snaptrade_call *c, const char *method, const char *const *path)
{
	struct buf text = { 0 }, part = { 0 };

	for (; *path != NULL; path++) {
		buf_reset(&part);
		http_form(&part, "", *path); /* "=PART", percent-encoded */
		buf_char(&text, '/');
		buf_str(&text, part.p + 1);
	}
	buf_release(&part);
	*c = (struct snaptrade_call){ .method = method, .path = buf_take(&text) };
}

int
snaptrade_call_param(struct snaptrade_call *c, const char *name, const char *value, struct err *e)
{
	if (c->nparams == SNAPTRADE_PARAMS_MAX)
		return err_set(
		    e, ERR_USAGE, "%s: more than %d parameters", c->path, SNAPTRADE_PARAMS_MAX);
	c->param[c->nparams].name = mem_str(name);
	c->param[c->nparams++].value = mem_str(value);
	return 0;
}

void
snaptrade_call_release(struct snaptrade_call *c)
{
	size_t i;

	for (i = 0; i < c->nparams; i++) {
		free(c->param[i].name);
		free(c->param[i].value);
	}
	c->nparams = 0;
	http_reply_release(&c->r.reply);
	buf_release(&c->query);
	buf_release(&c->url);
	buf_release(&c->header);
	free(c->path);
	c->path = NULL;
}

/* The query once, the same bytes in the address and under the signature; with a time of its own for
 * each try, by the machine's clock: whatever PF_NOW says, the vendor has the real one. */
static int
prepare(struct http_request *r, struct err *e)
{
	struct snaptrade_call *c = r->arg;
	const struct snaptrade_keys *keys = &c->st->keys;
	char signature[SNAPTRADE_SIGNATURE_LEN + 1];
	size_t i;

	(void)e; /* nothing here fails */
	c->url.secret = c->header.secret = true;
	buf_reset(&c->url);
	buf_reset(&c->header);
	buf_str(&c->url, c->path);
	if (!c->is_public) {
		snaptrade_query_begin(&c->query, keys);
		for (i = 0; i < c->nparams; i++)
			snaptrade_query_add(&c->query, c->param[i].name, c->param[i].value);
		snaptrade_query_end(&c->query, clock_real());
		snaptrade_sign(signature, keys->consumer_key, c->path, c->query.p, c->body);
		buf_char(&c->url, '?');
		buf_str(&c->url, c->query.p);
		buf_fmt(&c->header, "Signature: %s", signature);
	}
	r->path = c->url.p;
	c->headers[0] = c->is_public ? NULL : c->header.p;
	r->headers = c->headers;
	return 0;
}

/* 0 with a 2xx; else *e and why. */
static int
judge(struct snaptrade_call *c, int rc, struct err *e)
{
	const struct http_reply *reply = &c->r.reply;

	c->why = SNAPTRADE_FINE;
	if (rc == 0 && (reply->status == 200 || (strcmp(c->method, "GET") != 0 &&
						    reply->status > 200 && reply->status < 300)))
		return 0; /* of something asked for, 202 or 206 would not be all of it */
	c->why = rc == 0 ? snaptrade_refused(reply, e) : SNAPTRADE_OTHER;
	return err_wrap(e, "snaptrade: %s", c->path);
}

static int
request_done(struct http_request *r, int rc, struct err *e)
{
	struct snaptrade_call *c = r->arg;

	rc = judge(c, rc, e);
	return c->done(c, rc, e);
}

static void
fill(struct snaptrade *st, struct snaptrade_call *c)
{
	struct http_reply kept = c->r.reply;

	c->st = st;
	c->r = (struct http_request){ .method = c->method,
		.path = c->path,
		.prepare = prepare,
		.repeatable = strcmp(c->method, "GET") == 0,
		.done = request_done,
		.arg = c,
		.reply = kept };
	if (c->body != NULL) {
		c->r.body = c->body;
		c->r.body_len = strlen(c->body);
		c->r.type = "application/json";
	}
}

void
snaptrade_add(struct snaptrade *st, struct snaptrade_call *c)
{
	fill(st, c);
	http_add(st->http, &c->r);
}

int
snaptrade_run(struct snaptrade *st, struct err *e)
{
	return http_run(st->http, e);
}

int
snaptrade_once(struct snaptrade *st, struct snaptrade_call *c, struct err *e)
{
	fill(st, c);
	return judge(c, http_once(st->http, &c->r, e), e);
}
