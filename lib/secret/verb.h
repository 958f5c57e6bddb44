/* What the verbs of pf-secrets share: its options, its sources, and those verbs that are more than a
 * few lines. */
#ifndef PF_SECRET_VERB_H
#define PF_SECRET_VERB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cmd.h"
#include "secret/gather.h"
#include "secret/vars.h"

struct buf;
struct err;
struct needles;

/* The first member of the command's options: the tables of the verbs here count from its start. */
struct secret_opts {
	const char *env_file, *from, *contract;
	int64_t timeout, max_stale;
	bool cache;
	const char *except;      /* redact, scan */
	bool git;                /* scan */
	const char *secret;      /* what is written */
	const char *file;        /* put */
	const char *prefix;      /* set-up */
	bool drop, put, replace; /* put --delete; gen --put --replace */
	int64_t bytes;           /* gen */
};

struct gather_options verb_sources(const struct ctx *ctx, const struct secret_opts *o);

/* No other process may look into this one's memory; what it becomes starts anew (prctl(2)). */
int verb_close_up(struct err *e);

/* Everything there is, by the options. */
int verb_load(
    const struct ctx *ctx, const struct gather_options *how, struct vars *v, struct err *e);

/*
 * The values that must not be seen, as needles: of every source, also of those that do not win. Of
 * secrets and programs all but plain words ("production") under names that are none of a secret, of
 * the rest those whose names are; the passwords in addresses alone as well. What the contract (NULL:
 * none) does not call secret, and what except lists, does not count.
 */
int verb_needles(
    struct needles *s, const struct vars *v, const struct secret_opts *o, struct err *e);

extern const struct opt verb_redact_opts[], verb_scan_opts[], verb_put_opts[], verb_secret_opts[],
    verb_setup_opts[];

cmd_run_fn verb_redact, verb_scan, verb_put, verb_create, verb_import, verb_diff, verb_setup;

/* Keys of chance into a secret; names is not empty. */
cmd_run_fn verb_gen_put;

#endif
