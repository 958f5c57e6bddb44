/*
 * Discord's ids, "snowflakes": unsigned 64-bit integers that tell when they were made, in JSON always
 * strings. Compared as numbers. Source: docs.discord.com/developers/reference (Snowflakes).
 */
#ifndef PF_VENDOR_DISCORD_ID_H
#define PF_VENDOR_DISCORD_ID_H

#include <stddef.h>
#include <stdint.h>

#include "base/num.h"

struct rec_field;

/* The whole of n bytes as an id, 1 to 2^64-1. 0, or -1. */
int discord_id_read(const char *s, size_t n, uint64_t *id);

/* A value that is such a string; -1: it is none. */
int discord_id_of(const struct rec_field *v, uint64_t *id);

/* Its digits, NUL-terminated. */
void discord_id_text(char out[NUM_TEXT_MAX], uint64_t id);

/* When it was made, ns, to the millisecond. */
int64_t discord_id_time(uint64_t id);

/* The lowest id of an instant: no message need have it. 0 before the first that there can be. */
uint64_t discord_id_at(int64_t ns);

#endif
