/*
 * What a program wants of its environment, as a file says it: share/contracts/NAME.yaml.
 *
 *	name: portfolio
 *	help: the portfolio backend
 *	keys:
 *	  DATABASE_URL:
 *	    need: required          # or recommended; optional when nothing is said
 *	    if: REQUIRE_DATABASE    # required when that variable says 1, true, yes or on
 *	    or: POSTGRES_URL        # another name that does as well
 *	    secret: true            # never shown; masked where logs are public
 *	    database: true          # its password must be one of a database
 *	    pattern: postgresql://.+  # the whole of the value (POSIX extended)
 *	    never: [postgres]       # what everybody knows: the value, or the address's password
 *	    help: the database
 */
#ifndef PF_SECRET_CONTRACT_H
#define PF_SECRET_CONTRACT_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct err;

enum contract_need { CONTRACT_OPTIONAL, CONTRACT_RECOMMENDED, CONTRACT_REQUIRED };

struct contract_key {
	char *name; /* owned, as all texts here */
	enum contract_need need;
	char *when;    /* "if"; NULL */
	char *other;   /* "or"; NULL */
	char *pattern; /* as written; NULL */
	regex_t re;    /* of the pattern, with both ends */
	bool secret, database;
	char *never; /* list with commas; NULL */
	char *help;  /* NULL */
};

/* An empty one is { 0 }. */
struct contract {
	char *name, *file, *help;
	struct contract_key *keys; /* owned; in the order of the file */
	size_t n;
};

#define CONTRACT_KEYS_MAX 256

/*
 * Read the one of that name, or of that file when it has a slash or ends with ".yaml". ERR_CONFIG with the
 * place in the file; ERR_NOINPUT with the nearest name.
 */
int contract_open(struct contract *c, const char *name, struct err *e);
void contract_release(struct contract *c);

/* The key of that name, or whose other name it is ("or"); NULL. */
const struct contract_key *contract_find(const struct contract *c, const char *name);

/* Its keys, a record without a kind each; name NULL: the names of those that come with us. As
 * contract_open(), ERR_IO. */
int contract_print(const char *name, FILE *fp, struct err *e);

/* The names of those that come with us, for free(): words with blanks between. */
char *contract_names(void);

#endif
