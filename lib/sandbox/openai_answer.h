/* What the model says: text that the rules make of the text that it was asked about, and what that costs. */
#ifndef PF_SANDBOX_OPENAI_ANSWER_H
#define PF_SANDBOX_OPENAI_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sandbox/openai_ask.h"

struct oai_said {
	struct buf text;
	bool refused;       /* text is why */
	const char *finish; /* "stop", "length", "content_filter" or one that nobody knows */
	/* tokens; cached are of prompt, reasoning are of completion */
	int64_t prompt, cached, completion, reasoning;
};

void oai_say(const struct oai_call *c, const struct oai_ask *ask, struct oai_said *said);
void oai_said_release(struct oai_said *said);

#endif
