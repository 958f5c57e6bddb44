/* One reply as a vendor's side makes it: a head, bytes that are there, bytes that come as they are
 * fetched. */
#ifndef PF_SANDBOX_REPLY_H
#define PF_SANDBOX_REPLY_H

#include <stddef.h>

#include "base/buf.h"

/* Add some bytes to *out, about 64 kB at a time: 1 when more are to come, 0 when that was all. */
typedef int reply_more(void *stream, struct buf *out);

struct websock_calls;

struct reply {
	unsigned status;
	struct buf headers; /* "Name: value\n" */
	struct buf body;    /* all of it, or what comes before the first of more() */
	reply_more *more;   /* NULL: body is all */
	void *stream;       /* owned when end is not NULL */
	void (*end)(void *stream);
	size_t record_at, record_len; /* where records begin in the body and how long each is; 0: no
					 such thing. A fault that cuts, cuts inside one. */
	const struct websock_calls *upgrade; /* of 101: who talks from then on; NULL: HTTP */
	void *upgraded;                      /* borrowed; for it */
};

void reply_release(struct reply *r);

void reply_header(struct reply *r, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A JSON reply begins: its status and content type; the text is added to r->body. */
void reply_json(struct reply *r, unsigned status);

/* {"detail":"text"}, the short form of an error that FastAPI services have. */
void reply_detail(struct reply *r, unsigned status, const char *text);

/* Fetch the rest of the body at once; r->more is NULL after. */
void reply_fetch(struct reply *r);

/* "Service Unavailable"; "Status 299" when it has no name. */
const char *reply_reason(unsigned status);

#endif
