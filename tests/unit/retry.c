/* Waits, base addresses and forms: what lib/net decides without a connection */
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "net/http.h"
#include "net/retry.h"
#include "tap.h"

static void
base_addresses(void)
{
	static const struct {
		const char *url, *base, *place;
	} rows[] = {
		{ "https://hist.example.com", "https://hist.example.com:443",
		    "hist.example.com:443" },
		{ "https://hist.example.com/", "https://hist.example.com:443",
		    "hist.example.com:443" },
		{ "http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080" },
		{ "http://localhost:1", "http://localhost:1", "localhost:1" },
		{ "http://[::1]:1", "http://[::1]:1", "[::1]:1" },
		{ "http://hist.example.com", NULL, NULL },
		{ "http://127.0.0.1.example.com", NULL, NULL },
		{ "http://10.0.0.1", NULL, NULL },
		{ "https://hist.example.com/v0", NULL, NULL },
		{ "https://hist.example.com?x=1", NULL, NULL },
		{ "https://key@hist.example.com", NULL, NULL },
		{ "https://hist.example.com/#x", NULL, NULL },
		{ "file:///etc/passwd", NULL, NULL },
		{ "hist.example.com", NULL, NULL },
		{ "https://", NULL, NULL },
		{ "nonsense", NULL, NULL },
	};
	size_t i;
	bool loopback;
	struct err e;
	char *base, *place;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		place = NULL;
		(void)setenv("PF_TEST_URL", rows[i].url, 1);
		base = http_base("https://x.invalid", "PF_TEST_URL", &place, &loopback, &e);
		if (rows[i].base == NULL) {
			CHECK(base == NULL);
			CHECK_INT(e.code, ERR_CONFIG);
			CHECK(strstr(e.msg, "PF_TEST_URL") != NULL);
		} else {
			CHECK_STR(base, rows[i].base);
			CHECK_STR(place, rows[i].place);
		}
		if ((base == NULL) != (rows[i].base == NULL))
			(void)printf("# %s\n", rows[i].url);
		free(base);
		free(place);
	}
}

static void
retry_after_in_all_forms(void)
{
	const int64_t at = INT64_C(1709510400) * CLOCK_SECOND; /* Mon, 04 Mar 2024 00:00:00 GMT */

	CHECK_INT(retry_after("3", 1, at), 3 * CLOCK_SECOND);
	CHECK_INT(retry_after("0.25", 4, at), CLOCK_SECOND / 4);
	CHECK_INT(retry_after("Mon, 04 Mar 2024 00:00:07 GMT", 29, at), 7 * CLOCK_SECOND);
	CHECK_INT(retry_after("Monday, 04-Mar-24 00:00:07 GMT", 30, at), 7 * CLOCK_SECOND);
	CHECK_INT(retry_after("Sun, 03 Mar 2024 00:00:07 GMT", 29, at), 0);
	CHECK_INT(retry_after("99999999999999", 14, at), INT64_MAX);
	CHECK_INT(retry_after("-1", 2, at), -1);
	CHECK_INT(retry_after("soon", 4, at), -1);
	CHECK_INT(retry_after("", 0, at), -1);
}

static void
waits_grow_and_are_spread(void)
{
	struct retry r;
	struct err e;
	int64_t most = 0, w;
	int i;

	(void)unsetenv("PF_HTTP_BACKOFF");
	CHECK_INT(retry_init(&r, &e), 0);
	for (i = 0; i < 1000; i++) {
		w = retry_wait(&r, 1, -1);
		most = w > most ? w : most;
		CHECK(w >= 0 && w <= CLOCK_SECOND);
	}
	CHECK(most > CLOCK_SECOND / 2);
	for (i = 0, most = 0; i < 1000; i++) {
		w = retry_wait(&r, 90, -1);
		most = w > most ? w : most;
		CHECK(w >= 0 && w <= RETRY_WAIT_MAX);
	}
	CHECK(most > RETRY_WAIT_MAX / 2);
	CHECK_INT(retry_wait(&r, 1, 7), 7);
	(void)setenv("PF_HTTP_ATTEMPTS", "0", 1);
	CHECK_INT(retry_init(&r, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	(void)unsetenv("PF_HTTP_ATTEMPTS");
}

static void
forms_are_encoded(void)
{
	struct buf b = { 0 };

	http_form(&b, "symbols", "BRK.B,A&B");
	http_form(&b, "start", "2024-03-04T00:00:00+00:00");
	CHECK_STR(b.p, "symbols=BRK.B%2CA%26B&start=2024-03-04T00%3A00%3A00%2B00%3A00");
	buf_release(&b);
}

int
main(void)
{
	RUN(waits_grow_and_are_spread);
	RUN(retry_after_in_all_forms);
	RUN(forms_are_encoded);
	RUN(base_addresses);
	return tap_done();
}
