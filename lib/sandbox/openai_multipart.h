/* The parts of a form with files in it (RFC 7578, in the form of RFC 2046 section 5.1). */
#ifndef PF_SANDBOX_OPENAI_MULTIPART_H
#define PF_SANDBOX_OPENAI_MULTIPART_H

#include <stddef.h>

#include "io/rec.h"

struct oai_part {
	struct slice name, filename; /* as they are written; filename without a p: it is no file */
	struct slice bytes;
};

/* Take apart a body of that Content-Type; the parts are slices of it. How many there are, at most max;
 * -1: it is no such form, or has more. */
int oai_multipart(struct slice body, const char *content_type, struct oai_part *parts, size_t max);

#endif
