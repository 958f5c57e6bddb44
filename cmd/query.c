/* pf-query - run a named or given SQL query, rows as JSON lines */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/path.h"
#include "base/progress.h"
#include "db/pg.h"
#include "db/query.h"
#include "db/query_run.h"
#include "io/emit.h"
#include "show/rows.h"

/* A parameter of the query, as it stands on the command line. */
struct given {
	char name[QUERY_WORD_MAX];
	const char *value; /* borrowed from argv; NULL: none */
};

struct opts {
	const char *url, *sql, *format, *dir;
	int64_t timeout;
	bool exists, list, write;
	struct given given[QUERY_PARAMS_MAX];
	size_t ngiven;
};

#define AT(m) offsetof(struct opts, m)
#define FOREVER (-1) /* milliseconds */

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "database-url",      OPT_STR,  AT(url),     0, "which database (default: $DATABASE_URL, the private cluster)", "url" },
	{ 'e', "execute",           OPT_STR,  AT(sql),     0, "run this SQL", "sql" },
	{ 0,   "exists",            OPT_FLAG, AT(exists),  0, "end with 1 when there is no row" },
	{ 'f', "format",            OPT_ENUM, AT(format),  0, "how rows look", "jsonl|csv|table" },
	{ 'l', "list",              OPT_FLAG, AT(list),    0, "name the queries that there are" },
	{ 0,   "queries-dir",       OPT_STR,  AT(dir),     0, "folder of named queries (default: the one that comes with this program)", "folder" },
	{ 0,   "statement-timeout", OPT_SPAN, AT(timeout), 0, "the server may work so long until the next row; 0: forever" },
	{ 'w', "write",             OPT_FLAG, AT(write),   0, "allow the SQL to change something, and commit it" },
	{ 0 }
};
/* clang-format on */

static int
take_param(void *arg, const char *name, const char *value, struct err *e)
{
	struct opts *o = arg;
	struct given *g = &o->given[o->ngiven];

	if (strlen(name) >= sizeof g->name || o->ngiven == QUERY_PARAMS_MAX)
		return err_set(e, ERR_USAGE, "no option --%.80s", name);
	memcpy(g->name, name, strlen(name) + 1);
	g->value = value;
	o->ngiven++;
	return 0;
}

static char *
folder(const struct opts *o)
{
	return o->dir != NULL ? mem_str(o->dir) : path_data("queries");
}

/* SQL from standard input, whole. */
static int
read_sql(struct query *q, FILE *in, struct err *e)
{
	struct buf text = { 0 };
	size_t n;
	int rc = -1;

	do {
		n = fread(buf_room(&text, BUFSIZ), 1, BUFSIZ, in);
		text.len += n;
	} while (n > 0 && text.len <= QUERY_SIZE_MAX);
	if (ferror(in))
		(void)err_errno(e, ERR_IO, "standard input");
	else
		rc = query_read(q, "stdin", text.p, text.len, false, e);
	buf_release(&text);
	return rc;
}

/* An option that no table knows is a query's parameter; without a query it is a slip. */
static int
no_query_named(const struct opts *o, struct err *e)
{
	const char *names[64], *near;
	const struct opt *tables[] = { opts, cmd_common }, *t;
	size_t n = 0, i;

	if (o->ngiven == 0)
		return err_set(e, ERR_USAGE, "which query? (--list names them, --help tells more)");
	for (i = 0; i < 2; i++)
		for (t = tables[i]; t->name != NULL && n < 63; t++)
			if (!(t->flags & OPT_HIDDEN))
				names[n++] = t->name;
	names[n] = NULL;
	near = near_word(o->given[0].name, names);
	return err_set(e, ERR_USAGE,
	    "no option --%s%s%s%s, and no query that could have it (--help lists them)",
	    o->given[0].name, near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
}

/* The query that is meant: behind -e, on standard input, an operand with a blank, or by its name. */
static int
find_query(struct query *q, const struct opts *o, struct ctx *ctx, char **args, struct err *e)
{
	const char *what = o->sql != NULL ? o->sql : args[0];
	size_t extra = o->sql != NULL ? 0 : 1;
	char *dir;
	int rc;

	*q = (struct query){ 0 };
	if (what == NULL)
		return no_query_named(o, e);
	if (o->sql == NULL ? args[extra] != NULL : args[0] != NULL)
		return err_set(e, ERR_USAGE, "one query at a time: what is '%s'?", args[extra]);
	if (o->sql != NULL || strpbrk(what, " \t\n") != NULL)
		return query_read(q, "sql", what, strlen(what), false, e);
	if (strcmp(what, "-") == 0)
		return read_sql(q, ctx->in, e);
	dir = folder(o);
	rc = query_open(q, dir, what, e);
	free(dir);
	return rc;
}

static int
print_listed(const char *dir, char *const *names, size_t n, struct emit *em, struct err *e)
{
	struct query q = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < n; i++) {
		rc = query_open(&q, dir, names[i], e);
		if (rc == 0) {
			emit_begin(em, NULL);
			emit_str(em, "query", names[i]);
			emit_str(em, "rows", q.kind);
			emit_str(em, "help", q.help);
			rc = emit_end(em, e);
		}
		query_release(&q);
	}
	return rc;
}

static int
list(const struct opts *o, struct ctx *ctx, struct err *e)
{
	struct query_names list;
	char *dir = folder(o);
	struct emit em;
	int rc;

	emit_init(&em, ctx->out, false);
	rc = query_names(dir, &list, e);
	if (rc == 0)
		rc = print_listed(dir, list.names, list.n, &em, e);
	query_names_release(&list);
	emit_release(&em);
	free(dir);
	return rc;
}

static int
head(void *arg, const struct pg_res *res, const struct value_type *types, struct err *e)
{
	return rows_head(arg, res, types, e);
}

static int
row(void *arg, const struct pg_res *res, size_t i, struct err *e)
{
	return rows_row(arg, res, i, e);
}

static enum rows_format
format_of(const char *word)
{
	return strcmp(word, "csv") == 0     ? ROWS_CSV
	       : strcmp(word, "table") == 0 ? ROWS_TABLE
					    : ROWS_JSONL;
}

/* In its own transaction: all rows are of one moment. */
static int
execute(
    const struct opts *o, const struct query *q, struct pg *db, struct rows *rows, struct err *e)
{
	const struct query_sink to = { .head = head, .row = row, .arg = rows };
	const struct pg_begin how = { .read_only = !o->write,
		.repeatable = !o->write,
		.statement_ms = FOREVER, /* who reads slowly is not the server's fault */
		.silence_ms = (o->timeout + CLOCK_SECOND / 1000 - 1) / (CLOCK_SECOND / 1000) };
	const struct progress_plan plan = { .what = "rows" };
	size_t n = 0;

	progress_begin(&plan);
	if (pg_begin(db, &how, e) || query_run(q, db, &to, &n, e) || rows_end(rows, e) ||
	    pg_commit(db, e)) {
		pg_rollback(db);
		return -1;
	}
	progress_end();
	return o->exists && n == 0;
}

/* What a change says is held back until the change is committed: who reads it may take its time, and no lock
 * is to wait for that; nor is it to be told of what is not so. */
static int
execute_held(const struct opts *o, const struct query *q, struct pg *db, const struct ctx *ctx,
    struct err *e)
{
	FILE *hold = tmpfile();
	char part[BUFSIZ];
	struct rows rows;
	size_t n;
	int rc = -1;

	if (hold == NULL)
		return err_errno(e, ERR_CREATE, "a file for the rows");
	rows_init(&rows, hold, format_of(o->format), false);
	rc = execute(o, q, db, &rows, e);
	rows_release(&rows);
	if (rc >= 0 && (fflush(hold) != 0 || fseek(hold, 0, SEEK_SET) != 0))
		rc = err_errno(e, ERR_IO, "the rows");
	while (rc >= 0 && (n = fread(part, 1, sizeof part, hold)) > 0)
		if (fwrite(part, 1, n, ctx->out) != n)
			rc = err_errno(e, ERR_IO, "standard output");
	if (rc >= 0 && ferror(hold))
		rc = err_errno(e, ERR_IO, "the rows");
	(void)fclose(hold); /* it is gone anyway */
	return rc;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct pg_where where = { .url = o->url, .tool = ctx->name };
	struct query q = { 0 };
	struct pg *db = NULL;
	struct rows rows;
	size_t i;
	int rc = -1;

	if (o->list)
		return list(o, ctx, e);
	rows_init(&rows, ctx->out, format_of(o->format), ctx->line_buffered);
	if (find_query(&q, o, ctx, args, e))
		goto out;
	for (i = 0; i < o->ngiven; i++)
		if (query_set(&q, o->given[i].name, o->given[i].value, ctx->now, e))
			goto out;
	if (query_bind(&q, ctx->now, e) || pg_open(&db, &where, e))
		goto out;
	rc = o->write ? execute_held(o, &q, db, ctx, e) : execute(o, &q, db, &rows, e);
out:
	rows_release(&rows);
	query_release(&q);
	pg_close(db);
	return rc;
}

/* "pf-query NAME --help" is about that query. */
static bool
help(const void *arg, char **args, FILE *fp)
{
	const struct opts *o = arg;
	struct query q = { 0 };
	struct err ignored; /* no such query: the general help tells of --list */
	char *dir;
	bool found;

	if (args[0] == NULL || strpbrk(args[0], " \t\n") != NULL)
		return false;
	dir = folder(o);
	found = query_open(&q, dir, args[0], &ignored) == 0;
	if (found)
		query_help(&q, "pf-query", fp);
	query_release(&q);
	free(dir);
	return found;
}

const struct cmd cmd = {
	.name = "pf-query",
	.help = "run a named or given SQL query, rows as JSON lines",
	.synopsis =
	    "[-w] [-f format] [--exists] name [--parameter value ...] | sql | -e sql | - | --list",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .format = "jsonl", .timeout = 30 * CLOCK_SECOND },
	.run = run,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
	.other = take_param,
	.more = help,
};
