/*
 * The models that there are: names from the vendor's client (openai-node, ChatModel), what each takes
 * from its guides; days and numbers that it does not tell are ours.
 */
#ifndef PF_SANDBOX_OPENAI_MODEL_H
#define PF_SANDBOX_OPENAI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"

struct err;

struct oai_model {
	const char *id;
	const char *resolved;    /* what replies call it; NULL: the same */
	int64_t created;         /* seconds */
	const char *shutdown;    /* the day; NULL: none is known */
	const char *efforts;     /* of reasoning, blanks between; NULL: it does not reason */
	bool structured;         /* takes a JSON schema */
	int64_t context, output; /* tokens at most */
};

struct oai_models {
	struct oai_model *m; /* owned */
	size_t n;
	char **texts; /* owned; of those that were added */
	size_t ntexts;
};

void oai_models_init(struct oai_models *models);
void oai_models_release(struct oai_models *models);

/* Add the model that an object describes (pf-sandbox(1)), instead of one of that id. ERR_DATA. */
int oai_models_add(struct oai_models *models, struct slice object, struct err *e);

/* NULL: none. */
const struct oai_model *oai_models_find(const struct oai_models *models, struct slice id);

#endif
