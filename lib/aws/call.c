#include "aws/call.h"

#include <stdlib.h>
#include <string.h>

#include "aws/creds.h"
#include "aws/endpoint.h"
#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/refusal.h"
#include "aws/region.h"
#include "aws/service.h"
#include "aws/sigv4.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/object.h"
#include "io/rec.h"
#include "net/http.h"

#define HEADERS 5                     /* that are sent, at most */
#define KEPT 2                        /* of them the same at each sending */
#define SKEW_MAX (300 * CLOCK_SECOND) /* a reply's clock may differ from ours by that much */

/* A service that was called, with its connections. */
struct place {
	const struct aws_service *service;
	char *base, *path, *name; /* owned */
	struct http_vendor vendor;
	struct http *http;
	struct place *next;
};

struct aws {
	struct aws_options o;
	struct aws_profile *profile;
	struct aws_creds *creds;
	char *region;           /* owned */
	int64_t offset;         /* the service's clock less ours */
	struct place *places;   /* owned list */
	struct aws_refusal why; /* of the last call that failed */
};

/* What is to be signed at each sending. */
struct call {
	struct aws *a;
	const struct place *place;
	const struct aws_keys *keys;
	/* Owned: target, type, then those that are new each time: date, token if any, signature. */
	char *headers[HEADERS + 1];
	char hash[SIGV4_HASH_LEN + 1];
};

int
aws_open(struct aws **out, const struct aws_options *o, struct err *e)
{
	struct aws *a = mem_new(1, sizeof *a);

	*out = a;
	a->o = *o;
	if (aws_profile_open(&a->profile, o->profile, e) ||
	    aws_region(&a->region, o->region, a->profile, e))
		return -1;
	return aws_creds_open(&a->creds, a->profile, o->profile != NULL, e);
}

void
aws_close(struct aws *a)
{
	struct place *p;

	if (a == NULL)
		return;
	while (a->places != NULL) {
		p = a->places;
		a->places = p->next;
		http_close(p->http);
		free(p->base);
		free(p->path);
		free(p->name);
		free(p);
	}
	aws_creds_close(a->creds);
	aws_profile_free(a->profile);
	free(a->region);
	free(a);
}

const char *
aws_code(const struct aws *a)
{
	return a->why.code;
}

static const char *
region_of(const struct aws *a, const struct aws_service *s)
{
	return s->region != NULL ? s->region : a->region;
}

static struct place *
open_place(struct aws *a, const struct aws_service *s, struct err *e)
{
	struct place *p;

	for (p = a->places; p != NULL; p = p->next)
		if (p->service == s)
			return p;
	p = mem_new(1, sizeof *p);
	p->next = a->places;
	a->places = p;
	p->service = s;
	p->name = mem_fmt("aws %s", s->name);
	if (aws_endpoint(s->id, s->host, region_of(a, s), a->profile, a->o.endpoint_url, &p->base,
		&p->path, e))
		goto fail;
	p->vendor = (struct http_vendor){ .name = p->name,
		.base = p->base,
		.any_http = true,
		.ca_file = aws_ca_bundle(a->profile) };
	if (http_open(&p->http, &p->vendor, a->o.deadline, e))
		goto fail;
	http_trace(p->http, a->o.trace);
	return p;
fail:
	p->service = NULL; /* not found again */
	return NULL;
}

static void
drop_headers(struct call *c)
{
	size_t i;

	for (i = 0; i < HEADERS; i++)
		aws_wipe(c->headers[i]);
}

/* Each sending has its own date, and so its own signature. */
static int
sign(struct http_request *r, struct err *e)
{
	struct call *c = r->arg;
	const struct aws_service *s = c->place->service;
	struct sigv4_scope scope = { .region = region_of(c->a, s), .service = s->signing };
	const char *place = strstr(c->place->base, "://") + 3;
	struct sigv4_request req = { r->method, r->path, place, NULL, c->hash };
	struct buf value = { 0 };
	size_t n;

	if (sigv4_date(scope.date, clock_real() + c->a->offset, e))
		return -1;
	for (n = KEPT; n < HEADERS; n++) {
		aws_wipe(c->headers[n]);
		c->headers[n] = NULL;
	}
	n = KEPT;
	c->headers[n++] = mem_fmt("X-Amz-Date: %s", scope.date);
	if (c->keys->token != NULL)
		c->headers[n++] = mem_fmt("X-Amz-Security-Token: %s", c->keys->token);
	r->headers = (const char *const *)c->headers;
	req.headers = r->headers;
	sigv4_sign(&scope, c->keys->id, c->keys->secret, &req, &value, NULL);
	c->headers[n] = mem_fmt("Authorization: %s", value.p);
	buf_release(&value);
	return 0;
}

static bool
busy(const struct http_request *r)
{
	struct aws_refusal why;

	return r->reply.status >= 400 && aws_refusal_read(&why, &r->reply) && why.act == AWS_BUSY;
}

/* Send it with the keys that are good now, again while the service is busy. */
static int
send_it(struct call *c, struct http_request *r, struct err *e)
{
	if (aws_creds_get(c->a->creds, clock_real(), &c->keys, e))
		return -1;
	return http_once(c->place->http, r, e);
}

/* Whether a refused call is worth another try: the clock is set or the keys are fetched anew. */
static bool
mended(struct aws *a, const struct http_request *r)
{
	int64_t theirs = http_date(&r->reply), ours = clock_real() + a->offset;

	if (a->why.act == AWS_EXPIRED) {
		aws_creds_refresh(a->creds);
		return true;
	}
	if (a->why.act != AWS_SKEWED || theirs == CLOCK_NONE)
		return false;
	if (theirs - ours < SKEW_MAX && ours - theirs < SKEW_MAX)
		return false; /* it is not the clock */
	a->offset += theirs - ours;
	return true;
}

/* An answer is a JSON object or nothing. It is looked at where it stands: a secret may be in it. */
static int
check_answer(struct buf *body, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	size_t i;
	int rc = 0;

	/* a line's end is a blank as good as any outside of strings, and cannot be within */
	for (i = 0; i < body->len; i++)
		if (body->p[i] == '\n')
			body->p[i] = ' ';
	if (body->len > 0)
		rc = object_parse(body->p, body->len, rec, &names, e);
	buf_release(&names);
	free(rec);
	return rc ? err_wrap(e, "the answer") : 0;
}

static int
run(struct call *c, struct http_request *r, struct buf *out, struct err *e)
{
	struct aws *a = c->a;
	int tries;

	for (tries = 0;; tries++) {
		if (send_it(c, r, e))
			return err_wrap(e, "%s", c->place->service->name);
		if (!aws_refusal_read(&a->why, &r->reply)) {
			if (check_answer(&r->reply.body, e))
				return err_wrap(e, "%s", c->place->service->name);
			buf_add(out, r->reply.body.p, r->reply.body.len);
			return 0;
		}
		if (tries > 0 || !mended(a, r))
			break;
	}
	(void)aws_refusal_err(&a->why, &r->reply, e);
	return err_wrap(e, "%s", c->place->service->name);
}

int
aws_call(struct aws *a, const struct aws_service *s, const char *operation, const char *json,
    bool once, struct buf *out, struct err *e)
{
	struct place *place = open_place(a, s, e);
	struct call c = { .a = a, .place = place };
	struct http_request r = { .method = "POST", .arg = &c, .prepare = sign, .busy = busy };
	char *path;
	int rc;

	a->why = (struct aws_refusal){ 0 };
	if (place == NULL)
		return -1;
	path = mem_fmt("%s/", place->path);
	r.path = path;
	r.body = json != NULL ? json : "{}";
	r.body_len = strlen(r.body);
	r.repeatable = once || aws_operation_reads(operation);
	sigv4_hash(c.hash, r.body, r.body_len);
	c.headers[0] = mem_fmt("X-Amz-Target: %s.%s", s->target, operation);
	c.headers[1] = mem_fmt(
	    "Content-Type: application/x-amz-json-%s", s->protocol == AWS_JSON_1_0 ? "1.0" : "1.1");
	rc = run(&c, &r, out, e);
	drop_headers(&c);
	if (r.reply.body.p != NULL)
		explicit_bzero(r.reply.body.p, r.reply.body.cap);
	http_reply_release(&r.reply);
	free(path);
	return rc;
}
