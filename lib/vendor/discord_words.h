/*
 * What is told of a message's text beside the text itself, as the existing tables have it: lengths, a hash
 * that does not see blanks and capitals, addresses of posts; and of a channel what its name says. Blanks are
 * those of Unicode that Python's str.split() knows.
 */
#ifndef PF_VENDOR_DISCORD_WORDS_H
#define PF_VENDOR_DISCORD_WORDS_H

#include <stddef.h>

struct buf;

#define DISCORD_HASH_LEN 64

/* Characters (code points), and words with blanks between them, of n bytes of UTF-8. */
size_t discord_chars(const char *text, size_t n);
size_t discord_words(const char *text, size_t n);

/* SHA-256, in hexadecimal digits, of the text in lower case with each run of blanks as one and none at the
 * ends. */
void discord_hash(char hex[DISCORD_HASH_LEN + 1], const char *text, size_t n);

/* Add the addresses of posts (twitter.com, x.com and those that show their posts), each once, with commas
 * between. */
void discord_posts(struct buf *out, const char *text, size_t n);

/* "trading", "market" or "general", by a channel's name: the first of a list of words that is in it. */
const char *discord_channel_type(const char *name);

#endif
