#include "aws/call.h"

#include <stdlib.h>
#include <string.h>

#include "aws/creds.h"
#include "aws/keys.h"
#include "aws/message.h"
#include "aws/place.h"
#include "aws/profile.h"
#include "aws/refusal.h"
#include "aws/region.h"
#include "aws/service.h"
#include "aws/show.h"
#include "aws/sigv4.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "net/http.h"

#define SIGNED 4                      /* headers that a signature adds, at most */
#define SKEW_MAX (300 * CLOCK_SECOND) /* a reply's clock may differ from ours by that much */

struct aws {
	struct aws_options o;
	struct aws_profile *profile;
	struct aws_creds *creds;
	char *region; /* owned */
	struct aws_places places;
	int64_t offset;               /* the service's clock less ours */
	char *bucket, *bucket_region; /* owned: what S3 said about the last one */
	struct aws_refusal why;       /* of the last call that failed */
};

/* What is to be signed at each sending. */
struct call {
	struct aws *a;
	const struct aws_request *q;
	const struct aws_operation *op;
	const struct aws_place *place;
	const struct aws_keys *keys;
	struct aws_message m;
	struct buf target;
	char *signed_by[SIGNED];                           /* owned, new each time */
	const char *headers[AWS_HEADERS_MAX + SIGNED + 1]; /* borrowed */
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
	a->places = (struct aws_places){ .profile = a->profile,
		.endpoint_url = o->endpoint_url,
		.deadline = o->deadline,
		.trace = o->trace };
	if (aws_creds_open(&a->creds, a->profile, o->profile != NULL, e))
		return -1;
	aws_creds_region(a->creds, a->region);
	return 0;
}

void
aws_close(struct aws *a)
{
	if (a == NULL)
		return;
	aws_places_release(&a->places);
	aws_creds_close(a->creds);
	aws_profile_free(a->profile);
	free(a->region);
	free(a->bucket);
	free(a->bucket_region);
	free(a);
}

const char *
aws_code(const struct aws *a)
{
	return a->why.code;
}

static void
drop_signature(struct call *c)
{
	size_t i;

	for (i = 0; i < SIGNED; i++) {
		aws_wipe(c->signed_by[i]);
		c->signed_by[i] = NULL;
	}
}

static size_t
set_headers(struct call *c)
{
	size_t n = 0, i;

	for (i = 0; i < c->m.nheaders; i++)
		c->headers[n++] = c->m.headers[i];
	for (i = 0; i < SIGNED; i++)
		if (c->signed_by[i] != NULL)
			c->headers[n++] = c->signed_by[i];
	c->headers[n] = NULL;
	return n;
}

/* Each sending has its own date, and so its own signature. */
static int
sign(struct http_request *r, struct err *e)
{
	struct call *c = r->arg;
	const struct aws_service *s = c->place->service;
	struct sigv4_scope scope = {
		.region = c->place->region, .service = s->signing, .s3 = s->protocol == AWS_REST_XML
	};
	const char *host = strstr(c->place->base, "://") + 3;
	struct sigv4_request req = { r->method, r->path, host, c->headers, c->hash };
	struct buf value = { 0 };

	drop_signature(c);
	if (c->keys != NULL) {
		if (sigv4_date(scope.date, clock_real() + c->a->offset, e))
			return -1;
		c->signed_by[0] = mem_fmt("X-Amz-Date: %s", scope.date);
		if (c->keys->token != NULL)
			c->signed_by[1] = mem_fmt("X-Amz-Security-Token: %s", c->keys->token);
		if (scope.s3)
			c->signed_by[2] = mem_fmt("x-amz-content-sha256: %s", c->hash);
		(void)set_headers(c);
		sigv4_sign(&scope, c->keys->id, c->keys->secret, &req, &value, NULL);
		c->signed_by[3] = mem_fmt("Authorization: %s", value.p);
		buf_release(&value);
	}
	(void)set_headers(c);
	r->headers = c->headers;
	return 0;
}

/* What a reply refuses with; some of S3's calls begin with 200 and fail later. */
static bool
refused(const struct call *c, struct aws_refusal *why, const struct http_reply *reply)
{
	bool late = c->place->service->protocol == AWS_REST_XML && !c->m.streams;

	return aws_refusal_read(why, reply) || (late && aws_refusal_late(why, reply));
}

static bool
busy(const struct http_request *r)
{
	const struct call *c = r->arg;
	struct aws_refusal why;

	return refused(c, &why, &r->reply) && why.act == AWS_BUSY;
}

static int
take_bytes(struct http_request *r, const char *p, size_t n, struct err *e)
{
	const struct call *c = r->arg;

	return c->q->sink(c->q->arg, p, n, e);
}

static int
take_again(struct http_request *r, struct err *e)
{
	const struct call *c = r->arg;

	return c->q->again(c->q->arg, e);
}

/* Send it with the keys that are good now, again while the service is busy. */
static int
send_it(struct call *c, struct http_request *r, struct err *e)
{
	if (c->a->o.anonymous)
		c->keys = NULL;
	else if (c->a->o.keys != NULL)
		c->keys = c->a->o.keys;
	else if (aws_creds_get(c->a->creds, clock_real(), &c->keys, e))
		return -1;
	return http_once(c->place->http, r, e);
}

/* S3 says where a bucket really is; it is remembered, and asked there once. */
static bool
moved(struct call *c, const struct http_reply *reply)
{
	size_t n = 0;
	const char *region = http_header(reply, "x-amz-bucket-region", &n);
	struct aws *a = c->a;

	if (c->m.bucket == NULL || region == NULL || n == 0 || n > 63 ||
	    (reply->status / 100 != 3 && reply->status != 400 && reply->status != 403) ||
	    (strlen(c->place->region) == n && memcmp(c->place->region, region, n) == 0))
		return false;
	free(a->bucket);
	free(a->bucket_region);
	a->bucket = mem_str(c->m.bucket);
	a->bucket_region = mem_copy(region, n);
	return true;
}

/* Whether a refused call is worth another try: the clock is set or the keys are fetched anew. */
static bool
mended(struct call *c, const struct http_reply *reply)
{
	struct aws *a = c->a;
	int64_t theirs = http_date(reply), ours = clock_real() + a->offset;

	if (moved(c, reply))
		return true;
	if (a->why.act == AWS_EXPIRED && a->o.keys == NULL && c->keys != NULL) {
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

/* Where it goes to. */
static int
find_place(struct call *c, struct err *e)
{
	const struct aws_service *s = c->q->service;
	struct aws *a = c->a;
	const char *region = aws_service_region(s, a->region);
	struct aws_place *place;

	if (region == NULL)
		return err_set(e, ERR_CONFIG, "%s: it is not known to be in %s", s->name,
		    aws_partition(a->region)->name);
	if (c->m.bucket != NULL && a->bucket != NULL && strcmp(a->bucket, c->m.bucket) == 0)
		region = a->bucket_region;
	if (aws_place_open(&a->places, s, region, c->m.bucket, &place, e))
		return -1;
	c->place = place;
	buf_reset(&c->target);
	aws_place_target(place, &c->m, &c->target);
	return 0;
}

static int
run(struct call *c, struct http_request *r, struct buf *out, struct err *e)
{
	struct aws *a = c->a;
	int tries;

	for (tries = 0;; tries++) {
		if (find_place(c, e))
			return -1;
		r->path = c->target.p;
		if (send_it(c, r, e))
			return err_wrap(e, "%s", c->place->service->name);
		if (!refused(c, &a->why, &r->reply)) {
			if (aws_message_read(
				c->q->service, c->op, &r->reply, r->sink != NULL, out, e))
				return err_wrap(e, "%s", c->place->service->name);
			return 0;
		}
		if (tries > 0 || !mended(c, &r->reply))
			break;
	}
	(void)aws_refusal_err(&a->why, &r->reply, e);
	return err_wrap(e, "%s", c->place->service->name);
}

static int
start(struct call *c, struct aws *a, const struct aws_request *q, struct err *e)
{
	*c = (struct call){ .a = a, .q = q };
	c->op = aws_operation_find(q->service, q->operation);
	a->why = (struct aws_refusal){ 0 };
	return aws_message_write(&c->m, q->service, c->op, q->operation, q->json, e);
}

static void
finish(struct call *c)
{
	drop_signature(c);
	aws_message_release(&c->m);
	buf_wipe(&c->target);
}

static int
set_body(struct call *c, struct http_request *r, struct err *e)
{
	if (c->q->upload != NULL && !c->m.raw)
		return err_set(e, ERR_USAGE,
		    "%s: the bytes are in the input, and in a file, too: which are meant?",
		    c->op->name);
	if (c->q->upload != NULL) {
		r->upload = c->q->upload;
		return sigv4_hash_file(c->hash, c->q->upload, &r->upload_len, e);
	}
	r->body = c->m.body.p;
	r->body_len = c->m.body.len;
	if (r->body == NULL && strcmp(c->m.method, "PUT") == 0)
		r->body = "";
	sigv4_hash(c->hash, r->body == NULL ? "" : r->body, r->body_len);
	return 0;
}

int
aws_send(struct aws *a, const struct aws_request *q, struct buf *out, struct err *e)
{
	struct http_request r = { .prepare = sign, .busy = busy };
	struct call c;
	int rc = -1;

	if (start(&c, a, q, e) || set_body(&c, &r, e))
		goto out;
	r.arg = &c;
	r.method = c.m.method;
	r.repeatable = q->once || c.m.once || aws_operation_reads(q->operation) ||
		       (c.op != NULL && aws_operation_reads(c.op->name)) ||
		       strcmp(c.m.method, "PUT") == 0;
	if (q->sink != NULL && c.m.streams) {
		r.sink = take_bytes;
		r.again = q->again == NULL ? NULL : take_again;
	}
	rc = run(&c, &r, out, e);
out:
	finish(&c);
	buf_wipe(&r.reply.body);
	http_reply_release(&r.reply);
	return rc;
}

int
aws_call(struct aws *a, const struct aws_service *s, const char *operation, const char *json,
    bool once, struct buf *out, struct err *e)
{
	const struct aws_request q = {
		.service = s, .operation = operation, .json = json, .once = once
	};

	return aws_send(a, &q, out, e);
}

int
aws_preview(struct aws *a, const struct aws_request *q, struct buf *out, struct err *e)
{
	struct aws_request masked = *q;
	struct buf json = { 0 };
	struct call c = { 0 };
	int rc = -1;

	if (aws_mask(aws_operation_find(q->service, q->operation), q->json == NULL ? "{}" : q->json,
		&json, e)) {
		(void)err_wrap(e, "the input");
		goto out;
	}
	masked.json = json.p;
	if (start(&c, a, &masked, e) || find_place(&c, e))
		goto out;
	aws_show(&c.m, c.place->base, c.target.p, out);
	rc = 0;
out:
	finish(&c);
	buf_wipe(&json);
	return rc;
}
