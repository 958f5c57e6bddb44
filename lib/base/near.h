/* The word somebody probably meant. */
#ifndef PF_BASE_NEAR_H
#define PF_BASE_NEAR_H

/* The one of names (NULL-terminated array) nearest to word by edit distance, or a name that word
 * begins; NULL if none is near. */
const char *near_word(const char *word, const char *const *names);

#endif
