/* Words of every sentence that are spelled as symbols are: AT, NOW, TODAY. */
#ifndef PF_NLP_SMALL_WORD_H
#define PF_NLP_SMALL_WORD_H

#include <stdbool.h>

/* Whether a symbol, in capitals, is spelled as such a word. */
bool nlp_is_small_word(const char *symbol);

#endif
