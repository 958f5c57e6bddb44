/* Members of a request's body, checked by a table: known, of the right type, in their range. */
#ifndef PF_SANDBOX_OPENAI_PARAM_H
#define PF_SANDBOX_OPENAI_PARAM_H

#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"
#include "sandbox/reply.h"

enum oai_type {
	OAI_TEXT, /* min to max characters; max 0: as many as one likes */
	OAI_WORD, /* one of words */
	OAI_BOOL,
	OAI_INT,     /* min to max */
	OAI_DECIMAL, /* min to max, both in 1e-9 */
	OAI_LIST,
	OAI_OBJECT,
	OAI_PAIRS, /* an object of at most 16 strings: names of 64 characters, values of 512 */
	OAI_ANY,   /* who reads it checks it */
	OAI_NOT,   /* the vendor knows it, the sandbox does not play it */
};

struct oai_param {
	const char *name;
	enum oai_type type;
	int64_t min, max;
	const char *words; /* blanks between */
};

/*
 * 0, or -1 with the refusal made: 400 with the member in param, prefix ("text.") in front. null is
 * as good as not there. The table ends with { 0 }.
 */
int oai_check(
    struct reply *reply, struct slice object, const char *prefix, const struct oai_param *table);

/* A member that must be there, of any type but null. 0, or -1 with the refusal made. */
int oai_need(struct reply *reply, struct slice object, const char *prefix, const char *name);

/* A member's text, owned; NULL where there is no string of that name. */
char *oai_text(struct slice object, const char *name);

/* An integer's value, or what is given where there is none. */
int64_t oai_int(struct slice object, const char *name, int64_t otherwise);

/* Whether a word stands in a list with blanks between. */
int oai_listed(const char *words, struct slice word);

/* Characters of a string as it is written, an escape as one. */
size_t oai_characters(struct slice text);

#endif
