/* A broker's objects as records: the vendor's own examples, and what its pages say may be missing, null or strange */
#include "vendor/snaptrade_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "io/whole.h"
#include "tap.h"
#include "vendor/snaptrade_report.h"

/* What one of them prints. */
static char out[65536];
static struct err e;

enum thing { ACCOUNT, BALANCE, POSITION, OLD_POSITION, OLD_OPTION, ORDER, ACTIVITY };

static int
put(struct snaptrade_rows *r, enum thing t, struct slice s)
{
	const struct snaptrade_link up = {
		.known = true, .status = "connected", .disabled_at = CLOCK_NONE
	};

	switch (t) {
	case ACCOUNT:
		return snaptrade_put_account(r, s, "snaptrade:0", &up, &e);
	case BALANCE:
		return snaptrade_put_balance(r, "acc", s, &e);
	case POSITION:
		return snaptrade_put_position(r, "acc", SNAPTRADE_UNIFIED, s, CLOCK_NONE, &e);
	case OLD_POSITION:
		return snaptrade_put_position(r, "acc", SNAPTRADE_OLD_POSITION, s, CLOCK_NONE, &e);
	case OLD_OPTION:
		return snaptrade_put_position(r, "acc", SNAPTRADE_OLD_OPTION, s, CLOCK_NONE, &e);
	case ORDER:
		return snaptrade_put_order(r, "acc", s, &e);
	case ACTIVITY:
	default:
		return snaptrade_put_activity(r, "acc", s, &e);
	}
}

/* Print the object's records into out; -1 when it is refused, which is in e. */
static int
show(enum thing t, bool symbols, const char *json)
{
	FILE *fp = fmemopen(out, sizeof out, "w");
	const struct ctx ctx = {
		.name = "pf-snaptrade", .out = fp, .now = 1224050400 * CLOCK_SECOND
	};
	struct snaptrade_report report;
	struct snaptrade_rows rows;
	struct buf line = { 0 };
	struct rec_field root;
	int rc;

	memset(out, 0, sizeof out);
	snaptrade_report_init(&report, &ctx);
	report.symbols_too = symbols;
	snaptrade_rows_init(&rows, &report);
	rc = whole_parse(&line, json, strlen(json), &root, &e);
	if (rc == 0)
		rc = put(&rows, t, root.text);
	snaptrade_rows_release(&rows);
	snaptrade_report_release(&report);
	(void)fclose(fp);
	buf_release(&line);
	return rc;
}

static bool
has(const char *text)
{
	if (strstr(out, text) != NULL)
		return true;
	(void)printf("# no %s in %s", text, out);
	return false;
}

#define SYNC "\"sync_timestamp\":\"2008-10-15T06:00:00Z\""

static void
account(void)
{
	CHECK(
	    show(ACCOUNT, false,
		"{\"id\":\"917c\",\"brokerage_authorization\":\"87b2\",\"name\":\"Demo \\u00e9\",\"number\":\"****1234\","
		"\"institution_account_id\":null,\"institution_name\":\"Sandbox\",\"sync_status\":{\"transactions\":"
		"{\"initial_sync_completed\":true,\"last_successful_sync\":\"2026-11-19\",\"first_transaction_date\":\"2024-02-01\"},"
		"\"holdings\":{\"last_successful_sync\":\"2026-11-20 09:30:01.000123+00:00\"}},\"balance\":{\"total\":{\"amount\":15363.230,"
		"\"currency\":\"USD\"}},\"status\":\"open\",\"raw_type\":\"Margin\",\"account_category\":\"INVESTMENT\",\"is_paper\":false}") ==
	    0);
	CHECK(has(
	    "{\"kind\":\"account\",\"id\":\"917c\",\"brokerage_authorization\":\"87b2\",\"brokerage_authorization_id\":\"87b2\","));
	CHECK(has(
	    "\"name\":\"Demo é\",\"number\":\"****1234\",\"institution_name\":\"Sandbox\",\"institution_account_id\":null,"
	    "\"total_equity\":15363.23,\"currency\":\"USD\",\"account_status\":\"open\""));
	CHECK(has("\"last_successful_sync\":\"2026-11-20T09:30:01.000123Z\""));
	CHECK(has(
	    "\"first_transaction_date\":\"2024-02-01\",\"transactions_complete_to\":\"2026-11-19\",\"scope\":\"snaptrade:0\","
	    "\"connection_status\":\"connected\",\"connection_disabled_at\":null,\"connection_error_message\":null," SYNC
	    "}\n"));
	CHECK(
	    show(ACCOUNT, false,
		"{\"id\":\"a\",\"balance\":{\"total\":null},\"is_paper\":null,\"sync_status\":7}") ==
	    0);
	CHECK(strstr(out, "total_equity") == NULL && strstr(out, "is_paper") == NULL);
	CHECK(show(ACCOUNT, false, "{\"id\":null}") == -1 && e.code == ERR_DATA);
	CHECK(show(ACCOUNT, false, "[]") == -1 && e.code == ERR_DATA);
}

static void
balance(void)
{
	CHECK(
	    show(BALANCE, false,
		"{\"currency\":{\"id\":\"57f8\",\"code\":\"USD\",\"name\":\"US Dollar\"},\"cash\":-300.7100000000000001,\"buying_power\":null}") ==
	    0);
	CHECK_STR(out,
	    "{\"kind\":\"balance\",\"account_id\":\"acc\",\"currency_code\":\"USD\",\"currency_name\":\"US Dollar\",\"currency_id\":\"57f8\","
	    "\"cash\":-300.7100000000000001,\"buying_power\":null,\"snapshot_date\":\"2008-10-15\"," SYNC
	    "}\n");
	CHECK(show(BALANCE, false, "{\"currency\":{\"code\":\"USD\"},\"cash\":null}") == 0);
	CHECK(strstr(out, "\"cash\"") == NULL); /* not known is not none */
	CHECK(show(BALANCE, false, "{\"currency\":null,\"cash\":1}") == -1);
	CHECK_STR(e.msg, "the currency is missing");
	CHECK(show(BALANCE, false, "{\"currency\":{\"code\":\"USD\"},\"cash\":\"NaN\"}") == -1);
	CHECK_STR(e.msg, "cash is no number");
}

static void
stock(void)
{
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"stock\",\"id\":\"1ef3\",\"symbol\":\"AAPL\",\"raw_symbol\":\"AAPL\",\"description\":\"Apple Inc.\","
		"\"currency\":\"USD\",\"exchange\":\"XNAS\",\"figi_instrument\":null},\"units\":\"10.5\",\"price\":\"123.45\",\"cost_basis\":\"118.2\",\"currency\":\"USD\"}") ==
	    0);
	CHECK_STR(out,
	    "{\"kind\":\"position\",\"account_id\":\"acc\",\"symbol\":\"AAPL\",\"symbol_id\":\"1ef3\",\"symbol_description\":\"Apple Inc.\","
	    "\"raw_symbol\":\"AAPL\",\"quantity\":10.5,\"price\":123.45,\"average_buy_price\":118.2,\"currency\":\"USD\",\"exchange_code\":\"XNAS\","
	    "\"asset_type\":\"stock\",\"cash_equivalent\":false,\"multiplier\":1,\"equity\":1296.225,\"open_pnl\":55.125,\"closed_at\":null," SYNC
	    "}\n");
}

static void
option(void)
{
	CHECK(
	    show(POSITION, true,
		"{\"instrument\":{\"kind\":\"option\",\"id\":\"899e\",\"symbol\":\"AAPL261218C00240000\",\"option_type\":\"CALL\",\"strike_price\":\"240\","
		"\"expiration_date\":\"2026-12-18\",\"multiplier\":\"100\",\"description\":null,\"underlying\":{\"kind\":\"stock\",\"id\":\"1ef3\","
		"\"symbol\":\"AAPL\",\"raw_symbol\":\"AAPL\"}},\"units\":\"-2\",\"price\":\"3.10\",\"cost_basis\":\"2.75\",\"currency\":\"USD\"}") ==
	    0);
	CHECK(has("\"symbol\":\"AAPL  261218C00240000\""));
	CHECK(has(
	    "\"underlying\":\"AAPL\",\"option_expiry\":\"2026-12-18\",\"option_strike\":240,\"option_right\":\"CALL\""));
	CHECK(has("\"multiplier\":100,\"equity\":-620,\"open_pnl\":-70"));
	CHECK(has(
	    "{\"kind\":\"symbol\",\"symbol\":\"AAPL\",\"id\":\"1ef3\",\"raw_symbol\":\"AAPL\"}\n"));
	CHECK(strstr(out, "\"raw\":") == NULL);
}

static void
old_option(void)
{
	CHECK(
	    show(OLD_OPTION, true,
		"{\"symbol\":{\"option_symbol\":{\"id\":\"899e\",\"ticker\":\"AAPL  261218C00240000\",\"option_type\":\"CALL\",\"strike_price\":240.00,"
		"\"expiration_date\":\"2026-12-18\",\"is_mini_option\":false,\"underlying_symbol\":{\"id\":\"1ef3\",\"symbol\":\"AAPL\",\"raw_symbol\":\"AAPL\","
		"\"currency\":{\"code\":\"USD\"},\"type\":{\"code\":\"cs\",\"description\":\"Common Stock\",\"is_supported\":true}}},\"id\":\"x\"},"
		"\"units\":-2,\"price\":3.1,\"average_purchase_price\":275,\"currency\":null}") ==
	    0);
	CHECK(has("\"symbol\":\"AAPL  261218C00240000\"") &&
	      has("\"quantity\":-2,\"price\":3.1,\"currency\":\"USD\""));
	CHECK(has("\"asset_type\":\"option\"") && has("\"multiplier\":100"));
	CHECK(has("\"average_buy_price\":2.75") && has("\"equity\":-620,\"open_pnl\":-70"));
	CHECK(has(
	    "{\"kind\":\"symbol\",\"symbol\":\"AAPL\",\"id\":\"1ef3\",\"raw_symbol\":\"AAPL\",\"asset_type\":\"Common Stock\",\"type_code\":\"cs\",\"is_supported\":true,\"base_currency_code\":\"USD\"}\n"));
	CHECK(
	    show(OLD_OPTION, false,
		"{\"symbol\":{\"option_symbol\":{\"ticker\":\"AAPL  261218C00240000\",\"is_mini_option\":true}},\"units\":1,\"price\":3,\"average_purchase_price\":25}") ==
	    0);
	CHECK(has("\"multiplier\":10,\"equity\":30,\"open_pnl\":5") &&
	      has("\"average_buy_price\":2.5"));
}

static void
old_position(void)
{
	CHECK(
	    show(OLD_POSITION, false,
		"{\"symbol\":{\"symbol\":{\"id\":\"b\",\"symbol\":\"BTC\",\"raw_symbol\":\"BTC\",\"currency\":{\"code\":\"USD\"},\"type\":{\"code\":\"crypto\"},"
		"\"exchange\":{\"code\":\"CX\",\"mic_code\":null,\"name\":\"Coins\"}}},\"units\":0.000000012345678901,\"price\":64000.1,\"average_purchase_price\":null,\"currency\":{\"code\":\"USD\"}}") ==
	    0);
	CHECK(has("\"asset_type\":\"crypto\"") && has("\"quantity\":0.000000012345678901") &&
	      has("\"equity\":0.0007901246842318901,\"open_pnl\":null"));
	CHECK(has("\"average_buy_price\":null") &&
	      has("\"exchange_code\":\"CX\",\"exchange_name\":\"Coins\",\"mic_code\":null"));
}

static void
strange_positions(void)
{
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"stock\",\"id\":\"1\",\"symbol\":null,\"raw_symbol\":null},\"units\":\"1\"}") ==
	    -1);
	CHECK_STR(e.msg, "the symbol is missing");
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"stock\",\"id\":\"1\",\"symbol\":null,\"raw_symbol\":\"X\"},\"units\":\"one\"}") ==
	    -1);
	CHECK_STR(e.msg, "quantity is no number");
	CHECK(show(POSITION, false, "{}") == -1 && show(POSITION, false, "7") == -1 &&
	      show(POSITION, false, "null") == -1);
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"tulip\",\"id\":\"1\",\"symbol\":\"T\",\"bulb\":[1.10]},\"units\":null,\"price\":\"2\"}") ==
	    0);
	CHECK(has(
	    "\"asset_type\":\"tulip\",\"raw\":{\"kind\":\"tulip\",\"id\":\"1\",\"symbol\":\"T\",\"bulb\":[1.10]}"));
	CHECK(strstr(out, "quantity") == NULL && has("\"equity\":null,\"open_pnl\":null") &&
	      strstr(out, "closed_at") == NULL);
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"stock\",\"symbol\":\"Z\"},\"units\":\"0\",\"price\":\"2\"}") ==
	    0);
	CHECK(strstr(out, "closed_at") == NULL && has("\"equity\":0"));
	CHECK(
	    show(POSITION, false,
		"{\"instrument\":{\"kind\":\"mutualfund\",\"symbol\":\"SPAXX\"},\"units\":\"5.5\",\"price\":\"1\",\"cash_equivalent\":true}") ==
	    0);
	CHECK(has("\"cash_equivalent\":true"));
}

#define ORDER_TAIL                                                                                 \
	",\"total_quantity\":\"10\",\"filled_quantity\":\"10\",\"execution_price\":\"190.25\",\"time_placed\":\"2026-11-18T10:00:00.746270-05:00\",\"expiry_date\":null}"

static void
order(void)
{
	CHECK(
	    show(ORDER, true,
		"{\"brokerage_order_id\":\"A-1001\",\"status\":\"EXECUTED\",\"universal_symbol\":{\"id\":\"1ef3\",\"symbol\":\"AAPL\",\"raw_symbol\":\"AAPL\","
		"\"description\":\"Apple Inc.\",\"currency\":{\"code\":\"USD\"},\"exchange\":{\"code\":\"NASDAQ\",\"mic_code\":\"XNAS\",\"name\":\"NASDAQ\"},"
		"\"type\":{\"code\":\"cs\",\"description\":\"Common Stock\"}},\"option_symbol\":null,\"action\":\"BUY\",\"child_brokerage_order_ids\":{}" ORDER_TAIL) ==
	    0);
	CHECK(has(
	    "{\"kind\":\"order\",\"account_id\":\"acc\",\"symbol\":\"AAPL\",\"brokerage_order_id\":\"A-1001\",\"raw_status\":\"EXECUTED\",\"raw_action\":\"BUY\","
	    "\"total_quantity\":10,\"filled_quantity\":10,\"execution_price\":190.25,\"currency\":\"USD\",\"time_placed\":\"2026-11-18T15:00:00.74627Z\",\"expiry_date\":null,"
	    "\"child_brokerage_order_ids\":null," SYNC
	    ",\"action\":\"BUY\",\"status\":\"EXECUTED\"}\n"));
	CHECK(has(
	    "{\"kind\":\"symbol\",\"symbol\":\"AAPL\",\"id\":\"1ef3\",\"description\":\"Apple Inc.\",\"raw_symbol\":\"AAPL\",\"asset_type\":\"Common Stock\","
	    "\"type_code\":\"cs\",\"exchange_code\":\"NASDAQ\",\"exchange_name\":\"NASDAQ\",\"exchange_mic\":\"XNAS\",\"base_currency_code\":\"USD\"}\n"));
}

static void
option_order(void)
{
	CHECK(
	    show(ORDER, false,
		"{\"brokerage_order_id\":7,\"status\":\"PARTIAL_CANCELED\",\"universal_symbol\":null,\"option_symbol\":{\"id\":\"9\",\"ticker\":\"AAPL  261218P00240500\","
		"\"option_type\":\"PUT\",\"strike_price\":240.50,\"expiration_date\":\"2026-12-18\",\"underlying_symbol\":{\"symbol\":\"AAPL\"}},\"action\":\"SELL_OPEN\","
		"\"child_brokerage_order_ids\":{\"take_profit_order_id\":\"A-2\",\"stop_loss_order_id\":null}" ORDER_TAIL) ==
	    0);
	CHECK(has(
	    "\"option_ticker\":\"AAPL  261218P00240500\",\"symbol\":\"AAPL  261218P00240500\",\"brokerage_order_id\":\"7\""));
	CHECK(has(
	    "\"underlying\":\"AAPL\",\"option_expiry\":\"2026-12-18\",\"option_strike\":240.5,\"option_right\":\"PUT\""));
	CHECK(has("\"raw_status\":\"PARTIAL_CANCELED\",\"raw_action\":\"SELL_OPEN\"") &&
	      has("\"action\":\"SELL_SHORT\",\"status\":\"CANCELED\""));
	CHECK(has(
	    "\"child_brokerage_order_ids\":{\"take_profit_order_id\":\"A-2\",\"stop_loss_order_id\":null}"));
}

static void
strange_orders(void)
{
	CHECK(
	    show(ORDER, false,
		"{\"brokerage_order_id\":\"1\",\"status\":\"NEW_THING\",\"symbol\":\"2bcd7cc3-e922-4976-bce1-9858296801c3\",\"action\":\"SELL_THE_FARM\"}") ==
	    0);
	CHECK(has("\"symbol\":\"2bcd7cc3-e922-4976-bce1-9858296801c3\"") &&
	      has("\"action\":\"SELL\",\"status\":\"PENDING\"") &&
	      has("\"raw_status\":\"NEW_THING\""));
	CHECK(has("\"event\":\"new-word\"") &&
	      has("order: status 'NEW_THING' is not known here: taken for PENDING"));
	CHECK(
	    show(ORDER, false,
		"{\"brokerage_order_id\":\"1\",\"status\":null,\"universal_symbol\":{\"symbol\":\"A\"},\"time_placed\":\"yesterday\"}") ==
	    0);
	CHECK(has("\"action\":\"BUY\",\"status\":\"PENDING\"") &&
	      strstr(out, "time_placed\":\"") == NULL &&
	      has("order: time_placed is not what it should be"));
	CHECK(show(ORDER, false, "{\"brokerage_order_id\":\"1\"}") == -1);
	CHECK_STR(e.msg, "the symbol is missing");
	CHECK(show(ORDER, false, "{\"universal_symbol\":{\"symbol\":\"A\"}}") == -1);
	CHECK_STR(e.msg, "brokerage_order_id is missing");
}

static void
activity(void)
{
	CHECK(
	    show(ACTIVITY, false,
		"{\"id\":\"2f7d\",\"symbol\":null,\"currency_universal_symbol\":null,\"option_symbol\":null,\"price\":0,\"units\":0,\"amount\":25.50,"
		"\"currency\":{\"id\":\"57f8\",\"code\":\"USD\",\"name\":\"US Dollar\"},\"type\":\"DIVIDEND\",\"option_type\":\"\",\"description\":\"CASH DIV\","
		"\"trade_date\":\"2026-11-17T00:00:00Z\",\"settlement_date\":\"2026-11-18\",\"fee\":0,\"fx_rate\":null,\"institution\":\"Sandbox\",\"external_reference_id\":null}") ==
	    0);
	CHECK_STR(out,
	    "{\"kind\":\"activity\",\"account_id\":\"acc\",\"id\":\"2f7d\",\"activity_type\":\"DIVIDEND\",\"option_type\":null,\"trade_date\":\"2026-11-17T00:00:00Z\","
	    "\"settlement_date\":\"2026-11-18T00:00:00Z\",\"description\":\"CASH DIV\",\"units\":0,\"price\":0,\"amount\":25.5,\"fee\":0,\"fx_rate\":null,"
	    "\"external_reference_id\":null,\"institution\":\"Sandbox\",\"currency\":\"USD\",\"symbol\":null," SYNC
	    "}\n");
	CHECK(
	    show(ACTIVITY, false,
		"{\"id\":\"3\",\"currency\":null,\"currency_universal_symbol\":{\"symbol\":\"BTC\"},\"symbol\":{\"symbol\":\"ETH\"},\"units\":1}") ==
	    0);
	CHECK(has("\"currency\":null") && has("\"symbol\":\"ETH\""));
	CHECK(show(ACTIVITY, false,
		  "{\"id\":\"4\",\"trade_date\":\"20261117\",\"settlement_date\":\"x\"}") == -1 &&
	      e.code == ERR_DATA);
	CHECK(show(ACTIVITY, false, "{\"type\":\"BUY\"}") == -1);
	CHECK_STR(e.msg, "id is missing");
}

int
main(void)
{
	log_show(LOG_ERROR);
	RUN(account);
	RUN(balance);
	RUN(stock);
	RUN(option);
	RUN(old_option);
	RUN(old_position);
	RUN(strange_positions);
	RUN(order);
	RUN(option_order);
	RUN(strange_orders);
	RUN(activity);
	return tap_done();
}
