/* Whether an answer that came to its end is all that there is, and may close what it does not have */
#include "base/clock.h"
#include "base/err.h"
#include "io/array.h"
#include "vendor/snaptrade_holder.h"

#define OTHER_MAX                                                                                  \
	4 /* more than a unit of any money is worth in another that accounts are kept in */

static int
complete(struct fetch *f, struct err *e)
{
	const struct snaptrade_plan *plan = f->holder->sync->plan;
	bool window = f->what == SNAPTRADE_ACTIVITIES;
	const struct snaptrade_whole w = { .of = fetch_kind(f->what),
		.account = f->holder->id,
		.count = f->count,
		.first = window ? f->holder->since : CLOCK_NONE,
		.last = window ? plan->until : CLOCK_NONE };

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
 * Whether the account is worth its cash and no more, to a unit of its currency or a hundredth. What other
 * currencies are worth is not known here: at most OTHER_MAX units each.
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

	if (h->hidden)
		return 0; /* its broker hides what it holds: the account says so */
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

/* Every object of it is printed. */
int
fetch_whole(struct fetch *f, struct err *e)
{
	struct holder *h = f->holder;

	h->done |= f->what;
	if (!h->live)
		return 0; /* a copy of a connection that is down: told with the connection */
	if (f->count == 0 && f->what == SNAPTRADE_BALANCES)
		return doubt(f, e, "an account has at least one");
	if (f->count == 0 && f->what == SNAPTRADE_POSITIONS)
		return empty_positions(f, e);
	if (h->hidden && f->what == SNAPTRADE_POSITIONS)
		return 0;
	return f->what == SNAPTRADE_RECENT ? 0 : complete(f, e);
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
		if (!cash.minus)
			(void)decimal_add(&h->other, &h->other, &cash); /* a bound, no sum */
	}
	h->has_cash = true;
}
