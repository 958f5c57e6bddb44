/* pf-load - put JSON lines into their tables */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "base/progress.h"
#include "db/load.h"
#include "db/pg.h"
#include "io/emit.h"
#include "io/jsonl.h"

struct opts {
	const char *url, *table, *key, *rejects;
	int64_t batch, idle, max_rejects;
	bool atomic, strict, snapshot, allow_shrink;
};

#define AT(m) offsetof(struct opts, m)
#define BATCH_MAX 10000000

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "allow-shrink", OPT_FLAG, AT(allow_shrink), 0, "with --snapshot: close however much is gone" },
	{ 0,   "atomic",       OPT_FLAG, AT(atomic),      0, "all or nothing: one transaction, and nothing is kept when a record is rejected" },
	{ 0,   "batch",        OPT_INT,  AT(batch),       0, "records of a transaction", "number" },
	{ 0,   "database-url", OPT_STR,  AT(url),         0, "which database (default: $DATABASE_URL, the private cluster)", "url" },
	{ 0,   "idle",         OPT_SPAN, AT(idle),        0, "commit what is in hand when nothing has come for that time (default: never)" },
	{ 'k', "key",          OPT_STR,  AT(key),         0, "columns that a row of --table is found by (default: its primary key)", "columns" },
	{ 0,   "max-rejects",  OPT_INT,  AT(max_rejects), 0, "stop when more records than that are rejected", "number" },
	{ 0,   "rejects",      OPT_STR,  AT(rejects),     0, "write what is rejected to this file, as records (default: a line each on stderr)", "file" },
	{ 0,   "snapshot",     OPT_FLAG, AT(snapshot),    0, "close what a complete answer does not have any more" },
	{ 0,   "strict",       OPT_FLAG, AT(strict),      0, "stop at the first reject; keys without a column are a reason" },
	{ 't', "table",        OPT_STR,  AT(table),       0, "load this table, whatever kind the records are (default: by their kind)", "table" },
	{ 0 }
};
/* clang-format on */

/* Where rejects go, and events. */
struct told {
	FILE *fp; /* owned; NULL: to stderr */
	struct emit em;
	const struct ctx *ctx;
};

static int
write_reject(void *arg, const char *input, size_t lineno, const char *reason, struct slice raw,
    struct err *e)
{
	struct told *r = arg;

	if (r->fp == NULL) {
		log_error("%s:%zu: %s", input, lineno, reason);
		return 0;
	}
	emit_begin(&r->em, "reject");
	emit_uint(&r->em, "line", lineno);
	emit_str(&r->em, "reason", reason);
	emit_strn(&r->em, "raw", raw.p, raw.n);
	return emit_end(&r->em, e);
}

static int
write_event(void *arg, const struct load_event *event, struct err *e)
{
	const struct told *r = arg;
	struct emit em;
	int rc;

	emit_init(&em, r->ctx->out, false);
	emit_begin(&em, "event");
	emit_time(&em, "at", r->ctx->now);
	emit_str(&em, "tool", r->ctx->name);
	emit_str(&em, "event", event->event);
	emit_str(&em, "level", event->level);
	emit_str(&em, "subject", event->subject);
	emit_str(&em, "text", event->text);
	emit_json(&em, "data", event->data, strlen(event->data));
	rc = emit_end(&em, e);
	emit_release(&em);
	return rc;
}

static int
open_rejects(struct told *r, const char *path, struct err *e)
{
	if (path == NULL)
		return 0;
	r->fp = fopen(path, "we");
	if (r->fp == NULL)
		return err_errno(e, ERR_CREATE, "%s", path);
	emit_init(&r->em, r->fp, false);
	emit_name(&r->em, path);
	return 0;
}

/* A full disk may show only here; an earlier error is the one that counts. */
static int
close_rejects(struct told *r, const char *path, int rc, struct err *e)
{
	if (r->fp == NULL)
		return rc;
	emit_release(&r->em);
	if (fclose(r->fp) && rc >= 0)
		rc = err_errno(e, ERR_IO, "%s", path);
	return rc;
}

static int
load_file(struct load *l, FILE *fp, const char *name, struct err *e)
{
	struct jsonl in;
	int rc;

	jsonl_init(&in, fp, name);
	rc = load_input(l, &in, e);
	if (rc && e->code == ERR_IO)
		(void)err_wrap(e, "line %zu", in.lineno);
	jsonl_release(&in);
	return rc;
}

/* What is not there is told before anything is loaded. */
static int
check_files(char *const *files, struct err *e)
{
	for (; *files != NULL; files++)
		if (strcmp(*files, "-") != 0 && access(*files, R_OK) != 0)
			return err_errno(e, errno == EACCES ? ERR_PERM : ERR_NOINPUT, "%s", *files);
	return 0;
}

static int
load_named(struct load *l, const char *name, struct err *e)
{
	struct stat st;
	FILE *fp;
	int rc;

	if ((stat(name, &st) != 0 || !S_ISREG(st.st_mode)) && load_pause(l, e))
		return -1;
	fp = fopen(name, "re");
	if (fp == NULL)
		return err_errno(e, ERR_NOINPUT, "%s", name);
	rc = load_file(l, fp, name, e);
	(void)fclose(fp); /* nothing was written to it */
	return rc;
}

/* All inputs: the files, "-" and no file at all are standard input. */
static int
load_all(struct load *l, struct ctx *ctx, char **files, struct err *e)
{
	static char dash[] = "-";
	static char *none[] = { dash, NULL };
	const struct progress_plan plan = { .what = "records",
		.total = input_total(files, ctx->in) };
	int rc = check_files(files, e);

	progress_begin(&plan);

	for (files = *files != NULL ? files : none; rc == 0 && *files != NULL && !load_stopped(l);
	     files++)
		rc = strcmp(*files, dash) == 0 ? load_file(l, ctx->in, "stdin", e)
					       : load_named(l, *files, e);
	rc = rc ? -1 : load_end(l, e);
	progress_end();
	return rc;
}

static int
print_summary(const struct load *l, struct ctx *ctx, bool snapshot, int64_t began, struct err *e)
{
	struct emit em;
	struct load_count c;
	int64_t ms = (clock_mono() - began) / (CLOCK_SECOND / 1000);
	size_t i;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (i = 0; rc == 0 && load_counts(l, i, &c); i++) {
		emit_begin(&em, "load");
		emit_str(&em, "table", c.table);
		emit_uint(&em, "read", c.read);
		emit_uint(&em, "inserted", c.inserted);
		emit_uint(&em, "updated", c.updated);
		emit_uint(&em, "unchanged", c.unchanged);
		emit_uint(&em, "rejected", c.rejected);
		emit_uint(&em, "ignored", c.ignored);
		emit_fixed(&em, "seconds", ms, 3);
		if (snapshot || c.closed > 0)
			emit_uint(&em, "closed", c.closed);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	return rc;
}

static int
check(const struct opts *o, struct err *e)
{
	if (o->key != NULL && o->table == NULL)
		return err_set(e, ERR_USAGE, "--key goes with --table; a kind has its key");
	if (o->snapshot && o->table != NULL)
		return err_set(e, ERR_USAGE, "--snapshot goes by kinds, not with --table");
	if (o->allow_shrink && !o->snapshot)
		return err_set(e, ERR_USAGE, "--allow-shrink goes with --snapshot");
	if (o->batch < 1 || o->batch > BATCH_MAX)
		return err_set(e, ERR_USAGE, "--batch is a number from 1 to %d", BATCH_MAX);
	return 0;
}

static int
run(struct ctx *ctx, const void *arg, char **files, struct err *e)
{
	const struct opts *o = arg;
	const struct pg_where where = { .url = o->url, .tool = ctx->name };
	struct told told = { .ctx = ctx };
	const struct load_opts how = { .table = o->table,
		.key = o->key,
		.batch = (size_t)o->batch,
		.atomic = o->atomic,
		.dry_run = ctx->dry_run,
		.strict = o->strict,
		.keep_raw = o->rejects != NULL,
		.idle_ns = o->idle,
		.max_rejects = o->max_rejects,
		.snapshot = o->snapshot,
		.allow_shrink = o->allow_shrink,
		.now = ctx->now,
		.reject = write_reject,
		.event = write_event,
		.arg = &told };
	int64_t began = clock_mono();
	struct err later = { 0 };
	struct load *l = NULL;
	struct pg *db = NULL;
	int rc = -1;

	if (check(o, e) || open_rejects(&told, o->rejects, e) || pg_open(&db, &where, e))
		goto out;
	l = load_new(db, &how);
	rc = load_all(l, ctx, files, e);
	if (rc)
		pg_rollback(db);
	/* also after a failure: what is committed stays */
	if (print_summary(l, ctx, o->snapshot, began, rc ? &later : e))
		rc = -1;
	if (rc == 0 && load_rejected(l) > 0) {
		if (o->atomic)
			log_error("nothing was loaded: %zu rejected (--atomic)", load_rejected(l));
		rc = ERR_DATA;
	}
	if (load_doubted(l) > 0 && rc >= 0) {
		log_error(
		    "%zu of the answers would close more than a single one may, so they close nothing: "
		    "their events say what (--allow-shrink closes it)",
		    load_doubted(l));
		rc = rc == 0 ? 1 : rc;
	}
out:
	rc = close_rejects(&told, o->rejects, rc, e);
	load_free(l);
	pg_close(db);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-load",
	.help = "put JSON lines into their tables",
	.synopsis =
	    "[-n] [--atomic] [--batch number] [--rejects file] [--snapshot [--allow-shrink]] [--strict] "
	    "[-t table [-k columns]] [file ...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .batch = 100000, .max_rejects = -1 },
	.run = run,
	.flags = CMD_DRY_RUN | CMD_PROGRESS | CMD_STOPS,
};
