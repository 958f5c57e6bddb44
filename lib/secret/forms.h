/*
 * Where values stand in a text that comes in pieces: as they are, and in the forms that programs
 * write them in. The text is decoded in each of these ways at once, and each way is searched
 * (secret/needles), so it does not matter which characters an encoder leaves alone:
 *
 *	raw     as it is
 *	url     %2F %2f (RFC 3986)
 *	form    the same with + for a blank (URL Standard, application/x-www-form-urlencoded)
 *	json    \" \\ \/ \b \f \n \r \t \u002f, pairs of surrogates (RFC 8259)
 *	shell   \$ and what $'...' has: \n \' \303 \xc3 (bash(1), QUOTING)
 *	quoted  '\'' and '"'"' where single quotes are around it
 *	base64  both alphabets, with or without padding, at any place within a larger text, its lines
 *	        wrapped or not (RFC 4648, RFC 2045)
 */
#ifndef PF_SECRET_FORMS_H
#define PF_SECRET_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct forms;
struct needles;

#define FORMS_WRAPPED 60 /* a line of base64 that is at least so long may go on in the next */

/* Bytes [start, end) of the text, and which value is there. */
struct forms_hit {
	uint64_t start, end;
	uint32_t value;   /* index in needles.values */
	const char *form; /* constant */
	bool more;        /* it is more of the last one, which it overlaps */
};

struct forms *forms_new(const struct needles *s); /* s is borrowed */
void forms_free(struct forms *f);                 /* wipes */

/* The next n bytes of the text. */
void forms_feed(struct forms *f, const char *p, size_t n);

/* The text ends here; what was the half of an escape stands for itself. */
void forms_end(struct forms *f);

/* No hit that is still to come begins before this. At most some escapes more than the longest value
 * lies between it and the end of what was fed. */
uint64_t forms_settled(const struct forms *f);

/*
 * The next hit that begins before forms_settled(): true with *hit. They come in order and do not
 * overlap: of two that do, the first to begin, then the longer one comes whole, and of the other
 * what is left. What they are does not depend on the pieces that the text came in.
 */
bool forms_take(struct forms *f, struct forms_hit *hit);

#endif
