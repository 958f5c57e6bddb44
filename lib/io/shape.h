/*
 * What the objects of a stream have in common: the same names in the same order, line after line.
 * The names of the last object are kept as they were written, so that those of the next one are
 * compared, sixteen bytes at once, instead of scanned. Only a guess: what does not match is scanned.
 */
#ifndef PF_IO_SHAPE_H
#define PF_IO_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SHAPE_FIELDS 32 /* of an object; one with more has no shape */
#define SHAPE_NAME 16   /* a name, its quotes and its colon */

struct rec;

struct shape {
	size_t n; /* fields; 0: no shape */
	struct shape_name {
		uint64_t text[2], mask[2];
		size_t len; /* with quotes and colon */
	} name[SHAPE_FIELDS];
};

/* Keep the names of an object that was just parsed; all of them are slices of its line, none had
 * escapes. */
void shape_learn(struct shape *shape, const struct rec *rec);

/* Whether the i-th name, quotes and colon stand at p. */
static inline bool
shape_has(const struct shape *shape, size_t i, const char *p, const char *end)
{
	const struct shape_name *name = &shape->name[i];
	uint64_t w[2];

	if (i >= shape->n || end - p < SHAPE_NAME)
		return false;
	memcpy(w, p, sizeof w);
	return (((w[0] ^ name->text[0]) & name->mask[0]) |
		   ((w[1] ^ name->text[1]) & name->mask[1])) == 0;
}

#endif
