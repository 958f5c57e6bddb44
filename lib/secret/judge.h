/* Whether variables keep a contract, and why one does not; never what they are. */
#ifndef PF_SECRET_JUDGE_H
#define PF_SECRET_JUDGE_H

#include <stdbool.h>

#include "secret/contract.h"
#include "secret/vars.h"

struct buf;

enum judge_says {
	JUDGE_FINE,
	JUDGE_ABSENT,  /* and need not be there */
	JUDGE_WANTED,  /* recommended, and not there */
	JUDGE_MISSING, /* required, and not there */
	JUDGE_EMPTY,   /* required, and set to nothing */
	JUDGE_HIDDEN,  /* the same, and that hides the value of another source */
	JUDGE_PATTERN, /* it does not match */
	JUDGE_KNOWN,   /* it is, or its password is, what everybody knows */
	JUDGE_KEY,     /* where the database's password belongs stands an API key */
};

/* Of one key; *var is what was judged, borrowed, or NULL. */
enum judge_says judge_key(
    const struct contract_key *k, const struct vars *v, const struct var **var);

/* All of them: the names of those that fail are added to *broken with ", " between, and each is told as
 * a warning. */
void judge_contract(const struct contract *c, const struct vars *v, struct buf *broken);

/* The names of a list that are missing or empty, added likewise. */
void judge_list(const char *list, const struct vars *v, struct buf *missing);

/* Whether that keeps a program from running. */
bool judge_fails(enum judge_says says);

/* A sentence without its subject, and what to do about it. */
const char *judge_text(enum judge_says says);
const char *judge_fix(enum judge_says says);

/* Whether the value is a database's address whose password is an API key: a JWT, "sb_secret_...". */
bool judge_service_key(const char *value);

/* Whether a switch is on: 1, true, yes, on. */
bool judge_on(const char *value);

#endif
