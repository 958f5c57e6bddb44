#include "db/migrate_show.h"

#include "base/buf.h"
#include "db/migrate_lint.h"
#include "io/emit.h"

const char *
migrate_mode(const struct migrate_plan *plan)
{
	return plan->fresh ? "fresh" : "existing";
}

bool
migrate_pending(const struct migrate_step *step)
{
	return step->action == MIGRATE_APPLY || step->action == MIGRATE_ADOPT ||
	       step->action == MIGRATE_REPEAT;
}

int
migrate_risk(const struct migrate_plan *plan, const struct migrate_step *step, struct buf *rules,
    bool *loses, struct err *e)
{
	*loses = false;
	if (plan->fresh || step->action != MIGRATE_APPLY)
		return 0;
	return lint_risk(step->file->text, step->file->len, rules, loses, e);
}

static int
show_step(const struct migrate_plan *plan, const struct migrate_step *step, struct emit *out,
    struct buf *rules, struct err *e)
{
	bool loses;

	buf_reset(rules);
	if (migrate_risk(plan, step, rules, &loses, e))
		return -1;
	emit_begin(out, "plan");
	emit_str(out, "action", migrate_action_word(step->action));
	emit_str(out, "target", step->file->version);
	emit_str(out, "mode", migrate_mode(plan));
	if (step->out_of_order)
		emit_bool(out, "out_of_order", true);
	emit_str(out, "risk", loses ? "high" : rules->len > 0 ? "medium" : "low");
	if (rules->len > 0)
		emit_json(out, "rules", rules->p, rules->len);
	return emit_end(out, e);
}

static bool
is_out_of_order(const struct migrate_step *step)
{
	return step->out_of_order;
}

static bool
is_edited(const struct migrate_step *step)
{
	return step->action == MIGRATE_EDITED;
}

static void
show_list(const struct migrate_plan *plan, struct emit *out, const char *name,
    bool (*belongs)(const struct migrate_step *step))
{
	size_t k;

	emit_open(out, name, '[');
	for (k = 0; k < plan->count; k++)
		if (belongs(&plan->steps[k]))
			emit_str(out, NULL, plan->steps[k].file->version);
	emit_close(out, ']');
}

int
migrate_show(const struct migrate_plan *plan, struct emit *out, const char *place, struct err *e)
{
	struct buf rules = { 0 };
	size_t k;
	int rc = -1;

	for (k = 0; k < plan->count; k++)
		if (plan->steps[k].action != MIGRATE_NONE &&
		    show_step(plan, &plan->steps[k], out, &rules, e))
			goto out;
	emit_begin(out, "plan");
	emit_str(out, "action", "summary");
	emit_str(out, "target", place);
	emit_str(out, "mode", migrate_mode(plan));
	show_list(plan, out, "pending", migrate_pending);
	show_list(plan, out, "out_of_order", is_out_of_order);
	show_list(plan, out, "edited", is_edited);
	emit_open(out, "foreign", '[');
	for (k = 0; k < plan->foreign_count; k++)
		emit_str(out, NULL, plan->foreign[k]);
	emit_close(out, ']');
	rc = emit_end(out, e);
out:
	buf_release(&rules);
	return rc;
}
