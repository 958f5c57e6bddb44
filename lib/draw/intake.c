#include "draw/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/rec.h"
#include "rec/field.h"

/* A text of the record, owned; NULL: none. */
static char *
text_of(const struct rec *rec, const char *name)
{
	return rec_take_text(rec_get(rec, name));
}

/* The time in a field; false where there is none. One that is no time is bad. */
static int
time_of(const struct rec *rec, const char *name, int64_t *at, struct err *e)
{
	const struct slice s = rec_word(rec_get(rec, name));

	if (s.n == 0)
		return 0;
	if (clock_parse_time(s.p, s.n, at) && clock_parse_date(s.p, s.n, at))
		return err_set(e, ERR_DATA, "%s is no time", name);
	return 1;
}

static struct chart_mark *
add_mark(struct intake *in)
{
	struct chart_mark *m;

	if (in->nmarks == in->marks_cap) {
		in->marks_cap = mem_more(in->marks_cap, in->nmarks + 1);
		in->marks = mem_grow(in->marks, in->marks_cap, sizeof *in->marks);
	}
	m = &in->marks[in->nmarks++];
	*m = (struct chart_mark){ .price = FIELD_NONE };
	return m;
}

static int
take_bar(struct intake *in, const struct rec *rec, struct err *e)
{
	struct bar bar = { 0 };

	if (field_read(&bar_kind, rec, &bar, e))
		return -1;
	if (in->nbars == in->bars_cap) {
		in->bars_cap = mem_more(in->bars_cap, in->nbars + 1);
		in->bars = mem_grow(in->bars, in->bars_cap, sizeof *in->bars);
	}
	in->bars[in->nbars++] = bar;
	return 0;
}

/* "BUY 10 at 351.2 USD"; of an option its code too. */
static char *
order_text(const struct rec *rec, const char *action, bool option)
{
	static const char *const parts[][2] = { { "symbol", " " }, { "filled_quantity", " " },
		{ "execution_price", " at " }, { "currency", " " } };
	struct buf text = { 0 };
	char *part;
	size_t i;

	buf_str(&text, action);
	for (i = option ? 0 : 1; i < sizeof parts / sizeof parts[0]; i++) {
		part = text_of(rec, parts[i][0]);
		if (part != NULL) {
			buf_str(&text, parts[i][1]);
			buf_str(&text, part);
		}
		free(part);
	}
	return buf_take(&text);
}

static bool
was_filled(const struct rec *rec)
{
	const struct slice s = rec_word(rec_get(rec, "status"));

	return slice_is(s, "EXECUTED") || slice_is(s, "FILLED") || slice_is(s, "PARTIAL");
}

static int
order_time(const struct rec *rec, int64_t *at, struct err *e)
{
	static const char *const names[] = { "time_executed", "time_updated", "time_placed" };
	size_t i;
	int got = 0;

	for (i = 0; got == 0 && i < sizeof names / sizeof names[0]; i++)
		got = time_of(rec, names[i], at, e);
	return got;
}

static int
take_order(struct intake *in, const struct rec *rec, struct err *e)
{
	char *underlying = text_of(rec, "underlying"), *symbol = text_of(rec, "symbol");
	char *action = text_of(rec, "action"), *price = text_of(rec, "execution_price");
	struct chart_mark *m;
	int64_t at = 0;
	int got = 0;

	if (symbol == NULL || action == NULL)
		got = err_set(e, ERR_DATA, "%s is missing", symbol == NULL ? "symbol" : "action");
	else if (was_filled(rec))
		got = order_time(rec, &at, e);
	if (got > 0 && (strncmp(action, "BUY", 3) == 0 || strncmp(action, "SELL", 4) == 0)) {
		m = add_mark(in);
		m->kind = *action == 'B' ? CHART_BUY : CHART_SELL;
		m->at = at;
		m->text = order_text(rec, action, underlying != NULL);
		if (underlying == NULL && price != NULL &&
		    num_fixed_cut(price, strlen(price), NUM_PRICE_DIGITS, &m->price))
			m->price = FIELD_NONE;
		m->symbol = mem_str(underlying != NULL ? underlying : symbol);
	}
	free(underlying);
	free(symbol);
	free(action);
	free(price);
	return got < 0 ? -1 : 0;
}

static int
take_idea(struct intake *in, const struct rec *rec, struct err *e)
{
	const struct rec_field *noise = rec_get(rec, "is_noise");
	const struct slice direction = rec_word(rec_get(rec, "direction"));
	char *symbol = text_of(rec, "primary_symbol"), *said = text_of(rec, "idea_summary");
	struct chart_mark *m;
	int64_t at;
	int got = time_of(rec, "source_created_at", &at, e);

	if (got > 0 && symbol != NULL && !(noise != NULL && noise->type == REC_TRUE)) {
		if (said == NULL)
			said = text_of(rec, "idea_text");
		m = add_mark(in);
		m->kind = slice_is(direction, "bullish")   ? CHART_BULLISH
			  : slice_is(direction, "bearish") ? CHART_BEARISH
							   : CHART_NEUTRAL;
		m->at = at;
		m->text = mem_fmt("%.*s: %s", direction.n > 0 ? (int)direction.n : 4,
		    direction.n > 0 ? direction.p : "idea", said != NULL ? said : "");
		m->symbol = symbol;
		symbol = NULL;
	}
	free(symbol);
	free(said);
	return got < 0 ? -1 : 0;
}

int
intake_take(struct intake *in, const struct rec *rec, struct err *e)
{
	const struct slice kind = rec_kind(rec);

	if (slice_is(kind, "bar"))
		return take_bar(in, rec, e);
	if (slice_is(kind, "order"))
		return take_order(in, rec, e);
	if (slice_is(kind, "idea"))
		return take_idea(in, rec, e);
	in->others++;
	return 0;
}

/* What a mark borrows is ours here. */
static void
free_text(const char *s)
{
	union {
		const char *borrowed;
		char *owned;
	} p = { s };

	free(p.owned);
}

void
intake_release(struct intake *in)
{
	size_t i;

	for (i = 0; i < in->nmarks; i++) {
		free_text(in->marks[i].symbol);
		free_text(in->marks[i].text);
	}
	free(in->bars);
	free(in->marks);
	*in = (struct intake){ 0 };
}
