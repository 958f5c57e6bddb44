/* What people call a company, of its description in a list of symbols. */
#ifndef PF_TEXT_NAME_H
#define PF_TEXT_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Whether a word in small letters ends a company's name by law (legal), or often goes unsaid. */
struct name_words {
	bool (*legal)(void *arg, const char *word, size_t n);
	bool (*generic)(void *arg, const char *word, size_t n);
	void *arg;
};

/*
 * "Micron Technology, Inc. - Common Stock" into *full "micron technology" and into *brief, which is empty
 * where nothing goes unsaid, "micron". Small letters, a blank between words, "&amp;" as "&"; the first
 * word "the" is dropped, and what stands behind a comma, a bracket or " - ". Both are reset first.
 */
void name_make(
    const char *description, const struct name_words *words, struct buf *full, struct buf *brief);

#endif
