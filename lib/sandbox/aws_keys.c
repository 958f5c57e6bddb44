#include "sandbox/aws_keys.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/fault.h"

static const struct awss_key test_key = {
	.id = AWS_TEST_KEY,
	.secret = AWS_TEST_SECRET,
	.expires = INT64_MAX,
	.arn = "arn:aws:iam::" AWS_ACCOUNT ":user/sandbox",
	.caller = "AIDASANDBOX0000000000",
};

const struct awss_key *
awss_keys_find(const struct awss_keys *keys, const char *id)
{
	size_t i, n = keys->made < AWS_SESSIONS_MAX ? (size_t)keys->made : AWS_SESSIONS_MAX;

	if (strcmp(id, test_key.id) == 0)
		return &test_key;
	for (i = 0; i < n; i++)
		if (strcmp(keys->sessions[i].id, id) == 0)
			return &keys->sessions[i];
	return NULL;
}

/* n characters of an alphabet that has a power of two of them. */
static void
letters(char *to, size_t n, const char *alphabet, uint64_t seed)
{
	size_t size = strlen(alphabet), i;

	for (i = 0; i < n; i++) {
		seed = fault_mix(seed);
		to[i] = alphabet[seed % size];
	}
	to[n] = '\0';
}

const struct awss_key *
awss_keys_make(struct awss_keys *keys, const char *role, const char *session, int64_t expires)
{
	static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	static const char base64[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct awss_key *k = &keys->sessions[keys->made++ % AWS_SESSIONS_MAX];
	uint64_t seed = keys->made * 3;

	/* made up from their number: the same in each run, and of no use anywhere else */
	(void)snprintf(k->id, sizeof k->id, "ASIA%05" PRIu64, keys->made % 100000);
	letters(k->id + 9, 11, base32, seed);
	letters(k->secret, 40, base64, seed + 1);
	(void)snprintf(k->token, sizeof k->token, "IQoJb3JpZ2luX2VjSANDBOX//////////");
	letters(k->token + strlen(k->token), 76, base64, seed + 2);
	k->expires = expires;
	(void)snprintf(k->arn, sizeof k->arn,
	    "arn:aws:sts::" AWS_ACCOUNT ":assumed-role/%.64s/%.64s", role, session);
	(void)snprintf(k->caller, sizeof k->caller, "AROASANDBOX0000000000:%.64s", session);
	return k;
}
