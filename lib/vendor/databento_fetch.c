/* Prices and bars: requests side by side, each clamped, resumed and finished on its own */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/json.h"
#include "net/http.h"
#include "rec/symbols.h"
#include "vendor/databento.h"
#include "vendor/databento_conn.h"
#include "vendor/databento_refusal.h"

#define CLAMPS_MAX 2 /* to what there is, and to what the licence allows */
#define HALVES_MAX 4 /* of a range that is too much at once */

static const char *const paths[] = { "/v0/metadata.get_cost", "/v0/timeseries.get_range",
	"/v0/symbology.resolve" };

void
databento_fetch_release(struct databento_fetch *f)
{
	struct databento_fetch_state *st = f->state;

	if (st != NULL) {
		http_reply_release(&st->r.reply);
		buf_release(&st->form);
		databento_rows_free(st->rows);
		free(st);
	}
	databento_sheet_release(&f->sheet);
	free(f->unknown);
	f->unknown = NULL;
	f->state = NULL;
}

static int
take_row(void *arg, const struct databento_row *row, struct err *e)
{
	struct databento_fetch *f = arg;

	return databento_sheet_add(&f->sheet, row, e);
}

static int
take_bar(void *arg, const struct databento_bar *bar, struct err *e)
{
	struct databento_fetch *f = arg;

	return f->state->watch->bar(f->state->watch->arg, f, bar, e);
}

static int
take_bytes(struct http_request *r, const char *p, size_t n, struct err *e)
{
	struct databento_fetch *f = r->arg;

	return databento_rows_feed(f->state->rows, p, n, take_row, f, e);
}

static int
is_whole(struct http_request *r, struct err *e)
{
	struct databento_fetch *f = r->arg;

	if (databento_rows_end(f->state->rows, e) == 0)
		return 0;
	e->code = ERR_TEMP; /* it was cut off where the transport did not see it */
	return -1;
}

static void
new_rows(struct databento_fetch_state *st)
{
	databento_rows_free(st->rows);
	st->rows = databento_rows_new(st->db->encoding);
}

/* The transfer broke after bytes came: go on with the interval in hand. */
static int
resume(struct http_request *r, struct err *e)
{
	struct databento_fetch *f = r->arg;

	if (databento_sheet_resume(&f->sheet, &f->state->from, e))
		return -1;
	new_rows(f->state);
	databento_form(f);
	return 0;
}

static void
ask(struct databento_fetch *f, enum databento_phase phase)
{
	static const char *const accept_dbn[] = { "Accept: application/octet-stream", NULL };
	static const char *const accept_json[] = { "Accept: application/json", NULL };
	struct databento_fetch_state *st = f->state;
	struct http_reply kept = st->r.reply;

	st->phase = phase;
	st->r = (struct http_request){ .arg = f, .done = st->r.done, .reply = kept };
	databento_request(st->db, &st->r, "POST", paths[phase]);
	st->r.headers = accept_json;
	if (phase == DATABENTO_BARS) {
		if (st->db->encoding == DATABENTO_DBN)
			st->r.headers = accept_dbn;
		if (st->db->encoding == DATABENTO_CSV)
			st->r.headers = NULL;
		st->r.sink = take_bytes;
		st->r.whole = is_whole;
		st->r.again = resume;
		new_rows(st);
	}
	databento_form(f);
	http_add(st->db->http, &st->r);
}

/* Put the name of what failed in front of the message. */
static void
name_it(const struct databento_fetch *f, struct err *e)
{
	if (f->n > 1)
		(void)err_wrap(
		    e, "%s: %s and %zu more", f->dataset, f->set->name[f->first], f->n - 1);
	else
		(void)err_wrap(e, "%s: %s", f->dataset, f->set->name[f->first]);
}

/* It failed; what came is kept. whole: so would every other one. */
static int
fail(struct databento_fetch *f, bool whole, struct err *e)
{
	struct databento_fetch_state *st = f->state;
	struct err why = *e;

	st->settled = true;
	if (st->phase == DATABENTO_BARS && databento_sheet_flush(&f->sheet, e))
		return -1;
	name_it(f, &why);
	*e = why;
	if (st->watch->done(st->watch->arg, f, -1, e))
		return -1;
	*e = why;
	return whole ? -1 : 0;
}

static int
finish(struct databento_fetch *f, struct err *e)
{
	f->state->settled = true;
	if (f->state->phase == DATABENTO_PRICE)
		return 0;
	return f->state->watch->done(f->state->watch->arg, f, 0, e);
}

static int
say(struct databento_fetch *f, const char *name, const char *level, int64_t from, int64_t to,
    const char *text, struct err *e)
{
	const struct databento_event ev = {
		.name = name, .level = level, .text = text, .from = from, .to = to
	};

	return f->state->watch->event(f->state->watch->arg, f, &ev, e);
}

/* The range does not reach into what there is. */
static int
nothing_there(struct databento_fetch *f, const struct databento_refusal *why, struct err *e)
{
	char bound[CLOCK_TEXT_MAX];
	bool early = why->from != CLOCK_NONE && why->from >= f->end;
	int64_t from = f->start, to = f->end;
	char *text;
	int rc;

	f->end = f->start;
	f->sheet.end = f->start;
	if (early) {
		databento_instant_text(bound, f->schema->daily, why->from);
		text = mem_fmt("nothing there: the data set begins with %s", bound);
	} else if (why->until != CLOCK_NONE) {
		databento_instant_text(
		    bound, f->schema->daily, why->until - (f->schema->daily ? 1 : 0));
		text = mem_fmt("not yet available: the data set ends with %s", bound);
	} else {
		text = mem_str("not yet available");
	}
	rc = say(f, early ? "too-early" : "not-yet", "warning", from, to, text, e);
	free(text);
	return rc ? -1 : finish(f, e);
}

/* Ask again for what is there of it. The clamp is the vendor's, by its fields. */
static int
clamp(struct databento_fetch *f, const struct databento_refusal *why, struct err *e)
{
	struct databento_fetch_state *st = f->state;
	int64_t start = f->start, end = f->end, until = why->until, from = why->from;
	char text[2 * CLOCK_TEXT_MAX + 64], a[CLOCK_TEXT_MAX], b[CLOCK_TEXT_MAX];
	bool daily = f->schema->daily;

	/* the day that until lies in is not over: its bar would change */
	if (daily && until != CLOCK_NONE)
		until = clock_midnight(until);
	if (daily && from != CLOCK_NONE && from != clock_midnight(from))
		from = clock_next_day(clock_midnight(from));
	if (until != CLOCK_NONE && until < end)
		f->end = until;
	if (from != CLOCK_NONE && from > start)
		f->start = from;
	if ((f->start == start && f->end == end) || st->clamps++ == CLAMPS_MAX)
		return 1;
	if (f->start >= f->end) {
		f->start = start;
		f->end = end;
		return nothing_there(f, why, e);
	}
	f->sheet.start = f->start;
	f->sheet.end = f->end;
	if (f->sheet.resume < f->start)
		f->sheet.resume = f->start;
	st->from = f->sheet.resume; /* later when bars came before the vendor changed its mind */
	databento_instant_text(a, daily, f->start == start ? end - daily : start);
	databento_instant_text(b, daily, f->start == start ? f->end - daily : f->start);
	(void)snprintf(text, sizeof text, "%s %s is %s %s (clamped)",
	    f->start == start ? "end" : "start", a,
	    f->start == start ? "after the available end" : "before the available start", b);
	if (say(f, "clamped", "warning", start, end, text, e))
		return -1;
	ask(f, st->phase);
	return 0;
}

static void
mark_unknown(struct databento_fetch *f, const char *symbol)
{
	size_t at = symbol == NULL ? SYMBOLS_NONE : symbols_find(f->set, symbol);

	if (at != SYMBOLS_NONE && at >= f->first && at - f->first < f->n &&
	    f->sheet.bars[at - f->first] == 0)
		f->unknown[at - f->first] = true;
}

/* Ask for what comes behind this piece of the range; false: it was the last. */
static bool
ask_next_piece(struct databento_fetch *f)
{
	int64_t end = databento_piece_end(f);

	if (f->state->phase != DATABENTO_BARS || end >= f->end)
		return false;
	f->state->from = f->sheet.resume = end;
	ask(f, DATABENTO_BARS);
	return true;
}

/* All bars came. Text says nothing of the symbols without any, nor does the last of several pieces:
 * they are looked up. */
static int
answered(struct databento_fetch *f, struct err *e)
{
	const char *symbol;
	size_t i;

	if (databento_sheet_flush(&f->sheet, e))
		return -1;
	if (ask_next_piece(f))
		return 0;
	if (f->state->db->encoding == DATABENTO_DBN && f->state->piece == 0) {
		for (i = 0; (symbol = databento_rows_unknown(f->state->rows, i)) != NULL; i++)
			mark_unknown(f, symbol);
		return finish(f, e);
	}
	for (i = 0; i < f->n; i++)
		if (f->sheet.bars[i] == 0) {
			ask(f, DATABENTO_RESOLVE);
			return 0;
		}
	return finish(f, e);
}

static int
unresolved(struct databento_fetch *f, struct err *e)
{
	if (f->state->phase == DATABENTO_BARS && f->state->piece != 0)
		return answered(f, e); /* none of them in this piece */
	f->unresolved = true;
	f->cost = 0;
	return finish(f, e);
}

static int
refused(struct databento_fetch *f, const struct http_reply *reply, struct err *e)
{
	struct databento_refusal why;
	int rc = 1;

	databento_refusal(&why, reply->status, reply->body.p, reply->body.len);
	if (f->state->phase == DATABENTO_RESOLVE) {
		(void)databento_refused(&why, reply, e);
		log_warn("%s: symbols cannot be looked up: %s", f->dataset, e->msg);
		f->silent = true;
		return finish(f, e);
	}
	if (why.act == DATABENTO_NOT_YET)
		return nothing_there(f, &why, e);
	if (why.act == DATABENTO_UNRESOLVED)
		return unresolved(f, e);
	if (why.act == DATABENTO_CLAMP)
		rc = clamp(f, &why, e);
	if (rc <= 0)
		return rc;
	(void)databento_refused(&why, reply, e);
	return fail(f, why.whole, e);
}

/* X-Warning: a JSON array of "Type: text". */
static int
warnings(struct databento_fetch *f, const struct http_reply *reply, struct err *e)
{
	const struct json *w;
	struct err ignored;
	struct json *root;
	const char *s;
	size_t n;
	int rc = 0;

	s = http_header(reply, "x-warning", &n);
	if (s == NULL)
		return 0;
	root = json_parse(s, n, &ignored);
	if (!json_is_array(root)) {
		char *text = mem_copy(s, n);

		rc = say(f, "warning", "warning", f->start, f->end, text, e);
		free(text);
	}
	for (w = json_is_array(root) ? json_first(root) : NULL; w != NULL && rc == 0;
	     w = json_next(w))
		if (json_str(w) != NULL)
			rc = say(f, "warning", "warning", f->start, f->end, json_str(w), e);
	json_free(root);
	return rc;
}

static int
resolved(struct databento_fetch *f, const struct http_reply *reply, struct err *e)
{
	struct json *root =
	    json_parse(reply->body.p == NULL ? "" : reply->body.p, reply->body.len, e);
	const struct json *s;

	if (root == NULL || !json_is_array(json_get(root, "not_found"))) {
		log_warn("%s: symbols cannot be looked up: a reply without not_found", f->dataset);
		f->silent = true;
	}
	for (s = json_first(json_get(root, "not_found")); s != NULL; s = json_next(s))
		mark_unknown(f, json_str(s));
	json_free(root);
	return finish(f, e);
}

/* A gateway gave up on a range of days: less at a time may go through. False: there is no less. */
static bool
ask_for_less(struct databento_fetch *f)
{
	struct databento_fetch_state *st = f->state;
	int64_t days = (databento_piece_end(f) - st->from) / CLOCK_DAY;

	if (st->phase != DATABENTO_BARS || days < 2 || st->halved == HALVES_MAX)
		return false;
	st->halved++;
	st->piece = (days + 1) / 2 * CLOCK_DAY;
	log_note("%s: the vendor's gateway gave up: asks for %" PRId64 " days at a time",
	    f->dataset, st->piece / CLOCK_DAY);
	ask(f, DATABENTO_BARS);
	return true;
}

/* A bare JSON number of dollars, as 1e-9 rounded up. */
static int
read_cost(struct databento_fetch *f, const struct http_reply *reply, struct err *e)
{
	const char *s = reply->body.p == NULL ? "" : reply->body.p, *point;
	size_t n = strspn(s, "0123456789.eE+-"), len, keep;
	char text[128];

	len = num_canonical(text, sizeof text, s, n);
	point = len == 0 ? NULL : memchr(text, '.', len);
	keep = point == NULL ? len : (size_t)(point - text) + 1 + NUM_PRICE_DIGITS;
	if (keep > len)
		keep = len;
	if (len == 0 || s[n + strspn(s + n, " \t\r\n")] != '\0' ||
	    num_fixed(text, keep, NUM_PRICE_DIGITS, &f->cost) || f->cost < 0 ||
	    f->cost == INT64_MAX) {
		(void)err_set(e, ERR_DATA, "'%.40s' is no price", s);
		return fail(f, false, e);
	}
	f->cost += keep < len;
	return 0;
}

static int
ended(struct http_request *r, int rc, struct err *e)
{
	struct databento_fetch *f = r->arg;
	struct http_reply *reply = &r->reply;

	if (rc && f->state->phase == DATABENTO_RESOLVE) {
		log_warn("%s: symbols cannot be looked up: %s", f->dataset, e->msg);
		f->silent = true;
		return finish(f, e);
	}
	if (rc)
		return fail(f, false, e);
	if (reply->status == 504 && ask_for_less(f))
		return 0;
	if (reply->status != 200)
		return refused(f, reply, e);
	if (warnings(f, reply, e))
		return -1;
	switch (f->state->phase) {
	case DATABENTO_PRICE:
		return read_cost(f, reply, e);
	case DATABENTO_BARS:
		return answered(f, e);
	case DATABENTO_RESOLVE:
		return resolved(f, reply, e);
	}
	return 0;
}

static void
prepare(struct databento *db, struct databento_fetch *f, const struct databento_watch *watch)
{
	if (f->state == NULL) {
		f->state = mem_new(1, sizeof *f->state);
		f->unknown = mem_new(f->n + 1, sizeof *f->unknown);
		f->sheet.set = f->set;
		f->sheet.first = f->first;
		f->sheet.n = f->n;
		f->sheet.rtype = f->schema->rtype;
		f->sheet.daily = f->schema->daily;
		f->sheet.start = f->start;
		f->sheet.end = f->end;
		databento_sheet_init(&f->sheet, take_bar, f);
		f->state->r.done = ended;
		f->state->from = f->start;
	}
	f->state->db = db;
	f->state->watch = watch;
}

static int
run(struct databento *db, struct databento_fetch *f, size_t n, enum databento_phase phase,
    const struct databento_watch *watch, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++) {
		prepare(db, &f[i], watch);
		if (!f[i].state->settled) {
			ask(&f[i], phase);
			continue;
		}
		f[i].state->phase = phase; /* its price said all: there is nothing to fetch */
		if (finish(&f[i], e))
			return -1;
	}
	return http_run(db->http, e);
}

int
databento_price(struct databento *db, struct databento_fetch *f, size_t n,
    const struct databento_watch *watch, struct err *e)
{
	return run(db, f, n, DATABENTO_PRICE, watch, e);
}

int
databento_bars(struct databento *db, struct databento_fetch *f, size_t n,
    const struct databento_watch *watch, struct err *e)
{
	return run(db, f, n, DATABENTO_BARS, watch, e);
}
