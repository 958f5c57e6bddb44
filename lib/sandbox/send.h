/* How an answer leaves: piece by piece, well or, with a fault, badly; and the line in the log. */
#ifndef PF_SANDBOX_SEND_H
#define PF_SANDBOX_SEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sandbox/reply.h"
#include "sandbox/request.h"

struct fault;
struct listener;
struct MHD_Connection;

struct exchange {
	struct listener *listener;   /* borrowed */
	struct MHD_Connection *conn; /* borrowed */
	char *uri;                   /* owned; as it came */
	struct request request;
	struct reply reply;
	struct fault *fault; /* borrowed; NULL: none fires */
	int64_t began;       /* monotonic */
	int64_t at;          /* calendar */
	size_t uploaded;     /* bytes of the request's body */
	bool head;           /* the request's head was taken */
	bool whole;          /* the request's body was taken */
	bool too_many;       /* parameters */
	bool answered;       /* the reply was made */
	bool broken;         /* the client went away, or we did */
	bool logged;

	size_t sent;  /* bytes of reply.body that were handed out, of what is in it now */
	uint64_t out; /* bytes handed out altogether */
	size_t stop;  /* where a fault stops; SIZE_MAX: nowhere */
	size_t made;  /* bytes of a huge body that were made */
	bool stalled; /* the fault has had its pause */
	bool cut;     /* the end is no good end */

	int64_t due;                    /* held up until then, on the monotonic clock; 0: not */
	struct exchange *next;          /* of the server's list of those */
	struct exchange *newer, *older; /* of the listener's list of all */
};

#define SEND_UNKNOWN UINT64_MAX
#define SEND_BLOCK 65536

/* Make the reply of a fault that takes the place of the vendor's; false if it is not such a one. */
bool send_fault(struct exchange *x);

/* A fault that says nothing at first: true as long as it holds the exchange up. */
bool send_silent(struct exchange *x);

/* The reply is made: what its Content-Length is, or SEND_UNKNOWN (chunked). */
uint64_t send_prepare(struct exchange *x);

/* The library's content reader. */
ssize_t send_body(void *arg, uint64_t pos, char *to, size_t max);

/* Write the request's line to the log, once. */
void send_log(struct exchange *x);

#endif
