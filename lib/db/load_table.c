#include "db/load_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "rec/field.h"

/*
 * One question: a row a column. A domain counts as its base type (one level deep; deeper ones are the
 * database's to judge). keys are the unique keys that an upsert can name: whole, on columns, checked at
 * once; a line each, 'p' for the primary one, which is first, or 'u' before each name.
 */
static const char catalog_sql[] =
    "with c as materialized (select c.oid, n.nspname, c.relname, array_to_string(array("
    "select array_to_string(array(select (case when i.indisprimary then 'p' else 'u' end) || a.attname"
    " from pg_attribute a where a.attrelid = i.indrelid"
    " and a.attnum = any (i.indkey[0:i.indnkeyatts - 1]) order by a.attnum), E'\t') from pg_index i"
    " where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate"
    " and i.indpred is null and i.indexprs is null order by i.indisprimary desc, i.indexrelid"
    "), E'\n') as keys from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = coalesce($1, 'public') and c.relname = $2 and c.relkind in ('r', 'p'))"
    " select a.attname, a.attnotnull, b.oid, b.typelem, b.typcategory = 'A' and b.typelem <> 0,"
    " case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,"
    " coalesce(pg_get_expr(d.adbin, d.adrelid), case when a.attidentity <> '' then format("
    "'nextval(%L::regclass)', pg_get_serial_sequence(format('%I.%I', c.nspname, c.relname), a.attname)) end),"
    " a.attgenerated <> '', a.attidentity = 'a',"
    " exists (select from pg_constraint k where k.conrelid = a.attrelid"
    " and k.contype = 'c' and a.attnum = any (k.conkey)),"
    " ltrim(b.typname, '_') in ('json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'),"
    " case when t.typtype = 'd' then format_type(b.oid, t.typtypmod) end,"
    " c.oid, c.nspname, c.relname, c.keys"
    " from c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid"
    " join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end"
    " left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum"
    " where a.attnum > 0 and not a.attisdropped order by a.attnum";

/* The columns of the answer; those of the table itself are the same in each row. */
enum {
	NAME,
	NOTNULL,
	TYPE,
	ELEMENT,
	ARRAY,
	TYPMOD,
	DEFAULT,
	GENERATED,
	IDENTITY,
	CHECKED,
	NO_EQUALITY,
	BASE_TYPE,
	TABLE_OID,
	TABLE_SCHEMA,
	TABLE_NAME,
	TABLE_KEYS
};

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
ask(const struct load_table *t, struct pg *db, const char *name, struct pg_res **res, struct err *e)
{
	const char *dot = strchr(name, '.');
	char *schema = dot == NULL ? NULL : mem_copy(name, (size_t)(dot - name));
	const char *params[2] = { schema, dot == NULL ? name : dot + 1 };
	int rc = pg_query(db, res, catalog_sql, 2, params, e);

	free(schema);
	if (rc == 0 && pg_rows(*res) == 0)
		rc = err_set(e, ERR_CONFIG,
		    "there is no table %s in %s (pf-migrate up makes those of pf)", t->name,
		    pg_place(db));
	return rc;
}

static void
take_column(struct load_col *c, const struct pg_res *res, size_t row)
{
	bool array = yes(res, row, ARRAY);

	*c = (struct load_col){
		.name = mem_str(pg_cell(res, row, NAME)),
		.notnull = yes(res, row, NOTNULL),
		.type = load_type_of((uint32_t)number(res, row, array ? ELEMENT : TYPE), array,
		    (int)number(res, row, TYPMOD)),
		.otherwise = mem_str(pg_cell(res, row, DEFAULT)),
		.stand_in = LOAD_NONE,
		.fixed = yes(res, row, GENERATED),
		.identity = yes(res, row, IDENTITY),
		.checked = yes(res, row, CHECKED),
		.as_text = yes(res, row, NO_EQUALITY),
		.base = mem_str(pg_cell(res, row, BASE_TYPE)),
	};
	if (c->fixed) { /* its expression is no default */
		free(c->otherwise);
		c->otherwise = NULL;
	}
}

static void
take_columns(struct load_table *t, const struct pg_res *res)
{
	struct buf sql = { 0 };
	size_t i;

	t->oid = (uint32_t)number(res, 0, TABLE_OID);
	pg_ident(&sql, pg_cell(res, 0, TABLE_SCHEMA));
	buf_char(&sql, '.');
	pg_ident(&sql, pg_cell(res, 0, TABLE_NAME));
	t->quoted = buf_take(&sql);
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
	if (t->cols[c].fixed)
		return err_set(e, ERR_CONFIG,
		    "column %s of table %s is generated: a row cannot be found by it (--key names another one)",
		    t->cols[c].name, t->name);
	t->cols[c].key = true;
	t->key = mem_grow(t->key, t->nkey + 1, sizeof *t->key);
	t->key[t->nkey++] = c;
	return 0;
}

/* "a,b" */
static int
add_named(struct load_table *t, const char *names, struct err *e)
{
	size_t n;

	for (; *names != '\0'; names += n + (names[n] != '\0')) {
		n = strcspn(names, ",");
		if (n > 0 && add_key(t, names, n, e))
			return -1;
	}
	return 0;
}

/* The primary key is the first one when there is any. */
static int
add_primary(struct load_table *t, const char *keys, struct err *e)
{
	size_t n;

	for (; *keys == 'p'; keys += n + (keys[n] == '\t')) {
		n = strcspn(keys, "\t\n");
		if (add_key(t, keys + 1, n - 1, e))
			return -1;
	}
	return 0;
}

/* Whether a line of keys has exactly the columns of ours. */
static bool
same_key(const struct load_table *t, const char *line, size_t len)
{
	const char *end = line + len;
	size_t n, count = 0, c;

	for (; line < end; line += n + 1) {
		n = strcspn(line, "\t\n");
		c = column(t, line + 1, n - 1);
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
take_keys(struct load_table *t, const char *keys, const char *key, struct err *e)
{
	const struct field *f;
	size_t n;
	int rc = 0;

	if (t->kind != NULL) {
		for (f = t->kind->fields; f->name != NULL && rc == 0; f++)
			if (f->flags & FIELD_KEY)
				rc = add_key(t, f->column, strlen(f->column), e);
	} else {
		rc = key != NULL ? add_named(t, key, e) : add_primary(t, keys, e);
	}
	if (rc)
		return -1;
	if (t->nkey == 0)
		return err_set(e, ERR_CONFIG,
		    "table %s has no primary key: name a unique one with --key", t->name);
	for (; *keys != '\0'; keys += n + (keys[n] != '\0')) {
		n = strcspn(keys, "\n");
		if (same_key(t, keys, n))
			return 0;
	}
	return no_key(t, e);
}

/* Rows on their way have columns of ours beside those of the table. */
static int
check_names(const struct load_table *t, struct err *e)
{
	static const char *const ours[] = { "pf_n", "pf_has", "pf_there" };
	size_t i;

	for (i = 0; i < sizeof ours / sizeof ours[0]; i++)
		if (column(t, ours[i], strlen(ours[i])) != LOAD_NONE)
			return err_set(e, ERR_CONFIG,
			    "table %s has a column %s, a name that pf-load needs for itself: rename it",
			    t->name, ours[i]);
	return 0;
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
		c->stamp = (f->flags & FIELD_STAMP) != 0;
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
	struct pg_res *res = NULL;
	size_t i;
	int rc;

	*t = (struct load_table){ .kind = kind, .high = LOAD_NONE, .low = LOAD_NONE };
	t->name = mem_str(kind != NULL ? kind->table : name);
	t->once = kind != NULL && kind->once;
	rc = ask(t, db, t->name, &res, e);
	if (rc == 0) {
		take_columns(t, res);
		rc = check_names(t, e) ? -1 : take_keys(t, pg_cell(res, 0, TABLE_KEYS), key, e);
	}
	pg_res_free(res);
	if (rc)
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
		free(t->cols[i].otherwise);
		free(t->cols[i].base);
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
