#include "text/term.h"

#include "base/clock.h"

int32_t
term_day(int64_t ns)
{
	return ns == CLOCK_NONE ? DAY_NONE
				: (int32_t)((ns - (ns < 0 ? CLOCK_DAY - 1 : 0)) / CLOCK_DAY);
}

/* Whether the entry holds on the day; what has no period holds always, and so does all without a day. */
static bool
holds(const struct entry *entry, int32_t day)
{
	return day == DAY_NONE || ((entry->from == DAY_NONE || day >= entry->from) &&
				      (entry->to == DAY_NONE || day < entry->to));
}

static bool
has_period(const struct entry *entry)
{
	return entry->from != DAY_NONE || entry->to != DAY_NONE;
}

/* How good an answer it is; 0: none. */
static int
symbol_rank(const struct entry *entry, int32_t day)
{
	bool listed = entry->flags & ENTRY_LISTED, now = holds(entry, day);

	if (entry->kind == KIND_TICKER)
		return listed ? (day != DAY_NONE && has_period(entry) && now ? 6 : 4)
			      : (now ? 2 : 0);
	return entry->kind != KIND_SYMBOL ? 0 : listed ? (now ? 5 : 0) : 3;
}

static int
name_rank(const struct entry *entry, int32_t day)
{
	bool listed = entry->flags & ENTRY_LISTED, now = holds(entry, day);

	if (entry->kind == KIND_ALIAS)
		return !now ? 0 : listed ? 5 : 1;
	return entry->kind != KIND_NAME || !now ? 0 : entry->flags & ENTRY_BRIEF ? 2 : 3;
}

static const struct entry *
best(const struct universe *u, const struct term *t, int32_t day,
    int (*rank)(const struct entry *, int32_t))
{
	const struct entry *entry, *found = NULL;
	int most = 0, r;
	uint32_t i;

	if (t == NULL)
		return NULL;
	entry = universe_entry(u, t->first);
	for (i = 0; i < t->n; i++) {
		r = rank(&entry[i], day);
		if (r > most) {
			most = r;
			found = &entry[i];
		}
	}
	return found;
}

const struct entry *
term_symbol(const struct universe *u, const struct term *t, int32_t day)
{
	return best(u, t, day, symbol_rank);
}

const struct entry *
term_name(const struct universe *u, const struct term *t, int32_t day)
{
	return best(u, t, day, name_rank);
}
