/*
 * How a web server talks to us: CGI, a program a request (RFC 3875), or FastCGI, over a socket that we were started
 * with or that we open (the FastCGI specification, 1.0). The one wall around libfcgi.
 */
#ifndef PF_WEB_GATEWAY_H
#define PF_WEB_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct err;
struct web_reply;
struct web_request;

/* Make the answer; r is empty. Always answers. */
typedef void web_answer_fn(void *arg, struct web_request *q, struct web_reply *r);

struct gateway {
	size_t body_max; /* bytes; a longer body is answered with 413 */
	FILE *in, *out;  /* of CGI */
	web_answer_fn *answer;
	void *arg;
};

/* Whether a web server started us for one request. */
bool gateway_is_cgi(void);

/* That request. ERR_IO when the answer could not be written. */
int gateway_cgi(const struct gateway *g, struct err *e);

/*
 * The socket to be served: opened at "path", "host:port" or ":port" (listen), or else the one that we were started
 * with (systemd's, or descriptor 0). ERR_USAGE: there is none; ERR_CREATE: it cannot be opened, or another program answers
 * there.
 */
int gateway_socket(const char *listen, int *fd, struct err *e);

/* Serve requests one after the other until stop_asked(). */
int gateway_serve(const struct gateway *g, int fd, struct err *e);

#endif
