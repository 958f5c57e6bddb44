/*
 * What was told over a channel, and when: a file of its own for each, "notify/CHANNEL.jsonl" below the state folder,
 * written whole and put in place by a rename, so that it is the old or the new one however the process ends. Who has it
 * open to write holds its lock. A file that cannot be read is told, set aside as ".bad", and nothing was told then.
 */
#ifndef PF_NOTIFY_MEMORY_H
#define PF_NOTIFY_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/note.h"

struct err;

struct told {
	char *key; /* owned */
	uint64_t hash;
	enum note_level
	    level;     /* what was told of it last; NOTE_INFO: that it is well, or just a text */
	int64_t at;    /* ns; when */
	int64_t quiet; /* how often it came since and was kept back */
};

struct memory {
	struct told *all; /* owned */
	size_t n, cap;
	int64_t from; /* when the window of the limit began; 0: there was none */
	int64_t used; /* told in it */
	int64_t sums; /* messages in it that were nothing but a sum */
	int64_t held; /* notes over the limit that no message has counted yet */
	/* inside */
	char *path; /* owned; NULL: it is kept nowhere */
	int lock;
};

#define MEMORY_KEEP (INT64_C(32) * 86400 * 1000000000) /* nothing that is well is kept for longer */
#define MEMORY_MAX 20000                               /* keys: the oldest go first */

/* write false: only to look; no lock, and memory_save() does nothing. ERR_TEMP (the lock), ERR_CREATE, ERR_IO,
 * ERR_CONFIG. Close in any case. */
int memory_open(struct memory *m, const char *channel, bool write, struct err *e);
int memory_save(struct memory *m, int64_t now, struct err *e); /* ERR_CREATE, ERR_IO */
void memory_close(struct memory *m);

/* What was told of a key, or NULL; the same, made if it is not there. Valid until the next one is made. */
struct told *memory_find(const struct memory *m, const char *key);
struct told *memory_make(struct memory *m, const char *key);

#endif
