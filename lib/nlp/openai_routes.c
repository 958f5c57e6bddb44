#include "nlp/openai_routes.h"

#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/num.h"
#include "nlp/engine.h"
#include "nlp/openai.h"
#include "nlp/prices.h"
#include "text/rune.h"

#define LONG_CHARS 2000
#define SURE 800
#define SURE_DIGITS 3
#define COUNT_MAX 10000000

static int
count_setting(int64_t *to, const char *name, struct err *e)
{
	const char *v = env_get(name);

	if (v != NULL && num_int(v, strlen(v), 1, COUNT_MAX, to))
		return err_set(
		    e, ERR_CONFIG, "%s: '%s' is no number from 1 to %d", name, v, COUNT_MAX);
	return 0;
}

static int
share_setting(int *to, const char *name, struct err *e)
{
	const char *v = env_get(name);
	int64_t share;

	if (v == NULL)
		return 0;
	if (num_fixed(v, strlen(v), SURE_DIGITS, &share) || share < 0 || share > 1000)
		return err_set(e, ERR_CONFIG, "%s: '%s' is no number from 0 to 1", name, v);
	*to = (int)share;
	return 0;
}

int
routes_init(struct routes *r, const struct nlp_openai_how *how, struct err *e)
{
	const char *version = how->prompt;

	*r = (struct routes){ .long_chars = LONG_CHARS,
		.sure = SURE,
		.triage = !how->skip_triage,
		.all_long = how->long_context,
		.taste = { .effort = env_get("OPENAI_REASONING_EFFORT_MAIN"),
		    .temperature = how->temperature,
		    .cache_key = env_get("OPENAI_PROMPT_CACHE_KEY") } };
	if (version == NULL)
		version = env_get("OPENAI_PROMPT_VERSION");
	if (how->temperature != NULL && !num_is_decimal(how->temperature, strlen(how->temperature)))
		return err_set(e, ERR_USAGE, "--temperature: '%s' is no number", how->temperature);
	if (prompt_load(&r->prompt, version, how->model, e) ||
	    count_setting(&r->long_chars, "OPENAI_LONG_CONTEXT_THRESHOLD_CHARS", e) ||
	    count_setting(&r->prompt.ideas.tokens, "OPENAI_MAX_OUTPUT_TOKENS", e))
		return -1;
	return share_setting(&r->sure, "OPENAI_ESCALATION_THRESHOLD", e);
}

void
routes_release(struct routes *r)
{
	prompt_release(&r->prompt);
}

enum prompt_role
routes_role(const struct routes *r, const struct chunk *chunk)
{
	return r->all_long || chunk->chars >= (size_t)r->long_chars ? PROMPT_LONG : PROMPT_MAIN;
}

int64_t
routes_tokens(const struct routes *r, enum prompt_role role)
{
	return role == PROMPT_TRIAGE ? r->prompt.triage.tokens : r->prompt.ideas.tokens;
}

struct slice
routes_triage_text(const struct nlp_message *m, struct buf *text)
{
	const struct chunks *chunks = &m->chunks;
	size_t i;

	if (chunks->n == 1)
		return (struct slice){ chunks->p[0].text, chunks->p[0].n };
	buf_reset(text);
	for (i = 0; i < chunks->n && text->len < 4 * ROUTES_TRIAGE_CHARS; i++) {
		if (i > 0)
			buf_str(text, "\n\n");
		buf_add(text, chunks->p[i].text, chunks->p[i].n);
	}
	return (struct slice){ text->p, rune_bytes(text->p, text->len, ROUTES_TRIAGE_CHARS) };
}

int
routes_priced(const struct routes *r, const struct prices *prices, struct err *e)
{
	size_t i;

	for (i = 0; i < PROMPT_ROLES; i++) {
		if (i == PROMPT_TRIAGE && !r->triage)
			continue;
		if (prices_find(prices, r->prompt.models[i]) == NULL)
			return err_set(e, ERR_CONFIG,
			    "%s: its price is not known, so no limit can be kept: --price %s=INPUT/OUTPUT, "
			    "US dollars for a million tokens",
			    r->prompt.models[i], r->prompt.models[i]);
	}
	return 0;
}
