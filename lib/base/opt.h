/* The value of one option: text by its type into a member. */
#ifndef PF_BASE_OPT_H
#define PF_BASE_OPT_H

#include <stdint.h>

struct err;
struct opt;

/*
 * Convert s by the type of o into *to, the member's place. Strings are borrowed; "today" and
 * "yesterday" become days in opt_settle(). 0, or -1 with ERR_USAGE
 * "--name: 'x' is no date (YYYY-MM-DD)".
 */
int opt_take(const struct opt *o, const char *s, void *to, struct err *e);

/* The day that such a word in *to means, once the clock was read. */
void opt_settle(const struct opt *o, int64_t now, void *to);

#endif
