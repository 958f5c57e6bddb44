/* What earlier runs of a pipeline left behind, seen to by who holds its lock. */
#ifndef PF_RUN_RECOVER_H
#define PF_RUN_RECOVER_H

struct err;
struct history;
struct report;

/*
 * Runs that died (still "running" in their journals, and nobody holds the lock but us): their programs
 * are ended, their journals say interrupted. *h is read again then.
 */
int recover_died(struct history *h, const char *pipeline, struct err *e);

/* For who only looks, without the lock: such runs become interrupted in *h, nowhere else. */
int recover_seen(struct history *h, struct err *e);

/* Journals that the database has not got: written to it, if it is there. */
void recover_stored(struct report *r, struct history *h, const char *pipeline);

#endif
