/* Records into what a chart is made of: bars, and orders and ideas as marks. */
#ifndef PF_DRAW_INTAKE_H
#define PF_DRAW_INTAKE_H

#include <stddef.h>

#include "draw/chart.h"

struct err;
struct rec;

struct intake {
	struct bar *bars; /* owned */
	size_t nbars, bars_cap;
	struct chart_mark *marks; /* owned, and their texts are */
	size_t nmarks, marks_cap;
	size_t others; /* records of other kinds */
};

/*
 * Take a record: a bar; an order that was filled, at least in part, at the time that it was, else placed; an idea
 * that is about a symbol and no noise. An option's order counts for what the option is on. What does not say when
 * it was is left out. 0, or -1 with ERR_DATA: it lacks what its kind needs.
 */
int intake_take(struct intake *in, const struct rec *rec, struct err *e);
void intake_release(struct intake *in);

#endif
