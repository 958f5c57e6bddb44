/* Which model is asked what: what people set in the environment, and what that says about a message. */
#ifndef PF_NLP_OPENAI_ROUTES_H
#define PF_NLP_OPENAI_ROUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"
#include "nlp/openai_ask.h"
#include "nlp/prompt.h"

struct buf;
struct chunk;
struct err;
struct nlp_message;
struct nlp_openai_how;
struct prices;

#define ROUTES_TRIAGE_CHARS 2000

struct routes {
	struct prompt prompt;
	struct openai_taste taste;
	int64_t long_chars; /* a part of so many characters is long */
	int sure;           /* in 1/1000: below it escalates */
	bool triage, all_long;
};

/*
 * Of the environment: OPENAI_PROMPT_VERSION where how names none, OPENAI_LONG_CONTEXT_THRESHOLD_CHARS (2000),
 * OPENAI_ESCALATION_THRESHOLD (0.8), OPENAI_MAX_OUTPUT_TOKENS, OPENAI_REASONING_EFFORT_MAIN, OPENAI_PROMPT_CACHE_KEY.
 * ERR_CONFIG, as prompt_load(). Release in any case.
 */
int routes_init(struct routes *r, const struct nlp_openai_how *how, struct err *e);
void routes_release(struct routes *r);

enum prompt_role routes_role(const struct routes *r, const struct chunk *chunk);

/* How many tokens an answer may take. */
int64_t routes_tokens(const struct routes *r, enum prompt_role role);

/* What the triage is shown, in *text where it has to be made. */
struct slice routes_triage_text(const struct nlp_message *m, struct buf *text);

/* ERR_CONFIG when a model that may be asked is not in the table. */
int routes_priced(const struct routes *r, const struct prices *prices, struct err *e);

#endif
