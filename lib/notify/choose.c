#include "notify/choose.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "notify/memory.h"

int
notify_limit(struct notify_rules *r, const char *text, int64_t max, struct err *e)
{
	const char *slash = text != NULL ? strchr(text, '/') : NULL;

	if (text == NULL)
		return 0;
	if (slash != NULL && num_int(text, (size_t)(slash - text), 1, max, &r->limit) == 0 &&
	    clock_parse_span(slash + 1, strlen(slash + 1), &r->window) == 0 && r->window > 0)
		return 0;
	return err_set(e, ERR_USAGE,
	    "--limit: '%s' is not so many in such a time: 20/1h, up to %lld", text, (long long)max);
}

bool
notify_remembers(const struct notify_rules *r)
{
	return r->on_change || r->every > 0 || r->limit > 0;
}

static bool
is_due(const struct notify_rules *r, const struct told *t, int64_t now)
{
	return now - t->at >= r->every ||
	       now < t->at; /* a clock that went back is no reason to be silent */
}

/* A state, told when it changes. What is below the level is as good as well. */
static enum choice
choose_state(const struct notify_rules *r, const struct told *t, struct chosen *c, int64_t now)
{
	enum note_level was = t != NULL ? t->level : NOTE_INFO;

	if (c->level != was) {
		c->again = c->level == NOTE_INFO;
		return CHOICE_TELL;
	}
	if (c->level == NOTE_INFO)
		return CHOICE_DROP;
	return r->every > 0 && is_due(r, t, now) ? CHOICE_TELL : CHOICE_QUIET;
}

static enum choice
choose_one(const struct memory *m, const struct notify_rules *r, const struct note *n,
    struct chosen *c, int64_t now)
{
	const struct told *t = memory_find(m, n->key);
	bool loud = n->asked || n->level >= r->min;

	c->level = loud ? n->level : NOTE_INFO;
	c->quiet = t != NULL ? t->quiet : 0;
	c->since = t != NULL ? t->at : 0;
	if (r->on_change && n->check)
		return n->unseen ? CHOICE_DROP : choose_state(r, t, c, now);
	if (!loud)
		return CHOICE_DROP;
	if (r->every > 0 && t != NULL && t->level == n->level && !is_due(r, t, now))
		return CHOICE_QUIET;
	return CHOICE_TELL;
}

/* Whether the limit leaves room for one more; the window begins anew when it is over. */
static bool
has_room(struct memory *m, const struct notify_rules *r, int64_t now)
{
	if (r->limit <= 0)
		return true;
	if (now - m->from >= r->window || now < m->from) {
		m->from = now;
		m->used = 0;
		m->sums = 0;
	}
	return m->used < r->limit;
}

void
notify_told(struct memory *m, const struct notify_rules *r, const struct note *note,
    const struct chosen *c, int64_t now)
{
	struct told *t;

	if (c->choice == CHOICE_DROP || !notify_remembers(r))
		return;
	if (c->choice == CHOICE_QUIET) {
		t = memory_find(m, note->key);
		if (t != NULL && t->quiet < INT64_MAX)
			t->quiet++;
		return;
	}
	if (c->choice == CHOICE_TELL && has_room(m, r, now))
		m->used++;
	t = memory_make(m, note->key);
	t->level = c->level;
	t->at = now;
	t->quiet = 0;
}

bool
notify_hold(struct memory *m, const struct notify_rules *r, const struct note *notes,
    const struct chosen *chosen, size_t n, int64_t now)
{
	int64_t sums = 0;
	size_t i;

	if (r->limit <= 0 || m->sums == 0 || now < m->from || now - m->from >= r->window)
		return false;
	for (i = 0; i < n; i++) {
		if (chosen[i].choice == CHOICE_TELL)
			return false;
		sums += chosen[i].choice == CHOICE_SUM && !(r->on_change && notes[i].check);
	}
	for (i = 0; i < n; i++)
		if (chosen[i].choice == CHOICE_QUIET)
			notify_told(m, r, &notes[i], &chosen[i], now);
	if (m->held < INT64_MAX - sums)
		m->held += sums;
	return true;
}

/* Played through on a copy: what is told in the end is up to the wire. */
void
notify_choose(struct memory *m, const struct notify_rules *r, const struct note *notes, size_t n,
    int64_t now, struct chosen *out)
{
	struct memory play = { .from = m->from, .used = m->used, .sums = m->sums, .lock = -1 };
	const struct told *t;
	struct told *own;
	size_t i;

	for (i = 0; i < n; i++) {
		t = memory_find(&play, notes[i].key);
		if (t == NULL && (t = memory_find(m, notes[i].key)) != NULL) {
			own = memory_make(&play, t->key);
			own->level = t->level;
			own->at = t->at;
			own->quiet = t->quiet;
		}
		out[i] = (struct chosen){ 0 };
		out[i].choice = choose_one(&play, r, &notes[i], &out[i], now);
		if (out[i].choice == CHOICE_TELL && !has_room(&play, r, now))
			out[i].choice = CHOICE_SUM;
		notify_told(&play, r, &notes[i], &out[i], now);
	}
	memory_close(&play);
}
