#include "sandbox/openai_cache.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sandbox/fault.h"

#define SLOTS ((size_t)1 << 17)
#define FIRST 1024
#define STEP 128

void
oai_cache_release(struct oai_cache *cache)
{
	free(cache->slots);
	*cache = (struct oai_cache){ 0 };
}

int64_t
oai_tokens(size_t bytes)
{
	return (int64_t)((bytes + OAI_TOKEN_BYTES - 1) / OAI_TOKEN_BYTES);
}

/* Whether it was there; it is now. */
static bool
keep(struct oai_cache *cache, uint64_t hash)
{
	size_t at;

	if (cache->used > SLOTS / 2) { /* it forgets, as the vendor's does after a while */
		memset(cache->slots, 0, SLOTS * sizeof *cache->slots);
		cache->used = 0;
	}
	for (at = hash % SLOTS; cache->slots[at] != 0; at = (at + 1) % SLOTS)
		if (cache->slots[at] == hash)
			return true;
	cache->slots[at] = hash;
	cache->used++;
	return false;
}

int64_t
oai_cache_use(struct oai_cache *cache, uint64_t seed, struct slice prompt)
{
	uint64_t hash = fault_mix(seed), word;
	size_t n = prompt.n / OAI_TOKEN_BYTES, i;
	int64_t cached = 0;
	bool whole = true; /* all that is shorter was there */

	if (n < FIRST)
		return 0;
	if (cache->slots == NULL)
		cache->slots = mem_new(SLOTS, sizeof *cache->slots);
	for (i = 1; i <= n; i++) {
		word = 0;
		memcpy(&word, prompt.p + (i - 1) * OAI_TOKEN_BYTES, OAI_TOKEN_BYTES);
		hash = fault_mix(hash ^ word);
		if (i < FIRST || (i - FIRST) % STEP != 0)
			continue;
		whole = keep(cache, hash | 1) && whole;
		if (whole)
			cached = (int64_t)i;
	}
	return cached;
}
