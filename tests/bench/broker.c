/*
 * broker - make what pf-sandbox serves as SnapTrade for the benchmark of a sync: 50 accounts with 5,000
 * positions, 50,000 orders of the last 90 days before 2008-10-15 and 200,000 activities, as snaptrade.jsonl on stdout
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#define ACCOUNTS 50
#define POSITIONS 5000
#define ORDERS 50000
#define ACTIVITIES 200000
#define CONNECTION "00000000-0000-4000-8000-00000000c001"

/* The same figures every time (splitmix64). */
static uint64_t
chance(void)
{
	static uint64_t state = 1;
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void
put_account(unsigned a)
{
	(void)printf(
	    "{\"of\":\"account\",\"body\":{\"id\":\"00000000-0000-4000-8000-%012u\",\"brokerage_authorization\":\"" CONNECTION
	    "\",\"name\":\"Account %u\",\"number\":\"****%04u\",\"institution_account_id\":null,\"institution_name\":\"Broker\","
	    "\"created_date\":\"2007-01-05T10:00:00.123456Z\",\"sync_status\":{\"transactions\":{\"initial_sync_completed\":true,"
	    "\"last_successful_sync\":\"2008-10-14\",\"first_transaction_date\":\"2003-01-01\"},\"holdings\":{\"initial_sync_completed\":true,"
	    "\"last_successful_sync\":\"2008-10-15 05:30:01.000123+00:00\"}},\"balance\":{\"total\":{\"amount\":%" PRIu64
	    ".23,\"currency\":\"USD\"}},\"status\":\"open\",\"raw_type\":\"Margin\",\"account_category\":\"INVESTMENT\",\"is_paper\":false}}\n",
	    a, a, a, chance() % 1000000);
	(void)printf(
	    "{\"of\":\"balance\",\"account\":\"00000000-0000-4000-8000-%012u\",\"body\":{\"currency\":{\"id\":\"57f81c53-bdda-45a7-a51f-032afd1ae41b\","
	    "\"code\":\"USD\",\"name\":\"US Dollar\"},\"cash\":%" PRIu64
	    ".71,\"buying_power\":null}}\n",
	    a, chance() % 100000);
}

static void
put_position(unsigned i)
{
	(void)printf(
	    "{\"of\":\"position\",\"account\":\"00000000-0000-4000-8000-%012u\",\"body\":{\"instrument\":{\"kind\":\"stock\",\"id\":\"00000000-0000-4000-8000-10000000%04u\","
	    "\"symbol\":\"SYM%u\",\"raw_symbol\":\"SYM%u\",\"description\":\"Company number %u\",\"currency\":\"USD\",\"exchange\":\"XNAS\",\"figi_instrument\":null},"
	    "\"units\":\"%" PRIu64 ".5\",\"price\":\"%" PRIu64 ".45\",\"cost_basis\":\"%" PRIu64
	    ".2\",\"currency\":\"USD\"}}\n",
	    i % ACCOUNTS, i / ACCOUNTS * 7 % 1000, i / ACCOUNTS * 7 % 1000, i / ACCOUNTS * 7 % 1000,
	    i / ACCOUNTS, chance() % 1000, chance() % 500, chance() % 500);
}

static void
put_order(unsigned i)
{
	uint64_t day = chance() % 85, symbol = chance() % 1000, second = chance() % 60;

	(void)printf(
	    "{\"of\":\"order\",\"account\":\"00000000-0000-4000-8000-%012u\",\"body\":{\"brokerage_order_id\":\"B-%u\",\"brokerage_group_order_id\":null,\"order_role\":null,"
	    "\"status\":\"EXECUTED\",\"universal_symbol\":{\"id\":\"00000000-0000-4000-8000-10000000%04" PRIu64
	    "\",\"symbol\":\"SYM%" PRIu64 "\",\"raw_symbol\":\"SYM%" PRIu64
	    "\",\"description\":\"Company\",\"currency\":{\"id\":\"57f81c53-bdda-45a7-a51f-032afd1ae41b\",\"code\":\"USD\",\"name\":\"US Dollar\"},"
	    "\"exchange\":{\"id\":\"2bcd7cc3-e922-4976-bce1-9858296801c3\",\"code\":\"NASDAQ\",\"mic_code\":\"XNAS\",\"name\":\"NASDAQ\",\"suffix\":null},"
	    "\"type\":{\"id\":\"d0cbd5b1-0000-4000-8000-000000000001\",\"code\":\"cs\",\"description\":\"Common Stock\",\"is_supported\":true},\"currencies\":[]},"
	    "\"option_symbol\":null,\"quote_universal_symbol\":null,\"quote_currency\":null,\"action\":\"%s\",\"total_quantity\":\"10\",\"open_quantity\":\"0\","
	    "\"canceled_quantity\":\"0\",\"filled_quantity\":\"10\",\"execution_price\":\"%" PRIu64
	    ".25\",\"limit_price\":null,\"stop_price\":null,\"trailing_stop\":null,"
	    "\"order_type\":\"Market\",\"time_in_force\":\"Day\",\"time_placed\":\"2008-%02" PRIu64
	    "-%02" PRIu64 "T15:00:%02" PRIu64 ".746270Z\",\"time_updated\":null,"
	    "\"time_executed\":\"2008-%02" PRIu64 "-%02" PRIu64 "T15:01:%02" PRIu64
	    "Z\",\"expiry_date\":null,\"child_brokerage_order_ids\":null}}\n",
	    i % ACCOUNTS, i, symbol, symbol, symbol, chance() % 2 ? "BUY" : "SELL", chance() % 500,
	    7 + (day + 19) / 28, 1 + (day + 19) % 28, second, 7 + (day + 19) / 28,
	    1 + (day + 19) % 28, second);
}

static void
put_activity(unsigned i)
{
	uint64_t day = chance() % 1800, amount = chance() % 100000;

	(void)printf(
	    "{\"of\":\"activity\",\"account\":\"00000000-0000-4000-8000-%012u\",\"body\":{\"id\":\"00000000-0000-4000-9000-%012u\",\"symbol\":null,"
	    "\"currency_universal_symbol\":null,\"option_symbol\":null,\"price\":0,\"units\":0,\"amount\":%" PRIu64
	    ".5,"
	    "\"currency\":{\"id\":\"57f81c53-bdda-45a7-a51f-032afd1ae41b\",\"code\":\"USD\",\"name\":\"US Dollar\"},\"type\":\"DIVIDEND\",\"option_type\":\"\","
	    "\"description\":\"CASH DIV\",\"trade_date\":\"%04" PRIu64 "-%02" PRIu64 "-%02" PRIu64
	    "T00:00:00Z\",\"settlement_date\":\"2008-10-14T00:00:00Z\",\"fee\":0,"
	    "\"fx_rate\":null,\"institution\":\"Broker\",\"external_reference_id\":null}}\n",
	    i % ACCOUNTS, i, amount, 2003 + day / 336, 1 + day % 336 / 28, 1 + day % 28);
}

int
main(void)
{
	unsigned i;

	(void)puts("{\"of\":\"settings\",\"limit\":1000000,\"account_limit\":1000000}");
	(void)puts(
	    "{\"of\":\"connection\",\"body\":{\"id\":\"" CONNECTION
	    "\",\"created_date\":\"2007-01-01T00:00:00Z\",\"brokerage\":{\"id\":\"00000000-0000-4000-8000-00000000b001\",\"slug\":\"B\",\"name\":\"Broker\","
	    "\"display_name\":\"Broker\"},\"name\":\"C\",\"type\":\"read\",\"disabled\":false,\"disabled_date\":null,\"data_freshness_mode\":\"delayed\"}}");
	for (i = 0; i < ACCOUNTS; i++)
		put_account(i);
	for (i = 0; i < POSITIONS; i++)
		put_position(i);
	for (i = 0; i < ORDERS; i++)
		put_order(i);
	for (i = 0; i < ACTIVITIES; i++)
		put_activity(i);
	return fflush(stdout) != 0;
}
