/*
 * Statuses of messages that come too late: the message's text was changed since it was read, so what was made of the
 * old one is not its own; or the same text has an answer by now, and nobody works on it any more, so that "pending" or
 * "error" is the word of one whose claim ran out. Who claimed it to be parsed again may say so. A text is told by its
 * content_hash; a row or a record without one speaks for any, and such a record is never late.
 */
#ifndef PF_DB_LATE_H
#define PF_DB_LATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;
struct load_rows;
struct pg;

/* Statuses by a number: insides of literals of arrays. Release in any case. */
struct late {
	struct buf no, name, hash, status;
};

/* A row of kind message_status; one without a hash is left out. */
void late_add(
    struct late *m, size_t no, const char *name, const struct load_rows *rows, size_t row);
void late_release(struct late *m);

/* In the transaction that is open: call found for each that is late, edited: the text is another by now; and lock all
 * of their messages. */
int late_ask(struct pg *db, const struct late *m, void (*found)(void *arg, size_t no, bool edited),
    void *arg, struct err *e);

#endif
