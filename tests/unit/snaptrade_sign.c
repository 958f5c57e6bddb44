/* vendor/snaptrade_sign and vendor/snaptrade_hook: the signatures that the vendor's own client makes, and deliveries */
#include "vendor/snaptrade_sign.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/canon.h"
#include "tap.h"
#include "vendor/snaptrade_hook.h"

#define KEY "k3yForTests0123456789abcdefABCDEF" /* made up for the vectors, as all here */
#define ACC "/accounts/917c8734-8470-4a3e-a18f-57c3f2ee6631"
#define SECOND INT64_C(1000000000)

static const struct snaptrade_keys alice = { "PFDEMO", KEY, "alice-01",
	"adf2aa34-8219-40f7-a6b3-60156985cc61" };
static const struct snaptrade_keys nobody = { "PFDEMO", KEY, NULL, NULL };
static const struct snaptrade_keys personal = { "PFPERS", "personalKey987654321", NULL, NULL };
static const struct snaptrade_keys odd = { "PF DEMO", "key with space/+=%25&\xc3\xa9",
	"a b+c@d/\xc3\xa9", "s*(')~!._-s" };

/* clang-format off */
/* V1 to V13: snaptrade-typescript-sdk 11.0.3 run under Node.js 20 with a fixed clock; legacy: 9.0.200. */
static const struct {
	const char *name;
	const struct snaptrade_keys *keys;
	const char *path;
	const char *params[10]; /* name, value, ... */
	int64_t second;
	const char *body, *signature;
} vectors[] = {
	{ "V1", &alice, "/accounts", { NULL }, 1700000000, NULL, "ceSotXgS+fLVJvUQbQmoAObl+mBf2WjqEofts5D7XRo=" },
	{ "V2", &alice, ACC "/activities", { "startDate", "2026-01-01", "endDate", "2026-01-31", "offset", "1000", "limit", "500", "type", "BUY,SELL,DIVIDEND" },
	    1767225600, NULL, "f7JDQzME9qy/4QUPhzQCTzrechSN+xjOJT00wIXXKKs=" },
	{ "V3", &nobody, "/snapTrade/registerUser", { NULL }, 1700000001, "{\"userId\":\"alice-01\"}", "x6kzYg6JnswViYe2fsSoaI/3co4lN12jRCMDfwJ5/Qs=" },
	{ "V4", &odd, "/accounts", { NULL }, 1700000002, NULL, "uFEi4jDItcE4DpexAVVm+riUeNYcdoURC5bns/dXC60=" },
	{ "V5", &alice, "/authorizations/87b24961-b51e-4db8-9226-f198f6518a89/refresh", { NULL }, 1700000003, NULL, "JvJzowbW9wLlWP5BiyFLzgS9HeKQI1O1w69vr2ab2ow=" },
	{ "V5 with an empty body", &alice, "/authorizations/87b24961-b51e-4db8-9226-f198f6518a89/refresh", { NULL }, 1700000003, "{}", "JvJzowbW9wLlWP5BiyFLzgS9HeKQI1O1w69vr2ab2ow=" },
	{ "V6", &personal, ACC "/orders", { "state", "all", "days", "90" }, 1700000004, NULL, "+K4xWATe1KHM9/oG9pQ96wkvac2P9I9EvnRZEUbWJQw=" },
	{ "V7", &alice, ACC "/recentOrders", { "only_executed", "false" }, 1700000005, NULL, "xofE986I9DlsEOMdDANwlRgYBoUQnAdlseZwgbFkl/w=" },
	{ "V8", &alice, "/snapTrade/login", { NULL }, 1700000006,
	    "{\"broker\":\"SANDBOX\",\"immediateRedirect\":true,\"customRedirect\":\"https://example.org/cb?x=1&y=\xc3\xbc\",\"connectionType\":\"read\",\"showCloseButton\":false}",
	    "UCl5pkaZb4aY2W+LYSeWhN260gyk+NpBj2CPNCMaSbU=" },
	{ "V11", &alice, ACC "/holdings", { NULL }, 1700000008, NULL, "S8bMsVdIadsO7sbhDrYEs61Vay0SM/co1HKxCTeufO8=" },
	{ "V12", &alice, ACC "/positions/all", { NULL }, 1700000009, NULL, "6+wJYz/ECkBylpq4iBTivVarSzE7aBUmojN2ZcKgq0w=" },
	{ "V13", &alice, ACC "/balances", { NULL }, 1700000010, NULL, "Tvuxo/V554ht2adepVUTONl8IQcy1lno50xAAO+Seok=" },
	{ "legacy", &alice, "/api/v1/accounts", { NULL }, 1700000000, NULL, "9lTwa8C85Sm8Rfpu3vr3m8xgqF8ovk2zJyAKDjbtdt8=" },
};
/* clang-format on */

static void
requests(void)
{
	char signature[SNAPTRADE_SIGNATURE_LEN + 1];
	struct buf query = { 0 }, body = { 0 };
	struct err e;
	size_t i, k;

	for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		snaptrade_query_begin(&query, vectors[i].keys);
		for (k = 0; k < 10 && vectors[i].params[k] != NULL; k += 2)
			snaptrade_query_add(&query, vectors[i].params[k], vectors[i].params[k + 1]);
		snaptrade_query_end(&query, vectors[i].second * SECOND + 999999999);
		buf_reset(&body);
		if (vectors[i].body != NULL)
			CHECK_INT(canon_json(&body, vectors[i].body, strlen(vectors[i].body),
				      CANON_UTF8, &e),
			    0);
		snaptrade_sign(signature, vectors[i].keys->consumer_key, vectors[i].path, query.p,
		    body.len > 0 ? body.p : NULL);
		CHECK_STR(signature, vectors[i].signature);
		if (strcmp(signature, vectors[i].signature) != 0)
			(void)printf("# %s\n", vectors[i].name);
	}
	buf_release(&query);
	buf_release(&body);
}

static void
queries(void)
{
	struct buf query = { 0 };

	snaptrade_query_begin(&query, &odd);
	snaptrade_query_end(&query, 1700000002 * SECOND);
	CHECK_STR(query.p,
	    "clientId=PF+DEMO&userId=a+b%2Bc%40d%2F%C3%A9&userSecret=s*%28%27%29%7E%21._-s"
	    "&timestamp=1700000002");
	CHECK(query.secret);
	snaptrade_query_begin(&query, &personal);
	snaptrade_query_add(&query, "a&b=", "");
	snaptrade_query_end(&query, 0);
	CHECK_STR(query.p, "clientId=PFPERS&a%26b%3D=&timestamp=0");
	buf_release(&query);
}

static void
keys(void)
{
	static const struct snaptrade_keys bad[] = { { NULL, KEY, NULL, NULL },
		{ "", KEY, NULL, NULL }, { "c", NULL, NULL, NULL }, { "c", "", NULL, NULL },
		{ "c", KEY, "u", NULL }, { "c", KEY, NULL, "invented-s" }, { "c", KEY, "u", "" },
		{ "c", "invented- key", NULL, NULL }, { "c", "invented-key\n", NULL, NULL },
		{ "c", "invented-%25", NULL, NULL }, { "c", "\"invented-\"", NULL, NULL },
		{ "c", "invented-\xc3\xa9", NULL, NULL }, { "c", "invented-\x7f", NULL, NULL } };
	struct err e;
	size_t i;

	CHECK_INT(snaptrade_keys_check(&alice, &e), 0);
	CHECK_INT(snaptrade_keys_check(&personal, &e), 0);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(snaptrade_keys_check(&bad[i], &e), -1);
		CHECK_INT(e.code, ERR_CONFIG);
		CHECK(strstr(e.msg, "SNAPTRADE_") != NULL);
		CHECK(strstr(e.msg, "invented") == NULL);
	}
}

/* clang-format off */
static const char w1[] = "{\"webhookId\": \"6fe03e8c-201a-4c3f-92d0-acb825fc89cf\", \"userId\": \"alice-01\", \"eventType\": \"ACCOUNT_HOLDINGS_UPDATED\", "
	"\"eventTimestamp\": \"2026-11-20T15:04:05.123456+00:00\", \"clientId\": \"PFDEMO\", \"accountId\": \"917c8734-8470-4a3e-a18f-57c3f2ee6631\", "
	"\"brokerageAuthorizationId\": \"87b24961-b51e-4db8-9226-f198f6518a89\", \"details\": {\"total_value\": {\"success\": true, \"error\": null}, "
	"\"positions\": {\"success\": false, \"error\": \"Bank \xe2\x80\x9cX\xc3\xa9\xe2\x80\x9d/down\"}}}";
static const char w1_canon[] = "{\"accountId\":\"917c8734-8470-4a3e-a18f-57c3f2ee6631\",\"brokerageAuthorizationId\":\"87b24961-b51e-4db8-9226-f198f6518a89\","
	"\"clientId\":\"PFDEMO\",\"details\":{\"positions\":{\"error\":\"Bank \\u201cX\\u00e9\\u201d/down\",\"success\":false},"
	"\"total_value\":{\"error\":null,\"success\":true}},\"eventTimestamp\":\"2026-11-20T15:04:05.123456+00:00\","
	"\"eventType\":\"ACCOUNT_HOLDINGS_UPDATED\",\"userId\":\"alice-01\",\"webhookId\":\"6fe03e8c-201a-4c3f-92d0-acb825fc89cf\"}";
#define W1_SIGNATURE "r0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBk="
#define W1_RAW "5G3wvI8lL8aO+wRqRC11HZTHK0uaQdGuqy8lCUYGRB0="
static const char w2[] = "{\"clientId\":\"PFDEMO\",\"eventTimestamp\":\"2026-11-20T15:04:05.123456+00:00\",\"eventType\":\"USER_REGISTERED\",\"userId\":\"alice-01\","
	"\"webhookId\":\"0c0c9e0e-0000-4000-8000-000000000002\"}";
#define W2_SIGNATURE "RG5J9k1bQJjECfIPcGjW8STB979heVSiI0pk/zwRSV8="
static const char w3[] = "{ \"z\" : [ 1.0 , 1.10, 1e5, 1E+16, 123456789012345678901234567890, -0, -0.0, 0.30000000000000004, 1e-7, 0.0001, 5e-324 ], \"b\": {}, "
	"\"a\": [ ], \"A\": \"tab\\tnl\\nq\\\"bs\\\\sl\\/del\\u007f\\u0001 \xf0\x9f\x98\x80 \xc3\xa9\", \"eventType\": \"TRADE_UPDATE\" }";
static const char w3_canon[] = "{\"A\":\"tab\\tnl\\nq\\\"bs\\\\sl/del\\u007f\\u0001 \\ud83d\\ude00 \\u00e9\",\"a\":[],\"b\":{},\"eventType\":\"TRADE_UPDATE\","
	"\"z\":[1.0,1.1,100000.0,1e+16,123456789012345678901234567890,0,-0.0,0.30000000000000004,1e-07,0.0001,5e-324]}";
#define W3_SIGNATURE "zGwO+j3OCnpa6lyQbbyPi3yV4bc6fuVrVgpqqwwfyjU="
/* clang-format on */

/* A second after W1 and W2 were sent. */
static struct snaptrade_hook
hook(void)
{
	struct snaptrade_hook h = { .consumer_key = KEY, .window = SNAPTRADE_HOOK_WINDOW };

	CHECK_INT(clock_parse_time("2026-11-20T15:04:06.123456Z", 27, &h.now), 0);
	return h;
}

/* Its status, 0 when it is taken; no message has a byte of what is signed or sent. */
static int
deliver(const struct snaptrade_hook *h, const char *signature, const char *body, size_t n)
{
	struct buf canon = { 0 };
	struct err e = { 0 };
	int rc = snaptrade_hook_verify(h, signature, body, n, &canon, &e);

	CHECK(canon.secret);
	if (rc != 0) {
		CHECK(strstr(e.msg, KEY) == NULL && strstr(e.msg, "PFDEMO") == NULL);
		CHECK(
		    signature == NULL || strlen(signature) < 8 || strstr(e.msg, signature) == NULL);
		/* the body is handed out only when it is ours, be it old */
		if (e.code == ERR_PERM)
			CHECK((canon.len == 0) == (strstr(e.msg, "ignature") != NULL));
	}
	buf_wipe(&canon);
	return rc == 0 ? 0 : (int)e.code;
}

static void
deliveries(void)
{
	struct snaptrade_hook h = hook();
	struct buf canon = { 0 };
	struct err e;

	CHECK_INT(snaptrade_hook_verify(&h, W1_SIGNATURE, w1, sizeof w1 - 1, &canon, &e), 0);
	CHECK_STR(canon.p, w1_canon);
	CHECK_INT(canon.len, 426);
	CHECK_INT(snaptrade_hook_verify(&h, W2_SIGNATURE, w2, sizeof w2 - 1, &canon, &e), 0);
	CHECK_STR(canon.p, w2);
	/* W3 is signed and says no time */
	CHECK_INT(snaptrade_hook_verify(&h, W3_SIGNATURE, w3, sizeof w3 - 1, &canon, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK_STR(canon.p, w3_canon);
	CHECK_INT(canon.len, 210);
	CHECK_INT(deliver(&h, "  " W1_SIGNATURE "\r\n", w1, sizeof w1 - 1), 0);
	buf_wipe(&canon);
}

static void
forged(void)
{
	static const char *const bad[] = { NULL, "", "x", "=", W1_RAW,
		"/Ng54nproQVgJ9FdKYV17sNHcg0oSuxrdAnO5tMxJFM=", W2_SIGNATURE, W1_SIGNATURE "=",
		"R0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBk=", /* one letter's case */
		"r0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBk",
		"r0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBl=",
		"r0i8vtvnxApIJ_uKIaGQvKCLdjx9t9YLyUNtvZg8YBk=" };
	struct snaptrade_hook h = hook();
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_INT(deliver(&h, bad[i], w1, sizeof w1 - 1), ERR_PERM);
	h.consumer_key = "another";
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), ERR_PERM);
}

static void
either_key_and_raw(void)
{
	struct snaptrade_hook h = hook();

	h.client_secret = "invented-secret";
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	h.consumer_key = "invented-key";
	h.client_secret = KEY;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	h.consumer_key = NULL;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	CHECK_INT(deliver(&h, W1_RAW, w1, sizeof w1 - 1), ERR_PERM);
	h.raw = true;
	CHECK_INT(deliver(&h, W1_RAW, w1, sizeof w1 - 1), 0);
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	CHECK_INT(deliver(&h, W2_SIGNATURE, w1, sizeof w1 - 1), ERR_PERM);
	h.client_secret = "";
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), ERR_CONFIG);
}

static void
old_and_early(void)
{
	struct snaptrade_hook h = hook();
	const int64_t sent = h.now - SECOND;

	h.now = sent + SNAPTRADE_HOOK_WINDOW;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	h.now++;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), ERR_PERM);
	h.window = 7200 * SECOND; /* the vendor's first retry comes after half an hour */
	h.now = sent + 1800 * SECOND;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	h.now = sent - SNAPTRADE_HOOK_AHEAD;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), 0);
	h.now--;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), ERR_PERM);
	h.now = INT64_MIN;
	CHECK_INT(deliver(&h, W1_SIGNATURE, w1, sizeof w1 - 1), ERR_PERM);
}

/* A delivery with a fresh time in front of the signed one has the same spelling, and is as old as it is. */
static void
a_time_that_nobody_signed(void)
{
	struct snaptrade_hook h = hook();
	char body[sizeof w2 + 128];
	int n = snprintf(
	    body, sizeof body, "{\"eventTimestamp\":\"2026-11-20T19:00:00+00:00\",%s", w2 + 1);

	CHECK_INT(deliver(&h, W2_SIGNATURE, body, (size_t)n), 0);
	CHECK_INT(clock_parse_time("2026-11-20T19:00:00Z", 20, &h.now), 0);
	CHECK_INT(deliver(&h, W2_SIGNATURE, body, (size_t)n), ERR_PERM);
}

static void
no_delivery(void)
{
	static const char *const bad[] = { "", "{", "[]", "null", "\"x\"", "{\"a\":1}x", "\xff",
		"{\"a\":1e999}" };
	struct snaptrade_hook h = hook();
	static char big[SNAPTRADE_HOOK_MAX + 1];
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_INT(deliver(&h, W1_SIGNATURE, bad[i], strlen(bad[i])), ERR_DATA);
	memset(big, ' ', sizeof big);
	memcpy(big, w2, sizeof w2 - 1);
	CHECK_INT(deliver(&h, W2_SIGNATURE, big, SNAPTRADE_HOOK_MAX), 0);
	CHECK_INT(deliver(&h, W2_SIGNATURE, big, sizeof big), ERR_DATA);
}

int
main(void)
{
	RUN(requests);
	RUN(queries);
	RUN(keys);
	RUN(deliveries);
	RUN(forged);
	RUN(either_key_and_raw);
	RUN(old_and_early);
	RUN(a_time_that_nobody_signed);
	RUN(no_delivery);
	return tap_done();
}
