/* A set of AWS keys: who signs, until when, and where it came from. */
#ifndef PF_AWS_KEYS_H
#define PF_AWS_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct json;

struct aws_keys {
	char *id, *secret; /* owned */
	char *token;       /* owned; NULL: keys that stay, not those of a session */
	int64_t expires;   /* ns; CLOCK_NONE: never */
	char from[160];    /* where they came from, for messages: "environment", "profile dev" */
};

/*
 * Fill an empty *k with copies; token and expiration (ISO 8601 with its zone, as all of AWS's sources
 * write it) may be NULL or "". What secret and token are is never logged from then on. ERR_CONFIG
 * naming the source and what is missing, or has a character that no key has (so that it can stand
 * in a header), or is no time; never a value.
 */
int aws_keys_set(struct aws_keys *k, const char *from, const char *id, const char *secret,
    const char *token, const char *expiration, struct err *e);

/* Which members of an object hold the keys. */
struct aws_keys_names {
	const char *id, *secret, *token, *expiration;
};

/* The same from members of a JSON object; ERR_DATA if it is none. */
int aws_keys_read(struct aws_keys *k, const char *from, const struct aws_keys_names *names,
    const struct json *object, struct err *e);

/* Wipes them. *k is empty again. */
void aws_keys_release(struct aws_keys *k);

/* Overwrite a text of ours that held something secret and free it; NULL is fine. */
void aws_wipe(char *text);

#endif
