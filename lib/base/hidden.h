/* Which variables hold what must not be shown. */
#ifndef PF_BASE_HIDDEN_H
#define PF_BASE_HIDDEN_H

#include <stdbool.h>

/* Whether a variable of this name holds a secret: a word of it is KEY, TOKEN, SECRET, PASSWORD... */
bool hidden_name(const char *name);

#endif
