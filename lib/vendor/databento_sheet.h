/*
 * The rows of one answer put together to bars: one for each symbol and interval, handed on when the
 * next interval begins (rows come sorted by time). Where several publishers report the same symbol
 * and interval, the one with the largest volume is taken whole, of equals the one with the lowest
 * number: prices of different venues are never mixed. What was not asked for is counted and left
 * out. After a broken transfer the sheet says from when to ask again; what it holds of that
 * interval is replaced by what comes then.
 */
#ifndef PF_VENDOR_DATABENTO_SHEET_H
#define PF_VENDOR_DATABENTO_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct databento_row;
struct err;
struct symbols;

struct databento_bar {
	size_t symbol; /* its place among those that were asked for, from 0 */
	int64_t ts;    /* ns, start of the interval; of a day its UTC midnight */
	uint64_t publisher;
	int64_t open, high, low, close; /* 1e-9; FIELD_NONE: undefined */
	uint64_t volume;
};

/* 0, or -1 with *e set to give up. */
typedef int databento_bar_fn(void *arg, const struct databento_bar *bar, struct err *e);

enum databento_drop {
	DATABENTO_DROP_UNMAPPED, /* no symbol on its day */
	DATABENTO_DROP_FOREIGN,  /* a symbol that was not asked for */
	DATABENTO_DROP_TIME,     /* no time, or one outside of the range that was asked for */
	DATABENTO_DROP_TYPE,     /* a record of another interval */
	DATABENTO_DROPS
};

extern const char *const databento_drop_texts[DATABENTO_DROPS];

struct databento_sheet {
	/* what was asked for, set by the owner */
	const struct symbols *set; /* borrowed; the symbols are first to first + n - 1 */
	size_t first, n;
	unsigned rtype;
	bool daily;
	int64_t start, end; /* end is excluded */

	/* what came */
	uint64_t *bars;                  /* owned: of each symbol */
	uint64_t total;                  /* bars */
	uint64_t merged;                 /* rows of a publisher that was not taken */
	uint64_t odd;                    /* bars with a price above their high or below their low */
	uint64_t drops[DATABENTO_DROPS]; /* rows left out */
	bool unordered;                  /* time went backwards: there is no place to resume at */

	/* inside: the interval in hand */
	struct databento_bar *hand; /* owned array of nhand */
	size_t nhand, cap;
	uint32_t *slot; /* owned: of each symbol, 1 + its place in hand */
	int64_t ts;
	int64_t resume; /* nothing before this is news */
	bool stale;     /* what is in hand comes once more */
	databento_bar_fn *fn;
	void *arg;
};

/* The members above "what came" are set. */
void databento_sheet_init(struct databento_sheet *s, databento_bar_fn *fn, void *arg);
void databento_sheet_release(struct databento_sheet *s);

/* A row; hands bars on. 0, or -1 with what fn set. */
int databento_sheet_add(struct databento_sheet *s, const struct databento_row *row, struct err *e);

/* Hand on what is in hand: the answer is over, or will not go on. */
int databento_sheet_flush(struct databento_sheet *s, struct err *e);

/* Where to ask again after a broken transfer. -1 with ERR_TEMP when that cannot be told. */
int databento_sheet_resume(struct databento_sheet *s, int64_t *start, struct err *e);

uint64_t databento_sheet_dropped(const struct databento_sheet *s); /* all of drops[] */

#endif
