/*
 * A command line as words, without a shell: what a person writes in a pipeline, no more.
 *
 * Words are parted as base/word has it. Characters that would mean something to a shell ($ ` ; & < >,
 * and $ ` also within double quotes) are refused rather than passed on, so that nobody waits for
 * what will not happen; quote them to mean themselves.
 */
#ifndef PF_RUN_WORDS_H
#define PF_RUN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define WORDS_MAX 1024 /* words of a command */

/* Words of a command, for exec: argv is owned and NULL-terminated, so are the words. */
struct words {
	char **argv;
	size_t n;
};

void words_release(struct words *w);
void words_add(struct words *w, const char *s, size_t n);

/*
 * Split s into at most max commands at each unquoted '|' (max 1: a '|' is refused), each with at least
 * one word, added to w[*n] and up. ERR_CONFIG with what is wrong and what to do, without a place;
 * *n then counts what has to be released.
 */
int words_split(const char *s, struct words *w, size_t max, size_t *n, struct err *e);

/* The command as one would write it: words that need quotes have them. For people and the ledger. */
struct buf;
void word_show(const char *word, struct buf *out); /* one word, as a shell takes it */
void words_show(const struct words *w, struct buf *out);

#endif
