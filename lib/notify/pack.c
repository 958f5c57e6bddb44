#include "notify/pack.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "run/redact.h"

#define SUM_ROOM 80   /* units that the last line may need */
#define HELD_ROOM 120 /* and those behind it */

/* clang-format off */
static const struct {
	const char *one, *more;
} counted[] = { /* worst first */
	{ "error",        "errors" },
	{ "warning",      "warnings" },
	{ "is ok again",  "are ok again" },
	{ "other",        "others" },
};
/* clang-format on */

#define COUNTED (sizeof counted / sizeof counted[0])

static size_t
sort_of(const struct note *n, const struct chosen *c)
{
	return n->level == NOTE_ERROR ? 0 : n->level == NOTE_WARN ? 1 : c->again ? 2 : 3;
}

void
notify_count(
    struct buf *out, const struct note *notes, const struct chosen *chosen, size_t n, bool only_sum)
{
	size_t count[COUNTED] = { 0 }, i;
	bool first = true;

	for (i = 0; i < n; i++)
		if (chosen[i].choice == CHOICE_SUM ||
		    (chosen[i].choice == CHOICE_TELL && !only_sum))
			count[sort_of(&notes[i], &chosen[i])]++;
	for (i = 0; i < COUNTED; i++) {
		if (count[i] == 0)
			continue;
		buf_fmt(out, "%s%zu %s", first ? "" : ", ", count[i],
		    count[i] == 1 ? counted[i].one : counted[i].more);
		first = false;
	}
}

static void
render(struct buf *out, const struct note *n, const struct chosen *c)
{
	char since[CLOCK_TEXT_MAX];
	const char *text = n->text;

	buf_reset(out);
	if (c->again && strncmp(text, "ok ", 3) == 0) {
		buf_str(out, "ok again ");
		text += 3;
	}
	buf_str(out, text);
	if (c->quiet > 0 && !c->again) {
		(void)clock_time_text(since, c->since - c->since % CLOCK_SECOND);
		buf_fmt(out, " (and %lld more since %s)", (long long)c->quiet, since);
	}
	redact_text(out); /* it leaves this host */
}

/* The head, or nothing. */
static void
begin(const struct pack_rules *r, struct packed *p, size_t first)
{
	*p = (struct packed){ .first = first, .end = first };
	buf_str(&p->text, "");
	if (r->head != NULL)
		buf_add(&p->text, r->head, fit_cut(r->unit, r->head, strlen(r->head), r->max / 4));
}

static size_t
room(const struct pack_rules *r, const struct packed *p)
{
	size_t used = fit_length(r->unit, p->text.p, p->text.len) + 1 + SUM_ROOM +
		      (r->held > 0 ? HELD_ROOM : 0);

	return used < r->max ? r->max - used : 0;
}

/* The line into the message. false: it has no room for it; one that is alone in it is cut. */
static bool
add(const struct pack_rules *r, struct packed *p, const struct buf *line, bool alone)
{
	static const char mark[] = "\342\200\246"; /* U+2026, three bytes */
	size_t left = room(r, p), n = line->len;
	bool fits = fit_length(r->unit, line->p, n) <= left;

	if (!fits && !alone)
		return false;
	if (p->text.len > 0)
		buf_char(&p->text, '\n');
	if (!fits)
		n = fit_cut(r->unit, line->p, n, left > sizeof mark ? left - (sizeof mark - 1) : 0);
	buf_add(&p->text, line->p, n);
	if (!fits)
		buf_str(&p->text, mark);
	return true;
}

/* What is only counted, and what was not even that. alone: it is all there is. */
static void
sum_up(const struct pack_rules *r, struct buf *out, const struct note *notes,
    const struct chosen *chosen, size_t n, size_t sums, bool alone)
{
	char until[CLOCK_TEXT_MAX];

	if (sums > 0) {
		buf_fmt(out, "%sand %zu more: ", out->len > 0 ? "\n" : "", sums);
		notify_count(out, notes, chosen, n, true);
	}
	if (r->held > 0)
		buf_fmt(out, "\nand %lld before, over the limit", (long long)r->held);
	if (alone && r->until > 0) {
		(void)clock_time_text(until, r->until - r->until % CLOCK_SECOND);
		buf_fmt(out, "\nover the limit: others are only counted until %s", until);
	}
}

size_t
notify_pack(const struct pack_rules *r, const struct note *notes, struct chosen *chosen, size_t n,
    struct packed out[PACK_MESSAGES_MAX])
{
	struct buf line = { 0 };
	size_t i, messages = 0, sums = 0;
	bool alone;

	for (i = 0; i < n; i++) {
		sums += chosen[i].choice == CHOICE_SUM;
		if (chosen[i].choice != CHOICE_TELL)
			continue;
		render(&line, &notes[i], &chosen[i]);
		if (messages == 0 || !add(r, &out[messages - 1], &line, false)) {
			if (messages == PACK_MESSAGES_MAX) {
				chosen[i].choice = CHOICE_SUM;
				sums++;
				continue;
			}
			begin(r, &out[messages++], i);
			(void)add(r, &out[messages - 1], &line, true);
		}
		out[messages - 1].end = i + 1;
	}
	alone = sums > 0 && messages == 0;
	if (alone)
		begin(r, &out[messages++], n);
	if (messages > 0)
		sum_up(r, &out[messages - 1].text, notes, chosen, n, sums, alone);
	buf_release(&line);
	return messages;
}

void
packed_release(struct packed *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		buf_release(&p[i].text);
}
