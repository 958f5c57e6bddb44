/* What stands in the tables of pages: values, rows, figures */
#include <string.h>

#include "base/num.h"
#include "db/pg.h"
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
symbol(struct page *p, const char *name)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
	bool is_link = name[0] != '\0' && name[0] != '.' && strspn(name, plain) == strlen(name);

	if (is_link) {
		page_html(p, "<a href=\"/ui/stock/");
		page_text(p, name);
		page_html(p, "\">");
	}
	page_text(p, name);
	if (is_link)
		page_html(p, "</a>");
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
	if (among(word, "  ok done pass PASS success bullish buy BUY up "))
		page_html(p, " good");
	else if (among(word, "  failed fail FAIL error timeout killed bearish sell SELL down "))
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
		plain_number(p, value, 0, "\u202fs");
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

static void
classes(struct page *p, const struct page_column *c)
{
	page_html(p, " class=\"");
	page_html(p, is_number(c->kind) ? "n" : c->kind == CELL_TEXT ? "t" : "w");
	page_html(p, c->wide ? " wide\"" : "\"");
}

void
page_table(struct page *p, const char *caption, const struct page_column *columns,
    const struct pg_res *res, const char *without)
{
	const struct page_column *c;
	size_t row;

	if (pg_rows(res) == 0) {
		page_html(p, "<p class=\"none\">");
		page_text(p, without);
		page_html(p, "</p>\n");
		return;
	}
	page_html(p, "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_text(p, caption);
	page_html(p, "\"><table>\n<caption>");
	page_text(p, caption);
	page_html(p, "</caption>\n<thead><tr>");
	for (c = columns; c->title != NULL; c++) {
		page_html(p, "<th scope=\"col\"");
		classes(p, c);
		page_html(p, ">");
		page_text(p, c->title);
		page_html(p, "</th>");
	}
	page_html(p, "</tr></thead>\n<tbody>\n");
	for (row = 0; row < pg_rows(res); row++) {
		page_html(p, "<tr>");
		for (c = columns; c->title != NULL; c++) {
			page_html(p, c == columns ? "<th scope=\"row\"" : "<td");
			classes(p, c);
			page_html(p, ">");
			page_value(p, c->kind, cell_of(res, row, c->from));
			page_html(p, c == columns ? "</th>" : "</td>");
		}
		page_html(p, "</tr>\n");
	}
	page_html(p, "</tbody>\n</table></div>\n");
}

void
page_figures(
    struct page *p, const char *name, const struct page_column *columns, const struct pg_res *res)
{
	const struct page_column *c;

	page_html(p, "<dl class=\"");
	page_html(p, name);
	page_html(p, "\">\n");
	for (c = columns; c->title != NULL; c++) {
		page_html(p, "<div><dt>");
		page_text(p, c->title);
		page_html(p, "</dt><dd>");
		page_value(p, c->kind, page_first(res, c->from));
		page_html(p, "</dd></div>\n");
	}
	page_html(p, "</dl>\n");
}
