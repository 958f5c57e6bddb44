#include "draw/picture.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "io/utf8.h"

#define T ROLE_CURRENT

/*
 * Contrast to the paper: lines and areas have 3:1 at least (WCAG 1.4.11), on white and on black where one colour is
 * for both. Up and down differ in lightness too, and by hollow and filled where there is room.
 */
/* clang-format off */
const struct role_look role_looks[ROLES] = {
	/*                         class        light     dark      either    fill   width percent dash */
	[ROLE_TEXT]           = { "text",      T,        T,        T,        true,  0,  100, 0 },
	[ROLE_MUTED]          = { "muted",     T,        T,        T,        true,  0,  75,  0 },
	[ROLE_GRID]           = { "grid",      T,        T,        T,        false, 10, 13,  0 },
	[ROLE_LAST]           = { "last",      T,        T,        T,        false, 10, 55,  3 },
	[ROLE_UP_WICK]        = { "up-wick",   0x1a7f64, 0x4ac29a, 0x2a9d7c, false, 10, 100, 0 },
	[ROLE_DOWN_WICK]      = { "down-wick", 0xb83a30, 0xf2776b, 0xd6564a, false, 10, 100, 0 },
	[ROLE_UP_HOLLOW]      = { "up-hollow", 0x1a7f64, 0x4ac29a, 0x2a9d7c, false, 10, 100, 0 },
	[ROLE_UP_BODY]        = { "up",        0x1a7f64, 0x4ac29a, 0x2a9d7c, true,  0,  100, 0 },
	[ROLE_DOWN_BODY]      = { "down",      0xb83a30, 0xf2776b, 0xd6564a, true,  0,  100, 0 },
	[ROLE_UP_VOLUME]      = { "up-volume", 0x1a7f64, 0x4ac29a, 0x2a9d7c, true,  0,  45,  0 },
	[ROLE_DOWN_VOLUME]    = { "down-volume", 0xb83a30, 0xf2776b, 0xd6564a, true, 0, 45,  0 },
	[ROLE_AVERAGE + 0]    = { "average-1", 0x9a6700, 0xe3b341, 0xb8860b, false, 14, 100, 0 },
	[ROLE_AVERAGE + 1]    = { "average-2", 0x6639ba, 0xb794f6, 0x8b6fd6, false, 14, 100, 0 },
	[ROLE_AVERAGE + 2]    = { "average-3", 0x0b62c4, 0x6cb6ff, 0x3d8bd9, false, 14, 100, 0 },
	[ROLE_AVERAGE + 3]    = { "average-4", 0xa8327d, 0xf08bc4, 0xc95a9f, false, 14, 100, 0 },
	[ROLE_LINE + 0]       = { "line-1",    0x0b62c4, 0x6cb6ff, 0x3d8bd9, false, 18, 100, 0 },
	[ROLE_LINE + 1]       = { "line-2",    0xb35900, 0xf0a35e, 0xcb7429, false, 18, 100, 0 },
	[ROLE_LINE + 2]       = { "line-3",    0x1a7f64, 0x4ac29a, 0x2a9d7c, false, 18, 100, 0 },
	[ROLE_LINE + 3]       = { "line-4",    0x6639ba, 0xb794f6, 0x8b6fd6, false, 18, 100, 0 },
	[ROLE_LINE + 4]       = { "line-5",    0xb83a30, 0xf2776b, 0xd6564a, false, 18, 100, 0 },
	[ROLE_LINE + 5]       = { "line-6",    0x6e7781, 0xafb8c1, 0x848d97, false, 18, 100, 0 },
	[ROLE_LINE + 6]       = { "line-7",    0x0b62c4, 0x6cb6ff, 0x3d8bd9, false, 18, 100, 5 },
	[ROLE_LINE + 7]       = { "line-8",    0xb35900, 0xf0a35e, 0xcb7429, false, 18, 100, 5 },
	[ROLE_LINE + 8]       = { "line-9",    0x1a7f64, 0x4ac29a, 0x2a9d7c, false, 18, 100, 5 },
	[ROLE_LINE + 9]       = { "line-10",   0x6639ba, 0xb794f6, 0x8b6fd6, false, 18, 100, 5 },
	[ROLE_LINE + 10]      = { "line-11",   0xb83a30, 0xf2776b, 0xd6564a, false, 18, 100, 5 },
	[ROLE_LINE + 11]      = { "line-12",   0x6e7781, 0xafb8c1, 0x848d97, false, 18, 100, 5 },
	[ROLE_PRICE]          = { "price",     0x0b62c4, 0x6cb6ff, 0x3d8bd9, false, 16, 100, 0 },
	[ROLE_BUY]            = { "buy",       0x0b62c4, 0x6cb6ff, 0x3d8bd9, true,  0,  100, 0 },
	[ROLE_SELL]           = { "sell",      0xb35900, 0xf0a35e, 0xcb7429, true,  0,  100, 0 },
	[ROLE_BUY_AT]         = { "buy-at",    0x0b62c4, 0x6cb6ff, 0x3d8bd9, false, 20, 100, 0 },
	[ROLE_SELL_AT]        = { "sell-at",   0xb35900, 0xf0a35e, 0xcb7429, false, 20, 100, 0 },
	[ROLE_BULLISH]        = { "bullish",   0x1a7f64, 0x4ac29a, 0x2a9d7c, true,  0,  100, 0 },
	[ROLE_BEARISH]        = { "bearish",   0xb83a30, 0xf2776b, 0xd6564a, false, 16, 100, 0 },
	[ROLE_NEUTRAL]        = { "neutral",   0x6e7781, 0xafb8c1, 0x848d97, true,  0,  100, 0 },
};
/* clang-format on */
#undef T

enum role
picture_role(enum role first, size_t i)
{
	return (enum role)((size_t)first + i);
}

void
picture_release(struct picture *p)
{
	size_t i;

	for (i = 0; i < p->nshapes; i++)
		free(p->shapes[i].text);
	free(p->shapes);
	free(p->points);
	buf_release(&p->title);
	buf_release(&p->about);
	*p = (struct picture){ 0 };
}

static int32_t
tenths(double v)
{
	return (int32_t)lround(v * 10);
}

static struct shape *
add_shape(struct picture *p, enum shape_type type, enum role role, const char *text)
{
	struct shape *s;

	if (p->nshapes == p->shapes_cap) {
		p->shapes_cap = mem_more(p->shapes_cap, p->nshapes + 1);
		p->shapes = mem_grow(p->shapes, p->shapes_cap, sizeof *p->shapes);
	}
	s = &p->shapes[p->nshapes++];
	*s = (struct shape){ .type = type, .role = role, .from = p->npoints };
	s->text = mem_str(text);
	return s;
}

static void
add_point(struct picture *p, enum point_op op, double x, double y)
{
	struct point *at;

	if (p->npoints == p->points_cap) {
		p->points_cap = mem_more(p->points_cap, p->npoints + 1);
		p->points = mem_grow(p->points, p->points_cap, sizeof *p->points);
	}
	at = &p->points[p->npoints++];
	at->x = tenths(x);
	at->y = tenths(y);
	at->op = op;
	p->shapes[p->nshapes - 1].n++;
}

void
picture_path(struct picture *p, enum role role, const char *text)
{
	(void)add_shape(p, SHAPE_PATH, role, text);
}

void
picture_move(struct picture *p, double x, double y)
{
	add_point(p, POINT_MOVE, x, y);
}

void
picture_line(struct picture *p, double x, double y)
{
	add_point(p, POINT_LINE, x, y);
}

void
picture_close(struct picture *p)
{
	add_point(p, POINT_CLOSE, 0, 0);
}

void
picture_rect(struct picture *p, double x, double y, double w, double h)
{
	picture_move(p, x, y);
	picture_line(p, x + w, y);
	picture_line(p, x + w, y + h);
	picture_line(p, x, y + h);
	picture_close(p);
}

void
picture_text(struct picture *p, enum role role, enum anchor anchor, double x, double y, double size,
    bool bold, const char *text)
{
	struct shape *s = add_shape(p, SHAPE_TEXT, role, text);

	s->anchor = anchor;
	s->x = tenths(x);
	s->y = tenths(y);
	s->size = tenths(size);
	s->bold = bold;
}

void
picture_spot(struct picture *p, double x, double y, double w, double h, const char *text)
{
	struct shape *s = add_shape(p, SHAPE_SPOT, ROLE_TEXT, text);

	s->x = tenths(x);
	s->y = tenths(y);
	s->w = tenths(w);
	s->h = tenths(h);
}

/* Widths of the widest of the fonts that people have (DejaVu Sans, Verdana), in parts of the size. */
static double
wide(const char *p, size_t n)
{
	if (n != 1)
		return n > 2 && (unsigned char)*p >= 0xe3 ? 1.0 : 0.8;
	if (*p == 'M' || *p == 'W' || *p == 'm' || *p == 'w' || *p == '%' || *p == '@')
		return 0.98;
	if (*p >= 'A' && *p <= 'Z')
		return 0.72;
	if (*p == ' ' || *p == '.' || *p == ',' || *p == 'i' || *p == 'l' || *p == '-')
		return 0.36;
	return 0.636;
}

double
picture_width(const char *text, double size, bool bold)
{
	size_t left = strlen(text), n;
	double w = 0;

	for (; left > 0; left -= n, text += n) {
		n = utf8_char(text, left);
		if (n == 0)
			n = 1;
		w += wide(text, n);
	}
	return w * size * (bold ? 1.1 : 1);
}
