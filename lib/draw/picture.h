/*
 * A picture as a list of shapes, what SVG and PNG are made of. Coordinates are in tenths of a pixel, from the upper
 * left corner. What a shape looks like is its role's.
 */
#ifndef PF_DRAW_PICTURE_H
#define PF_DRAW_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* clang-format off */
enum role {
	ROLE_TEXT, ROLE_MUTED, /* of text */
	ROLE_GRID, ROLE_LAST,
	ROLE_UP_WICK, ROLE_DOWN_WICK, ROLE_UP_HOLLOW, ROLE_UP_BODY, ROLE_DOWN_BODY,
	ROLE_UP_VOLUME, ROLE_DOWN_VOLUME,
	ROLE_AVERAGE, ROLE_AVERAGE_END = ROLE_AVERAGE + 4,
	ROLE_LINE = ROLE_AVERAGE_END, ROLE_LINE_END = ROLE_LINE + 12,
	ROLE_PRICE = ROLE_LINE_END, /* the line of one symbol */
	ROLE_BUY, ROLE_SELL, ROLE_BUY_AT, ROLE_SELL_AT,
	ROLE_BULLISH, ROLE_BEARISH, ROLE_NEUTRAL,
	ROLES
};
/* clang-format on */

struct role_look {
	const char *class; /* what a style sheet calls it, without "pf-" */
	uint32_t light, dark,
	    either;     /* 0xRRGGBB on white, on black, on both; ROLE_CURRENT: the colour of text */
	bool fill;      /* else a line */
	unsigned width; /* of the line, in tenths of a pixel */
	unsigned percent; /* how opaque */
	unsigned dash;    /* of the line, pixels; 0: none */
};

#define ROLE_CURRENT 0x1000000u
#define PICTURE_PAPER_LIGHT 0xffffffu
#define PICTURE_PAPER_DARK 0x0d1117u
#define PICTURE_TEXT_LIGHT 0x1f2328u
#define PICTURE_TEXT_DARK 0xe6edf3u

extern const struct role_look role_looks[ROLES];

enum shape_type { SHAPE_PATH, SHAPE_TEXT, SHAPE_SPOT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

enum point_op { POINT_MOVE, POINT_LINE, POINT_CLOSE };

struct point {
	int32_t x, y;
	enum point_op op; /* CLOSE has no place */
};

struct shape {
	enum shape_type type;
	enum role role;
	size_t from, n;     /* PATH: its points */
	int32_t x, y, w, h; /* TEXT: x and the baseline; SPOT: what is pointed at */
	enum anchor anchor;
	int32_t size; /* of TEXT, tenths of a pixel */
	bool bold;
	char *text; /* owned; of TEXT; else what is said to who points at it, NULL: nothing */
};

struct picture {
	int32_t width, height; /* pixels */
	struct shape *shapes;  /* owned */
	size_t nshapes, shapes_cap;
	struct point *points; /* owned */
	size_t npoints, points_cap;
	struct buf title, about; /* what is said to who cannot see it */
};

void picture_release(struct picture *p);

/* The role of the i-th of several: averages, lines. */
enum role picture_role(enum role first, size_t i);

/* A path, and its points; x and y as they come, in pixels. text is copied, NULL: none. */
void picture_path(struct picture *p, enum role role, const char *text);
void picture_move(struct picture *p, double x, double y);
void picture_line(struct picture *p, double x, double y);
void picture_close(struct picture *p);
void picture_rect(struct picture *p, double x, double y, double w, double h);

void picture_text(struct picture *p, enum role role, enum anchor anchor, double x, double y,
    double size, bool bold, const char *text);
void picture_spot(struct picture *p, double x, double y, double w, double h, const char *text);

/* Pixels that a text takes, rather too many: whose font nobody knows. */
double picture_width(const char *text, double size, bool bold);

struct chart;
struct plot;

/* Lay it out: what is drawn of the plot in that many pixels. And how many slots there should be at most. */
void picture_make(struct picture *p, const struct plot *plot, size_t width, size_t height);
size_t picture_slots(const struct chart *c, size_t width);

/* What c says of its size, within limits. */
size_t picture_wide(const struct chart *c);
size_t picture_high(const struct chart *c);

#endif
