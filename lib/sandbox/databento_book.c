#include "sandbox/databento_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define STABLE_IDS 100000 /* above: ids that a symbol keeps */
#define MOVING_IDS 1000   /* above: ids that move on with the month */
#define SPARE_IDS 3       /* more ids than symbols, so that each moves */

void
dbs_book_release(struct dbs_book *b)
{
	size_t i;

	for (i = 0; i < b->nsymbols; i++)
		free(b->symbols[i]);
	free(b->symbols);
	free(b->slots);
	free(b->rows);
	free(b->listings);
	free(b->by_id);
	*b = (struct dbs_book){ 0 };
}

/* FNV-1a. */
static size_t
hash(const char *s, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32);
}

/* The slot that holds the symbol's number plus one, or the free one where it would go. */
static uint32_t *
slot_of(const struct dbs_book *b, const char *name, size_t n)
{
	size_t i = hash(name, n) & (b->nslots - 1);
	const char *there;

	for (; b->slots[i] != 0; i = (i + 1) & (b->nslots - 1)) {
		there = b->symbols[b->slots[i] - 1];
		if (strncmp(there, name, n) == 0 && there[n] == '\0')
			break;
	}
	return &b->slots[i];
}

static void
more_slots(struct dbs_book *b)
{
	size_t i;

	free(b->slots);
	b->nslots = b->nslots == 0 ? 64 : b->nslots * 2;
	b->slots = mem_new(b->nslots, sizeof *b->slots);
	for (i = 0; i < b->nsymbols; i++)
		*slot_of(b, b->symbols[i], strlen(b->symbols[i])) = (uint32_t)i + 1;
}

uint32_t
dbs_book_symbol(struct dbs_book *b, const char *name, size_t n)
{
	uint32_t *slot;

	if (b->nsymbols >= b->nslots / 2)
		more_slots(b);
	slot = slot_of(b, name, n);
	if (*slot == 0) {
		if (b->nsymbols == b->cap_symbols) {
			b->cap_symbols = mem_more(b->cap_symbols, b->nsymbols + 1);
			b->symbols = mem_grow(b->symbols, b->cap_symbols, sizeof *b->symbols);
		}
		b->symbols[b->nsymbols++] = mem_copy(name, n);
		*slot = (uint32_t)b->nsymbols;
	}
	return *slot - 1;
}

void
dbs_book_row(struct dbs_book *b, const struct dbs_row *row)
{
	if (b->nrows == b->cap_rows) {
		b->cap_rows = mem_more(b->cap_rows, b->nrows + 1);
		b->rows = mem_grow(b->rows, b->cap_rows, sizeof *b->rows);
	}
	b->rows[b->nrows++] = *row;
}

void
dbs_book_list(struct dbs_book *b, const struct dbs_listing *l)
{
	if (b->nlistings == b->cap_listings) {
		b->cap_listings = mem_more(b->cap_listings, b->nlistings + 1);
		b->listings = mem_grow(b->listings, b->cap_listings, sizeof *b->listings);
	}
	b->listings[b->nlistings++] = *l;
}

struct named {
	char *name;
	uint32_t was;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

/* Sort the symbols and give rows and listings their new numbers. */
static void
sort_symbols(struct dbs_book *b)
{
	struct named *all = mem_new(b->nsymbols + 1, sizeof *all);
	uint32_t *now = mem_new(b->nsymbols + 1, sizeof *now);
	size_t i;

	for (i = 0; i < b->nsymbols; i++)
		all[i] = (struct named){ b->symbols[i], (uint32_t)i };
	qsort(all, b->nsymbols, sizeof *all, by_name);
	for (i = 0; i < b->nsymbols; i++) {
		b->symbols[i] = all[i].name;
		now[all[i].was] = (uint32_t)i;
	}
	for (i = 0; i < b->nrows; i++)
		if (b->rows[i].symbol != DBS_NO_SYMBOL)
			b->rows[i].symbol = now[b->rows[i].symbol];
	for (i = 0; i < b->nlistings; i++)
		b->listings[i].symbol = now[b->listings[i].symbol];
	free(now);
	free(all);
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int
order_rows(const struct dbs_row *a, const struct dbs_row *b)
{
	int c = ORDER(a->ts, b->ts);

	if (c == 0)
		c = ORDER(a->symbol, b->symbol);
	if (c == 0 && a->symbol == DBS_NO_SYMBOL)
		c = ORDER(a->id, b->id);
	return c != 0 ? c : ORDER(a->publisher, b->publisher);
}

/* Equal ones must keep the order that they were added in, which qsort does not promise. */
static void
sort_rows(struct dbs_row *rows, size_t n, struct dbs_row *room)
{
	size_t half = n / 2, i = 0, k = half, to = 0;

	if (n < 2)
		return;
	sort_rows(rows, half, room);
	sort_rows(rows + half, n - half, room);
	if (order_rows(&rows[half - 1], &rows[half]) <= 0)
		return;
	while (i < half || k < n) {
		if (k == n || (i < half && order_rows(&rows[i], &rows[k]) <= 0))
			room[to++] = rows[i++];
		else
			room[to++] = rows[k++];
	}
	memcpy(rows, room, n * sizeof *rows);
}

static size_t
drop_twice(struct dbs_book *b)
{
	size_t i, to = 0, was = b->nrows;

	for (i = 0; i < b->nrows; i++) {
		if (to > 0 && order_rows(&b->rows[to - 1], &b->rows[i]) == 0)
			to--;
		b->rows[to++] = b->rows[i];
	}
	b->nrows = to;
	return was - to;
}

/* Months since the epoch, near enough: every 30 days a new one. */
static int64_t
month(int64_t day)
{
	return day / (30 * CLOCK_DAY) - (day % (30 * CLOCK_DAY) < 0);
}

static uint32_t
id_on(const struct dbs_book *b, uint32_t symbol, int64_t day)
{
	int64_t pool = (int64_t)(b->nsymbols + 1) / 2 + SPARE_IDS, at;

	if (symbol % 2 == 1)
		return STABLE_IDS + symbol;
	at = (symbol / 2 + month(day)) % pool;
	return MOVING_IDS + (uint32_t)(at < 0 ? at + pool : at);
}

/* List a symbol from its first session until behind its last. */
static void
list_days(struct dbs_book *b, uint32_t symbol, int64_t first, int64_t last)
{
	int64_t end = last + CLOCK_DAY, next;
	struct dbs_listing l = { .symbol = symbol };

	for (l.d0 = first; l.d0 < end; l.d0 = l.d1) {
		next = (month(l.d0) + 1) * 30 * CLOCK_DAY;
		l.d1 = symbol % 2 == 1 || next > end ? end : next;
		l.id = id_on(b, symbol, l.d0);
		dbs_book_list(b, &l);
	}
}

static void
list_all(struct dbs_book *b)
{
	int64_t *first = mem_new(b->nsymbols + 1, sizeof *first);
	int64_t *last = mem_new(b->nsymbols + 1, sizeof *last);
	bool *seen = mem_new(b->nsymbols + 1, sizeof *seen);
	uint32_t s;
	size_t i;

	for (i = 0; i < b->nrows; i++) {
		s = b->rows[i].symbol;
		if (!seen[s])
			first[s] = clock_midnight(b->rows[i].ts);
		seen[s] = true;
		last[s] = clock_midnight(b->rows[i].ts);
		b->rows[i].id = id_on(b, s, last[s]);
	}
	for (s = 0; s < b->nsymbols; s++)
		if (seen[s])
			list_days(b, s, first[s], last[s]);
	free(seen);
	free(last);
	free(first);
}

static int
by_symbol(const void *pa, const void *pb)
{
	const struct dbs_listing *a = pa, *b = pb;
	int c = ORDER(a->symbol, b->symbol);

	if (c == 0)
		c = ORDER(a->d0, b->d0);
	return c != 0 ? c : ORDER(a->d1, b->d1);
}

static int
by_id(const void *pa, const void *pb)
{
	const struct dbs_listing *a = pa, *b = pb;
	int c = ORDER(a->id, b->id);

	if (c == 0)
		c = ORDER(a->d0, b->d0);
	return c != 0 ? c : ORDER(a->symbol, b->symbol);
}

/* The same listing in several files is one. */
static void
join_listings(struct dbs_book *b)
{
	size_t i, to = 0;

	for (i = 0; i < b->nlistings; i++) {
		struct dbs_listing *l = &b->listings[i], *p = &b->listings[to == 0 ? 0 : to - 1];

		if (to > 0 && p->symbol == l->symbol && p->id == l->id && l->d0 <= p->d1)
			p->d1 = l->d1 > p->d1 ? l->d1 : p->d1;
		else
			b->listings[to++] = *l;
	}
	b->nlistings = to;
}

size_t
dbs_book_seal(struct dbs_book *b)
{
	struct dbs_row *room = mem_new(b->nrows + 1, sizeof *room);
	size_t twice;

	sort_symbols(b);
	sort_rows(b->rows, b->nrows, room);
	free(room);
	twice = drop_twice(b);
	if (!b->listed)
		list_all(b);
	if (b->nlistings > 0)
		qsort(b->listings, b->nlistings, sizeof *b->listings, by_symbol);
	join_listings(b);
	b->by_id = mem_new(b->nlistings + 1, sizeof *b->by_id);
	if (b->nlistings > 0) {
		memcpy(b->by_id, b->listings, b->nlistings * sizeof *b->by_id);
		qsort(b->by_id, b->nlistings, sizeof *b->by_id, by_id);
	}
	return twice;
}

uint32_t
dbs_book_find(const struct dbs_book *b, const char *name)
{
	size_t lo = 0, hi = b->nsymbols, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		c = strcmp(b->symbols[mid], name);
		if (c == 0)
			return (uint32_t)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return DBS_NO_SYMBOL;
}

static uint32_t
key_of(const struct dbs_listing *l, bool id)
{
	return id ? l->id : l->symbol;
}

static const struct dbs_listing *
find_listings(const struct dbs_listing *l, size_t total, bool id, uint32_t key, size_t *n)
{
	size_t lo = 0, hi = total, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (key_of(&l[mid], id) < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (hi = lo; hi < total && key_of(&l[hi], id) == key;)
		hi++;
	*n = hi - lo;
	return l + lo;
}

const struct dbs_listing *
dbs_book_listings(const struct dbs_book *b, uint32_t symbol, size_t *n)
{
	return find_listings(b->listings, b->nlistings, false, symbol, n);
}

const struct dbs_listing *
dbs_book_id(const struct dbs_book *b, uint32_t id, size_t *n)
{
	return find_listings(b->by_id, b->nlistings, true, id, n);
}

size_t
dbs_book_at(const struct dbs_book *b, int64_t ts)
{
	size_t lo = 0, hi = b->nrows, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (b->rows[mid].ts < ts)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
