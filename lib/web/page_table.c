/* What stands in the tables of pages: values, rows, figures */
#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "db/pg.h"
#include "rec/occ.h"
#include "web/page.h"

#define MINUTE_CHARS 16 /* "2008-10-15T06:00" */

/* A decimal with commas between the thousands and at least so many places. */
static void
number(struct page *p, const char *text, size_t places)
{
	size_t whole = strcspn(text, "."), i;

	if (!num_is_decimal(text, strlen(text)) || strpbrk(text, "eE") != NULL) {
		page_text(p, text);
		return;
	}
	for (i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			buf_char(p->out, ',');
		buf_char(p->out, text[i]);
	}
	text += whole;
	if (*text == '\0' && places > 0)
		buf_char(p->out, '.');
	page_text(p, text);
	for (i = *text == '.' ? strlen(text) - 1 : 0; i < places; i++)
		buf_char(p->out, '0');
}

/* The sign is part of the text: colour only repeats it. */
static void
signed_number(struct page *p, const char *text, size_t places, bool plus, const char *unit)
{
	bool below = text[0] == '-', none = strpbrk(text, "123456789") == NULL;

	page_html(p, none ? "<span>" : below ? "<span class=\"down\">" : "<span class=\"up\">");
	if (below)
		page_html(p, "\u2212");
	else if (plus && !none)
		page_html(p, "+");
	number(p, text + (below ? 1 : 0), places);
	page_html(p, unit);
	page_html(p, "</span>");
}

static void
plain_number(struct page *p, const char *text, size_t places, const char *unit)
{
	if (text[0] == '-')
		page_html(p, "\u2212");
	number(p, text + (text[0] == '-' ? 1 : 0), places);
	page_html(p, unit);
}

static void
link_to(struct page *p, const char *stock)
{
	page_html(p, "<a href=\"/ui/stock/");
	page_text(p, stock);
	page_html(p, "\">");
	page_text(p, stock);
	page_html(p, "</a>");
}

/* An option is said so that it can be read, and leads to what it is about. */
static void
symbol(struct page *p, const char *name)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
	char day[CLOCK_TEXT_MAX], strike[NUM_TEXT_MAX];
	struct occ o;

	if (occ_parse(&o, name, strlen(name)) == 0) {
		link_to(p, o.root);
		(void)clock_date_text(day, o.expiry);
		(void)num_price_text(strike, o.strike);
		buf_fmt(
		    p->out, " <time><span>%s</span></time> %s\u00a0%s", day, strike, occ_right(&o));
	} else if (name[0] != '\0' && name[0] != '.' && strspn(name, plain) == strlen(name)) {
		link_to(p, name);
	} else {
		page_text(p, name);
	}
}

static void
when(struct page *p, const char *time)
{
	char text[MINUTE_CHARS + 1] = "";
	size_t n = strlen(time);

	memcpy(text, time, n < MINUTE_CHARS ? n : MINUTE_CHARS);
	page_html(p, "<time><span>"); /* a line may end between the two */
	if (n > 10) {
		text[10] = '\0';
		page_text(p, text);
		page_html(p, "</span> <span>");
	}
	page_text(p, n > 10 ? text + 11 : text);
	page_html(p, "</span>");
	page_html(p, "</time>");
}

/* "0.04 s", "2 min 5 s", "1 h 12 min": nobody asks for the milliseconds of an hour. */
static void
span(struct page *p, const char *seconds)
{
	int64_t ns, s;

	if (num_fixed(seconds, strlen(seconds), 9, &ns) || ns < 0) {
		page_text(p, seconds);
		return;
	}
	s = ns / CLOCK_SECOND;
	if (s < 60)
		buf_fmt(p->out, "%" PRId64 ".%02" PRId64 "\u202fs", s,
		    ns % CLOCK_SECOND / (CLOCK_SECOND / 100));
	else if (s < 3600)
		buf_fmt(p->out, "%" PRId64 "\u202fmin %" PRId64 "\u202fs", s / 60, s % 60);
	else
		buf_fmt(p->out, "%" PRId64 "\u202fh %" PRId64 "\u202fmin", s / 3600, s / 60 % 60);
}

static bool
among(const char *word, const char *list)
{
	const char *at = strstr(list, word);

	return at != NULL && at > list && at[-1] == ' ' && at[strlen(word)] == ' ';
}

static void
status(struct page *p, const char *word)
{
	page_html(p, "<span class=\"status");
	if (among(word, "  ok done pass PASS success bullish buy BUY up connected "))
		page_html(p, " good");
	else if (
	    among(word,
		"  failed fail FAIL error timeout killed bearish sell SELL down disconnected deleted "))
		page_html(p, " bad");
	else if (among(word, "  WARN warn running queued skipped "))
		page_html(p, " so-so");
	page_html(p, "\">");
	page_text(p, word);
	page_html(p, "</span>");
}

void
page_value(struct page *p, enum cell_kind kind, const char *value)
{
	if (value == NULL || value[0] == '\0') {
		page_html(p, "<span class=\"none\">\u2013</span>");
		return;
	}
	switch (kind) {
	case CELL_TEXT:
		page_text(p, value);
		break;
	case CELL_SYMBOL:
		symbol(p, value);
		break;
	case CELL_FIGURE:
		plain_number(p, value, 0, "");
		break;
	case CELL_MONEY:
		plain_number(p, value, 2, "");
		break;
	case CELL_CHANGE:
		signed_number(p, value, 2, true, "");
		break;
	case CELL_PERCENT:
		signed_number(p, value, 2, true, "\u202f%");
		break;
	case CELL_SHARE:
		plain_number(p, value, 0, "\u202f%");
		break;
	case CELL_TIME:
		when(p, value);
		break;
	case CELL_STATUS:
		status(p, value);
		break;
	case CELL_SECONDS:
		span(p, value);
		break;
	}
}

static bool
is_number(enum cell_kind kind)
{
	return kind == CELL_FIGURE || kind == CELL_MONEY || kind == CELL_CHANGE ||
	       kind == CELL_PERCENT || kind == CELL_SHARE || kind == CELL_SECONDS;
}

/* NULL: there is none of that name, or it is null. */
static const char *
cell_of(const struct pg_res *res, size_t row, const char *column)
{
	size_t i;

	for (i = 0; i < pg_cols(res); i++)
		if (strcmp(pg_col_name(res, i), column) == 0)
			return pg_cell(res, row, i);
	return NULL;
}

const char *
page_first(const struct pg_res *res, const char *column)
{
	return pg_rows(res) > 0 ? cell_of(res, 0, column) : NULL;
}

/* Whether a table has that column at all. */
static bool
is_shown(const struct page_column *c, const struct pg_res *res)
{
	const char *first = page_first(res, c->from), *value;
	size_t row;

	if (!(c->flags & (COLUMN_VARIES | COLUMN_SOME)))
		return true;
	for (row = 0; row < pg_rows(res); row++) {
		value = cell_of(res, row, c->from);
		if (c->flags & COLUMN_SOME && value != NULL && value[0] != '\0')
			return true;
		if (c->flags & COLUMN_VARIES &&
		    strcmp(first != NULL ? first : "", value != NULL ? value : "") != 0)
			return true;
	}
	return false;
}

static void
where(struct page *p, const struct page_column *c)
{
	if (c->flags & COLUMN_WIDE)
		page_html(p, " wide");
	if (c->flags & COLUMN_NARROW)
		page_html(p, " narrow");
}

static void
classes(struct page *p, const struct page_column *c)
{
	page_html(p, " class=\"");
	page_html(p, is_number(c->kind) ? "n" : c->kind == CELL_TEXT ? "t" : "w");
	where(p, c);
	page_html(p, "\"");
}

static void
put(struct page *p, const struct page_column *c, const char *title, const char *value)
{
	if (title != NULL)
		page_text(p, title);
	else
		page_value(p, c->kind, value);
}

/* A row: of res, or the one of titles (res as it is, row is not looked at). */
static void
put_row(struct page *p, const struct page_column *columns, const struct pg_res *res, size_t row,
    bool titles)
{
	const struct page_column *c;
	const char *value = NULL, *end = NULL;

	page_html(p, "<tr>");
	for (c = columns; c->title != NULL; c++) {
		if (!is_shown(c, res))
			continue;
		value = titles ? NULL : cell_of(res, row, c->from);
		if (c->flags & COLUMN_UNDER) {
			if (titles ? c->title[0] == '\0' : value == NULL || value[0] == '\0')
				continue;
			page_html(p, "<span class=\"under");
			where(p, c);
			page_html(p, "\">");
			put(p, c, titles ? c->title : NULL, value);
			page_html(p, "</span>");
			continue;
		}
		if (end != NULL)
			page_html(p, end);
		page_html(p, titles         ? "<th scope=\"col\""
			     : c == columns ? "<th scope=\"row\""
					    : "<td");
		end = titles || c == columns ? "</th>" : "</td>";
		classes(p, c);
		page_html(p, ">");
		put(p, c, titles ? c->title : NULL, value);
	}
	page_html(p, end != NULL ? end : "");
	page_html(p, "</tr>");
}

void
page_nothing(struct page *p, const char *markup)
{
	page_html(p, "<p class=\"nothing\">");
	page_html(p, markup);
	page_html(p, "</p>\n");
}

void
page_table(struct page *p, const char *caption, const struct page_column *columns,
    const struct pg_res *res, const char *without)
{
	size_t row;

	if (pg_rows(res) == 0) {
		page_nothing(p, without);
		return;
	}
	page_html(p, "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_text(p, caption);
	page_html(p, "\"><table>\n<caption>");
	page_text(p, caption);
	page_html(p, "</caption>\n<thead>");
	put_row(p, columns, res, 0, true);
	page_html(p, "</thead>\n<tbody>\n");
	for (row = 0; row < pg_rows(res); row++) {
		put_row(p, columns, res, row, false);
		page_html(p, "\n");
	}
	page_html(p, "</tbody>\n</table></div>\n");
}

void
page_figures(
    struct page *p, const char *name, const struct page_column *columns, const struct pg_res *res)
{
	const struct page_column *c;
	const char *value;

	page_html(p, "<dl class=\"");
	page_html(p, name);
	page_html(p, "\">\n");
	for (c = columns; c->title != NULL; c++) {
		value = page_first(res, c->from);
		if (!(c->flags & COLUMN_UNDER)) {
			page_html(p, c == columns ? "<div><dt>" : "</div>\n<div><dt>");
			page_text(p, c->title);
			page_html(p, "</dt>");
		}
		if (c->flags & COLUMN_UNDER && (value == NULL || value[0] == '\0'))
			continue;
		page_html(p, c->flags & COLUMN_UNDER ? "<dd class=\"under\">" : "<dd>");
		page_value(p, c->kind, value);
		page_html(p, "</dd>");
	}
	page_html(p, "</div>\n</dl>\n");
}
