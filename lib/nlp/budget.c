#include "nlp/budget.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"

#define LOCK_WAIT (30 * CLOCK_SECOND)
#define LINE_MAX_BYTES 4096
#define MONEY_DIGITS NUM_MONEY_DIGITS

/* A day's file, and what its lines up to at add up to. */
struct ledger {
	char day[11];
	int fd; /* -1: none is open */
	off_t at;
	struct decimal sum;
};

struct budget {
	char *lock; /* owned path */
	struct decimal run_limit, day_limit, run;
	bool has_run_limit, has_day_limit;
	struct ledger today, other;
	unsigned long count; /* of holds, for their ids */
	int64_t began;
	struct rec *rec; /* owned */
};

static void
limit_init(struct decimal *d, bool *has, int64_t limit)
{
	char text[NUM_TEXT_MAX];

	*has = limit >= 0;
	if (limit >= 0) /* digits of an integer fit */
		(void)decimal_read(d, text, num_fixed_text(text, limit, MONEY_DIGITS));
}

int
budget_open(struct budget **out, int64_t run_limit, int64_t day_limit, struct err *e)
{
	struct budget *b = mem_new(1, sizeof *b);

	*out = b;
	b->today.fd = b->other.fd = -1;
	b->began = clock_real();
	b->rec = mem_new(1, sizeof *b->rec);
	limit_init(&b->run_limit, &b->has_run_limit, run_limit);
	limit_init(&b->day_limit, &b->has_day_limit, day_limit);
	b->lock = path_state("nlp/spent/lock", e);
	return b->lock == NULL ? -1 : 0;
}

static void
ledger_close(struct ledger *l)
{
	if (l->fd >= 0)
		(void)close(l->fd); /* what was written was looked at */
	*l = (struct ledger){ .fd = -1 };
}

void
budget_close(struct budget *b)
{
	if (b == NULL)
		return;
	ledger_close(&b->today);
	ledger_close(&b->other);
	free(b->lock);
	free(b->rec);
	free(b);
}

bool
budget_is_limited(const struct budget *b)
{
	return b->has_run_limit || b->has_day_limit;
}

const struct decimal *
budget_total(const struct budget *b)
{
	return &b->run;
}

/* --- a day's file */

static int
ledger_open(struct ledger *l, const char *day, struct err *e)
{
	char *name = mem_fmt("nlp/spent/%s.jsonl", day), *path = path_state(name, e);

	free(name);
	ledger_close(l);
	if (path == NULL)
		return -1;
	l->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (l->fd < 0)
		(void)err_errno(e, ERR_CREATE, "%s", path);
	else
		(void)snprintf(l->day, sizeof l->day, "%s", day);
	free(path);
	return l->fd < 0 ? -1 : 0;
}

static int
number_of(struct decimal *d, const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);

	*d = (struct decimal){ 0 };
	return f == NULL || f->type != REC_NUMBER || decimal_read(d, f->text.p, f->text.n) ? -1 : 0;
}

/* Add what a line says. */
static void
count_line(struct budget *b, struct ledger *l, const char *line, size_t n)
{
	struct buf names = { 0 };
	struct decimal usd, held;
	struct err e;
	bool bad = object_parse(line, n, b->rec, &names, &e) != 0;

	if (!bad && slice_is(rec_kind(b->rec), "hold"))
		bad = number_of(&usd, b->rec, "usd") || decimal_add(&l->sum, &l->sum, &usd);
	else if (!bad && slice_is(rec_kind(b->rec), "spent"))
		bad = (number_of(&held, b->rec, "held") == 0 &&
			  decimal_sub(&l->sum, &l->sum, &held)) ||
		      (number_of(&usd, b->rec, "usd") == 0 && decimal_add(&l->sum, &l->sum, &usd));
	if (bad && n > 0)
		log_warn("the ledger of %s has a line that is none: passed over", l->day);
	buf_release(&names);
}

/* Read on from where we stand; a line without an end is one that somebody did not finish. */
static int
ledger_read(struct budget *b, struct ledger *l, struct err *e)
{
	struct buf text = { 0 };
	ssize_t n;
	char *end;

	do {
		n = pread(l->fd, buf_room(&text, LINE_MAX_BYTES), LINE_MAX_BYTES, l->at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			buf_release(&text);
			return err_errno(e, ERR_IO, "the ledger of %s", l->day);
		}
		text.len += (size_t)n;
		text.p[text.len] = '\0';
		l->at += n;
		while ((end = memchr(text.p, '\n', text.len)) != NULL) {
			count_line(b, l, text.p, (size_t)(end - text.p));
			buf_shift(&text, (size_t)(end - text.p) + 1);
		}
	} while (n != 0);
	l->at -= (off_t)text.len;
	n = (ssize_t)text.len;
	buf_release(&text);
	/* who began it is gone, since we hold the lock */
	if (n > 0 && ftruncate(l->fd, l->at))
		return err_errno(e, ERR_IO, "the ledger of %s", l->day);
	return 0;
}

/* In one write: who reads never sees a part of it. What is written is counted when it is read. */
static int
ledger_write(struct ledger *l, struct emit *em, struct err *e)
{
	ssize_t n;

	emit_close(em, '}');
	buf_char(&em->line, '\n');
	n = write(l->fd, em->line.p, em->line.len);
	if (n == (ssize_t)em->line.len)
		return 0;
	if (n >= 0)
		errno = ENOSPC;
	return err_errno(e, ERR_IO, "the ledger of %s", l->day);
}

/* The file of a day, up to date, with the lock held. */
static int
ledger_take(struct budget *b, const char *day, struct ledger **l, int *lock, struct err *e)
{
	*lock = lock_take(b->lock, LOCK_WAIT, e);
	if (*lock < 0)
		return err_wrap(e, "the ledger of what was spent");
	*l = strcmp(b->other.day, day) == 0 ? &b->other : &b->today;
	if (strcmp((*l)->day, day) != 0) {
		/* the day that came last is kept open: holds of days before are few */
		if (strcmp(day, b->today.day) < 0)
			*l = &b->other;
		if (ledger_open(*l, day, e))
			return -1;
	}
	return ledger_read(b, *l, e);
}

/* --- holds */

static void
money(struct emit *em, const char *name, const struct decimal *d)
{
	char text[DECIMAL_TEXT_MAX];

	emit_num(em, name, text, decimal_text(text, d));
}

/* 1 with the sentence when d more would be too much. */
static int
check_limit(const char *option, const struct decimal *limit, const struct decimal *sum,
    const struct decimal *more, const char *of, struct err *e)
{
	char most[DECIMAL_TEXT_MAX], have[DECIMAL_TEXT_MAX], next[DECIMAL_TEXT_MAX];
	struct decimal all;

	if (decimal_add(&all, sum, more) == 0 && decimal_cmp(&all, limit) <= 0)
		return 0;
	(void)decimal_text(most, limit);
	(void)decimal_text(have, sum);
	(void)decimal_text(next, more);
	(void)err_set(e, ERR_TEMP,
	    "%s %s: %s has cost %s US dollars, and the next request may cost %s", option, most, of,
	    have, next);
	return 1;
}

static int
check_limits(
    const struct budget *b, const struct ledger *l, const struct decimal *most, struct err *e)
{
	int rc = 0;

	if (b->has_run_limit)
		rc = check_limit("--max-usd", &b->run_limit, &b->run, most, "this run", e);
	if (rc == 0 && b->has_day_limit)
		rc = check_limit("--max-usd-day", &b->day_limit, &l->sum, most, "this day", e);
	return rc;
}

/* A line of it in the ledger, and in the sums. */
static int
add_hold(struct budget *b, struct ledger *l, const struct budget_hold *h,
    const struct decimal *more, struct err *e)
{
	struct emit em;
	int rc;

	if (decimal_add(&b->run, &b->run, more))
		return err_set(e, ERR_DATA, "the sum of what was spent has too many digits");
	emit_init(&em, NULL, false);
	emit_begin(&em, "hold");
	emit_str(&em, "id", h->id);
	money(&em, "usd", more);
	rc = ledger_write(l, &em, e);
	emit_release(&em);
	return rc;
}

int
budget_hold(struct budget *b, struct budget_hold *h, const struct decimal *most, struct err *e)
{
	struct budget_hold next = *h;
	char day[CLOCK_TEXT_MAX];
	struct ledger *l;
	int64_t now;
	int lock = -1, rc = -1;

	if (clock_now(&now, e))
		return -1;
	(void)clock_date_text(day, clock_midnight(now));
	if (next.id[0] == '\0') {
		next = (struct budget_hold){ 0 };
		(void)snprintf(next.id, sizeof next.id, "%lld.%d.%lu", (long long)(b->began / 1000),
		    (int)getpid(), b->count++);
		memcpy(next.day, day, sizeof next.day);
	}
	if (ledger_take(b, next.day, &l, &lock, e) == 0)
		rc = check_limits(b, l, most, e);
	if (rc == 0 && decimal_add(&next.usd, &next.usd, most))
		rc = err_set(e, ERR_DATA, "the sum of what was spent has too many digits");
	if (rc == 0)
		rc = add_hold(b, l, &next, most, e);
	lock_release(lock);
	if (rc == 0)
		*h = next;
	return rc;
}

static void
spent_line(struct emit *em, const struct budget_hold *h, const struct budget_use *use,
    const struct decimal *usd)
{
	emit_init(em, NULL, false);
	emit_begin(em, "spent");
	emit_str(em, "id", h->id[0] != '\0' ? h->id : NULL);
	if (usd != NULL)
		money(em, "usd", usd);
	else
		emit_null(em, "usd");
	if (h->id[0] != '\0')
		money(em, "held", &h->usd);
	if (use == NULL)
		return;
	emit_str(em, "model", use->model);
	emit_str(em, "purpose", use->purpose);
	emit_int(em, "prompt_tokens", use->prompt_tokens);
	emit_int(em, "cached_tokens", use->cached_tokens);
	emit_int(em, "completion_tokens", use->completion_tokens);
}

/* The run's sum: usd instead of what was held. */
static int
recount(struct budget *b, const struct budget_hold *h, const struct decimal *usd, struct err *e)
{
	if ((h->id[0] != '\0' && decimal_sub(&b->run, &b->run, &h->usd)) ||
	    (usd != NULL && decimal_add(&b->run, &b->run, usd)))
		return err_set(e, ERR_DATA, "the sum of what was spent has too many digits");
	return 0;
}

static int
settle(struct budget *b, struct budget_hold *h, const struct budget_use *use,
    const struct decimal *usd, struct err *e)
{
	char day[CLOCK_TEXT_MAX];
	struct emit em = { 0 };
	struct ledger *l;
	int64_t now;
	int lock = -1, rc = -1;

	if (clock_now(&now, e))
		return -1;
	(void)clock_date_text(day, clock_midnight(now));
	if (ledger_take(b, h->id[0] != '\0' ? h->day : day, &l, &lock, e) == 0 &&
	    recount(b, h, usd, e) == 0) {
		spent_line(&em, h, use, usd);
		rc = ledger_write(l, &em, e);
		emit_release(&em);
	}
	lock_release(lock);
	h->id[0] = '\0';
	return rc;
}

int
budget_spent(struct budget *b, struct budget_hold *h, const struct budget_use *use, struct err *e)
{
	const struct decimal *usd = use->usd;

	if (usd == NULL && h->id[0] != '\0')
		usd = &h->usd;
	return settle(b, h, use, usd, e);
}

int
budget_free(struct budget *b, struct budget_hold *h, struct err *e)
{
	static const struct decimal none;

	return h->id[0] == '\0' ? 0 : settle(b, h, NULL, &none, e);
}
