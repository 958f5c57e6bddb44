/* One request and its answer on their way through a listener: what libmicrohttpd calls us for. */
#ifndef PF_SANDBOX_EXCHANGE_H
#define PF_SANDBOX_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "sandbox/fault.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct MHD_Connection;
struct MHD_Daemon;
struct exchange;
struct err;

/* One vendor's port. */
struct listener {
	struct server *server; /* borrowed */
	const struct sandbox_vendor *vendor;
	void *state;               /* the vendor's own */
	struct MHD_Daemon *daemon; /* NULL until it listens */
	int fd;                    /* the bound socket; -1: the daemon owns it */
	int poll_fd;
	uint16_t port;
	int64_t opens_at; /* monotonic; INT64_MAX: never (a fault) */
	uint64_t requests;
	struct exchange *newest; /* list of all that are on their way */
};

struct server {
	struct listener *listeners; /* owned, one a vendor */
	size_t nlisteners;
	struct fault *faults; /* owned */
	size_t nfaults;
	struct exchange *waiting; /* list of those that a fault holds up */
	FILE *log;                /* owned; NULL: none */
	struct websock *sockets;  /* list of what is no HTTP any more; owned */
	char **vars;              /* owned */
	int signal_fd;
	bool ending; /* what waits is let go without the rest of its answer */
};

/* Start the vendor's HTTP on l->fd, which is bound and listens; stop it. */
int exchange_listen(struct listener *l, struct err *e);
void exchange_stop(struct listener *l);

/* Let go on what has waited until now (or all of it, when the server ends). Returns when the next
 * one is due on the monotonic clock; INT64_MAX: none waits. */
int64_t exchange_wake(struct server *s, int64_t now);

#endif
