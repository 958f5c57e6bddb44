#include "db/load_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "rec/field.h"

static const char table_sql[] =
    "select c.oid, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = coalesce($1, 'public') and c.relname = $2 and c.relkind in ('r', 'p')";

/* A domain counts as its base type (one level deep; deeper ones are the database's to judge). */
static const char columns_sql[] =
    "select a.attname, a.attnotnull, b.oid, b.typelem, b.typcategory = 'A' and b.typelem <> 0,"
    " case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,"
    " format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid), a.attgenerated <> '',"
    " a.attidentity = 'a', exists (select from pg_constraint k where k.conrelid = a.attrelid"
    " and k.contype = 'c' and a.attnum = any (k.conkey)),"
    " b.typname in ('json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'),"
    " a.attnum"
    " from pg_attribute a join pg_type t on t.oid = a.atttypid"
    " join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end"
    " left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum"
    " where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum";

/* Unique keys that an upsert can name: whole, on columns, checked at once; the primary one first. */
static const char keys_sql[] =
    "select array_to_string(array(select a.attname from pg_attribute a"
    " where a.attrelid = i.indrelid and a.attnum = any (i.indkey[0:i.indnkeyatts - 1])"
    " order by a.attnum), E'\\n'), i.indisprimary from pg_index i"
    " where i.indrelid = $1 and i.indisunique and i.indisvalid and i.indimmediate"
    " and i.indpred is null and i.indexprs is null order by i.indisprimary desc, i.indexrelid";

static bool
yes(const struct pg_res *res, size_t row, size_t col)
{
	const char *s = pg_cell(res, row, col);

	return s != NULL && s[0] == 't';
}

static int64_t
number(const struct pg_res *res, size_t row, size_t col)
{
	const char *s = pg_cell(res, row, col);
	int64_t v = 0;

	if (s == NULL || num_int(s, strlen(s), INT64_MIN, INT64_MAX, &v))
		return -1;
	return v;
}

static int
find_table(struct load_table *t, struct pg *db, const char *name, struct err *e)
{
	const char *dot = strchr(name, '.');
	char *schema = dot == NULL ? NULL : mem_copy(name, (size_t)(dot - name));
	const char *params[2] = { schema, dot == NULL ? name : dot + 1 };
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	int rc = -1;

	t->name = mem_str(name);
	if (pg_query(db, &res, table_sql, 2, params, e))
		goto out;
	if (pg_rows(res) == 0) {
		(void)err_set(e, ERR_CONFIG,
		    "there is no table %s in %s (pf-migrate up makes those of pf)", name,
		    pg_place(db));
		goto out;
	}
	t->oid = (uint32_t)number(res, 0, 0);
	pg_ident(&sql, pg_cell(res, 0, 1));
	buf_char(&sql, '.');
	pg_ident(&sql, pg_cell(res, 0, 2));
	t->quoted = buf_take(&sql);
	rc = 0;
out:
	pg_res_free(res);
	free(schema);
	return rc;
}

static void
take_column(struct load_col *c, const struct pg_res *res, size_t row)
{
	bool array = yes(res, row, 4);

	*c = (struct load_col){
		.name = mem_str(pg_cell(res, row, 0)),
		.notnull = yes(res, row, 1),
		.type = load_type_of(
		    (uint32_t)number(res, row, array ? 3 : 2), array, (int)number(res, row, 5)),
		.sql_type = mem_str(pg_cell(res, row, 6)),
		.otherwise = mem_str(pg_cell(res, row, 7)),
		.stand_in = LOAD_NONE,
		.fixed = yes(res, row, 8),
		.identity = yes(res, row, 9),
		.checked = yes(res, row, 10),
		.as_text = yes(res, row, 11),
	};
	if (c->fixed) { /* its expression is no default */
		free(c->otherwise);
		c->otherwise = NULL;
	}
}

static int
read_columns(struct load_table *t, struct pg *db, const char *oid, struct err *e)
{
	struct pg_res *res = NULL;
	size_t i;

	if (pg_query(db, &res, columns_sql, 1, &oid, e))
		return -1;
	t->ncols = pg_rows(res);
	t->cols = mem_new(t->ncols, sizeof *t->cols);
	t->updated_at = LOAD_NONE;
	for (i = 0; i < t->ncols; i++) {
		take_column(&t->cols[i], res, i);
		if (strcmp(t->cols[i].name, "updated_at") == 0 &&
		    (t->cols[i].type.class == LOAD_TIMESTAMPTZ ||
			t->cols[i].type.class == LOAD_TIMESTAMP))
			t->updated_at = i;
	}
	pg_res_free(res);
	return 0;
}

static size_t
column(const struct load_table *t, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < t->ncols; i++)
		if (strlen(t->cols[i].name) == n && memcmp(t->cols[i].name, name, n) == 0)
			return i;
	return LOAD_NONE;
}

static int
add_key(struct load_table *t, const char *name, size_t n, struct err *e)
{
	size_t c = column(t, name, n);

	if (c == LOAD_NONE)
		return err_set(e, ERR_CONFIG, "table %s has no column %.*s to be its key", t->name,
		    (int)n, name);
	if (t->cols[c].key)
		return 0;
	t->cols[c].key = true;
	t->key = mem_grow(t->key, t->nkey + 1, sizeof *t->key);
	t->key[t->nkey++] = c;
	return 0;
}

/* names: with this sign between them. */
static int
add_keys(struct load_table *t, const char *names, const char *sign, struct err *e)
{
	size_t n;

	for (; *names != '\0'; names += n + (names[n] != '\0')) {
		n = strcspn(names, sign);
		if (n > 0 && add_key(t, names, n, e))
			return -1;
	}
	return 0;
}

/* Whether the unique key of that row has exactly the columns of ours. */
static bool
same_key(const struct load_table *t, const char *names)
{
	size_t n, count = 0, c;

	for (; *names != '\0'; names += n + (names[n] != '\0')) {
		n = strcspn(names, "\n");
		c = column(t, names, n);
		if (c == LOAD_NONE || !t->cols[c].key)
			return false;
		count++;
	}
	return count == t->nkey;
}

static int
no_key(const struct load_table *t, struct err *e)
{
	struct buf names = { 0 };
	size_t i;

	for (i = 0; i < t->nkey; i++)
		buf_fmt(&names, "%s%s", i > 0 ? ", " : "", t->cols[t->key[i]].name);
	(void)err_set(e, ERR_CONFIG,
	    "table %s has no unique key over (%s), so a row cannot be found again", t->name,
	    names.p);
	buf_release(&names);
	return -1;
}

static int
read_keys(struct load_table *t, struct pg *db, const char *oid, const char *key, struct err *e)
{
	struct pg_res *res = NULL;
	const struct field *f;
	size_t i;
	int rc = -1;

	if (pg_query(db, &res, keys_sql, 1, &oid, e))
		goto out;
	if (t->kind != NULL) {
		for (f = t->kind->fields; f->name != NULL; f++)
			if ((f->flags & FIELD_KEY) && add_key(t, f->column, strlen(f->column), e))
				goto out;
	} else if (key != NULL) {
		if (add_keys(t, key, ",", e))
			goto out;
	} else if (pg_rows(res) > 0 && yes(res, 0, 1)) {
		if (add_keys(t, pg_cell(res, 0, 0), "\n", e))
			goto out;
	}
	if (t->nkey == 0) {
		(void)err_set(e, ERR_CONFIG,
		    "table %s has no primary key: name a unique one with --key", t->name);
		goto out;
	}
	for (i = 0; i < pg_rows(res) && !same_key(t, pg_cell(res, i, 0)); i++)
		;
	rc = i < pg_rows(res) ? 0 : no_key(t, e);
out:
	pg_res_free(res);
	return rc;
}

/* Names, and what only a kind can say about a column. */
static int
apply_kind(struct load_table *t, struct err *e)
{
	const struct field *f;
	struct load_col *c;
	size_t i;

	for (f = t->kind->fields; f->name != NULL; f++) {
		if (f->column == NULL)
			continue;
		i = column(t, f->column, strlen(f->column));
		if (i == LOAD_NONE)
			return err_set(e, ERR_CONFIG,
			    "table %s has no column %s (pf-migrate up makes it)", t->name,
			    f->column);
		c = &t->cols[i];
		c->json = f->name;
		c->field = f;
		c->type.finite = f->type != FIELD_DECIMAL;
		if (f->otherwise != NULL)
			c->stand_in = load_table_find(t, f->otherwise, strlen(f->otherwise));
		if (f->type == FIELD_PRICE && strcmp(f->name, "high") == 0)
			t->high = i;
		if (f->type == FIELD_PRICE && strcmp(f->name, "low") == 0)
			t->low = i;
	}
	return 0;
}

int
load_table_read(struct load_table *t, struct pg *db, const struct kind *kind, const char *name,
    const char *key, struct err *e)
{
	char oid[NUM_TEXT_MAX];
	size_t i;

	*t = (struct load_table){ .kind = kind, .high = LOAD_NONE, .low = LOAD_NONE };
	if (find_table(t, db, kind != NULL ? kind->table : name, e))
		return -1;
	(void)num_fixed_text(oid, t->oid, 0);
	if (read_columns(t, db, oid, e) || read_keys(t, db, oid, key, e))
		return -1;
	if (kind != NULL)
		return apply_kind(t, e);
	for (i = 0; i < t->ncols; i++)
		if (!t->cols[i].fixed)
			t->cols[i].json = t->cols[i].name;
	return 0;
}

void
load_table_release(struct load_table *t)
{
	size_t i;

	for (i = 0; i < t->ncols; i++) {
		free(t->cols[i].name);
		free(t->cols[i].sql_type);
		free(t->cols[i].otherwise);
	}
	free(t->cols);
	free(t->key);
	free(t->name);
	free(t->quoted);
	*t = (struct load_table){ 0 };
}

size_t
load_table_find(const struct load_table *t, const char *json, size_t n)
{
	size_t i;

	for (i = 0; i < t->ncols; i++)
		if (t->cols[i].json != NULL && strlen(t->cols[i].json) == n &&
		    memcmp(t->cols[i].json, json, n) == 0)
			return i;
	return LOAD_NONE;
}
