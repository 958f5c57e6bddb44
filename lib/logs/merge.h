/* Lines of several sources in the order of their times, as far as that can be told when they come. */
#ifndef PF_LOGS_MERGE_H
#define PF_LOGS_MERGE_H

#include <stdint.h>

#include "logs/source.h"

struct logs;

/* Operands as "file:PATH", NULL-terminated, at least one; they and want are borrowed. The errors of
 * log_source_find() and of a source's open. */
int logs_open(
    struct logs **logs, char *const *operands, const struct log_want *want, struct err *e);
void logs_close(struct logs *logs); /* takes NULL */

/*
 * The next line, valid until the next call: 1; 0 when all sources ended, the monotonic clock shows
 * until, or a signal asked to stop; -1 with *e set. What was there is in order of time, each source's
 * own order kept; of what comes, a line waits a quarter of a second for those of sources that just
 * had some.
 */
int logs_next(struct logs *logs, int64_t until, struct log_line *line, struct err *e);

#endif
