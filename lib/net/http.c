#include "net/http.h"

#include <stdlib.h>
#include <string.h>

#include "base/env.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "net/retry.h"
#include "net/start.h"
#include "net/xfer.h"

#define POLL_MS 200 /* how soon a signal is seen */

struct waiting {
	struct http_request *r;
	int64_t at; /* not to be sent before, monotonic */
};

struct http {
	const struct http_vendor *vendor; /* borrowed */
	struct xfer_common common;
	struct retry retry;
	int64_t deadline; /* 0: none */
	CURLM *multi;
	struct waiting *queue; /* owned array, in order of arrival */
	size_t nqueue, cap;
	struct xfer *running; /* owned list */
	int nrunning;
	int64_t paused; /* the vendor asked all of us to wait until then */
	unsigned sent;
	http_tick *tick; /* or NULL */
	void *tick_arg;
	struct http_request *once; /* http_once() waits for this one */
	int once_rc;
};

static int
timeout_init(int64_t *timeout, const struct http_vendor *v, struct err *e)
{
	const char *s = env_get("PF_HTTP_TIMEOUT");

	*timeout = v->timeout_ns > 0 ? v->timeout_ns : HTTP_TIMEOUT;
	if (s == NULL || v->timeout_ns > 0)
		return 0;
	if (clock_parse_span(s, strlen(s), timeout) || *timeout == 0)
		return err_set(e, ERR_CONFIG, "PF_HTTP_TIMEOUT: '%s' is no time span (30s, 5m)", s);
	return 0;
}

/* The vendor's base address and how to get there. */
static int
place_init(struct xfer_common *c, const struct http_vendor *v, struct err *e)
{
	bool local = false;

	if (v->base != NULL)
		c->base = http_base_of(v->base, v->name, v->any_http, &c->place, &local, e);
	else
		c->base = http_base(v->url, v->url_env, &c->place, &local, e);
	if (c->base == NULL)
		return -1;
	c->plain = strncmp(c->base, "http:", 5) == 0;
	c->direct = local || v->direct;
	c->ca_file = v->ca_file;
	return 0;
}

int
http_open(struct http **out, const struct http_vendor *v, int64_t deadline_ns, struct err *e)
{
	struct http *h = mem_new(1, sizeof *h);

	*out = h;
	h->vendor = v;
	h->deadline = deadline_ns;
	h->common.certificate = v->certificate;
	h->common.retry_header = v->retry_header == NULL ? "retry-after" : v->retry_header;
	if (net_start(e))
		return -1;
	h->multi = curl_multi_init();
	if (h->multi == NULL)
		return err_set(e, ERR_BUG, "libcurl cannot be initialised");
	if (retry_init(&h->retry, e) || timeout_init(&h->common.timeout_ns, v, e))
		return -1;
	if (v->attempts > 0)
		h->retry.attempts = v->attempts;
	return place_init(&h->common, v, e);
}

static void
end_running(struct http *h, struct xfer *x)
{
	struct xfer **at = &h->running;

	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
	h->nrunning--;
	(void)curl_multi_remove_handle(h->multi, x->easy);
	xfer_free(x);
}

static void
drop_all(struct http *h)
{
	while (h->running != NULL)
		end_running(h, h->running);
	h->nqueue = 0;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	drop_all(h);
	if (h->multi != NULL)
		(void)curl_multi_cleanup(h->multi);
	free(h->queue);
	free(h->common.base);
	free(h->common.place);
	free(h);
	net_stop();
}

void
http_beside(struct http *h, http_tick *tick, void *arg)
{
	h->tick = tick;
	h->tick_arg = arg;
}

void
http_trace(struct http *h, bool on)
{
	h->common.trace = on;
}

static void
enqueue(struct http *h, struct http_request *r, int64_t at)
{
	if (h->nqueue == h->cap) {
		h->cap = mem_more(h->cap, h->nqueue + 1);
		h->queue = mem_grow(h->queue, h->cap, sizeof *h->queue);
	}
	h->queue[h->nqueue++] = (struct waiting){ r, at };
}

void
http_add(struct http *h, struct http_request *r)
{
	http_reply_release(&r->reply);
	r->attempts = 0;
	enqueue(h, r, r->not_before);
}

/* Tell the owner. -1: it ends the run. */
static int
deliver(struct http *h, struct http_request *r, int rc, struct err *e)
{
	if (h->once == r) {
		h->once = NULL;
		h->once_rc = rc;
		return 0;
	}
	return r->done(r, rc, e);
}

/* Send what is due, up to the vendor's concurrency. -1: a request that cannot be sent ended the run. */
static int
start_due(struct http *h, int64_t now, struct err *e)
{
	int most = h->vendor->concurrency > 0 ? h->vendor->concurrency : HTTP_CONCURRENCY;
	struct http_request *r;
	struct xfer *x;
	size_t i = 0;

	while (i < h->nqueue && h->nrunning < most && now >= h->paused) {
		if (h->queue[i].at > now) {
			i++;
			continue;
		}
		r = h->queue[i].r;
		memmove(&h->queue[i], &h->queue[i + 1], (--h->nqueue - i) * sizeof *h->queue);
		http_reply_release(&r->reply);
		r->attempts++;
		if (r->prepare != NULL && r->prepare(r, e)) {
			if (deliver(h, r, -1, e))
				return -1;
			continue;
		}
		x = xfer_new(&h->common, r, ++h->sent, h->deadline);
		x->next = h->running;
		h->running = x;
		h->nrunning++;
		(void)curl_multi_add_handle(h->multi, x->easy); /* fails only for a used handle */
	}
	return 0;
}

/* Whether r is sent again, and from when; says why it waits. */
static bool
plan_again(struct http *h, const struct http_request *r, const char *why, int64_t *at)
{
	int64_t now = clock_mono(), asked = r->reply.retry_after_ns, wait;
	bool limited = r->reply.status == 429 || r->reply.status == 503;

	if (r->attempts >= h->retry.attempts)
		return false;
	wait = retry_wait(&h->retry, r->attempts, asked);
	if (wait > RETRY_ASKED_MAX || (h->deadline != 0 && now + wait >= h->deadline)) {
		log_note("%s: would have to wait %.3g s (%s), longer than there is time for",
		    h->vendor->name, (double)wait / (double)CLOCK_SECOND, why);
		return false;
	}
	*at = now + wait;
	if (limited && asked >= 0 && !r->reply.wait_alone && *at > h->paused)
		h->paused = *at; /* the limit is the account's, not the request's */
	log_note("%s: waits %.3g s (%s), then tries again, %d of %d", h->vendor->name,
	    (double)wait / (double)CLOCK_SECOND, why, r->attempts + 1, h->retry.attempts);
	return true;
}

static bool
may_repeat(const struct http_request *r, enum xfer_again again)
{
	return again == XFER_ALWAYS || (again == XFER_REPEATABLE && r->repeatable);
}

/* What a reply says of the vendor's limits: who was refused waits, and who would be next as well. */
static void
obey_limits(struct http *h, struct http_reply *reply)
{
	bool all = false;
	int64_t wait;

	if (h->vendor->limits == NULL)
		return;
	wait = h->vendor->limits(reply, &all);
	if (wait < 0)
		return;
	if (reply->status == 429) {
		reply->retry_after_ns = wait;
		reply->wait_alone = !all;
	} else if (all && wait <= RETRY_ASKED_MAX && clock_mono() + wait > h->paused) {
		h->paused = clock_mono() + wait;
	}
}

static bool
is_final(const struct http *h, const struct http_reply *reply)
{
	return h->vendor->final != NULL && h->vendor->final(reply);
}

/* A transfer ended: queue it again or tell the owner. -1: the run is over. */
static int
finish(struct http *h, struct xfer *x, CURLcode code, struct err *e)
{
	struct http_request *r = x->r;
	enum xfer_again again = XFER_NEVER;
	int rc = xfer_end(x, code, &again, e);
	bool streamed = x->streamed, busy = rc == 0 && r->busy != NULL && r->busy(r);
	char why[ERR_MSG_MAX];
	int64_t at;

	end_running(h, x);
	if (rc == 0)
		obey_limits(h, &r->reply);
	if (rc == 0 && ((!busy && !retry_status(r->reply.status)) || is_final(h, &r->reply)))
		return deliver(h, r, 0, e);
	if (rc == 0 && (busy || r->reply.status == 429))
		again = XFER_ALWAYS;
	if (rc == 0)
		(void)snprintf(why, sizeof why, busy ? "%ld, it is busy" : "%ld", r->reply.status);
	else
		(void)snprintf(why, sizeof why, "%s", e->msg);
	if (!may_repeat(r, again) || (streamed && r->again == NULL) ||
	    !plan_again(h, r, why, &at)) {
		if (rc && r->attempts > 1)
			(void)err_wrap(e, "after %d attempts", r->attempts);
		return deliver(h, r, rc, e);
	}
	if (streamed && r->again(r, e))
		return deliver(h, r, -1, e);
	enqueue(h, r, at);
	return 0;
}

static int
finish_done(struct http *h, struct err *e)
{
	CURLMsg *m;
	CURLcode code;
	char *x;
	int left;

	while ((m = curl_multi_info_read(h->multi, &left)) != NULL) {
		if (m->msg != CURLMSG_DONE)
			continue;
		code = m->data.result;
		x = NULL;
		(void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &x);
		if (finish(h, (struct xfer *)(void *)x, code, e))
			return -1;
	}
	return 0;
}

/* Those that had said nothing when this round began, and have not since: while a sink of one waits,
 * bytes of the others pile up. */
static int
finish_idle(struct http *h, int64_t now, struct err *e)
{
	struct xfer *x, *next;

	for (x = h->running; x != NULL; x = next) {
		next = x->next; /* ending one takes only itself out of the list */
		if (xfer_is_idle(x, now) && finish(h, x, CURLE_OPERATION_TIMEDOUT, e))
			return -1;
	}
	return 0;
}

/* How long to sleep at most: until the next request is due. */
static int
sleep_ms(const struct http *h, int64_t now)
{
	int64_t next = INT64_MAX, at;
	size_t i;

	for (i = 0; i < h->nqueue; i++) {
		at = h->queue[i].at > h->paused ? h->queue[i].at : h->paused;
		next = at < next ? at : next;
	}
	if (h->deadline != 0 && h->deadline < next)
		next = h->deadline;
	if (next <= now)
		return h->nrunning > 0 ? POLL_MS : 0; /* what is due waits for a free place */
	next = (next - now) / 1000000 + 1;
	return next < POLL_MS ? (int)next : POLL_MS;
}

/* Time is over, or a signal came: everybody is told. */
static int
give_up(struct http *h, const char *why, struct err *e)
{
	struct http_request *r;
	struct err each;

	while (h->running != NULL || h->nqueue > 0) {
		if (h->running != NULL) {
			r = h->running->r;
			end_running(h, h->running);
		} else {
			r = h->queue[--h->nqueue].r;
		}
		(void)err_set(&each, ERR_TEMP, "%s", why);
		if (deliver(h, r, -1, &each)) {
			drop_all(h);
			break;
		}
	}
	return err_set(e, ERR_TEMP, "%s", why);
}

int
http_run(struct http *h, struct err *e)
{
	int running, rc = -1;
	int64_t now;
	CURLMcode code;

	while (h->running != NULL || h->nqueue > 0) {
		now = clock_mono();
		if (stop_asked())
			return give_up(h, "stopped by a signal", e);
		if (h->deadline != 0 && now >= h->deadline)
			return give_up(h, "the time is over", e);
		if ((h->tick != NULL && h->tick(h->tick_arg, e)) || start_due(h, now, e))
			goto out;
		code = curl_multi_perform(h->multi, &running);
		if (finish_done(h, e) || finish_idle(h, now, e))
			goto out;
		if (code == CURLM_OK && (h->running != NULL || h->nqueue > 0))
			code = curl_multi_poll(h->multi, NULL, 0, sleep_ms(h, clock_mono()), NULL);
		if (code != CURLM_OK) {
			(void)err_set(e, ERR_BUG, "libcurl: %s", curl_multi_strerror(code));
			goto out;
		}
	}
	rc = 0;
out:
	if (rc)
		drop_all(h);
	return rc;
}

int
http_once(struct http *h, struct http_request *r, struct err *e)
{
	http_add(h, r);
	h->once = r;
	h->once_rc = -1;
	if (http_run(h, e))
		return -1;
	return h->once_rc;
}
