/*
 * The listeners of pf-sandbox, one a vendor because vendors' addresses have no path, and the one
 * thread that serves them all. Loopback only. On libmicrohttpd, with its sockets in our own poll.
 */
#ifndef PF_SANDBOX_SERVER_H
#define PF_SANDBOX_SERVER_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox/vendors.h"

struct err;
struct server;

struct server_options {
	struct sandbox_config config;
	int64_t port;       /* of the first vendor, the others follow; 0: whatever is free */
	const char *log;    /* file that gets a line for each request; NULL: none */
	const char *faults; /* specifications, joined by commas; NULL: none */
};

#define SERVER_BODY_MAX ((size_t)4 << 20) /* of a request */
#define SERVER_CONNECTIONS_MAX 512
#define SERVER_TIMEOUT 60 /* seconds without a byte, until a connection is closed */

/*
 * Read the data, take the ports, block the signals that server_run() waits for. ERR_USAGE (faults),
 * ERR_NOINPUT and ERR_DATA (data), ERR_CREATE (log), ERR_TEMP (a port is taken).
 */
int server_open(struct server **s, const struct server_options *o, struct err *e);
void server_close(struct server *s);

/* NAME=VALUE of each vendor's address and test keys, NULL-terminated; borrowed. */
const char *const *server_vars(const struct server *s);

/*
 * Serve. child 0: until SIGTERM, SIGINT or SIGHUP, returns 0. Else until that child ends: signals
 * are passed on to it (not those of the terminal, which it has got already), and its exit status is
 * returned. -1 with *e set.
 */
int server_run(struct server *s, pid_t child, struct err *e);

#endif
