/* Inside the making of a picture: what its parts know of each other. Pixels, from the upper left corner. */
#ifndef PF_DRAW_LAYOUT_H
#define PF_DRAW_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/ticks.h"

struct buf;
struct picture;
struct plot;

struct layout {
	const struct plot *plot;
	struct picture *to;
	double width, height, margin;
	double left, right, top, bottom; /* of the prices */
	double volume_top, axis;         /* volume is between them; volume_top 0: there is none */
	double lane;                     /* of ideas: its middle */
	double pitch;                    /* of slots */
	int64_t low, high;               /* at bottom and top */
	bool narrow, ideas;
	struct ticks prices, sessions;
};

double layout_x(const struct layout *l, size_t slot); /* of a slot's middle */
double layout_y(const struct layout *l, int64_t v);
const char *layout_end(const struct layout *l, size_t series, struct buf *text);

void layout_head(struct layout *l); /* title and legend; sets top */
void layout_volume(struct layout *l);
void layout_candles(struct layout *l);
void layout_lines(struct layout *l); /* averages too, and what stands at the end of lines */
void layout_spots(struct layout *l); /* what is told of a slot to who points at it */
void layout_marks(struct layout *l);

#endif
