#include "sandbox/send.h"

#include <microhttpd.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "sandbox/exchange.h"
#include "sandbox/vendors.h"

#define TICKS 20 /* pieces a second of a slow body */

static bool
is(const struct exchange *x, const char *kind)
{
	return x->fault != NULL && strcmp(x->fault->kind->name, kind) == 0;
}

/* Hold the exchange up for so many ns. */
static void
hold(struct exchange *x, int64_t ns)
{
	struct server *s = x->listener->server;

	x->due = clock_mono() + ns;
	x->next = s->waiting;
	s->waiting = x;
	MHD_suspend_connection(x->conn);
}

/* A page as gateways send it. */
static void
page(struct reply *r, unsigned status)
{
	r->status = status;
	reply_header(r, "Content-Type", "text/html");
	buf_fmt(&r->body,
	    "<html>\r\n<head><title>%u %s</title></head>\r\n<body>\r\n<center><h1>%u %s</h1></center>\r\n"
	    "</body>\r\n</html>\r\n",
	    status, reply_reason(status), status, reply_reason(status));
}

static void
fail(struct exchange *x)
{
	const struct sandbox_vendor *vendor = x->listener->vendor;
	const struct fault *f = x->fault;
	struct reply *r = &x->reply;
	unsigned status = f->kind->status;

	if (vendor->fail != NULL && vendor->fail(f, &x->request, r))
		return;
	if (status == 408) {
		r->status = status;
	} else if (status == 302) {
		r->status = status;
		reply_header(r, "Location", "/elsewhere");
	} else if (status >= 502) {
		page(r, status);
	} else {
		reply_detail(r, status, reply_reason(status));
	}
	if (f->kind->value != NULL && f->value >= 0)
		reply_header(r, "Retry-After", "%lld", (long long)f->value);
}

/* Bytes that look random, the same for the same request. */
static void
garbage(struct buf *out, size_t n, uint64_t seed)
{
	uint64_t word;

	for (; n > 0; n -= n < 8 ? n : 8) {
		seed = fault_mix(seed);
		word = seed;
		buf_add(out, (const char *)&word, n < 8 ? n : 8);
	}
}

/* A body without end, nearly: text in blocks. */
static int
huge_more(void *arg, struct buf *out)
{
	struct exchange *x = arg;
	size_t left = (size_t)x->fault->value - x->made, n = left < SEND_BLOCK ? left : SEND_BLOCK;

	memset(buf_room(out, n), 'x', n);
	out->len += n;
	x->made += n;
	return n < left;
}

static void
other_body(struct exchange *x)
{
	struct reply *r = &x->reply;

	r->status = 200;
	if (is(x, "garbage")) {
		reply_header(r, "Content-Type", "application/octet-stream");
		garbage(&r->body, (size_t)x->fault->value, x->request.number);
	} else if (is(x, "html")) {
		page(r, 200);
	} else if (is(x, "latin1")) {
		reply_json(r, 422);
		buf_str(&r->body, "{\"detail\":\"caf\xe9 ferm\xe9\"}");
	} else if (is(x, "huge")) {
		reply_header(r, "Content-Type", "text/plain");
		r->status = 500;
		r->more = huge_more;
		r->stream = x;
	}
}

bool
send_fault(struct exchange *x)
{
	if (x->fault->kind->act == FAULT_STATUS)
		fail(x);
	else if (x->fault->kind->act == FAULT_BODY)
		other_body(x);
	else
		return false;
	return true;
}

bool
send_silent(struct exchange *x)
{
	if (x->due != 0)
		return true; /* woken by somebody else */
	if (!is(x, "silent") || x->stalled || x->listener->server->ending)
		return false;
	x->stalled = true;
	hold(x, x->fault->value * CLOCK_SECOND);
	return true;
}

/* Where to cut: what was said or half, but inside a line and inside a record. */
static size_t
cut_at(const struct exchange *x)
{
	const struct reply *r = &x->reply;
	size_t n = r->body.len, at = n / 2;

	if (x->fault->value >= 0)
		return (uint64_t)x->fault->value < n ? (size_t)x->fault->value : n;
	if (r->record_len > 0 && at >= r->record_at && (at - r->record_at) % r->record_len == 0)
		at++;
	if (at > 0 && r->body.p[at - 1] == '\n')
		at--;
	return at < n ? at : n;
}

uint64_t
send_prepare(struct exchange *x)
{
	struct reply *r = &x->reply;
	uint64_t size = r->more != NULL ? SEND_UNKNOWN : r->body.len;

	if (x->fault == NULL || x->fault->kind->act != FAULT_SEND)
		return size;
	reply_fetch(r);
	if (is(x, "cut") || is(x, "stall")) {
		x->cut = is(x, "cut");
		x->stop = x->cut ? cut_at(x) : r->body.len / 2;
	} else if (is(x, "truncate")) {
		r->body.len = cut_at(x);
		size = size == SEND_UNKNOWN ? size : r->body.len;
	} else if (is(x, "badlen")) {
		x->cut = true;
		size = r->body.len + (uint64_t)x->fault->value;
	}
	return size;
}

/* How much may go out now: 0 when the exchange is held up. */
static size_t
allowed(struct exchange *x, size_t n)
{
	size_t piece;

	if (is(x, "slow")) {
		if (!x->stalled) {
			x->stalled = true;
			hold(x, CLOCK_SECOND / TICKS);
			return 0;
		}
		x->stalled = false;
		piece = (size_t)x->fault->value / TICKS;
		return n < piece + 1 ? n : piece + 1;
	}
	if (x->fault != NULL && x->fault->kind->act == FAULT_SEND && x->sent < x->stop)
		return n < x->stop - x->sent ? n : x->stop - x->sent;
	if (is(x, "stall") && !x->stalled) {
		x->stalled = true;
		hold(x, x->fault->value * CLOCK_SECOND);
		return 0;
	}
	return n;
}

ssize_t
send_body(void *arg, uint64_t pos, char *to, size_t max)
{
	struct exchange *x = arg;
	struct reply *r = &x->reply;
	size_t n;

	(void)pos;
	if (x->listener->server->ending || (x->cut && x->sent >= x->stop))
		goto bad;
	while (x->sent == r->body.len && r->more != NULL) {
		buf_reset(&r->body);
		x->sent = 0;
		if (r->more(r->stream, &r->body) == 0)
			r->more = NULL;
	}
	n = r->body.len - x->sent;
	if (n == 0) {
		if (x->cut)
			goto bad;
		send_log(x);
		return MHD_CONTENT_READER_END_OF_STREAM;
	}
	n = allowed(x, n < max ? n : max);
	if (n == 0)
		return 0;
	memcpy(to, r->body.p + x->sent, n);
	x->sent += n;
	x->out += n;
	if ((x->sent == r->body.len && r->more == NULL) || (x->cut && x->sent >= x->stop))
		send_log(x); /* before the client can have seen the end */
	return (ssize_t)n;
bad:
	x->broken = true;
	send_log(x);
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

/* Whatever looks like a key has no business in a log. */
static bool
hidden(const struct sandbox_vendor *vendor, const struct param *p)
{
	const char *const *name;

	for (name = vendor->hidden; name != NULL && *name != NULL; name++)
		if (strcmp(*name, p->name) == 0)
			return true;
	return strncmp(p->value, "db-", 3) == 0;
}

static void
log_params(struct emit *em, const struct sandbox_vendor *vendor, const struct request *r)
{
	size_t i, k;
	bool again;

	emit_open(em, "parameters", '{');
	for (i = 0; i < r->nparams; i++) {
		for (again = false, k = 0; k < i && !again; k++)
			again = strcmp(r->params[k].name, r->params[i].name) == 0;
		if (again)
			continue;
		emit_str(em, r->params[i].name,
		    hidden(vendor, &r->params[i]) ? "***" : r->params[i].value);
	}
	emit_close(em, '}');
}

void
send_log(struct exchange *x)
{
	struct server *s = x->listener->server;
	struct emit em;
	struct err e;

	if (s->log == NULL || x->logged)
		return;
	x->logged = true;
	emit_init(&em, s->log, true);
	emit_name(&em, "the log of requests");
	emit_begin(&em, "request");
	emit_time(&em, "at", x->at);
	emit_str(&em, "vendor", x->listener->vendor->name);
	emit_str(&em, "method", x->request.method);
	emit_str(&em, "path", x->request.path);
	emit_str(&em, "target", x->request.target);
	log_params(&em, x->listener->vendor, &x->request);
	emit_uint(&em, "status", x->answered ? x->reply.status : 0);
	emit_uint(&em, "bytes", x->out);
	emit_int(&em, "duration_us", (clock_mono() - x->began) / 1000);
	emit_str(&em, "fault", x->fault == NULL ? NULL : x->fault->kind->name);
	emit_bool(&em, "broken", x->broken || x->cut);
	log_redact(&em.line);
	if (emit_end(&em, &e))
		log_warn("%s", e.msg);
	emit_release(&em);
}
