/*
 * Which beginnings of prompts came before (developers.openai.com/api/docs/guides/prompt-caching): those
 * of 1,024 tokens, and every 128 more.
 */
#ifndef PF_SANDBOX_OPENAI_CACHE_H
#define PF_SANDBOX_OPENAI_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"

#define OAI_TOKEN_BYTES 4 /* what a token is here */

struct oai_cache {
	uint64_t *slots; /* owned; 0: free */
	size_t used;
};

void oai_cache_release(struct oai_cache *cache);

/* How many tokens of the prompt's beginning were there before; from now on all of them were. What is
 * of another model (seed) is another prompt. */
int64_t oai_cache_use(struct oai_cache *cache, uint64_t seed, struct slice prompt);

/* The tokens of so many bytes. */
int64_t oai_tokens(size_t bytes);

#endif
