#include "cost/show.h"

#include "cost/estimate.h"
#include "io/emit.h"
#include "show/table.h"

static void
emit_decimal(struct emit *em, const char *name, const struct decimal *d)
{
	char text[DECIMAL_TEXT_MAX];

	emit_num(em, name, text, decimal_text(text, d));
}

static void
emit_head(struct emit *em, const struct estimate *est, const char *item)
{
	emit_begin(em, "cost");
	emit_str(em, "profile", est->name);
	emit_str(em, "state", est->state);
	emit_str(em, "item", item);
}

static int
emit_tail(struct emit *em, const struct estimate *est, const char *quoted,
    const struct cost_table *t, struct err *e)
{
	if (quoted != NULL)
		emit_num(em, "quoted", quoted, strlen(quoted));
	emit_str(em, "currency", est->currency);
	emit_str(em, "as_of", t->as_of);
	emit_str(em, "source", t->source);
	return emit_end(em, e);
}

int
cost_records(const struct estimate *est, FILE *fp, struct err *e)
{
	const struct cost_item *item;
	struct emit em;
	int rc = 0;

	emit_init(&em, fp, false);
	for (item = est->items; rc == 0 && item < est->items + est->n; item++) {
		emit_head(&em, est, item->name);
		emit_decimal(&em, "quantity", &item->quantity);
		if (item->unit != NULL)
			emit_str(&em, "unit", item->unit);
		emit_decimal(&em, "price", &item->price);
		emit_decimal(&em, "monthly", &item->monthly);
		emit_decimal(&em, "yearly", &item->yearly);
		rc = emit_tail(&em, est, item->quoted, item->table, e);
	}
	if (rc == 0) {
		emit_head(&em, est, "total");
		emit_decimal(&em, "monthly", &est->monthly);
		emit_decimal(&em, "yearly", &est->yearly);
		rc = emit_tail(&em, est, est->quoted, &est->profile, e);
	}
	emit_release(&em);
	return rc;
}

static int
cell(struct table *t, const char *s, struct err *e)
{
	return s == NULL ? table_cell(t, "", 0, e) : table_cell(t, s, strlen(s), e);
}

static int
number(struct table *t, const struct decimal *d, struct err *e)
{
	char text[DECIMAL_TEXT_MAX];

	return d == NULL ? cell(t, NULL, e) : table_cell(t, text, decimal_text(text, d), e);
}

static int
row(struct table *t, const struct cost_item *i, struct err *e)
{
	return cell(t, i->name, e) || number(t, &i->quantity, e) || cell(t, i->unit, e) ||
	       number(t, &i->price, e) || number(t, &i->monthly, e) || number(t, &i->yearly, e) ||
	       cell(t, i->quoted, e);
}

int
cost_table_show(const struct estimate *est, FILE *fp, struct err *e)
{
	static const char *const names[] = { "item", "quantity", "unit", "price", "monthly",
		"yearly", "quoted" };
	struct table t;
	size_t i;
	int rc = 0;

	table_init(&t, fp, sizeof names / sizeof names[0]);
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (i != 0 && i != 2)
			table_right(&t, i);
	for (i = 0; rc == 0 && i < sizeof names / sizeof names[0]; i++)
		rc = cell(&t, names[i], e);
	for (i = 0; rc == 0 && i < est->n; i++)
		rc = row(&t, &est->items[i], e);
	if (rc == 0)
		rc = cell(&t, "total", e) || cell(&t, NULL, e) || cell(&t, est->currency, e) ||
		     cell(&t, NULL, e) || number(&t, &est->monthly, e) ||
		     number(&t, &est->yearly, e) || cell(&t, est->quoted, e) || table_end(&t, e);
	table_release(&t);
	return rc == 0 ? 0 : -1;
}
