#include "show/variable.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "secret/choice.h"
#include "secret/vars.h"
#include "show/table.h"

static const char *const columns[] = { "name", "source", "length", "age", "wins" };

#define COLUMNS (sizeof columns / sizeof columns[0])

/* A list being printed. */
struct variable_out {
	const struct vars *vars; /* borrowed */
	int64_t now;
	struct emit em;
	struct table table;
};

static bool
wins(const struct variable_out *o, const struct var *var)
{
	return vars_wins(o->vars, (size_t)(var - o->vars->all));
}

/* Seconds since it was written; -1: not known. A clock that is behind makes nothing younger than new. */
static int64_t
age(const struct variable_out *o, const struct vars_source *s)
{
	if (s->since == CLOCK_NONE)
		return -1;
	return o->now > s->since ? (o->now - s->since) / CLOCK_SECOND : 0;
}

static int
record(struct variable_out *o, const struct var *var, bool wins, struct err *e)
{
	const struct vars_source *s = &o->vars->sources[var->source];
	char *place;

	emit_begin(&o->em, "variable");
	emit_str(&o->em, "name", var->name);
	emit_str(&o->em, "source", vars_type_name(s->type));
	if (s->place != NULL) {
		place =
		    var->lineno > 0 ? mem_fmt("%s:%zu", s->place, var->lineno) : mem_str(s->place);
		emit_str(&o->em, "place", place);
		free(place);
	}
	if (s->version != NULL)
		emit_str(&o->em, "version", s->version);
	if (s->since != CLOCK_NONE) {
		emit_time(&o->em, "since", s->since);
		emit_int(&o->em, "age", age(o, s));
	}
	emit_uint(&o->em, "length", var->len);
	emit_bool(&o->em, "wins", wins);
	return emit_end(&o->em, e);
}

/* In the largest unit that it is at least two of. */
static char *
age_text(int64_t seconds)
{
	static const struct {
		int64_t seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	size_t i = 0;

	if (seconds < 0)
		return mem_str("");
	while (i < 3 && seconds < 2 * units[i].seconds)
		i++;
	return mem_fmt("%lld%c", (long long)(seconds / units[i].seconds), units[i].unit);
}

static int
row(struct variable_out *o, const struct var *var, bool wins, struct err *e)
{
	char *place = vars_place(o->vars, var),
	     *old = age_text(age(o, &o->vars->sources[var->source]));
	char length[NUM_TEXT_MAX];
	size_t n = num_uint_text(length, var->len);
	int rc = -1;

	if (table_cell(&o->table, var->name, strlen(var->name), e) == 0 &&
	    table_cell(&o->table, place, strlen(place), e) == 0 &&
	    table_cell(&o->table, length, n, e) == 0 &&
	    table_cell(&o->table, old, strlen(old), e) == 0)
		rc = table_cell(&o->table, wins ? "yes" : "no", wins ? 3 : 2, e);
	free(place);
	free(old);
	return rc;
}

static int
print_table(struct variable_out *o, const struct choice *c, struct err *e)
{
	size_t i;

	table_right(&o->table, 2);
	table_right(&o->table, 3);
	for (i = 0; i < COLUMNS; i++)
		if (table_cell(&o->table, columns[i], strlen(columns[i]), e))
			return -1;
	for (i = 0; i < c->n; i++)
		if (row(o, c->list[i], wins(o, c->list[i]), e))
			return -1;
	return table_end(&o->table, e);
}

int
variable_print(const struct vars *v, const struct choice *c, FILE *fp, bool as_table, int64_t now,
    struct err *e)
{
	struct variable_out o = { .vars = v, .now = now };
	size_t i;
	int rc = 0;

	emit_init(&o.em, fp, false);
	table_init(&o.table, fp, COLUMNS);
	if (as_table)
		rc = print_table(&o, c, e);
	for (i = 0; !as_table && rc == 0 && i < c->n; i++)
		rc = record(&o, c->list[i], wins(&o, c->list[i]), e);
	emit_release(&o.em);
	table_release(&o.table);
	return rc;
}
