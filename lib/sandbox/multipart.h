/* A form with files (RFC 7578, in the form of RFC 2046 section 5.1), taken apart where it lies. */
#ifndef PF_SANDBOX_MULTIPART_H
#define PF_SANDBOX_MULTIPART_H

#include <stddef.h>

#include "io/rec.h"

#define MULTIPART_BOUNDARY_MAX 70 /* RFC 2046 section 5.1.1 */

struct multipart {
	struct slice rest; /* behind the last boundary */
	char mark[MULTIPART_BOUNDARY_MAX +
		  5]; /* a line's end, and what a boundary's line begins with */
	size_t len;   /* of it */
};

struct multipart_part {
	struct slice name, filename,
	    type; /* as they are written; without a p: not there, but for the name */
	struct slice bytes;
};

/* Begin with a body of that Content-Type, which may be NULL. 0, or -1: it is no such form. */
int multipart_open(struct multipart *m, struct slice body, const char *content_type);

/* 1 with a part, in slices of the body; 0 at the end; -1: it is no such form. */
int multipart_next(struct multipart *m, struct multipart_part *part);

#endif
