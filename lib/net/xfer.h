/* One sending of a request: a libcurl easy handle with its callbacks, inside net/. */
#ifndef PF_NET_XFER_H
#define PF_NET_XFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct http_request;

/* What all transfers of a queue share. */
struct xfer_common {
	char *base, *place;       /* owned: "https://host:port", "host:port" */
	bool plain;               /* http, not https */
	bool direct;              /* no proxy */
	bool certificate;         /* replies tell of the server's */
	const char *ca_file;      /* borrowed; NULL: the system's */
	const char *retry_header; /* borrowed */
	int64_t timeout_ns;
	bool trace;
};

struct xfer {
	const struct xfer_common *common; /* borrowed */
	struct http_request *r;           /* borrowed */
	CURL *easy;                       /* owned */
	struct curl_slist *headers;       /* owned */
	char *url;                        /* owned */
	unsigned number;                  /* of the sending, in traces */
	int64_t heard_ns;                 /* when something came last, monotonic */
	bool idle;                        /* given up since nothing came */
	bool streamed;                    /* bytes went to the sink */
	bool cut;                         /* the error body was cut at its limit: fine */
	bool refused;                     /* fail is set by the sink or a limit */
	struct err fail;
	char text[CURL_ERROR_SIZE];
	struct xfer *next;
};

/* Whether a failed sending may be followed by another. */
enum xfer_again {
	XFER_NEVER,
	XFER_REPEATABLE, /* if the request is repeatable */
	XFER_ALWAYS      /* it certainly was not taken */
};

/* Ready to be added to the multi handle; until_ns: of the monotonic clock, 0: no deadline. */
struct xfer *xfer_new(
    const struct xfer_common *common, struct http_request *r, unsigned number, int64_t until_ns);
void xfer_free(struct xfer *x);

/* Nothing came for too long: it is to be ended with CURLE_OPERATION_TIMEDOUT. */
bool xfer_is_idle(struct xfer *x, int64_t now);

/* It ended with that code: 0 with r->reply filled, or -1 with *e and *again set. */
int xfer_end(struct xfer *x, CURLcode code, enum xfer_again *again, struct err *e);

#endif
