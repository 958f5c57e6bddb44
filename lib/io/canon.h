/*
 * JSON in its one spelling, for signatures over what a text means and not over its bytes: members
 * sorted by name at every level, no blanks, the order of arrays kept. It is what Python's
 * json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) prints (docs.python.org,
 * module json; RFC 8259 for the grammar): of members with one name the last counts; names are in
 * order of code points, which is that of UTF-8's bytes; whole numbers keep their digits, and -0 is
 * 0; others are printed as the double they are nearest to, in the fewest digits (base/real.h).
 */
#ifndef PF_IO_CANON_H
#define PF_IO_CANON_H

#include <stddef.h>

struct buf;
struct err;

#define CANON_DEPTH_MAX 64
#define CANON_MAX ((size_t)4 << 20) /* bytes of a text */

enum canon_text {
	CANON_ASCII, /* what is no printable ASCII as \uXXXX, lower case, as Python does unless told otherwise */
	CANON_UTF8, /* only what must be escaped is */
};

/*
 * Append the spelling of a text of n bytes to *out. 0, or -1 with ERR_DATA ("column 12: a colon is
 * missing") and *out as it was: no JSON, bytes behind it, bad UTF-8, nested deeper or longer than
 * above, a number beyond a double. NaN, a NUL (also as \u0000) and half a surrogate pair, which
 * Python takes, are refused too: what else reads the text would stop at them. No more memory than
 * a small multiple of n; where out->secret is set nothing of the text is left in any of it.
 */
int canon_json(struct buf *out, const char *text, size_t n, enum canon_text how, struct err *e);

#endif
