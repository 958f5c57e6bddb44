/*
 * The local ledger: a file of records (kinds run and step, JSON lines) a run, in the folder
 * pipelines/NAME of the state folder, each line on the disk before the next thing happens. The database
 * is second: what it has not got yet is found here. Written only by who holds the pipeline's lock.
 */
#ifndef PF_RUN_JOURNAL_H
#define PF_RUN_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct err;
struct history;

struct journal {
	int fd;     /* -1: closed */
	char *path; /* owned */
	off_t size;
};

/* The folder of a pipeline, made; owned. NULL with ERR_CREATE, ERR_CONFIG. */
char *journal_dir(const char *pipeline, struct err *e);

/* A new file for a run (ERR_CREATE if there is one), or an old one to go on with: a line that was cut
 * off by a crash is taken away. */
int journal_create(struct journal *j, const char *dir, const char *run_id, struct err *e);
int journal_open(struct journal *j, const char *path, struct err *e);
void journal_close(struct journal *j);

/* Add a line of n bytes, with its end, and wait until it is on the disk. ERR_IO. */
int journal_add(struct journal *j, const char *line, size_t n, struct err *e);

/* Note that all of it so far is in the database. */
int journal_stored(struct journal *j, struct err *e);

/*
 * Take what the journals of a pipeline say into *h (NULL pipeline: of all). A file that cannot be read
 * is told and passed over; what is no record in it too. No folder is no run. ERR_CONFIG.
 */
int journal_history(struct history *h, const char *pipeline, struct err *e);

/* Delete files that a crash left empty; only who holds the lock may. */
void journal_clean(const char *dir);

/*
 * Delete files of runs that are over: but for the newest keep those that are stored, but for the newest
 * most the others too. *h is sorted.
 */
void journal_trim(const struct history *h, const char *pipeline, size_t keep, size_t most);

#endif
