#include "vendor/snaptrade_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/member.h"
#include "net/hmac.h"
#include "rec/bar.h"
#include "rec/broker.h"
#include "rec/occ.h"
#include "vendor/snaptrade_report.h"
#include "vendor/snaptrade_words.h"

/* clang-format off */
static const struct map_row account_rows[] = {
	{ "id",                         "id" },
	{ "brokerage_authorization",    "brokerage_authorization" },
	{ "brokerage_authorization_id", "brokerage_authorization" },
	{ "portfolio_group",            "portfolio_group" },
	{ "name",                       "name" },
	{ "number",                     "number" },
	{ "institution_name",           "institution_name" },
	{ "institution_account_id",     "institution_account_id" },
	{ "total_equity",               "balance.total.amount" },
	{ "currency",                   "balance.total.currency" },
	{ "account_status",             "status" },
	{ "account_category",           "account_category" },
	{ "raw_type",                   "raw_type" },
	{ "is_paper",                   "is_paper" },
	{ "last_successful_sync",       "sync_status.holdings.last_successful_sync" },
	{ "holdings_unavailable",       "sync_status.holdings.holdings_unavailable" },
	{ "first_transaction_date",     "sync_status.transactions.first_transaction_date" },
	{ "transactions_complete_to",   "sync_status.transactions.last_successful_sync" },
	{ 0 }
};
static const struct map_row balance_rows[] = {
	{ "currency_code", "currency.code" },
	{ "currency_name", "currency.name" },
	{ "currency_id",   "currency.id" },
	{ "cash",          "cash" },
	{ "buying_power",  "buying_power" },
	{ 0 }
};
static const struct map_row order_rows[] = {
	{ "brokerage_order_id",       "brokerage_order_id" },
	{ "raw_status",               "status" },
	{ "raw_action",               "action" },
	{ "total_quantity",           "total_quantity" },
	{ "open_quantity",            "open_quantity" },
	{ "canceled_quantity",        "canceled_quantity" },
	{ "filled_quantity",          "filled_quantity" },
	{ "execution_price",          "execution_price" },
	{ "limit_price",              "limit_price" },
	{ "stop_price",               "stop_price" },
	{ "trailing_stop",            "trailing_stop" },
	{ "currency",                 "universal_symbol.currency.code", "quote_currency.code" },
	{ "order_type",               "order_type" },
	{ "time_in_force",            "time_in_force" },
	{ "time_placed",              "time_placed" },
	{ "time_updated",             "time_updated" },
	{ "time_executed",            "time_executed" },
	{ "expiry_date",              "expiry_date" },
	{ "underlying",               "option_symbol.underlying_symbol.symbol", "option_symbol.underlying_symbol.raw_symbol" },
	{ "option_expiry",            "option_symbol.expiration_date" },
	{ "option_strike",            "option_symbol.strike_price" },
	{ "option_right",             "option_symbol.option_type" },
	{ "brokerage_group_order_id", "brokerage_group_order_id" },
	{ "order_role",               "order_role" },
	{ ".children",                "child_brokerage_order_ids" },
	{ ".ticker",                  "universal_symbol.symbol", "universal_symbol.raw_symbol" },
	{ ".contract",                "option_symbol.ticker" },
	{ ".id",                      "symbol" },
	{ ".listing",                 "universal_symbol", "option_symbol.underlying_symbol" },
	{ 0 }
};
static const struct map_row activity_rows[] = {
	{ "id",                    "id" },
	{ "activity_type",         "type" },
	{ "option_type",           "option_type" },
	{ "trade_date",            "trade_date" },
	{ "settlement_date",       "settlement_date" },
	{ "description",           "description" },
	{ "units",                 "units" },
	{ "price",                 "price" },
	{ "amount",                "amount" },
	{ "fee",                   "fee" },
	{ "fx_rate",               "fx_rate" },
	{ "external_reference_id", "external_reference_id" },
	{ "institution",           "institution" },
	{ "currency",              "currency.code" },
	{ ".ticker",               "symbol.symbol", "symbol.raw_symbol" },
	{ ".text",                 "symbol" },
	{ ".contract",             "option_symbol.ticker" },
	{ ".listing",              "symbol", "option_symbol.underlying_symbol" },
	{ 0 }
};
/* clang-format on */

void
snaptrade_rows_init(struct snaptrade_rows *r, struct snaptrade_report *report)
{
	r->report = report;
	r->twice = r->orders = (struct symbols){ 0 };
	map_init(&r->account, &account_kind, account_rows);
	map_init(&r->balance, &balance_kind, balance_rows);
	map_init(&r->order, &order_kind, order_rows);
	map_init(&r->activity, &activity_kind, activity_rows);
	snaptrade_position_maps(r);
}

void
snaptrade_rows_release(struct snaptrade_rows *r)
{
	symbols_release(&r->twice);
	symbols_release(&r->orders);
}

void
snaptrade_rows_orders(struct snaptrade_rows *r)
{
	symbols_release(&r->orders);
}

/* The keys of a list that stand in it more than once. */
static void
find_twice(struct snaptrade_rows *r, const struct map *m, const char *field, struct slice list)
{
	struct rec_field values[PICK_MAX];
	struct symbols seen = { 0 };
	struct buf key = { 0 };
	struct slice one;

	symbols_release(&r->twice);
	while (array_next(&list, &one)) {
		buf_reset(&key);
		map_pick(m, one, values);
		snaptrade_ticker(&key, map_get(m, values, field));
		if (key.len == 0 || key.len >= BAR_SYMBOL_MAX)
			continue;
		if (symbols_find(&seen, key.p) != SYMBOLS_NONE)
			(void)symbols_add(&r->twice, key.p); /* its place is no news */
		(void)symbols_add(&seen, key.p);
	}
	symbols_release(&seen);
	buf_release(&key);
}

void
snaptrade_rows_positions(struct snaptrade_rows *r, enum snaptrade_shape shape, struct slice list)
{
	find_twice(r, snaptrade_position_map(r, shape), ".ticker", list);
}

void
snaptrade_rows_balances(struct snaptrade_rows *r, struct slice list)
{
	find_twice(r, &r->balance, "currency_code", list);
}

int
snaptrade_key(struct snaptrade_rows *r, const struct rec_field *value, const char *what,
    struct buf *key, struct err *e)
{
	snaptrade_ticker(key, value);
	if (key->len == 0)
		return err_set(e, ERR_DATA, "the %s is missing", what);
	if (key->len >= BAR_SYMBOL_MAX)
		return err_set(e, ERR_DATA, "a %s of %zu bytes is none", what, key->len);
	if (symbols_find(&r->twice, key->p) != SYMBOLS_NONE)
		return err_set(e, ERR_DATA,
		    "%s is there more than once: no one row can say what is held", key->p);
	return 0;
}

void
snaptrade_ticker(struct buf *out, const struct rec_field *value)
{
	char text[OCC_LEN + 1];
	struct occ occ;

	if (value == NULL || value->type != REC_STRING)
		return;
	rec_text(value, out);
	if (out->len == 0 || occ_parse(&occ, out->p, out->len))
		return;
	occ_text(text, &occ);
	buf_reset(out);
	buf_str(out, text);
}

/* A key must be there; numbers will do where texts are meant. */
static int
need(const struct map *m, const struct rec_field *values, const char *field, struct err *e)
{
	const struct rec_field *v = map_get(m, values, field);

	if ((v->type == REC_STRING || v->type == REC_NUMBER) && v->text.n > 0)
		return 0;
	return err_set(e, ERR_DATA, "%s is missing", field);
}

int
snaptrade_odd(struct snaptrade_rows *r, const char *account, const char *kind, const char *field,
    struct err *e)
{
	if (field == NULL)
		return 0;
	return snaptrade_report_event(r->report, "odd", "warning", account, e,
	    "%s: %s is not what it should be and was left out", kind, field);
}

static void
begin(struct snaptrade_rows *r, const char *kind, const char *account)
{
	emit_begin(&r->report->em, kind);
	emit_str(&r->report->em, "account_id", account);
}

static void
stamp(struct snaptrade_rows *r)
{
	emit_time(&r->report->em, "sync_timestamp", r->report->ctx->now);
}

int
snaptrade_put_account(struct snaptrade_rows *r, struct slice object, const char *scope,
    const struct snaptrade_link *link, struct err *e)
{
	struct emit *em = &r->report->em;
	struct rec_field values[PICK_MAX];
	const char *odd = NULL;

	map_pick(&r->account, object, values);
	emit_begin(em, "account");
	if (need(&r->account, values, "id", e) || map_emit(&r->account, values, em, &odd, e))
		return -1;
	emit_str(em, "scope", scope);
	if (link->known) {
		emit_str(em, "connection_status", link->status);
		if (link->disabled_at != CLOCK_NONE)
			emit_time(em, "connection_disabled_at", link->disabled_at);
		else
			emit_null(em, "connection_disabled_at");
		emit_str(em, "connection_error_message", link->message);
	}
	stamp(r);
	return emit_end(em, e) ? -1 : snaptrade_odd(r, NULL, "account", odd, e);
}

int
snaptrade_put_balance(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e)
{
	struct emit *em = &r->report->em;
	struct rec_field values[PICK_MAX];
	const char *odd = NULL;
	struct buf key = { 0 };
	int rc;

	map_pick(&r->balance, object, values);
	map_drop_null(&r->balance, values, "cash"); /* not known is not none */
	begin(r, "balance", account);
	rc = snaptrade_key(r, map_get(&r->balance, values, "currency_code"), "currency", &key, e);
	buf_release(&key);
	if (rc || map_emit(&r->balance, values, em, &odd, e))
		return -1;
	emit_date(em, "snapshot_date", clock_midnight(r->report->ctx->now));
	stamp(r);
	return emit_end(em, e) ? -1 : snaptrade_odd(r, account, "balance", odd, e);
}

/* A word that the vendor's pages do not have: told once. */
static int
new_word(
    struct snaptrade_rows *r, const char *what, struct slice word, const char *ours, struct err *e)
{
	char key[BAR_SYMBOL_MAX];
	size_t known = r->report->said.n;

	(void)snprintf(key, sizeof key, "%s %.*s", what, (int)(word.n < 50 ? word.n : 50), word.p);
	if (symbols_add(&r->report->said, key) < known)
		return 0;
	return snaptrade_report_event(r->report, "new-word", "warning", NULL, e,
	    "order: %s '%.*s' is not known here: taken for %s", what,
	    (int)(word.n < 50 ? word.n : 50), word.p, ours);
}

/* Two records with the same number, symbol and action are one row, which the last of them fills: told. */
static int
tell_repeated(struct snaptrade_rows *r, const char *account, const struct rec_field *values,
    const char *action, struct err *e)
{
	static const char *const fields[] = { "brokerage_order_id", ".contract", ".ticker", ".id" };
	const struct rec_field *v;
	char hash[HMAC_BASE64_LEN + 1];
	struct buf key = { 0 };
	bool again;
	size_t i;

	for (i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		v = map_get(&r->order, values, fields[i]);
		if (v->text.n > 0)
			buf_add(&key, v->text.p, v->text.n);
		buf_char(&key, '\n');
	}
	buf_str(&key, action);
	hmac_base64(hash, "order", 5, key.p, key.len);
	buf_release(&key);
	again = symbols_find(&r->orders, hash) != SYMBOLS_NONE;
	(void)symbols_add(&r->orders, hash); /* its place is no news */
	if (!again)
		return 0;
	return snaptrade_report_event(r->report, "repeated", "warning", account, e,
	    "order: two records have the same number, symbol and action: the last one counts");
}

static int
put_words(
    struct snaptrade_rows *r, const char *account, const struct rec_field *values, struct err *e)
{
	struct slice status = rec_word(map_get(&r->order, values, "raw_status"));
	struct slice action = rec_word(map_get(&r->order, values, "raw_action"));
	bool known_status, known_action;
	const char *s = snaptrade_status(status, &known_status);
	const char *a = snaptrade_action(action, &known_action);

	emit_str(&r->report->em, "action", a);
	emit_str(&r->report->em, "status", s);
	if (emit_end(&r->report->em, e) || tell_repeated(r, account, values, a, e))
		return -1;
	if (!known_status && new_word(r, "status", status, s, e))
		return -1;
	return known_action ? 0 : new_word(r, "action", action, a, e);
}

/* Orders that hang on it; an empty object says that there are none. */
static void
put_children(struct emit *em, const struct rec_field *v)
{
	struct slice rest = v->text, one;
	struct rec_field child;
	bool any = v->type == REC_ARRAY && array_next(&rest, &one);

	rest = v->text;
	while (!any && v->type == REC_OBJECT && member_next(&rest, &child))
		any = pick_has(&child);
	if (v->text.p == NULL)
		return;
	if (any)
		emit_json(em, "child_brokerage_order_ids", v->text.p, v->text.n);
	else
		emit_null(em, "child_brokerage_order_ids");
}

/* What an order is of: an option's contract, a ticker, or the vendor's id where there is none. */
static int
put_order_symbol(struct snaptrade_rows *r, const struct rec_field *values, struct err *e)
{
	const struct rec_field *contract = map_get(&r->order, values, ".contract");
	struct emit *em = &r->report->em;
	struct buf symbol = { 0 };
	int rc = 0;

	snaptrade_ticker(&symbol, contract);
	if (symbol.len > 0)
		emit_str(em, "option_ticker", symbol.p);
	else
		snaptrade_ticker(&symbol, map_get(&r->order, values, ".ticker"));
	if (symbol.len == 0)
		snaptrade_ticker(&symbol, map_get(&r->order, values, ".id"));
	if (symbol.len == 0)
		rc = err_set(e, ERR_DATA, "the symbol is missing");
	else
		emit_strn(em, "symbol", symbol.p, symbol.len);
	buf_release(&symbol);
	return rc;
}

int
snaptrade_put_order(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e)
{
	struct emit *em = &r->report->em;
	struct rec_field values[PICK_MAX];
	const struct rec_field *listing;
	const char *odd = NULL;

	map_pick(&r->order, object, values);
	begin(r, "order", account);
	if (need(&r->order, values, "brokerage_order_id", e) || put_order_symbol(r, values, e) ||
	    map_emit(&r->order, values, em, &odd, e))
		return -1;
	put_children(em, map_get(&r->order, values, ".children"));
	stamp(r);
	if (put_words(r, account, values, e) || snaptrade_odd(r, account, "order", odd, e))
		return -1;
	listing = map_get(&r->order, values, ".listing");
	return listing->type == REC_OBJECT ? snaptrade_report_listing(r->report, listing->text, e)
					   : 0;
}

static void
put_activity_symbol(struct snaptrade_rows *r, const struct rec_field *values)
{
	struct buf symbol = { 0 };

	snaptrade_ticker(&symbol, map_get(&r->activity, values, ".contract"));
	if (symbol.len == 0)
		snaptrade_ticker(&symbol, map_get(&r->activity, values, ".ticker"));
	if (symbol.len == 0)
		snaptrade_ticker(&symbol, map_get(&r->activity, values, ".text"));
	if (symbol.len > 0)
		emit_strn(&r->report->em, "symbol", symbol.p, symbol.len);
	else
		emit_null(&r->report->em, "symbol");
	buf_release(&symbol);
}

int
snaptrade_put_activity(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e)
{
	struct emit *em = &r->report->em;
	struct rec_field values[PICK_MAX];
	const struct rec_field *listing;
	const char *odd = NULL;

	map_pick(&r->activity, object, values);
	begin(r, "activity", account);
	if (need(&r->activity, values, "id", e) || map_emit(&r->activity, values, em, &odd, e))
		return -1;
	if (odd != NULL && strcmp(odd, "trade_date") == 0)
		return err_set(
		    e, ERR_DATA, "trade_date is no date: in which days it is is not known");
	put_activity_symbol(r, values);
	if (map_get(&r->activity, values, "currency")->text.p == NULL)
		emit_null(em, "currency"); /* in a coin; the table would say USD */
	stamp(r);
	if (emit_end(em, e) || snaptrade_odd(r, account, "activity", odd, e))
		return -1;
	listing = map_get(&r->activity, values, ".listing");
	return listing->type == REC_OBJECT ? snaptrade_report_listing(r->report, listing->text, e)
					   : 0;
}
