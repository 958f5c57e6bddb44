#include "db/migrate_script.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define WHAT_MAX 160 /* bytes of a statement shown in a message */

/* Settings that a dump of a newer server makes and an older server refuses. */
static const struct setting {
	const char *name;
	int since; /* server version */
} settings[] = {
	{ "transaction_timeout", 170000 },
	{ NULL, 0 },
};

static const struct sql_token *
at(const struct sql_script *sql, const struct sql_statement *st, size_t k)
{
	static const struct sql_token none = { .kind = SQL_END, .p = "" };

	return st->first + k < st->end ? &sql->tokens[st->first + k] : &none;
}

static size_t
size(const struct sql_statement *st)
{
	return st->end - st->first;
}

static void
blank_out(struct script *s, const char *from, const char *to)
{
	char *p = s->text + (from - s->text), *end = s->text + (to - s->text);

	for (; p < end; p++)
		if (*p != '\n')
			*p = ' ';
	s->blanked++;
}

static void
blank_statement(struct script *s, const struct sql_statement *st)
{
	const struct sql_token *first = at(&s->sql, st, 0), *last = at(&s->sql, st, size(st) - 1);

	blank_out(s, first->p, last->p + last->n);
}

static bool
is_unknown_setting(const struct sql_script *sql, const struct sql_statement *st, int version)
{
	size_t k,
	    name = sql_word(at(sql, st, 1), "session") || sql_word(at(sql, st, 1), "local") ? 2 : 1;

	if (!sql_word(at(sql, st, 0), "set"))
		return false;
	for (k = 0; settings[k].name != NULL; k++)
		if (version < settings[k].since && sql_word(at(sql, st, name), settings[k].name))
			return true;
	return false;
}

/* pg_dump --schema=public makes the schema that every database has. */
static bool
is_public_schema(const struct sql_script *sql, const struct sql_statement *st)
{
	return size(st) == 3 && sql_word(at(sql, st, 0), "create") &&
	       sql_word(at(sql, st, 1), "schema") && sql_word(at(sql, st, 2), "public");
}

static bool
is_begin(const struct sql_script *sql, const struct sql_statement *st)
{
	return sql_word(at(sql, st, 0), "begin") ||
	       (sql_word(at(sql, st, 0), "start") && sql_word(at(sql, st, 1), "transaction"));
}

static bool
is_commit(const struct sql_script *sql, const struct sql_statement *st)
{
	return (sql_word(at(sql, st, 0), "commit") || sql_word(at(sql, st, 0), "end")) &&
	       !sql_word(at(sql, st, 1), "prepared");
}

static bool
is_rollback(const struct sql_script *sql, const struct sql_statement *st)
{
	if (sql_word(at(sql, st, 0), "prepare"))
		return sql_word(at(sql, st, 1), "transaction");
	return sql_word(at(sql, st, 0), "abort") ||
	       (sql_word(at(sql, st, 0), "rollback") && !sql_word(at(sql, st, 1), "to") &&
		   !sql_word(at(sql, st, 2), "to"));
}

static bool
is_copy_in(const struct sql_script *sql, const struct sql_statement *st)
{
	size_t k;

	if (!sql_word(at(sql, st, 0), "copy"))
		return false;
	for (k = 1; k + 1 < size(st); k++)
		if (sql_word(at(sql, st, k), "from") && sql_word(at(sql, st, k + 1), "stdin"))
			return true;
	return false;
}

/* One statement of a file that runs in a transaction of ours. */
static int
statement_check(struct script *s, const struct sql_statement *st, size_t *begins, size_t *commits,
    int version, struct err *e)
{
	size_t line = at(&s->sql, st, 0)->line;

	if (is_copy_in(&s->sql, st))
		return err_set(e, ERR_DATA,
		    "%zu: copy from stdin: its data cannot be sent in a migration: write insert "
		    "statements (pg_dump --inserts), or load it with pf-load",
		    line);
	if (is_unknown_setting(&s->sql, st, version) || is_public_schema(&s->sql, st)) {
		blank_statement(s, st);
		return 0;
	}
	if (s->alone)
		return 0;
	if (is_rollback(&s->sql, st))
		return err_set(
		    e, ERR_DATA, "%zu: a migration cannot end its own transaction", line);
	if (!is_begin(&s->sql, st) && !is_commit(&s->sql, st))
		return 0;
	if ((is_begin(&s->sql, st) ? ++*begins : ++*commits) > 1)
		return err_set(e, ERR_DATA,
		    "%zu: several transactions in one file: make a file of each", line);
	blank_statement(s, st);
	return 0;
}

static bool
is_alone(const char *text, size_t n)
{
	static const char mark[] = "-- pf:no-transaction";
	const char *nl = memchr(text, '\n', n);
	size_t line = nl != NULL ? (size_t)(nl - text) : n;

	while (
	    line > 0 && (text[line - 1] == '\r' || text[line - 1] == ' ' || text[line - 1] == '\t'))
		line--;
	return line == sizeof(mark) - 1 && memcmp(text, mark, line) == 0;
}

/*
 * A lone statement is recorded after it is done, so one that is killed in between runs again: an
 * index that is made or dropped must say that it may.
 */
static int
check_repeatable(const struct script *s, struct err *e)
{
	const struct sql_statement *st = s->sql.statements;
	bool makes = sql_word(at(&s->sql, st, 0), "create");
	size_t k = makes && sql_word(at(&s->sql, st, 1), "unique") ? 2 : 1;

	if ((!makes && !sql_word(at(&s->sql, st, 0), "drop")) ||
	    !sql_word(at(&s->sql, st, k), "index") ||
	    !sql_word(at(&s->sql, st, k + 1), "concurrently") ||
	    sql_word(at(&s->sql, st, k + 2), "if"))
		return 0;
	return err_set(e, ERR_DATA,
	    "%zu: when it is killed before its ledger row is written it runs again, and then fails: "
	    "say %s",
	    at(&s->sql, st, 0)->line,
	    makes ? "create index concurrently if not exists, and a name"
		  : "drop index concurrently if exists");
}

static int
check(struct script *s, int version, struct err *e)
{
	size_t k, begins = 0, commits = 0;

	if (s->sql.cut)
		return err_set(e, ERR_DATA, "%zu: a string or comment has no end",
		    s->sql.tokens_count > 0 ? s->sql.tokens[s->sql.tokens_count - 1].line : 1);
	for (k = 0; k < s->sql.asides_count; k++)
		if (s->sql.asides[k].kind == SQL_META)
			blank_out(s, s->sql.asides[k].p, s->sql.asides[k].p + s->sql.asides[k].n);
	for (k = 0; k < s->sql.count; k++)
		if (statement_check(s, &s->sql.statements[k], &begins, &commits, version, e))
			return -1;
	return 0;
}

int
script_prepare(struct script *s, const char *file, size_t n, int version, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->text = mem_copy(file, n);
	s->len = n;
	if (n >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0) {
		memset(s->text, ' ', 3);
		s->alone = is_alone(s->text + 3, n - 3);
	} else {
		s->alone = is_alone(s->text, n);
	}
	sql_split(&s->sql, s->text, n, 1, false);
	if (check(s, version, e))
		return -1;
	if (s->blanked > 0) {
		sql_script_release(&s->sql);
		sql_split(&s->sql, s->text, n, 1, false);
	}
	if (s->alone && s->sql.count != 1)
		return err_set(e, ERR_DATA,
		    "%zu: a file without a transaction holds exactly one statement, this one %zu: make a "
		    "file of each",
		    s->sql.count > 1 ? at(&s->sql, &s->sql.statements[1], 0)->line : 1,
		    s->sql.count);
	return s->alone ? check_repeatable(s, e) : 0;
}

void
script_release(struct script *s)
{
	sql_script_release(&s->sql);
	free(s->text);
	memset(s, 0, sizeof(*s));
}

/* The text from the byte on, one line, blanks and line ends as one blank each. */
static void
one_line(const char *p, const char *end, struct buf *what)
{
	for (; p < end && what->len < WHAT_MAX; p++) {
		char c = *p == '\n' || *p == '\t' || *p == '\r' ? ' ' : *p;

		if (c != ' ' || (what->len > 0 && what->p[what->len - 1] != ' '))
			buf_char(what, c);
	}
	while (what->len > 0 && what->p[what->len - 1] == ' ')
		what->p[--what->len] = '\0';
	if (p < end) {
		while (what->len > 0 && ((unsigned char)what->p[what->len - 1] & 0xc0) == 0x80)
			what->len--; /* not in the middle of a character */
		if (what->len > 0 && ((unsigned char)what->p[what->len - 1] & 0x80) != 0)
			what->len--;
		what->p[what->len] = '\0';
		buf_str(what, "...");
	}
}

/* The byte that the server's position (in characters) names. */
static const char *
position_byte(const struct script *s, size_t position)
{
	size_t k;

	for (k = 0; k < s->len; k++)
		if (((unsigned char)s->text[k] & 0xc0) != 0x80 && --position == 0)
			break;
	return s->text + k;
}

void
script_where(const struct script *s, size_t position, size_t done, size_t *line, struct buf *what)
{
	const struct sql_token *last;
	size_t k = done;

	*line = 0;
	buf_reset(what);
	if (done >= s->sql.count)
		return; /* behind the file */
	if (position > 0) {
		const char *p = position_byte(s, position);

		for (k = 0; k + 1 < s->sql.count; k++)
			if (s->sql.tokens[s->sql.statements[k + 1].first].p > p)
				break;
		*line = sql_position_line(s->text, s->len, position);
	}
	if (*line == 0)
		*line = at(&s->sql, &s->sql.statements[k], 0)->line;
	last = &s->sql.tokens[s->sql.statements[k].end - 1];
	one_line(s->sql.tokens[s->sql.statements[k].first].p, last->p + last->n, what);
}

bool
script_concurrent_index(const struct script *s, struct buf *schema, struct buf *name)
{
	const struct sql_statement *st = s->sql.statements;
	size_t k;

	if (s->sql.count != 1 || !sql_word(at(&s->sql, st, 0), "create"))
		return false;
	k = sql_word(at(&s->sql, st, 1), "unique") ? 2 : 1;
	if (!sql_word(at(&s->sql, st, k), "index") ||
	    !sql_word(at(&s->sql, st, k + 1), "concurrently"))
		return false;
	k += 2;
	if (sql_word(at(&s->sql, st, k), "if"))
		k += 3; /* if not exists */
	if (sql_word(at(&s->sql, st, k), "on"))
		return false; /* the server chooses its name */
	buf_reset(schema);
	buf_reset(name);
	sql_name(name, at(&s->sql, st, k));
	/* an index lies in its table's schema: on [only] schema.table */
	while (k < size(st) && !sql_word(at(&s->sql, st, k), "on"))
		k++;
	k += sql_word(at(&s->sql, st, k + 1), "only") ? 2 : 1;
	if (sql_mark(at(&s->sql, st, k + 1), '.'))
		sql_name(schema, at(&s->sql, st, k));
	return name->len > 0;
}
