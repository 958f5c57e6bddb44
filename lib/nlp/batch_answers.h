/* The answers of a batch: the lines of its output and error files by their custom ids, whatever their order. */
#ifndef PF_NLP_BATCH_ANSWERS_H
#define PF_NLP_BATCH_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

struct batch_answer {
	struct slice custom, line;
	bool asked; /* set by who finds it */
};

struct batch_answers {
	struct buf text;          /* of both files */
	struct batch_answer *all; /* owned, sorted */
	size_t n, cap;
	size_t bad; /* lines that are none, and those with an id that was there already: told */
};

/* Read a file's lines; path NULL: none. Then sort them, once. ERR_IO. */
int answers_load(struct batch_answers *a, const char *path, struct err *e);
void answers_sort(struct batch_answers *a, const char *batch_id);
void answers_release(struct batch_answers *a);

struct batch_answer *answers_find(struct batch_answers *a, const char *custom); /* or NULL */

#endif
