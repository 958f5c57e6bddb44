#include "db/migrate_verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/migrate_rules.h"
#include "db/pg.h"
#include "db/sqltext.h"

/* clang-format off */
static const char catalog_sql[] =
    "with a as (select c.oid, c.relname::text as name, c.relrowsecurity, c.relispartition from pg_catalog.pg_class c"
    " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind in ('r', 'p')"
    " and not exists (select from pg_catalog.pg_depend d"
    " where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')), t as (select * from a where not relispartition)"
    " select line from ("
    "select 'table ' || name from t"
    " union all select 'partition ' || name from a where relispartition"
    " union all select 'rls ' || name from t where relrowsecurity"
    " union all select 'column ' || name || '.' || a.attname || ' '"
    " || pg_catalog.format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end"
    " from t join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped"
    " union all select 'key ' || name || case k.contype when 'p' then ' primary (' else ' unique (' end"
    " || (select string_agg(a.attname::text, ', ' order by a.attname::text collate \"C\")"
    " from pg_catalog.pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey)) || ')'"
    " from t join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype in ('p', 'u')"
    ") as lines (line) order by line collate \"C\"";
/* clang-format on */

/* Lines, sorted bytewise. */
struct lines {
	char **p; /* owned */
	size_t n, cap;
};

static void
lines_add(struct lines *lines, const char *p, size_t n)
{
	if (lines->n == lines->cap) {
		lines->cap = mem_more(lines->cap, lines->n + 1);
		lines->p = mem_grow(lines->p, lines->cap, sizeof(*lines->p));
	}
	lines->p[lines->n++] = mem_copy(p, n);
}

static void
lines_release(struct lines *lines)
{
	while (lines->n > 0)
		free(lines->p[--lines->n]);
	free(lines->p);
}

/* The first line at or behind this text. */
static size_t
lines_seek(const struct lines *lines, const char *text)
{
	size_t from = 0, to = lines->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (strcmp(lines->p[mid], text) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* The line that begins with the first n bytes of text, or NULL. */
static const char *
lines_with(const struct lines *lines, const char *text, size_t n)
{
	char *start = mem_copy(text, n);
	size_t k = lines_seek(lines, start);
	bool is = k < lines->n && strncmp(lines->p[k], start, n) == 0;

	free(start);
	return is ? lines->p[k] : NULL;
}

static bool
lines_has(const struct lines *lines, const char *text)
{
	size_t k = lines_seek(lines, text);

	return k < lines->n && strcmp(lines->p[k], text) == 0;
}

static int
read_catalog(struct lines *lines, struct pg *db, struct err *e)
{
	const struct pg_begin how = { .read_only = true };
	struct pg_res *res = NULL;
	size_t k;
	int rc = -1;

	if (pg_begin(db, &how, e) || pg_query(db, &res, catalog_sql, 0, NULL, e))
		goto out;
	for (k = 0; k < pg_rows(res); k++)
		lines_add(lines, pg_cell(res, k, 0), pg_cell_len(res, k, 0));
	rc = 0;
out:
	pg_res_free(res);
	pg_rollback(db); /* nothing was written */
	return rc;
}

int
catalog_read(struct buf *out, struct pg *db, struct err *e)
{
	struct lines lines = { 0 };
	size_t k;
	int rc = read_catalog(&lines, db, e);

	for (k = 0; k < lines.n; k++) {
		if (strncmp(lines.p[k], "partition ", 10) == 0)
			continue; /* they come and go */
		buf_str(out, lines.p[k]);
		buf_char(out, '\n');
	}
	lines_release(&lines);
	return rc;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of DIR/catalog.txt; none if there is no such file. */
static int
read_expected(struct lines *lines, const char *dir, struct err *e)
{
	char *path = mem_fmt("%s/catalog.txt", dir), *line = NULL;
	FILE *fp = fopen(path, "re");
	size_t cap = 0;
	ssize_t n;
	int rc = -1;

	if (fp == NULL) {
		rc = errno == ENOENT ? 0 : err_errno(e, ERR_IO, "%s", path);
		goto out;
	}
	while ((n = getline(&line, &cap, fp)) > 0) {
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if (n == 0 || line[0] == '#')
			continue;
		if (strchr(line, ' ') == NULL) {
			err_set(e, ERR_DATA, "%s: '%s' says nothing", path, line);
			goto out;
		}
		lines_add(lines, line, (size_t)n);
	}
	rc = ferror(fp) ? err_errno(e, ERR_IO, "%s", path) : 0;
	if (lines->n > 0)
		qsort(lines->p, lines->n, sizeof(*lines->p), by_text);
out:
	if (fp != NULL)
		(void)fclose(fp); /* it was only read */
	free(line);
	free(path);
	return rc;
}

/* Take the name of a table out of the wanted ones. */
static void
lines_drop(struct lines *lines, const char *text)
{
	size_t k;

	for (k = 0; k < lines->n;)
		if (strcmp(lines->p[k], text) == 0) {
			free(lines->p[k]);
			lines->p[k] = lines->p[--lines->n];
		} else {
			k++;
		}
}

/* "table NAME" when the name at token k is in schema public or in none; else empty. Returns the
 * place behind it. */
static size_t
table_line(struct part st, size_t k, struct buf *line)
{
	bool schema = sql_mark(part_at(st, k + 1), '.');

	buf_reset(line);
	buf_str(line, "");
	if (schema && !sql_word(part_at(st, k), "public") &&
	    !(part_at(st, k)->kind == SQL_QUOTED && part_at(st, k)->n == 8 &&
		memcmp(part_at(st, k)->p, "\"public\"", 8) == 0))
		return k + 3;
	k += schema ? 2 : 0;
	if (part_at(st, k)->kind == SQL_WORD || part_at(st, k)->kind == SQL_QUOTED) {
		buf_str(line, "table ");
		sql_name(line, part_at(st, k));
	}
	return k + 1;
}

/* What one statement does to the set of tables: makes, drops or renames one, or moves it to another
 * schema. */
static void
statement_tables(struct lines *tables, struct part st, struct buf *line)
{
	size_t k = part_skip(st, 1, "unlogged");

	if (part_is(st, 0, "create") && part_is(st, k, "table")) {
		(void)table_line(st, part_skip(st, k + 1, "if not exists"), line);
		if (line->len > 0)
			lines_add(tables, line->p, line->len);
	} else if (part_is(st, 0, "drop table")) {
		for (k = part_skip(st, 2, "if exists"); k < st.n; k++) {
			k = table_line(st, k, line);
			lines_drop(tables, line->p);
		}
	} else if (part_is(st, 0, "alter table")) {
		k = table_line(st, part_skip(st, part_skip(st, 2, "if exists"), "only"), line);
		if (part_is(st, k, "set schema") || part_is(st, k, "rename to"))
			lines_drop(tables, line->p);
		if (part_is(st, k, "rename to")) {
			(void)table_line(st, k + 2, line);
			lines_add(tables, line->p, line->len);
		}
	}
}

static void
file_tables(struct lines *tables, const struct migration *m)
{
	struct sql_script sql;
	struct buf line = { 0 };
	size_t k;

	sql_split(&sql, m->text, m->len, 1, false);
	for (k = 0; k < sql.count; k++) {
		const struct sql_statement *st = &sql.statements[k];
		struct part part = { &sql.tokens[st->first], st->end - st->first };

		statement_tables(tables, part, &line);
	}
	buf_release(&line);
	sql_script_release(&sql);
}

/* The tables that the applied files have made. */
static void
applied_tables(
    struct lines *tables, const struct migrate_plan *plan, const struct migration_folder *folder)
{
	size_t k;

	for (k = 0; k < folder->count; k++)
		if (plan->steps[k].action == MIGRATE_NONE ||
		    plan->steps[k].action == MIGRATE_RECORD)
			file_tables(tables, plan->steps[k].file);
}

struct verify {
	const struct lines *have;
	verify_fn *found;
	void *arg;
	size_t *held;
};

/* "table NAME" of the table that a line is about. */
static void
table_of(struct buf *out, const char *line)
{
	const char *name = strchr(line, ' ') + 1;

	buf_reset(out);
	buf_str(out, "table ");
	buf_add(out, name, strcspn(name, strncmp(line, "column ", 7) == 0 ? "." : " "));
}

/* "column/positions.symbol" of a line. */
static void
name_of(struct buf *out, const char *line)
{
	buf_reset(out);
	for (; *line != '\0' &&
	       (out->len == 0 || *line != ' ' || memchr(out->p, '/', out->len) == NULL);
	     line++)
		buf_char(out, *line == ' ' ? '/' : *line);
}

/* A table that a dump makes and then attaches to another. */
static bool
is_partition(const struct lines *have, const char *line, struct buf *scratch)
{
	if (strncmp(line, "table ", 6) != 0)
		return false;
	buf_reset(scratch);
	buf_fmt(scratch, "partition %s", line + 6);
	return lines_has(have, scratch->p);
}

static int
check_line(const struct verify *v, const char *line, struct buf *scratch, struct err *e)
{
	size_t name = (size_t)(strchr(line, ' ') + 1 - line);
	const char *have;

	if (lines_has(v->have, line)) {
		++*v->held;
		return 0;
	}
	if (is_partition(v->have, line, scratch)) {
		++*v->held;
		return 0;
	}
	table_of(scratch, line);
	if (!lines_has(v->have, scratch->p) && strncmp(line, "table ", 6) != 0)
		return 0; /* the table is missing: said once */
	name += strcspn(line + name, " ");
	have = line[name] == ' ' ? lines_with(v->have, line, name + 1) : NULL;
	if (have != NULL && strncmp(have, line, strlen(line)) == 0 &&
	    strcmp(have + strlen(line), " not null") == 0) {
		++*v->held; /* stricter than asked */
		return 0;
	}
	name_of(scratch, line);
	return v->found(v->arg, scratch->p, have != NULL ? have + name + 1 : "missing",
	    line[name] == ' ' ? line + name + 1 : NULL, e);
}

int
migrate_verify(const struct migrate_plan *plan, const struct migration_folder *folder,
    const char *dir, struct pg *db, verify_fn *found, void *arg, size_t *held, struct err *e)
{
	struct lines have = { 0 }, want = { 0 }, made = { 0 };
	const struct verify v = { .have = &have, .found = found, .arg = arg, .held = held };
	struct buf scratch = { 0 };
	size_t k;
	int rc = -1;

	*held = 0;
	if (read_catalog(&have, db, e))
		goto out;
	if (plan->pending == 0 && plan->edited == 0 && read_expected(&want, dir, e))
		goto out;
	applied_tables(&made, plan, folder);
	for (k = 0; k < want.n; k++)
		if (check_line(&v, want.p[k], &scratch, e))
			goto out;
	for (k = 0; k < made.n; k++)
		if (!lines_has(&want, made.p[k]) && check_line(&v, made.p[k], &scratch, e))
			goto out;
	rc = 0;
out:
	buf_release(&scratch);
	lines_release(&have);
	lines_release(&want);
	lines_release(&made);
	return rc;
}
