/* Which variables hold what must not be shown. */
#ifndef PF_BASE_HIDDEN_H
#define PF_BASE_HIDDEN_H

#include <stdbool.h>

/* Whether a variable of this name holds a secret: a word of it is KEY, TOKEN, SECRET, PASSWORD... */
bool hidden_name(const char *name);

/* Whether it tells where a secret is, and is none itself: AWS_SECRET_NAME, SSH_KEY_PATH. */
bool hidden_pointer(const char *name);

/* Whether a value is a key by its looks, whatever it is called: "sk-...", "ghp_...", a JWT, PEM. */
bool hidden_value(const char *value);

#endif
