#include "sandbox/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "sandbox/exchange.h"
#include "sandbox/vars.h"
#include "sandbox/websock.h"

#define VENDORS_MAX 32
#define BACKLOG SOMAXCONN
#define IDLE_MS 500 /* a full house: the library looks for new guests only when it is called */

/* A bound socket; listening is for later. */
static int
bind_port(struct listener *l, int64_t port, struct err *e)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof at;
	int on = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0 || setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) ||
	    bind(l->fd, (struct sockaddr *)&at, sizeof at) ||
	    getsockname(l->fd, (struct sockaddr *)&at, &len))
		return err_errno(
		    e, ERR_TEMP, "%s: port %d of 127.0.0.1", l->vendor->name, (int)port);
	l->port = ntohs(at.sin_port);
	return 0;
}

static int
open_port(struct listener *l, struct err *e)
{
	if (listen(l->fd, BACKLOG))
		return err_errno(
		    e, ERR_TEMP, "%s: port %d of 127.0.0.1", l->vendor->name, (int)l->port);
	return exchange_listen(l, e);
}

/* When the vendor's port opens: a fault may keep it closed. */
static int64_t
opens_at(const struct server *s, const struct listener *l)
{
	size_t i;

	for (i = 0; i < s->nfaults; i++) {
		if (s->faults[i].vendor != l->vendor || s->faults[i].kind->act != FAULT_DOWN)
			continue;
		return s->faults[i].value < 0 ? INT64_MAX
					      : clock_mono() + s->faults[i].value * CLOCK_SECOND;
	}
	return 0;
}

static int
open_listeners(struct server *s, const struct server_options *o, struct err *e)
{
	uint16_t ports[VENDORS_MAX] = { 0 };
	size_t i, n = 0;

	while (n < VENDORS_MAX && sandbox_vendors[n] != NULL)
		n++;
	s->listeners = mem_new(n, sizeof *s->listeners);
	for (i = 0; i < n; i++) {
		struct listener *l = &s->listeners[i];

		*l = (struct listener){
			.server = s, .vendor = sandbox_vendors[i], .fd = -1, .poll_fd = -1
		};
		s->nlisteners++;
		if (l->vendor->open(&l->state, &o->config, e) ||
		    bind_port(l, o->port == 0 ? 0 : o->port + (int64_t)i, e))
			return -1;
		ports[i] = l->port;
		l->opens_at = opens_at(s, l);
		if (l->opens_at == 0 && open_port(l, e))
			return -1;
	}
	s->vars = vars_new(ports);
	return 0;
}

static int
take_faults(struct server *s, const char *specs, struct err *e)
{
	char *text = mem_str(specs == NULL ? "" : specs), *at = text, *spec;
	int rc = 0;

	while (rc == 0 && (spec = strsep(&at, ",")) != NULL) {
		if (*spec == '\0')
			continue;
		s->faults = mem_grow(s->faults, s->nfaults + 1, sizeof *s->faults);
		rc = fault_parse(&s->faults[s->nfaults++], spec, e);
	}
	free(text);
	return rc;
}

/* The test keys must not stand in a log, as any key. */
static void
hide_keys(void)
{
	const struct sandbox_var *v;
	size_t i;

	for (i = 0; sandbox_vendors[i] != NULL; i++)
		for (v = sandbox_vendors[i]->vars; v->name != NULL; v++)
			if (v->type == VAR_SECRET)
				log_secret(v->value);
}

/* Signals come through a descriptor, so that none is missed between a look and a wait. Those that
 * our caller ignores stay ignored. */
static int
take_signals(struct server *s, struct err *e)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2,
		SIGCHLD };
	struct sigaction old;
	sigset_t set;
	size_t i;

	(void)sigemptyset(&set);
	for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaddset(&set, signals[i]);
	(void)sigaddset(&set, SIGCHLD);
	(void)signal(SIGCHLD, SIG_DFL); /* ignored, it would take the child's status away */
	(void)signal(SIGPIPE, SIG_IGN); /* a client or reader of the log that is gone */
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return err_errno(e, ERR_BUG, "sigprocmask");
	s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return s->signal_fd < 0 ? err_errno(e, ERR_IO, "signalfd") : 0;
}

int
server_open(struct server **sp, const struct server_options *o, struct err *e)
{
	struct server *s = mem_new(1, sizeof *s);

	*sp = s;
	s->signal_fd = -1;
	hide_keys();
	if (o->log != NULL && (s->log = fopen(o->log, "ae")) == NULL)
		return err_errno(e, ERR_CREATE, "%s", o->log);
	if (take_faults(s, o->faults, e) || open_listeners(s, o, e) || take_signals(s, e))
		return -1;
	return 0;
}

void
server_close(struct server *s)
{
	size_t i;

	if (s == NULL)
		return;
	s->ending = true;
	(void)exchange_wake(s, INT64_MAX);
	websock_end(s);
	for (i = 0; i < s->nlisteners; i++) {
		struct listener *l = &s->listeners[i];

		exchange_stop(l);
		if (l->fd >= 0)
			(void)close(l->fd);
		if (l->state != NULL)
			l->vendor->close(l->state);
	}
	for (i = 0; i < s->nfaults; i++)
		fault_release(&s->faults[i]);
	if (s->log != NULL && fclose(s->log))
		log_warn("the log of requests is not complete");
	if (s->signal_fd >= 0)
		(void)close(s->signal_fd);
	free(s->faults);
	free(s->listeners);
	vars_free(s->vars);
	free(s);
}

const char *const *
server_vars(const struct server *s)
{
	return (const char *const *)s->vars;
}

/* The next time at which something is to do without anybody calling. */
static int
wait_ms(struct server *s, int64_t due)
{
	int64_t now = clock_mono(), ms = due == INT64_MAX ? IDLE_MS : (due - now) / 1000000 + 1;
	unsigned long long want;
	size_t i;

	for (i = 0; i < s->nlisteners; i++) {
		struct listener *l = &s->listeners[i];

		if (l->daemon == NULL && l->opens_at != INT64_MAX &&
		    (l->opens_at - now) / 1000000 + 1 < ms)
			ms = (l->opens_at - now) / 1000000 + 1;
		if (l->daemon != NULL && MHD_get_timeout(l->daemon, &want) == MHD_YES &&
		    want < (unsigned long long)ms)
			ms = (int64_t)want;
	}
	return ms < 0 ? 0 : ms > IDLE_MS ? IDLE_MS : (int)ms;
}

/* Ports that a fault kept closed and whose time has come. */
static int
open_late(struct server *s, struct err *e)
{
	size_t i;

	for (i = 0; i < s->nlisteners; i++) {
		struct listener *l = &s->listeners[i];

		if (l->daemon == NULL && l->opens_at <= clock_mono() && open_port(l, e))
			return -1;
	}
	return 0;
}

/* What signals came: 1 with *status when it is time to go, else 0. */
static int
hear(struct server *s, pid_t child, int *status)
{
	struct signalfd_siginfo sig;
	int wait_status;

	while (read(s->signal_fd, &sig, sizeof sig) == (ssize_t)sizeof sig) {
		if (sig.ssi_signo == SIGCHLD) {
			if (child == 0 || waitpid(child, &wait_status, WNOHANG) != child)
				continue;
			*status = proc_exit(wait_status);
			return 1;
		}
		if (child == 0) {
			*status = 0;
			return 1;
		}
		if (sig.ssi_code != SI_KERNEL) /* the terminal's went to the child, too */
			(void)kill(child, (int)sig.ssi_signo);
	}
	return 0;
}

/* What vendors do without being asked; when the next of it is due. */
static int64_t
tick(struct server *s)
{
	int64_t due = INT64_MAX, next;
	size_t i;

	for (i = 0; i < s->nlisteners; i++) {
		struct listener *l = &s->listeners[i];

		next = l->vendor->tick == NULL ? INT64_MAX : l->vendor->tick(l->state);
		due = next < due ? next : due;
	}
	return due;
}

int
server_run(struct server *s, pid_t child, struct err *e)
{
	struct pollfd fds[VENDORS_MAX + 1 + SERVER_CONNECTIONS_MAX];
	int64_t due = INT64_MAX, next;
	int status = 0;
	size_t i, n;

	for (;;) {
		for (i = 0; i < s->nlisteners; i++)
			fds[i] = (struct pollfd){ .fd = s->listeners[i].poll_fd, .events = POLLIN };
		fds[i++] = (struct pollfd){ .fd = s->signal_fd, .events = POLLIN };
		n = websock_poll(s, fds + i, SERVER_CONNECTIONS_MAX);
		if (poll(fds, i + n, wait_ms(s, due)) < 0 && errno != EINTR)
			return err_errno(e, ERR_BUG, "poll");
		if (hear(s, child, &status))
			return status;
		if (open_late(s, e))
			return -1;
		(void)exchange_wake(s, clock_mono());
		for (i = 0; i < s->nlisteners; i++)
			if (s->listeners[i].daemon != NULL)
				(void)MHD_run(s->listeners[i].daemon); /* it logs what fails */
		websock_receive(s);
		next = tick(s);
		websock_send_all(s);
		due = s->waiting == NULL ? INT64_MAX : exchange_wake(s, 0);
		due = next < due ? next : due;
	}
}
