/*
 * Bars as a picture: SVG, PNG, or characters for a terminal. The same chart gives the same bytes (those of a
 * PNG as long as the machine's fonts stay). One symbol is drawn in its prices, several as lines that begin at
 * 100. The axis has sessions, not days: no gap where nobody trades. Where there are more sessions than fit,
 * they are put together by week, month, quarter or year, never left out.
 *
 * Prices stay fixed point (1e-9) from the bar to the text that is printed; indexes and percentages are
 * integers too, rounded half to even. A double gives coordinates and nothing else.
 *
 *	const struct chart c = { .bars = bars, .nbars = n, .width = 720, .height = 360, .inlined = true };
 *	chart_svg(&c, out);
 */
#ifndef PF_DRAW_CHART_H
#define PF_DRAW_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "rec/bar.h"

struct buf;
struct err;

#define CHART_SYMBOLS_MAX 12
#define CHART_AVERAGES_MAX 4
#define CHART_AVERAGE_MAX 1000 /* sessions */
#define CHART_TEXT_MAX 160     /* bytes of a mark's text that are shown */
#define CHART_SIZE_MIN 160 /* pixels; what is less or more is taken as the nearest that can be */
#define CHART_SIZE_MAX 4000
#define CHART_COLS_MIN 20 /* cells of a terminal, likewise */
#define CHART_COLS_MAX 500
#define CHART_ROWS_MIN 6
#define CHART_ROWS_MAX 200

enum chart_form { CHART_CANDLES, CHART_LINE };

/* Which colours. Of an SVG that stands alone CHART_AUTO follows the reader's system; of a PNG it is light. */
enum chart_theme { CHART_AUTO, CHART_LIGHT, CHART_DARK };

enum chart_mark_kind {
	CHART_BUY,     /* an order that was filled: a triangle below its session */
	CHART_SELL,    /* above it */
	CHART_BULLISH, /* an idea: a diamond in a lane of its own, filled, hollow or small */
	CHART_BEARISH,
	CHART_NEUTRAL,
	CHART_MARK_KINDS
};

struct chart_mark {
	enum chart_mark_kind kind;
	const char *symbol; /* borrowed; of bars; one that there are no bars of is left out */
	int64_t at;         /* ns, UTC; belongs to the last session that began by then */
	int64_t
	    price; /* 1e-9, shown where it was; FIELD_NONE: not known, or not the symbol's own */
	const char *text; /* borrowed; any text, "BUY 10 at 351.2"; NULL: the kind's name */
};

/* All is borrowed. What is 0 is a default that can be lived with. */
struct chart {
	/* In any order; of two with one symbol and date the later one counts, and one with a price that is
	 * undefined is left out. None is a picture that says so. */
	const struct bar *bars;
	size_t nbars;
	/* In any order; those before the first bar, or over CHART_AFTER behind the last, are left out. */
	const struct chart_mark *marks;
	size_t nmarks;
	enum chart_form form; /* several symbols are always lines */
	enum chart_theme theme;
	size_t averages[CHART_AVERAGES_MAX]; /* sessions of each average of one symbol; 0: none */
	bool log;             /* a logarithmic axis; not where a price is 0 or less: chart_logs() */
	bool no_volume;       /* also where no bar has any */
	size_t width, height; /* pixels, of a terminal cells; 0: 960 by 480, 80 by 24 */
	const char *title;    /* any text; NULL: the symbols */

	/* Of SVG: to stand in a page of HTML, without style and background, with the page's own font and
	 * colour of text; else it is a file by itself. A page for wide and narrow screens has two, one of
	 * which its style sheet hides: text does not shrink with a picture that is laid out for its width. */
	bool inlined;
	/* Of SVG: what its ids begin with, letters, digits and '-', a letter first: each of several in one
	 * page needs its own; NULL: "chart". */
	const char *id;

	size_t scale; /* of PNG: pixels for each of width and height, 1 to 4; 0: 1 */
};

#define CHART_AFTER (4 * CLOCK_DAY)

/*
 * Add the picture as an <svg> element. It is an image to whoever cannot see it (role="img") with a <title> and a
 * <desc> that tells first and last session, last price, change, highest and lowest. Every session has a <title>
 * with its exact prices for who points at it. No script, no style attribute, no event handler, no address.
 *
 * An inlined one stands under a policy such as "default-src 'none'; style-src 'self'": colours are presentation
 * attributes that can be read on white and on black, text is currentColor. Every part has a class besides, so
 * that the page's style sheet, which wins over attributes, may say better: chart_css() has rules for light and
 * dark.
 */
void chart_svg(const struct chart *c, struct buf *out);

/* Add the rules of a style sheet for inlined charts: colours by prefers-color-scheme, what is pointed at, and that
 * none is wider than its place. All selectors begin with ".pf-chart". */
void chart_css(struct buf *out);

/* Add the picture as a PNG (RFC 2083). ERR_CONFIG: this program was built without cairo; ERR_BUG. */
int chart_png(const struct chart *c, struct buf *out, struct err *e);

/* Add the picture in characters (UTF-8), width columns and height lines at most, without colours. */
void chart_term(const struct chart *c, struct buf *out);

/* Add a line a symbol: its name, its closes as blocks of eight heights (at most width columns of them), the last
 * close, and the change since the first. */
void chart_spark(const struct chart *c, struct buf *out);

/* Whether all prices are above 0, so that a logarithmic axis can be had. *bad is the first bar that forbids it;
 * NULL: who cares. */
bool chart_logs(const struct chart *c, const struct bar **bad);

/* How many symbols there are bars of; over CHART_SYMBOLS_MAX only the first ones, by name, are drawn. */
size_t chart_symbols(const struct chart *c);

#endif
