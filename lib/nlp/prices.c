#include "nlp/prices.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "io/conf.h"

#define DEFAULT_TABLE "prices/openai.yaml"
#define PER_TOKENS (-6) /* prices are of 10^6 tokens */

static struct price *
add(struct prices *p, const char *model, size_t n)
{
	struct price *price;

	if (p->n == p->cap) {
		p->cap = mem_more(p->cap, p->n + 1);
		p->all = mem_grow(p->all, p->cap, sizeof *p->all);
	}
	price = &p->all[p->n++];
	*price = (struct price){ .model = mem_copy(model, n) };
	return price;
}

static int
read_money(struct decimal *d, const char *s, size_t n)
{
	return decimal_read(d, s, n) || d->minus ? -1 : 0;
}

/* The price of that name; of one that need not be there, other. */
static int
take_price(struct decimal *d, const struct conf *row, const char *key, const struct decimal *other,
    const char *name, struct err *e)
{
	const struct conf *c = conf_get(row, key);
	const char *text = conf_text(c);

	if (c == NULL && other != NULL) {
		*d = *other;
		return 0;
	}
	if (text == NULL || read_money(d, text, strlen(text)))
		return conf_fail(e, name, c == NULL ? row : c,
		    "%s: a model's %s is a number of dollars", row->key, key);
	return 0;
}

static int
take_model(struct prices *p, const struct conf *row, const char *name, struct err *e)
{
	static const char *const keys[] = { "input", "cached", "output", NULL };
	struct price *price;

	if (row->type != CONF_MAP)
		return conf_fail(e, name, row, "%s: a model has input, cached, output", row->key);
	if (conf_known(row, keys, name, e))
		return -1;
	price = add(p, row->key, strlen(row->key));
	if (take_price(&price->input, row, "input", NULL, name, e) ||
	    take_price(&price->output, row, "output", NULL, name, e))
		return -1;
	return take_price(&price->cached, row, "cached", &price->input, name, e);
}

/* A value that can only be this one, so that nobody believes that another counts. */
static int
must_be(
    const struct conf *root, const char *key, const char *value, const char *name, struct err *e)
{
	const struct conf *c = conf_get(root, key);
	const char *text = conf_text(c);

	if (text != NULL && strcmp(text, value) != 0)
		return conf_fail(e, name, c, "%s: only %s is understood", key, value);
	return 0;
}

static int
take_table(struct prices *p, const struct conf *root, const char *name, struct err *e)
{
	static const char *const keys[] = { "as_of", "currency", "tokens", "models", NULL };
	const struct conf *models = conf_get(root, "models"), *row;
	const char *day = conf_text(conf_get(root, "as_of"));
	int64_t midnight;

	if (conf_known(root, keys, name, e) || must_be(root, "currency", "USD", name, e) ||
	    must_be(root, "tokens", "1000000", name, e))
		return -1;
	if (day == NULL || clock_parse_date(day, strlen(day), &midnight))
		return conf_fail(e, name, root, "as_of: the day of these prices, YYYY-MM-DD");
	memcpy(p->as_of, day, sizeof p->as_of);
	if (models == NULL || models->type != CONF_MAP)
		return conf_fail(e, name, root, "models: names and their prices");
	for (row = models->child; row != NULL; row = row->next)
		if (take_model(p, row, name, e))
			return -1;
	return 0;
}

int
prices_load(struct prices *p, const char *path, struct err *e)
{
	char *shipped = path == NULL ? path_data(DEFAULT_TABLE) : NULL;
	const char *name = path == NULL ? shipped : path;
	struct conf *root = NULL;
	int rc = -1;

	*p = (struct prices){ 0 };
	if (conf_load(&root, name, e) == 0)
		rc = take_table(p, root, name, e);
	conf_free(root);
	free(shipped);
	return rc;
}

void
prices_release(struct prices *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->all[i].model);
	free(p->all);
	*p = (struct prices){ 0 };
}

/* "MODEL=INPUT/CACHED/OUTPUT", n bytes. */
static int
add_one(struct prices *p, const char *s, size_t n, struct err *e)
{
	const char *equals = memrchr(s, '=', n), *end = s + n, *slash;
	struct decimal d[3];
	struct price *price;
	size_t parts = 0, len;

	if (equals == NULL || equals == s)
		goto bad;
	for (s = equals + 1; s <= end && parts < 3; s += len + 1) {
		slash = memchr(s, '/', (size_t)(end - s));
		len = slash == NULL ? (size_t)(end - s) : (size_t)(slash - s);
		if (read_money(&d[parts++], s, len))
			goto bad;
	}
	if (parts < 2 || s <= end)
		goto bad;
	price = add(p, end - n, (size_t)(equals - (end - n)));
	price->input = d[0];
	price->cached = parts == 3 ? d[1] : d[0];
	price->output = d[parts - 1];
	return 0;
bad:
	return err_set(e, ERR_USAGE,
	    "--price '%.*s': a model's price is MODEL=INPUT/OUTPUT or MODEL=INPUT/CACHED/OUTPUT, "
	    "US dollars for a million tokens",
	    (int)n, end - n);
}

int
prices_add(struct prices *p, const char *text, struct err *e)
{
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == ',')) {
		n = strcspn(text, ",");
		if (add_one(p, text, n, e))
			return -1;
	}
	return 0;
}

static const struct price *
find(const struct prices *p, const char *model, size_t n)
{
	size_t i;

	/* the last one first: what people say stands behind the table */
	for (i = p->n; i > 0; i--)
		if (strlen(p->all[i - 1].model) == n && memcmp(p->all[i - 1].model, model, n) == 0)
			return &p->all[i - 1];
	return NULL;
}

const struct price *
prices_find(const struct prices *p, const char *model)
{
	size_t n = strlen(model);
	const struct price *price = find(p, model, n);

	if (price == NULL && n > 11 && model[n - 11] == '-' && clock_is_date(model + n - 10, 10))
		price = find(p, model, n - 11);
	return price;
}

static int
add_part(struct decimal *sum, const struct decimal *price, int64_t tokens)
{
	char text[NUM_TEXT_MAX];
	struct decimal n;

	if (tokens <= 0)
		return 0;
	return decimal_read(&n, text, num_uint_text(text, (uint64_t)tokens)) ||
		       decimal_mul(&n, &n, price) || decimal_add(sum, sum, &n)
		   ? -1
		   : 0;
}

int
price_cost(struct decimal *usd, const struct price *price, int64_t prompt, int64_t cached,
    int64_t completion, bool batch, struct err *e)
{
	struct decimal half;

	*usd = (struct decimal){ 0 };
	cached = cached < 0 ? 0 : cached;
	if (decimal_read(usd, "0", 1) || decimal_read(&half, "0.5", 3) ||
	    add_part(usd, &price->input, prompt - cached) ||
	    add_part(usd, &price->cached, cached) || add_part(usd, &price->output, completion) ||
	    decimal_shift(usd, PER_TOKENS) || (batch && decimal_mul(usd, usd, &half)))
		return err_set(e, ERR_DATA, "%s: the cost has too many digits", price->model);
	return 0;
}
