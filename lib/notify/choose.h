/* Which notes are told, by what was told before: the rules, without a wire. */
#ifndef PF_NOTIFY_CHOOSE_H
#define PF_NOTIFY_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/note.h"

struct err;
struct memory;

struct notify_rules {
	enum note_level min; /* records below it are not told */
	bool on_change;      /* checks: only when their state is another than the one told last */
	int64_t
	    every; /* ns; the same is not told again before; of a state that stays: again after it; 0: no */
	int64_t limit;  /* notes told in full within window; 0: all */
	int64_t window; /* ns */
};

/* The limit of a text such as "20/1h", of at most max; NULL: none. ERR_USAGE. */
int notify_limit(struct notify_rules *r, const char *text, int64_t max, struct err *e);

/* Whether the rules ask what was told before. */
bool notify_remembers(const struct notify_rules *r);

enum choice {
	CHOICE_DROP,  /* below the level, or nothing new: as if it had not come */
	CHOICE_QUIET, /* the same as was told, and counted */
	CHOICE_TELL,
	CHOICE_SUM, /* over the limit: only counted in a sum */
};

struct chosen {
	enum choice choice;
	bool again;    /* of CHOICE_TELL: something is well again */
	int64_t quiet; /* how often it came since it was told last, at since */
	int64_t since;
	enum note_level level; /* what is told by it, for notify_told() */
};

/*
 * Decide over n notes in their order, each as if those before it were told already; *m is as it was. now: ns of the
 * calendar.
 */
void notify_choose(struct memory *m, const struct notify_rules *r, const struct note *notes,
    size_t n, int64_t now, struct chosen *out);

/*
 * Whether nothing is told of these at all: the limit left room for none of them, and a message in its time has said so. Those
 * that are not told by a change of state are counted in m->held; none is remembered as told, so that what stays bad is told
 * when there is room again.
 */
bool notify_hold(struct memory *m, const struct notify_rules *r, const struct note *notes,
    const struct chosen *chosen, size_t n, int64_t now);

/* One was told, or kept quiet: *m knows it from now on. */
void notify_told(struct memory *m, const struct notify_rules *r, const struct note *note,
    const struct chosen *c, int64_t now);

#endif
