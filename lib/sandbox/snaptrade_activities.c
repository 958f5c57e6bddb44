#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

#define LIMIT_MAX 1000

/* What is asked for; days are UTC midnights, both included. */
struct window {
	int64_t start, end; /* CLOCK_NONE: not given */
	int64_t offset, limit;
	const char *types; /* joined by commas; NULL: all */
};

static int
take_window(struct snap_call *c, struct window *w)
{
	*w = (struct window){ CLOCK_NONE, CLOCK_NONE, 0, LIMIT_MAX, snap_param(c, "type") };
	if (snap_param_day(c, "startDate", &w->start) || snap_param_day(c, "endDate", &w->end) ||
	    snap_param_int(c, "offset", 0, &w->offset) || snap_param_int(c, "limit", 1, &w->limit))
		return -1;
	w->limit = w->limit < LIMIT_MAX ? w->limit : LIMIT_MAX;
	if (w->types != NULL && w->types[0] == '\0')
		w->types = NULL;
	return 0;
}

/* How many of the rows, newest first, are of that time or newer. */
static size_t
newer(struct snap_rows rows, int64_t at)
{
	size_t low = 0, high = rows.n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (rows.row[mid].at >= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The part of the rows that is in the window; those without a day are in none. */
static struct snap_rows
cut(struct snap_rows rows, const struct window *w)
{
	size_t from = 0;

	if (w->end != CLOCK_NONE)
		from = newer(rows, clock_next_day(w->end));
	if (w->start != CLOCK_NONE)
		rows.n = newer(rows, w->start);
	else if (w->end != CLOCK_NONE)
		rows.n = newer(rows, INT64_MIN + 1);
	rows.row += from;
	rows.n = rows.n > from ? rows.n - from : 0;
	return rows;
}

/* Add the page to an array; returns how many rows there are in all. */
static size_t
add_page(struct snap_call *c, struct snap_rows rows, const struct window *w)
{
	size_t total = rows.n, skip = (size_t)w->offset, left = (size_t)w->limit, i;

	if (w->types == NULL) {
		skip = skip < rows.n ? skip : rows.n;
		rows.row += skip;
		rows.n = rows.n - skip < left ? rows.n - skip : left;
		snap_add_rows(c, rows);
		return total;
	}
	for (total = 0, i = 0; i < rows.n; i++) {
		if (!snap_listed(w->types, rows.row[i].word))
			continue;
		if (total++ < skip || left == 0)
			continue;
		snap_add_rows(c, (struct snap_rows){ &rows.row[i], 1 });
		left--;
	}
	return total;
}

void
snap_activities(struct snap_call *c)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, SNAP_ACTIVITY);
	struct window w;
	struct buf *out;
	size_t total;

	if (take_window(c, &w))
		return;
	rows = snap_fault(c, "empty") ? (struct snap_rows){ NULL, 0 } : cut(rows, &w);
	out = snap_ok(c);
	buf_str(out, "{\"data\":[");
	total = add_page(c, rows, &w);
	buf_fmt(out,
	    "],\"pagination\":{\"offset\":%" PRId64 ",\"limit\":%" PRId64 ",\"total\":%zu}}",
	    w.offset, w.limit, total);
}
