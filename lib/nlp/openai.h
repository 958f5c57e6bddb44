/*
 * The engine openai: a model is asked now. A message is first shown to a small model, which says whether it
 * is worth reading (triage: of a message of several parts its first 2,000 characters); then each part goes to
 * the main model, one of many characters to the one for long texts, and what these are not sure of, or do not
 * answer in the form asked for, once to the one for escalation. A message is answered when all its parts are.
 *
 * What a refusal of the model, or its vendor's filter, took is an error at once; an answer that is cut off is asked for
 * once more with room for four times as much; everything else that fails leaves the message pending until it was
 * tried so often (attempts, of the claim). A spent quota or budget, a refused key and a model that nobody
 * knows stop the asking: all further messages are pending, and this try does not count.
 */
#ifndef PF_NLP_OPENAI_H
#define PF_NLP_OPENAI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct err;
struct nlp_engine;

#define NLP_OPENAI_ATTEMPTS 3
#define NLP_OPENAI_CONCURRENCY 4

/* Borrowed until close. */
struct nlp_openai_how {
	const char *prompt;           /* as prompt_load() */
	const char *prices, *price;   /* a table's path; prices_add(); NULL */
	const char *model;            /* instead of OPENAI_MODEL_MAIN; NULL: none is */
	const char *temperature;      /* NULL: the vendor's default */
	int64_t max_usd, max_usd_day; /* in 1e-6; below 0: no limit */
	int64_t concurrency;          /* requests at a time, 1 to 64 */
	int64_t attempts;             /* after so many a message that fails is an error */
	int64_t deadline_ns;          /* of the monotonic clock; 0: none */
	bool skip_triage, long_context, trace;
};

/*
 * ERR_CONFIG: no key, a prompt or table that is none, a model without a price where there is a limit, a setting that
 * is none (OPENAI_ESCALATION_THRESHOLD, OPENAI_LONG_CONTEXT_THRESHOLD_CHARS, OPENAI_MAX_OUTPUT_TOKENS). *en is NULL then.
 */
int nlp_openai_open(struct nlp_engine **en, const struct nlp_openai_how *how, struct err *e);

/* How it went, to be asked before it is closed: 0; -1 with *e: why it stopped asking; else ERR_TEMP when messages that failed are
 * still pending, ERR_DATA when some are errors for good. */
int nlp_openai_verdict(const struct nlp_engine *en, struct err *e);

/* An engine that asks nobody, answers nothing, and prints a plan record a model: how many requests, tokens
 * and US dollars it would be, about and at most, when it is run down. */
int nlp_openai_estimate(
    struct nlp_engine **en, const struct nlp_openai_how *how, FILE *out, struct err *e);

#endif
