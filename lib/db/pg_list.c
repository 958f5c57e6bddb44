#include "db/pg_list.h"

#include "base/err.h"
#include "db/pg.h"

void
pg_list_add(struct buf *inside, const char *p, size_t n)
{
	size_t i;

	buf_char(inside, '"');
	for (i = 0; i < n; i++) {
		if (p[i] == '"' || p[i] == '\\')
			buf_char(inside, '\\');
		buf_char(inside, p[i]);
	}
	buf_str(inside, "\",");
}

const char *
pg_list_end(struct buf *text)
{
	if (text->p[text->len - 1] == ',')
		text->len--;
	buf_char(text, '}');
	return text->p;
}

int
pg_list_query(struct pg *db, struct pg_res **res, const char *sql, size_t n,
    const struct buf *const *inside, struct err *e)
{
	struct buf text[PG_LIST_MAX] = { 0 };
	const char *params[PG_LIST_MAX] = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		buf_char(&text[i], '{');
		buf_add(&text[i], inside[i]->p, inside[i]->len);
		params[i] = pg_list_end(&text[i]);
	}
	rc = pg_query(db, res, sql, n, params, e);
	for (i = 0; i < n; i++)
		buf_release(&text[i]);
	return rc;
}
