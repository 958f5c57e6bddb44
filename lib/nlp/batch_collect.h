/* A batch that is collected, inside. */
#ifndef PF_NLP_BATCH_COLLECT_H
#define PF_NLP_BATCH_COLLECT_H

#include <stdbool.h>

#include "base/decimal.h"
#include "nlp/batch_answers.h"
#include "nlp/batch_work.h"

struct collect {
	struct work *w;
	struct submission *sub;
	struct openai_batch b;
	struct batch_answers answers;
	char **again; /* owned: messages that are to be tried again */
	size_t nagain;
	struct decimal usd;
	int64_t prompt_tokens, cached_tokens, completion_tokens;
	size_t read, answered; /* messages */
	bool lost;             /* the vendor does not have the answers any more */
};

/* Answer a message by the lines of its parts; what they cost is told and summed up. */
int collect_message(struct collect *c, const struct nlp_message *m, struct err *e);

#endif
