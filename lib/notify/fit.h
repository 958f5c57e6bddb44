/* How long a text is as those who take it count, and where to cut it: never within a character. */
#ifndef PF_NOTIFY_FIT_H
#define PF_NOTIFY_FIT_H

#include <stddef.h>

enum fit {
	FIT_UTF16,  /* code units: a character above U+FFFF is two */
	FIT_POINTS, /* code points */
	FIT_BYTES,  /* of UTF-8 */
};

/* Of n bytes of UTF-8. */
size_t fit_length(enum fit unit, const char *p, size_t n);

/* How many of the n bytes are at most max units. */
size_t fit_cut(enum fit unit, const char *p, size_t n, size_t max);

#endif
