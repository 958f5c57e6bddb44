/* What stands in the database: how fresh, who said that he is alive, how pipelines ended */
#include "health/looks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "run/market.h"

#define RUNS_MAX "200"
#define TIME_OF(expr) "to_char((" expr ") at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

static void
age_say(struct finding *f, const char *what, int64_t age, int64_t max)
{
	char *is = finding_span(age), *limit = finding_span(max);

	finding_put(&f->observed, "%" PRId64 " s", age / CLOCK_SECOND);
	finding_put(&f->limit, "%" PRId64 " s", max / CLOCK_SECOND);
	finding_say(f, age > max ? CHECK_FAILED : CHECK_OK, "%s is %s old, of %s that it may be",
	    what, is, limit);
	free(is);
	free(limit);
}

/* A day counts from its end, as no row of it can be newer. */
static int64_t
time_of(const char *cell)
{
	size_t n = strlen(cell);
	int64_t ns;

	if (clock_parse_date(cell, n, &ns) == 0)
		return clock_next_day(ns);
	return clock_parse_time(cell, n, &ns) == 0 ? ns : CLOCK_NONE;
}

/* By sessions: of the last one that has closed there should be a row. */
static void
say_sessions(struct health *h, const struct health_check *c, const char *newest, struct finding *f)
{
	const struct market *m = c->market != NULL ? c->market : market_find("XNYS");
	struct session last;
	int64_t date, behind;
	char day[CLOCK_TEXT_MAX];

	market_last(m, h->now, &last);
	if (clock_parse_date(newest, strlen(newest) < 10 ? strlen(newest) : 10, &date)) {
		finding_say(
		    f, CHECK_FAILED, "%s.%s has no date: '%s'", c->table, c->column, newest);
		return;
	}
	behind = market_count(m, date, last.date);
	(void)clock_date_text(day, last.date);
	finding_put(&f->observed, "%" PRId64, behind);
	finding_put(&f->limit, "%" PRId64, c->sessions);
	finding_say(f, behind > c->sessions ? CHECK_FAILED : CHECK_OK,
	    "%s.%s ends with %.10s, %" PRId64 " session%s before the last that closed (%s)",
	    c->table, c->column, newest, behind, behind == 1 ? "" : "s", day);
}

/* The newest value as text: a date, or an RFC 3339 time. A time without its zone is UTC's. */
static void
fresh_sql(const struct health_check *c, struct buf *sql)
{
	buf_str(sql,
	    "select case when pg_typeof(m) = 'date'::regtype then m::text else to_char(m::timestamptz "
	    "at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') end from (select max(");
	pg_ident(sql, c->column);
	buf_str(sql, ") as m from ");
	pg_ident(sql, c->table);
	buf_str(sql, ") x");
}

void
look_fresh(struct health *h, const struct health_check *c, struct finding *f)
{
	struct buf sql = { 0 };
	struct pg_res *res = NULL;
	struct err why = { 0 };
	const char *newest;
	char *what = mem_fmt("the newest row of %s (%s)", c->table, c->column);
	int64_t at;

	fresh_sql(c, &sql);
	if (pg_query(h->db, &res, sql.p, 0, NULL, &why)) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	} else if ((newest = pg_cell(res, 0, 0)) == NULL) {
		finding_say(
		    f, c->may_be_empty ? CHECK_UNKNOWN : CHECK_FAILED, "%s has no row", c->table);
		finding_put(&f->observed, "none");
	} else if (c->sessions != HEALTH_UNSAID) {
		say_sessions(h, c, newest, f);
	} else if ((at = time_of(newest)) == CLOCK_NONE) {
		finding_say(f, CHECK_FAILED, "%s.%s is no time: '%s'", c->table, c->column, newest);
	} else {
		age_say(f, what, h->now > at ? h->now - at : 0, c->max_age);
	}
	finding_put(&f->fix, "run what fills it: pf-pipeline run nightly");
	pg_res_free(res);
	buf_release(&sql);
	free(what);
}

void
look_heartbeat(struct health *h, const struct health_check *c, struct finding *f)
{
	static const char sql[] =
	    "select " TIME_OF("at") ", ok is false, message from public.heartbeats where name = $1";
	const char *params[] = { c->of }, *at, *said;
	struct pg_res *res = NULL;
	struct err why = { 0 };
	char *what = mem_fmt("the last sign of life of %s", c->of);
	int64_t ns;

	if (pg_query(h->db, &res, sql, 1, params, &why)) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	} else if (pg_rows(res) == 0) {
		finding_say(f, CHECK_FAILED, "%s never gave a sign of life", c->of);
		finding_put(&f->observed, "none");
	} else if ((at = pg_cell(res, 0, 0)) == NULL || (ns = time_of(at)) == CLOCK_NONE) {
		finding_say(f, CHECK_FAILED, "%s has no time", what);
	} else {
		age_say(f, what, h->now > ns ? h->now - ns : 0, c->max_age);
		said = pg_cell(res, 0, 2);
		if (f->status == CHECK_OK && strcmp(pg_cell(res, 0, 1), "t") == 0)
			finding_say(f, CHECK_FAILED, "%s is alive and not well%s%s", c->of,
			    said != NULL ? ": " : "", said != NULL ? said : "");
	}
	finding_put(&f->fix, "start it, and look at its log");
	pg_res_free(res);
	free(what);
}

void
look_rows(struct health *h, const struct health_check *c, struct finding *f)
{
	struct pg_res *res = NULL;
	struct err why = { 0 };

	if (pg_query(h->db, &res, c->sql, 0, NULL, &why))
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	else if (pg_rows(res) == 0)
		finding_say(f, CHECK_FAILED, "no row: %s", c->sql);
	if (res != NULL)
		finding_put(&f->observed, "%zu", pg_rows(res));
	pg_res_free(res);
}

/* Newest first: how many failed before the first that went well, and when that was. */
static void
say_runs(
    struct health *h, const struct health_check *c, const struct pg_res *runs, struct finding *f)
{
	int64_t streak = 0, allowed = c->streak == HEALTH_UNSAID ? 0 : c->streak, at = CLOCK_NONE;
	size_t i, n = pg_rows(runs);
	const char *status = NULL, *ended;
	char *what = mem_fmt("the last good run of %s", c->pipeline);

	for (i = 0; i < n && at == CLOCK_NONE; i++) {
		status = pg_cell(runs, i, 0);
		ended = pg_cell(runs, i, 1);
		if (strcmp(status, "ok") != 0 && strcmp(status, "degraded") != 0)
			streak++;
		else if (ended != NULL)
			at = time_of(ended);
	}
	if (at != CLOCK_NONE && c->max_age != HEALTH_UNSAID)
		age_say(f, what, h->now > at ? h->now - at : 0, c->max_age);
	else
		finding_say(f, at == CLOCK_NONE ? CHECK_FAILED : CHECK_OK,
		    at == CLOCK_NONE ? "%s never ended well" : "%s ended well", c->pipeline);
	if (f->status == CHECK_OK && streak > allowed) {
		finding_put(&f->observed, "%" PRId64 " failed", streak);
		finding_put(&f->limit, "%" PRId64 " failed", allowed);
		finding_say(f, CHECK_FAILED, "%s failed %" PRId64 " time%s in a row (last: %s)",
		    c->pipeline, streak, streak == 1 ? "" : "s", pg_cell(runs, 0, 0));
	}
	finding_put(
	    &f->fix, streak > 0 ? "pf-pipeline resume %s" : "pf-pipeline run %s", c->pipeline);
	free(what);
}

void
look_pipeline(struct health *h, const struct health_check *c, struct finding *f)
{
	static const char sql[] = "select status, " TIME_OF(
	    "coalesce(finished_at, started_at)") " from public.pipeline_runs where pipeline = $1 and status <> 'running'"
						 " order by started_at desc nulls last limit " RUNS_MAX;
	const char *params[] = { c->pipeline };
	struct pg_res *res = NULL;
	struct err why = { 0 };

	if (pg_query(h->db, &res, sql, 1, params, &why)) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	} else if (pg_rows(res) == 0) {
		finding_say(f, CHECK_FAILED, "%s never ran", c->pipeline);
		finding_put(&f->fix, "pf-pipeline run %s", c->pipeline);
	} else {
		say_runs(h, c, res, f);
	}
	pg_res_free(res);
}
