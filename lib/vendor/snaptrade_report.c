#include "vendor/snaptrade_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "rec/records.h"
#include "rec/symbol.h"

/* clang-format off */
/* The type's words only from a listing: an instrument has others for the same, and the stored ones would
 * change from run to run. */
static const struct map_row listing_rows[] = {
	{ "id",                 "id" },
	{ "description",        "description" },
	{ "raw_symbol",         "raw_symbol" },
	{ "asset_type",         "type.description" },
	{ "type_code",          "type.code" },
	{ "is_supported",       "type.is_supported" },
	{ "exchange_code",      "exchange.code" },
	{ "exchange_name",      "exchange.name" },
	{ "exchange_mic",       "exchange.mic_code" },
	{ "timezone",           "exchange.timezone" },
	{ "figi_code",          "figi_instrument.figi_code", "figi_code" },
	{ "base_currency_code", "currency.code" },
	{ 0 }
};
static const struct map_row instrument_rows[] = {
	{ "id",                 "id" },
	{ "description",        "description" },
	{ "raw_symbol",         "raw_symbol" },
	{ "exchange_mic",       "exchange" },
	{ "figi_code",          "figi_instrument.figi_code" },
	{ "base_currency_code", "currency" },
	{ 0 }
};
/* clang-format on */

void
snaptrade_report_init(struct snaptrade_report *r, const struct ctx *ctx)
{
	*r = (struct snaptrade_report){ .ctx = ctx };
	emit_init(&r->em, ctx->out, ctx->line_buffered || ctx->out_tty);
	map_init(&r->from_listing, &symbol_kind, listing_rows);
	map_init(&r->from_instrument, &symbol_kind, instrument_rows);
}

void
snaptrade_report_release(struct snaptrade_report *r)
{
	emit_release(&r->em);
	symbols_release(&r->listings);
	symbols_release(&r->instruments);
	symbols_release(&r->said);
}

int
snaptrade_report_event(struct snaptrade_report *r, const char *event, const char *level,
    const char *subject, struct err *e, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;
	int rc;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	log_redact(&text); /* a vendor may repeat what it was sent */
	if (strcmp(level, "info") == 0)
		log_info(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text.p);
	else if (strcmp(level, "warning") == 0)
		log_warn(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text.p);
	rc = emit_event(&r->em, r->ctx->now, r->ctx->name, event, level, subject, text.p, e);
	buf_release(&text);
	return rc;
}

int
snaptrade_report_failure(
    struct snaptrade_report *r, const char *subject, const struct err *why, struct err *e)
{
	worst_note(&r->worst, why);
	return snaptrade_report_event(r, "failed", "error", subject, e, "%s", why->msg);
}

int
snaptrade_report_complete(
    struct snaptrade_report *r, const struct snaptrade_whole *w, struct err *e)
{
	struct emit *em = &r->em;

	emit_begin(em, "complete");
	emit_str(em, "of", w->of);
	if (w->scope != NULL)
		emit_str(em, "scope", w->scope);
	if (w->account != NULL)
		emit_str(em, "account_id", w->account);
	if (w->first != CLOCK_NONE)
		emit_date(em, "first_date", w->first);
	if (w->last != CLOCK_NONE)
		emit_date(em, "last_date", w->last);
	emit_uint(em, "count", w->count);
	emit_time(em, "at", r->ctx->now);
	return emit_end(em, e);
}

/* What is null says nothing of a symbol: the stored value stays. */
static void
drop_nulls(const struct map *m, struct rec_field *values)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		map_drop_null(m, values, m->rows[i].field);
}

/* The ticker in the spelling of symbols; -1: there is none. */
static int
ticker_of(char name[BAR_SYMBOL_MAX], struct slice object)
{
	static const char *const paths[] = { "symbol", "raw_symbol" };
	struct rec_field ticker[2], *t = &ticker[0];
	struct buf text = { 0 };
	struct err ignored;
	int rc;

	pick(object, paths, 2, ticker);
	if (t->type != REC_STRING)
		t = &ticker[1];
	if (t->type != REC_STRING)
		return -1;
	rec_text(t, &text);
	rc = symbol_spell(name, text.p != NULL ? text.p : "", text.len, &ignored);
	buf_release(&text);
	return rc;
}

static int
put_symbol(struct snaptrade_report *r, const struct map *m, const char *name, struct slice object,
    struct err *e)
{
	struct rec_field values[PICK_MAX];
	struct err ignored;
	const char *odd = NULL;

	map_pick(m, object, values);
	drop_nulls(m, values);
	emit_begin(&r->em, "symbol");
	emit_str(&r->em, "symbol", name);
	(void)map_emit(m, values, &r->em, &odd, &ignored); /* nothing of it is a number */
	return emit_end(&r->em, e);
}

/* Whether the ticker is new to the set; it is in it then. */
static bool
is_new(struct symbols *set, const char *name)
{
	size_t known = set->n;

	return symbols_add(set, name) == known;
}

int
snaptrade_report_listing(struct snaptrade_report *r, struct slice listing, struct err *e)
{
	char name[BAR_SYMBOL_MAX];

	if (!r->symbols_too || ticker_of(name, listing) || !is_new(&r->listings, name))
		return 0;
	return put_symbol(r, &r->from_listing, name, listing, e);
}

/* "exchange" is a code of ISO 10383 or the broker's own word: only what looks like one is taken. */
static bool
is_mic(const struct rec_field *v)
{
	size_t i;

	for (i = 0; i < v->text.n; i++)
		if (!((v->text.p[i] >= 'A' && v->text.p[i] <= 'Z') ||
			(v->text.p[i] >= '0' && v->text.p[i] <= '9')))
			return false;
	return v->type == REC_STRING && v->text.n == 4 && v->text.p[0] == 'X';
}

int
snaptrade_report_instrument(struct snaptrade_report *r, struct slice instrument, struct err *e)
{
	const struct rec_field exchange = pick_one(instrument, "exchange");
	struct map m = r->from_instrument;
	char name[BAR_SYMBOL_MAX];
	size_t i;

	if (!r->symbols_too || ticker_of(name, instrument) ||
	    symbols_find(&r->listings, name) != SYMBOLS_NONE || !is_new(&r->instruments, name))
		return 0;
	for (i = 0; i < m.n && !is_mic(&exchange); i++)
		if (strcmp(m.rows[i].field, "exchange_mic") == 0)
			m.kind[i] = NULL;
	return put_symbol(r, &m, name, instrument, e);
}
