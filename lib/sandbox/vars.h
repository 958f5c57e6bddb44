/* The variables that lead tools to the sandbox. */
#ifndef PF_SANDBOX_VARS_H
#define PF_SANDBOX_VARS_H

#include <stdint.h>

struct buf;
struct err;

/* NAME=VALUE of each vendor's address and test keys, vendor i at ports[i]; NULL-terminated; owned,
 * for vars_free(). */
char **vars_new(const uint16_t *ports);
void vars_free(char **vars);

/* Shell lines: export NAME='VALUE'. */
void vars_text(const char *const *vars, struct buf *out);

/* Write those lines to a file that is there whole or not at all. ERR_CREATE, ERR_IO. */
int vars_write(const char *const *vars, const char *path, struct err *e);

#endif
