/* Positions in the vendor's three shapes, and what they are worth */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/decimal.h"
#include "base/err.h"
#include "io/emit.h"
#include "rec/broker.h"
#include "vendor/snaptrade_report.h"
#include "vendor/snaptrade_rows.h"
#include "vendor/snaptrade_words.h"

#define CONTRACT 100 /* shares of an option that does not say */
#define MINI 10      /* of a mini option */

/* clang-format off */
/* ".ticker" and the like are looked at, and not printed as they are. */
static const struct map_row unified_rows[] = {
	{ "symbol_id",          "instrument.id" },
	{ "symbol_description", "instrument.description" },
	{ "raw_symbol",         "instrument.raw_symbol" },
	{ "quantity",           "units" },
	{ "price",              "price" },
	{ "average_buy_price",  "cost_basis" },
	{ "currency",           "currency", "instrument.currency" },
	{ "cash_equivalent",    "cash_equivalent" },
	{ "exchange_code",      "instrument.exchange" },
	{ "figi_code",          "instrument.figi_instrument.figi_code" },
	{ "underlying",         "instrument.underlying.symbol", "instrument.underlying_instrument.symbol" },
	{ "option_expiry",      "instrument.expiration_date" },
	{ "option_strike",      "instrument.strike_price" },
	{ "option_right",       "instrument.option_type" },
	{ "tax_lots",           "tax_lots" },
	{ ".multiplier",        "instrument.multiplier" },
	{ ".ticker",            "instrument.symbol", "instrument.raw_symbol" },
	{ ".kind",              "instrument.kind" },
	{ ".instrument",        "instrument" },
	{ ".under",             "instrument.underlying", "instrument.underlying_instrument" },
	{ 0 }
};
static const struct map_row old_position_rows[] = {
	{ "symbol_id",          "symbol.symbol.id" },
	{ "symbol_description", "symbol.symbol.description", "symbol.description" },
	{ "raw_symbol",         "symbol.symbol.raw_symbol" },
	{ "quantity",           "units", "fractional_units" },
	{ "price",              "price" },
	{ "average_buy_price",  "average_purchase_price" },
	{ "currency",           "currency.code", "symbol.symbol.currency.code" },
	{ "cash_equivalent",    "cash_equivalent" },
	{ "exchange_code",      "symbol.symbol.exchange.code" },
	{ "exchange_name",      "symbol.symbol.exchange.name" },
	{ "mic_code",           "symbol.symbol.exchange.mic_code" },
	{ "figi_code",          "symbol.symbol.figi_instrument.figi_code", "symbol.symbol.figi_code" },
	{ "logo_url",           "symbol.symbol.logo_url" },
	{ "tax_lots",           "tax_lots" },
	{ ".ticker",            "symbol.symbol.symbol", "symbol.symbol.raw_symbol" },
	{ ".kind",              "symbol.symbol.type.code" },
	{ ".instrument",        "symbol.symbol" },
	{ 0 }
};
static const struct map_row old_option_rows[] = {
	{ "symbol_id",          "symbol.option_symbol.id" },
	{ "symbol_description", "symbol.description" },
	{ "quantity",           "units" },
	{ "price",              "price" },
	{ "currency",           "currency.code", "symbol.option_symbol.underlying_symbol.currency.code" },
	{ "underlying",         "symbol.option_symbol.underlying_symbol.symbol", "symbol.option_symbol.underlying_symbol.raw_symbol" },
	{ "option_expiry",      "symbol.option_symbol.expiration_date" },
	{ "option_strike",      "symbol.option_symbol.strike_price" },
	{ "option_right",       "symbol.option_symbol.option_type" },
	{ ".cost",              "average_purchase_price" },
	{ ".mini",              "symbol.option_symbol.is_mini_option" },
	{ ".ticker",            "symbol.option_symbol.ticker" },
	{ ".instrument",        "symbol.option_symbol.underlying_symbol" },
	{ 0 }
};
/* clang-format on */

/* The kinds of instruments that we know how to read. */
static const char *const kinds_known[] = { "stock", "etf", "mutualfund", "cef", "adr", "crypto",
	"other", "cfd", "future", "option", NULL };

/* What a position comes to. */
struct worth {
	struct decimal quantity, price, cost, multiplier;
	bool has_quantity, has_price, has_cost;
};

void
snaptrade_position_maps(struct snaptrade_rows *r)
{
	map_init(&r->position, &position_kind, unified_rows);
	map_init(&r->old_position, &position_kind, old_position_rows);
	map_init(&r->old_option, &position_kind, old_option_rows);
}

static bool
read_decimal(struct decimal *d, const struct rec_field *v)
{
	return v != NULL && (v->type == REC_STRING || v->type == REC_NUMBER) &&
	       decimal_read(d, v->text.p, v->text.n) == 0;
}

static void
small(struct decimal *d, int v)
{
	*d = (struct decimal){ 0 };
	for (; v > 0; v /= 10)
		d->digit[d->n++] = (unsigned char)(v % 10);
}

static void
put_decimal(struct emit *em, const char *name, const struct decimal *d)
{
	char text[DECIMAL_TEXT_MAX];

	emit_num(em, name, text, decimal_text(text, d));
}

/* equity and open_pnl, null where a part of them is not known: those of another day would be wrong. */
static void
put_worth(struct emit *em, const struct worth *w)
{
	struct decimal all, equity, cost;
	bool worth = w->has_quantity && w->has_price &&
		     decimal_mul(&all, &w->quantity, &w->multiplier) == 0 &&
		     decimal_mul(&equity, &all, &w->price) == 0;
	bool gain = worth && w->has_cost && decimal_mul(&cost, &all, &w->cost) == 0 &&
		    decimal_sub(&cost, &equity, &cost) == 0;

	put_decimal(em, "multiplier", &w->multiplier);
	if (worth)
		put_decimal(em, "equity", &equity);
	else
		emit_null(em, "equity");
	if (gain)
		put_decimal(em, "open_pnl", &cost);
	else
		emit_null(em, "open_pnl");
}

static bool
is_known(struct slice kind)
{
	size_t i;

	for (i = 0; kinds_known[i] != NULL; i++)
		if (slice_is(kind, kinds_known[i]))
			return true;
	return false;
}

/* The multiplier that the vendor tells, or that of its kind. */
static void
set_multiplier(struct worth *w, const struct rec_field *told, bool option, bool mini)
{
	if (read_decimal(&w->multiplier, told) && !decimal_is_zero(&w->multiplier))
		return;
	small(&w->multiplier, mini ? MINI : option ? CONTRACT : 1);
}

/* An option's average price came per contract: per share as everything else. */
static void
put_option_cost(struct emit *em, struct worth *w, const struct rec_field *cost, bool mini)
{
	w->has_cost = read_decimal(&w->cost, cost) && decimal_shift(&w->cost, mini ? -1 : -2) == 0;
	if (w->has_cost)
		put_decimal(em, "average_buy_price", &w->cost);
}

static void
put_kind(struct emit *em, enum snaptrade_shape shape, struct slice kind,
    const struct rec_field *instrument)
{
	const char *ours;

	switch (shape) {
	case SNAPTRADE_OLD_OPTION:
		emit_str(em, "asset_type", "option");
		break;
	case SNAPTRADE_OLD_POSITION:
		ours = snaptrade_asset_type(kind);
		emit_str(em, "asset_type", ours != NULL ? ours : "other");
		break;
	case SNAPTRADE_UNIFIED:
	default:
		emit_strn(em, "asset_type", kind.p, kind.n);
		if (!is_known(kind))
			emit_json(em, "raw", instrument->text.p, instrument->text.n);
	}
}

/* What was held no more may be held again, and the other way round. */
static void
put_closed(struct emit *em, const struct worth *w)
{
	if (w->has_quantity && !decimal_is_zero(&w->quantity))
		emit_null(em, "closed_at");
}

/* The symbol of the instrument, of an option that of what it is on. */
static int
put_symbols(struct snaptrade_rows *r, enum snaptrade_shape shape, struct slice kind,
    const struct map *m, const struct rec_field *values, struct err *e)
{
	const struct rec_field *v = map_get(m, values, ".instrument");
	bool derived = slice_is(kind, "option") || slice_is(kind, "cfd");

	if (shape == SNAPTRADE_UNIFIED && derived)
		v = map_get(m, values, ".under");
	if (v == NULL || v->type != REC_OBJECT || slice_is(kind, "future"))
		return 0;
	return shape == SNAPTRADE_UNIFIED ? snaptrade_report_instrument(r->report, v->text, e)
					  : snaptrade_report_listing(r->report, v->text, e);
}

static int
finish(struct snaptrade_rows *r, const char *account, int64_t asof, const char *odd, struct err *e)
{
	struct emit *em = &r->report->em;

	if (asof != CLOCK_NONE)
		emit_time(em, "price_asof", asof);
	emit_time(em, "sync_timestamp", r->report->ctx->now);
	return emit_end(em, e) ? -1 : snaptrade_odd(r, account, "position", odd, e);
}

const struct map *
snaptrade_position_map(const struct snaptrade_rows *r, enum snaptrade_shape shape)
{
	if (shape == SNAPTRADE_OLD_POSITION)
		return &r->old_position;
	return shape == SNAPTRADE_OLD_OPTION ? &r->old_option : &r->position;
}

/* The account and the symbol, which is all that a position is known by. */
static int
put_key(
    struct snaptrade_rows *r, const char *account, const struct rec_field *ticker, struct err *e)
{
	struct emit *em = &r->report->em;
	struct buf symbol = { 0 };
	int rc;

	emit_begin(em, "position");
	emit_str(em, "account_id", account);
	rc = snaptrade_key(r, ticker, "symbol", &symbol, e);
	if (rc == 0)
		emit_strn(em, "symbol", symbol.p, symbol.len);
	buf_release(&symbol);
	return rc;
}

int
snaptrade_put_position(struct snaptrade_rows *r, const char *account, enum snaptrade_shape shape,
    struct slice object, int64_t asof, struct err *e)
{
	const struct map *m = snaptrade_position_map(r, shape);
	struct emit *em = &r->report->em;
	struct rec_field values[PICK_MAX];
	const struct rec_field *mini, *cash;
	const char *odd = NULL;
	struct worth w = { 0 };
	struct slice kind;
	bool option;

	map_pick(m, object, values);
	map_drop_null(m, values, "quantity"); /* not known is not none */
	kind = rec_word(map_get(m, values, ".kind"));
	option = shape == SNAPTRADE_OLD_OPTION || slice_is(kind, "option");
	mini = map_get(m, values, ".mini");
	cash = map_get(m, values, "cash_equivalent");
	if (put_key(r, account, map_get(m, values, ".ticker"), e) ||
	    map_emit(m, values, em, &odd, e))
		return -1;
	put_kind(em, shape, kind, map_get(m, values, ".instrument"));
	if (cash == NULL || (cash->type != REC_TRUE && cash->type != REC_FALSE))
		emit_bool(em, "cash_equivalent", false);
	set_multiplier(
	    &w, map_get(m, values, ".multiplier"), option, mini != NULL && mini->type == REC_TRUE);
	w.has_quantity = read_decimal(&w.quantity, map_get(m, values, "quantity"));
	w.has_price = read_decimal(&w.price, map_get(m, values, "price"));
	w.has_cost = read_decimal(&w.cost, map_get(m, values, "average_buy_price"));
	if (shape == SNAPTRADE_OLD_OPTION)
		put_option_cost(em, &w, map_get(m, values, ".cost"), mini->type == REC_TRUE);
	put_worth(em, &w);
	put_closed(em, &w);
	if (finish(r, account, asof, odd, e))
		return -1;
	return put_symbols(r, shape, kind, m, values, e);
}
