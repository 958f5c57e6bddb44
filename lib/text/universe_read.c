#include "text/universe_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "io/jsonl.h"
#include "io/tsv.h"
#include "text/universe.h"

#define TICKER_MAX 6

typedef int row_fn(struct universe *u, char *const *field, struct err *e);

/* A file's rows, and where they go. */
struct reading {
	struct universe *u;
	row_fn *take;
};

static int
take_row(void *arg, char *const field[TSV_FIELDS_MAX], struct err *e)
{
	const struct reading *r = arg;

	if (r->take(r->u, field, e) == 0)
		return 0;
	e->code = ERR_CONFIG; /* also where a record with the same in it would be bad data */
	return -1;
}

static int
read_file(struct universe *u, const char *path, row_fn *take, struct err *e)
{
	struct reading r = { u, take };

	return tsv_read(path, "#", take_row, &r, e);
}

/* Call put with each of the words that a character parts. */
static void
each(struct universe *u, char *words, const char *between, unsigned list,
    void (*put)(struct universe *, const char *, unsigned))
{
	char *end;

	for (; *words != '\0'; words = end) {
		words += strspn(words, between);
		end = words + strcspn(words, between);
		if (*end != '\0')
			*end++ = '\0';
		if (*words != '\0')
			put(u, words, list);
	}
}

static void
put_word(struct universe *u, const char *word, unsigned list)
{
	universe_word(u, word, (enum universe_list)list);
}

static int
take_words(struct universe *u, char *const *field, struct err *e)
{
	unsigned list;

	for (list = 0; list < LISTS; list++)
		if (strcmp(field[0], universe_list_names[list]) == 0) {
			each(u, field[1], " ", list, put_word);
			return 0;
		}
	return err_set(e, ERR_CONFIG, "there is no list '%.40s'", field[0]);
}

static int
take_english(struct universe *u, char *const *field, struct err *e)
{
	(void)e; /* there is no word that is wrong */
	universe_english(u, field[0]);
	return 0;
}

static int
take_phrase(struct universe *u, char *const *field, struct err *e)
{
	(void)e; /* there is no phrase that is wrong */
	universe_phrase(u, field[0]);
	return 0;
}

static int
take_coin(struct universe *u, char *const *field, struct err *e)
{
	static const char *const routes[] = { "coin", "stock", "drop" };
	struct universe_alias alias = {
		.symbol = field[0], .kind = KIND_ALIAS, .from = CLOCK_NONE, .to = CLOCK_NONE
	};
	char *name, *next;
	size_t i;

	for (i = 0; i < 3 && strcmp(field[1], routes[i]) != 0; i++)
		;
	if (i == 3)
		return err_set(e, ERR_CONFIG, "'%.40s' is no route: coin, stock or drop", field[1]);
	if (universe_coin(u, field[0], (enum universe_route)i, e))
		return -1;
	for (name = field[2]; *name != '\0'; name = next) {
		next = name + strcspn(name, ",");
		if (*next != '\0')
			*next++ = '\0';
		name += strspn(name, " ");
		alias.everyday = *name == '~';
		alias.alias = name + alias.everyday;
		if (universe_alias(u, &alias, e))
			return -1;
	}
	return 0;
}

static int
take_day(const char *s, int64_t *day, struct err *e)
{
	*day = CLOCK_NONE;
	if (*s != '\0' && strcmp(s, "-") != 0 && clock_parse_date(s, strlen(s), day))
		return err_set(e, ERR_DATA, "'%.40s' is no date", s);
	return 0;
}

static int
take_alias(struct universe *u, char *const *field, struct err *e)
{
	struct universe_alias alias = { .symbol = field[0], .alias = field[1], .kind = KIND_ALIAS };

	if (strcmp(field[2], "ticker") == 0)
		alias.kind = KIND_TICKER;
	else if (strcmp(field[2], "word") == 0)
		alias.everyday = true;
	else if (strcmp(field[2], "name") != 0 && field[2][0] != '\0')
		return err_set(e, ERR_CONFIG, "'%.40s' is no kind: name, word or ticker", field[2]);
	return take_day(field[3], &alias.from, e) || take_day(field[4], &alias.to, e)
		   ? -1
		   : universe_alias(u, &alias, e);
}

int
universe_read_words(struct universe *u, const char *dir, struct err *e)
{
	static const struct {
		const char *name;
		row_fn *take;
	} files[] = { { "words.tsv", take_words }, { "phrases.tsv", take_phrase },
		{ "crypto.tsv", take_coin }, { "english.txt", take_english } };
	char *folder = dir != NULL ? mem_str(dir) : path_data("link"), *path;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof files / sizeof files[0]; i++) {
		path = mem_fmt("%s/%s", folder, files[i].name);
		rc = read_file(u, path, files[i].take, e);
		free(path);
	}
	free(folder);
	return rc;
}

int
universe_read_aliases(struct universe *u, const char *path, struct err *e)
{
	char *ours = path != NULL ? mem_str(path) : path_data("link/aliases.tsv");
	int rc = read_file(u, ours, take_alias, e);

	free(ours);
	return rc;
}

static int
field_day(const struct rec *rec, const char *name, int64_t *day, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);
	int64_t time;

	*day = CLOCK_NONE;
	if (f == NULL || f->type == REC_NULL)
		return 0;
	if (f->type == REC_STRING && (clock_parse_date(f->text.p, f->text.n, day) == 0))
		return 0;
	if (f->type != REC_STRING || clock_parse_time(f->text.p, f->text.n, &time))
		return err_set(e, ERR_DATA, "%s is no date", name);
	*day = time;
	return 0;
}

static bool
is_ticker(const char *alias)
{
	size_t n = strlen(alias);

	return n <= TICKER_MAX && strspn(alias, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-") == n;
}

static int
take_named(struct universe *u, struct universe_alias *alias, struct err *e)
{
	if (alias->symbol == NULL || alias->alias == NULL)
		return err_set(
		    e, ERR_DATA, "an alias without %s", alias->symbol == NULL ? "ticker" : "alias");
	alias->kind = is_ticker(alias->alias) ? KIND_TICKER : KIND_ALIAS;
	return universe_alias(u, alias, e);
}

int
universe_named(struct universe *u, const char *symbol, const char *alias, struct err *e)
{
	struct universe_alias a = {
		.symbol = symbol, .alias = alias, .from = CLOCK_NONE, .to = CLOCK_NONE
	};

	return take_named(u, &a, e);
}

static int
take_alias_record(struct universe *u, const struct rec *rec, struct err *e)
{
	char *symbol = rec_take_text(rec_get(rec, "ticker")),
	     *name = rec_take_text(rec_get(rec, "alias"));
	struct universe_alias alias = { .symbol = symbol, .alias = name };
	int rc = -1;

	if (field_day(rec, "valid_from", &alias.from, e) == 0 &&
	    field_day(rec, "valid_to", &alias.to, e) == 0)
		rc = take_named(u, &alias, e);
	free(symbol);
	free(name);
	return rc;
}

static int
take_symbol_record(struct universe *u, const struct rec *rec, struct err *e)
{
	char *symbol = rec_take_text(rec_get(rec, "symbol"));
	char *description = rec_take_text(rec_get(rec, "description"));
	const struct rec_field *type = rec_get(rec, "type_code");
	struct universe_symbol s = { .symbol = symbol,
		.description = description,
		.coin = type != NULL && slice_is(type->text, "crypto") };
	int rc = -1;

	if (symbol == NULL)
		(void)err_set(e, ERR_DATA, "a symbol without symbol");
	else if (field_day(rec, "valid_from", &s.from, e) == 0 &&
		 field_day(rec, "valid_to", &s.to, e) == 0)
		rc = universe_add(u, &s, e);
	free(symbol);
	free(description);
	return rc;
}

int
universe_take(struct universe *u, const struct rec *rec, struct err *e)
{
	struct slice kind = rec_kind(rec);

	if (slice_is(kind, "symbol"))
		return take_symbol_record(u, rec, e) ? -1 : 1;
	if (slice_is(kind, "alias"))
		return take_alias_record(u, rec, e) ? -1 : 1;
	return 0;
}

int
universe_read_records(struct universe *u, FILE *fp, const char *name, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct jsonl in;
	int got;

	jsonl_init(&in, fp, name);
	while ((got = jsonl_next(&in, rec, e)) > 0)
		if (universe_take(u, rec, e) < 0) {
			got = -1;
			break;
		}
	if (got < 0 && e->code == ERR_DATA)
		(void)err_wrap(e, "%s:%zu", name, in.lineno);
	jsonl_release(&in);
	free(rec);
	return got < 0 ? -1 : 0;
}
