/* Messages that nobody need read, by the rules of the existing system, in their order. */
#ifndef PF_TEXT_SKIP_H
#define PF_TEXT_SKIP_H

#include <stddef.h>

#define SKIP_EMPTY_AFTER_CLEAN "empty_after_clean" /* plain_is_noise(): nothing stays to be read */

/*
 * The rule that skips it, the word that is stored: "bot_command" (it begins with a prefix of commands and
 * a letter or digit behind it: "-1% today" does too), "url_only", "bot_response" (by the author's
 * name alone), "empty"; NULL: none does. author may be NULL.
 */
const char *skip_reason(const char *text, size_t n, const char *author);

#endif
