#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/stop.h"

#define POLL_MS 10
#define SLICE_MS 500 /* a signal that came just before poll(2) is seen after it */
#define CHUNK 65536
#define DESCRIPTORS_MAX 65536

/* Put descriptor from at place to, for the program. */
static int
place(int from, int to)
{
	if (from < 0)
		return 0;
	if (from == to) /* dup2 would leave close-on-exec on */
		return fcntl(from, F_SETFD, 0);
	return dup2(from, to) < 0 ? -1 : 0;
}

static void
set_env(const char *const *env)
{
	char *name;
	size_t n;

	for (; env != NULL && *env != NULL; env++) {
		n = strcspn(*env, "=");
		name = strndup(*env, n);
		if (name == NULL)
			_exit(ERR_BUG);
		if ((*env)[n] == '\0')
			(void)unsetenv(name);
		else if (setenv(name, *env + n + 1, 1))
			_exit(ERR_BUG);
		free(name);
	}
}

/* Whoever waits for the end of an inherited pipe does not wait for a program that outlives us. */
static void
close_inherited(void)
{
	long fd, max = sysconf(_SC_OPEN_MAX);

	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	for (fd = 3; fd < max && fd < DESCRIPTORS_MAX; fd++) /* a kernel before 5.11 */
		(void)fcntl((int)fd, F_SETFD, FD_CLOEXEC);
}

/* In the child: everything up to exec; comes back only when something failed, with errno. */
static void
become(const struct proc *p, pid_t parent)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD };
	char *const *argv = (char *const *)(const void *)p->argv; /* exec promises not to write */
	struct sigaction dfl = { .sa_handler = SIG_DFL }, old;
	sigset_t none;
	size_t i;

	for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (sigaction(signals[i], NULL, &old) == 0 &&
		    (old.sa_handler != SIG_IGN || signals[i] == SIGPIPE))
			(void)sigaction(signals[i], &dfl, NULL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (p->group && setpgid(0, 0))
		return;
	if (p->daemon && setsid() < 0)
		return;
	if (place(p->in, 0) || place(p->out, 1) || place(p->err, 2))
		return;
	if (p->as_user && (setgroups(0, NULL) || setgid(p->gid) || setuid(p->uid)))
		return;
	if (p->daemon)
		close_inherited();
	if (p->dir != NULL && chdir(p->dir))
		return;
	if (p->parent_death != 0 && /* after setuid(), which takes it away */
	    (prctl(PR_SET_PDEATHSIG, p->parent_death) || getppid() != parent))
		return;
	set_env(p->env);
	(void)execvp(argv[0], argv);
}

static int
start_error(const char *name, int saved, struct err *e)
{
	errno = saved;
	if (saved == ENOENT)
		return err_set(e, ERR_NOINPUT, "%s: no such program", name);
	return err_errno(
	    e, saved == EACCES || saved == EPERM ? ERR_PERM : ERR_IO, "cannot start %s", name);
}

/* The descriptors handed over must not lie where another one goes: 0 for the child's 1, for
 * example. */
static int
lift(int fd, int *lifted)
{
	*lifted = -1;
	if (fd < 0 || fd > 2)
		return fd;
	return *lifted = fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

pid_t
proc_start(const struct proc *p, struct err *e)
{
	struct proc q = *p;
	int report[2], lifted[3], saved = 0, i;
	ssize_t got;
	pid_t pid, parent;

	if (pipe2(report, O_CLOEXEC))
		return err_errno(e, ERR_IO, "cannot start %s", p->argv[0]);
	q.in = p->in == 0 ? 0 : lift(p->in, &lifted[0]);
	q.out = p->out == 1 ? 1 : lift(p->out, &lifted[1]);
	q.err = p->err == 2 ? 2 : lift(p->err, &lifted[2]);
	if (p->in == 0)
		lifted[0] = -1;
	if (p->out == 1)
		lifted[1] = -1;
	if (p->err == 2)
		lifted[2] = -1;
	parent = getpid();
	pid = fork();
	if (pid == 0) {
		become(&q, parent);
		saved = errno;
		if (write(report[1], &saved, sizeof saved) < 0)
			_exit(ERR_BUG);
		_exit(127);
	}
	if (pid < 0)
		saved = errno;
	else if (p->group)
		(void)setpgid(pid, pid); /* whoever comes first; the child does it too */
	for (i = 0; i < 3; i++)
		if (lifted[i] >= 0)
			(void)close(lifted[i]);
	(void)close(report[1]);
	if (pid > 0) {
		do
			got = read(report[0], &saved, sizeof saved);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			saved = 0;
		else
			(void)waitpid(pid, NULL, 0); /* it told us why and ended */
	}
	(void)close(report[0]);
	return saved == 0 ? pid : start_error(p->argv[0], saved, e);
}

int
proc_wait(pid_t pid, int64_t until_ns, int *status, struct err *e)
{
	struct timespec pause = { .tv_nsec = 1000000 };
	pid_t got;

	for (;;) {
		got = waitpid(pid, status, until_ns == INT64_MAX ? 0 : WNOHANG);
		if (got == pid)
			return 1;
		if (got < 0 && errno != EINTR)
			return err_errno(e, ERR_BUG, "waiting for process %d", (int)pid);
		if (stop_asked() || clock_mono() >= until_ns)
			return 0;
		if (until_ns != INT64_MAX) {
			(void)nanosleep(&pause, NULL);
			if (pause.tv_nsec < POLL_MS * 1000000)
				pause.tv_nsec += 1000000;
		}
	}
}

int
proc_exit(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

const char *
proc_describe(int status, char *buf, size_t cap)
{
	const char *name;

	if (!WIFSIGNALED(status)) {
		(void)snprintf(buf, cap, "exit %d", WEXITSTATUS(status));
		return buf;
	}
	name = sigabbrev_np(WTERMSIG(status));
	if (name != NULL)
		(void)snprintf(buf, cap, "killed by SIG%s", name);
	else
		(void)snprintf(buf, cap, "killed by signal %d", WTERMSIG(status));
	return buf;
}

void
proc_end(pid_t pid, bool group, int sig, int64_t grace_ns)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000 };
	int64_t until = clock_mono() + grace_ns;
	pid_t target = group ? -pid : pid, got;

	if (kill(target, sig) && errno == ESRCH)
		(void)kill(pid, sig); /* its group is not there yet */
	while ((got = waitpid(pid, NULL, WNOHANG)) == 0 && clock_mono() < until)
		(void)nanosleep(&pause, NULL);
	if (group)
		(void)kill(target, SIGKILL); /* what it left behind in its group goes with it */
	if (got != 0)
		return;
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

/* Take what is there from fd; 1 for more to come, 0 at the end, -1 when over max. */
static int
drain(int fd, size_t max, struct buf *to)
{
	char chunk[CHUNK];
	ssize_t n = read(fd, chunk, sizeof chunk);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (n > 0 && to != NULL) {
		if (to->len + (size_t)n > max)
			return -1;
		buf_add(to, chunk, (size_t)n);
	}
	return n > 0;
}

/* Both pipes until both ends are closed. 0, or -1 with *e set. */
static int
collect(int out_fd, int log_fd, int64_t until_ns, size_t max, struct buf *out, struct buf *log,
    const char *name, struct err *e)
{
	struct pollfd fds[2] = { { .fd = out_fd, .events = POLLIN },
		{ .fd = log_fd, .events = POLLIN } };
	struct buf *to[2] = { out, log };
	int64_t left = 0;
	int i, got;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		left = (until_ns - clock_mono()) / 1000000;
		if (left <= 0)
			return err_set(e, ERR_TEMP, "%s: no end in time", name);
		if (stop_asked())
			return err_set(e, ERR_TEMP, "%s: stopped", name);
		if (poll(fds, 2, left > SLICE_MS ? SLICE_MS : (int)left) < 0 && errno != EINTR)
			return err_errno(e, ERR_IO, "%s", name);
		for (i = 0; i < 2; i++) {
			if (fds[i].fd < 0 || fds[i].revents == 0)
				continue;
			got = drain(fds[i].fd, max, to[i]);
			if (got < 0)
				return err_set(
				    e, ERR_DATA, "%s printed more than %zu bytes", name, max);
			if (got == 0)
				fds[i].fd = -1;
		}
	}
	return 0;
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

int
proc_read(const struct proc *p, int64_t until_ns, size_t max, struct buf *out, struct buf *log,
    struct err *e)
{
	int o[2] = { -1, -1 }, l[2] = { -1, -1 }, status = 0, rc = -1, ended = 0;
	struct proc q = *p;
	pid_t pid = -1;

	if (pipe2(o, O_CLOEXEC) || (log != NULL && pipe2(l, O_CLOEXEC))) {
		(void)err_errno(e, ERR_IO, "%s", p->argv[0]);
		goto out;
	}
	q.out = o[1];
	if (log != NULL)
		q.err = l[1];
	pid = proc_start(&q, e);
	shut(&o[1]);
	shut(&l[1]);
	if (pid < 0)
		goto out;
	if (collect(o[0], l[0], until_ns, max, out, log, p->argv[0], e))
		goto out;
	ended = proc_wait(pid, until_ns, &status, e);
	if (ended == 0)
		(void)err_set(e, ERR_TEMP, "%s: no end in time", p->argv[0]);
	if (ended > 0)
		rc = proc_exit(status);
out:
	if (pid > 0 && ended <= 0)
		proc_end(pid, p->group, SIGTERM, CLOCK_SECOND);
	shut(&o[0]);
	shut(&o[1]);
	shut(&l[0]);
	shut(&l[1]);
	return rc;
}
