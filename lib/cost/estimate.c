#include "cost/estimate.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "io/conf.h"

#define MONTHS "12"

void
estimate_release(struct estimate *est)
{
	conf_free(est->profile.root);
	conf_free(est->prices.root);
	free(est->profile.path);
	free(est->prices.path);
	free(est->items);
	*est = (struct estimate){ 0 };
}

int64_t
cost_table_age(const struct cost_table *t, int64_t now)
{
	return (clock_midnight(now) - t->day) / CLOCK_DAY;
}

static int
no_profile(const char *name, struct err *e)
{
	char *pattern = path_data("cost/*.yaml");
	struct buf list = { 0 };
	const char *base;
	glob_t g = { 0 };
	size_t i;

	if (glob(pattern, 0, NULL, &g) == 0)
		for (i = 0; i < g.gl_pathc; i++) {
			base = strrchr(g.gl_pathv[i], '/') + 1;
			if (strncmp(base, "prices-", 7) != 0)
				buf_fmt(&list, "%s%.*s", list.len > 0 ? ", " : "",
				    (int)(strlen(base) - strlen(".yaml")), base);
		}
	(void)err_set(e, ERR_NOINPUT, "no profile '%s' (there are: %s)", name,
	    list.len > 0 ? list.p : "none");
	globfree(&g);
	buf_release(&list);
	free(pattern);
	return -1;
}

/* Read it, with the day and the source that every table has. */
static int
load(struct cost_table *t, const char *prefix, const char *name, struct err *e)
{
	const char *const needed[] = { "as_of", "source" };
	char *file = mem_fmt("cost/%s%s.yaml", prefix, name);
	size_t i;
	int rc;

	t->path = strchr(name, '/') != NULL ? mem_str(name) : path_data(file);
	free(file);
	rc = conf_load(&t->root, t->path, e);
	if (rc != 0)
		return e->code == ERR_NOINPUT && prefix[0] == '\0' ? no_profile(name, e) : -1;
	for (i = 0; i < 2; i++)
		if (conf_text(conf_get(t->root, needed[i])) == NULL)
			return conf_fail(e, t->path, t->root, "%s is missing", needed[i]);
	t->as_of = conf_text(conf_get(t->root, "as_of"));
	t->source = conf_text(conf_get(t->root, "source"));
	if (clock_parse_date(t->as_of, strlen(t->as_of), &t->day))
		return conf_fail(
		    e, t->path, conf_get(t->root, "as_of"), "as_of is a day, YYYY-MM-DD");
	return 0;
}

static int
read_amount(struct decimal *d, const char *s, size_t n)
{
	return decimal_read(d, s, n) || d->minus ? -1 : 0;
}

static int
take_amount(struct decimal *d, const struct cost_table *t, const struct conf *at, struct err *e)
{
	const char *s = conf_text(at);

	return s == NULL || read_amount(d, s, strlen(s))
		   ? conf_fail(e, t->path, at, "%s is no number of at least 0",
			 at->key ? at->key : "this")
		   : 0;
}

/* The price that an item names, or its own number. */
static int
take_price(
    const struct estimate *est, const struct conf *row, struct cost_item *item, struct err *e)
{
	static const char *const keys[] = { "price", "unit", NULL };
	const struct conf *c = conf_get(row, "price"), *price;
	const char *word = conf_text(c);

	item->table = &est->profile;
	item->unit = conf_text(conf_get(row, "unit"));
	if (word == NULL)
		return conf_fail(e, est->profile.path, row, "an item has a price");
	if (read_amount(&item->price, word, strlen(word)) == 0)
		return 0;
	price = conf_get(conf_get(est->prices.root, "prices"), word);
	if (price == NULL)
		return conf_fail(e, est->profile.path, c, "no price is called '%s'%s%s", word,
		    est->prices.root != NULL ? " in " : "",
		    est->prices.root != NULL ? est->prices.path : "");
	item->table = &est->prices;
	if (price->type != CONF_MAP || conf_get(price, "price") == NULL)
		return conf_fail(e, est->prices.path, price, "%s has no price", word);
	if (conf_known(price, keys, est->prices.path, e))
		return -1;
	if (item->unit == NULL)
		item->unit = conf_text(conf_get(price, "unit"));
	return take_amount(&item->price, item->table, conf_get(price, "price"), e);
}

/* The quantity that somebody set: 1, 0 when not, -1. */
static int
was_set(const char *set, const char *name, struct decimal *quantity, struct err *e)
{
	size_t n, k = strlen(name);
	int found = 0;

	for (; set != NULL && *set != '\0'; set += n + (set[n] == ',')) {
		n = strcspn(set, ",");
		if (n <= k || strncmp(set, name, k) != 0 || set[k] != '=')
			continue;
		if (read_amount(quantity, set + k + 1, n - k - 1))
			return err_set(
			    e, ERR_USAGE, "--set: %.*s is no number of at least 0", (int)n, set);
		found = 1;
	}
	return found;
}

/* A number, or several that are multiplied. */
static int
take_quantity(const struct estimate *est, const struct conf *at, struct decimal *q, struct err *e)
{
	const struct conf *c;
	struct decimal one;

	(void)decimal_read(q, "1", 1); /* it is one */
	if (at == NULL)
		return 0;
	if (at->type != CONF_LIST)
		return take_amount(q, &est->profile, at, e);
	for (c = at->child; c != NULL; c = c->next)
		if (take_amount(&one, &est->profile, c, e))
			return -1;
		else if (decimal_mul(q, q, &one))
			return conf_fail(e, est->profile.path, c, "too many digits");
	return 0;
}

static bool
is_in(const struct conf *list, const char *word)
{
	const struct conf *c;

	for (c = list->child; c != NULL; c = c->next)
		if (conf_text(c) != NULL && strcmp(conf_text(c), word) == 0)
			return true;
	return false;
}

static int
add_up(struct estimate *est, struct cost_item *item)
{
	struct decimal twelve;

	return decimal_read(&twelve, MONTHS, strlen(MONTHS)) ||
	       decimal_mul(&item->monthly, &item->quantity, &item->price) ||
	       decimal_mul(&item->yearly, &item->monthly, &twelve) ||
	       decimal_add(&est->monthly, &est->monthly, &item->monthly) ||
	       decimal_add(&est->yearly, &est->yearly, &item->yearly);
}

static int
take_quoted(const struct cost_table *t, const struct conf *at, const char **quoted, struct err *e)
{
	struct decimal checked;

	if (at == NULL)
		return 0;
	*quoted = conf_text(at);
	return take_amount(&checked, t, at, e);
}

/* An item in a state that is none would be missing in every sum. */
static int
check_states(const struct estimate *est, const struct conf *list, struct err *e)
{
	const struct conf *c;

	if (list == NULL)
		return 0;
	if (list->type != CONF_LIST)
		return conf_fail(e, est->profile.path, list, "states is a list of words");
	for (c = list->child; c != NULL; c = c->next)
		if (conf_text(c) == NULL ||
		    !is_in(conf_get(est->profile.root, "states"), conf_text(c)))
			return conf_fail(e, est->profile.path, c, "the profile has no state '%s'",
			    conf_text(c) != NULL ? conf_text(c) : "");
	return 0;
}

static bool
is_there(const struct estimate *est, const char *name)
{
	size_t i;

	for (i = 0; i < est->n; i++)
		if (strcmp(est->items[i].name, name) == 0)
			return true;
	return false;
}

static int
take_item(struct estimate *est, const struct conf *row, const char *set, struct err *e)
{
	static const char *const keys[] = { "name", "price", "quantity", "quoted", "states", "unit",
		NULL };
	const char *path = est->profile.path;
	struct cost_item *item = &est->items[est->n];
	int got;

	if (row->type != CONF_MAP || conf_text(conf_get(row, "name")) == NULL)
		return conf_fail(e, path, row, "an item has a name");
	if (conf_known(row, keys, path, e) || check_states(est, conf_get(row, "states"), e))
		return -1;
	item->name = conf_text(conf_get(row, "name"));
	if (conf_get(row, "states") != NULL && !is_in(conf_get(row, "states"), est->state))
		return 0;
	if (is_there(est, item->name))
		return conf_fail(e, path, row, "an item '%s' is there already", item->name);
	if (take_price(est, row, item, e) ||
	    take_quantity(est, conf_get(row, "quantity"), &item->quantity, e) ||
	    take_quoted(&est->profile, conf_get(row, "quoted"), &item->quoted, e))
		return -1;
	got = was_set(set, item->name, &item->quantity, e);
	if (got < 0)
		return -1;
	if (got > 0)
		item->quoted = NULL; /* that was said of another quantity */
	if (add_up(est, item))
		return conf_fail(e, path, row, "%s: too many digits", item->name);
	est->n++;
	return 0;
}

/* Every item that is set is one that is there. */
static int
check_set(const struct estimate *est, const char *set, struct err *e)
{
	const char *eq;
	size_t n, i, k;

	for (; set != NULL && *set != '\0'; set += n + (set[n] == ',')) {
		n = strcspn(set, ",");
		eq = memchr(set, '=', n);
		k = eq != NULL ? (size_t)(eq - set) : n;
		for (i = 0; i < est->n; i++)
			if (strlen(est->items[i].name) == k &&
			    memcmp(est->items[i].name, set, k) == 0)
				break;
		if (eq == NULL || i == est->n)
			return err_set(e, ERR_USAGE, "--set: %.*s: %s", (int)n, set,
			    eq == NULL ? "write ITEM=QUANTITY" : "no such item in this state");
	}
	return 0;
}

static int
take_state(struct estimate *est, const char *wanted, struct err *e)
{
	const struct conf *states = conf_get(est->profile.root, "states"), *c;
	struct buf list = { 0 };

	if (states == NULL || states->type != CONF_LIST || conf_text(states->child) == NULL)
		return conf_fail(e, est->profile.path, est->profile.root,
		    "states is missing: a list of words, the usual one first");
	est->state = wanted != NULL ? wanted : conf_text(states->child);
	if (is_in(states, est->state))
		return 0;
	for (c = states->child; c != NULL; c = c->next)
		buf_fmt(&list, "%s%s", list.len > 0 ? ", " : "", conf_text(c) ? conf_text(c) : "");
	(void)err_set(e, ERR_USAGE, "%s has no state '%s' (it has: %s)", est->name, wanted, list.p);
	buf_release(&list);
	return -1;
}

int
estimate_make(struct estimate *est, const struct estimate_want *want, struct err *e)
{
	static const char *const keys[] = { "as_of", "currency", "items", "name", "prices",
		"quoted", "source", "states", NULL };
	static const char *const price_keys[] = { "as_of", "currency", "prices", "source", NULL };
	const struct conf *items, *c;
	const char *prices;
	size_t n = 0;

	*est = (struct estimate){ 0 };
	if (load(&est->profile, "", want->profile, e) ||
	    conf_known(est->profile.root, keys, est->profile.path, e))
		return -1;
	est->name = conf_text(conf_get(est->profile.root, "name"));
	est->currency = conf_text(conf_get(est->profile.root, "currency"));
	if (est->name == NULL || est->currency == NULL)
		return conf_fail(e, est->profile.path, est->profile.root, "%s is missing",
		    est->name == NULL ? "name" : "currency");
	prices = want->prices ? want->prices : conf_text(conf_get(est->profile.root, "prices"));
	if (prices != NULL && (load(&est->prices, "prices-", prices, e) ||
				  conf_known(est->prices.root, price_keys, est->prices.path, e)))
		return -1;
	c = conf_get(est->prices.root, "currency");
	if (prices != NULL && (conf_text(c) == NULL || strcmp(conf_text(c), est->currency) != 0))
		return conf_fail(e, est->prices.path, c ? c : est->prices.root,
		    "the profile is in %s, and these prices are not", est->currency);
	items = conf_get(est->profile.root, "items");
	if (items == NULL || items->type != CONF_LIST)
		return conf_fail(e, est->profile.path, est->profile.root, "items is no list");
	if (take_state(est, want->state, e))
		return -1;
	for (c = items->child; c != NULL; c = c->next)
		n++;
	est->items = mem_new(n + 1, sizeof *est->items);
	for (c = items->child; c != NULL; c = c->next)
		if (take_item(est, c, want->set, e))
			return -1;
	if (check_set(est, want->set, e))
		return -1;
	if (want->set == NULL)
		return take_quoted(&est->profile,
		    conf_get(conf_get(est->profile.root, "quoted"), est->state), &est->quoted, e);
	return 0;
}
