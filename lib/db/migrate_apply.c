#include "db/migrate_apply.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/stop.h"
#include "db/migrate_script.h"
#include "db/pg.h"

/* Behind a file: ends its last comment and statement, and undoes what it set (a dump empties search_path); the time-outs stay. */
#define SESSION_END                                                                                \
	"\n;reset all;reset session authorization;set local lock_timeout = %" PRId64               \
	";set local statement_timeout = %" PRId64 ";"
#define RETRY_MOST (10 * CLOCK_SECOND)
#define RETRY_FIRST (200 * (CLOCK_SECOND / 1000))

void
migrate_rest(int64_t ns)
{
	struct timespec t = { .tv_sec = (time_t)(ns / CLOCK_SECOND),
		.tv_nsec = (long)(ns % CLOCK_SECOND) };

	(void)nanosleep(&t, NULL); /* ended early by a signal: the caller asks stop_asked() */
}

int
migrate_begin(struct migrate_run *run, struct err *e)
{
	const struct pg_begin how = { .statement_ms = run->how->statement_ms,
		.lock_ms = run->how->lock_ms,
		.own_path = true };

	return pg_begin(run->db, &how, e);
}

void
migrate_row(struct migrate_run *run, const struct migrate_step *step, int64_t took_ms)
{
	const struct ledger_entry entry = { .version = step->file->version,
		.sum = step->file->sum,
		.tool_version = run->how->tool_version,
		.adopted = step->action == MIGRATE_ADOPT,
		.took_ms = took_ms };

	if (!run->ours)
		ledger_sql_make(&run->sql);
	run->ours = true;
	ledger_sql_write(&run->sql, &entry);
}

/* A time-out as the server spells it: 0 is none. */
static int64_t
limit(int64_t ms)
{
	return ms < 0 ? 0 : ms;
}

/* "061_a.sql:12: MESSAGE: in: STATEMENT" */
static int
explain(struct migrate_run *run, const struct migrate_step *step, const struct script *s,
    size_t done, struct err *e)
{
	struct err why = *e;
	size_t line;

	script_where(s, pg_error_position(run->db), done, &line, &run->what);
	if (line == 0 || run->what.len == 0)
		return err_wrap(e, "%s.sql", step->file->version);
	return err_set(
	    e, why.code, "%s.sql:%zu: %s: in: %s", step->file->version, line, why.msg, run->what.p);
}

static int
send(struct migrate_run *run, const struct migrate_step *step, const struct script *s,
    const char *sql, struct err *e)
{
	size_t done = 0;

	return pg_script(run->db, sql, &done, e) ? explain(run, step, s, done, e) : 0;
}

/* In one message: the file, an end to what it set for its session, the row. */
static int
send_with_row(
    struct migrate_run *run, const struct migrate_step *step, const struct script *s, struct err *e)
{
	bool ran = step->action == MIGRATE_APPLY || step->action == MIGRATE_REPEAT;

	buf_reset(&run->sql);
	if (ran) {
		buf_add(&run->sql, s->text, s->len);
		buf_fmt(&run->sql, SESSION_END, limit(run->how->lock_ms),
		    limit(run->how->statement_ms));
	}
	migrate_row(run, step, ran ? LEDGER_TRANSACTION : LEDGER_UNKNOWN);
	return send(run, step, s, run->sql.p, e);
}

static bool
is_fresh_baseline(const struct migrate_run *run, const struct migrate_step *step)
{
	return run->plan->fresh && run->folder->baseline && step->file == run->folder->files &&
	       step->action == MIGRATE_APPLY;
}

/* The file, its ledger row and nothing else in one transaction. */
static int
once(
    struct migrate_run *run, const struct migrate_step *step, const struct script *s, struct err *e)
{
	bool ours = run->ours;

	if (migrate_begin(run, e))
		goto failed;
	/* a baseline may bring the ledger: one that is empty gives way */
	if (is_fresh_baseline(run, step) && run->plan->ledger.exists &&
	    run->plan->ledger.count == 0) {
		run->ours = false;
		if (pg_exec(run->db, "drop table public.schema_migrations", e))
			goto failed;
	}
	if (send_with_row(run, step, s, e))
		goto failed;
	if (pg_commit(run->db, e)) {
		(void)err_wrap(e, "%s.sql", step->file->version); /* *e is set */
		goto failed;
	}
	return 0;
failed:
	run->ours = ours;
	pg_rollback(run->db);
	return -1;
}

/* Whether an index is there, and fit for use. */
static int
index_state(struct migrate_run *run, const char *schema, const char *name, bool *there, bool *valid,
    struct err *e)
{
	const char *params[] = { name, schema };
	struct pg_res *res = NULL;
	int rc = -1;

	*there = *valid = false;
	if (migrate_begin(run, e) ||
	    pg_query(run->db, &res,
		"select i.indisvalid from pg_catalog.pg_index i"
		" join pg_catalog.pg_class c on c.oid = i.indexrelid"
		" join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
		" where c.relname = $1 and case when $2 = '' then pg_catalog.pg_table_is_visible(c.oid)"
		" else n.nspname = $2 end",
		2, params, e))
		goto out;
	*there = pg_rows(res) > 0;
	*valid = *there && pg_cell(res, 0, 0)[0] == 't';
	rc = 0;
out:
	pg_res_free(res);
	pg_rollback(run->db); /* nothing was written */
	return rc;
}

/* What a CREATE INDEX CONCURRENTLY that was cut short leaves is in the way of the next one, and of
 * no use. */
static int
drop_remains(struct migrate_run *run, const char *schema, const char *name, struct err *e)
{
	bool there, valid;

	if (index_state(run, schema, name, &there, &valid, e))
		return -1;
	if (!there || valid)
		return 0;
	log_note("index %s is not valid (an earlier run was cut short): building it anew", name);
	buf_reset(&run->sql);
	buf_str(&run->sql, "drop index concurrently if exists ");
	if (schema[0] != '\0') {
		pg_ident(&run->sql, schema);
		buf_char(&run->sql, '.');
	}
	pg_ident(&run->sql, name);
	return pg_exec(run->db, run->sql.p, e);
}

/*
 * A statement that must stand outside a transaction: run it, look at what it made, and only then
 * write the ledger. Killed in between it is run again, so the ledger never says more than the
 * catalog.
 */
static int
once_alone(struct migrate_run *run, const struct migrate_step *step, const struct script *s,
    int64_t start, struct err *e)
{
	const struct migrate_step row = { .file = step->file, .action = MIGRATE_RECORD };
	struct buf schema = { 0 }, name = { 0 };
	bool index = script_concurrent_index(s, &schema, &name), there, valid;
	int rc = -1;

	buf_str(&schema, ""); /* never NULL */
	if (index && drop_remains(run, schema.p, name.p, e))
		goto out;
	if (send(run, step, s, s->text, e))
		goto out;
	if (index) {
		if (index_state(run, schema.p, name.p, &there, &valid, e))
			goto out;
		if (!valid) {
			err_set(e, ERR_TEMP, "%s.sql: index %s is not valid: run again",
			    step->file->version, name.p);
			goto out;
		}
	}
	if (migrate_begin(run, e))
		goto out;
	buf_reset(&run->sql);
	migrate_row(run, &row, (clock_mono() - start) / (CLOCK_SECOND / 1000));
	if (pg_exec(run->db, run->sql.p, e) || pg_commit(run->db, e))
		goto out;
	rc = 0;
out:
	if (rc)
		pg_rollback(run->db);
	buf_release(&schema);
	buf_release(&name);
	return rc;
}

/* lock_not_available, deadlock_detected, serialization_failure: nothing has happened, and it may go
 * well next time */
static bool
may_retry(struct pg *db)
{
	const char *state = pg_sqlstate(db);

	return strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0 ||
	       strcmp(state, "40001") == 0;
}

typedef int attempt_fn(struct migrate_run *run, const void *arg, struct err *e);

static int
with_retries(
    struct migrate_run *run, const char *what, attempt_fn *attempt, const void *arg, struct err *e)
{
	int64_t nth, pause = RETRY_FIRST;

	for (nth = 1;; nth++, pause = pause < RETRY_MOST / 2 ? pause * 2 : RETRY_MOST) {
		if (attempt(run, arg, e) == 0)
			return 0;
		if (!may_retry(run->db) || nth >= run->how->attempts || stop_asked() != 0)
			return -1;
		log_warn(
		    "%s (attempt %" PRId64 " of %" PRId64 ")", e->msg, nth, run->how->attempts);
		log_info("%s: again in %" PRId64 " ms", what, pause / (CLOCK_SECOND / 1000));
		migrate_rest(
		    pause / 2 + clock_mono() % (pause / 2)); /* two that met do not meet again */
	}
}

static int
attempt_step(struct migrate_run *run, const void *arg, struct err *e)
{
	const struct migrate_step *step = arg;
	int64_t start = clock_mono();
	struct script s = { 0 };
	int rc = -1;

	if (step->action == MIGRATE_APPLY &&
	    script_prepare(&s, step->file->text, step->file->len, pg_version(run->db), e)) {
		(void)err_wrap(e, "%s.sql", step->file->version); /* *e is set */
		goto out;
	}
	if (s.blanked > 0)
		log_info(
		    "%s.sql: %zu lines or statements that are not for this server are left out",
		    step->file->version, s.blanked);
	rc = s.alone ? once_alone(run, step, &s, start, e) : once(run, step, &s, e);
out:
	script_release(&s);
	return rc;
}

static int
repeat(struct migrate_run *run, const struct migrate_step *step, struct err *e)
{
	struct script s;
	int rc = -1;

	if (script_prepare(&s, step->file->text, step->file->len, pg_version(run->db), e))
		(void)err_wrap(e, "%s.sql", step->file->version); /* *e is set */
	else
		rc = send_with_row(run, step, &s, e);
	script_release(&s);
	return rc;
}

/* All of api/ in one transaction: they drop and make what they share. */
static int
attempt_repeats(struct migrate_run *run, const void *arg, struct err *e)
{
	const struct migrate_plan *plan = arg;
	bool ours = run->ours;
	size_t k;

	if (migrate_begin(run, e))
		return -1;
	buf_reset(&run->sql);
	if (!run->ours)
		ledger_sql_make(&run->sql);
	run->ours = true;
	buf_str(&run->sql, "delete from public.schema_migrations where version like 'api/%';");
	if (pg_exec(run->db, run->sql.p, e))
		goto failed;
	for (k = 0; k < plan->count; k++)
		if (plan->steps[k].action == MIGRATE_REPEAT && repeat(run, &plan->steps[k], e))
			goto failed;
	if (pg_commit(run->db, e))
		goto failed;
	return 0;
failed:
	run->ours = ours;
	pg_rollback(run->db);
	return -1;
}

int
migrate_step_run(struct migrate_run *run, const struct migrate_step *step, struct err *e)
{
	return with_retries(run, step->file->version, attempt_step, step, e);
}

int
migrate_repeats_run(struct migrate_run *run, struct err *e)
{
	return with_retries(run, "api", attempt_repeats, run->plan, e);
}
