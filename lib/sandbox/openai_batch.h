/*
 * How a batch goes on (developers.openai.com/api/docs/guides/batch): with each time that it is asked
 * for, not with the clock, so that the same calls see the same states; but past its window it expires.
 */
#ifndef PF_SANDBOX_OPENAI_BATCH_H
#define PF_SANDBOX_OPENAI_BATCH_H

#include <stddef.h>

struct oai_batch;
struct oai_call;

#define OAI_LINES_MAX 50000
#define OAI_WINDOW 86400 /* seconds */

/* Check the lines of its file: what is wrong goes to b->problems; else lines, order and model are set. */
void oai_batch_check(const struct oai_call *c, struct oai_batch *b);

/* It was asked for once more. */
void oai_batch_poll(const struct oai_call *c, struct oai_batch *b);

/* Answer lines until so many are done. */
void oai_batch_work(const struct oai_call *c, struct oai_batch *b, size_t upto);

/* Files of what is done, and its state. */
void oai_batch_end(const struct oai_call *c, struct oai_batch *b, int state);

#endif
