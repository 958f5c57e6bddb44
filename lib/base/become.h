/* To become another program, as if ours had never been in between (execve(2)). */
#ifndef PF_BASE_BECOME_H
#define PF_BASE_BECOME_H

#include <stdbool.h>
#include <sys/resource.h>

/* What our caller gave us and we do without, for whom we become. */
struct inherited {
	struct rlimit core; /* the limit of core files */
	bool ignores_pipe;  /* SIGPIPE: systemd's services ignore it unless told otherwise */
	bool ignores_child; /* SIGCHLD */
};

/*
 * Note down what there is, and make of it what our programs count on: no core files, which hold addresses
 * and keys; SIGPIPE ends us; a child's status is there for who waits for it.
 */
void become_begin(struct inherited *old);

/*
 * Become argv[0], from PATH when it has no slash, with env (NULL: ours) and what become_begin() noted
 * down. Signals that we noted have their default action again; those that were ignored stay so. Comes
 * back only when it failed: -1 with errno as of execve(2), or EINTR when a signal asked us to stop
 * before.
 */
int become(char *const *argv, char *const *env, const struct inherited *old);

/* The status of who could not: 127 when there is no such program, else 126, as env(1) has it. */
int become_status(int error);

#endif
