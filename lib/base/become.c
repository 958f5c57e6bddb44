#include "base/become.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/stop.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

#define SIGNALS (sizeof signals / sizeof signals[0])

/* A signal that comes from here on is the program's: while it is blocked it is only noted down. */
static void
give_signals(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL }, old;
	size_t i;

	for (i = 0; i < SIGNALS; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(signals[i], &dfl, NULL);
}

int
become(char *const *argv, char *const *env, const struct rlimit *core)
{
	struct rlimit none = { 0, core->rlim_max };
	sigset_t set, before;
	size_t i;
	int error;

	(void)sigemptyset(&set);
	for (i = 0; i < SIGNALS; i++)
		(void)sigaddset(&set, signals[i]);
	(void)sigprocmask(SIG_BLOCK, &set, &before);
	if (stop_asked()) {
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
		errno = EINTR;
		return -1;
	}
	give_signals();
	(void)setrlimit(RLIMIT_CORE, core);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	(void)execvpe(argv[0], argv, env != NULL ? env : environ);
	error = errno;
	(void)setrlimit(RLIMIT_CORE, &none);
	errno = error;
	return -1;
}

int
become_status(int error)
{
	return error == ENOENT ? 127 : 126;
}
