/*
 * All sources into one set of variables: the environment, the env file, AWS and programs, pf.yaml.
 */
#ifndef PF_SECRET_GATHER_H
#define PF_SECRET_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "secret/source.h"
#include "secret/vars.h"

struct err;

struct gather_options {
	const char *env_file; /* NULL: the first of the usual places that is there */
	const char *from;     /* more sources, as sources_find() takes them; NULL: none */
	char *const *env;     /* what we were started with */
	bool clean;           /* nothing of that counts but the names in keep */
	const char *keep;     /* list; NULL: none */
	int64_t timeout;      /* ns, for all sources together */
	bool cache;           /* what AWS gave is kept, and taken when AWS cannot be reached */
	int64_t max_stale;    /* ns; how old it may be then */
};

/*
 * Load all of it. The first source that fails ends it: whoever needs secrets does not want to run with half
 * of them. Errors are those of the parts.
 */
int gather_all(struct vars *v, const struct gather_options *o, struct err *e);

/* How many sources were read by gather_all(), and how many variables they have, for people. */
void gather_count(const struct vars *v, size_t *sources, size_t *n);

/* The parts, in their order. The environment and pf.yaml's, which cannot fail but by their number. */
int gather_environment(struct vars *v, const struct gather_options *o, struct err *e);

/*
 * The env file that counts, for free(); NULL: none is there. ERR_NOINPUT, with what makes one, when
 * the one that was asked for is not there.
 */
int gather_find_file(char **path, const struct gather_options *o, struct err *e);

/*
 * Read it. Its AWS_*, PF_* and USE_AWS_SECRETS are then set for ourselves too, where they were not: they
 * say where the secrets are. ERR_CONFIG "FILE: line 3: ..."; ERR_PERM; ERR_IO; ERR_TEMP, of a pipe into
 * which nobody writes. In one of the usual
 * places that we may not read: 0, with a warning.
 */
int gather_file(struct vars *v, const char *path, const struct gather_options *o, struct err *e);

#define GATHER_FILE_MAX ((size_t)1 << 20)

/* The usual places, NULL-terminated. */
extern const char *const gather_places[];

#endif
