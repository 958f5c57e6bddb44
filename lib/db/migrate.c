#include "db/migrate.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/stop.h"
#include "db/migrate_apply.h"
#include "db/pg.h"

#define LOCK_KEY "8099005217321705"             /* of pg_advisory_xact_lock(), one a database */
#define LOCK_POLL (100 * (CLOCK_SECOND / 1000)) /* between two looks at a lock that is held */

/*
 * The lock lives in a transaction of a second connection that does nothing else: that holds through
 * a transaction pooler too, ends with the process however it ends, and keeps no snapshot that
 * CREATE INDEX CONCURRENTLY would wait for. So it is asked for again and again: a statement that
 * waits for it would keep one.
 */
static int
lock_ask(struct pg *db, bool *got, struct err *e)
{
	struct pg_res *res = NULL;

	*got = false;
	if (pg_begin(db, NULL, e) ||
	    pg_query(
		db, &res, "select pg_catalog.pg_try_advisory_xact_lock(" LOCK_KEY ")", 0, NULL, e))
		goto failed;
	*got = pg_cell(res, 0, 0)[0] == 't';
	pg_res_free(res);
	if (!*got) {
		pg_rollback(db);
		return 0;
	}
	/* comes second, since it also ends the portal of the query, which keeps a snapshot */
	if (pg_exec(db, "set local idle_in_transaction_session_timeout = 0", e))
		goto failed;
	return 0;
failed:
	pg_rollback(db);
	return -1;
}

static int
lock_take(struct pg **holder, const struct migrate_how *how, struct err *e)
{
	int64_t until = clock_mono() + how->lock_wait;
	bool got, told = false;

	if (pg_open(holder, how->where, e))
		return -1;
	for (;;) {
		if (lock_ask(*holder, &got, e))
			return err_wrap(e, "migration lock");
		if (got)
			return 0;
		if (stop_asked() != 0)
			return err_set(e, ERR_TEMP, "stopped while waiting for another pf-migrate");
		if (clock_mono() >= until)
			return err_set(e, ERR_TEMP,
			    "another pf-migrate is at work on %s: try again later",
			    pg_place(*holder));
		if (!told)
			log_note("%s: waiting for another pf-migrate to end", pg_place(*holder));
		told = true;
		migrate_rest(LOCK_POLL);
	}
}

static int
run_step(struct migrate_run *run, const struct migrate_step *step, struct err *e)
{
	int64_t start = clock_mono();

	if (stop_asked() != 0)
		return err_set(e, ERR_TEMP, "stopped before %s.sql", step->file->version);
	if (migrate_step_run(run, step, e))
		return -1;
	return run->how->done(run->how->arg, step, clock_mono() - start, e);
}

static int
run_repeats(struct migrate_run *run, struct err *e)
{
	int64_t start = clock_mono();
	size_t k;

	if (migrate_repeats_run(run, e))
		return -1;
	for (k = 0; k < run->plan->count; k++)
		if (run->plan->steps[k].action == MIGRATE_REPEAT &&
		    run->how->done(run->how->arg, &run->plan->steps[k], clock_mono() - start, e))
			return -1;
	return 0;
}

static int
run_plan(struct migrate_run *run, struct err *e)
{
	bool repeats = run->plan->gone;
	size_t k;

	if (migrate_edited(run->plan))
		return 1;
	for (k = 0; k < run->plan->count; k++) {
		const struct migrate_step *step = &run->plan->steps[k];

		repeats = repeats || step->action == MIGRATE_REPEAT;
		if (step->action != MIGRATE_NONE && step->action != MIGRATE_REPEAT &&
		    run_step(run, step, e))
			return -1;
	}
	return repeats ? run_repeats(run, e) : 0;
}

/* One transaction: a database is taken over as a whole or not at all. */
static int
run_adopt(struct migrate_run *run, uint64_t number, struct err *e)
{
	size_t k;

	migrate_plan_adopt(run->plan, run->folder, number);
	if (migrate_begin(run, e))
		return -1;
	buf_reset(&run->sql);
	if (!run->ours)
		ledger_sql_make(&run->sql);
	run->ours = true;
	for (k = 0; k < run->plan->count; k++)
		if (run->plan->steps[k].action == MIGRATE_ADOPT)
			migrate_row(run, &run->plan->steps[k], LEDGER_UNKNOWN);
	if ((run->sql.len > 0 && pg_exec(run->db, run->sql.p, e)) || pg_commit(run->db, e)) {
		pg_rollback(run->db);
		return err_wrap(e, "ledger");
	}
	for (k = 0; k < run->plan->count; k++)
		if (run->plan->steps[k].action == MIGRATE_ADOPT &&
		    run->how->done(run->how->arg, &run->plan->steps[k], -1, e))
			return -1;
	return 0;
}

/* With the lock held: make the plan anew, change it if asked, and do it. */
static int
locked(struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db,
    const struct migrate_how *how, const uint64_t *adopt, struct err *e)
{
	struct migrate_run run = { .how = how, .folder = folder, .plan = plan, .db = db };
	struct pg *holder = NULL;
	int rc = -1;

	if (lock_take(&holder, how, e))
		goto out;
	migrate_plan_release(plan);
	if (migrate_plan(plan, folder, db, e))
		goto out;
	run.ours = plan->ledger.ours;
	rc = adopt != NULL ? run_adopt(&run, *adopt, e) : run_plan(&run, e);
out:
	buf_release(&run.sql);
	buf_release(&run.what);
	pg_rollback(holder); /* nothing was written: it held the lock */
	pg_close(holder);
	return rc;
}

int
migrate_up(struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db,
    const struct migrate_how *how, struct err *e)
{
	if (plan->pending == 0 && plan->records == 0 && plan->edited == 0 && !plan->gone)
		return 0;
	return locked(plan, folder, db, how, NULL, e);
}

int
migrate_adopt(struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db,
    uint64_t number, const struct migrate_how *how, struct err *e)
{
	return locked(plan, folder, db, how, &number, e);
}
