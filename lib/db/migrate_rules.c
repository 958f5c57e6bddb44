#include "db/migrate_rules.h"

#include <string.h>

const struct sql_token *
part_at(struct part part, size_t k)
{
	static const struct sql_token none = { .kind = SQL_END, .p = "" };

	return k < part.n ? &part.t[k] : &none;
}

size_t
part_find(struct part part, size_t from, const char *word)
{
	while (from < part.n && !sql_word(&part.t[from], word))
		from++;
	return from;
}

size_t
part_skip(struct part part, size_t k, const char *phrase)
{
	char word[32];
	size_t at = k;

	while (*phrase != '\0') {
		size_t n = strcspn(phrase, " ");

		memcpy(word, phrase, n);
		word[n] = '\0';
		if (!sql_word(part_at(part, at++), word))
			return k;
		phrase += n + (phrase[n] == ' ');
	}
	return at;
}

bool
part_is(struct part part, size_t k, const char *phrase)
{
	return part_skip(part, k, phrase) != k;
}

/* The last part of the name at k: "b" of a.b; *k moves behind it. */
static const struct sql_token *
name_at(struct part part, size_t *k)
{
	while (sql_mark(part_at(part, *k + 1), '.'))
		*k += 2;
	return *k < part.n ? &part.t[(*k)++] : NULL;
}

static const struct sql_token *
alter_table(struct part st, size_t *actions)
{
	size_t k;
	const struct sql_token *name;

	if (!part_is(st, 0, "alter table"))
		return NULL;
	k = part_skip(st, part_skip(st, 2, "if exists"), "only");
	name = name_at(st, &k);
	if (sql_mark(part_at(st, k), '*'))
		k++;
	*actions = k;
	return name;
}

size_t
part_actions(struct part st)
{
	size_t k = st.n;

	return alter_table(st, &k) != NULL ? k : st.n;
}

/* Behind CREATE and the words that may stand before TABLE. */
static size_t
create_kind(struct part st)
{
	static const char *const words[] = { "or replace", "global", "local", "temporary", "temp",
		"unlogged", "unique", "recursive", NULL };
	size_t k, w;

	if (!sql_word(part_at(st, 0), "create"))
		return st.n;
	for (k = 1, w = 0; words[w] != NULL; w++)
		k = part_skip(st, k, words[w]);
	return k;
}

const struct sql_token *
part_table(struct part st)
{
	size_t k = create_kind(st), unused;

	if (k >= st.n)
		return alter_table(st, &unused);
	if (sql_word(part_at(st, k), "table")) {
		k = part_skip(st, k + 1, "if not exists");
		return name_at(st, &k);
	}
	if (sql_word(part_at(st, k), "index")) {
		k = part_skip(st, part_find(st, k, "on") + 1, "only");
		return name_at(st, &k);
	}
	return NULL;
}

/* Any of the words, blank-separated, anywhere in the part. */
static bool
has_any(struct part part, const char *words)
{
	char word[32];

	while (*words != '\0') {
		size_t n = strcspn(words, " ");

		memcpy(word, words, n);
		word[n] = '\0';
		if (part_find(part, 0, word) < part.n)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

static bool
index_blocks(const struct look *l)
{
	size_t k = create_kind(l->statement);

	return part_is(l->statement, k, "index") && !part_is(l->statement, k + 1, "concurrently") &&
	       !l->new_table;
}

static bool
needs_no_transaction(const struct look *l)
{
	struct part st = l->statement;
	bool index = part_is(st, create_kind(st), "index") || part_is(st, 0, "drop index") ||
		     part_is(st, 0, "reindex");

	if (l->alone)
		return false;
	return (index && part_find(st, 0, "concurrently") < st.n) || part_is(st, 0, "vacuum") ||
	       part_is(st, 0, "create database") || part_is(st, 0, "drop database") ||
	       part_is(st, 0, "alter system") || part_is(st, 0, "create tablespace") ||
	       part_is(st, 0, "drop tablespace");
}

/* Behind ALTER [COLUMN] name, or the part's end. */
static size_t
altered_column(struct part action)
{
	return part_is(action, 0, "alter") ? part_skip(action, 1, "column") + 1 : action.n;
}

static bool
type_rewrite(const struct look *l)
{
	size_t k = part_skip(l->action, altered_column(l->action), "set data");

	if (l->new_table || !part_is(l->action, k, "type"))
		return false;
	/* lifting a length or a precision keeps the rows as they are */
	return !((part_is(l->action, k + 1, "text") || part_is(l->action, k + 1, "numeric")) &&
		 k + 2 == l->action.n);
}

/* An action "add [column] [if not exists] name type": where the name stands; the part's end for any
 * other. */
static size_t
added_column(struct part action)
{
	size_t k = part_skip(action, 1, "column");

	if (!part_is(action, 0, "add"))
		return action.n;
	if (k == 1 && has_any((struct part){ &action.t[1], action.n > 1 },
			  "constraint primary unique foreign check exclude"))
		return action.n;
	return part_skip(action, k, "if not exists");
}

static bool
drop_data(const struct look *l)
{
	struct part a = l->action;

	if (l->baseline)
		return false;
	if (part_is(l->statement, 0, "drop"))
		return has_any((struct part){ l->statement.t, l->statement.n > 1 ? 2 : 1 },
		    "table schema database");
	return !l->new_table && part_is(a, 0, "drop") && !part_is(a, 1, "constraint") &&
	       !part_is(a, 1, "default");
}

static bool
not_null_scan(const struct look *l)
{
	return !l->new_table && part_is(l->action, altered_column(l->action), "set not null");
}

static bool
volatile_default(const struct look *l)
{
	size_t k = added_column(l->action);
	struct part rest;

	if (k >= l->action.n || l->new_table)
		return false;
	rest = (struct part){ l->action.t + k, l->action.n - k };
	if (has_any(rest, "serial bigserial smallserial stored identity"))
		return true;
	return part_find(rest, 0, "default") < rest.n &&
	       has_any(rest,
		   "random gen_random_uuid clock_timestamp nextval timeofday uuid_generate_v4 "
		   "uuid_generate_v1 uuidv7");
}

static bool
renames(const struct look *l)
{
	struct part st = l->statement;

	if (l->action.n > 0)
		return !l->new_table && part_is(l->action, 0, "rename") &&
		       !part_is(l->action, 1, "constraint");
	return (part_is(st, 0, "alter view") || part_is(st, 0, "alter function") ||
		   part_is(st, 0, "alter schema") || part_is(st, 0, "alter type")) &&
	       part_find(st, 2, "rename") < st.n && part_find(st, 2, "to") < st.n;
}

static bool
constraint_scan(const struct look *l)
{
	struct part a = l->action;

	if (l->new_table || !part_is(a, 0, "add"))
		return false;
	if (added_column(a) < a.n)
		return false; /* a column that is new has nothing but its default to check */
	return !(part_find(a, 0, "not") < a.n && has_any(a, "valid")) &&
	       !part_is(a, part_find(a, 0, "using"), "using index");
}

static bool
takes_all_rows(const struct look *l)
{
	struct part st = l->statement;

	if (part_is(st, 0, "truncate"))
		return true;
	return (part_is(st, 0, "delete from") || part_is(st, 0, "update")) && !l->new_table &&
	       part_find(st, 1, "where") == st.n;
}

static bool
not_rerunnable(const struct look *l)
{
	struct part st = l->statement;
	size_t k = create_kind(st), name = added_column(l->action);

	if (l->body || l->baseline)
		return false;
	if (k < st.n &&
	    has_any((struct part){ &st.t[k], 1 }, "table index sequence schema extension"))
		return part_find(st, k, "exists") == st.n;
	if (part_is(st, 0, "drop"))
		return part_find(st, 1, "exists") == st.n;
	if (l->action.n > 0 && name < l->action.n && !l->new_table)
		return !part_is(l->action, name > 3 ? name - 3 : 0, "if not exists");
	return part_is(l->action, 0, "drop") && part_find(l->action, 1, "exists") == l->action.n;
}

static bool
public_access(const struct look *l)
{
	struct part st = l->statement;
	size_t to = part_find(st, 1, "to"), using = part_find(st, 1, "using"),
	       with = part_find(st, 1, "with");
	size_t end = using < with ? using : with;
	struct part roles = { st.t + to, end > to ? end - to : 0 };

	if (part_is(st, 0, "grant") ||
	    (part_is(st, 0, "alter default") && part_find(st, 0, "grant") < st.n))
		return has_any(roles, "public anon authenticated");
	if (!part_is(st, 0, "create policy"))
		return false;
	return to == st.n || has_any(roles, "public anon authenticated");
}

static bool
inexact_type(const struct look *l)
{
	struct part p = l->action.n > 0 ? l->action : l->statement;
	bool makes = l->action.n > 0 ? part_is(p, 0, "add") || part_is(p, 0, "alter")
				     : part_is(p, create_kind(p), "table");
	size_t k;

	if (l->baseline)
		return false; /* it says what is there */
	for (k = 2; makes && k < p.n; k++)
		if ((p.t[k].kind == SQL_WORD &&
			has_any((struct part){ &p.t[k], 1 }, "real float4 float8 money float")) ||
		    part_is(p, k, "double precision"))
			if (p.t[k - 1].kind == SQL_WORD || p.t[k - 1].kind == SQL_QUOTED)
				return true;
	return false;
}

static bool
own_transaction(const struct look *l)
{
	struct part st = l->statement;

	if (l->body || l->alone)
		return false;
	return part_is(st, 0, "begin") || part_is(st, 0, "commit") || part_is(st, 0, "end") ||
	       part_is(st, 0, "start transaction");
}

static bool
never(const struct look *l)
{
	(void)l; /* script_prepare() finds it */
	return false;
}

/* clang-format off */
const struct lint_rule lint_rules[] = {
	{ "index-blocks", index_blocks, false, false, "create index stops all writes to the table until it is built",
	    "create index concurrently if not exists, in a file of its own that begins with -- pf:no-transaction" },
	{ "needs-no-transaction", needs_no_transaction, true, false, "this statement cannot run inside a transaction",
	    "put it alone in a file that begins with -- pf:no-transaction" },
	{ "type-rewrite", type_rewrite, false, false, "changing a column's type rewrites the whole table under an exclusive lock",
	    "add a new column, fill it in batches, switch over" },
	{ "drop-data", drop_data, false, true, "what is dropped is gone, and code that still runs may read it",
	    "stop using it first, drop it in a later release, with a backup" },
	{ "not-null-scan", not_null_scan, false, false, "set not null reads the whole table under an exclusive lock",
	    "add a check (x is not null) not valid, validate it, then set not null" },
	{ "volatile-default", volatile_default, false, false, "this default is computed for every row: the whole table is rewritten",
	    "add the column without it, set the default, fill the old rows in batches" },
	{ "rename", renames, false, false, "code that still runs knows the old name only",
	    "add the new name beside the old one and remove the old one later" },
	{ "constraint-scan", constraint_scan, false, false, "a new constraint checks every row under a lock that stops writes",
	    "add it not valid and validate it in another file; for a key, add it using a finished index" },
	{ "truncate", takes_all_rows, false, true, "truncate, or delete or update without where, takes every row",
	    "say which rows" },
	{ "not-rerunnable", not_rerunnable, false, false, "a second run of this statement fails",
	    "if not exists, if exists, or create or replace" },
	{ "public-access", public_access, false, false, "everybody, or the roles behind a hosted database's public key, may read this",
	    "grant it to a role of the application" },
	{ "inexact-type", inexact_type, false, false, "real, double precision and money cannot hold prices and amounts exactly",
	    "numeric" },
	{ "own-transaction", own_transaction, false, false, "the file is one transaction anyway, with its ledger row inside",
	    "leave begin and commit out" },
	{ "unsendable", never, true, false, "the file cannot be sent to the server as it is", "" },
	{ 0 }
};
/* clang-format on */
