/*
 * The sentiment of a text by VADER (C.J. Hutto and E. Gilbert, ICWSM 2014): a lexicon of words and rules. The
 * numbers are those of the program vaderSentiment.py of 2026-03-02, to the last digit that it prints, with all
 * that is odd about it. In double, because that program computes so.
 */
#ifndef PF_TEXT_VADER_H
#define PF_TEXT_VADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;
struct vader;

struct vader_score {
	double neg, neu, pos; /* parts of 1; all 0 for a text without words */
	double compound;      /* -1 to 1 */
};

/*
 * Read vader.tsv and emoji.tsv of a folder; extra, or NULL, is one more lexicon, which adds to the first one and
 * changes it. Errors are those of vader_words_read(). Free with vader_close().
 */
struct vader *vader_open(const char *folder, const char *extra, struct err *e);
void vader_close(struct vader *v);

#define VADER_SENTENCES 1u   /* each sentence alone, and the average of those that have words */
#define VADER_APOSTROPHES 2u /* typographic apostrophes count as ' */

/*
 * Score n bytes of UTF-8. Time is linear in n but for the word "but" (n log n); the memory that it works in
 * stays for the next text. A sentence ends behind . ! ? or U+2026 with quotes and brackets behind them, where
 * a blank follows, and at a line's end.
 */
void vader_score(
    struct vader *v, const char *text, size_t n, unsigned flags, struct vader_score *score);

/* Add the numbers as the reference rounds them: 3, 3, 3 and 4 places, no zeros at the end. */
void vader_json(
    const struct vader_score *score, struct buf *out); /* {"model":"vader","neg":0,...} */
void vader_compound(const struct vader_score *score, struct buf *out);

#endif
