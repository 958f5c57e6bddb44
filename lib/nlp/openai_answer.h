/*
 * What a model answered, held against the form that it was asked for: every member there and of its type, no other,
 * each word one of its list; no NUL, no bad UTF-8, no name twice. What is not of that form is no answer,
 * also where something like one could be found in it. Texts that are too long are cut.
 */
#ifndef PF_NLP_OPENAI_ANSWER_H
#define PF_NLP_OPENAI_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "io/rec.h"

struct chunk;
struct err;
struct ideas;

struct openai_triage {
	bool noise; /* it need not be read: noise, and nothing to act on */
	char *why;  /* owned; NULL: it does not say */
};

/* 0, or -1 with ERR_DATA and nothing to release. */
int openai_answer_triage(struct openai_triage *t, struct slice content, struct err *e);

/*
 * Add its ideas, of that chunk, and set *confidence in 1/1000. 0, or -1 with ERR_DATA and nothing added. More ideas than
 * the part has words are none of that part. An expiry that is no day, and a price that is none (0, below
 * it), is left out.
 */
int openai_answer_ideas(struct ideas *all, size_t index, const struct chunk *chunk,
    struct slice content, int *confidence, struct err *e);

#endif
