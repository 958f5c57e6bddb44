/* Keys on their way into a secret, or into several with one key each. */
#ifndef PF_SECRET_JOB_H
#define PF_SECRET_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "secret/edit.h"
#include "secret/source.h"

struct buf;
struct ctx;
struct err;
struct secret_opts;
struct vars;

/* An empty one is { 0 }. */
struct job {
	struct fetcher f;
	char *secret;       /* owned; NULL with a prefix */
	const char *prefix; /* borrowed; each key is a secret called so and like itself */
	struct edit *edits; /* owned, their texts as well */
	size_t n;
};
void job_release(struct job *j); /* wipes */

/*
 * Which secret: name, else as the options, else the environment and the env file say, if they name one
 * and not several. *near (NULL: nobody wants it) gets the variables of these two. ERR_USAGE and those of
 * secret/load.h.
 */
int job_begin(struct job *j, const struct ctx *ctx, const struct secret_opts *o, const char *name,
    struct vars *near, struct err *e);

/* Add a key; value NULL: it is taken out. A later one of the same name wins. */
void job_add(struct job *j, const char *name, const char *value);

/* The secret that a key goes into, for free(): "market-pulse/postgres-url". */
char *job_place(const struct job *j, const char *name);

/* A record of kind "change" for each key: what was done, or would be. ERR_IO. */
int job_tell(const struct job *j, struct ctx *ctx, struct err *e);

/* Ask on the terminal that ctx->in is; what is typed is not shown if hide. ERR_DATA when nothing
 * comes; it may be empty. */
int job_ask(struct ctx *ctx, const char *name, bool hide, struct buf *text, struct err *e);

#endif
