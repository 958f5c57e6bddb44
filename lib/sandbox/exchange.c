#include "sandbox/exchange.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "sandbox/send.h"
#include "sandbox/server.h"
#include "sandbox/websock.h"

/* An upload that is too large is read to its end, so that the client gets to read the 413; but not
 * for ever. */
#define SWALLOW_MORE (8 * SERVER_BODY_MAX)

static enum MHD_Result
header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	request_add_header(arg, name, value);
	return MHD_YES;
}

/* The request line is there: the exchange begins. */
static void *
begin(void *arg, const char *uri, struct MHD_Connection *conn)
{
	struct exchange *x = mem_new(1, sizeof *x);

	x->listener = arg;
	x->conn = conn;
	x->uri = mem_str(uri);
	x->began = clock_mono();
	x->at = clock_real();
	x->stop = SIZE_MAX;
	x->older = x->listener->newest;
	if (x->older != NULL)
		x->older->newer = x;
	x->listener->newest = x;
	return x;
}

static void
forget(struct exchange *x)
{
	if (x->newer != NULL)
		x->newer->older = x->older;
	else
		x->listener->newest = x->older;
	if (x->older != NULL)
		x->older->newer = x->newer;
	request_release(&x->request);
	reply_release(&x->reply);
	free(x->uri);
	free(x);
}

static void
end(void *arg, struct MHD_Connection *conn, void **own, enum MHD_RequestTerminationCode code)
{
	struct exchange *x = *own;

	(void)arg;
	(void)conn;
	if (x == NULL)
		return;
	*own = NULL;
	if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK && !x->logged)
		x->broken = true;
	if (x->head)
		send_log(x);
	forget(x);
}

/* The fault that fires for this request; one of a vendor's own also goes to the vendor. */
static void
choose_fault(struct exchange *x)
{
	struct server *s = x->listener->server;
	size_t i;

	for (i = 0; i < s->nfaults; i++) {
		struct fault *f = &s->faults[i];

		if (f->vendor != x->listener->vendor || f->kind->act == FAULT_DOWN)
			continue;
		if (fault_fires(f, &x->request) && x->fault == NULL)
			x->fault = f;
	}
	if (x->fault != NULL && x->fault->kind->act == FAULT_VENDOR)
		x->request.fault = x->fault;
}

static void
take_head(struct exchange *x, const char *method)
{
	size_t n = strcspn(x->uri, "?");
	struct request *r = &x->request;

	x->head = true;
	r->method = mem_str(method);
	r->path = mem_copy(x->uri, n);
	(void)MHD_get_connection_values(x->conn, MHD_HEADER_KIND, header, r); /* their number */
	r->number = ++x->listener->requests;
	if (x->uri[n] != '?')
		return;
	r->query = mem_str(x->uri + n + 1);
	if (request_params(r, r->query, strlen(r->query), false))
		x->too_many = true;
}

/* How large a request may be. */
static size_t
body_max(const struct exchange *x)
{
	size_t own = x->listener->vendor->body_max;

	return own != 0 ? own : SERVER_BODY_MAX;
}

static bool
is_form(const char *type)
{
	static const char form[] = "application/x-www-form-urlencoded";

	return type != NULL && strncasecmp(type, form, sizeof form - 1) == 0 &&
	       strchr("; ", type[sizeof form - 1]) != NULL;
}

/* Everything has arrived; only now it is known what is asked for, so which fault is meant. */
static void
take_body(struct exchange *x)
{
	const struct sandbox_vendor *vendor = x->listener->vendor;
	struct request *r = &x->request;

	x->whole = true;
	if (is_form(request_header(r, "content-type")) && x->uploaded <= body_max(x) &&
	    request_params(r, r->body.p, r->body.len, true))
		x->too_many = true;
	if (vendor->target != NULL)
		r->target = vendor->target(r);
	choose_fault(x);
}

static void
answer(struct exchange *x)
{
	struct request *r = &x->request;

	if (x->uploaded > body_max(x))
		reply_detail(&x->reply, 413, "Content Too Large");
	else if (x->too_many)
		reply_detail(&x->reply, 400, "too many parameters");
	else if (x->fault == NULL || !send_fault(x))
		x->listener->vendor->answer(x->listener->state, r, &x->reply);
}

/* The reply's headers, "Name: value" lines, into the library's. */
static void
add_headers(struct MHD_Response *response, struct buf *headers)
{
	char *line = headers->p, *next, *colon;

	for (; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		*next++ = '\0';
		colon = strchr(line, ':');
		*colon = '\0';
		(void)MHD_add_response_header(response, line, colon + 2); /* or out of memory */
	}
}

/* The connection is a socket from here on, and no exchange. */
static void
upgraded(void *arg, struct MHD_Connection *conn, void *own, const char *extra, size_t n,
    MHD_socket fd, struct MHD_UpgradeResponseHandle *handle)
{
	struct exchange *x = own;

	(void)arg;
	(void)conn;
	websock_open(x->listener, &x->reply, fd, handle, extra, n);
}

static struct MHD_Response *
make_response(struct exchange *x, uint64_t size)
{
	if (x->reply.upgrade != NULL)
		return MHD_create_response_for_upgrade(upgraded, NULL);
	return MHD_create_response_from_callback(
	    size == SEND_UNKNOWN ? MHD_SIZE_UNKNOWN : size, SEND_BLOCK, send_body, x, NULL);
}

static enum MHD_Result
queue(struct exchange *x)
{
	struct MHD_Response *response;
	enum MHD_Result done;
	uint64_t size;

	x->answered = true;
	answer(x);
	size = send_prepare(x);
	response = make_response(x, size);
	if (response == NULL)
		return MHD_NO;
	add_headers(response, &x->reply.headers);
	if (size == 0)
		send_log(x); /* nothing will be fetched */
	done = MHD_queue_response(x->conn, x->reply.status, response);
	MHD_destroy_response(response);
	return done;
}

/* Called when the head is there, for each piece of the body, and when all of it is there. */
static enum MHD_Result
handle(void *arg, struct MHD_Connection *conn, const char *url, const char *method,
    const char *version, const char *piece, size_t *n, void **own)
{
	struct exchange *x = *own;

	(void)arg;
	(void)conn;
	(void)url;
	(void)version;
	if (!x->head) {
		take_head(x, method);
		return MHD_YES;
	}
	if (*n > 0) {
		x->uploaded += *n;
		if (x->uploaded <= body_max(x))
			buf_add(&x->request.body, piece, *n);
		*n = 0;
		return x->uploaded <= body_max(x) + SWALLOW_MORE ? MHD_YES : MHD_NO;
	}
	if (!x->whole)
		take_body(x);
	if (x->fault != NULL && x->fault->kind->act == FAULT_RESET) {
		x->broken = true;
		send_log(x);
		return MHD_NO;
	}
	if (send_silent(x))
		return MHD_YES;
	return x->answered ? MHD_YES : queue(x);
}

__attribute__((format(printf, 2, 0))) static void
library_log(void *arg, const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		return;
	log_debug("%s: %s", ((const struct listener *)arg)->vendor->name, text);
	free(text);
}

int
exchange_listen(struct listener *l, struct err *e)
{
	const union MHD_DaemonInfo *info;

	l->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_ALLOW_UPGRADE, 0,
	    NULL, NULL, handle, l, MHD_OPTION_EXTERNAL_LOGGER, library_log, l,
	    MHD_OPTION_LISTEN_SOCKET, l->fd, MHD_OPTION_URI_LOG_CALLBACK, begin, l,
	    MHD_OPTION_NOTIFY_COMPLETED, end, l, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)SERVER_CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)SERVER_TIMEOUT, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)256 * 1024,
	    MHD_OPTION_END);
	if (l->daemon == NULL)
		return err_errno(e, ERR_BUG, "%s: libmicrohttpd does not start", l->vendor->name);
	l->fd = -1;
	info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	l->poll_fd = info->epoll_fd;
	return 0;
}

void
exchange_stop(struct listener *l)
{
	if (l->daemon == NULL)
		return;
	(void)MHD_run(l->daemon); /* it takes back those that were held up */
	MHD_stop_daemon(l->daemon);
	/* of a request line that the library itself refuses, it tells the beginning and no end */
	while (l->newest != NULL)
		forget(l->newest);
}

int64_t
exchange_wake(struct server *s, int64_t now)
{
	struct exchange **at = &s->waiting, *x;
	int64_t next = INT64_MAX;

	while ((x = *at) != NULL) {
		if (x->due > now && !s->ending) {
			next = x->due < next ? x->due : next;
			at = &x->next;
			continue;
		}
		*at = x->next;
		x->due = 0;
		MHD_resume_connection(x->conn);
	}
	return next;
}
