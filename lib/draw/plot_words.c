/* A plot in words */
#include "draw/plot.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/num.h"
#include "draw/value.h"
#include "io/utf8.h"

#define TITLE_MAX 120

static void
day(struct buf *out, int64_t at)
{
	char text[CLOCK_TEXT_MAX];

	buf_add(out, text, clock_date_text(text, at));
}

/* Characters that XML 1.0 does not know, or that turn the direction of what follows. */
static bool
unwanted(const char *p, size_t n)
{
	return (n == 3 && memcmp(p, "\xef\xbf", 2) == 0 && (unsigned char)p[2] >= 0xbe) ||
	       (n == 3 && memcmp(p, "\xe2\x80", 2) == 0 && (unsigned char)p[2] >= 0xa8 &&
		   (unsigned char)p[2] <= 0xae) ||
	       (n == 3 && memcmp(p, "\xe2\x81", 2) == 0 && (unsigned char)p[2] >= 0xa6 &&
		   (unsigned char)p[2] <= 0xa9);
}

void
plot_text(struct buf *out, const char *s, size_t max, bool lines)
{
	const size_t all = strlen(s);
	size_t n, at = 0;

	while (at < all) {
		n = utf8_char(s + at, all - at);
		if (at + (n > 0 ? n : 1) > max) {
			buf_str(out, "\xe2\x80\xa6");
			return;
		}
		if (n == 0 || unwanted(s + at, n))
			buf_str(out, "\xef\xbf\xbd");
		else if (n == 1 && ((unsigned char)s[at] < 0x20 || s[at] == 0x7f))
			buf_char(out, lines && s[at] == '\n' ? '\n' : ' ');
		else
			buf_add(out, s + at, n);
		at += n > 0 ? n : 1;
	}
}

void
plot_title(const struct plot *p, struct buf *out)
{
	size_t i;

	if (p->c->title != NULL) {
		plot_text(out, p->c->title, TITLE_MAX, false);
		return;
	}
	for (i = 0; i < p->nseries; i++) {
		if (i > 0)
			buf_str(out, ", ");
		plot_text(out, p->series[i].symbol, BAR_SYMBOL_MAX, false);
	}
	if (p->nseries == 0)
		buf_str(out, "No bars");
}

void
plot_range(const struct plot *p, struct buf *out)
{
	if (p->nslots == 0)
		return;
	day(out, p->slots[0].from);
	if (p->slots[p->nslots - 1].to == p->slots[0].from)
		return;
	buf_str(out, " to ");
	day(out, p->slots[p->nslots - 1].to);
}

const char *
plot_by_word(const struct plot *p)
{
	static const char *const words[] = { "", "weekly", "monthly", "quarterly", "yearly",
		"by years" };

	return words[p->by];
}

static void
describe_series(const struct plot_series *s, struct buf *out)
{
	plot_text(out, s->symbol, BAR_SYMBOL_MAX, false);
	buf_fmt(out, ": %zu session%s, ", s->sessions, s->sessions == 1 ? "" : "s");
	day(out, s->from);
	if (s->sessions > 1) {
		buf_str(out, " to ");
		day(out, s->to);
	}
	buf_str(out, ". Last close ");
	value_price(out, s->last);
	if (s->prev != FIELD_NONE) {
		buf_str(out, ", change ");
		value_change(out, s->last, s->prev);
		if (s->prev > 0) {
			buf_str(out, " (");
			value_percent(out, s->last, s->prev);
			buf_char(out, ')');
		}
		buf_str(out, ", since the first close ");
		value_change(out, s->last, s->first);
		if (s->first > 0) {
			buf_str(out, " (");
			value_percent(out, s->last, s->first);
			buf_char(out, ')');
		}
	}
	buf_str(out, ". Highest ");
	value_price(out, s->high);
	buf_str(out, " on ");
	day(out, s->high_at);
	buf_str(out, ", lowest ");
	value_price(out, s->low);
	buf_str(out, " on ");
	day(out, s->low_at);
	buf_str(out, ".");
}

static void
describe_marks(const struct plot *p, struct buf *out)
{
	static const char *const words[CHART_MARK_KINDS] = { "filled buys", "filled sells",
		"bullish ideas", "bearish ideas", "other ideas" };
	const char *between = " Marks: ";
	size_t i;

	for (i = 0; i < CHART_MARK_KINDS; i++)
		if (p->kinds[i] > 0) {
			buf_fmt(out, "%s%s %zu", between, words[i], p->kinds[i]);
			between = ", ";
		}
	if (p->nmarks > 0)
		buf_char(out, '.');
}

void
plot_describe(const struct plot *p, struct buf *out)
{
	size_t i;

	if (p->nseries == 0) {
		buf_str(out, "There are no bars to draw.");
		return;
	}
	for (i = 0; i < p->nseries; i++) {
		if (i > 0)
			buf_char(out, ' ');
		describe_series(&p->series[i], out);
	}
	if (p->indexed)
		buf_str(out, " Each line is the close in percent of its first one.");
	if (p->by != PLOT_SESSION)
		buf_fmt(out, " Sessions are put together: %s.", plot_by_word(p));
	if (p->log)
		buf_str(out, " The axis of prices is logarithmic.");
	describe_marks(p, out);
}

static void
tell_candle(const struct plot *p, const struct plot_cell *cell, struct buf *out)
{
	char text[NUM_TEXT_MAX];

	buf_str(out, "\nopen ");
	value_price(out, cell->open);
	buf_str(out, "\nhigh ");
	value_price(out, cell->high);
	buf_str(out, "\nlow ");
	value_price(out, cell->low);
	buf_str(out, "\nclose ");
	value_price(out, cell->close);
	if (p->volume) {
		buf_str(out, "\nvolume ");
		buf_add(out, text, num_uint_text(text, cell->volume));
	}
}

void
plot_tell(const struct plot *p, size_t slot, struct buf *out)
{
	const struct plot_cell *cell;
	size_t i;

	day(out, p->slots[slot].from);
	if (p->slots[slot].to != p->slots[slot].from) {
		buf_str(out, " to ");
		day(out, p->slots[slot].to);
	}
	for (i = 0; i < p->nseries; i++) {
		cell = &p->series[i].cells[slot];
		if (!cell->there)
			continue;
		if (!p->indexed) {
			tell_candle(p, cell, out);
			continue;
		}
		buf_char(out, '\n');
		plot_text(out, p->series[i].symbol, BAR_SYMBOL_MAX, false);
		buf_char(out, ' ');
		value_places(out, cell->value, 2);
		buf_str(out, " (close ");
		value_price(out, cell->close);
		buf_char(out, ')');
	}
}
