/* Who may sign: the test key, which lasts, and the temporary credentials that were handed out. */
#ifndef PF_SANDBOX_AWS_KEYS_H
#define PF_SANDBOX_AWS_KEYS_H

#include <stddef.h>
#include <stdint.h>

#define AWS_ACCOUNT "123456789012"
#define AWS_REGION "us-east-1"
#define AWS_TEST_KEY "AKIDSANDBOX000000000"
#define AWS_TEST_SECRET "sandbox+test/key00000000000000000000000/" /* 40, as AWS's are */
#define AWS_SESSIONS_MAX 1024                                      /* the oldest is forgotten */

struct awss_key {
	char id[24];
	char secret[48];
	char token[128];  /* "": none is needed */
	int64_t expires;  /* INT64_MAX: never */
	char arn[512];    /* of whom it stands for */
	char caller[256]; /* their UserId */
};

struct awss_keys {
	struct awss_key sessions[AWS_SESSIONS_MAX];
	uint64_t made; /* sessions, those that are forgotten included */
};

/* The key of that id, or NULL. */
const struct awss_key *awss_keys_find(const struct awss_keys *keys, const char *id);

/* New credentials of a role that a session plays, until a time; borrowed until AWS_SESSIONS_MAX
 * more were made. role and session are cut where they are too long. */
const struct awss_key *awss_keys_make(
    struct awss_keys *keys, const char *role, const char *session, int64_t expires);

#endif
