#include "db/migrate_report.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "db/migrate_show.h"
#include "io/emit.h"

static void
begin(struct migrate_report *report, const char *name, const char *status)
{
	emit_begin(report->out, "check");
	emit_time(report->out, "at", report->at);
	emit_str(report->out, "name", name);
	emit_str(report->out, "status", status);
}

int
migrate_report_finding(void *arg, const struct lint_finding *f, struct err *e)
{
	struct migrate_report *report = arg;
	const char *text = f->text != NULL ? f->text : f->rule->what;

	report->count++;
	log_warn("%s:%zu: %s: %s", report->path, f->line, f->rule->name, text);
	begin(report, f->rule->name, f->rule->fatal ? "fail" : "warn");
	emit_str(report->out, "file", report->path);
	emit_uint(report->out, "line", f->line);
	emit_str(report->out, "text", text);
	if (f->rule->fix[0] != '\0')
		emit_str(report->out, "fix", f->rule->fix);
	return emit_end(report->out, e);
}

int
migrate_report_fact(
    void *arg, const char *name, const char *observed, const char *expected, struct err *e)
{
	struct migrate_report *report = arg;
	char *check = mem_fmt("schema/%s", name), *text;
	int rc;

	text = expected != NULL ? mem_fmt("%s is %s, not %s", name, observed, expected)
				: mem_fmt("%s is %s", name, observed);
	report->count++;
	log_error("%s", text);
	begin(report, check, "fail");
	emit_str(report->out, "observed", observed);
	if (expected != NULL)
		emit_str(report->out, "limit", expected);
	emit_str(report->out, "text", text);
	emit_str(report->out, "fix",
	    "it was changed outside the migrations: change it back with a new one");
	rc = emit_end(report->out, e);
	free(check);
	free(text);
	return rc;
}

static int
report_file(struct migrate_report *report, const struct migrate_step *step, struct err *e)
{
	bool edited = step->action == MIGRATE_EDITED;
	char *name = mem_fmt("ledger/%s", step->file->version);
	char *text = mem_fmt("%s.sql %s", step->file->version,
	    edited ? "was changed after it was applied" : "is not applied");
	int rc;

	report->count++;
	log_error("%s", text);
	begin(report, name, "fail");
	emit_str(report->out, "observed", edited ? "edited" : "pending");
	emit_str(report->out, "text", text);
	emit_str(report->out, "fix",
	    edited ? "put it back, and make a new file of the change" : "pf-migrate up");
	rc = emit_end(report->out, e);
	free(name);
	free(text);
	return rc;
}

int
migrate_report_files(struct migrate_report *report, const struct migrate_plan *plan, struct err *e)
{
	size_t k;

	for (k = 0; k < plan->count; k++)
		if ((migrate_pending(&plan->steps[k]) || plan->steps[k].action == MIGRATE_EDITED) &&
		    report_file(report, &plan->steps[k], e))
			return -1;
	return 0;
}

int
migrate_report_ok(struct migrate_report *report, size_t files, size_t held, struct err *e)
{
	char *text = mem_fmt("%zu files applied, %zu facts of the catalog hold", files, held);
	int rc;

	begin(report, "schema", "pass");
	emit_str(report->out, "text", text);
	rc = emit_end(report->out, e);
	free(text);
	return rc;
}
