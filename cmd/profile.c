/* pf-profile - keep what is known of each symbol in one row, and a row a day */
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "db/pg.h"
#include "db/profile.h"
#include "db/query.h"
#include "db/query_run.h"
#include "io/emit.h"
#include "show/rows.h"

struct opts {
	const char *url, *ticker;
	int64_t timeout;
	bool current, history;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "database-url", OPT_STR, AT(url), 0, "which database (default: $DATABASE_URL, the private cluster)", "url" },
	{ 0 }
};

static const struct opt refresh_opts[] = {
	{ 0,   "current",           OPT_FLAG, AT(current), 0, "only what is known now" },
	{ 0,   "history",           OPT_FLAG, AT(history), 0, "only the day's row" },
	{ 0,   "statement-timeout", OPT_SPAN, AT(timeout), 0, "the server may work so long; 0: forever" },
	{ 't', "ticker",            OPT_STR,  AT(ticker),  0, "only of this symbol", "symbol" },
	{ 0 }
};
/* clang-format on */

static int
print_counts(struct ctx *ctx, const struct profile_table *t, int64_t began, struct err *e)
{
	int64_t ms = (clock_mono() - began) / (CLOCK_SECOND / 1000);
	struct emit em;
	int rc;

	emit_init(&em, ctx->out, false);
	emit_begin(&em, "load");
	emit_str(&em, "table", t->name);
	emit_uint(&em, "read", t->inserted + t->updated + t->unchanged + t->left_out);
	emit_uint(&em, "inserted", t->inserted);
	emit_uint(&em, "updated", t->updated);
	emit_uint(&em, "unchanged", t->unchanged);
	emit_uint(&em, "rejected", 0);
	emit_uint(&em, "ignored", t->left_out);
	emit_fixed(&em, "seconds", ms, 3);
	rc = emit_end(&em, e);
	emit_release(&em);
	return rc;
}

static int
tell_left_out(void *arg, size_t n, const char *some, struct err *e)
{
	const struct ctx *ctx = arg;
	struct emit em;
	int rc;

	emit_init(&em, ctx->out, false);
	emit_begin(&em, "event");
	emit_time(&em, "at", ctx->now);
	emit_str(&em, "tool", ctx->name);
	emit_str(&em, "event", "left-out");
	emit_str(&em, "level", "info");
	emit_str(&em, "subject", "symbols");
	emit_str(&em, "text",
	    "their names have more than the 10 characters that the tables of profiles hold");
	emit_open(&em, "data", '{');
	emit_uint(&em, "symbols", n);
	emit_json(&em, "first", some, strlen(some));
	emit_close(&em, '}');
	rc = emit_end(&em, e);
	emit_release(&em);
	return rc;
}

static int
run_refresh(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct pg_where where = { .url = o->url, .tool = ctx->name };
	const struct profile_refresh how = { .ticker = o->ticker,
		.now = ctx->now,
		.timeout = o->timeout,
		.dry_run = ctx->dry_run,
		.left_out = tell_left_out,
		.arg = ctx };
	struct profile_table tables[] = { { .name = "stock_profile_current" },
		{ .name = "stock_profile_history" } };
	size_t from = o->history && !o->current, to = o->current && !o->history ? 1 : 2, i;
	int64_t began = clock_mono();
	struct pg *db = NULL;
	int rc = -1;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "refresh takes no operand; --ticker names a symbol");
	if (pg_open(&db, &where, e) || profile_write(db, &how, &tables[from], to - from, e))
		goto out;
	for (i = from; i < to; i++)
		if (print_counts(ctx, &tables[i], began, e))
			goto out;
	rc = 0;
out:
	pg_close(db);
	return rc;
}

static int
head(void *arg, const struct pg_res *res, const struct value_type *types, struct err *e)
{
	return rows_head(arg, res, types, e);
}

static int
row(void *arg, const struct pg_res *res, size_t n, struct err *e)
{
	return rows_row(arg, res, n, e);
}

static int
run_show(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct pg_where where = { .url = o->url, .tool = ctx->name };
	const struct pg_begin how = { .read_only = true, .repeatable = true };
	struct rows rows;
	const struct query_sink to = { .head = head, .row = row, .arg = &rows };
	struct query q = { 0 };
	struct pg *db = NULL;
	struct buf tickers = { 0 };
	size_t n, asked;
	int rc = -1;

	rows_init(&rows, ctx->out, ROWS_JSONL, false);
	if (args[0] == NULL) {
		err_set(e, ERR_USAGE, "show whose profile?");
		goto out;
	}
	for (asked = 0; args[asked] != NULL; asked++)
		buf_fmt(&tickers, "%s%s", asked > 0 ? "," : "", args[asked]);
	if (profile_query(&q, e) || query_set(&q, "tickers", tickers.p, ctx->now, e) ||
	    query_bind(&q, ctx->now, e) || pg_open(&db, &where, e) || pg_begin(db, &how, e) ||
	    query_run(&q, db, &to, &n, e) || rows_end(&rows, e) || pg_commit(db, e))
		goto out;
	rc = n < asked;
out:
	buf_release(&tickers);
	query_release(&q);
	rows_release(&rows);
	pg_close(db);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "refresh", "[-n] [--current] [--history] [-t symbol]", "write what is new or different", refresh_opts, run_refresh },
	{ "show",    "symbol ...",                               "print stored profiles; 1 when there is none of a symbol", NULL, run_show },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-profile",
	.help = "keep what is known of each symbol in one row, and a row a day",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .timeout = 600 * CLOCK_SECOND },
	.verbs = verbs,
	.verb = "refresh",
	.flags = CMD_DRY_RUN,
};
