/* A double as text: only where a contract prescribes one. Our own numbers never go through it. */
#ifndef PF_BASE_REAL_H
#define PF_BASE_REAL_H

#include <stddef.h>

#define REAL_TEXT_MAX 32

/*
 * The double nearest to a decimal (num_is_decimal(), NUL-terminated), in the fewest digits that give
 * it again, as Python's repr() prints it: "1.1", "100000.0", "1e+16", "1e-07", "-0.0". Returns the
 * length, or 0 if it is beyond what a double holds. The source of the form: docs.python.org,
 * sys.float_repr_style "short"; PEP 3101 and json.dumps() print it so.
 */
size_t real_text(char out[REAL_TEXT_MAX], const char *decimal);

#endif
