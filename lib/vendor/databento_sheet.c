#include "vendor/databento_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "rec/field.h"
#include "rec/symbols.h"
#include "vendor/databento_rows.h"
#include "vendor/dbn.h"

const char *const databento_drop_texts[DATABENTO_DROPS] = {
	"without a symbol on their day",
	"of symbols that were not asked for",
	"outside of the range that was asked for",
	"of another interval",
};

void
databento_sheet_init(struct databento_sheet *s, databento_bar_fn *fn, void *arg)
{
	s->bars = mem_new(s->n + 1, sizeof *s->bars);
	s->slot = mem_new(s->n + 1, sizeof *s->slot);
	s->resume = s->start;
	s->fn = fn;
	s->arg = arg;
}

void
databento_sheet_release(struct databento_sheet *s)
{
	free(s->bars);
	free(s->slot);
	free(s->hand);
	*s = (struct databento_sheet){ 0 };
}

static void
empty_hand(struct databento_sheet *s)
{
	while (s->nhand > 0)
		s->slot[s->hand[--s->nhand].symbol] = 0;
	s->stale = false;
}

/* A price above the high, or below the low; what is undefined says nothing. */
static bool
is_odd(const struct databento_bar *bar)
{
	const int64_t price[] = { bar->open, bar->high, bar->low, bar->close };
	size_t i;

	for (i = 0; i < sizeof price / sizeof price[0]; i++)
		if (price[i] != FIELD_NONE && ((bar->high != FIELD_NONE && price[i] > bar->high) ||
						  (bar->low != FIELD_NONE && price[i] < bar->low)))
			return true;
	return false;
}

int
databento_sheet_flush(struct databento_sheet *s, struct err *e)
{
	const struct databento_bar *bar;
	size_t i;
	int rc = 0;

	for (i = 0; i < s->nhand && rc == 0; i++) {
		bar = &s->hand[i];
		s->bars[bar->symbol]++;
		s->total++;
		s->odd += is_odd(bar);
		rc = s->fn(s->arg, bar, e);
	}
	empty_hand(s);
	return rc;
}

/* Which of the symbols asked for it is, or SYMBOLS_NONE with the reason. */
static size_t
which(const struct databento_sheet *s, const struct databento_row *row, enum databento_drop *why)
{
	size_t at;

	*why = DATABENTO_DROP_TYPE;
	if (row->rtype != s->rtype && row->rtype != DBN_OHLCV_OLD)
		return SYMBOLS_NONE;
	*why = DATABENTO_DROP_UNMAPPED;
	if (row->symbol == NULL)
		return SYMBOLS_NONE;
	*why = DATABENTO_DROP_FOREIGN;
	at = symbols_find(s->set, row->symbol);
	if (at == SYMBOLS_NONE || at < s->first || at - s->first >= s->n)
		return SYMBOLS_NONE;
	return at - s->first;
}

static void
put(struct databento_sheet *s, const struct databento_bar *bar)
{
	struct databento_bar *old;

	if (s->slot[bar->symbol] == 0) {
		if (s->nhand == s->cap) {
			s->cap = mem_more(s->cap, s->nhand + 1);
			s->hand = mem_grow(s->hand, s->cap, sizeof *s->hand);
		}
		s->hand[s->nhand++] = *bar;
		s->slot[bar->symbol] = (uint32_t)s->nhand;
		return;
	}
	old = &s->hand[s->slot[bar->symbol] - 1];
	s->merged += bar->publisher != old->publisher;
	if (bar->publisher == old->publisher || bar->volume > old->volume ||
	    (bar->volume == old->volume && bar->publisher < old->publisher))
		*old = *bar;
}

int
databento_sheet_add(struct databento_sheet *s, const struct databento_row *row, struct err *e)
{
	struct databento_bar bar = { .publisher = row->publisher,
		.open = row->open,
		.high = row->high,
		.low = row->low,
		.close = row->close,
		.volume = row->volume };
	enum databento_drop why;

	bar.symbol = which(s, row, &why);
	if (bar.symbol == SYMBOLS_NONE) {
		s->drops[why]++;
		return 0;
	}
	if (row->ts > INT64_MAX || (int64_t)row->ts < s->start || (int64_t)row->ts >= s->end) {
		s->drops[DATABENTO_DROP_TIME]++;
		return 0;
	}
	bar.ts = s->daily ? clock_midnight((int64_t)row->ts) : (int64_t)row->ts;
	if (bar.ts < s->resume)
		return 0; /* handed on before the transfer broke */
	if (s->stale)
		empty_hand(s);
	if (s->nhand > 0 && bar.ts != s->ts) {
		s->unordered |= bar.ts < s->ts;
		if (databento_sheet_flush(s, e))
			return -1;
	}
	s->ts = bar.ts;
	put(s, &bar);
	return 0;
}

int
databento_sheet_resume(struct databento_sheet *s, int64_t *start, struct err *e)
{
	if (s->unordered)
		return err_set(e, ERR_TEMP,
		    "the transfer broke, and its bars were not in order: there is no place to go on");
	if (s->nhand > 0) {
		s->stale = true;
		s->resume = s->ts;
	}
	*start = s->resume;
	return 0;
}

uint64_t
databento_sheet_dropped(const struct databento_sheet *s)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < DATABENTO_DROPS; i++)
		n += s->drops[i];
	return n;
}
