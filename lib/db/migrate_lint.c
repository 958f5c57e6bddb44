#include "db/migrate_lint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/migrate_rules.h"
#include "db/migrate_script.h"
#include "db/sqltext.h"
#include "io/emit.h"

#define SERVER_NEWEST                                                                              \
	999999 /* knows every setting: a dump is not blamed for what older servers do not know */

/* A script being looked through: the file, or the body of a DO block in it. */
struct walk {
	const struct sql_script *sql;
	const struct walk *outer;             /* NULL for the file */
	const struct sql_statement *outer_at; /* the DO statement in it */
	bool body;
};

struct lint {
	lint_fn *found;
	void *arg;
	bool baseline, alone;
	char **tables; /* owned; names of tables that the file itself makes */
	size_t tables_count, tables_cap;
};

static const struct sql_token *
first_of(const struct walk *w, const struct sql_statement *st)
{
	return &w->sql->tokens[st->first];
}

static const struct sql_token *
last_of(const struct walk *w, const struct sql_statement *st)
{
	return &w->sql->tokens[st->end - 1];
}

/* Does the comment allow the rule: "pf:allow" and a list of names, until anything that is no name.
 */
static bool
allows(const struct sql_token *comment, const char *rule)
{
	static const char mark[] = "pf:allow";
	const char *end = comment->p + comment->n;
	const char *p = memmem(comment->p, comment->n, mark, sizeof(mark) - 1);
	size_t n;

	if (comment->kind != SQL_COMMENT || p == NULL)
		return false;
	for (p += sizeof(mark) - 1; p < end; p += n) {
		while (p < end && (*p == ' ' || *p == ','))
			p++;
		for (n = 0; p + n < end && (islower((unsigned char)p[n]) || p[n] == '-'); n++)
			;
		if (n == strlen(rule) && memcmp(p, rule, n) == 0)
			return true;
		if (n == 0)
			break;
	}
	return false;
}

/* A comment belongs to the statement that it stands in or in front of, or behind on its last line.
 */
static bool
belongs(const struct walk *w, const struct sql_statement *st, const struct sql_token *comment)
{
	size_t k = (size_t)(st - w->sql->statements);
	const struct sql_token *before = k > 0 ? last_of(w, st - 1) : NULL;

	if (comment->p < last_of(w, st)->p)
		return before == NULL || (comment->p > before->p && comment->line > before->line);
	return comment->line == last_of(w, st)->line;
}

static bool
allowed(const struct walk *w, const struct sql_statement *st, const char *rule)
{
	size_t k;

	for (; w != NULL; st = w->outer_at, w = w->outer)
		for (k = 0; k < w->sql->asides_count; k++)
			if (allows(&w->sql->asides[k], rule) && belongs(w, st, &w->sql->asides[k]))
				return true;
	return false;
}

static bool
is_new(const struct lint *lint, const struct sql_token *table)
{
	struct buf name = { 0 };
	bool is = false;
	size_t k;

	if (table == NULL)
		return false;
	sql_name(&name, table);
	for (k = 0; k < lint->tables_count && !is; k++)
		is = name.p != NULL && strcmp(name.p, lint->tables[k]) == 0;
	buf_release(&name);
	return is;
}

static int
rules(struct lint *lint, const struct walk *w, const struct sql_statement *st, struct look *look,
    size_t line, struct err *e)
{
	const struct lint_rule *rule;

	for (rule = lint_rules; rule->name != NULL; rule++) {
		struct lint_finding f = { .rule = rule, .line = line };

		if (rule->hits(look) && !allowed(w, st, rule->name) &&
		    lint->found(lint->arg, &f, e))
			return -1;
	}
	return 0;
}

/* The actions of an ALTER TABLE, one by one: they are separated by the commas outside brackets. */
static int
actions(struct lint *lint, const struct walk *w, const struct sql_statement *st, struct look *look,
    struct err *e)
{
	struct part all = look->statement;
	size_t k, from = part_actions(all), depth = 0;

	for (k = from; k <= all.n; k++) {
		if (k < all.n && sql_mark(&all.t[k], '('))
			depth++;
		else if (k < all.n && sql_mark(&all.t[k], ')') && depth > 0)
			depth--;
		if (k < all.n && (depth > 0 || !sql_mark(&all.t[k], ',')))
			continue;
		look->action = (struct part){ all.t + from, k - from };
		if (k > from && rules(lint, w, st, look, all.t[from].line, e))
			return -1;
		from = k + 1;
	}
	return 0;
}

static bool
body_of(
    const struct walk *w, const struct sql_statement *st, const char **p, size_t *n, size_t *line)
{
	size_t k;

	if (!sql_word(first_of(w, st), "do"))
		return false;
	for (k = st->first + 1; k < st->end; k++)
		if (sql_dollar_body(&w->sql->tokens[k], p, n, line))
			return true;
	return false;
}

typedef int statement_fn(
    struct lint *lint, const struct walk *w, const struct sql_statement *st, struct err *e);

/* Call fn for every statement of the script and of the DO blocks in it. */
static int
each(struct lint *lint, const struct walk *w, statement_fn *fn, struct err *e)
{
	size_t k, n, line;
	const char *p;

	for (k = 0; k < w->sql->count; k++) {
		const struct sql_statement *st = &w->sql->statements[k];
		struct sql_script body;
		struct walk in = { .sql = &body, .outer = w, .outer_at = st, .body = true };
		int failed;

		if (fn(lint, w, st, e))
			return -1;
		if (w->body || !body_of(w, st, &p, &n, &line))
			continue;
		sql_split(&body, p, n, line, true);
		failed = each(lint, &in, fn, e);
		sql_script_release(&body);
		if (failed)
			return -1;
	}
	return 0;
}

static struct part
part_of(const struct walk *w, const struct sql_statement *st)
{
	return (struct part){ first_of(w, st), st->end - st->first };
}

static int
note_table(struct lint *lint, const struct walk *w, const struct sql_statement *st, struct err *e)
{
	struct part part = part_of(w, st);
	const struct sql_token *table = part_table(part);
	struct buf name = { 0 };

	(void)e; /* cannot fail */
	if (table == NULL || !sql_word(part.t, "create") || part_find(part, 1, "table") > 4)
		return 0;
	if (lint->tables_count == lint->tables_cap) {
		lint->tables_cap = mem_more(lint->tables_cap, lint->tables_count + 1);
		lint->tables = mem_grow(lint->tables, lint->tables_cap, sizeof(*lint->tables));
	}
	sql_name(&name, table);
	lint->tables[lint->tables_count++] = buf_take(&name);
	return 0;
}

static int
look_at(struct lint *lint, const struct walk *w, const struct sql_statement *st, struct err *e)
{
	struct look look = { .statement = part_of(w, st),
		.alone = lint->alone,
		.body = w->body,
		.baseline = lint->baseline };

	look.new_table = lint->baseline || is_new(lint, part_table(look.statement));
	if (part_actions(look.statement) < look.statement.n)
		return actions(lint, w, st, &look, e);
	return rules(lint, w, st, &look, first_of(w, st)->line, e);
}

/* What script_prepare() refuses is a finding, with the line that it names. */
static int
unsendable(struct lint *lint, const struct err *why, struct err *e)
{
	size_t digits = strspn(why->msg, "0123456789");
	uint64_t line = 0;
	struct lint_finding f = { .text = why->msg };

	if (digits > 0 && strncmp(why->msg + digits, ": ", 2) == 0 &&
	    num_uint(why->msg, digits, UINT32_MAX, &line) == 0)
		f.text = why->msg + digits + 2;
	f.line = (size_t)line;
	for (f.rule = lint_rules; strcmp(f.rule->name, "unsendable") != 0; f.rule++)
		;
	return lint->found(lint->arg, &f, e);
}

int
lint_file(const char *file, size_t n, bool baseline, lint_fn *found, void *arg, struct err *e)
{
	struct lint lint = { .found = found, .arg = arg, .baseline = baseline };
	struct script script = { 0 };
	struct sql_script sql = { 0 };
	struct walk w = { .sql = &sql };
	struct err why;
	int rc = -1;

	if (script_prepare(&script, file, n, SERVER_NEWEST, &why)) {
		rc = unsendable(&lint, &why, e);
		goto out; /* what follows a COPY is no SQL */
	}
	lint.alone = script.alone;
	sql_split(&sql, file, n, 1, false); /* with the own BEGIN and COMMIT */
	if (each(&lint, &w, note_table, e) || each(&lint, &w, look_at, e))
		goto out;
	rc = 0;
out:
	while (lint.tables_count > 0)
		free(lint.tables[--lint.tables_count]);
	free(lint.tables);
	sql_script_release(&sql);
	script_release(&script);
	return rc;
}

struct risk {
	struct buf *rules;
	bool loses;
};

static int
note_rule(void *arg, const struct lint_finding *f, struct err *e)
{
	struct risk *risk = arg;

	(void)e; /* cannot fail */
	buf_char(risk->rules, risk->rules->len > 0 ? ',' : '[');
	emit_quote(risk->rules, f->rule->name, strlen(f->rule->name));
	risk->loses = risk->loses || f->rule->loses;
	return 0;
}

int
lint_risk(const char *file, size_t n, struct buf *rules, bool *loses, struct err *e)
{
	struct risk risk = { .rules = rules };
	int rc = lint_file(file, n, false, note_rule, &risk, e);

	*loses = risk.loses;
	if (rules->len > 0)
		buf_char(rules, ']');
	return rc;
}
