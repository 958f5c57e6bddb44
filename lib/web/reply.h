/* The answer to a request, before it goes out: a status, headers, a body. */
#ifndef PF_WEB_REPLY_H
#define PF_WEB_REPLY_H

#include <stddef.h>

#include "base/buf.h"

struct web_reply {
	int status;
	const char *type;   /* of the body; NULL: application/json */
	struct buf headers; /* lines, each ended by CR LF; not Status and Content-Type */
	struct buf body;
};

/* As new: 200, and nothing in it. */
void web_reply_reset(struct web_reply *r);
void web_reply_release(struct web_reply *r);

/* Add a header; what could end the line is left out of its value. */
void web_reply_header(struct web_reply *r, const char *name, const char *value);

/* Become {"detail": text}, with that status; headers stay. */
void web_reply_detail(struct web_reply *r, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "Not Found" */
const char *web_status_text(int status);

/* Add what CGI sends before the body (RFC 3875 section 6.3). */
void web_reply_head(const struct web_reply *r, struct buf *out);

#endif
