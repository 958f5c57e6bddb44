#include "base/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked; /* a handler can reach nothing else */

static void
note(int sig)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	asked = sig;
	(void)sigaction(sig, &dfl, NULL); /* who asks twice means it */
}

void
stop_install(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = note }, old;
	size_t i;

	for (i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		/* nohup and background shells ignore signals on purpose */
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(signals[i], &sa, NULL);
	}
}

int
stop_asked(void)
{
	return asked;
}

void
stop_obeyed(void)
{
	if (asked == SIGTERM)
		asked = 0;
}

int
stop_suspend(void)
{
	int sig = asked;

	asked = 0;
	return sig;
}

void
stop_resume(int sig)
{
	if (asked == 0)
		asked = sig;
}

void
stop_raise(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	if (asked == 0)
		return;
	(void)sigaction(asked, &dfl, NULL);
	(void)raise(asked);
}
