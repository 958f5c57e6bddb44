#include "sandbox/databento_store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"

void
dbs_store_release(struct dbs_store *s)
{
	size_t i;

	for (i = 0; i < DBS_SERIES_MAX; i++) {
		if (s->books[i] != NULL)
			dbs_book_release(s->books[i]);
		free(s->books[i]);
	}
	dbs_book_release(&s->csv);
	*s = (struct dbs_store){ 0 };
}

/* dbs_place_fn: the series of a DBN file's dataset and schema, made when it is new. */
static struct dbs_book *
place(void *arg, const struct dbs_file *file, unsigned number)
{
	struct dbs_store *s = arg;
	const struct dbs_schema *schema;
	struct dbs_series *at = NULL;
	size_t i;

	for (schema = dbs_schemas; schema->name != NULL && schema->number != number;)
		schema++;
	if (schema->name == NULL || schema->rtype == 0)
		return NULL;
	for (i = 0; i < s->n && at == NULL; i++)
		if (s->series[i].schema == schema &&
		    strcmp(s->series[i].dataset, file->dataset) == 0)
			at = &s->series[i];
	if (at == NULL) {
		if (s->n == DBS_SERIES_MAX)
			return NULL;
		s->books[s->n] = mem_new(1, sizeof *s->books[0]);
		at = &s->series[s->n];
		*at = (struct dbs_series){ .schema = schema,
			.book = s->books[s->n],
			.start = INT64_MAX,
			.end = INT64_MIN };
		memcpy(at->dataset, file->dataset, sizeof at->dataset);
		s->n++;
	}
	at->start = file->start < at->start ? file->start : at->start;
	at->end = file->end > at->end ? file->end : at->end;
	return s->books[at - s->series];
}

static bool
ends(const char *name, const char *with)
{
	size_t n = strlen(name), m = strlen(with);

	return n > m && strcmp(name + n - m, with) == 0;
}

static int
read_file(struct dbs_store *s, const char *dir, const char *name, struct err *e)
{
	char *path = mem_fmt("%s/%s", dir, name);
	bool taken = true;
	int rc = 0;

	if (ends(name, ".csv")) {
		rc = dbs_read_csv(&s->csv, path, &taken, e);
		if (rc == 0 && !taken)
			log_info("%s: not bars, skipped", path);
	} else if (ends(name, ".dbn") || ends(name, ".dbn.zst")) {
		rc = dbs_read_dbn(path, place, s, e);
	}
	free(path);
	return rc;
}

static int
not_hidden(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static int
read_folder(struct dbs_store *s, const char *dir, struct err *e)
{
	struct dirent **names = NULL;
	int n = scandir(dir, &names, not_hidden, alphasort), i, rc = 0;

	if (n < 0)
		return err_errno(e, ERR_NOINPUT, "%s", dir);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = read_file(s, dir, names[i]->d_name, e);
		free(names[i]);
	}
	free(names);
	return rc;
}

static int64_t
day(const char *text, int64_t otherwise)
{
	int64_t ns = otherwise;

	if (text != NULL)
		(void)clock_parse_date(text, strlen(text), &ns); /* our own table */
	return ns;
}

/* Daily bars of the datasets that CSV files make, each with its part of the sessions. */
static void
add_csv_series(struct dbs_store *s)
{
	const struct dbs_dataset *d;
	const struct dbs_schema *daily = dbs_schema_named("ohlcv-1d");
	size_t first, last;

	for (d = dbs_datasets; d->name != NULL; d++) {
		first = dbs_book_at(&s->csv, day(d->from, INT64_MIN));
		last = dbs_book_at(&s->csv, day(d->until, INT64_MAX));
		if (first == last || s->n == DBS_SERIES_MAX)
			continue;
		if (dbs_store_find(s, d->name, daily) != NULL) {
			log_warn(
			    "%s: daily bars come from DBN files, those of CSV files are left out",
			    d->name);
			continue;
		}
		s->series[s->n] = (struct dbs_series){ .schema = daily,
			.book = &s->csv,
			.words = d,
			.first = first,
			.last = last,
			.start = s->csv.rows[first].ts,
			.end = s->csv.rows[last - 1].ts + CLOCK_DAY };
		memcpy(s->series[s->n++].dataset, d->name, strlen(d->name) + 1);
	}
}

/* What DBN files cover: what they say, and at least their rows. */
static void
seal_dbn_series(struct dbs_store *s)
{
	size_t i;

	for (i = 0; i < DBS_SERIES_MAX && s->books[i] != NULL; i++) {
		struct dbs_series *at = &s->series[i];
		struct dbs_book *b = s->books[i];

		b->listed = true;
		(void)dbs_book_seal(b); /* samples of several versions hold the same */
		at->last = b->nrows;
		if (b->nrows > 0 && b->rows[0].ts < at->start)
			at->start = b->rows[0].ts;
		if (b->nrows > 0 && b->rows[b->nrows - 1].ts >= at->end)
			at->end = b->rows[b->nrows - 1].ts + 1;
		if (at->end <= at->start)
			at->end = at->start + 1;
	}
}

static int
by_name(const void *pa, const void *pb)
{
	const struct dbs_series *a = pa, *b = pb;
	int c = strcmp(a->dataset, b->dataset);

	return c != 0 ? c
		      : (a->schema->number > b->schema->number) -
			    (a->schema->number < b->schema->number);
}

int
dbs_store_open(struct dbs_store *s, const char *dir, struct err *e)
{
	size_t twice;

	*s = (struct dbs_store){ 0 };
	if (read_folder(s, dir, e))
		return -1;
	seal_dbn_series(s);
	twice = dbs_book_seal(&s->csv);
	if (twice > 0)
		log_warn("%s: %zu sessions are there twice, the last one counts", dir, twice);
	add_csv_series(s);
	qsort(s->series, s->n, sizeof s->series[0], by_name);
	if (s->n == 0)
		log_warn("%s: nothing to serve as Databento", dir);
	return 0;
}

const struct dbs_series *
dbs_store_find(const struct dbs_store *s, const char *dataset, const struct dbs_schema *schema)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->series[i].dataset, dataset) == 0 &&
		    (schema == NULL || s->series[i].schema == schema))
			return &s->series[i];
	return NULL;
}

void
dbs_store_range(const struct dbs_store *s, const char *dataset, int64_t *start, int64_t *end)
{
	size_t i;

	*start = INT64_MAX;
	*end = INT64_MIN;
	for (i = 0; i < s->n; i++) {
		const struct dbs_series *at = &s->series[i];

		if (strcmp(at->dataset, dataset) != 0)
			continue;
		*start = at->start < *start ? at->start : *start;
		*end = at->end > *end ? at->end : *end;
	}
}

size_t
dbs_series_at(const struct dbs_series *s, int64_t ts)
{
	size_t at = dbs_book_at(s->book, ts);

	return at < s->first ? s->first : at > s->last ? s->last : at;
}

bool
dbs_series_degraded(const struct dbs_series *s, int64_t midnight)
{
	size_t i, end = dbs_series_at(s, clock_next_day(midnight));
	const struct dbs_row *r;

	for (i = dbs_series_at(s, midnight); i < end; i++) {
		r = &s->book->rows[i];
		if (r->open == DBS_NO_PRICE || r->high == DBS_NO_PRICE || r->low == DBS_NO_PRICE ||
		    r->close == DBS_NO_PRICE)
			return true;
	}
	return false;
}
