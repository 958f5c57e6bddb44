#include "run/orphan.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"

#define CHUNK 65536
#define ENVIRON_MAX ((size_t)4 << 20)
#define PAUSE_NS 10000000

/* Whether the environment that the process was started with has this setting. */
static bool
has(pid_t pid, const char *setting)
{
	char *path = mem_fmt("/proc/%d/environ", (int)pid), *p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct buf text = { 0 };
	bool found = false;
	ssize_t n = 1;

	while (fd >= 0 && n > 0 && text.len < ENVIRON_MAX) {
		p = buf_room(&text, CHUNK);
		n = read(fd, p, CHUNK);
		text.len += n > 0 ? (size_t)n : 0;
	}
	if (text.p != NULL)
		text.p[text.len] = '\0';
	for (p = text.p; !found && p != NULL && p < text.p + text.len; p += strlen(p) + 1)
		found = strcmp(p, setting) == 0;
	if (fd >= 0)
		(void)close(fd); /* only read */
	buf_release(&text);
	free(path);
	return found;
}

/* Send sig (0: only count) to all of them; how many there are. */
static unsigned
signal_all(const char *setting, int64_t session, int sig)
{
	struct dirent *d;
	unsigned n = 0;
	int64_t pid;
	DIR *dp = opendir("/proc");

	while (dp != NULL && (d = readdir(dp)) != NULL) {
		if (num_int(d->d_name, strlen(d->d_name), 2, INT32_MAX, &pid) || pid == getpid())
			continue;
		if (getsid((pid_t)pid) != session || !has((pid_t)pid, setting))
			continue;
		n += kill((pid_t)pid, sig) == 0;
	}
	if (dp != NULL)
		(void)closedir(dp); /* only read */
	return n;
}

unsigned
orphan_end(const char *run_id, int64_t session, int64_t grace_ns)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	char *setting = mem_fmt("PF_RUN_ID=%s", run_id);
	unsigned n = signal_all(setting, session, SIGTERM);
	int64_t until = clock_mono() + grace_ns;

	while (n > 0 && clock_mono() < until && signal_all(setting, session, 0) > 0)
		(void)nanosleep(&pause, NULL);
	if (n > 0)
		(void)signal_all(setting, session, SIGKILL);
	free(setting);
	return n;
}
