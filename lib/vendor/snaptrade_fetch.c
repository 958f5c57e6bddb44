/* One account's calls: asked for side by side, each reply into records, and whether it was whole */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/progress.h"
#include "base/stop.h"
#include "io/array.h"
#include "io/whole.h"
#include "vendor/snaptrade_holder.h"

#define PAGE "1000"    /* activities of a page: the most there are */
#define PAGES_MAX 2000 /* of an account; more is a list without an end */
#define RESTARTS_MAX 1 /* of a list that moved while it was read */

typedef int put_fn(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e);

/* clang-format off */
/* What is asked for, and what comes: a list, or an object with it. */
static const struct asked {
	unsigned what;
	const char *word, *kind, *path[2];
	const char *list; /* member with the list; NULL: the reply is it */
	put_fn *put;      /* NULL: positions, which have a function of their own */
} table[] = {
	{ SNAPTRADE_BALANCES,   "balances",      "balance",  { "balances" },         NULL,      snaptrade_put_balance },
	{ SNAPTRADE_POSITIONS,  "positions",     "position", { "positions", "all" }, "results", NULL },
	{ SNAPTRADE_ORDERS,     "orders",        "order",    { "orders" },           NULL,      snaptrade_put_order },
	{ SNAPTRADE_RECENT,     "recent orders", "order",    { "recentOrders" },     "orders",  snaptrade_put_order },
	{ SNAPTRADE_ACTIVITIES, "activities",    "activity", { "activities" },       "data",    snaptrade_put_activity },
};
/* clang-format on */

static const struct asked *
row_of(unsigned what)
{
	const struct asked *a = table;

	while (a->what != what)
		a++; /* every bit that is asked for has a row */
	return a;
}

const char *
fetch_word(unsigned what)
{
	return row_of(what)->word;
}

const char *
fetch_kind(unsigned what)
{
	return row_of(what)->kind;
}

void
fetch_free(struct fetch *f)
{
	*f->at = f->next;
	if (f->next != NULL)
		f->next->at = f->at;
	f->holder->calls--;
	snaptrade_call_release(&f->call);
	free(f);
}

static struct fetch *
fetch_new(struct holder *h, unsigned what)
{
	struct fetch *f = mem_new(1, sizeof *f);
	struct snaptrade_sync *s = h->sync;

	*f = (struct fetch){ .holder = h, .what = what, .total = -1 };
	f->next = s->running;
	f->at = &s->running;
	if (f->next != NULL)
		f->next->at = &f->next;
	s->running = f;
	h->calls++;
	return f;
}

/* --- what is asked for */

static int
day_param(struct snaptrade_call *c, const char *name, int64_t day, struct err *e)
{
	char text[CLOCK_TEXT_MAX];

	if (day == CLOCK_NONE)
		return 0;
	(void)clock_date_text(text, day);
	return snaptrade_call_param(c, name, text, e);
}

static int
number_param(struct snaptrade_call *c, const char *name, int64_t v, struct err *e)
{
	char text[NUM_TEXT_MAX];

	(void)num_fixed_text(text, v, 0);
	return snaptrade_call_param(c, name, text, e);
}

static int
add_params(struct fetch *f, struct err *e)
{
	const struct snaptrade_plan *plan = f->holder->sync->plan;
	struct snaptrade_call *c = &f->call;

	if (f->what == SNAPTRADE_ORDERS)
		return snaptrade_call_param(c, "state", "all", e) ||
			       number_param(c, "days", plan->days, e)
			   ? -1
			   : 0;
	if (f->what == SNAPTRADE_RECENT)
		return snaptrade_call_param(c, "only_executed", "false", e);
	if (f->what == SNAPTRADE_ACTIVITIES)
		return day_param(c, "startDate", f->holder->since, e) ||
			       day_param(c, "endDate", plan->until, e) ||
			       number_param(c, "offset", f->offset, e) ||
			       snaptrade_call_param(c, "limit", PAGE, e)
			   ? -1
			   : 0;
	return 0;
}

static snaptrade_done fetch_done;

static int
send(struct fetch *f, struct err *e)
{
	const struct asked *a = row_of(f->what);
	const char *path[] = { "accounts", f->holder->id, f->old ? "holdings" : a->path[0],
		f->old ? NULL : a->path[1], NULL };

	snaptrade_call_release(&f->call);
	snaptrade_call_init(&f->call, "GET", path);
	f->call.done = fetch_done;
	f->call.arg = f;
	if (add_params(f, e))
		return -1;
	snaptrade_add(f->holder->sync->st, &f->call);
	return 0;
}

int
fetch_ask(struct holder *h, unsigned what, bool quiet, struct err *e)
{
	struct fetch *f = fetch_new(h, what);

	f->quiet = quiet;
	f->old = what == SNAPTRADE_POSITIONS && h->sync->plan->old_shapes != h->moved;
	return send(f, e);
}

int
holder_ask(struct holder *h, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof table / sizeof table[0]; i++)
		if ((h->want & table[i].what) != 0 && fetch_ask(h, table[i].what, false, e))
			return -1;
	return 0;
}

/* --- replies */

/* The objects of a list; one that is none costs itself alone, and that the list was whole. */
static int
take_list(
    struct fetch *f, struct slice rest, enum snaptrade_shape shape, int64_t asof, struct err *e)
{
	struct holder *h = f->holder;
	struct snaptrade_rows *rows = &h->sync->rows;
	const struct asked *a = row_of(f->what);
	struct slice one;
	struct err why;
	uint64_t n;
	int rc;

	if (f->what == SNAPTRADE_POSITIONS)
		snaptrade_rows_positions(rows, shape, rest);
	if (f->what == SNAPTRADE_BALANCES)
		snaptrade_rows_balances(rows, rest);
	if (f->what == SNAPTRADE_ORDERS || f->what == SNAPTRADE_RECENT)
		snaptrade_rows_orders(rows);
	for (n = 1; array_next(&rest, &one); n++) {
		rc = a->put != NULL ? a->put(rows, h->id, one, e)
				    : snaptrade_put_position(rows, h->id, shape, one, asof, e);
		f->count += rc == 0;
		progress_add(1);
		if (rc == 0)
			continue;
		if (e->code != ERR_DATA)
			return -1;
		f->bad++;
		why = *e;
		(void)err_wrap(&why, "%s: %s %" PRIu64, h->id, a->kind, n);
		if (snaptrade_report_failure(h->sync->report, h->id, &why, e))
			return -1;
	}
	return 0;
}

/* The old reply: two lists, either of which may be null. */
static int
take_holdings(struct fetch *f, struct slice object, struct err *e)
{
	static const char *const paths[] = { "positions", "option_positions" };
	struct rec_field v[2];

	pick(object, paths, 2, v);
	if (v[0].type != REC_ARRAY)
		return err_set(e, ERR_DATA, "the reply has no list of positions");
	if (take_list(f, v[0].text, SNAPTRADE_OLD_POSITION, CLOCK_NONE, e))
		return -1;
	if (v[1].type != REC_ARRAY)
		f->bad++; /* of options it says nothing: some may be there */
	return v[1].type != REC_ARRAY
		   ? 0
		   : take_list(f, v[1].text, SNAPTRADE_OLD_OPTION, CLOCK_NONE, e);
}

static int64_t
asof_of(struct slice object)
{
	const struct rec_field v = pick_one(object, "data_freshness.as_of");
	int64_t at;

	return v.type == REC_STRING && clock_parse_time(v.text.p, v.text.n, &at) == 0 ? at
										      : CLOCK_NONE;
}

/* --- pages */

static int64_t
total_of(struct slice object)
{
	const struct rec_field v = pick_one(object, "pagination.total");
	int64_t n;

	return v.type == REC_NUMBER && num_int(v.text.p, v.text.n, 0, INT64_MAX / 2, &n) == 0 ? n
											      : -1;
}

static int
moved(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;
	struct err why;

	(void)err_set(&why, ERR_TEMP,
	    "%s: activities changed while they were read: some may be missing until the next time",
	    h->id);
	return snaptrade_report_failure(h->sync->report, h->id, &why, e);
}

/* Behind a page of so many: 1 when another one was asked for, 0 when that was the last, -1. A list
 * that moved, newest first, may have shifted over a page's border: it is read once more. */
static int
next_page(struct fetch *f, struct slice object, int64_t got, struct err *e)
{
	int64_t total = total_of(object);
	bool changed = f->pages > 0 && total != f->total;

	f->pages++;
	f->offset += got;
	if (changed && f->restarts < RESTARTS_MAX) {
		f->restarts++;
		f->pages = 0;
		f->offset = 0;
		f->total = -1;
		return send(f, e) ? -1 : 1;
	}
	f->total = total;
	if (f->pages >= PAGES_MAX)
		return err_set(e, ERR_DATA, "a list of more than %d pages", PAGES_MAX);
	if (got > 0 && (total < 0 || f->offset < total))
		return send(f, e) ? -1 : 1;
	if (total >= 0 && f->offset != total)
		changed = true; /* it said that there were more, or fewer */
	f->bad += changed;
	return changed && moved(f, e) ? -1 : 0;
}

/* --- the end of a call */

static int
take_reply(struct fetch *f, struct buf *line, struct err *e)
{
	const struct buf *body = &f->call.r.reply.body;
	const struct asked *a = row_of(f->what);
	struct holder *h = f->holder;
	struct rec_field root, list;
	uint64_t before = f->count + f->bad;

	if (whole_parse(line, body->len > 0 ? body->p : "", body->len, &root, e))
		return err_wrap(e, "the reply is no JSON");
	if (f->old && root.type == REC_OBJECT)
		return take_holdings(f, root.text, e);
	list = a->list == NULL || root.type != REC_OBJECT ? root : pick_one(root.text, a->list);
	if (list.type != REC_ARRAY || (a->list != NULL && root.type != REC_OBJECT) || f->old)
		return err_set(e, ERR_DATA, "the reply has no list");
	if (f->what == SNAPTRADE_BALANCES)
		fetch_note_cash(h, list.text);
	if (f->quiet)
		return 0;
	if (take_list(f, list.text, SNAPTRADE_UNIFIED,
		f->what == SNAPTRADE_POSITIONS ? asof_of(root.text) : CLOCK_NONE, e))
		return -1;
	if (f->what != SNAPTRADE_ACTIVITIES)
		return 0;
	return next_page(f, root.text, (int64_t)(f->count + f->bad - before), e);
}

/* The vendor has another address for it: once each. */
static int
move(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;

	h->moved = true;
	if (snaptrade_report_event(h->sync->report, "moved", "info", h->id, e,
		"positions: %s is retired for us, %s is asked",
		f->old ? "holdings" : "positions/all", f->old ? "positions/all" : "holdings"))
		return -1;
	return fetch_ask(h, SNAPTRADE_POSITIONS, false, e);
}

static int
refused(struct fetch *f, const struct err *why, struct err *e)
{
	struct holder *h = f->holder;
	struct err told = *why;

	if (f->call.why == SNAPTRADE_RETIRED && f->what == SNAPTRADE_POSITIONS && !h->moved)
		return move(f, e);
	if (f->call.why == SNAPTRADE_UNSUPPORTED) {
		h->done |= f->what;
		return snaptrade_report_event(h->sync->report, "unsupported", "info", h->id, e,
		    "the broker has no %s", fetch_word(f->what));
	}
	if (stop_asked())
		return -1; /* the others ended with it: once is enough */
	if (f->call.why == SNAPTRADE_FINE)
		(void)err_wrap(&told, "%s: %s", h->id, fetch_word(f->what));
	return snaptrade_report_failure(h->sync->report, h->id, &told, e);
}

/* It ended, one way or the other; 1: it goes on with another page. */
static int
end(struct fetch *f, int rc, struct err *e)
{
	struct err why;

	if (rc == 0)
		rc = take_reply(f, &f->holder->sync->line, e);
	if (rc > 0)
		return 1;
	if (rc < 0 && e->code == ERR_IO)
		return -1; /* standard output: nothing can be told any more */
	if (rc < 0) {
		why = *e;
		return refused(f, &why, e);
	}
	if (!f->quiet && f->bad == 0 && fetch_whole(f, e))
		return -1;
	if (f->what == SNAPTRADE_BALANCES && f->holder->empty && f->holder->has_cash)
		return fetch_settle(f->holder, e);
	return 0;
}

static int
fetch_done(struct snaptrade_call *c, int rc, struct err *e)
{
	struct fetch *f = c->arg;
	struct holder *h = f->holder;

	rc = end(f, rc, e);
	if (rc > 0)
		return 0;
	fetch_free(f);
	progress_done(h->calls == 0);
	return rc;
}
