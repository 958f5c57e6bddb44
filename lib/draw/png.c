/* A chart as PNG, drawn by cairo: the one place that sees it */
#include "draw/chart.h"

#include "base/buf.h"
#include "base/err.h"
#include "draw/picture.h"
#include "draw/plot.h"

#ifdef HAVE_CAIRO

#include <cairo.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
/* fontconfig 2.14 does not give back the patterns that cairo's choice of a font leaves there */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void);

const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

struct png {
	const struct picture *p;
	cairo_t *cr;
	bool dark;
};

static void
set_colour(const struct png *g, uint32_t rgb, unsigned percent)
{
	cairo_set_source_rgba(g->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
	    (rgb & 255) / 255.0, percent / 100.0);
}

static void
look(const struct png *g, enum role role)
{
	const struct role_look *l = &role_looks[role];
	const double dash = l->dash;
	uint32_t rgb = g->dark ? l->dark : l->light;

	if (rgb == ROLE_CURRENT)
		rgb = g->dark ? PICTURE_TEXT_DARK : PICTURE_TEXT_LIGHT;
	set_colour(g, rgb, l->percent);
	cairo_set_line_width(g->cr, l->width / 10.0);
	cairo_set_line_join(g->cr, l->width > 10 ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
	cairo_set_dash(g->cr, &dash, l->dash > 0 ? 1 : 0, 0);
}

static void
put_path(const struct png *g, const struct shape *s)
{
	const struct point *at = g->p->points + s->from, *end = at + s->n;

	for (; at < end; at++)
		if (at->op == POINT_MOVE)
			cairo_move_to(g->cr, at->x / 10.0, at->y / 10.0);
		else if (at->op == POINT_LINE)
			cairo_line_to(g->cr, at->x / 10.0, at->y / 10.0);
		else
			cairo_close_path(g->cr);
	look(g, s->role);
	if (role_looks[s->role].fill)
		cairo_fill(g->cr);
	else
		cairo_stroke(g->cr);
}

static void
put_text(const struct png *g, const struct shape *s)
{
	static const double back[] = {
		[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1
	};
	cairo_text_extents_t extents;

	cairo_select_font_face(g->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
	    s->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(g->cr, s->size / 10.0);
	cairo_text_extents(g->cr, s->text, &extents);
	look(g, s->role);
	cairo_move_to(g->cr, s->x / 10.0 - back[s->anchor] * extents.x_advance, s->y / 10.0);
	cairo_show_text(g->cr, s->text);
}

static cairo_status_t
add(void *to, const unsigned char *p, unsigned n)
{
	buf_add(to, (const char *)p, n);
	return CAIRO_STATUS_SUCCESS;
}

static int
paint(const struct picture *p, bool dark, size_t scale, struct buf *out, struct err *e)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, p->width * (int)scale, p->height * (int)scale);
	struct png g = { .p = p, .cr = cairo_create(surface), .dark = dark };
	cairo_status_t status;
	size_t i;

	cairo_scale(g.cr, (double)scale, (double)scale);
	set_colour(&g, dark ? PICTURE_PAPER_DARK : PICTURE_PAPER_LIGHT, 100);
	cairo_paint(g.cr);
	for (i = 0; i < p->nshapes; i++)
		if (p->shapes[i].type == SHAPE_PATH)
			put_path(&g, &p->shapes[i]);
		else if (p->shapes[i].type == SHAPE_TEXT)
			put_text(&g, &p->shapes[i]);
	status = cairo_status(g.cr);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(surface, add, out);
	cairo_destroy(g.cr);
	cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_set(e, ERR_BUG, "the PNG: %s", cairo_status_to_string(status));
	return 0;
}

int
chart_png(const struct chart *c, struct buf *out, struct err *e)
{
	const size_t width = picture_wide(c);
	const size_t scale = c->scale < 1 ? 1 : c->scale > 4 ? 4 : c->scale;
	struct picture p;
	struct plot plot;
	int rc;

	plot_make(&plot, c, picture_slots(c, width));
	picture_make(&p, &plot, width, picture_high(c));
	rc = paint(&p, c->theme == CHART_DARK, scale, out, e);
	picture_release(&p);
	plot_release(&plot);
	return rc;
}

#else

int
chart_png(const struct chart *c, struct buf *out, struct err *e)
{
	(void)c;
	(void)out;
	return err_set(e, ERR_CONFIG,
	    "this program was built without cairo, which draws PNG; ask for SVG, or build it where libcairo2-dev is installed");
}

#endif
