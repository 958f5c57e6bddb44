/* Whether an answer that came to its end is all that there is, and may close what it does not have */
#include "base/clock.h"
#include "base/err.h"
#include "io/array.h"
#include "vendor/snaptrade_holder.h"

#define OTHER_MAX 4 /* a unit of one of these is worth no more of another */

/* Money of which that holds; what any other is worth is not known here. */
static const char *const comparable[] = { "USD", "EUR", "GBP", "CAD", "AUD", "CHF", "NZD", "SGD",
	NULL };

/*
 * A window is of the days that the broker writes, wherever he is; ours are of UTC. What lies a day inside of
 * it is in it by either.
 */
static int
complete(struct fetch *f, struct err *e)
{
	const struct snaptrade_plan *plan = f->holder->sync->plan;
	bool window = f->what == SNAPTRADE_ACTIVITIES;
	struct snaptrade_whole w = { .of = fetch_kind(f->what),
		.account = f->holder->id,
		.count = f->count,
		.first = CLOCK_NONE,
		.last = CLOCK_NONE };

	f->holder->done |= f->what;
	if (window && f->holder->since != CLOCK_NONE)
		w.first = f->holder->since + CLOCK_DAY;
	if (window && plan->until != CLOCK_NONE)
		w.last = plan->until - CLOCK_DAY;
	if (w.first != CLOCK_NONE && w.last != CLOCK_NONE && w.first > w.last)
		return 0;
	return snaptrade_report_complete(f->holder->sync->report, &w, e);
}

/* Something that cannot well be so: it is bad data until it is told apart. */
static int
doubt(struct fetch *f, struct err *e, const char *why)
{
	struct holder *h = f->holder;
	struct err bad;

	(void)err_set(&bad, ERR_DATA, "%s: no %s came, and %s: not taken as the truth", h->id,
	    fetch_word(f->what), why);
	worst_note(&h->sync->report->worst, &bad);
	return snaptrade_report_event(h->sync->report, "empty", "error", h->id, e, "%s", bad.msg);
}

/*
 * Whether the account is worth its cash and no more, to a unit of its currency or a hundredth. Cash of other
 * currencies explains no more than it can be worth.
 */
static bool
only_cash(const struct holder *h)
{
	const struct decimal rate = { .n = 1, .digit = { OTHER_MAX } };
	struct decimal gap, other, hundredth = h->total, one = { .n = 1, .digit = { 1 } };

	if (decimal_sub(&gap, &h->total, &h->cash) || decimal_mul(&other, &h->other, &rate) ||
	    decimal_shift(&hundredth, -2))
		return false;
	if (!gap.minus && decimal_sub(&gap, &gap, &other))
		return false;
	if (gap.minus && !decimal_is_zero(&other))
		return true;
	gap.minus = hundredth.minus = false;
	return decimal_cmp(&gap, &one) <= 0 || decimal_cmp(&gap, &hundredth) <= 0;
}

/* The cash of a list without positions is known now: is that all that the account is worth? */
int
fetch_settle(struct holder *h, struct err *e)
{
	struct fetch f = { .holder = h, .what = SNAPTRADE_POSITIONS };

	h->empty = false;
	if (only_cash(h))
		return complete(&f, e);
	return doubt(&f, e, "the account is worth more than its cash");
}

/* A list without positions: an account that says what it is worth is asked for its cash. */
static int
empty_positions(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;

	if (!h->has_total || decimal_is_zero(&h->total))
		return complete(f, e);
	h->empty = true;
	if (h->has_cash)
		return fetch_settle(h, e);
	if ((h->want & SNAPTRADE_BALANCES) != 0 || h->settling)
		return 0; /* they are on their way */
	h->settling = true;
	return fetch_ask(h, SNAPTRADE_BALANCES, true, e);
}

/* Nothing came: what speaks against it depends on the kind. */
static int
nothing(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;

	if (f->what == SNAPTRADE_BALANCES)
		return doubt(f, e, "an account has at least one");
	if (f->what == SNAPTRADE_POSITIONS)
		return empty_positions(f, e);
	if (f->what == SNAPTRADE_ORDERS)
		return complete(f, e);
	h->done |= f->what; /* of activities: none is no reason to delete one */
	return 0;
}

int
fetch_whole(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;
	bool holdings = f->what == SNAPTRADE_BALANCES || f->what == SNAPTRADE_POSITIONS;

	if (!h->live)
		return 0; /* a copy of a connection that is down: told with the connection */
	if ((h->hidden && f->what == SNAPTRADE_POSITIONS) || (h->early && holdings) ||
	    (h->history_early && f->what == SNAPTRADE_ACTIVITIES)) {
		h->done |= f->what; /* the account says that it is not all */
		return 0;
	}
	if (f->count == 0)
		return nothing(f, e);
	if (f->what != SNAPTRADE_RECENT)
		return complete(f, e);
	h->done |= f->what;
	return 0;
}

/* A unit of it can be compared to the account's own. */
static bool
is_comparable(struct slice currency)
{
	size_t i;

	for (i = 0; comparable[i] != NULL; i++)
		if (slice_is(currency, comparable[i]))
			return true;
	return false;
}

/* The cash in the account's own currency, and whether there is other. */
void
fetch_note_cash(struct holder *h, struct slice rest)
{
	static const char *const paths[] = { "currency.code", "cash" };
	struct rec_field v[2];
	struct decimal cash;
	struct slice one;

	while (array_next(&rest, &one)) {
		pick(one, paths, 2, v);
		if ((v[1].type != REC_NUMBER && v[1].type != REC_STRING) ||
		    decimal_read(&cash, v[1].text.p, v[1].text.n))
			continue;
		if (v[0].type == REC_STRING && slice_is(v[0].text, h->currency) &&
		    decimal_add(&h->cash, &h->cash, &cash) == 0)
			continue;
		if (!cash.minus && v[0].type == REC_STRING && is_comparable(v[0].text))
			(void)decimal_add(&h->other, &h->other, &cash); /* a bound, no sum */
	}
	h->has_cash = true;
}
