/* Paths of a vendor's addresses, in which a star stands for one part: "/accounts/STAR/orders", with '*' for STAR. */
#ifndef PF_SANDBOX_ROUTE_H
#define PF_SANDBOX_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "io/rec.h"

/* Whether a path is of a route; words[0..most) become what stands for its stars, which are not empty. */
bool route_fits(const char *route, const char *path, struct slice *words, size_t most);

#endif
