/* pf-migrate - apply the immutable ledger of SQL migrations */
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/stop.h"
#include "db/migrate.h"
#include "db/migrate_lint.h"
#include "db/migrate_report.h"
#include "db/migrate_show.h"
#include "db/migrate_verify.h"
#include "db/pg.h"
#include "io/emit.h"

struct opts {
	const char *url, *dir;
	int64_t wait, lock_wait, lock_timeout, statement_timeout, attempts;
	int64_t at;
	bool strict, yes, catalog;
};

#define AT(m) offsetof(struct opts, m)
#define WAIT_POLL (200 * (CLOCK_SECOND / 1000))

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "database-url", OPT_STR, AT(url), 0, "which database (default: $DATABASE_DIRECT_URL, $DATABASE_URL, the private cluster)", "url" },
	{ 0, "schema-dir",   OPT_STR, AT(dir), 0, "folder of migrations (default: the one that comes with this program)", "folder" },
	{ 0, "wait",         OPT_SPAN, AT(wait), 0, "wait so long for a database that does not answer yet" },
	{ 0 }
};

static const struct opt plan_opts[] = {
	{ 0, "strict", OPT_FLAG, AT(strict), 0, "refuse a file whose number is below one that is applied" },
	{ 0 }
};

static const struct opt up_opts[] = {
	{ 0,   "attempts",          OPT_INT,  AT(attempts),          0, "times to try a file that lost a lock" },
	{ 0,   "lock-timeout",      OPT_SPAN, AT(lock_timeout),      0, "a statement waits so long for a lock; 0: forever" },
	{ 0,   "lock-wait",         OPT_SPAN, AT(lock_wait),         0, "wait so long for another pf-migrate to end" },
	{ 0,   "statement-timeout", OPT_SPAN, AT(statement_timeout), 0, "a statement may take so long; 0: forever" },
	{ 0,   "strict",            OPT_FLAG, AT(strict),            0, "refuse a file whose number is below one that is applied" },
	{ 'y', "yes",               OPT_FLAG, AT(yes),               0, "apply also what loses data" },
	{ 0 }
};

static const struct opt adopt_opts[] = {
	{ 0, "at",        OPT_INT,  AT(at),        OPT_NEEDED, "the database has all files up to this number", "number" },
	{ 0, "lock-wait", OPT_SPAN, AT(lock_wait), 0,          "wait so long for another pf-migrate to end" },
	{ 0 }
};

static const struct opt verify_opts[] = {
	{ 0, "catalog", OPT_FLAG, AT(catalog), 0, "print what the database has, in the form of catalog.txt, and end" },
	{ 0 }
};
/* clang-format on */

/* A run: the folder, the database and what is to be done. */
struct run {
	struct ctx *ctx;
	const struct opts *o;
	char *dir; /* owned */
	struct pg_where where;
	struct migration_folder folder;
	struct pg *db;
	struct migrate_plan plan;
	struct emit out;
};

static void
run_release(struct run *r)
{
	migrate_plan_release(&r->plan);
	migration_folder_release(&r->folder);
	pg_close(r->db);
	emit_release(&r->out);
	free(r->dir);
}

static int
no_operands(char **args, struct err *e)
{
	return args[0] != NULL ? err_set(e, ERR_USAGE, "'%s' is one operand too many", args[0]) : 0;
}

static void
run_init(struct run *r, struct ctx *ctx, const struct opts *o)
{
	memset(r, 0, sizeof(*r));
	r->ctx = ctx;
	r->o = o;
	r->dir = o->dir != NULL ? mem_str(o->dir) : path_data("schema");
	r->where = (struct pg_where){ .url = o->url, .direct = true, .tool = ctx->name };
	emit_init(&r->out, ctx->out, true);
}

static int
read_folder(struct run *r, struct err *e)
{
	if (migration_folder_read(&r->folder, r->dir, e))
		return -1;
	if (r->folder.misnamed > 0)
		log_warn(
		    "%s: %zu files such as %s are left out: a migration is called NNN_name.sql",
		    r->dir, r->folder.misnamed, r->folder.a_misnamed);
	if (r->folder.below > 0)
		log_info("%s: %zu files below the baseline %s are left out", r->dir,
		    r->folder.below, r->folder.files[0].version);
	return 0;
}

static int
connect(struct run *r, struct err *e)
{
	int64_t until = clock_mono() + r->o->wait;
	const struct timespec pause = { .tv_nsec = WAIT_POLL };

	while (pg_open(&r->db, &r->where, e)) {
		if (e->code != ERR_TEMP || clock_mono() >= until || stop_asked() != 0)
			return -1;
		log_info("%s", e->msg);
		(void)nanosleep(&pause, NULL); /* a signal is seen above */
	}
	return 0;
}

static int
look(struct run *r, struct err *e)
{
	if (read_folder(r, e) || connect(r, e) || migrate_plan(&r->plan, &r->folder, r->db, e))
		return -1;
	return 0;
}

/* The number up to which to take a database over, when nothing else is known: that of the baseline,
 * else of all files. */
static const struct migration *
adopt_hint(const struct run *r)
{
	return r->folder.baseline ? r->folder.files : &r->folder.files[r->folder.count - 1];
}

/* What must not be applied: 1, said aloud; 0 to go on; -1 with *e set. */
static int
refuse(struct run *r, struct err *e)
{
	size_t k;

	if (r->plan.unknown && r->folder.count > 0)
		return err_set(e, ERR_REMOTE,
		    "%s has tables but no ledger, so nobody knows which files it has: if it has all up to %s, "
		    "type: pf-migrate adopt --at %" PRIu64,
		    pg_place(r->db), adopt_hint(r)->version, adopt_hint(r)->number);
	for (k = 0; k < r->plan.count; k++) {
		const struct migrate_step *step = &r->plan.steps[k];

		if (step->out_of_order && r->o->strict)
			log_error("%s.sql is out of order: a higher number is applied",
			    step->file->version);
		else if (step->out_of_order)
			log_warn("%s.sql is out of order: a higher number is applied",
			    step->file->version);
	}
	return migrate_edited(&r->plan) || (r->o->strict && r->plan.out_of_order > 0);
}

/* Read the folder and the ledger, and go on with what is to be done. */
static int
with_plan(struct ctx *ctx, const void *arg, char **args, int (*go_on)(struct run *, struct err *),
    struct err *e)
{
	struct run r;
	int rc = -1;

	run_init(&r, ctx, arg);
	if (no_operands(args, e) == 0 && look(&r, e) == 0)
		rc = go_on(&r, e);
	run_release(&r);
	return rc;
}

static int
plan(struct run *r, struct err *e)
{
	int refused;

	if (migrate_show(&r->plan, &r->out, pg_place(r->db), e))
		return -1;
	refused = refuse(r, e);
	return refused != 0 ? refused : r->plan.pending > 0;
}

static int
run_plan(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return with_plan(ctx, arg, args, plan, e);
}

static int
print_done(void *arg, const struct migrate_step *step, int64_t took_ns, struct err *e)
{
	static const char *const words[] = { "none", "applied", "adopted", "recorded", "repeated",
		"edited" };
	struct run *r = arg;

	emit_begin(&r->out, "migration");
	emit_str(&r->out, "version", step->file->version);
	emit_str(&r->out, "status", words[step->action]);
	emit_str(&r->out, "mode", migrate_mode(&r->plan));
	if (took_ns >= 0)
		emit_fixed(&r->out, "seconds", took_ns / (CLOCK_SECOND / 1000), 3);
	return emit_end(&r->out, e);
}

static int64_t
limit_ms(int64_t span)
{
	return span == 0 ? -1 : span < CLOCK_SECOND / 1000 ? 1 : span / (CLOCK_SECOND / 1000);
}

static struct migrate_how
how(struct run *r)
{
	return (struct migrate_how){ .where = &r->where,
		.lock_wait = r->o->lock_wait,
		.lock_ms = limit_ms(r->o->lock_timeout),
		.statement_ms = limit_ms(r->o->statement_timeout),
		.attempts = r->o->attempts,
		.tool_version = PACKAGE_VERSION,
		.done = print_done,
		.arg = r };
}

/* What loses data wants a yes. */
static int
confirm(struct run *r, struct err *e)
{
	struct buf rules = { 0 };
	bool loses = false;
	size_t k;
	int rc = -1;

	for (k = 0; k < r->plan.count && !r->o->yes; k++) {
		buf_reset(&rules);
		if (migrate_risk(&r->plan, &r->plan.steps[k], &rules, &loses, e))
			goto out;
		if (loses) {
			err_set(e, ERR_USAGE,
			    "%s.sql loses data (pf-migrate lint says where): add --yes, or say -- pf:allow in it",
			    r->plan.steps[k].file->version);
			goto out;
		}
	}
	rc = 0;
out:
	buf_release(&rules);
	return rc;
}

static int
up(struct run *r, struct err *e)
{
	const struct migrate_how h = how(r);
	int refused;

	if (r->ctx->dry_run)
		return plan(r, e);
	refused = refuse(r, e);
	if (refused != 0)
		return refused;
	if (confirm(r, e))
		return -1;
	if (r->plan.pending == 0 && r->plan.records == 0)
		log_note("%s: nothing to do", pg_place(r->db));
	return migrate_up(&r->plan, &r->folder, r->db, &h, e);
}

static int
run_up(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return with_plan(ctx, arg, args, up, e);
}

static int
adopt(struct run *r, struct err *e)
{
	const struct migrate_how h = how(r);
	uint64_t number = (uint64_t)r->o->at;

	if (r->plan.fresh)
		return err_set(e, ERR_USAGE,
		    "%s is empty: there is nothing to adopt, use pf-migrate up", pg_place(r->db));
	if (r->folder.count > 0 && number > r->folder.files[r->folder.count - 1].number)
		return err_set(e, ERR_USAGE, "--at %" PRIu64 ": the last file is %s", number,
		    r->folder.files[r->folder.count - 1].version);
	if (!r->ctx->dry_run)
		return migrate_adopt(&r->plan, &r->folder, r->db, number, &h, e);
	migrate_plan_adopt(&r->plan, &r->folder, number);
	return migrate_show(&r->plan, &r->out, pg_place(r->db), e);
}

static int
run_adopt(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return with_plan(ctx, arg, args, adopt, e);
}

static int
verify(struct run *r, struct err *e)
{
	struct migrate_report report = { .out = &r->out, .at = r->ctx->now };
	size_t held = 0;

	if (migrate_report_files(&report, &r->plan, e) ||
	    migrate_verify(
		&r->plan, &r->folder, r->dir, r->db, migrate_report_fact, &report, &held, e))
		return -1;
	return report.count > 0 ? 1 : migrate_report_ok(&report, r->folder.count, held, e);
}

static int
print_catalog(struct run *r, struct err *e)
{
	struct buf text = { 0 };
	int rc = -1;

	if (connect(r, e) || catalog_read(&text, r->db, e))
		goto out;
	rc = text.len > 0 && fwrite(text.p, 1, text.len, r->ctx->out) != text.len
		 ? err_errno(e, ERR_IO, "standard output")
		 : 0;
out:
	buf_release(&text);
	return rc;
}

static int
run_verify(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct run r;
	int rc = -1;

	if (!o->catalog)
		return with_plan(ctx, arg, args, verify, e);
	run_init(&r, ctx, arg);
	if (no_operands(args, e) == 0)
		rc = print_catalog(&r, e);
	run_release(&r);
	return rc;
}

static int
create(struct run *r, const char *name, struct err *e)
{
	char *path = NULL,
	     *version = migration_create(&r->folder, r->dir, name, r->ctx->dry_run, &path, e);
	int rc = -1;

	if (version == NULL)
		return -1;
	emit_begin(&r->out, "migration");
	emit_str(&r->out, "version", version);
	emit_str(&r->out, "status", r->ctx->dry_run ? "planned" : "created");
	emit_str(&r->out, "path", path);
	rc = emit_end(&r->out, e);
	free(version);
	free(path);
	return rc;
}

static int
run_new(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct run r;
	int rc = -1;

	run_init(&r, ctx, arg);
	if (args[0] == NULL || args[1] != NULL)
		err_set(e, ERR_USAGE, "new takes one name");
	else if (read_folder(&r, e) == 0)
		rc = create(&r, args[0], e);
	run_release(&r);
	return rc;
}

static int
lint_all(struct run *r, struct migrate_report *report, struct err *e)
{
	size_t k;

	for (k = 0; k < r->folder.count + r->folder.repeats_count; k++) {
		bool repeat = k >= r->folder.count;
		const struct migration *m =
		    repeat ? &r->folder.repeats[k - r->folder.count] : &r->folder.files[k];

		report->path = m->path;
		if (lint_file(m->text, m->len, repeat || (k == 0 && r->folder.baseline),
			migrate_report_finding, report, e))
			return -1;
	}
	return 0;
}

static int
lint_one(struct migrate_report *report, const char *path, struct err *e)
{
	struct migration m;
	int rc = -1;

	report->path = path;
	if (migration_read(&m, path, e) == 0)
		rc = lint_file(m.text, m.len, strstr(path, "_baseline") != NULL,
		    migrate_report_finding, report, e);
	migration_release(&m);
	return rc;
}

static int
run_lint(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct run r;
	struct migrate_report report = { .out = &r.out, .at = ctx->now };
	int rc = -1;

	run_init(&r, ctx, arg);
	if (args[0] == NULL && (read_folder(&r, e) || lint_all(&r, &report, e)))
		goto out;
	for (; *args != NULL; args++)
		if (lint_one(&report, *args, e))
			goto out;
	rc = report.count > 0;
out:
	run_release(&r);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "plan",   "[--strict]",             "print what up would do; 1 when there is something", plan_opts, run_plan },
	{ "up",     "[-ny] [--strict]",       "apply what is pending", up_opts, run_up },
	{ "verify", "[--catalog]",            "compare ledger, files and catalog", verify_opts, run_verify },
	{ "adopt",  "[-n] --at number",       "take over a database: record files as applied without running them", adopt_opts, run_adopt },
	{ "new",    "[-n] name",              "make the next file", NULL, run_new },
	{ "lint",   "[file ...]",             "warn of what locks or loses data", NULL, run_lint },
	{ 0 }
};

const struct cmd cmd = {
	.name = "pf-migrate",
	.help = "apply the immutable ledger of SQL migrations",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .lock_wait = 60 * CLOCK_SECOND, .lock_timeout = 2 * CLOCK_SECOND,
	    .statement_timeout = 900 * CLOCK_SECOND, .attempts = 5 },
	.verbs = verbs,
	.verb = "plan",
	.flags = CMD_DRY_RUN | CMD_STOPS,
};
/* clang-format on */
