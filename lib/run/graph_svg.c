/* A pipeline as SVG: a column a level, boxes joined by curves */
#include "run/graph.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "run/capture.h"
#include "run/pipeline.h"

#define BOX_H 44
#define GAP_X 56
#define GAP_Y 20
#define MARGIN 16
#define CHAR_W 8

/* Where the boxes stand: a column a level. */
struct layout {
	size_t x[PIPELINE_STEPS_MAX], y[PIPELINE_STEPS_MAX];
	size_t box_w, width, height;
};

static void
lay_out(const struct pipeline *p, struct layout *l)
{
	size_t rows[PIPELINE_STEPS_MAX] = { 0 }, i, columns = 0, most = 0, longest = 12;

	for (i = 0; i < p->nsteps; i++)
		if (strlen(p->steps[i].name) > longest)
			longest = strlen(p->steps[i].name);
	l->box_w = longest * CHAR_W + 24;
	for (i = 0; i < p->nsteps; i++) {
		l->x[i] = MARGIN + p->steps[i].level * (l->box_w + GAP_X);
		l->y[i] = MARGIN + rows[p->steps[i].level]++ * (BOX_H + GAP_Y);
		if (p->steps[i].level + 1 > columns)
			columns = p->steps[i].level + 1;
		if (rows[p->steps[i].level] > most)
			most = rows[p->steps[i].level];
	}
	l->width = 2 * MARGIN + columns * l->box_w + (columns - 1) * GAP_X;
	l->height = 2 * MARGIN + most * BOX_H + (most - 1) * GAP_Y;
}

static void
svg_text(const char *s, struct buf *out)
{
	for (; *s != '\0'; s++)
		if (*s == '&' || *s == '<' || *s == '>' || *s == '"')
			buf_fmt(out, "&#%d;", *s);
		else if ((unsigned char)*s >= 0x20)
			buf_char(out, *s);
}

static void
svg_edges(const struct pipeline *p, const struct layout *l, size_t to, bool needs, struct buf *out)
{
	const struct pipeline_refs *refs = needs ? &p->steps[to].needs : &p->steps[to].after;
	size_t k, from, x1, y1, x2 = l->x[to] - 6, y2 = l->y[to] + BOX_H / 2, bend;

	for (k = 0; k < refs->n; k++) {
		from = refs->at[k];
		x1 = l->x[from] + l->box_w;
		y1 = l->y[from] + BOX_H / 2;
		bend = (x2 - x1) / 2;
		buf_fmt(out,
		    "<path d=\"M%zu %zuC%zu %zu %zu %zu %zu %zu\" fill=\"none\" stroke=\"#666\"%s "
		    "marker-end=\"url(#a)\"/>\n",
		    x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2,
		    needs ? "" : " stroke-dasharray=\"4 3\"");
	}
}

static void
svg_box(const struct pipeline_step *s, const struct layout *l, size_t i, struct buf *out)
{
	struct buf line = { 0 };

	buf_str(out, "<g><title>");
	pipeline_show(s, &line);
	capture_redact(&line);
	svg_text(line.p, out);
	buf_fmt(out,
	    "</title><rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%d\" rx=\"4\" fill=\"#fff\" "
	    "stroke=\"#222\"%s/>",
	    l->x[i], l->y[i], l->box_w, BOX_H, s->fatal ? "" : " stroke-dasharray=\"4 3\"");
	buf_fmt(out, "<text x=\"%zu\" y=\"%zu\" font-weight=\"bold\">", l->x[i] + 10, l->y[i] + 18);
	svg_text(s->name, out);
	buf_fmt(out, "</text><text x=\"%zu\" y=\"%zu\" fill=\"#555\" font-size=\"11\">",
	    l->x[i] + 10, l->y[i] + 35);
	if (s->timeout == 0)
		buf_str(out, "no time-out");
	else
		buf_fmt(out, "%lld s", (long long)(s->timeout / CLOCK_SECOND));
	buf_fmt(out, "%s</text></g>\n", s->fatal ? "" : ", optional");
	buf_release(&line);
}

void
graph_svg(const struct pipeline *p, struct buf *out)
{
	struct layout l;
	size_t i;

	lay_out(p, &l);
	buf_fmt(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\" "
	    "font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n<title>",
	    l.width, l.height, l.width, l.height);
	svg_text(p->name, out);
	buf_str(out,
	    "</title>\n<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"2\" refY=\"4\" "
	    "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
	    "fill=\"#666\"/></marker></defs>\n");
	for (i = 0; i < p->nsteps; i++) {
		svg_edges(p, &l, i, true, out);
		svg_edges(p, &l, i, false, out);
	}
	for (i = 0; i < p->nsteps; i++)
		svg_box(&p->steps[i], &l, i, out);
	buf_str(out, "</svg>\n");
}
