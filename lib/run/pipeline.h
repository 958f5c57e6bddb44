/*
 * A pipeline as its file defines it (pf-pipeline(5)): steps, what each runs, what it needs, what its
 * failure means. Reading it touches nothing but the file.
 */
#ifndef PF_RUN_PIPELINE_H
#define PF_RUN_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "run/words.h"

struct err;

#define PIPELINE_STEPS_MAX 256
#define PIPELINE_MEMBERS_MAX 16 /* commands of a pipe */
#define PIPELINE_ENSURE_MAX 16
#define PIPELINE_NAME_MAX 63

/* A variable that decides: true, or with a value that value ("0" is any of 0, false, no, off). */
struct pipeline_cond {
	char *name;  /* owned */
	char *value; /* owned; NULL: any true word */
};

struct pipeline_conds {
	struct pipeline_cond *c; /* owned */
	size_t n;
};

/* What must hold afterwards. */
struct pipeline_ensure {
	struct words command; /* pf-query --exists ... */
};

/* Positions of other steps in the pipeline. */
struct pipeline_refs {
	size_t *at; /* owned */
	size_t n;
	const void *conf; /* inside: where they stand, while reading */
};

struct pipeline_step {
	char *name, *help; /* owned; help may be NULL */
	struct words
	    pipe[PIPELINE_MEMBERS_MAX]; /* what it runs; of a shell step one: sh -e -c SCRIPT */
	size_t npipe;
	char *script;               /* owned; of a shell step, else NULL */
	struct pipeline_refs needs; /* not run when one of these failed and was fatal */
	struct pipeline_refs after; /* only an order */
	int64_t timeout;            /* ns for all attempts together; 0: none */
	int64_t grace;              /* ns between SIGTERM and SIGKILL */
	int64_t attempts;           /* at most, for status 75 */
	int64_t wait;               /* ns before the second attempt; doubles */
	int64_t escalate_after; /* failures in a row that turn an optional step loud; 0: never */
	bool fatal, strict, skip_if_missing, shell;
	struct pipeline_conds fatal_if, nonfatal_if;
	struct words when; /* n 0: always */
	struct pipeline_ensure ensure[PIPELINE_ENSURE_MAX];
	size_t nensure;
	size_t level;        /* steps on the longest way to it */
	size_t line, column; /* where it stands in the file */
};

struct pipeline {
	char *name, *help, *file;    /* owned; help may be NULL */
	char *zone;                  /* owned; whose dates its runs are for; NULL: UTC */
	char **env;                  /* owned; NAME=VALUE, NULL-terminated, or NULL */
	struct pipeline_step *steps; /* owned, in the order of the file */
	size_t nsteps;
};

/*
 * Read and check one: unknown keys, wrong values, repeated names, unknown needs, circles are
 * ERR_CONFIG with "FILE:LINE:COLUMN: what" and the nearest word. ERR_NOINPUT, ERR_IO.
 */
int pipeline_read(struct pipeline *p, FILE *fp, const char *file, struct err *e);
int pipeline_load(struct pipeline *p, const char *file, struct err *e);
void pipeline_release(struct pipeline *p);

/*
 * The file of a name: what has a slash or ends in ".yaml" is a file itself, else NAME.yaml in the
 * data folder. Owned; NULL with ERR_NOINPUT and the nearest name.
 */
char *pipeline_file(const char *name, struct err *e);

/* The names of the data folder, sorted; owned, NULL-terminated. NULL with ERR_IO. */
char **pipeline_names(struct err *e);
void pipeline_names_free(char **names);

/* A step's position, or -1. */
int pipeline_find(const struct pipeline *p, const char *step);

/* a-z, 0-9, '_' and '-', beginning with a letter, at most PIPELINE_NAME_MAX. */
bool pipeline_name_ok(const char *name);

/*
 * Whether a step's failure is fatal, by its conditions and the environment. ERR_CONFIG when a variable
 * is neither yes nor no (1 true yes on, 0 false no off).
 */
int pipeline_fatal(const struct pipeline_step *s, bool *fatal, struct err *e);

/* What a step runs, as one would write it. */
struct buf;
void pipeline_show(const struct pipeline_step *s, struct buf *out);

#endif
