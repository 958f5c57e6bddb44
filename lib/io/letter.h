/*
 * Letters in Unicode's sense (version 14: DerivedCoreProperties Uppercase and Lowercase, UnicodeData's simple
 * mappings), as Python's str.isupper() and str.lower() take them, and white space as str.split() does.
 */
#ifndef PF_IO_LETTER_H
#define PF_IO_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Code points first, first + step ... last; by is for letters_small alone. */
struct letter_run {
	uint32_t first, last;
	int step, by;
};

bool letter_is_upper(uint32_t c);
bool letter_is_lower(uint32_t c); /* or a title letter */

/* The small letter of c, or c. U+0130, whose small letter is two code points, stays. */
uint32_t letter_small(uint32_t c);

bool letter_is_space(uint32_t c);

/* The code point at p, n > 0 bytes of UTF-8, its length in *len; U+FFFD of one byte where it is none. */
uint32_t letter_at(const char *p, size_t n, size_t *len);

#endif
