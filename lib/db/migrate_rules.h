/* Inside of migrate_lint: what the rules see of a statement, and the rules. */
#ifndef PF_DB_MIGRATE_RULES_H
#define PF_DB_MIGRATE_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "db/migrate_lint.h"
#include "db/sqltext.h"

/* A run of tokens: a whole statement, or one action of an ALTER TABLE. */
struct part {
	const struct sql_token *t;
	size_t n;
};

struct look {
	struct part statement;
	struct part action; /* of an ALTER TABLE; n is 0 for every other statement */
	bool new_table; /* the table it touches is made in the same file, or the file is a baseline
			 */
	bool alone;     /* the file runs without a transaction */
	bool body;      /* inside a DO block, where an IF may stand in front */
	bool baseline;
};

/* The token, or one of kind SQL_END behind the last. */
const struct sql_token *part_at(struct part part, size_t k);

/* Where a word stands at or behind from; part.n if nowhere. */
size_t part_find(struct part part, size_t from, const char *word);

/* Behind the words of a phrase ("if not exists") if they stand at k, else k. */
size_t part_skip(struct part part, size_t k, const char *phrase);

/* True if the words of the phrase stand at k. */
bool part_is(struct part part, size_t k, const char *phrase);

/* The token that names the table (its last part, behind a schema) of CREATE TABLE, ALTER TABLE,
 * CREATE INDEX; NULL for the rest. */
const struct sql_token *part_table(struct part statement);

/* Where the actions of an ALTER TABLE begin; statement.n if it is none. */
size_t part_actions(struct part statement);

#endif
