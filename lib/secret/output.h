/* Secrets on their way out: past a stream's buffer, which would keep a copy. */
#ifndef PF_SECRET_OUTPUT_H
#define PF_SECRET_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct buf;
struct choice;
struct err;

/* Nothing may have been written to fp before. ERR_IO; name is how it calls the stream. */
int output_write(FILE *fp, const char *name, const struct buf *text, struct err *e);

/*
 * The variables for the steps of GitHub Actions that come next: their masks to fp first, then, if they are
 * not only to be tried, they themselves to the end of the file $GITHUB_ENV. ERR_CONFIG without that;
 * ERR_CREATE, ERR_IO.
 */
int output_github(FILE *fp, const struct choice *c, bool only_try, struct err *e);

#endif
