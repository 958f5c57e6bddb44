/* pf-chart - draw bars as SVG, PNG or text */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "base/progress.h"
#include "draw/chart.h"
#include "draw/intake.h"
#include "io/emit.h"
#include "io/filter.h"
#include "io/input.h"

struct opts {
	const char *form, *format, *theme, *averages, *title, *id;
	int64_t width, height, scale;
	bool inlined, log, no_volume, spark, term, css;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "css",       OPT_FLAG, AT(css),       0, "print the style sheet for pages with inlined charts, and nothing else" },
	{ 'f', "format",    OPT_ENUM, AT(format),    0, "what to print (default: svg, on a terminal term)", "svg|png|term" },
	{ 0,   "form",      OPT_ENUM, AT(form),      0, "how one symbol is drawn; several are lines", "candles|line" },
	{ 0,   "height",    OPT_INT,  AT(height),    0, "pixels, of text lines (default: 480, 24)" },
	{ 0,   "id",        OPT_STR,  AT(id),        0, "svg: what its ids begin with", "name" },
	{ 0,   "inline",    OPT_FLAG, AT(inlined),   0, "svg: to stand in a page, without style, background and font" },
	{ 0,   "log",       OPT_FLAG, AT(log),       0, "a logarithmic axis of prices" },
	{ 0,   "ma",        OPT_LIST, AT(averages),  0, "moving averages of so many sessions, at most four", "n,n" },
	{ 0,   "no-volume", OPT_FLAG, AT(no_volume), 0, "leave the volume out" },
	{ 0,   "scale",     OPT_INT,  AT(scale),     0, "png: pixels for each of width and height, 1 to 4" },
	{ 0,   "spark",     OPT_FLAG, AT(spark),     0, "a line of text a symbol" },
	{ 0,   "term",      OPT_FLAG, AT(term),      0, "text: the same as --format term" },
	{ 0,   "theme",     OPT_ENUM, AT(theme),     0, "colours; auto: svg as the reader's system, png light", "auto|light|dark" },
	{ 0,   "title",     OPT_STR,  AT(title),     0, "what stands above (default: the symbols)", "text" },
	{ 0,   "width",     OPT_INT,  AT(width),     0, "pixels, of text columns (default: 960; the terminal's, 80)" },
	{ 0 }
};
/* clang-format on */

enum format { FORMAT_SVG, FORMAT_PNG, FORMAT_TERM, FORMAT_SPARK };

static int
take(void *arg, const struct rec *rec, struct err *e)
{
	return intake_take(arg, rec, e);
}

static int
take_averages(const char *list, size_t averages[CHART_AVERAGES_MAX], struct err *e)
{
	const char *s = list, *end;
	int64_t n;
	size_t i;

	for (i = 0; s != NULL; i++) {
		end = strchr(s, ',');
		if (i == CHART_AVERAGES_MAX)
			return err_set(
			    e, ERR_USAGE, "--ma: at most %d averages", CHART_AVERAGES_MAX);
		if (num_int(
			s, end != NULL ? (size_t)(end - s) : strlen(s), 1, CHART_AVERAGE_MAX, &n))
			return err_set(e, ERR_USAGE,
			    "--ma: '%.40s' is no list of numbers of sessions, 1 to %d", list,
			    CHART_AVERAGE_MAX);
		averages[i] = (size_t)n;
		s = end != NULL ? end + 1 : NULL;
	}
	return 0;
}

static int
take_size(const char *option, int64_t v, int64_t min, int64_t max, struct err *e)
{
	if (v == 0 || (v >= min && v <= max))
		return 0;
	return err_set(e, ERR_USAGE, "--%s: %lld is not from %lld to %lld", option, (long long)v,
	    (long long)min, (long long)max);
}

static enum format
format_of(const struct opts *o, const struct ctx *ctx)
{
	if (o->spark)
		return FORMAT_SPARK;
	if (o->term || (o->format == NULL && ctx->out_tty && !o->inlined))
		return FORMAT_TERM;
	return o->format == NULL || strcmp(o->format, "svg") == 0 ? FORMAT_SVG
	       : strcmp(o->format, "png") == 0                    ? FORMAT_PNG
								  : FORMAT_TERM;
}

/* The terminal's columns, or what COLUMNS says; 0: nobody does. */
static size_t
columns(const struct ctx *ctx)
{
	const char *said = env_get("COLUMNS");
	struct winsize size;
	int64_t n;

	if (ctx->out_tty && ioctl(fileno(ctx->out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	if (said != NULL && num_int(said, strlen(said), 1, CHART_COLS_MAX, &n) == 0)
		return (size_t)n;
	return 0;
}

static int
check_sizes(const struct opts *o, enum format format, struct err *e)
{
	if (format == FORMAT_TERM || format == FORMAT_SPARK)
		return take_size("width", o->width, format == FORMAT_TERM ? CHART_COLS_MIN : 1,
			   CHART_COLS_MAX, e) ||
		       take_size("height", o->height, CHART_ROWS_MIN, CHART_ROWS_MAX, e);
	return take_size("width", o->width, CHART_SIZE_MIN, CHART_SIZE_MAX, e) ||
	       take_size("height", o->height, CHART_SIZE_MIN, CHART_SIZE_MAX, e) ||
	       take_size("scale", o->scale, 1, 4, e);
}

/* What the options ask for. */
static int
plan(
    struct chart *c, const struct opts *o, enum format format, const struct ctx *ctx, struct err *e)
{
	*c = (struct chart){ .form = strcmp(o->form, "line") == 0 ? CHART_LINE : CHART_CANDLES,
		.theme = strcmp(o->theme, "dark") == 0    ? CHART_DARK
			 : strcmp(o->theme, "light") == 0 ? CHART_LIGHT
							  : CHART_AUTO,
		.log = o->log,
		.no_volume = o->no_volume,
		.title = o->title,
		.inlined = o->inlined,
		.id = o->id,
		.scale = (size_t)o->scale,
		.width = (size_t)o->width,
		.height = (size_t)o->height };
	if (take_averages(o->averages, c->averages, e) || check_sizes(o, format, e))
		return -1;
	if (format == FORMAT_PNG && ctx->out_tty)
		return err_set(e, ERR_USAGE, "a PNG is nothing for a terminal: send it to a file");
	if (format == FORMAT_TERM && c->width == 0)
		c->width = columns(ctx);
	return 0;
}

/* Whether what came can be drawn as it is asked for. */
static int
check_bars(struct chart *c, const struct intake *in, struct err *e)
{
	const struct bar *bad = NULL;
	char day[CLOCK_TEXT_MAX];
	size_t n;

	c->bars = in->bars;
	c->nbars = in->nbars;
	c->marks = in->marks;
	c->nmarks = in->nmarks;
	if (in->nbars == 0)
		return err_set(e, ERR_DATA, "no bars came, so there is nothing to draw%s",
		    in->others > 0 ? "; records of kind bar are wanted" : "");
	if (c->log && !chart_logs(c, &bad)) {
		(void)clock_date_text(day, bad->date);
		return err_set(e, ERR_DATA,
		    "%s has a price of 0 or less on %s, which no logarithmic axis has", bad->symbol,
		    day);
	}
	n = chart_symbols(c);
	if (n > CHART_SYMBOLS_MAX)
		log_warn("%zu symbols are too many for one chart: the first %d, by name, are drawn",
		    n, CHART_SYMBOLS_MAX);
	return 0;
}

static int
draw(const struct chart *c, enum format format, struct ctx *ctx, struct err *e)
{
	struct buf out = { 0 };
	int rc = 0;

	if (format == FORMAT_PNG)
		rc = chart_png(c, &out, e);
	else if (format == FORMAT_SVG)
		chart_svg(c, &out);
	else if (format == FORMAT_TERM)
		chart_term(c, &out);
	else
		chart_spark(c, &out);
	if (rc == 0 && fwrite(out.p, 1, out.len, ctx->out) != out.len)
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&out);
	return rc;
}

static int
print_css(struct ctx *ctx, struct err *e)
{
	struct buf out = { 0 };
	int rc = 0;

	chart_css(&out);
	if (fwrite(out.p, 1, out.len, ctx->out) != out.len)
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&out);
	return rc;
}

static int
run(struct ctx *ctx, const void *arg, char **files, struct err *e)
{
	const struct opts *o = arg;
	const struct progress_plan progress = { .total = input_total(files, ctx->in) };
	const enum format format = format_of(o, ctx);
	struct intake in = { 0 };
	struct chart c;
	struct emit none;
	size_t bad = 0;
	int rc = -1;

	if (o->css)
		return print_css(ctx, e);
	if (plan(&c, o, format, ctx, e))
		return -1;
	emit_init(&none, ctx->out, false);
	progress_begin(&progress);
	if (filter_files(files, ctx->in, NULL, take, &in, &none, &bad, e) ||
	    check_bars(&c, &in, e) || draw(&c, format, ctx, e))
		goto out;
	rc = bad > 0 ? ERR_DATA : 0;
out:
	progress_end();
	emit_release(&none);
	intake_release(&in);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-chart",
	.help = "draw bars as SVG, PNG or text",
	.synopsis = "[-f format] [--ma n,n] [--log] [--width n] [--height n] [file ...] | --css",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .form = "candles", .theme = "auto" },
	.run = run,
	.flags = CMD_PROGRESS | CMD_STOPS,
};
