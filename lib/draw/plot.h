/*
 * What a chart shows, without where: slots along the axis, a series a symbol, averages, marks, what is to be said
 * in words. Every back end draws this.
 */
#ifndef PF_DRAW_PLOT_H
#define PF_DRAW_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/chart.h"

struct buf;

/* A place on the axis: a session, or those of a week, a month ... that were put together. */
struct plot_slot {
	int64_t from, to; /* first and last session, UTC midnights */
};

enum plot_by { PLOT_SESSION, PLOT_WEEK, PLOT_MONTH, PLOT_QUARTER, PLOT_YEAR, PLOT_YEARS };

struct plot_cell {
	bool there;                     /* a series may have no bar in a slot */
	int64_t open, high, low, close; /* 1e-9 */
	uint64_t volume;
	int64_t value; /* close, or the index of it: what a line is drawn through */
};

struct plot_series {
	char symbol[BAR_SYMBOL_MAX];
	struct plot_cell *cells;   /* owned, one a slot */
	size_t sessions;           /* bars that are drawn */
	int64_t from, to;          /* the first and last of them */
	int64_t first, last, prev; /* closes; prev is that before the last, FIELD_NONE: none */
	int64_t high, low, high_at, low_at;
	int64_t
	    index; /* of the last close, 1e-9: 100 at the first; FIELD_NONE where there is none */
};

struct plot_mark { /* all of a kind in one slot */
	enum chart_mark_kind kind;
	size_t series, slot, n;
	int64_t price; /* of the last of them, FIELD_NONE: none */
	char *text;    /* owned: a line each */
};

struct plot {
	const struct chart *c; /* borrowed */
	enum plot_by by;
	int64_t years; /* of a slot, with PLOT_YEARS */
	struct plot_slot *slots;
	size_t nslots;
	struct plot_series series[CHART_SYMBOLS_MAX];
	size_t nseries;
	bool indexed; /* values are indexes: there are several series */
	bool log;     /* can be, and is asked for */
	bool candles; /* else lines */
	bool volume;  /* there is some to be drawn */
	size_t naverages, average[CHART_AVERAGES_MAX]; /* sessions */
	int64_t *averages[CHART_AVERAGES_MAX]; /* owned, a value a slot; FIELD_NONE: none yet */
	struct plot_mark *marks;
	size_t nmarks;
	size_t kinds[CHART_MARK_KINDS]; /* how many marks of each there are */
	size_t outside;                 /* marks that are left out */
	int64_t low, high;              /* of all that has a value */
	uint64_t most;                  /* volume of a slot */
};

/* What c shows in at most so many slots (at least 1). Release it. */
void plot_make(struct plot *p, const struct chart *c, size_t slots);
void plot_release(struct plot *p);

/* Inside: plot_marks.c, plot_average.c */
void plot_make_marks(struct plot *p);
void plot_make_averages(struct plot *p, const struct bar *const *bars, size_t n);

/* The slot that a time belongs to: that of the last session begun by then. False: none. */
bool plot_find(const struct plot *p, int64_t at, size_t *slot);

/* What is said: the title; in a sentence or more what can be seen; one slot of one series, or of all. */
void plot_title(const struct plot *p, struct buf *out);
void plot_describe(const struct plot *p, struct buf *out);
void plot_tell(const struct plot *p, size_t slot, struct buf *out);

/* "2004-08-19 to 2008-10-14", and "weekly" where sessions were put together, else "". */
void plot_range(const struct plot *p, struct buf *out);
const char *plot_by_word(const struct plot *p);

/* Add a foreign text: a line break is kept where lines is, other controls are blanks, what is no UTF-8 or no
 * character of XML is U+FFFD; at most max bytes and an ellipsis. */
void plot_text(struct buf *out, const char *s, size_t max, bool lines);

#endif
