/*
 * SIGINT, SIGTERM and SIGHUP as a question: a tool that has a record, a transaction or a step in
 * hand asks between two of them. After the tool returned, main restores the default handler and
 * raises the signal again (pf(7)).
 */
#ifndef PF_BASE_STOP_H
#define PF_BASE_STOP_H

/* Note the signals from now on; system calls are interrupted (EINTR), not restarted. A second
 * signal ends at once. */
void stop_install(void);

/* The signal that asked us to stop, or 0. */
int stop_asked(void);

/* A service that SIGTERM ended has done what it was asked to: that signal is not raised again. */
void stop_obeyed(void);

/* What is in hand is finished first: as if nobody had asked, until it is said again. The signal that asked, or 0; a second one
 * ends at once. */
int stop_suspend(void);
void stop_resume(int sig);

/* If a signal asked us to stop: default handler, raise it again. Does not return then. */
void stop_raise(void);

#endif
