/* JSON in which people may have written what no text of ours can hold: a NUL, and halves of surrogate pairs. */
#ifndef PF_VENDOR_DISCORD_MEND_H
#define PF_VENDOR_DISCORD_MEND_H

#include <stddef.h>

struct buf;
struct err;
struct rec_field;

/* As whole_parse(), with U+FFFD in the place of each of these: one message costs no other. */
int discord_mend(
    struct buf *line, const char *json, size_t n, struct rec_field *value, struct err *e);

#endif
