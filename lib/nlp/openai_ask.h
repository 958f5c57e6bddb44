/* The request that asks a model about a part of a message: a chat completion with a strict form of the answer. */
#ifndef PF_NLP_OPENAI_ASK_H
#define PF_NLP_OPENAI_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"
#include "nlp/prompt.h"

struct buf;
struct nlp_message;

/* What people set, for all requests. Borrowed; NULL: the vendor's default. */
struct openai_taste {
	const char *effort;      /* reasoning_effort of all but the triage */
	const char *temperature; /* a decimal */
	const char *cache_key;   /* prompt_cache_key */
	bool max_tokens;         /* the server knows the limit by its old name alone */
};

struct openai_ask {
	const struct prompt *prompt;
	enum prompt_role role;
	struct slice text;           /* the part; the user's turn and nothing else */
	const struct nlp_message *m; /* whose candidates are told */
	int64_t tokens;              /* of the answer, at most */
	const struct openai_taste *taste;
};

/* Add the request's body, one JSON object without blanks around its parts. */
void openai_ask(struct buf *body, const struct openai_ask *a);

/* How many tokens the request is at most: none is shorter than a byte. */
int64_t openai_ask_tokens(const struct buf *body);

#endif
