/* The secrets that there are, with their versions and who of them is what ("AWSCURRENT"); they last
 * as long as the sandbox runs. */
#ifndef PF_SANDBOX_AWS_STORE_H
#define PF_SANDBOX_AWS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define AWS_STAGES_MAX 20     /* of a version */
#define AWS_VERSIONS_MAX 100  /* of a secret; the oldest without a stage makes room */
#define AWS_TAGS_MAX 50       /* of a secret */
#define AWS_SECRETS_MAX 10000 /* AWS has 500000 */
#define AWS_CURRENT "AWSCURRENT"
#define AWS_PREVIOUS "AWSPREVIOUS"

struct aws_version {
	char *id;    /* owned; the token of the request that made it */
	char *value; /* owned; text, or base64 */
	bool binary;
	int64_t created;
	char *stages[AWS_STAGES_MAX]; /* owned */
	size_t nstages;
};

struct aws_tag {
	char *key, *value; /* owned */
};

struct aws_secret {
	char *name, *arn;             /* owned */
	char *description, *kms;      /* owned; NULL: none */
	struct aws_tag *tags;         /* owned */
	struct aws_version *versions; /* owned; in order of time */
	size_t ntags, nversions;
	int64_t created, changed;
	int64_t accessed; /* 0: never */
	int64_t deleted;  /* when it will be gone; 0: it stays */
};

struct aws_store {
	struct aws_secret *secrets; /* owned; in order of time */
	size_t n;
	uint64_t made; /* those that are gone included */
};

void aws_store_release(struct aws_store *s);

/* By name, by ARN, or by an ARN without its last hyphen and six letters. Borrowed until a secret is
 * added or removed. NULL: none. */
struct aws_secret *aws_store_find(const struct aws_store *s, const char *id);

/* A new secret without a version; NULL when there are AWS_SECRETS_MAX. */
struct aws_secret *aws_store_add(struct aws_store *s, const char *name, int64_t now);
void aws_store_remove(struct aws_store *s, struct aws_secret *secret);
void aws_secret_tag(struct aws_secret *secret, const char *key, const char *value);

/* NULL: none. */
struct aws_version *aws_version_find(const struct aws_secret *secret, const char *id);
struct aws_version *aws_version_staged(const struct aws_secret *secret, const char *stage);

/* A new version without a stage; NULL when AWS_VERSIONS_MAX have one. */
struct aws_version *aws_version_add(
    struct aws_secret *secret, const char *id, const char *value, bool binary, int64_t now);
bool aws_version_is(const struct aws_version *v, const char *stage);

/* Let the version have a stage, which the one that had it loses; who loses AWSCURRENT becomes
 * AWSPREVIOUS. -1 when it has AWS_STAGES_MAX. */
int aws_version_stage(struct aws_secret *secret, struct aws_version *v, const char *stage);

/*
 * Add what a file has: {"name": {"KEY": "value"}, "other": "text"}, a secret each. An object is the
 * secret's text as it is written, but with blanks for line breaks. Does nothing when the file is
 * not there. ERR_DATA with the place, ERR_IO.
 */
int aws_store_read(struct aws_store *s, const char *path, int64_t now, struct err *e);

#endif
