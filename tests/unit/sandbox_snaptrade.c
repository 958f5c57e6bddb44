/* sandbox/snaptrade_sign and snaptrade_delivery: the signatures that the vendor's own client made, and those of webhooks */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "sandbox/request.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_delivery.h"
#include "sandbox/snaptrade_sign.h"
#include "tap.h"

#define KEY "k3yForTests0123456789abcdefABCDEF" /* made up for the vectors, as all here */
#define ACC "/accounts/917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define U "clientId=PFDEMO&userId=alice-01&userSecret=adf2aa34-8219-40f7-a6b3-60156985cc61"

/* clang-format off */
/* V1 to V13: snaptrade-typescript-sdk 11.0.3 run under Node.js 20 with a fixed clock; legacy: 9.0.200.
 * V4 is with the key's bytes as they are; the ASCII spelling of V8 is what Python's client signs. */
static const struct {
	const char *name, *key, *path, *query, *body, *signature;
} vectors[] = {
	{ "V1", KEY, "/accounts", U "&timestamp=1700000000", "", "ceSotXgS+fLVJvUQbQmoAObl+mBf2WjqEofts5D7XRo=" },
	{ "V2", KEY, ACC "/activities", U "&startDate=2026-01-01&endDate=2026-01-31&offset=1000&limit=500&type=BUY%2CSELL%2CDIVIDEND&timestamp=1767225600", "",
	  "f7JDQzME9qy/4QUPhzQCTzrechSN+xjOJT00wIXXKKs=" },
	{ "V3", KEY, "/snapTrade/registerUser", "clientId=PFDEMO&timestamp=1700000001", "{ \"userId\" : \"alice-01\" }", "x6kzYg6JnswViYe2fsSoaI/3co4lN12jRCMDfwJ5/Qs=" },
	{ "V4", "key with space/+=%25&\xc3\xa9", "/accounts", "clientId=PF+DEMO&userId=a+b%2Bc%40d%2F%C3%A9&userSecret=s*%28%27%29%7E%21._-s&timestamp=1700000002", "",
	  "uFEi4jDItcE4DpexAVVm+riUeNYcdoURC5bns/dXC60=" },
	{ "V5", KEY, "/authorizations/87b24961-b51e-4db8-9226-f198f6518a89/refresh", U "&timestamp=1700000003", "", "JvJzowbW9wLlWP5BiyFLzgS9HeKQI1O1w69vr2ab2ow=" },
	{ "V5 with an empty object", KEY, "/authorizations/87b24961-b51e-4db8-9226-f198f6518a89/refresh", U "&timestamp=1700000003", "{ }", "JvJzowbW9wLlWP5BiyFLzgS9HeKQI1O1w69vr2ab2ow=" },
	{ "V6", "personalKey987654321", ACC "/orders", "clientId=PFPERS&state=all&days=90&timestamp=1700000004", "", "+K4xWATe1KHM9/oG9pQ96wkvac2P9I9EvnRZEUbWJQw=" },
	{ "V7", KEY, ACC "/recentOrders", U "&only_executed=false&timestamp=1700000005", "", "xofE986I9DlsEOMdDANwlRgYBoUQnAdlseZwgbFkl/w=" },
	{ "V8", KEY, "/snapTrade/login", U "&timestamp=1700000006",
	  "{\"broker\":\"SANDBOX\",\"immediateRedirect\":true,\"customRedirect\":\"https://example.org/cb?x=1&y=\xc3\xbc\",\"connectionType\":\"read\",\"showCloseButton\":false}",
	  "UCl5pkaZb4aY2W+LYSeWhN260gyk+NpBj2CPNCMaSbU=" },
	{ "V8 with an escape", KEY, "/snapTrade/login", U "&timestamp=1700000006",
	  "{\"customRedirect\":\"https:\\/\\/example.org/cb?x=1&y=\\u00fc\",\"broker\":\"SANDBOX\",\"immediateRedirect\":true,\"connectionType\":\"read\",\"showCloseButton\":false}",
	  "UCl5pkaZb4aY2W+LYSeWhN260gyk+NpBj2CPNCMaSbU=" },
	{ "V11", KEY, ACC "/holdings", U "&timestamp=1700000008", "", "S8bMsVdIadsO7sbhDrYEs61Vay0SM/co1HKxCTeufO8=" },
	{ "V12", KEY, ACC "/positions/all", U "&timestamp=1700000009", "", "6+wJYz/ECkBylpq4iBTivVarSzE7aBUmojN2ZcKgq0w=" },
	{ "V13", KEY, ACC "/balances", U "&timestamp=1700000010", "", "Tvuxo/V554ht2adepVUTONl8IQcy1lno50xAAO+Seok=" },
	{ "legacy", KEY, "/api/v1/accounts", U "&timestamp=1700000000", "", "9lTwa8C85Sm8Rfpu3vr3m8xgqF8ovk2zJyAKDjbtdt8=" },
};
/* clang-format on */

/* A request that is signed; each of its parts may be another. */
static bool
taken(size_t i, const char *path, const char *query, const char *body, const char *key)
{
	struct request r = {
		.method = mem_str("GET"), .path = mem_str(path), .query = mem_str(query)
	};
	bool is;

	buf_str(&r.body, body);
	request_add_header(&r, "SIGNATURE", vectors[i].signature);
	is = snap_signed(&r, key);
	request_release(&r);
	return is;
}

static void
requests(void)
{
	size_t i;

	for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		const char *path = vectors[i].path, *query = vectors[i].query;
		const char *body = vectors[i].body, *key = vectors[i].key;
		bool all = taken(i, path, query, body, key) && !taken(i, "/", query, body, key) &&
			   !taken(i, path, U, body, key) && !taken(i, path, query, body, "x") &&
			   !taken(i, path, query, "{\"a\":1}", key) &&
			   !taken(i, path, query, "{", key);

		if (!all)
			(void)printf("# %s\n", vectors[i].name);
		CHECK(all);
	}
}

static void
webhooks(void)
{
	/* W1 to W3: Python's json.dumps(payload, separators=(",", ":"), sort_keys=True) under CPython 3.11 */
	static const struct {
		const char *body, *signature;
	} known[] = {
		{ "{\"webhookId\": \"6fe03e8c-201a-4c3f-92d0-acb825fc89cf\", \"userId\": \"alice-01\", \"eventType\": \"ACCOUNT_HOLDINGS_UPDATED\", "
		  "\"eventTimestamp\": \"2026-11-20T15:04:05.123456+00:00\", \"clientId\": \"PFDEMO\", \"accountId\": \"917c8734-8470-4a3e-a18f-57c3f2ee6631\", "
		  "\"brokerageAuthorizationId\": \"87b24961-b51e-4db8-9226-f198f6518a89\", \"details\": {\"total_value\": {\"success\": true, \"error\": null}, "
		  "\"positions\": {\"success\": false, \"error\": \"Bank \xe2\x80\x9cX\xc3\xa9\xe2\x80\x9d/down\"}}}",
		    "r0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBk=" },
		{ "{\"clientId\":\"PFDEMO\",\"eventTimestamp\":\"2026-11-20T15:04:05.123456+00:00\",\"eventType\":\"USER_REGISTERED\",\"userId\":\"alice-01\","
		  "\"webhookId\":\"0c0c9e0e-0000-4000-8000-000000000002\"}",
		    "RG5J9k1bQJjECfIPcGjW8STB979heVSiI0pk/zwRSV8=" },
		{ "{ \"z\" : [ 1.0 , 1.10, 1e5, 1E+16, 123456789012345678901234567890, -0, -0.0, 0.30000000000000004, 1e-7, 0.0001, 5e-324 ], \"b\": {}, \"a\": [ ], "
		  "\"A\": \"tab\\tnl\\nq\\\"bs\\\\sl\\/del\\u007f\\u0001 \xf0\x9f\x98\x80 \xc3\xa9\", \"eventType\": \"TRADE_UPDATE\" }",
		    "zGwO+j3OCnpa6lyQbbyPi3yV4bc6fuVrVgpqqwwfyjU=" },
	};
	char signature[HMAC_BASE64_LEN + 1];
	struct err e;
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++) {
		CHECK_INT(
		    snap_delivery_sign(signature, known[i].body, strlen(known[i].body), KEY, &e),
		    0);
		CHECK_STR(signature, known[i].signature);
	}
	CHECK_INT(snap_delivery_sign(signature, "{", 1, KEY, &e), -1);
}

/* Of many deliveries, how many are genuine, and that their signatures say so. */
static void
deliveries(void)
{
	struct snap snap = { 0 };
	struct snap_delivery_plan plan = { .seed = 7, .forged = 30, .at = 0 };
	struct snap_delivery d, again;
	char right[HMAC_BASE64_LEN + 1];
	struct err e;
	size_t i, genuine = 0;

	snap_users_init(&snap.users);
	for (i = 0; i < 1000; i++) {
		CHECK_INT(snap_delivery_make(&d, &snap, &plan, i, &e), 0);
		CHECK_INT(snap_delivery_make(&again, &snap, &plan, i, &e), 0);
		CHECK_INT(snap_delivery_sign(right, d.body, strlen(d.body), SNAP_TEST_KEY, &e), 0);
		CHECK(d.genuine == (strcmp(right, d.signature) == 0));
		CHECK_STR(d.body, again.body);
		CHECK_STR(d.signature, again.signature);
		CHECK(strstr(d.body, "1970-01-01T00:00:00.000000+00:00") != NULL);
		genuine += d.genuine;
		snap_delivery_release(&d);
		snap_delivery_release(&again);
	}
	CHECK(genuine > 650 && genuine < 750);
	plan.client = "nobody";
	CHECK_INT(snap_delivery_make(&d, &snap, &plan, 0, &e), -1);
	CHECK_INT(e.code, ERR_USAGE);
	snap_users_release(&snap.users);
}

int
main(void)
{
	RUN(requests);
	RUN(webhooks);
	RUN(deliveries);
	return tap_done();
}
