/*
 * The programs of one pipe under way: connected without a shell, each with a process group of its own
 * so that a time-out reaches what they started, their messages and what the last one prints read
 * without waiting. For a loop around poll(2): stage_fds(), poll, stage_poll() until it says so.
 */
#ifndef PF_RUN_STAGE_H
#define PF_RUN_STAGE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/lines.h"
#include "run/pipeline.h"

struct err;

struct stage_member {
	pid_t pid;
	int status; /* as of waitpid, when ended */
	bool ended; /* not reaped before the stage is released: its pid stays its own */
};

struct stage {
	struct stage_member m[PIPELINE_MEMBERS_MAX];
	size_t n;
	struct lines out, err; /* of the last one; of all */
	int64_t kill_at;       /* monotonic ns: SIGKILL then; 0: not asked to end yet */
	int64_t silent_at;     /* monotonic ns: since when both pipes are closed; 0: they are not */
	int64_t close_at;      /* monotonic ns: the pipes are given up then, see stage_poll() */
	bool killed;
};

/* Zeros with closed descriptors. */
void stage_init(struct stage *s);

/*
 * Start pipe[0..n), reading /dev/null, with env (as struct proc). Programs named pf-... are looked for
 * beside ours first. They are sent SIGTERM when we die. ERR_NOINPUT (no such program; *missing when
 * not NULL says so), ERR_PERM, ERR_IO: whatever was started is ended again.
 */
int stage_start(
    struct stage *s, const struct words *pipe, size_t n, const char *const *env, struct err *e);

/* When it is worth looking again at the latest, monotonic ns: who closed its pipes ends soon. */
int64_t stage_due(const struct stage *s);

/* Add what to poll for; at most 2. */
size_t stage_fds(const struct stage *s, struct pollfd *fds);

/*
 * Take what there is to read and who has ended. True when all have ended and both pipes are closed, or
 * a second after all have ended: something they left behind still holds the pipes.
 */
bool stage_poll(struct stage *s, lines_fn *out, lines_fn *err, void *arg);

/* Ask all of it to end; after grace ns stage_poll() sends SIGKILL. Asking again changes nothing. */
void stage_stop(struct stage *s, int sig, int64_t grace);

/*
 * How it ended, by its worst member (0 < 65 < 75 < the rest; the first of equals): an exit status,
 * 128 + N for signal N. That a program was ended by SIGPIPE does not count if another stood behind it.
 * *who: the position of the worst.
 */
int stage_status(const struct stage *s, size_t *who);

/* How a member ended: "exit 75", "killed by SIGKILL". */
const char *stage_describe(const struct stage *s, size_t i, char *buf, size_t cap);

/* Reap what has ended (ends what has not), close, free. */
void stage_release(struct stage *s);

/* Whether a program could be started: a path, beside ours, or in PATH. */
bool stage_program(const char *name);

#endif
