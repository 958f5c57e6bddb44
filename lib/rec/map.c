#include "rec/map.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"

void
map_init(struct map *m, const struct kind *kind, const struct map_row *rows)
{
	size_t i;

	*m = (struct map){ .rows = rows };
	for (; rows[m->n].path != NULL; m->n++) {
		m->paths[m->n] = rows[m->n].path;
		m->kind[m->n] =
		    field_find(kind->fields, rows[m->n].field, strlen(rows[m->n].field));
	}
	m->npaths = m->n;
	for (i = 0; i < m->n; i++)
		if (rows[i].other != NULL) {
			m->other[i] = m->npaths;
			m->paths[m->npaths++] = rows[i].other;
		}
}

void
map_pick(const struct map *m, struct slice object, struct rec_field values[PICK_MAX])
{
	size_t i;

	pick(object, m->paths, m->npaths, values);
	for (i = 0; i < m->n; i++)
		if (m->other[i] != 0 && !pick_has(&values[i]) && values[m->other[i]].text.p != NULL)
			values[i] = values[m->other[i]];
}

const struct rec_field *
map_get(const struct map *m, const struct rec_field *values, const char *field)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		if (strcmp(m->rows[i].field, field) == 0)
			return &values[i];
	return NULL;
}

void
map_drop_null(const struct map *m, struct rec_field *values, const char *field)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		if (strcmp(m->rows[i].field, field) == 0 &&
		    (values[i].type == REC_NULL || values[i].text.n == 0))
			values[i].text.p = NULL;
}

/* What the field's type says of a value: 0, 1 for one that is none of that type. */
typedef int put_fn(struct emit *em, const struct field *f, const struct rec_field *v);

static int
put_text(struct emit *em, const struct field *f, const struct rec_field *v)
{
	struct buf text = { 0 };

	if (v->type == REC_OBJECT || v->type == REC_ARRAY)
		return 1;
	rec_text(v, &text);
	if (text.len == 0)
		emit_null(em, f->name);
	else
		emit_strn(em, f->name, text.p, text.len);
	buf_release(&text);
	return 0;
}

static bool
scalar(const struct rec_field *v)
{
	return v->type == REC_STRING || v->type == REC_NUMBER;
}

static int
put_decimal(struct emit *em, const struct field *f, const struct rec_field *v)
{
	if (v->type == REC_STRING && v->text.n == 0) {
		emit_null(em, f->name);
		return 0;
	}
	if (!scalar(v) || !num_is_decimal(v->text.p, v->text.n))
		return 1;
	emit_num(em, f->name, v->text.p, v->text.n);
	return 0;
}

static int
put_time(struct emit *em, const struct field *f, const struct rec_field *v)
{
	int64_t ns;

	if (v->type != REC_STRING || (clock_parse_time(v->text.p, v->text.n, &ns) &&
					 clock_parse_date(v->text.p, v->text.n, &ns)))
		return 1;
	emit_time(em, f->name, ns);
	return 0;
}

static int
put_date(struct emit *em, const struct field *f, const struct rec_field *v)
{
	size_t n = v->text.n < 10 ? v->text.n : 10; /* YYYY-MM-DD, whatever time stands behind it */
	int64_t day;

	if (v->type != REC_STRING || clock_parse_date(v->text.p, n, &day))
		return 1;
	emit_date(em, f->name, day);
	return 0;
}

static int
put_bool(struct emit *em, const struct field *f, const struct rec_field *v)
{
	if (v->type != REC_TRUE && v->type != REC_FALSE)
		return 1;
	emit_bool(em, f->name, v->type == REC_TRUE);
	return 0;
}

static int
put_json(struct emit *em, const struct field *f, const struct rec_field *v)
{
	struct buf text = { 0 };

	rec_json(v, &text);
	emit_json(em, f->name, text.p, text.len);
	buf_release(&text);
	return 0;
}

static put_fn *const puts_by_type[] = {
	[FIELD_TEXT] = put_text,
	[FIELD_DATE] = put_date,
	[FIELD_TIME] = put_time,
	[FIELD_PRICE] = put_decimal,
	[FIELD_MONEY] = put_decimal,
	[FIELD_DECIMAL] = put_decimal,
	[FIELD_INT] = put_decimal,
	[FIELD_COUNT] = put_decimal,
	[FIELD_ID] = put_text,
	[FIELD_BOOL] = put_bool,
	[FIELD_JSON] = put_json,
	[FIELD_TEXTS] = put_json,
};

int
map_emit(const struct map *m, const struct rec_field *values, struct emit *em, const char **odd,
    struct err *e)
{
	const struct rec_field *v;
	const struct field *f;
	size_t i;

	for (i = 0; i < m->n; i++) {
		f = m->kind[i];
		v = &values[i];
		if (f == NULL || v->text.p == NULL)
			continue;
		if (v->type == REC_NULL) {
			if (f->type != FIELD_BOOL) /* a column of two values has no third one */
				emit_null(em, f->name);
			continue;
		}
		if (puts_by_type[f->type](em, f, v) == 0)
			continue;
		if (f->type == FIELD_DECIMAL || f->type == FIELD_PRICE || f->type == FIELD_MONEY)
			return err_set(e, ERR_DATA, "%s is no number", f->name);
		if (*odd == NULL)
			*odd = f->name;
	}
	return 0;
}
