/*
 * Messages of which the text was changed since somebody read it: what was made of the old one is not theirs.
 * A text is told by its content_hash; a row or a record without one speaks for any.
 */
#ifndef PF_DB_EDITED_H
#define PF_DB_EDITED_H

#include <stddef.h>

#include "base/buf.h"

struct err;
struct load_rows;
struct pg;

/* Messages by a number: insides of literals of arrays. Release in any case. */
struct edited {
	struct buf no, name, hash;
};

/* A row of kind message_status; one without a hash is left out. */
void edited_add(
    struct edited *m, size_t no, const char *name, const struct load_rows *rows, size_t row);
void edited_release(struct edited *m);

/* In the transaction that is open: call found for each whose text is another by now, and lock all of them. */
int edited_ask(struct pg *db, const struct edited *m, void (*found)(void *arg, size_t no),
    void *arg, struct err *e);

#endif
