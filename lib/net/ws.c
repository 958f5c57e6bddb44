#include "net/ws.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

#ifdef HAVE_LWS

#include <libwebsockets.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/num.h"
#include "base/stop.h"
#include "net/http.h"

#define POLL_NS (CLOCK_SECOND / 5) /* how soon a signal is seen */
#define CLOSE_NS CLOCK_SECOND      /* how long the peer has to say good-bye */
#define FDS_MAX 64                 /* of the library; it keeps a table of them */
#define WHY_MAX 128
#define TOO_BIG 1009 /* RFC 6455 section 7.4.1 */
#define NOT_TEXT 1003

struct text {
	struct buf bytes;
	struct text *next;
};

struct queue {
	struct text *first, **end;
};

struct ws {
	struct lws_context *context;
	struct lws *wsi; /* NULL once it is closed */
	lws_sorted_usec_list_t alarm;
	size_t max;
	char *host, *path, *place; /* owned */
	struct queue in, out;
	struct text *current; /* what was handed out last */
	struct buf part;      /* of a message, so far */
	bool opened, told_open, ended, told_end;
	int closing; /* the code that we close with; 0: we do not */
	int code;
	char why[WHY_MAX];
};

/* --- queues */

static struct text *
push(struct queue *q)
{
	struct text *t = mem_new(1, sizeof *t);

	*q->end = t;
	q->end = &t->next;
	return t;
}

static struct text *
pop(struct queue *q)
{
	struct text *t = q->first;

	if (t == NULL)
		return NULL;
	q->first = t->next;
	if (q->first == NULL)
		q->end = &q->first;
	return t;
}

static void
text_free(struct text *t)
{
	if (t == NULL)
		return;
	buf_wipe(&t->bytes); /* it may have a token in it */
	free(t);
}

static void
drop(struct queue *q)
{
	while (q->first != NULL)
		text_free(pop(q));
}

/* --- what the library tells */

static void
end(struct ws *w, const char *why)
{
	if (!w->ended && w->why[0] == '\0' && why != NULL)
		(void)snprintf(w->why, sizeof w->why, "%s", why);
	w->ended = true;
	w->wsi = NULL;
}

/* What is too much, or no text, is not for us: -1 ends it. */
static int
refuse(struct ws *w, struct lws *wsi, int code, const char *why)
{
	(void)snprintf(w->why, sizeof w->why, "%s", why);
	lws_close_reason(wsi, (enum lws_close_status)code, NULL, 0);
	return -1;
}

static int
receive(struct ws *w, struct lws *wsi, const char *p, size_t n)
{
	struct text *t;

	if (lws_frame_is_binary(wsi))
		return refuse(w, wsi, NOT_TEXT, "a message that is no text came");
	if (lws_is_first_fragment(wsi))
		buf_reset(&w->part);
	if (n > w->max - w->part.len)
		return refuse(w, wsi, TOO_BIG, "a message that is too long came");
	buf_add(&w->part, p, n);
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi) > 0)
		return 0;
	t = push(&w->in);
	t->bytes = w->part;
	w->part = (struct buf){ 0 };
	return 0;
}

static int
send_next(struct ws *w, struct lws *wsi)
{
	struct text *t = pop(&w->out);
	size_t n;
	int sent;

	if (t != NULL) {
		n = t->bytes.len - LWS_PRE;
		sent = lws_write(wsi, (unsigned char *)t->bytes.p + LWS_PRE, n, LWS_WRITE_TEXT);
		text_free(t);
		if (sent < (int)n)
			return -1;
	} else if (w->closing != 0) {
		lws_close_reason(wsi, (enum lws_close_status)w->closing, NULL, 0);
		return -1;
	}
	if (w->out.first != NULL || w->closing != 0)
		(void)lws_callback_on_writable(wsi);
	return 0;
}

static void
take_close(struct ws *w, const unsigned char *p, size_t n)
{
	if (n < 2)
		return;
	w->code = p[0] << 8 | p[1];
	(void)snprintf(w->why, sizeof w->why, "%.*s",
	    n - 2 < WHY_MAX - 1 ? (int)(n - 2) : WHY_MAX - 1, (const char *)p + 2);
}

static int
told(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n)
{
	struct ws *w = lws_context_user(lws_get_context(wsi));

	(void)user;
	switch (reason) {
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		w->opened = true;
		if (w->out.first != NULL)
			(void)lws_callback_on_writable(wsi);
		return 0;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		return receive(w, wsi, in, n);
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return send_next(w, wsi);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		take_close(w, in, n);
		return 0;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		end(w, in != NULL ? in : "cannot connect");
		return 0;
	case LWS_CALLBACK_CLIENT_CLOSED:
		end(w, "the connection broke");
		return 0;
	default:
		return lws_callback_http_dummy(wsi, reason, user, in, n);
	}
}

static const struct lws_protocols protocols[] = {
	{ .name = "ws", .callback = told, .rx_buffer_size = 65536 }, { 0 }
};

/* --- a connection */

/* "wss://host:port/path" as a checked base address of HTTP, and the path. */
static int
split(struct ws *w, const char *url, bool *plain, bool *local, struct err *e)
{
	const char *rest, *path;
	char *base, *http;

	*plain = strncmp(url, "ws://", 5) == 0;
	if (!*plain && strncmp(url, "wss://", 6) != 0)
		return err_set(e, ERR_CONFIG, "the address of a WebSocket begins with wss://");
	rest = url + (*plain ? 5 : 6);
	path = rest + strcspn(rest, "/?");
	w->path = mem_fmt("%s%s", *path == '/' ? "" : "/", path);
	base = mem_fmt("%s%.*s", *plain ? "http://" : "https://", (int)(path - rest), rest);
	http = http_base_of(base, "the WebSocket's address", false, &w->place, local, e);
	free(base);
	free(http);
	return http == NULL ? -1 : 0;
}

/* The host of "host:port", "[::1]:port"; the port, or the scheme's own. */
static int
port_of(struct ws *w, bool plain)
{
	const char *colon = strrchr(w->place, ':'), *from = w->place;
	int64_t port = plain ? 80 : 443;
	size_t n;

	if (colon != NULL && num_int(colon + 1, strlen(colon + 1), 1, 65535, &port))
		colon = NULL;
	n = colon != NULL ? (size_t)(colon - from) : strlen(from);
	if (n > 2 && from[0] == '[' && from[n - 1] == ']') {
		from++;
		n -= 2;
	}
	w->host = mem_copy(from, n);
	return (int)port;
}

static void
set_proxy(struct ws *w)
{
	const char *proxy = env_get("https_proxy");

	if (proxy == NULL)
		return;
	if (strncmp(proxy, "http://", 7) == 0)
		proxy += 7;
	(void)lws_set_proxy(lws_get_vhost_by_name(w->context, "default"), proxy);
}

int
ws_open(struct ws **out, const char *url, size_t max, struct err *e)
{
	struct ws *w = mem_new(1, sizeof *w);
	struct lws_context_creation_info info = { .port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
		.fd_limit_per_thread = FDS_MAX,
		.http_proxy_address = "", /* else http_proxy would count, for loopback too */
		.user = w };
	struct lws_client_connect_info to = { 0 };
	bool plain, local = false;

	*out = w;
	w->max = max;
	w->in.end = &w->in.first;
	w->out.end = &w->out.first;
	if (split(w, url, &plain, &local, e))
		return -1;
	to.port = port_of(w, plain);
	lws_set_log_level(0, NULL);
	w->context = lws_create_context(&info);
	if (w->context == NULL)
		return err_set(e, ERR_TEMP, "libwebsockets cannot be initialised");
	if (!local)
		set_proxy(w);
	to.context = w->context;
	to.address = w->host;
	to.host = to.port == (plain ? 80 : 443) ? w->host : w->place;
	to.path = w->path;
	to.ssl_connection = plain ? 0 : LCCSCF_USE_SSL;
	to.local_protocol_name = protocols[0].name;
	to.ietf_version_or_minus_one = -1;
	to.pwsi = &w->wsi;
	if (lws_client_connect_via_info(&to) == NULL)
		end(w, "cannot connect"); /* told by the next ws_next() */
	return 0;
}

/* The wait is over. One that is due before the library begins to poll would not end that. */
static void
wake(lws_sorted_usec_list_t *alarm)
{
	lws_cancel_service(lws_container_of(alarm, struct ws, alarm)->context);
}

/* Let the library work; wait for something to do, at most so long. */
static void
serve(struct ws *w, int64_t wait_ns)
{
	if (wait_ns <= 0) {
		(void)lws_service(w->context, -1);
		return;
	}
	lws_sul_schedule(w->context, 0, &w->alarm, wake,
	    (lws_usec_t)((wait_ns < POLL_NS ? wait_ns : POLL_NS) / 1000 + 1));
	(void)lws_service(w->context, 0);
}

static bool
take(struct ws *w, struct ws_got *got)
{
	if (w->opened && !w->told_open) {
		w->told_open = true;
		got->what = WS_OPENED;
		return true;
	}
	text_free(w->current);
	w->current = pop(&w->in);
	if (w->current != NULL) {
		*got = (struct ws_got){ .what = WS_TEXT,
			.text = w->current->bytes.p != NULL ? w->current->bytes.p : "",
			.n = w->current->bytes.len };
		return true;
	}
	if (!w->ended || w->told_end)
		return false;
	w->told_end = true;
	*got = (struct ws_got){ .what = WS_ENDED, .code = w->code, .why = w->why };
	return true;
}

void
ws_next(struct ws *w, int64_t wait_ns, struct ws_got *got)
{
	int64_t until = clock_mono() + wait_ns, left = wait_ns;

	*got = (struct ws_got){ .what = WS_NOTHING };
	while (!take(w, got)) {
		if (w->ended)
			return;
		serve(w, left);
		if (take(w, got) || stop_asked())
			return;
		left = until - clock_mono();
		if (left <= 0)
			return;
	}
}

void
ws_send(struct ws *w, const char *p, size_t n)
{
	struct text *t;

	if (w->ended)
		return;
	t = push(&w->out);
	memset(buf_room(&t->bytes, LWS_PRE + n), 0, LWS_PRE);
	t->bytes.len = LWS_PRE;
	buf_add(&t->bytes, p, n);
	if (w->opened)
		(void)lws_callback_on_writable(w->wsi);
}

void
ws_close(struct ws *w, int code)
{
	int64_t until = clock_mono() + CLOSE_NS;

	if (w == NULL)
		return;
	if (w->context != NULL && w->opened && !w->ended) {
		w->closing = code;
		(void)lws_callback_on_writable(w->wsi);
		while (!w->ended && clock_mono() < until)
			serve(w, until - clock_mono());
	}
	if (w->context != NULL) {
		lws_sul_schedule(w->context, 0, &w->alarm, wake, LWS_SET_TIMER_USEC_CANCEL);
		lws_context_destroy(w->context);
	}
	drop(&w->in);
	drop(&w->out);
	text_free(w->current);
	buf_release(&w->part);
	free(w->host);
	free(w->path);
	free(w->place);
	free(w);
}

#else

int
ws_open(struct ws **out, const char *url, size_t max, struct err *e)
{
	(void)url;
	(void)max;
	*out = NULL;
	return err_set(e, ERR_CONFIG,
	    "this program was built without libwebsockets (Debian: libwebsockets-dev)");
}

void
ws_next(struct ws *w, int64_t wait_ns, struct ws_got *got)
{
	(void)w;
	(void)wait_ns;
	*got = (struct ws_got){ .what = WS_ENDED, .why = "" };
}

void
ws_send(struct ws *w, const char *p, size_t n)
{
	(void)w;
	(void)p;
	(void)n;
}

void
ws_close(struct ws *w, int code)
{
	(void)w;
	(void)code;
}

#endif
