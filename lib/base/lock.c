#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "base/stop.h"

#define POLL_NS 20000000 /* a waiter asks fifty times a second */

static int
held(int fd, const char *path, struct err *e)
{
	char text[NUM_TEXT_MAX];
	ssize_t n = pread(fd, text, sizeof text, 0);
	int64_t pid = 0;

	while (n > 0 && text[n - 1] == '\n')
		n--;
	if (n > 0 && num_int(text, (size_t)n, 1, INT32_MAX, &pid) == 0)
		return err_set(e, ERR_TEMP, "already running, pid %d (lock %s)", (int)pid, path);
	return err_set(e, ERR_TEMP, "already running (lock %s)", path);
}

/* Our pid into it. Not emptied first: ext4 writes a file that was emptied to the disk when it is closed. */
static int
sign(int fd)
{
	char text[NUM_TEXT_MAX];
	int n = snprintf(text, sizeof text, "%d\n", (int)getpid());

	return pwrite(fd, text, (size_t)n, 0) == n && ftruncate(fd, n) == 0 ? 0 : -1;
}

int
lock_take(const char *path, int64_t wait_ns, struct err *e)
{
	const struct timespec pause = { .tv_nsec = POLL_NS };
	int64_t until = clock_mono() + wait_ns;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", path);
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			(void)err_errno(e, ERR_IO, "%s", path);
			goto fail;
		}
		if (clock_mono() >= until || stop_asked()) {
			(void)held(fd, path, e);
			goto fail;
		}
		(void)nanosleep(&pause, NULL);
	}
	if (sign(fd)) {
		(void)err_errno(e, ERR_IO, "%s", path);
		goto fail;
	}
	return fd;
fail:
	(void)close(fd);
	return -1;
}

void
lock_release(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}
