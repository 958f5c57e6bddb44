/*
 * The variables that a command shall find in its environment, and where each of them comes from. What
 * a source has and another one hides is kept as well, so that it can be told who won. Values are
 * wiped when they are released.
 */
#ifndef PF_SECRET_VARS_H
#define PF_SECRET_VARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* The kinds of sources, in the order of who wins. */
enum vars_type {
	VARS_ENVIRONMENT, /* what we were started with */
	VARS_FILE,        /* the env file */
	VARS_AWS,         /* AWS Secrets Manager */
	VARS_EXEC,        /* what a program printed */
	VARS_SETTINGS,    /* pf.yaml */
};

struct vars_source {
	enum vars_type type;
	char *place;   /* owned; path, name of the secret, command; NULL */
	char *version; /* owned; of the secret; NULL */
	int64_t since; /* ns, when that was written; CLOCK_NONE: not known */
};

struct var {
	char *name;  /* owned */
	char *value; /* owned; NUL-terminated, a NUL is in none */
	size_t len;
	size_t source; /* index in sources */
	size_t lineno; /* in its source; 0: none */
};

/* An empty one is { 0 }. */
struct vars {
	struct vars_source *sources; /* owned */
	size_t nsources;
	struct var *all; /* owned; by name, those of one name by who wins: the first */
	size_t n;
};

#define VARS_MAX 4096 /* in all sources together */

void vars_release(struct vars *v);

/* A new source; its index. Of several of one type the earlier wins. place and version are copied. */
size_t vars_source(
    struct vars *v, enum vars_type type, const char *place, const char *version, int64_t since);

/*
 * Add what a source has, copied. Within a source the later one wins. ERR_CONFIG when there are
 * VARS_MAX already.
 */
int vars_add(struct vars *v, size_t source, const char *name, const char *value, size_t lineno,
    struct err *e);

/* The one that wins, or NULL. Its value if it is not empty, or NULL. */
const struct var *vars_get(const struct vars *v, const char *name);
const char *vars_value(const struct vars *v, const char *name);

/* Whether all[i] wins, and so is what its command finds. */
bool vars_wins(const struct vars *v, size_t i);

/* "environment", "env-file", "aws", "exec", "settings". */
const char *vars_type_name(enum vars_type type);

/* Where a variable comes from, for people: "/etc/pf/pf.env:3", "aws pf/portfolio"; for free(). */
char *vars_place(const struct vars *v, const struct var *var);

/*
 * NAME=VALUE of all that win, and what of env is no variable of that form (a shell's functions);
 * NULL-terminated, owned by the caller, for vars_environ_free(), which wipes it. env NULL: nothing.
 */
char **vars_environ(const struct vars *v, char *const *env);
void vars_environ_free(char **env);

/* The next word of a list with commas and blanks between its words (NULL: an empty one), n bytes of it;
 * *list is then behind it. NULL at the end. */
const char *vars_word(const char **list, size_t *n);

/* Whether name is one of such a list. */
bool vars_listed(const char *list, const char *name);

#endif
