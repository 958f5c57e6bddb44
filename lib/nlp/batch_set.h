/* Words that were seen. { 0 } is empty. */
#ifndef PF_NLP_BATCH_SET_H
#define PF_NLP_BATCH_SET_H

#include <stdbool.h>
#include <stddef.h>

struct batch_set {
	char **slots; /* owned; NULL: free */
	size_t n, cap;
};

bool batch_set_add(struct batch_set *s, const char *word); /* false: it is there already */
void batch_set_release(struct batch_set *s);

#endif
