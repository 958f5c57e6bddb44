#include "text/term.h"

#include "base/clock.h"

/* clang-format off */
const unsigned char term_folded[256] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
	' ', '!', '"', '#', '$', '%', '&', '\'', '(', ')', '*', '+', ',', '.', '.', '.',
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
	'@', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '[', '\\', ']', '^', '_',
	'`', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '{', '|', '}', '~', 127,
	128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143,
	144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159,
	160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175,
	176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191,
	192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207,
	208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223,
	224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239,
	240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255,
};
/* clang-format on */

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
