#include "sandbox/snaptrade_orders_v2.h"

#include <string.h>

#include "base/buf.h"
#include "sandbox/snaptrade_json.h"

struct word {
	const char *from, *to;
};

/* clang-format off */
static const struct word order_types[] = {
	{ "Limit", "LIMIT" }, { "Market", "MARKET" }, { "Stop", "STOP" }, { "StopLimit", "STOP_LIMIT" }, { 0 }
};
static const struct word actions[] = {
	{ "BUY_CLOSE", "BUY_TO_CLOSE" }, { "BUY_OPEN", "BUY_TO_OPEN" },
	{ "SELL_CLOSE", "SELL_TO_CLOSE" }, { "SELL_OPEN", "SELL_TO_OPEN" }, { 0 }
};
static const struct word leg_statuses[] = { { "PARTIAL", "PARTIALLY_EXECUTED" }, { 0 } };
static const struct word times[] = { { "Day", "DAY" }, { 0 } };
/* clang-format on */

/* The member from, in the words of the newer shape. */
static void
put_word(struct buf *out, const char *name, const struct snap_object *o, const char *from,
    const struct word *words)
{
	struct slice text = snap_string(o, from);

	for (; words->from != NULL; words++) {
		if (!slice_is(text, words->from))
			continue;
		snap_put_text(out, name, "\"");
		buf_fmt(out, "%s\"", words->to);
		return;
	}
	snap_put(out, name, snap_member(o, from));
}

static void
copy(struct buf *out, const struct snap_object *o, const char *name)
{
	snap_put(out, name, snap_member(o, name));
}

size_t
snap_v2_legs(struct snap_rows rows)
{
	size_t n = rows.n == 0 ? 0 : 1;

	while (n > 0 && n < rows.n && rows.row[n].id.n == rows.row[0].id.n &&
	       memcmp(rows.row[n].id.p, rows.row[0].id.p, rows.row[n].id.n) == 0)
		n++;
	return n;
}

/* What a leg is of: its share or its option. */
static struct snap_object *
thing(const struct snap_object *leg, bool *option)
{
	struct snap_object *o = snap_object_new(snap_member(leg, "option_symbol"));

	*option = o != NULL;
	return o != NULL ? o : snap_object_new(snap_member(leg, "universal_symbol"));
}

/* The code of what prices are in. */
static void
put_currency(struct buf *out, const struct snap_object *leg)
{
	bool option;
	struct snap_object *o = thing(leg, &option), *under = NULL, *currency;

	if (option)
		under = snap_object_new(snap_member(o, "underlying_symbol"));
	currency = snap_object_new(snap_member(option ? under : o, "currency"));
	snap_put(out, "price_currency", snap_member(currency, "code"));
	snap_object_free(currency);
	snap_object_free(under);
	snap_object_free(o);
}

static void
put_instrument(struct buf *out, const struct snap_object *leg)
{
	bool option;
	struct snap_object *o = thing(leg, &option);
	struct snap_object *type = snap_object_new(snap_member(o, "type"));
	struct snap_object *exchange = snap_object_new(snap_member(o, "exchange"));
	const char *asset = option                                          ? "\"OPTION\""
			    : slice_is(snap_string(type, "code"), "crypto") ? "\"CRYPTO\""
									    : "\"EQUITY\"";

	snap_put_text(out, "instrument", "{");
	snap_put(out, "symbol", snap_member(o, option ? "ticker" : "symbol"));
	snap_put(out, "description", snap_member(o, "description"));
	snap_put_text(out, "asset_type", asset);
	if (!option)
		snap_put(out, "exchange_mic_code", snap_member(exchange, "mic_code"));
	snap_put(out, "figi_code", snap_member(o, "figi_code"));
	buf_char(out, '}');
	snap_object_free(exchange);
	snap_object_free(type);
	snap_object_free(o);
}

static void
add_leg(struct buf *out, const struct snap_object *leg, const char *status)
{
	buf_char(out, '{');
	snap_put_text(out, "leg_id", "null");
	put_instrument(out, leg);
	put_word(out, "action", leg, "action", actions);
	copy(out, leg, "execution_price");
	copy(out, leg, "total_quantity");
	copy(out, leg, "canceled_quantity");
	copy(out, leg, "filled_quantity");
	if (status != NULL)
		snap_put_text(out, "status", status);
	else
		put_word(out, "status", leg, "status", leg_statuses);
	buf_char(out, '}');
}

/* Whether money leaves or comes; of several legs nobody says. */
static const char *
effect(const struct snap_object *leg, size_t legs)
{
	struct slice action = snap_string(leg, "action");

	if (legs == 1 && action.n >= 3 && memcmp(action.p, "BUY", 3) == 0)
		return "\"DEBIT\"";
	if (legs == 1 && action.n >= 4 && memcmp(action.p, "SELL", 4) == 0)
		return "\"CREDIT\"";
	return "\"UNKNOWN\"";
}

void
snap_v2_add(struct buf *out, struct snap_rows legs, const char *status)
{
	struct snap_object *leg = snap_object_new(legs.row[0].body);
	size_t i;

	buf_char(out, '{');
	copy(out, leg, "brokerage_order_id");
	copy(out, leg, "brokerage_group_order_id");
	copy(out, leg, "order_role");
	if (status != NULL)
		snap_put_text(out, "status", status);
	else
		copy(out, leg, "status");
	put_word(out, "order_type", leg, "order_type", order_types);
	put_word(out, "time_in_force", leg, "time_in_force", times);
	copy(out, leg, "time_placed");
	copy(out, leg, "time_executed");
	put_currency(out, leg);
	snap_put_text(out, "price_effect", effect(leg, legs.n));
	copy(out, leg, "execution_price");
	copy(out, leg, "limit_price");
	copy(out, leg, "stop_price");
	copy(out, leg, "trailing_stop");
	snap_put_text(out, "legs", "[");
	for (i = 0; i < legs.n; i++) {
		if (i > 0) {
			snap_object_free(leg);
			leg = snap_object_new(legs.row[i].body);
			buf_char(out, ',');
		}
		add_leg(out, leg, status);
	}
	buf_str(out, "]}");
	snap_object_free(leg);
}
