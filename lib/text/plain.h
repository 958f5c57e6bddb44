/*
 * A message's text without what is no words: the existing system's rules, in their order. Zero-width
 * characters, addresses, mentions, custom emoji and :names: go, marks of bold, italic, underline,
 * strike-through, spoiler and code go and what they enclose stays, blanks and line ends are as few
 * as can be. Unicode emoji stay. The rules' oddities are kept: ":30:" goes out of "9:30:15".
 */
#ifndef PF_TEXT_PLAIN_H
#define PF_TEXT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Put what is left of n bytes of UTF-8 into *out, which is emptied first. */
void plain_text(struct buf *out, const char *s, size_t n);

/* Whether such a text says nothing: under 10 characters, one word, a word of chat, nothing but emoji or
 * digits. */
bool plain_is_noise(const char *s, size_t n);

#endif
