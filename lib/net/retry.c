#include "net/retry.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/err.h"
#include "base/num.h"

int
retry_init(struct retry *r, struct err *e)
{
	const char *attempts = getenv("PF_HTTP_ATTEMPTS"), *backoff = getenv("PF_HTTP_BACKOFF");
	int64_t n;

	*r = (struct retry){ .attempts = RETRY_ATTEMPTS, .backoff_ns = RETRY_BACKOFF };
	if (attempts != NULL && attempts[0] != '\0') {
		if (num_int(attempts, strlen(attempts), 1, RETRY_ATTEMPTS_MAX, &n))
			return err_set(e, ERR_CONFIG,
			    "PF_HTTP_ATTEMPTS: '%s' is no number from 1 to %d", attempts,
			    RETRY_ATTEMPTS_MAX);
		r->attempts = (int)n;
	}
	if (backoff != NULL && backoff[0] != '\0' &&
	    clock_parse_span(backoff, strlen(backoff), &r->backoff_ns))
		return err_set(
		    e, ERR_CONFIG, "PF_HTTP_BACKOFF: '%s' is no time span (500ms, 2s)", backoff);
	/* only to spread clients that failed together: any seed will do where there is none */
	if (getrandom(&r->rng, sizeof r->rng, GRND_NONBLOCK) != (ssize_t)sizeof r->rng)
		r->rng = (uint64_t)clock_mono();
	r->rng |= 1; /* xorshift stays at 0 */
	return 0;
}

bool
retry_status(long status)
{
	static const long again[] = { 408, 429, 500, 502, 503, 504 };
	size_t i;

	for (i = 0; i < sizeof again / sizeof again[0]; i++)
		if (again[i] == status)
			return true;
	return false;
}

int64_t
retry_after(const char *s, size_t n, int64_t date_ns)
{
	char text[64];
	int64_t seconds;
	time_t when;

	if (n == 0 || n >= sizeof text)
		return -1;
	if (num_fixed(s, n, 9, &seconds) == 0)
		return seconds < 0 ? -1 : seconds;
	if (num_uint(s, n, UINT64_MAX, &(uint64_t){ 0 }) == 0)
		return INT64_MAX; /* a number of seconds beyond 292 years */
	memcpy(text, s, n);
	text[n] = '\0';
	when = curl_getdate(text, NULL);
	if (when < 0 || when > INT64_MAX / CLOCK_SECOND)
		return -1;
	return (int64_t)when * CLOCK_SECOND <= date_ns ? 0 : (int64_t)when * CLOCK_SECOND - date_ns;
}

/* xorshift64: spreads waits, decides nothing else. */
static uint64_t
next(struct retry *r)
{
	r->rng ^= r->rng << 13;
	r->rng ^= r->rng >> 7;
	r->rng ^= r->rng << 17;
	return r->rng;
}

int64_t
retry_wait(struct retry *r, int sent, int64_t asked_ns)
{
	int64_t most = r->backoff_ns;
	int i;

	if (asked_ns >= 0)
		return asked_ns;
	for (i = 1; i < sent && most < RETRY_WAIT_MAX; i++)
		most *= 2;
	if (most > RETRY_WAIT_MAX)
		most = RETRY_WAIT_MAX;
	return most <= 0 ? 0 : (int64_t)(next(r) % ((uint64_t)most + 1));
}
