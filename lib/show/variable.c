#include "show/variable.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "secret/vars.h"

static const char *const columns[] = { "name", "source", "length", "age", "wins" };

#define COLUMNS (sizeof columns / sizeof columns[0])

int
variable_begin(struct variable_out *o, const struct vars *v, FILE *fp, bool as_table, int64_t now,
    struct err *e)
{
	size_t i;
	int rc = 0;

	*o = (struct variable_out){ .vars = v, .now = now, .as_table = as_table };
	emit_init(&o->em, fp, false);
	table_init(&o->table, fp, COLUMNS);
	table_right(&o->table, 2);
	table_right(&o->table, 3);
	for (i = 0; rc == 0 && as_table && i < COLUMNS; i++)
		rc = table_cell(&o->table, columns[i], strlen(columns[i]), e);
	return rc;
}

void
variable_release(struct variable_out *o)
{
	emit_release(&o->em);
	table_release(&o->table);
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

int
variable_print(struct variable_out *o, const struct var *var, bool wins, struct err *e)
{
	return o->as_table ? row(o, var, wins, e) : record(o, var, wins, e);
}

int
variable_end(struct variable_out *o, struct err *e)
{
	return o->as_table ? table_end(&o->table, e) : 0;
}
