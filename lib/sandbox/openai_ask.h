/* What is asked of a model, alike of chat completions and of responses; and the checks that both have. */
#ifndef PF_SANDBOX_OPENAI_ASK_H
#define PF_SANDBOX_OPENAI_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct oai_call;
struct oai_model;

enum oai_format { OAI_PLAIN, OAI_JSON, OAI_SCHEMA };

struct oai_ask {
	const struct oai_model *model;
	struct buf prompt; /* all that the model reads, role by role */
	struct buf text;   /* of the last message of a user */
	struct buf words;  /* of the last one that tells what to do */
	enum oai_format format;
	struct slice schema; /* of OAI_SCHEMA; borrowed of the body */
	int64_t limit;       /* tokens at most, those of reasoning included; 0: the model's */
	int64_t reasoning;   /* tokens that it thinks before it writes */
};

void oai_ask_release(struct oai_ask *ask);

/* All 0, or -1 with the refusal made. */

/* The member model: it is there, and known. */
int oai_ask_model(struct oai_ask *ask, const struct oai_call *c);

/* Messages: role and content, a text or parts of the type that is named. prefix: "messages". */
int oai_ask_messages(struct oai_ask *ask, const struct oai_call *c, const struct rec_field *list,
    const char *prefix, const char *part);

/* One message more. */
void oai_ask_add(struct oai_ask *ask, const char *role, struct slice text);

/* The form that the answer is to have; outer is what the request calls it, inner the object with name
 * and schema. OAI_PLAIN where it is not there. */
int oai_ask_format(struct oai_ask *ask, const struct oai_call *c, const struct rec_field *format,
    const char *outer, bool nested);

/* How much the model thinks: effort is a text or not there. And temperature, top_p and others that
 * models that think refuse. */
int oai_ask_effort(struct oai_ask *ask, const struct oai_call *c, const struct rec_field *effort,
    const char *name);
int oai_ask_plain(const struct oai_ask *ask, const struct oai_call *c, const char *const *names);

/* That the prompt goes into the model, and the limit (of the member of that name) into what it can write. */
int oai_ask_size(const struct oai_ask *ask, const struct oai_call *c, const char *name);

#endif
