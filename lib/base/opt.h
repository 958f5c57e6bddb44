/* The value of one option: text by its type into a member. */
#ifndef PF_BASE_OPT_H
#define PF_BASE_OPT_H

#include <stdint.h>

struct err;
struct opt;

/*
 * Convert s by the type of o into *to, the member's place; now is what "today" and "yesterday" go
 * by. Strings are borrowed. 0, or -1 with ERR_USAGE "--name: 'x' is no date (YYYY-MM-DD)".
 */
int opt_take(const struct opt *o, const char *s, int64_t now, void *to, struct err *e);

#endif
