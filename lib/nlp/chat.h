/*
 * One question to a model now, answered in prose: OPENAI_MODEL_CHAT (gpt-4o-mini), at most 1000 tokens, temperature
 * 0.7 where the model takes one. What it costs is held and counted in the ledger of nlp/budget.h, as all that is asked;
 * the vendor's address and key are those of vendor/openai.h.
 */
#ifndef PF_NLP_CHAT_H
#define PF_NLP_CHAT_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct err;

struct nlp_chat_how {
	const char *words;        /* what it is to do */
	const char *const *turns; /* what the user says, one after the other; ends with NULL */
	int64_t max_usd_day;      /* in 1e-6; below 0: no limit */
	int64_t deadline_ns;      /* of the monotonic clock; 0: none */
};

/* Whether the environment names somebody to ask. */
bool nlp_chat_is_set(void);

/*
 * Add what it says to *answer, its refusal as well, and what came before the limit of tokens. 0; 1 when the day's limit does not
 * allow it, which *e says; -1 with *e, whose words are for the log: ERR_CONFIG (a key or table that is none, a model without a
 * price where there is a limit), ERR_PERM, ERR_REMOTE, ERR_TEMP, ERR_DATA as vendor/openai.h and openai_chat.h have them.
 */
int nlp_chat(struct buf *answer, const struct nlp_chat_how *how, struct err *e);

#endif
