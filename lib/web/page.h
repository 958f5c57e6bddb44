/*
 * A page of HTML for people, written from the same functions of the schema api as the answers for programs. All
 * texts are escaped here; no page has a script, a style of its own, or anything of another origin.
 */
#ifndef PF_WEB_PAGE_H
#define PF_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"

struct bar;
struct chart;
struct err;
struct pg_res;
struct service;
struct web_reply;
struct web_request;

struct page {
	struct service *service;
	const struct web_request *q;
	struct web_reply *r;
	struct buf *out; /* the reply's body */
	char now[CLOCK_TEXT_MAX];
	bool framed; /* the page has a head: page_end() closes it */
};

/* The headers that every page has: what a browser may do with it, and that nobody keeps it. */
void page_headers(struct web_reply *r, const char *type);

/* As new, nothing is written; then the head up to <main> and its <h1>; here: which place of the menu it is (NULL:
 * of none, "": there is no menu). */
void page_init(struct page *p, struct service *s, const struct web_request *q, struct web_reply *r);
void page_begin(struct page *p, const char *title, const char *here);
void page_end(struct page *p);

/* A whole page that says why there is no other. */
void page_refuse(struct page *p, int status, const char *title, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Markup as it stands, and text of anybody, also in an attribute between double quotes. */
void page_html(struct page *p, const char *markup);
void page_text(struct page *p, const char *text);

/* Ask the database: $1 is the time, $2 and $3 are a and b, as far as the statement has them (params of them). */
int page_ask(struct page *p, struct pg_res **res, const char *sql, size_t params, const char *a,
    const char *b, struct err *e);

enum cell_kind {
	CELL_TEXT,    /* as it is */
	CELL_SYMBOL,  /* a link to its page */
	CELL_FIGURE,  /* a number with all its digits */
	CELL_MONEY,   /* a number with two places at least */
	CELL_CHANGE,  /* money with its sign */
	CELL_PERCENT, /* likewise, of a hundred */
	CELL_SHARE,   /* of a hundred, without a sign */
	CELL_TIME,    /* to the minute */
	CELL_STATUS,  /* a word that is good or bad */
	CELL_SECONDS, /* a span, as people say it */
};

#define COLUMN_WIDE 1u   /* left out where the screen is narrow */
#define COLUMN_NARROW 2u /* only there */
#define COLUMN_UNDER 4u  /* in the cell of the column before it, below what that has */
#define COLUMN_VARIES 8u /* left out of a table whose rows all have the same */
#define COLUMN_SOME 16u  /* left out of a table whose rows have nothing there */

struct page_column {
	const char *title, *from; /* the column of the rows */
	enum cell_kind kind;
	unsigned flags;
};

/* A value of that kind; NULL: a dash. */
void page_value(struct page *p, enum cell_kind kind, const char *value);

/* Rows as a table; the first column names its row. columns end with { 0 }. Without rows: that markup. */
void page_table(struct page *p, const char *caption, const struct page_column *columns,
    const struct pg_res *res, const char *without);

/* That there is nothing, in markup: why, and what to do about it. */
void page_nothing(struct page *p, const char *markup);

/* Some of the first row as names and values; what is under another has no name of its own. */
void page_figures(
    struct page *p, const char *name, const struct page_column *columns, const struct pg_res *res);

/* A column of the first row by its name; NULL: null, or not there. */
const char *page_first(const struct pg_res *res, const char *column);

/* A price of a cell, FIELD_NONE: null, or too large; a date, 0: null. */
int64_t page_price(const struct pg_res *res, size_t row, size_t col);
int64_t page_date(const struct pg_res *res, size_t row, size_t col);

/* Rows of a date, open, high, low, close, and a volume or none, as that many bars; the caller frees them. */
struct bar *page_bars(const struct pg_res *res, const char *symbol);

/* A chart as a figure: two pictures of which the style sheet shows the one that fits. Sets the chart's size. */
void page_chart(struct page *p, struct chart *c, const char *caption);

/* Write a page from page_begin() on, all but its end, or refuse it; -1 with *e: the database did not answer. */
typedef int page_fn(struct page *p, struct err *e);

/* Answer with that page, in one snapshot, to who has logged in. */
void page_show(struct service *s, const struct web_request *q, struct web_reply *r, page_fn *fill);

#endif
