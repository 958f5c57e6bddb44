/* Where an axis has lines and labels: round numbers, first sessions of months and years. */
#ifndef PF_DRAW_TICKS_H
#define PF_DRAW_TICKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plot;

#define TICKS_MAX 64
#define TICKS_TEXT_MAX 32

struct tick {
	int64_t value;             /* 1e-9; of the axis of sessions its slot */
	char text[TICKS_TEXT_MAX]; /* exact */
	bool strong;               /* a year's first */
};

struct ticks {
	struct tick at[TICKS_MAX]; /* ascending */
	size_t n;
};

/* Multiples of 1, 2, 2.5 or 5 times a power of ten from low to high, high above low, at most want of them (want is
 * at least 2, at most TICKS_MAX). All have as many digits behind the point. */
void ticks_linear(struct ticks *t, int64_t low, int64_t high, size_t want);

/* The same for a logarithmic axis, low above 0: 1, 2, 5, 10, 20 ..., more where little is shown and powers of ten
 * alone where much is. */
void ticks_log(struct ticks *t, int64_t low, int64_t high, size_t want);

/* The largest of 1, 2 and 5 times a power of ten that is not above most; 0 of 0. */
uint64_t ticks_below(uint64_t most);

/*
 * Slots whose first session begins a month, a quarter, a year ...: the finest such that all labels, of which one
 * takes label units, fit side by side in the axis' length of so many of those units. Sessions themselves where
 * there are few.
 */
void ticks_sessions(struct ticks *t, const struct plot *p, double length, double label);

#endif
