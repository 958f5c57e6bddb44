/*
 * Where secrets are kept: AWS Secrets Manager, for which the permission secretsmanager:GetSecretValue
 * is enough, and programs. What is fetched is a text; it becomes variables in a second step, so that
 * a cache may stand between the two. (AWS Secrets Manager API Reference, "GetSecretValue".)
 */
#ifndef PF_SECRET_SOURCE_H
#define PF_SECRET_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "secret/vars.h"

struct aws;
struct err;

/*
 * As it is written: "pf/portfolio" (a flat JSON object, each key a variable), "SNAPTRADE_*=pf/broker"
 * (the same, with that in front of each key), "POSTGRES_URL=market-pulse/postgres-url" (the text, as
 * it is, is the value of that variable). Names with '=' in them go by their ARN.
 */
struct source {
	enum vars_type type; /* VARS_AWS or VARS_EXEC */
	char *place;         /* owned; name or ARN of the secret; command */
	char *name;          /* owned; variable that takes the text whole; NULL: none */
	char *prefix;        /* owned; in front of each key; NULL: nothing */
};

/* In the order of who wins. An empty one is { 0 }. */
struct sources {
	struct source *all; /* owned */
	size_t n;
};

/*
 * What the environment and the list from (NULL: PF_SECRETS_FROM) name: with USE_AWS_SECRETS the secrets of
 * AWS_SECRET_NAME, else $AWS_SECRETS_PREFIX/$AWS_SECRETS_ENV (llm-portfolio/production), then
 * "aws:SECRET" and "exec:COMMAND" of the list. Commas part the elements of both. ERR_CONFIG, ERR_USAGE: a list
 * of nothing, too. What cannot be the name of a secret is neither shown nor asked for: it may be one.
 */
int sources_find(struct sources *s, const char *from, struct err *e);
void sources_release(struct sources *s);

/* What is known of a secret's text. An empty one is { 0 }. */
struct secret_text {
	struct buf text;  /* wiped */
	bool binary;      /* it is no text, and so none is here */
	char version[72]; /* "": none */
	int64_t since;    /* ns; CLOCK_NONE: not known */
};
void secret_text_release(struct secret_text *t);

/* What fetches, and keeps its connection to AWS. */
struct fetcher {
	int64_t until; /* of the monotonic clock */
	/* inside */
	struct aws *aws;
	char *region; /* owned */
};
/* A connection to the region of a secret, the one that is open where that will do. ERR_CONFIG. */
int fetcher_open(struct fetcher *f, const char *place, struct err *e);
void fetcher_release(struct fetcher *f);

#define SOURCE_TEXT_MAX ((size_t)256 << 10) /* that a program may print */

/*
 * Fetch it. ERR_CONFIG: there is no such secret, it is binary, no credentials, the program failed or
 * printed too much; ERR_PERM: they may not read it; ERR_REMOTE; ERR_TEMP: busy, no answer in time. A
 * program runs without a shell, its stderr is ours, its input empty; that it ends with 69, 75 or 77
 * is an error of that kind.
 */
int source_fetch(struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e);

/* Add its variables as a new source. ERR_CONFIG (secret/text.h), naming the source. */
int source_take(const struct source *s, const struct secret_text *t, struct vars *v, struct err *e);

/* How messages call it: "secret pf/portfolio", "program ./fetch"; for free(). */
char *source_title(const struct source *s);

/* The region for a secret: that of its ARN, else as AWS's tools find it, else us-east-1; for free().
 * NULL with ERR_CONFIG. */
char *source_region(const char *place, struct err *e);

/* The two kinds, for source_fetch(). */
int source_fetch_aws(
    struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e);
int source_fetch_exec(
    struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e);

#endif
