/*
 * WebSockets (RFC 6455) at the server's side: connections that an exchange gave up its own to, in the
 * server's one poll. Text alone. On wslay.
 */
#ifndef PF_SANDBOX_WEBSOCK_H
#define PF_SANDBOX_WEBSOCK_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

struct MHD_UpgradeResponseHandle;
struct fault;
struct listener;
struct reply;
struct request;
struct server;
struct websock;

struct websock_calls {
	/* It is there; arg is what reply->upgraded was, and the result the arg of the others. */
	void *(*opened)(void *arg, struct websock *ws);
	void (*message)(void *arg, const char *text, size_t n);
	/* It is not there any more; the client's close code, 1006 where there was none. */
	void (*gone)(void *arg, unsigned code);
};

/* Answer a request with an upgrade, if it asks for one in the right way; else 400. */
void websock_accept(
    const struct request *r, struct reply *reply, const struct websock_calls *calls, void *arg);

/* The connection of a reply with an upgrade; extra bytes were read from it already. */
void websock_open(struct listener *l, const struct reply *reply, int fd,
    struct MHD_UpgradeResponseHandle *handle, const char *extra, size_t n);

/* Send a text, in frames of so many bytes (0: in one); the bytes that are in a frame of a message. */
void websock_send(struct websock *ws, const char *text, size_t n, size_t piece);

/* Say goodbye and close; close without a word. gone() comes later, message() does not any more. */
void websock_close(struct websock *ws, unsigned code, const char *reason);
void websock_drop(struct websock *ws);

/* The fault of the vendor's own kinds that fires for this target of it; only those for a METHOD. NULL:
 * none. */
const struct fault *websock_fault(struct websock *ws, const char *target);

/* Of all: what to wait for, in at most max places; what came; what goes out; the end. */
size_t websock_poll(const struct server *s, struct pollfd *fds, size_t max);
void websock_receive(struct server *s);
void websock_send_all(struct server *s);
void websock_end(struct server *s);

#endif
