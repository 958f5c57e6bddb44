/*
 * The one HTTP client: libcurl's multi interface behind a queue. Requests run side by
 * side up to the vendor's concurrency over kept connections (HTTP/2 where TLS is), bodies stream to
 * the request's sink as they arrive, retries follow net/retry. TLS is verified. Redirects are never
 * followed: a 3xx is the reply. https goes through the proxy that https_proxy names, loopback and
 * the link-local hosts below never through one. SIGTERM and the deadline end what runs.
 *
 * Plain http is for loopback and the link-local hosts that hand out credentials to what runs in
 * AWS: 169.254.169.254, 169.254.170.2, 169.254.170.23, [fd00:ec2::254], [fd00:ec2::23].
 */
#ifndef PF_NET_HTTP_H
#define PF_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

struct http; /* the queue with its connections */
struct http_reply;

/* What is the same for all requests to a vendor; it and its texts live longer than the queue. */
struct http_vendor {
	const char *name;    /* "databento", in messages */
	const char *url;     /* default base: scheme and host, no path */
	const char *url_env; /* variable that overrides it: "PF_DATABENTO_URL" */
	const char *base;    /* the base address where only a run knows it: url and url_env are
				     not looked at; NULL: they say it */
	bool any_http;       /* plain http to any host that base names: only for requests that
				     carry a signature, so that no key is read on the way */
	bool direct;         /* never through a proxy, wherever it is */
	int concurrency;     /* requests at a time; 0: 4 */
	int attempts;        /* how often a request is sent at most, whatever PF_HTTP_ATTEMPTS
				     says; 0: as net/retry.h says */
	int64_t timeout_ns;  /* as HTTP_TIMEOUT, whatever PF_HTTP_TIMEOUT says; 0: that */
	const char *ca_file; /* PEM; the only authorities that are trusted; NULL: the system's */
	bool certificate;    /* replies tell until when the server's is good */
	const char *retry_header; /* seconds to wait, lower case; NULL: "retry-after" */
	/* How long the limits that a reply tells of ask us to wait, ns, -1: not at all; *all: every
	 * request and not only those like this one. After a 429 it counts before retry_header; after
	 * any other answer all requests wait when *all is set. NULL: replies tell of none. */
	int64_t (*limits)(const struct http_reply *reply, bool *all);
	/* Whether a reply says that trying again is of no use, whatever its status. NULL: none does. */
	bool (*final)(const struct http_reply *reply);
};

struct http_reply {
	long status;     /* 0: no answer */
	bool connected;  /* a connection stood, also where no answer came */
	struct buf body; /* the body, or of a streamed request what came with a status other than
			    200 and 206; whole up to HTTP_BODY_MAX with 2xx, else cut at HTTP_ERROR_MAX */
	char request_id[80];    /* the vendor's name for the request; "" */
	struct buf headers;     /* "name: value\n", names in lower case */
	int64_t retry_after_ns; /* what the reply asks us to wait; -1: it does not say */
	int64_t cert_until;     /* ns, when the vendor asks for it; 0: not known */
	bool wait_alone;        /* only requests like this one have to */
};

#define HTTP_BODY_MAX ((size_t)64 << 20)
#define HTTP_ERROR_MAX ((size_t)64 << 10)
#define HTTP_HEADERS_MAX ((size_t)64 << 10)
#define HTTP_CONCURRENCY 4
#define HTTP_CONNECT_TIMEOUT (10 * CLOCK_SECOND)
/* Whole, or without a byte where a sink takes the body; PF_HTTP_TIMEOUT overrides it. */
#define HTTP_TIMEOUT (100 * CLOCK_SECOND)

struct http_request;

/*
 * A piece of a 200's or 206's body as it arrives. 0, or -1 with *e set: the transfer is given up with
 * that error. Called only for these.
 */
typedef int http_sink(struct http_request *r, const char *p, size_t n, struct err *e);

/*
 * The request ended: rc 0 with r->reply (whatever its status; r->reply is the owner's from now on,
 * for http_reply_release()), or -1 with *e set, which the owner may change. May put further
 * requests (or r itself, changed) into the queue, or free r. Returns 0, or -1 with *e set to end
 * http_run() with that error.
 */
typedef int http_done(struct http_request *r, int rc, struct err *e);

struct http_request {
	const char *method; /* "GET", "POST" */
	const char *path;   /* "/v0/timeseries.get_range", with its query if any */
	const char *body;   /* NULL: none */
	size_t body_len;
	FILE *upload; /* the body is this file, from its start to upload_len; borrowed, regular */
	int64_t upload_len;
	const char *type;            /* of the body; NULL: application/x-www-form-urlencoded */
	const char *const *headers;  /* "Name: value", NULL-terminated; NULL: none */
	const char *user, *password; /* basic authentication; NULL: none */
	const char *bearer;          /* NULL: none */
	bool repeatable; /* safe to send again after an unclear failure; what certainly never was
			    taken (no connection, 429) is sent again in any case */
	http_sink *sink; /* NULL: the body is collected in reply.body */
	/* The streamed body has ended: 0 if it is whole, -1 with *e when not: then it counts as cut
	 * off on the way. NULL: the transport knows. */
	int (*whole)(struct http_request *r, struct err *e);
	/* A streamed request is being sent again after bytes came: drop or resume what its sink
	 * holds; may change path and body. -1 with *e: give up. NULL: the sink cannot, so no retry
	 * once bytes came. */
	int (*again)(struct http_request *r, struct err *e);
	/* Called before each sending, the first too: what must be new each time (a signature with its
	 * date) is put into headers. -1 with *e: the request ends with it. NULL: nothing. */
	int (*prepare)(struct http_request *r, struct err *e);
	/* Whether a reply that is no failure by its status is to be tried again as 429 is: some say it in
	 * their body. NULL: no. */
	bool (*busy)(const struct http_request *r);
	http_done *done;
	void *arg;          /* the owner's */
	int64_t not_before; /* not to be sent earlier, of the monotonic clock: a limit that only the
			     owner knows of; 0: at once */

	struct http_reply reply;
	int attempts; /* how often it was sent */
};

/*
 * Base address from the vendor or the environment, checked: https, or http where it may be, no
 * path (ERR_CONFIG). deadline_ns: of the monotonic clock, 0: none.
 */
int http_open(struct http **h, const struct http_vendor *v, int64_t deadline_ns, struct err *e);
void http_close(struct http *h); /* drops what is queued, without done */
void http_trace(
    struct http *h, bool on); /* heads of requests and replies to the log, secrets redacted */

/*
 * Called again and again while http_run() waits, at least five times a second: what else the process
 * has to keep alive. -1 with *e ends the run with that error. NULL: nothing.
 */
typedef int http_tick(void *arg, struct err *e);
void http_beside(struct http *h, http_tick *tick, void *arg);

/* Queue it; borrowed until done was called. What r->reply held is released. */
void http_add(struct http *h, struct http_request *r);

/*
 * Run until the queue is empty. 0, or -1 with the first error that a done returned (the rest of the
 * queue is dropped, without done). After the deadline or stop_asked() every request that is left
 * ends with ERR_TEMP, and so does http_run().
 */
int http_run(struct http *h, struct err *e);

/* One request, run to its end instead of its done: 0 with r->reply (whatever its status), or -1
 * ERR_TEMP, ERR_DATA, ERR_REMOTE, ERR_CONFIG. */
int http_once(struct http *h, struct http_request *r, struct err *e);
void http_reply_release(struct http_reply *r);

/* What a status that is no 2xx means for the caller: 401 and 403 ERR_PERM; 402 (budget
 * spent), 408, 429 and 5xx ERR_TEMP; else ERR_REMOTE. */
enum err_code http_code(long status);

/* Add NAME=VALUE to a form or query, percent-encoded, with '&' between. */
void http_form(struct buf *form, const char *name, const char *value);
const char *http_header(const struct http_reply *r, const char *name, size_t *len); /* or NULL */

/* What the reply's own clock shows (its Date header), ns; CLOCK_NONE: it has none. */
int64_t http_date(const struct http_reply *r);

/*
 * The base address in url, or in variable env when that is set: "https://host[:port]", owned by the
 * caller, without a slash at the end; *place, if not NULL, becomes "host:port", owned too, and
 * *local tells whether it is loopback or one of the link-local hosts. NULL with ERR_CONFIG.
 */
char *http_base(const char *url, const char *env, char **place, bool *local, struct err *e);

/* The same of one address; messages call it from and do not show it. any_http: as in the vendor. */
char *http_base_of(
    const char *url, const char *from, bool any_http, char **place, bool *local, struct err *e);

/* Whether a host by its name or IPv4 address is this one: localhost, 127.0.0.0/8. */
bool http_is_loopback(const char *host);

#endif
