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

struct awss_version {
	char *id;    /* owned; the token of the request that made it */
	char *value; /* owned; text, or base64 */
	bool binary;
	int64_t created;
	char *stages[AWS_STAGES_MAX]; /* owned */
	size_t nstages;
};

struct awss_tag {
	char *key, *value; /* owned */
};

struct awss_secret {
	char *name, *arn;              /* owned */
	char *description, *kms;       /* owned; NULL: none */
	struct awss_tag *tags;         /* owned */
	struct awss_version *versions; /* owned; in order of time */
	size_t ntags, nversions;
	int64_t created, changed;
	int64_t accessed; /* 0: never */
	int64_t deleted;  /* when it will be gone; 0: it stays */
};

struct awss_store {
	struct awss_secret *secrets; /* owned; in order of time */
	size_t n;
	uint64_t made; /* those that are gone included */
};

void awss_store_release(struct awss_store *s);

/* By name, by ARN, or by an ARN without its last hyphen and six letters. Borrowed until a secret is
 * added or removed. NULL: none. */
struct awss_secret *awss_store_find(const struct awss_store *s, const char *id);

/* A new secret without a version; NULL when there are AWS_SECRETS_MAX. */
struct awss_secret *awss_store_add(struct awss_store *s, const char *name, int64_t now);
void awss_store_remove(struct awss_store *s, struct awss_secret *secret);
void awss_secret_tag(struct awss_secret *secret, const char *key, const char *value);

/* NULL: none. */
struct awss_version *awss_version_find(const struct awss_secret *secret, const char *id);
struct awss_version *awss_version_staged(const struct awss_secret *secret, const char *stage);

/* A new version without a stage; NULL when AWS_VERSIONS_MAX have one. */
struct awss_version *awss_version_add(
    struct awss_secret *secret, const char *id, const char *value, bool binary, int64_t now);
bool awss_version_is(const struct awss_version *v, const char *stage);

/* Let the version have a stage, which the one that had it loses; who loses AWSCURRENT becomes
 * AWSPREVIOUS. -1 when it has AWS_STAGES_MAX. */
int awss_version_stage(struct awss_secret *secret, struct awss_version *v, const char *stage);

/* It has the stage no more, if it had. */
void awss_version_unstage(struct awss_version *v, const char *stage);

/*
 * Add what a file has: {"name": {"KEY": "value"}, "other": "text"}, a secret each. An object is the
 * secret's text as it is written, but with blanks for line breaks. Does nothing when the file is
 * not there. ERR_DATA with the place, ERR_IO.
 */
int awss_store_read(struct awss_store *s, const char *path, int64_t now, struct err *e);

#endif
