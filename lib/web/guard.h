/* Who may ask: the key of the API, and from which pages a browser may (CORS, fetch.spec.whatwg.org). */
#ifndef PF_WEB_GUARD_H
#define PF_WEB_GUARD_H

#include <stdbool.h>

struct service;
struct web_reply;
struct web_request;

/* True if the request shows the key (RFC 6750), or none is asked for; else the answer is made. */
bool guard_admits(const struct service *s, const struct web_request *q, struct web_reply *r);

/* Whether two secrets are equal, without a branch on where they differ, or on how long they are. */
bool guard_same(const char *a, const char *b);

/* A preflight is answered here: true. Else the headers that a browser of an allowed page wants are added. */
bool guard_origin(const struct service *s, const struct web_request *q, struct web_reply *r);

#endif
