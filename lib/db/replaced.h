/*
 * The ideas of messages as their table has them: those of a message are replaced as a whole. A message with
 * an idea that somebody has reviewed is left as it is.
 */
#ifndef PF_DB_REPLACED_H
#define PF_DB_REPLACED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;
struct load_rows;
struct pg;

/* Messages by a number, and their new ideas: insides of literals of arrays. Release in any case. */
struct replaced {
	struct buf no, name;                /* of messages */
	struct buf of, chunk, local, place; /* of ideas: the message's number */
};

void replaced_add_message(struct replaced *i, size_t no, const char *name);
void replaced_add(struct replaced *i, size_t no, const struct load_rows *rows, size_t row);
void replaced_release(struct replaced *i);

/* What is found of a message: somebody has reviewed an idea of it; two of the new ones have one key. */
typedef void replaced_found_fn(void *arg, size_t no, bool reviewed, bool twice);

/* In the transaction that is open: ask, and lock the ideas that are there. */
int replaced_ask(
    struct pg *db, const struct replaced *i, replaced_found_fn *found, void *arg, struct err *e);

/* Delete the ideas of these messages that are not among the new ones at the same place; their number. */
int replaced_clear(struct pg *db, const struct replaced *i, size_t *gone, struct err *e);

#endif
