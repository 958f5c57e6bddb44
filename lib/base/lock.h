/* One at a time, by a kernel lock on a file: gone with the process however it ends, never stale. */
#ifndef PF_BASE_LOCK_H
#define PF_BASE_LOCK_H

#include <stdint.h>

struct err;

/*
 * Take the lock of file path (made with mode 0600; it stays), waiting at most wait_ns (0: not at
 * all). The holder's pid is written into it. Returns the descriptor, close-on-exec, or -1: ERR_TEMP
 * "already running, pid 123" when held, ERR_CREATE.
 */
int lock_take(const char *path, int64_t wait_ns, struct err *e);

/* Let go; -1 is fine. */
void lock_release(int fd);

#endif
