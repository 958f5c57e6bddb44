/*
 * What a character is, as far as the rules of texts ask: no tables of Unicode, but its blocks. ASCII is exact;
 * beyond it a letter is what is neither blank, punctuation, symbol nor emoji by its block. Characters themselves,
 * and blanks, are read by io/letter.h.
 */
#ifndef PF_TEXT_RUNE_H
#define PF_TEXT_RUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool rune_is_zero_width(uint32_t c); /* U+200B to U+200D, U+2060, U+FEFF */
bool rune_is_digit(uint32_t c);      /* 0 to 9 */
bool rune_is_alnum(uint32_t c);      /* a letter or digit */
bool rune_is_word(uint32_t c);       /* the same or '_' */
bool rune_is_emoji(uint32_t c);      /* with what joins and varies them */

size_t rune_count(const char *s, size_t n); /* characters in n bytes of UTF-8 */

/* How many bytes the first so many characters are, at most n. */
size_t rune_bytes(const char *s, size_t n, size_t chars);

#endif
