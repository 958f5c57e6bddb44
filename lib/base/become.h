/* To become another program, as if ours had never been in between (execve(2)). */
#ifndef PF_BASE_BECOME_H
#define PF_BASE_BECOME_H

#include <sys/resource.h>

/*
 * Become argv[0], from PATH when it has no slash, with env (NULL: ours) and the core limit that the
 * caller of our program had. Signals that we noted have their default action again; those that were
 * ignored stay so. Comes back only when it failed: -1 with errno as of execve(2), or EINTR when a
 * signal asked us to stop before.
 */
int become(char *const *argv, char *const *env, const struct rlimit *core);

/* The status of who could not: 127 when there is no such program, else 126, as env(1) has it. */
int become_status(int error);

#endif
