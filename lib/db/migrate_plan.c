#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "db/migrate.h"
#include "db/pg.h"

static const char *const words[] = { "none", "apply", "adopt", "record", "repeat", "edited" };

const char *
migrate_action_word(enum migrate_action action)
{
	return words[action];
}

static enum migrate_action
compare(const struct migrate_plan *plan, const struct migration_folder *folder,
    const struct migration *m)
{
	const struct ledger_row *row = ledger_find(&plan->ledger, m->version);

	if (row == NULL)
		return folder->baseline && m == folder->files && !plan->fresh ? MIGRATE_ADOPT
									      : MIGRATE_APPLY;
	if (row->sum == NULL)
		return MIGRATE_RECORD;
	return strcmp(row->sum, m->sum) == 0 ? MIGRATE_NONE : MIGRATE_EDITED;
}

/* The highest number among the applied files; what is pending below it is out of order. */
static uint64_t
highest_applied(const struct migrate_plan *plan, const struct migration_folder *folder)
{
	size_t k = folder->count;

	while (k > 0)
		if (ledger_find(&plan->ledger, folder->files[--k].version) != NULL)
			return folder->files[k].number;
	return 0;
}

static void
count_step(struct migrate_plan *plan, const struct migrate_step *step)
{
	plan->pending += step->action == MIGRATE_APPLY || step->action == MIGRATE_ADOPT ||
			 step->action == MIGRATE_REPEAT;
	plan->records += step->action == MIGRATE_RECORD;
	plan->edited += step->action == MIGRATE_EDITED;
	plan->out_of_order += step->out_of_order;
}

static void
steps_of_files(struct migrate_plan *plan, const struct migration_folder *folder)
{
	uint64_t top = highest_applied(plan, folder);
	size_t k;

	for (k = 0; k < folder->count; k++) {
		struct migrate_step *step = &plan->steps[plan->count++];

		step->file = &folder->files[k];
		step->action = compare(plan, folder, step->file);
		step->out_of_order = step->action == MIGRATE_APPLY && step->file->number < top;
		count_step(plan, step);
	}
}

/* They belong together (one may drop what the others stand on): one that differs repeats them all.
 */
static void
steps_of_repeats(struct migrate_plan *plan, const struct migration_folder *folder)
{
	bool again = plan->gone;
	size_t k;

	for (k = 0; k < folder->repeats_count; k++) {
		const struct ledger_row *row =
		    ledger_find(&plan->ledger, folder->repeats[k].version);

		if (row == NULL || row->sum == NULL ||
		    strcmp(row->sum, folder->repeats[k].sum) != 0)
			again = true;
	}
	for (k = 0; k < folder->repeats_count; k++) {
		struct migrate_step *step = &plan->steps[plan->count++];

		step->file = &folder->repeats[k];
		step->action = again ? MIGRATE_REPEAT : MIGRATE_NONE;
		count_step(plan, step);
	}
}

static int
by_version(const void *a, const void *b)
{
	return strcmp((*(const struct migration *const *)a)->version,
	    (*(const struct migration *const *)b)->version);
}

static int
find_version(const void *version, const void *m)
{
	return strcmp(version, (*(const struct migration *const *)m)->version);
}

static void
find_foreign(struct migrate_plan *plan, const struct migration_folder *folder)
{
	size_t n = folder->count + folder->repeats_count, k;
	const struct migration **sorted = mem_new(n + 1, sizeof(const struct migration *));

	for (k = 0; k < folder->count; k++)
		sorted[k] = &folder->files[k];
	for (k = 0; k < folder->repeats_count; k++)
		sorted[folder->count + k] = &folder->repeats[k];
	qsort(sorted, n, sizeof(*sorted), by_version);
	plan->foreign = mem_new(plan->ledger.count + 1, sizeof(*plan->foreign));
	for (k = 0; k < plan->ledger.count; k++) {
		const char *version = plan->ledger.rows[k].version;

		if (bsearch(version, sorted, n, sizeof(*sorted), find_version) != NULL)
			continue;
		if (strncmp(version, "api/", 4) == 0)
			plan->gone = true;
		else
			plan->foreign[plan->foreign_count++] = version;
	}
	free(sorted);
}

int
migrate_plan(
    struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db, struct err *e)
{
	const struct pg_begin how = { .read_only = true, .repeatable = true };

	memset(plan, 0, sizeof(*plan));
	if (pg_begin(db, &how, e))
		return -1;
	if (ledger_read(&plan->ledger, db, e)) {
		pg_rollback(db);
		return -1;
	}
	pg_rollback(db); /* nothing was written */
	plan->fresh = !plan->ledger.tables;
	plan->unknown = plan->ledger.tables && plan->ledger.count == 0 && !plan->ledger.ours;
	plan->steps = mem_new(folder->count + folder->repeats_count + 1, sizeof(*plan->steps));
	find_foreign(plan, folder);
	steps_of_files(plan, folder);
	steps_of_repeats(plan, folder);
	return 0;
}

bool
migrate_edited(const struct migrate_plan *plan)
{
	size_t k;

	for (k = 0; k < plan->count; k++)
		if (plan->steps[k].action == MIGRATE_EDITED)
			log_error("%s.sql was changed after it was applied: put it back, and make "
				  "a new file of the change",
			    plan->steps[k].file->version);
	return plan->edited > 0;
}

void
migrate_plan_adopt(
    struct migrate_plan *plan, const struct migration_folder *folder, uint64_t number)
{
	size_t k;

	for (k = 0; k < plan->count; k++) {
		struct migrate_step *step = &plan->steps[k];
		bool missing = step->action == MIGRATE_APPLY || step->action == MIGRATE_ADOPT;

		step->action = k < folder->count && missing && step->file->number <= number
				   ? MIGRATE_ADOPT
				   : MIGRATE_NONE;
	}
}

void
migrate_plan_release(struct migrate_plan *plan)
{
	ledger_release(&plan->ledger);
	free(plan->steps);
	free(plan->foreign);
	memset(plan, 0, sizeof(*plan));
}
