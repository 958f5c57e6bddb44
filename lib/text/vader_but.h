/*
 * What "but" does to the scores of a text: what stands before it counts half, what stands behind it half again
 * as much. As the reference does it: for each score in order the first one that is equal is changed, which is
 * another one where scores repeat. Inside of text/vader.
 */
#ifndef PF_TEXT_VADER_BUT_H
#define PF_TEXT_VADER_BUT_H

#include <stddef.h>

/* n scores, less than 2^32 - 1; "but" is the one at. In n log n at most. */
void vader_but(double *score, size_t n, size_t at);

#endif
