/* What accounts hold at the end of a day, as rows of position_snapshots; SQL says what that is. */
#ifndef PF_DB_HELD_H
#define PF_DB_HELD_H

#include <stdint.h>

struct err;
struct pg;

/*
 * Write the day's rows of these accounts, in the transaction that is open: new and different ones only, and
 * those that are held no more go. accounts: a literal of an array; now: a time of that day. Writers of the
 * table take turns. Errors are the database's.
 */
int held_write(struct pg *db, const char *accounts, int64_t now, struct err *e);

#endif
