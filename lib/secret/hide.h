/*
 * A filter that puts "[NAME]" in the place of each value, in all its forms (secret/forms), whatever
 * pieces the text comes in. What is held back is what may still become a value, so a line is out as
 * soon as it is in; all other bytes pass as they are. Where values overlap nothing of either is left:
 * "[A][B]".
 */
#ifndef PF_SECRET_HIDE_H
#define PF_SECRET_HIDE_H

#include <stddef.h>

struct buf;
struct hide;
struct needles;

struct hide *hide_new(const struct needles *s); /* s is borrowed */
void hide_free(struct hide *h);                 /* wipes what was held back */

/* The next n bytes; what can go out is added to *out. */
void hide_feed(struct hide *h, const char *p, size_t n, struct buf *out);

/* The text ends: the rest. */
void hide_end(struct hide *h, struct buf *out);

/* A whole text, added to *out. */
void hide_text(const struct needles *s, const char *p, size_t n, struct buf *out);

#endif
