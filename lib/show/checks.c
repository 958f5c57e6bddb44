#include "show/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rec/check.h"

static const char *const columns[] = { "status", "name", "text" };

#define COLUMNS (sizeof columns / sizeof columns[0])

int
checks_begin(struct checks *c, FILE *fp, bool as_table, int64_t at, struct err *e)
{
	size_t i;
	int rc = 0;

	*c = (struct checks){ .at = at, .as_table = as_table };
	emit_init(&c->em, fp, true); /* a check may take its time */
	table_init(&c->table, fp, COLUMNS);
	for (i = 0; rc == 0 && as_table && i < COLUMNS; i++)
		rc = table_cell(&c->table, columns[i], strlen(columns[i]), e);
	return rc;
}

/* What to do stands behind what is wrong. */
static int
row(struct checks *c, const struct check *check, struct err *e)
{
	const char *status = check_status_name(check->status);
	char *text =
	    check->fix == NULL ? mem_str(check->text) : mem_fmt("%s: %s", check->text, check->fix);
	int rc = -1;

	if (table_cell(&c->table, status, strlen(status), e) == 0 &&
	    table_cell(&c->table, check->name, strlen(check->name), e) == 0)
		rc = table_cell(&c->table, text, strlen(text), e);
	free(text);
	return rc;
}

int
checks_take(void *checks, const struct check *check, struct err *e)
{
	struct checks *c = checks;

	c->failed += check->status == CHECK_FAILED;
	c->warnings += check->status == CHECK_WARNING;
	return c->as_table ? row(c, check, e) : check_emit(&c->em, c->at, check, e);
}

int
checks_end(struct checks *c, struct err *e)
{
	return c->as_table ? table_end(&c->table, e) : 0;
}

void
checks_release(struct checks *c)
{
	emit_release(&c->em);
	table_release(&c->table);
}
