/* Numbers as a chart prints them: integers all the way. Prices and indexes are in 1e-9. */
#ifndef PF_DRAW_VALUE_H
#define PF_DRAW_VALUE_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* a * b / c rounded half to even, c above 0; what does not fit is the nearest that does (VALUE_MAX). */
#define VALUE_MAX (INT64_MAX - 1) /* FIELD_NONE is above it */
int64_t value_ratio(int64_t a, int64_t b, int64_t c);

/* The difference and the sum, likewise. */
int64_t value_less(int64_t a, int64_t b);
int64_t value_plus(int64_t a, int64_t b);

/* Add it exactly, with at least two digits behind the point: "362.71", "0.00001234", "100.00". */
void value_price(struct buf *out, int64_t v);

/* Add it with so many digits behind the point, at most 9, rounded half to even. */
void value_places(struct buf *out, int64_t v, unsigned places);

/* Add how many percent v is above was, with sign: "+4.81%"; nothing where was is not above 0. Add the difference
 * with its sign, exactly. The minus is U+2212. */
void value_percent(struct buf *out, int64_t v, int64_t was);
void value_change(struct buf *out, int64_t v, int64_t was);

/* Add a count of shares that is round in short: "500k", "20M", "1B"; one that is not is printed whole. */
void value_count(struct buf *out, uint64_t n);

#endif
