/* A chart as SVG */
#include "draw/chart.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "draw/picture.h"
#include "draw/plot.h"

struct svg {
	const struct picture *p;
	struct buf *out;
	const char *id;
	bool inlined;
	enum chart_theme theme;
	int32_t x, y; /* where the path is */
};

static void
escape(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			buf_str(out, "&amp;");
			break;
		case '<':
			buf_str(out, "&lt;");
			break;
		case '>':
			buf_str(out, "&gt;");
			break;
		case '"':
			buf_str(out, "&quot;");
			break;
		case '\'':
			buf_str(out, "&#39;");
			break;
		default:
			buf_char(out, *s);
		}
}

/* Tenths as pixels, without a zero that says nothing. */
static void
number(struct buf *out, int32_t v)
{
	const uint32_t size = v < 0 ? 0 - (uint32_t)v : (uint32_t)v;

	if (v < 0)
		buf_char(out, '-');
	buf_fmt(out, "%u", size / 10);
	if (size % 10 != 0)
		buf_fmt(out, ".%u", size % 10);
}

static void
named(struct buf *out, const char *name, int32_t v)
{
	buf_fmt(out, " %s=\"", name);
	number(out, v);
	buf_char(out, '"');
}

static void
colour(const struct svg *s, uint32_t of)
{
	if (of == ROLE_CURRENT)
		buf_str(s->out, "currentColor");
	else
		buf_fmt(s->out, "#%06x", of);
}

/* A role's look as attributes, which any style sheet wins over. */
static void
look(const struct svg *s, enum role role)
{
	const struct role_look *l = &role_looks[role];

	buf_fmt(s->out, " class=\"pf-%s\" %s=\"", l->class, l->fill ? "fill" : "stroke");
	colour(s, s->inlined ? l->either : s->theme == CHART_DARK ? l->dark : l->light);
	buf_char(s->out, '"');
	if (l->percent < 100)
		buf_fmt(s->out, " %s-opacity=\".%02u\"", l->fill ? "fill" : "stroke", l->percent);
	if (l->fill)
		return;
	buf_str(s->out, " fill=\"none\"");
	if (l->width != 10)
		named(s->out, "stroke-width", (int32_t)l->width);
	if (l->dash > 0)
		buf_fmt(s->out, " stroke-dasharray=\"%u %u\"", l->dash, l->dash);
	if (l->width > 10)
		buf_str(s->out, " stroke-linejoin=\"round\"");
}

static void
two(struct buf *out, int32_t x, int32_t y)
{
	number(out, x);
	if (y >= 0)
		buf_char(out, ' ');
	number(out, y);
}

/* Straight along an axis is shorter said so; all is relative, which is shorter again. */
static void
path_data(struct svg *s, const struct shape *shape)
{
	const struct point *at = s->p->points + shape->from, *end = at + shape->n;
	int32_t x0 = 0, y0 = 0;

	s->x = s->y = 0;
	for (; at < end; at++) {
		if (at->op == POINT_CLOSE) {
			buf_char(s->out, 'z');
			s->x = x0;
			s->y = y0;
			continue;
		}
		if (at->op == POINT_MOVE) {
			buf_char(s->out, 'M');
			two(s->out, at->x, at->y);
			x0 = at->x;
			y0 = at->y;
		} else if (at->y == s->y) {
			buf_char(s->out, 'h');
			number(s->out, at->x - s->x);
		} else if (at->x == s->x) {
			buf_char(s->out, 'v');
			number(s->out, at->y - s->y);
		} else {
			buf_char(s->out, 'l');
			two(s->out, at->x - s->x, at->y - s->y);
		}
		s->x = at->x;
		s->y = at->y;
	}
}

static void
title(const struct svg *s, const char *text)
{
	buf_str(s->out, "><title>");
	escape(s->out, text);
	buf_str(s->out, "</title></");
}

static void
put_path(struct svg *s, const struct shape *shape)
{
	if (shape->n == 0)
		return;
	buf_str(s->out, "<path");
	look(s, shape->role);
	buf_str(s->out, " d=\"");
	path_data(s, shape);
	buf_char(s->out, '"');
	if (shape->text == NULL) {
		buf_str(s->out, "/>\n");
		return;
	}
	title(s, shape->text);
	buf_str(s->out, "path>\n");
}

static void
put_text(struct svg *s, const struct shape *shape)
{
	static const char *const anchors[] = { "", " text-anchor=\"middle\"",
		" text-anchor=\"end\"" };

	buf_str(s->out, "<text");
	named(s->out, "x", shape->x);
	named(s->out, "y", shape->y);
	buf_str(s->out, anchors[shape->anchor]);
	named(s->out, "font-size", shape->size);
	if (shape->bold)
		buf_str(s->out, " font-weight=\"600\"");
	look(s, shape->role);
	buf_char(s->out, '>');
	escape(s->out, shape->text);
	buf_str(s->out, "</text>\n");
}

static void
put_spot(struct svg *s, const struct shape *shape)
{
	buf_str(s->out, "<rect");
	named(s->out, "x", shape->x);
	named(s->out, "y", shape->y);
	named(s->out, "width", shape->w);
	named(s->out, "height", shape->h);
	title(s, shape->text);
	buf_str(s->out, "rect>\n");
}

static void
shapes(struct svg *s)
{
	bool spots = false;
	size_t i;

	for (i = 0; i < s->p->nshapes; i++) {
		if (spots != (s->p->shapes[i].type == SHAPE_SPOT)) {
			buf_str(s->out,
			    spots
				? "</g>\n"
				: "<g class=\"pf-spots\" fill=\"none\" pointer-events=\"all\">\n");
			spots = !spots;
		}
		if (s->p->shapes[i].type == SHAPE_PATH)
			put_path(s, &s->p->shapes[i]);
		else if (s->p->shapes[i].type == SHAPE_TEXT)
			put_text(s, &s->p->shapes[i]);
		else
			put_spot(s, &s->p->shapes[i]);
	}
	if (spots)
		buf_str(s->out, "</g>\n");
}

/* Rules for the roles whose colour is not that of text. */
static void
rules(struct buf *out, const char *before, bool dark)
{
	const struct role_look *l;
	size_t i;

	for (i = 0; i < ROLES; i++) {
		l = &role_looks[i];
		if (l->light != ROLE_CURRENT)
			buf_fmt(out, "%s.pf-chart .pf-%s{%s:#%06x}\n", before, l->class,
			    l->fill ? "fill" : "stroke", dark ? l->dark : l->light);
	}
}

void
chart_css(struct buf *out)
{
	buf_str(out, ".pf-chart{display:block;max-width:100%;height:auto}\n"
		     ".pf-chart .pf-spots rect:hover{fill:currentColor;fill-opacity:.08}\n");
	rules(out, "", false);
	buf_str(out, "@media screen and (prefers-color-scheme:dark){\n"); /* paper is white */
	rules(out, "", true);
	buf_str(out, "}\n");
}

/* One that stands alone has its colours in a style of its own: the reader's system chooses. */
static void
style(const struct svg *s)
{
	buf_fmt(s->out,
	    "<style>\n.pf-chart{color:#%06x;background:#%06x}\n"
	    ".pf-chart .pf-spots rect:hover{fill:currentColor;fill-opacity:.08}\n",
	    PICTURE_TEXT_LIGHT, PICTURE_PAPER_LIGHT);
	buf_fmt(s->out,
	    "@media (prefers-color-scheme:dark){\n"
	    ".pf-chart{color:#%06x;background:#%06x}\n.pf-chart .pf-paper{fill:#%06x}\n",
	    PICTURE_TEXT_DARK, PICTURE_PAPER_DARK, PICTURE_PAPER_DARK);
	rules(s->out, "", true);
	buf_str(s->out, "}\n</style>\n");
}

static void
paper(const struct svg *s)
{
	if (s->theme == CHART_AUTO)
		style(s);
	buf_fmt(s->out,
	    "<rect class=\"pf-paper\" width=\"100%%\" height=\"100%%\" fill=\"#%06x\"/>\n",
	    s->theme == CHART_DARK ? PICTURE_PAPER_DARK : PICTURE_PAPER_LIGHT);
}

static void
head(const struct svg *s)
{
	buf_fmt(s->out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pf-chart\" width=\"%d\" "
	    "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title %s-about\"",
	    s->p->width, s->p->height, s->p->width, s->p->height, s->id, s->id);
	if (!s->inlined)
		buf_fmt(s->out,
		    " color=\"#%06x\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, "
		    "'Helvetica Neue', Arial, sans-serif\"",
		    s->theme == CHART_DARK ? PICTURE_TEXT_DARK : PICTURE_TEXT_LIGHT);
	buf_fmt(s->out, ">\n<title id=\"%s-title\">", s->id);
	escape(s->out, s->p->title.p);
	buf_fmt(s->out, "</title>\n<desc id=\"%s-about\">", s->id);
	escape(s->out, s->p->about.p);
	buf_str(s->out, "</desc>\n");
}

/* An id is a name that we were given: what is none is not printed. */
static bool
is_id(const char *s)
{
	if (s == NULL || !isalpha((unsigned char)*s))
		return false;
	for (; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && *s != '-')
			return false;
	return true;
}

void
chart_svg(const struct chart *c, struct buf *out)
{
	const size_t width = picture_wide(c);
	struct picture p;
	struct plot plot;
	struct svg s = { .p = &p,
		.out = out,
		.id = is_id(c->id) ? c->id : "chart",
		.inlined = c->inlined,
		.theme = c->theme };

	plot_make(&plot, c, picture_slots(c, width));
	picture_make(&p, &plot, width, picture_high(c));
	head(&s);
	if (!c->inlined)
		paper(&s);
	shapes(&s);
	buf_str(out, "</svg>\n");
	picture_release(&p);
	plot_release(&plot);
}
