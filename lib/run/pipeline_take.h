/* The values of a pipeline's file, by type: from a YAML node into a member of the definition. */
#ifndef PF_RUN_PIPELINE_TAKE_H
#define PF_RUN_PIPELINE_TAKE_H

struct conf;
struct err;

/*
 * Put what stands at c into *to, whose type the name says. file is for messages. 0, or -1 with
 * ERR_CONFIG and the place.
 */
typedef int take_fn(const char *file, const struct conf *c, void *to, struct err *e);

take_fn take_text;    /* char *, not empty */
take_fn take_name;    /* char *, as pipeline_name_ok() */
take_fn take_zone;    /* char *, a time zone of this machine */
take_fn take_bool;    /* bool: true, false, yes, no, on, off */
take_fn take_count;   /* int64_t, 0 to 1000 */
take_fn take_span;    /* int64_t, ns, at most 30 days; "900", "15m", "none" */
take_fn take_env;     /* char **, NAME=VALUE, NULL-terminated */
take_fn take_conds;   /* struct pipeline_conds: VAR, VAR=VALUE or a list of them */
take_fn take_refs;    /* struct pipeline_refs: only notes where it stands; names need all steps */
take_fn take_command; /* struct words: one command, a string or a list of words */
take_fn take_pipe;    /* struct pipeline_step, its pipe: a string with '|' or a list of commands */
take_fn
    take_ensure; /* struct pipeline_step, its ensure: a query's name with arguments, {sql: ...}, or a list of them */
take_fn take_retry; /* struct pipeline_step: attempts, or {attempts, wait} */

#endif
