#include "db/load_merge.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "db/pg.h"

/* How a segment stands to a column. */
enum presence { ABSENT, SOMETIMES, ALWAYS };

static enum presence
presence(const struct load_table *t, const struct load_segment *s, size_t col, size_t *bit)
{
	size_t i;

	for (i = 0; i < s->ncols; i++)
		if (s->cols[i] == col) {
			*bit = i;
			return s->masked && !t->cols[col].key ? SOMETIMES : ALWAYS;
		}
	return ABSENT;
}

/* "a.name" */
static void
dotted(struct buf *sql, const char *alias, const struct load_col *c)
{
	buf_str(sql, alias);
	buf_char(sql, '.');
	pg_ident(sql, c->name);
}

static void
comma(struct buf *sql, bool *first)
{
	if (!*first)
		buf_str(sql, ", ");
	*first = false;
}

/* "a.k1 = b.k1 and a.k2 = b.k2" */
static void
same_key(struct buf *sql, const struct load_table *t, const char *a, const char *b)
{
	size_t i;

	for (i = 0; i < t->nkey; i++) {
		buf_str(sql, i > 0 ? " and " : "");
		dotted(sql, a, &t->cols[t->key[i]]);
		buf_str(sql, " = ");
		dotted(sql, b, &t->cols[t->key[i]]);
	}
}

static void
columns(struct buf *sql, const struct load_table *t, const struct load_segment *s)
{
	bool first = true;
	size_t i;

	for (i = 0; i < s->ncols; i++) {
		comma(sql, &first);
		pg_ident(sql, t->cols[s->cols[i]].name);
	}
}

bool
load_merge_can_copy(const struct load_table *t, const struct load_segment *s)
{
	size_t c, bit;

	if (s->masked)
		return false;
	for (c = 0; c < t->ncols; c++)
		if (t->cols[c].stand_in != LOAD_NONE && presence(t, s, c, &bit) == ABSENT)
			return false;
	return true;
}

void
load_merge_direct(struct buf *sql, const struct load_table *t, const struct load_segment *s)
{
	buf_str(sql, "copy ");
	buf_str(sql, t->quoted);
	buf_str(sql, " (");
	columns(sql, t, s);
	buf_str(sql, ") from stdin");
}

void
load_merge_stage(struct buf *sql, const struct load_table *t, const struct load_segment *s)
{
	const struct load_col *c;
	size_t i;

	buf_str(sql, "create temp table pf_stage on commit drop as select 0::int8 as pf_n");
	for (i = 0; i < s->ncols; i++) {
		c = &t->cols[s->cols[i]];
		buf_str(sql, ", ");
		pg_ident(sql, c->name);
		if (c->base == NULL)
			continue;
		buf_fmt(sql, "::%s as ",
		    c->base); /* null stands for absent, whatever the domain says */
		pg_ident(sql, c->name);
	}
	if (s->masked)
		buf_str(sql, ", ''::varbit as pf_has");
	buf_str(sql, " from ");
	buf_str(sql, t->quoted);
	buf_str(sql, " with no data");
}

void
load_merge_copy(struct buf *sql, const struct load_table *t, const struct load_segment *s)
{
	buf_str(sql, "copy " LOAD_STAGE " (pf_n, ");
	columns(sql, t, s);
	buf_str(sql, s->masked ? ", pf_has) from stdin" : ") from stdin");
}

static void
key_columns(struct buf *sql, const struct load_table *t)
{
	size_t i;

	for (i = 0; i < t->nkey; i++) {
		buf_str(sql, i > 0 ? ", " : "");
		pg_ident(sql, t->cols[t->key[i]].name);
	}
}

void
load_merge_part(struct buf *part, size_t from, size_t to)
{
	buf_fmt(part, " and s.pf_n between %zu and %zu", from, to - 1);
}

void
load_merge_repeats(struct buf *sql, const struct load_table *t, const char *part)
{
	buf_fmt(sql, "select from " LOAD_STAGE " s where true%s group by ", part);
	key_columns(sql, t);
	buf_str(sql, " having count(*) > 1 limit 1");
}

void
load_merge_fold(
    struct buf *sql, const struct load_table *t, const struct load_segment *s, const char *part)
{
	size_t i;

	/* of each key: its last row, and for each column the last row that has it */
	buf_fmt(sql,
	    "with pf_part as materialized (select * from " LOAD_STAGE
	    " s where true%s), pf_last as (select max(pf_n) as pf_n",
	    part);
	for (i = 0; i < s->ncols; i++)
		buf_fmt(
		    sql, ", max(pf_n) filter (where get_bit(pf_has, %zu) = 1) as pf_n%zu", i, i);
	buf_str(sql, " from pf_part group by ");
	key_columns(sql, t);
	buf_str(sql, "), pf_fold as materialized (select l.pf_n");
	for (i = 0; i < s->ncols; i++) {
		buf_fmt(sql, ", s%zu.", i);
		pg_ident(sql, t->cols[s->cols[i]].name);
	}
	buf_str(sql, ", (");
	for (i = 0; i < s->ncols; i++)
		buf_fmt(sql, "%s(l.pf_n%zu is not null)::int::bit(1)", i > 0 ? " || " : "", i);
	buf_str(sql, ")::varbit from pf_last l");
	for (i = 0; i < s->ncols; i++)
		buf_fmt(sql, " left join pf_part s%zu on s%zu.pf_n = l.pf_n%zu", i, i, i);
	buf_fmt(sql,
	    "), pf_gone as (delete from " LOAD_STAGE " s where true%s) insert into " LOAD_STAGE
	    " select * from pf_fold",
	    part);
}

/* What stands for column c in the row to be written: s is the staged row, t the stored one. */
static void
value(struct buf *sql, const struct load_table *t, size_t c, enum presence p, size_t bit)
{
	const struct load_col *col = &t->cols[c];

	if (p == ALWAYS) {
		dotted(sql, "s", col);
		return;
	}
	buf_str(sql, "case");
	if (p == SOMETIMES) {
		buf_fmt(sql, " when get_bit(s.pf_has, %zu) = 1 then ", bit);
		dotted(sql, "s", col);
	}
	buf_str(sql, " when ");
	dotted(sql, "t", &t->cols[t->key[0]]);
	buf_str(sql, " is not null then ");
	if (c == t->updated_at)
		buf_str(sql, "now()");
	else
		dotted(sql, "t", col);
	buf_str(sql, " else ");
	if (col->stand_in != LOAD_NONE)
		dotted(sql, "s", &t->cols[col->stand_in]);
	else
		buf_str(sql, col->otherwise != NULL ? col->otherwise : "null");
	buf_str(sql, " end");
}

/* Whether a column is named in the insert: an absent one only when the row as proposed must have
 * it to pass (not null, a check) or a field stands in for it; else its default does. */
static bool
written(const struct load_col *c, enum presence p)
{
	if (c->fixed)
		return false;
	return p != ABSENT || c->stand_in != LOAD_NONE || c->checked ||
	       (c->notnull && c->otherwise == NULL && !c->identity);
}

/* " or t.c is distinct from NEW.c" for every column that can make a difference: "updated_at" says
 * when a difference was written and a stamp when the row was read, so they are none. */
static void
differences(struct buf *sql, const struct load_table *t, const struct load_segment *s,
    const char *other, const char *lead)
{
	enum presence p;
	size_t c, bit;

	for (c = 0; c < t->ncols; c++) {
		p = presence(t, s, c, &bit);
		if (p == ABSENT || t->cols[c].key || t->cols[c].stamp || c == t->updated_at)
			continue;
		buf_str(sql, lead);
		lead = " or ";
		if (p == SOMETIMES && strcmp(other, "s") == 0)
			buf_fmt(sql, "get_bit(s.pf_has, %zu) = 1 and ", bit);
		dotted(sql, "t", &t->cols[c]);
		buf_str(
		    sql, t->cols[c].as_text ? "::text is distinct from " : " is distinct from ");
		dotted(sql, other, &t->cols[c]);
		buf_str(sql, t->cols[c].as_text ? "::text" : "");
	}
	if (strcmp(lead, " or ") != 0)
		buf_fmt(sql, "%sfalse", lead);
}

static bool
has_order(const struct load_type *type)
{
	return !type->array && type->class != LOAD_BOOL && type->class != LOAD_UUID &&
	       type->class != LOAD_JSON && type->class != LOAD_OTHER;
}

void
load_merge_bounds(struct buf *sql, const struct load_table *t, const char *part)
{
	const char *lead = "select ";
	size_t i;

	for (i = 0; i < t->nkey; i++) {
		if (!has_order(&t->cols[t->key[i]].type))
			continue;
		buf_fmt(sql, "%smin(", lead);
		lead = ", ";
		pg_ident(sql, t->cols[t->key[i]].name);
		buf_str(sql, "), max(");
		pg_ident(sql, t->cols[t->key[i]].name);
		buf_char(sql, ')');
	}
	buf_fmt(sql, "%s from " LOAD_STAGE " s where true%s", lead[0] == 's' ? lead : "", part);
}

void
load_merge_within(struct buf *sql, const struct load_table *t, const struct pg_res *bounds)
{
	size_t i, col = 0;

	for (i = 0; i < t->nkey; i++) {
		if (!has_order(&t->cols[t->key[i]].type))
			continue;
		buf_str(sql, " and ");
		dotted(sql, "t", &t->cols[t->key[i]]);
		buf_str(sql, " between ");
		pg_literal(sql, pg_cell(bounds, 0, col));
		buf_str(sql, " and ");
		pg_literal(sql, pg_cell(bounds, 0, col + 1));
		col += 2;
	}
}

/* What was found new or different: the values, and whether the row is there already. */
static void
difference(struct buf *sql, const struct load_table *t, const struct load_segment *s,
    const char *within, const char *part)
{
	enum presence p;
	size_t c, bit = 0;

	buf_str(sql, "with pf_new as materialized (select s.pf_n, ");
	dotted(sql, "t", &t->cols[t->key[0]]);
	buf_str(sql, " is not null as pf_there");
	for (c = 0; c < t->ncols; c++) {
		p = presence(t, s, c, &bit);
		if (!written(&t->cols[c], p))
			continue;
		buf_str(sql, ", ");
		value(sql, t, c, p, bit);
		buf_str(sql, " as ");
		pg_ident(sql, t->cols[c].name);
	}
	buf_str(sql, " from " LOAD_STAGE " s left join ");
	buf_str(sql, t->quoted);
	buf_str(sql, " t on ");
	same_key(sql, t, "t", "s");
	buf_str(sql, within);
	buf_str(sql, " where (");
	dotted(sql, "t", &t->cols[t->key[0]]);
	buf_str(sql, " is null");
	if (!t->once)
		differences(sql, t, s, "s", " or ");
	buf_fmt(sql, ")%s", part);
	/* a later row of the same key is the one that counts, also when it changes nothing */
	buf_str(sql,
	    "), pf_last as materialized (select * from pf_new n where not exists (select from " LOAD_STAGE
	    " s where ");
	same_key(sql, t, "s", "n");
	buf_fmt(sql, " and s.pf_n %c n.pf_n%s))", t->once ? '<' : '>', part);
}

static void
conflict(struct buf *sql, const struct load_table *t, const struct load_segment *s)
{
	bool first = true;
	size_t c, bit;

	buf_str(sql, " on conflict (");
	key_columns(sql, t);
	buf_str(sql, ") do ");
	for (c = 0; c < t->ncols && !t->once; c++) {
		if (t->cols[c].key || t->cols[c].identity || presence(t, s, c, &bit) == ABSENT)
			continue;
		buf_str(sql, first ? "update set " : ", ");
		first = false;
		pg_ident(sql, t->cols[c].name);
		buf_str(sql, " = ");
		dotted(sql, "excluded", &t->cols[c]);
	}
	if (first) {
		buf_str(sql, "nothing");
		return;
	}
	if (t->updated_at != LOAD_NONE && presence(t, s, t->updated_at, &bit) == ABSENT)
		buf_str(sql, ", updated_at = now()");
	/* another writer may have put the same row there since */
	differences(sql, t, s, "excluded", " where ");
}

void
load_merge_upsert(struct buf *sql, const struct load_table *t, const struct load_segment *s,
    const char *within, const char *part)
{
	struct buf names = { 0 };
	bool first = true, identity = false;
	enum presence p;
	size_t c, bit;

	for (c = 0; c < t->ncols; c++) {
		p = presence(t, s, c, &bit);
		if (!written(&t->cols[c], p))
			continue;
		identity |= t->cols[c].identity;
		comma(&names, &first);
		pg_ident(&names, t->cols[c].name);
	}
	difference(sql, t, s, within, part);
	buf_str(sql, ", pf_put as (insert into ");
	buf_str(sql, t->quoted);
	buf_fmt(sql, " as t (%s)%s select %s from pf_last", names.p,
	    identity ? " overriding system value" : "", names.p);
	conflict(sql, t, s);
	buf_str(sql, " returning 1) select count(*) filter (where not pf_there),"
		     " (select count(*) from pf_put) from pf_last");
	buf_release(&names);
}
