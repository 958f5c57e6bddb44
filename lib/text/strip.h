/*
 * What in a text is not the writer's own words, or no words at all: lines that quote ("> "), code in back-ticks,
 * addresses of pages and of mail, hashtags, names behind "@", "u/" and "r/", Discord's mentions, emoji and times
 * (<@1>, <:GME:1>, <t:1:R>), names of emoji (:rocket:), times of day with their zone (9:30 AM ET).
 *
 * Facts: support.discord.com, Markdown Text 101; docs.discord.com, message formatting.
 */
#ifndef PF_TEXT_STRIP_H
#define PF_TEXT_STRIP_H

#include <stddef.h>

/* Copy n bytes to out, those of such parts as blanks, so that every place stays where it is; ends of lines
 * stay, a NUL becomes a blank. Code that does not end is none. */
void strip(const char *text, size_t n, char *out);

#endif
