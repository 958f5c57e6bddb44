#include "io/pick.h"

#include <stdint.h>
#include <string.h>

#include "io/member.h"

struct picker {
	const char *const *paths;
	struct rec_field *values;
};

/* Of the paths in the set, which begin alike up to at: those that go on with the name, apart in those
 * that end with it and those that lead further. */
static void
match(const struct picker *p, uint64_t set, size_t at, struct slice name, uint64_t *end,
    uint64_t *deeper)
{
	const char *rest;
	size_t i;

	*end = *deeper = 0;
	for (; set != 0; set &= set - 1) {
		i = (size_t)__builtin_ctzll(set);
		rest = p->paths[i] + at;
		if (name.n == 0 || *rest != *name.p || strncmp(rest, name.p, name.n) != 0)
			continue;
		if (rest[name.n] == '\0')
			*end |= UINT64_C(1) << i;
		else if (rest[name.n] == '.')
			*deeper |= UINT64_C(1) << i;
	}
}

static void
walk(const struct picker *p, struct slice object, uint64_t set, size_t at)
{
	struct rec_field member;
	uint64_t end, deeper;
	size_t i;

	while (set != 0 && member_next(&object, &member)) {
		match(p, set, at, member.name, &end, &deeper);
		set &= ~(end | deeper);
		for (; end != 0; end &= end - 1) {
			i = (size_t)__builtin_ctzll(end);
			p->values[i] = member;
		}
		if (deeper != 0 && member.type == REC_OBJECT)
			walk(p, member.text, deeper, at + member.name.n + 1);
	}
}

void
pick(struct slice object, const char *const *paths, size_t n, struct rec_field *values)
{
	const struct picker p = { paths, values };
	size_t i;

	for (i = 0; i < n; i++)
		values[i] = (struct rec_field){ .type = REC_NULL };
	walk(&p, object, n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX, 0);
}

struct rec_field
pick_one(struct slice object, const char *path)
{
	struct rec_field value;

	pick(object, &path, 1, &value);
	return value;
}

bool
pick_has(const struct rec_field *value)
{
	return value->type != REC_NULL;
}
