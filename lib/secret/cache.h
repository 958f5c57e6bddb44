/*
 * Secrets of AWS for the time when it cannot be reached; only for who asks for it. A secret is a file
 * in memory: below $XDG_RUNTIME_DIR, $RUNTIME_DIRECTORY or, for root, /run, in the folder pf-secrets of
 * mode 0700 that is ours and on a tmpfs, the file of mode 0600, no link. Where there is no such place
 * it is below the state folder (pf(7)), encrypted by systemd-creds(1) with the machine's key; nothing
 * is encrypted by us.
 *
 * How old a secret is tells the clock that runs since the machine was started (CLOCK_BOOTTIME), which
 * nobody sets; after a start the calendar's, and where that shows less than when the secret was kept
 * its age is not known and it is of no use.
 */
#ifndef PF_SECRET_CACHE_H
#define PF_SECRET_CACHE_H

#include <stdint.h>

struct err;
struct secret_text;

/* What the clocks show. */
struct cache_time {
	int64_t real, boot; /* ns */
	char id[40];        /* of the start of the machine (random(4), boot_id) */
};
void cache_time(struct cache_time *t);

/* Keep a secret, in the place of what was kept. key: all that says which it is. ERR_CONFIG: there is
 * no place for it; ERR_PERM: the place is not ours alone; ERR_CREATE, ERR_IO. */
int cache_put(
    const char *key, const struct secret_text *t, const struct cache_time *now, struct err *e);

/*
 * What was kept, added to the empty *t, and how old that is. 1; 0 when nothing was; -1: ERR_TEMP, it is
 * older than max_age or of unknown age; ERR_DATA, the file is none of ours; and as cache_put().
 */
int cache_get(const char *key, int64_t max_age, const struct cache_time *now, struct secret_text *t,
    int64_t *age, struct err *e);

#endif
