#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

/* Customers who came after that day never had this endpoint. */
#define LAST_DAY "2026-05-11"

/* clang-format off */
static const struct {
	const char *kind, *code, *description; /* of the unified shape; of the older one */
} types[] = {
	{ "adr",        "ad",     "ADR" },
	{ "cef",        "cef",    "Closed End Fund" },
	{ "crypto",     "crypto", "Cryptocurrency" },
	{ "etf",        "et",     "ETF" },
	{ "mutualfund", "oef",    "Open Ended Fund" },
	{ "stock",      "cs",     "Common Stock" },
};
/* clang-format on */

/* A decimal in a string as the number it is. */
static struct slice
number(struct slice json)
{
	if (json.n > 2 && json.p[0] == '"' && num_is_decimal(json.p + 1, json.n - 2))
		return (struct slice){ json.p + 1, json.n - 2 };
	return (struct slice){ "null", 4 };
}

/* The object of a currency's code, as one of the account's balances has it. */
static void
put_currency(const struct snap_call *c, struct buf *out, struct slice code)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, SNAP_BALANCE);
	struct snap_object *balance, *currency;
	struct slice has;
	bool found = false;
	size_t i;

	for (i = 0; i < rows.n && !found && !snap_is_null(code); i++) {
		balance = snap_object_new(rows.row[i].body);
		currency = snap_object_new(snap_member(balance, "currency"));
		has = snap_member(currency, "code");
		found = has.n == code.n && memcmp(has.p, code.p, has.n) == 0;
		if (found)
			snap_put(out, "currency", snap_member(balance, "currency"));
		snap_object_free(currency);
		snap_object_free(balance);
	}
	if (!found)
		snap_put_text(out, "currency", "null");
}

static void
put_type(struct buf *out, struct slice kind)
{
	size_t i, n = sizeof types / sizeof types[0];

	for (i = 0; i < n && !slice_is(kind, types[i].kind);)
		i++;
	if (i == n)
		snap_put_text(out, "type", "null");
	else
		buf_fmt(out,
		    ",\"type\":{\"id\":\"0b1d3a5e-0000-4000-8000-%012zu\",\"code\":\"%s\",\"description\":\"%s\","
		    "\"is_supported\":true}",
		    i + 1, types[i].code, types[i].description);
}

/* An instrument as UniversalSymbol. */
static void
add_symbol(const struct snap_call *c, struct buf *out, struct slice instrument)
{
	struct snap_object *o = snap_object_new(instrument);
	struct slice exchange = snap_member(o, "exchange"), raw = snap_member(o, "raw_symbol");

	if (o == NULL) {
		buf_str(out, "null");
		return;
	}
	buf_char(out, '{');
	snap_put(out, "id", snap_member(o, "id"));
	snap_put(out, "symbol", snap_member(o, "symbol"));
	snap_put(out, "raw_symbol", snap_is_null(raw) ? snap_member(o, "symbol") : raw);
	snap_put(out, "description", snap_member(o, "description"));
	put_currency(c, out, snap_member(o, "currency"));
	if (snap_is_null(exchange)) {
		snap_put_text(out, "exchange", "null");
	} else {
		snap_put_text(out, "exchange", "{");
		snap_put(out, "code", exchange);
		snap_put(out, "mic_code", exchange);
		snap_put_text(out, "suffix", "null");
		buf_char(out, '}');
	}
	put_type(out, snap_string(o, "kind"));
	snap_put(out, "figi_instrument", snap_member(o, "figi_instrument"));
	snap_put_text(out, "currencies", "[]");
	buf_char(out, '}');
	snap_object_free(o);
}

static void
add_position(const struct snap_call *c, struct buf *out, const struct snap_object *p,
    const struct snap_object *instrument)
{
	buf_str(out, "{\"symbol\":{\"symbol\":");
	add_symbol(c, out, snap_member(p, "instrument"));
	snap_put(out, "id", snap_member(instrument, "id"));
	snap_put(out, "description", snap_member(instrument, "description"));
	buf_char(out, '}');
	snap_put(out, "units", number(snap_member(p, "units")));
	snap_put(out, "price", number(snap_member(p, "price")));
	snap_put_text(out, "open_pnl", "null");
	snap_put(out, "average_purchase_price", number(snap_member(p, "cost_basis")));
	snap_put_text(out, "fractional_units", "null");
	put_currency(c, out, snap_member(p, "currency"));
	snap_put(out, "cash_equivalent", snap_member(p, "cash_equivalent"));
	buf_char(out, '}');
}

/* What a contract cost on average: the price per share times its shares. */
static void
put_contract_cost(struct buf *out, struct slice cost, struct slice multiplier)
{
	char text[NUM_TEXT_MAX];
	int64_t price, shares, v;

	cost = number(cost);
	multiplier = number(multiplier);
	if (num_fixed(cost.p, cost.n, NUM_PRICE_DIGITS, &price) ||
	    num_int(multiplier.p, multiplier.n, 1, INT32_MAX, &shares) ||
	    __builtin_mul_overflow(price, shares, &v)) {
		snap_put_text(out, "average_purchase_price", "null");
		return;
	}
	(void)num_price_text(text, v);
	snap_put_text(out, "average_purchase_price", text);
}

static void
add_option(const struct snap_call *c, struct buf *out, const struct snap_object *p,
    const struct snap_object *instrument)
{
	buf_str(out, "{\"symbol\":{\"option_symbol\":{");
	snap_put(out, "id", snap_member(instrument, "id"));
	snap_put(out, "ticker", snap_member(instrument, "symbol"));
	snap_put(out, "option_type", snap_member(instrument, "option_type"));
	snap_put(out, "strike_price", number(snap_member(instrument, "strike_price")));
	snap_put(out, "expiration_date", snap_member(instrument, "expiration_date"));
	snap_put_text(out, "is_mini_option",
	    slice_is(snap_string(instrument, "multiplier"), "10") ? "true" : "false");
	buf_str(out, ",\"underlying_symbol\":");
	add_symbol(c, out, snap_member(instrument, "underlying"));
	buf_char(out, '}');
	snap_put(out, "id", snap_member(instrument, "id"));
	buf_char(out, '}');
	snap_put(out, "units", number(snap_member(p, "units")));
	snap_put(out, "price", number(snap_member(p, "price")));
	put_contract_cost(out, snap_member(p, "cost_basis"), snap_member(instrument, "multiplier"));
	put_currency(c, out, snap_member(p, "currency"));
	buf_char(out, '}');
}

/* Options, or all else. */
static void
put_positions(const struct snap_call *c, struct buf *out, const char *name, bool options)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, SNAP_POSITION);
	struct snap_object *p, *instrument;
	size_t i;

	snap_put_text(out, name, "[");
	for (i = 0; i < rows.n && !snap_fault(c, "empty"); i++) {
		p = snap_object_new(rows.row[i].body);
		instrument = snap_object_new(snap_member(p, "instrument"));
		if (slice_is(snap_string(instrument, "kind"), "option") == options) {
			snap_next(out);
			if (options)
				add_option(c, out, p, instrument);
			else
				add_position(c, out, p, instrument);
		}
		snap_object_free(instrument);
		snap_object_free(p);
	}
	buf_char(out, ']');
}

static void
put_total(const struct snap_call *c, struct buf *out)
{
	struct snap_object *account = snap_object_new(c->account->body);
	struct snap_object *balance = snap_object_new(snap_member(account, "balance"));
	struct snap_object *total = snap_object_new(snap_member(balance, "total"));

	snap_put_text(out, "total_value", "{");
	snap_put(out, "value", snap_member(total, "amount"));
	snap_put(out, "currency", snap_member(total, "currency"));
	buf_char(out, '}');
	snap_object_free(total);
	snap_object_free(balance);
	snap_object_free(account);
}

void
snap_holdings(struct snap_call *c)
{
	struct buf *out;
	int64_t last;

	(void)clock_parse_date(LAST_DAY, sizeof LAST_DAY - 1, &last); /* it is one */
	if (c->client->signed_up >= clock_next_day(last)) {
		snap_refuse(c->reply, SNAP_GONE);
		return;
	}
	out = snap_ok(c);
	buf_char(out, '{');
	snap_put(out, "account", c->account->body);
	snap_put_text(out, "balances", "[");
	snap_add_rows(c, snap_store_rows(&c->snap->store, c->account, SNAP_BALANCE));
	buf_char(out, ']');
	put_positions(c, out, "positions", false);
	put_positions(c, out, "option_positions", true);
	snap_put_text(out, "orders", "[");
	snap_add_orders(c);
	buf_char(out, ']');
	put_total(c, out);
	buf_char(out, '}');
}
