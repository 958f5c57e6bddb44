#include "run/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/proc.h"

#define LOOK (50 * CLOCK_SECOND / 1000) /* how often it is seen who has ended */
#define LOOK_SOON (CLOCK_SECOND / 1000)
#define LINGER (1 * CLOCK_SECOND)

void
stage_init(struct stage *s)
{
	*s = (struct stage){ .out = { .fd = -1 }, .err = { .fd = -1 } };
}

/* Where to find it: our own tools lie beside us. Owned. */
static char *
program(const char *name)
{
	return strncmp(name, "pf-", 3) == 0 && strchr(name, '/') == NULL ? path_tool(name)
									 : mem_str(name);
}

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

bool
stage_program(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char *found = program(name), *file;
	bool is = false;
	size_t n;

	if (strchr(found, '/') != NULL) {
		is = is_program(found);
		free(found);
		return is;
	}
	for (; path != NULL && !is; path = *end == '\0' ? NULL : end + 1) {
		end = path + strcspn(path, ":");
		n = (size_t)(end - path);
		file = mem_fmt("%.*s/%s", n == 0 ? 1 : (int)n, n == 0 ? "." : path, found);
		is = is_program(file);
		free(file);
	}
	free(found);
	return is;
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* Start one that reads in and writes out. */
static int
start_member(struct stage *s, const struct words *w, int in, int out, int log,
    const char *const *env, struct err *e)
{
	struct proc p = PROC_INIT;
	const char **argv = mem_new(w->n + 1, sizeof *argv);
	char *path = program(w->argv[0]);
	pid_t pid;
	size_t i;

	argv[0] = path;
	for (i = 1; i < w->n; i++)
		argv[i] = w->argv[i];
	p.argv = argv;
	p.env = env;
	p.in = in;
	p.out = out;
	p.err = log;
	p.group = true;
	p.parent_death = SIGTERM;
	pid = proc_start(&p, e);
	if (pid > 0)
		s->m[s->n++] = (struct stage_member){ .pid = pid };
	free(path);
	free(argv);
	return pid > 0 ? 0 : -1;
}

int
stage_start(
    struct stage *s, const struct words *pipe, size_t n, const char *const *env, struct err *e)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC), log[2] = { -1, -1 }, next[2] = { -1, -1 };
	int rc = -1;
	size_t i;

	stage_init(s);
	if (in < 0 || pipe2(log, O_CLOEXEC)) {
		(void)err_errno(e, ERR_IO, "cannot make a pipe");
		goto out;
	}
	for (i = 0; i < n; i++) {
		if (pipe2(next, O_CLOEXEC)) {
			(void)err_errno(e, ERR_IO, "cannot make a pipe");
			goto out;
		}
		if (start_member(s, &pipe[i], in, next[1], log[1], env, e))
			goto out;
		shut(&in);
		shut(&next[1]);
		in = next[0];
		next[0] = -1;
	}
	lines_open(&s->out, in);
	lines_open(&s->err, log[0]);
	in = log[0] = -1;
	rc = 0;
out:
	shut(&in);
	shut(&next[0]);
	shut(&next[1]);
	shut(&log[0]);
	shut(&log[1]);
	if (rc)
		stage_release(s);
	return rc;
}

size_t
stage_fds(const struct stage *s, struct pollfd *fds)
{
	size_t n = 0;

	if (s->out.fd >= 0)
		fds[n++] = (struct pollfd){ .fd = s->out.fd, .events = POLLIN };
	if (s->err.fd >= 0)
		fds[n++] = (struct pollfd){ .fd = s->err.fd, .events = POLLIN };
	return n;
}

int64_t
stage_due(const struct stage *s)
{
	int64_t now = clock_mono(), wait = s->silent_at == 0 ? LOOK : now - s->silent_at;

	return now + (wait > LOOK ? LOOK : wait < LOOK_SOON ? LOOK_SOON : wait);
}

static void
signal_all(const struct stage *s, int sig)
{
	size_t i;

	/* An ended one is a zombie until the release, so its group cannot be another's. */
	for (i = 0; i < s->n; i++) {
		(void)kill(-s->m[i].pid, sig);
		if (!s->m[i].ended)
			(void)kill(s->m[i].pid, SIGCONT); /* a stopped one hears nothing */
	}
}

void
stage_stop(struct stage *s, int sig, int64_t grace)
{
	if (s->kill_at != 0)
		return;
	s->kill_at = clock_mono() + grace;
	signal_all(s, sig);
}

/* Who has ended; true when all have. */
static bool
look(struct stage *s)
{
	siginfo_t info;
	bool all = true;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (s->m[i].ended)
			continue;
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)s->m[i].pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid != 0) {
			s->m[i].ended = true;
			s->m[i].status = info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0)
								    : W_EXITCODE(0, info.si_status);
		}
		all &= s->m[i].ended;
	}
	return all;
}

bool
stage_poll(struct stage *s, lines_fn *out, lines_fn *err, void *arg)
{
	int64_t now = clock_mono();

	if (s->out.fd >= 0)
		lines_read(&s->out, out, arg);
	if (s->err.fd >= 0)
		lines_read(&s->err, err, arg);
	if (s->silent_at == 0 && s->out.fd < 0 && s->err.fd < 0)
		s->silent_at = now;
	if (s->kill_at != 0 && now >= s->kill_at && !s->killed) {
		signal_all(s, SIGKILL);
		s->killed = true;
	}
	if (!look(s))
		return false;
	if (s->close_at == 0)
		s->close_at = now + LINGER;
	if ((s->out.fd >= 0 || s->err.fd >= 0) && now < s->close_at)
		return false;
	if (s->kill_at != 0 && !s->killed) /* what it left behind in its groups goes with it */
		signal_all(s, SIGKILL);
	lines_end(&s->out, out, arg);
	lines_end(&s->err, err, arg);
	return true;
}

static int
rank(int status)
{
	return status == 0 ? 0 : status == ERR_DATA ? 1 : status == ERR_TEMP ? 2 : 3;
}

int
stage_status(const struct stage *s, size_t *who)
{
	int worst = 0, status;
	size_t i;

	*who = s->n == 0 ? 0 : s->n - 1;
	for (i = 0; i < s->n; i++) {
		if (i + 1 < s->n && WIFSIGNALED(s->m[i].status) &&
		    WTERMSIG(s->m[i].status) == SIGPIPE)
			continue;
		status = proc_exit(s->m[i].status);
		if (rank(status) > rank(worst)) {
			worst = status;
			*who = i;
		}
	}
	return worst;
}

const char *
stage_describe(const struct stage *s, size_t i, char *buf, size_t cap)
{
	return proc_describe(s->m[i].status, buf, cap);
}

void
stage_release(struct stage *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (!s->m[i].ended)
			(void)kill(-s->m[i].pid, SIGKILL);
		while (waitpid(s->m[i].pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	lines_release(&s->out);
	lines_release(&s->err);
	stage_init(s);
}
