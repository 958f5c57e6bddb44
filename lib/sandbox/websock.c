#include "sandbox/websock.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sandbox/exchange.h"
#include "sandbox/vendors.h"

#define MAGIC "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 section 1.3 */
#define MESSAGE_MAX ((uint64_t)1 << 20)

struct websock {
	struct listener *listener; /* borrowed */
	struct MHD_UpgradeResponseHandle *handle;
	int fd;
	wslay_event_context_ptr ctx; /* owned */
	const struct websock_calls *calls;
	void *arg;
	struct buf extra; /* read, not yet taken */
	bool dead;        /* to be forgotten */
	bool closing;     /* we have said goodbye */
	struct websock *next;
};

/* A message on its way out in pieces. */
struct pieces {
	char *text; /* owned */
	size_t n, at, piece;
};

static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (; list != NULL && *list != '\0'; list += strcspn(list, ",")) {
		list += strspn(list, ", ");
		if (strncasecmp(list, word, n) == 0 && strchr(", ", list[n]) != NULL)
			return true;
	}
	return false;
}

void
websock_accept(
    const struct request *r, struct reply *reply, const struct websock_calls *calls, void *arg)
{
	const char *key = request_header(r, "sec-websocket-key");
	const char *version = request_header(r, "sec-websocket-version");
	unsigned char sha[EVP_MAX_MD_SIZE], text[64];
	struct buf all = { 0 };
	unsigned n;

	if (strcmp(r->method, "GET") != 0 || !has_word(request_header(r, "upgrade"), "websocket") ||
	    !has_word(request_header(r, "connection"), "upgrade") || key == NULL ||
	    strlen(key) != 24 || version == NULL || strcmp(version, "13") != 0) {
		reply_detail(reply, 400, "this is a WebSocket");
		return;
	}
	buf_fmt(&all, "%s" MAGIC, key);
	if (EVP_Digest(all.p, all.len, sha, &n, EVP_sha1(), NULL) != 1)
		mem_out();
	(void)EVP_EncodeBlock(text, sha, (int)n); /* 28 characters */
	reply->status = 101;
	reply_header(reply, "Upgrade", "websocket");
	reply_header(reply, "Sec-WebSocket-Accept", "%s", (const char *)text);
	reply->upgrade = calls;
	reply->upgraded = arg;
	buf_release(&all);
}

static ssize_t
take_bytes(wslay_event_context_ptr ctx, uint8_t *to, size_t max, int flags, void *arg)
{
	struct websock *ws = arg;
	size_t n = ws->extra.len < max ? ws->extra.len : max;
	ssize_t got;

	(void)flags;
	if (n > 0) {
		memcpy(to, ws->extra.p, n);
		buf_shift(&ws->extra, n);
		return (ssize_t)n;
	}
	do
		got = recv(ws->fd, to, max, 0);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		return got;
	wslay_event_set_error(ctx, got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
				       ? WSLAY_ERR_WOULDBLOCK
				       : WSLAY_ERR_CALLBACK_FAILURE);
	return -1;
}

static ssize_t
put_bytes(wslay_event_context_ptr ctx, const uint8_t *from, size_t n, int flags, void *arg)
{
	struct websock *ws = arg;
	ssize_t sent;

	(void)flags;
	do
		sent = send(ws->fd, from, n, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent >= 0)
		return sent;
	wslay_event_set_error(ctx, errno == EAGAIN || errno == EWOULDBLOCK
				       ? WSLAY_ERR_WOULDBLOCK
				       : WSLAY_ERR_CALLBACK_FAILURE);
	return -1;
}

static void
take_message(wslay_event_context_ptr ctx, const struct wslay_event_on_msg_recv_arg *m, void *arg)
{
	struct websock *ws = arg;

	(void)ctx;
	if (!ws->dead && !ws->closing &&
	    (m->opcode == WSLAY_TEXT_FRAME || m->opcode == WSLAY_BINARY_FRAME))
		ws->calls->message(ws->arg, (const char *)m->msg, m->msg_length);
}

void
websock_open(struct listener *l, const struct reply *reply, int fd,
    struct MHD_UpgradeResponseHandle *handle, const char *extra, size_t n)
{
	static const struct wslay_event_callbacks callbacks = { .recv_callback = take_bytes,
		.send_callback = put_bytes,
		.on_msg_recv_callback = take_message };
	struct websock *ws = mem_new(1, sizeof *ws);
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0)
		(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK); /* it is one already, as a rule */
	*ws =
	    (struct websock){ .listener = l, .handle = handle, .fd = fd, .calls = reply->upgrade };
	buf_add(&ws->extra, extra, n);
	if (wslay_event_context_server_init(&ws->ctx, &callbacks, ws) != 0)
		mem_out();
	wslay_event_config_set_max_recv_msg_length(ws->ctx, MESSAGE_MAX);
	ws->next = l->server->sockets;
	l->server->sockets = ws;
	ws->arg = ws->calls->opened(reply->upgraded, ws);
}

static ssize_t
next_piece(wslay_event_context_ptr ctx, uint8_t *to, size_t max,
    const union wslay_event_msg_source *source, int *eof, void *arg)
{
	struct pieces *p = source->data;
	size_t n = p->n - p->at < p->piece ? p->n - p->at : p->piece;

	(void)ctx;
	(void)arg;
	n = n < max ? n : max;
	memcpy(to, p->text + p->at, n);
	p->at += n;
	*eof = p->at == p->n;
	if (*eof) {
		free(p->text);
		free(p);
	}
	return (ssize_t)n;
}

void
websock_send(struct websock *ws, const char *text, size_t n, size_t piece)
{
	struct wslay_event_msg whole = { WSLAY_TEXT_FRAME, (const uint8_t *)text, n };
	struct wslay_event_fragmented_msg split = { .opcode = WSLAY_TEXT_FRAME,
		.read_callback = next_piece };
	struct pieces *p;

	if (ws->dead || ws->closing)
		return;
	if (piece == 0) {
		if (wslay_event_queue_msg(ws->ctx, &whole) != 0)
			ws->dead = true;
		return;
	}
	p = mem_new(1, sizeof *p);
	*p = (struct pieces){ mem_copy(text, n), n, 0, piece };
	split.source.data = p;
	if (wslay_event_queue_fragmented_msg(ws->ctx, &split) != 0) {
		free(p->text);
		free(p);
		ws->dead = true;
	}
}

void
websock_close(struct websock *ws, unsigned code, const char *reason)
{
	if (ws->dead || ws->closing)
		return;
	ws->closing = true;
	if (wslay_event_queue_close(
		ws->ctx, (uint16_t)code, (const uint8_t *)reason, strlen(reason)) != 0)
		ws->dead = true;
}

void
websock_drop(struct websock *ws)
{
	ws->dead = true;
}

const struct fault *
websock_fault(struct websock *ws, const char *target)
{
	struct server *s = ws->listener->server;
	struct request r = { .target = mem_str(target) };
	const struct fault *first = NULL;
	struct fault *f;
	size_t i;

	for (i = 0; i < s->nfaults; i++) {
		f = &s->faults[i];
		if (f->vendor == ws->listener->vendor && f->kind->act == FAULT_VENDOR &&
		    f->method != NULL && fault_fires(f, &r) && first == NULL)
			first = f;
	}
	free(r.target);
	return first;
}

size_t
websock_poll(const struct server *s, struct pollfd *fds, size_t max)
{
	const struct websock *ws;
	size_t n = 0;

	for (ws = s->sockets; ws != NULL && n < max; ws = ws->next) {
		fds[n].fd = ws->fd;
		fds[n].revents = 0;
		fds[n++].events = (short)(POLLIN | (wslay_event_want_write(ws->ctx) ? POLLOUT : 0));
	}
	return n;
}

void
websock_receive(struct server *s)
{
	struct websock *ws;

	for (ws = s->sockets; ws != NULL; ws = ws->next)
		if (!ws->dead && wslay_event_recv(ws->ctx) != 0)
			ws->dead = true;
}

static void
forget(struct websock *ws)
{
	unsigned code = wslay_event_get_close_received(ws->ctx)
			    ? wslay_event_get_status_code_received(ws->ctx)
			    : 1006;

	ws->calls->gone(ws->arg, code);
	wslay_event_context_free(ws->ctx);
	(void)MHD_upgrade_action(ws->handle, MHD_UPGRADE_ACTION_CLOSE); /* it is over anyway */
	buf_release(&ws->extra);
	free(ws);
}

void
websock_send_all(struct server *s)
{
	struct websock **at = &s->sockets, *ws;

	while ((ws = *at) != NULL) {
		if (!ws->dead && wslay_event_want_write(ws->ctx) && wslay_event_send(ws->ctx) != 0)
			ws->dead = true;
		if (!wslay_event_want_write(ws->ctx) && wslay_event_get_close_received(ws->ctx))
			ws->dead = true; /* both have said goodbye */
		if (!ws->dead) {
			at = &ws->next;
			continue;
		}
		*at = ws->next;
		forget(ws);
	}
}

void
websock_end(struct server *s)
{
	struct websock *ws;

	for (ws = s->sockets; ws != NULL; ws = ws->next)
		websock_close(ws, 1001, "");
	websock_send_all(s);
	for (; (ws = s->sockets) != NULL;) {
		s->sockets = ws->next;
		forget(ws);
	}
}
