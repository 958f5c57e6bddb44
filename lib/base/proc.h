/* Starting other programs: no shell, descriptors of ours close-on-exec, default signals. Who started
 * one waits for it, with proc_wait() or by itself; nobody waits for just any child. */
#ifndef PF_BASE_PROC_H
#define PF_BASE_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct buf;
struct err;

struct proc {
	const char *const *argv; /* NULL-terminated; argv[0] without a slash: from PATH */
	const char *const *env;  /* NULL-terminated NAME=VALUE, added to ours (NAME alone: taken
				   away); NULL: ours */
	const char *dir;         /* NULL: where we are */
	int in, out, err;        /* descriptors to be 0, 1 and 2 of the program; -1: ours */
	bool group;       /* a process group of its own, so that a signal reaches all of it */
	bool daemon;      /* a session of its own, and no descriptor but 0, 1 and 2 */
	int parent_death; /* the signal it gets when we end, however that is; 0: none */
	bool as_user;     /* drop to uid and gid, no further groups */
	uid_t uid;
	gid_t gid;
};

/* What a new struct proc starts as: our descriptors, our environment. */
#define PROC_INIT                                                                                  \
	{                                                                                          \
		.in = -1, .out = -1, .err = -1                                                     \
	}

/*
 * Start it; the pid, or -1: ERR_NOINPUT if there is no such program, ERR_PERM if it may not be run,
 * else ERR_IO. SIGPIPE and the stop signals have their default action in the program.
 */
pid_t proc_start(const struct proc *p, struct err *e);

/*
 * Wait until it ends, at most until the monotonic clock shows until_ns (INT64_MAX: forever).
 * Returns 1 with *status (as of waitpid), 0 when the time is over or stop_asked(), -1 with ERR_BUG.
 */
int proc_wait(pid_t pid, int64_t until_ns, int *status, struct err *e);

/* A wait status as an exit status, with 128 + N for signal N. */
int proc_exit(int status);

/* "exit 75", "killed by SIGKILL"... for messages; the text is constant or in buf. */
const char *proc_describe(int status, char *buf, size_t cap);

/* Signal it (its group if group), wait grace_ns, then SIGKILL, and reap. */
void proc_end(pid_t pid, bool group, int sig, int64_t grace_ns);

/*
 * Run it to its end with what it prints on stdout added to *out (at most max bytes, more is
 * ERR_DATA) and, when log is not NULL, stderr added to *log. Returns the exit status (as
 * proc_exit()), or -1 with *e set as proc_start(), or ERR_TEMP after until_ns.
 */
int proc_read(const struct proc *p, int64_t until_ns, size_t max, struct buf *out, struct buf *log,
    struct err *e);

#endif
