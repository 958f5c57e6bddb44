/* The database itself: there, how large, at the head of its migrations, its clock */
#include "health/looks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "db/cluster.h"
#include "db/migrate.h"
#include "db/pg.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"

#define SKEW_NS (5 * CLOCK_SECOND)

/* Whether there is a private cluster that could be started. */
static bool
cluster_stands(void)
{
	struct cluster *c = NULL;
	struct cluster_state s = { 0 };
	struct err none;
	bool yes = false;

	if (cluster_open(&c, &none) == 0) {
		cluster_look(c, &s);
		yes = s.there && !s.running;
		free(s.url);
	}
	cluster_close(c);
	return yes;
}

void
look_database(struct health *h, const struct health_check *c, struct finding *f)
{
	struct err why = { 0 };
	struct pg *db = health_database(h, &why);
	int version;

	(void)c;
	if (db != NULL) {
		version = pg_version(db);
		finding_put(&f->observed, "PostgreSQL %d.%d", version / 10000, version % 10000);
		finding_say(f, CHECK_OK, "%s answers", pg_place(db));
		return;
	}
	finding_say(f, CHECK_FAILED, "%s", why.msg);
	if (env_get("DATABASE_URL") == NULL || cluster_stands())
		finding_put(&f->fix, "pf-db start");
	else if (why.code == ERR_TEMP)
		finding_put(&f->fix,
		    "start the server (systemctl start postgresql), or mend host and port in DATABASE_URL; in AWS let the security group out to that port");
	else
		finding_put(&f->fix,
		    "mend DATABASE_URL; pf-secrets why DATABASE_URL says where it comes from");
}

/* One number of a query without parameters; false: it failed, and *f says why. */
static bool
ask(struct health *h, const char *sql, int64_t *v, struct finding *f)
{
	struct pg_res *res = NULL;
	struct err why = { 0 };
	const char *cell = NULL;
	bool got = false;

	if (pg_query(h->db, &res, sql, 0, NULL, &why))
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	else if (pg_rows(res) == 1 && (cell = pg_cell(res, 0, 0)) != NULL &&
		 num_int(cell, strlen(cell), INT64_MIN, INT64_MAX, v) == 0)
		got = true;
	else
		finding_say(f, CHECK_FAILED, "the database gave no number");
	pg_res_free(res);
	return got;
}

void
look_size(struct health *h, const struct health_check *c, struct finding *f)
{
	int64_t bytes;
	char *size, *limit;

	if (!ask(h, "select pg_database_size(current_database())", &bytes, f))
		return;
	size = finding_size(bytes);
	limit = finding_size(c->max_size);
	finding_put(&f->observed, "%" PRId64, bytes);
	finding_put(&f->limit, "%" PRId64, c->max_size);
	finding_say(f,
	    bytes > c->max_size                                     ? CHECK_FAILED
	    : c->warn_size != HEALTH_UNSAID && bytes > c->warn_size ? CHECK_WARNING
								    : CHECK_OK,
	    "the database takes %s of %s", size, limit);
	finding_put(&f->fix,
	    "see what is large: pf-query -e \"select relname, pg_size_pretty("
	    "pg_total_relation_size(oid)) from pg_class where relkind = 'r' order by "
	    "pg_total_relation_size(oid) desc limit 10\"; then prune, or give it a larger plan");
	free(size);
	free(limit);
}

static void
say_plan(const struct migrate_plan *plan, struct finding *f)
{
	finding_put(&f->limit, "0");
	finding_put(&f->observed, "%zu", plan->edited + plan->pending);
	if (plan->edited > 0) {
		finding_say(f, CHECK_FAILED, "%zu applied migration%s changed since", plan->edited,
		    plan->edited == 1 ? " was" : "s were");
		finding_put(
		    &f->fix, "pf-migrate verify names them: bring the files back as they were");
	} else if (plan->pending > 0) {
		finding_say(f, CHECK_FAILED, "%zu migration%s not applied", plan->pending,
		    plan->pending == 1 ? " is" : "s are");
		finding_put(&f->fix, "pf-migrate up");
	} else {
		finding_say(f, CHECK_OK, "all %zu migrations are applied", plan->count);
	}
}

/* The plan has a transaction of its own. */
void
look_ledger(struct health *h, const struct health_check *c, struct finding *f)
{
	struct migration_folder folder = { 0 };
	struct migrate_plan plan = { 0 };
	struct err why = { 0 };
	char *dir = path_data("schema");

	(void)c;
	pg_rollback(h->db);
	if (migration_folder_read(&folder, dir, &why) || migrate_plan(&plan, &folder, h->db, &why))
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	else
		say_plan(&plan, f);
	migrate_plan_release(&plan);
	migration_folder_release(&folder);
	free(dir);
}

void
look_pooler(struct health *h, const struct health_check *c, struct finding *f)
{
	const struct pg_where where = { .tool = h->tool };
	struct err why = { 0 };
	char *place = NULL;
	bool pooled = false;

	(void)c;
	if (pg_address(&where, &place, &pooled, &why)) {
		finding_say(f, CHECK_UNKNOWN, "%s", why.msg);
		return;
	}
	finding_put(&f->observed, pooled ? "transaction" : "session");
	if (!pooled || env_get("DATABASE_DIRECT_URL") != NULL) {
		finding_say(f, CHECK_OK,
		    pooled ? "%s is a transaction pooler, and there is a way around it"
			   : "%s is no transaction pooler",
		    place);
	} else {
		finding_say(f, CHECK_WARNING,
		    "%s is a transaction pooler, and DATABASE_DIRECT_URL is not set", place);
		finding_put(&f->fix,
		    "set DATABASE_DIRECT_URL to the session's address (port 5432): migrations and backups want it");
	}
	free(place);
}

/* The database is asked what time it is, between two looks at our own clock. */
void
look_clock(struct health *h, const struct health_check *c, struct finding *f)
{
	int64_t max = c->max_skew == HEALTH_UNSAID ? SKEW_NS : c->max_skew, before = clock_real();
	bool frozen = env_get("PF_NOW") != NULL;
	int64_t theirs, skew;
	char *span, *limit;

	if (!ask(h, "select (extract(epoch from clock_timestamp()) * 1000000)::bigint", &theirs, f))
		return;
	skew = (frozen ? h->now : before + (clock_real() - before) / 2) - theirs * 1000;
	span = finding_span(skew < 0 ? -skew : skew);
	limit = finding_span(max);
	finding_put(&f->observed, "%" PRId64 " ms", skew / 1000000);
	finding_put(&f->limit, "%" PRId64 " ms", max / 1000000);
	finding_say(f, skew > max || skew < -max ? CHECK_FAILED : CHECK_OK,
	    "%s is %s %s the database's clock, of %s that it may be",
	    frozen ? "the frozen clock (PF_NOW)" : "this machine's clock", span,
	    skew < 0 ? "behind" : "before", limit);
	finding_put(&f->fix, frozen ? "unset PF_NOW" : "timedatectl set-ntp true");
	free(span);
	free(limit);
}
