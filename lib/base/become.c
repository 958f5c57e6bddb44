#include "base/become.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/stop.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

#define SIGNALS (sizeof signals / sizeof signals[0])

/* Whether it was ignored before. */
static bool
ignore(int sig, bool yes)
{
	return signal(sig, yes ? SIG_IGN : SIG_DFL) == SIG_IGN;
}

void
become_begin(struct inherited *old)
{
	struct rlimit none;

	(void)getrlimit(RLIMIT_CORE, &old->core);        /* fails for no limit that there is */
	none = (struct rlimit){ 0, old->core.rlim_max }; /* the hard one stays, to go back to */
	(void)setrlimit(RLIMIT_CORE, &none);
	old->ignores_pipe = ignore(SIGPIPE, false);
	old->ignores_child = ignore(SIGCHLD, false);
}

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
become(char *const *argv, char *const *env, const struct inherited *old)
{
	struct inherited again;
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
	(void)setrlimit(RLIMIT_CORE, &old->core);
	(void)ignore(SIGPIPE, old->ignores_pipe);
	(void)ignore(SIGCHLD, old->ignores_child);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	(void)execvpe(argv[0], argv, env != NULL ? env : environ);
	error = errno;
	become_begin(&again);
	errno = error;
	return -1;
}

int
become_status(int error)
{
	return error == ENOENT ? 127 : 126;
}
