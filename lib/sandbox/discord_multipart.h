/* A form with files (RFC 7578), taken apart where it lies. */
#ifndef PF_SANDBOX_DISCORD_MULTIPART_H
#define PF_SANDBOX_DISCORD_MULTIPART_H

#include "io/rec.h"

struct disc_part {
	struct slice name, filename, type; /* as written; empty: not there */
	struct slice bytes;
};

/* Walk over the parts of a body: rest is all of it at first. type is the request's Content-Type. 1 with a
 * part, 0 at the end, -1 where it is no such form. */
int disc_multipart_next(const char *type, struct slice *rest, struct disc_part *part);

#endif
