/*
 * A WebSocket client (RFC 6455) on libwebsockets, one connection: text messages in and out, put together
 * whatever frames they came in. TLS is verified; ws is for loopback alone; wss goes through the proxy
 * that https_proxy names. Pings are answered inside. Nothing is sent or read but while ws_next() or
 * ws_close() runs.
 */
#ifndef PF_NET_WS_H
#define PF_NET_WS_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct ws;

enum ws_what { WS_NOTHING, WS_OPENED, WS_TEXT, WS_ENDED };

struct ws_got {
	enum ws_what what;
	const char *text; /* of WS_TEXT: a message, valid until the next call; NUL-terminated */
	size_t n;
	int code; /* of WS_ENDED: the peer's close code (RFC 6455 section 7.4); 0: it gave none */
	const char *why; /* likewise: words for it, valid until the next call */
};

/*
 * Begin to connect to "wss://host[:port]/path?query"; messages from the peer are at most max bytes, a
 * longer one ends the connection. ERR_CONFIG: the address may not be, or this program was built without
 * WebSockets; ERR_TEMP. Close in any case.
 */
int ws_open(struct ws **w, const char *url, size_t max, struct err *e);

/* The next thing, waited for so long at most (0: not at all), less when stop_asked(). After WS_ENDED
 * nothing more comes. */
void ws_next(struct ws *w, int64_t wait_ns, struct ws_got *got);

/* Queue a text message of n bytes. */
void ws_send(struct ws *w, const char *p, size_t n);

/* Say good-bye with that code, unless it has ended, and free it. */
void ws_close(struct ws *w, int code);

#endif
