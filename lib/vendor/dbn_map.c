/*
 * Mappings come as (symbol, days, id) in any order, may overlap, and an id may stand for another
 * symbol every day. They are cut into days that do not overlap, id by id, once; a look-up is then a
 * hash and mostly one comparison, since records come in the order of time.
 */
#include "vendor/dbn_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "vendor/dbn.h"

struct dbn_map_id {
	uint32_t id;
	uint32_t first, count; /* of days[] */
	uint32_t last;         /* which of them was found the last time */
};

struct dbn_map_days {
	uint32_t start, end; /* 20240304; end is excluded */
	const char *symbol;
};

/* A mapping's interval on its way: sorted by id, and by its place in the metadata. */
struct claim {
	uint32_t id, start, end;
	size_t order;
	const char *symbol;
};

#define PROBES 8 /* more are not made, so that no choice of ids makes us slow */

static int
by_id(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int
by_date(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Collect what maps something. */
static int
collect(
    const struct dbn_meta *meta, const char *text, struct claim *claims, size_t *n, struct err *e)
{
	bool reversed = meta->stype_out != DBN_STYPE_INSTRUMENT_ID;
	const struct dbn_interval *iv;
	const char *id, *raw;
	uint64_t number;
	size_t i, k;

	for (i = 0; i < meta->nmappings; i++) {
		raw = meta->mappings[i].raw_symbol;
		for (k = 0; k < meta->mappings[i].count; k++) {
			iv = &meta->intervals[meta->mappings[i].first + k];
			if (iv->symbol[0] == '\0' || raw[0] == '\0' || iv->start >= iv->end)
				continue;
			id = reversed ? raw : iv->symbol;
			if (num_uint(id, strlen(id), UINT32_MAX, &number))
				return err_set(e, ERR_DATA,
				    "the metadata map '%s' to '%s', which is no pair of symbol and "
				    "instrument id, at byte %td",
				    raw, iv->symbol, iv->symbol - text);
			claims[*n] = (struct claim){ .id = (uint32_t)number,
				.start = iv->start,
				.end = iv->end,
				.order = *n,
				.symbol = reversed ? iv->symbol : raw };
			++*n;
		}
	}
	return 0;
}

static size_t
find_date(const uint32_t *dates, size_t n, uint32_t date)
{
	size_t lo = 0, mid;

	while (n > 1) { /* it is there */
		mid = n / 2;
		if (dates[lo + mid] <= date) {
			lo += mid;
			n -= mid;
		} else {
			n = mid;
		}
	}
	return lo;
}

/* The first piece at or behind i that nobody has; the way there is shortened as it is gone. */
static size_t
next_free(size_t *next, size_t i)
{
	size_t end = i, k;

	while (next[end] != end)
		end = next[end];
	while (next[i] != end) {
		k = next[i];
		next[i] = end;
		i = k;
	}
	return end;
}

static void
add_days(struct dbn_map *map, uint32_t start, uint32_t end, const char *symbol)
{
	struct dbn_map_id *id = &map->ids[map->nids];
	struct dbn_map_days *last = map->days + map->ndays;

	if (id->count > 0 && last[-1].end == start && last[-1].symbol == symbol) {
		last[-1].end = end;
		return;
	}
	*last = (struct dbn_map_days){ start, end, symbol };
	map->ndays++;
	id->count++;
}

/*
 * The claims of one id, later ones first, each takes of its days what is still free: the dates cut
 * time into at most 2n pieces, and next[] leads over those that are taken.
 */
static void
divide(struct dbn_map *map, const struct claim *claims, size_t n)
{
	uint32_t *dates = mem_new(2 * n, sizeof *dates);
	const char **owner;
	size_t *next, i, k, to, m = 0;

	for (i = 0; i < n; i++) {
		dates[2 * i] = claims[i].start;
		dates[2 * i + 1] = claims[i].end;
	}
	qsort(dates, 2 * n, sizeof *dates, by_date);
	for (i = 0; i < 2 * n; i++)
		if (m == 0 || dates[m - 1] != dates[i])
			dates[m++] = dates[i];
	owner = mem_new(m, sizeof *owner);
	next = mem_new(m, sizeof *next);
	for (i = 0; i < m; i++)
		next[i] = i;
	for (k = n; k-- > 0;) {
		to = find_date(dates, m, claims[k].end);
		i = next_free(next, find_date(dates, m, claims[k].start));
		for (; i < to; i = next_free(next, i)) {
			owner[i] = claims[k].symbol;
			next[i] = i + 1;
		}
	}
	for (i = 0; i + 1 < m; i++)
		if (owner[i] != NULL)
			add_days(map, dates[i], dates[i + 1], owner[i]);
	free(owner);
	free(next);
	free(dates);
}

static uint32_t
hash(const struct dbn_map *map, uint32_t id)
{
	return id * UINT32_C(2654435769) >> (32 - map->bits);
}

static void
fill_slots(struct dbn_map *map)
{
	size_t i, mask, at;
	unsigned k;

	for (map->bits = 4; map->bits < 31 && (size_t)1 << map->bits < 2 * map->nids;)
		map->bits++;
	mask = ((size_t)1 << map->bits) - 1;
	map->slots = mem_new(mask + 1, sizeof *map->slots);
	for (i = 0; i < map->nids; i++) {
		at = hash(map, map->ids[i].id);
		for (k = 0; k < PROBES && map->slots[at] != 0; k++)
			at = (at + 1) & mask;
		if (k < PROBES)
			map->slots[at] = (uint32_t)i + 1;
	}
}

int
dbn_map_build(struct dbn_map *map, const struct dbn_meta *meta, const char *text, struct err *e)
{
	struct claim *claims;
	size_t n = 0, i, k;
	int rc = -1;

	*map = (struct dbn_map){ .day = UINT64_MAX };
	if (meta->nintervals == 0 || (meta->stype_out != DBN_STYPE_INSTRUMENT_ID &&
					 meta->stype_in != DBN_STYPE_INSTRUMENT_ID))
		return 0;
	claims = mem_new(meta->nintervals, sizeof *claims);
	if (collect(meta, text, claims, &n, e))
		goto out;
	qsort(claims, n, sizeof *claims, by_id);
	map->ids = mem_new(n + 1, sizeof *map->ids);
	map->days = mem_new(2 * n + 1, sizeof *map->days);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && claims[k].id == claims[i].id;)
			k++;
		map->ids[map->nids] =
		    (struct dbn_map_id){ .id = claims[i].id, .first = (uint32_t)map->ndays };
		divide(map, claims + i, k - i);
		map->nids++;
	}
	fill_slots(map);
	rc = 0;
out:
	free(claims);
	return rc;
}

void
dbn_map_release(struct dbn_map *map)
{
	free(map->ids);
	free(map->days);
	free(map->slots);
	*map = (struct dbn_map){ 0 };
}

static struct dbn_map_id *
search_id(const struct dbn_map *map, uint32_t id)
{
	size_t lo = 0, n = map->nids, mid;

	while (n > 1) {
		mid = n / 2;
		if (map->ids[lo + mid].id <= id) {
			lo += mid;
			n -= mid;
		} else {
			n = mid;
		}
	}
	return map->ids[lo].id == id ? &map->ids[lo] : NULL;
}

static struct dbn_map_id *
find_id(const struct dbn_map *map, uint32_t id)
{
	size_t mask = ((size_t)1 << map->bits) - 1, at = hash(map, id);
	unsigned k;

	for (k = 0; k < PROBES; k++) {
		if (map->slots[at] == 0)
			return NULL;
		if (map->ids[map->slots[at] - 1].id == id)
			return &map->ids[map->slots[at] - 1];
		at = (at + 1) & mask;
	}
	return search_id(map, id);
}

static bool
holds(const struct dbn_map_days *d, uint32_t date)
{
	return d->start <= date && date < d->end;
}

/* Among several: that of the last time, the one behind it, or by halving. */
static const char *
find_days(const struct dbn_map *map, struct dbn_map_id *id, uint32_t date)
{
	const struct dbn_map_days *d = map->days + id->first;
	uint32_t lo = 0, n = id->count, mid;

	if (holds(&d[id->last], date))
		return d[id->last].symbol;
	if (id->last + 1 < n && holds(&d[id->last + 1], date))
		return d[++id->last].symbol;
	while (n > 1) {
		mid = n / 2;
		if (d[lo + mid].start <= date) {
			lo += mid;
			n -= mid;
		} else {
			n = mid;
		}
	}
	id->last = lo;
	return holds(&d[lo], date) ? d[lo].symbol : NULL;
}

const char *
dbn_map_find(struct dbn_map *map, uint32_t number, uint64_t ts_event)
{
	uint64_t day = ts_event / (uint64_t)CLOCK_DAY;
	struct dbn_map_id *id;
	int64_t y, m, d;

	if (map->nids == 0)
		return NULL;
	if (day != map->day) {
		clock_civil((int64_t)day, &y, &m, &d);
		map->date = (uint32_t)(y * 10000 + m * 100 + d);
		map->day = day;
	}
	id = find_id(map, number);
	return id != NULL ? find_days(map, id, map->date) : NULL;
}
