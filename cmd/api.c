/* pf-api - answer the HTTP API from the database, as CGI or FastCGI behind a web server */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "vendor/snaptrade_hook.h"
#include "web/gateway.h"
#include "web/service.h"

#define WORKERS_MAX 64
#define RESTART_S 1 /* at least between two starts of a worker that ends at once */

struct opts {
	const char *listen, *origins, *url;
	int64_t workers, body, window, patience, chat_patience, max_usd_day;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "chat-wait",    OPT_SPAN, AT(chat_patience), 0, "how long POST /stocks/SYMBOL/chat waits for the model" },
	{ 0,   "database-url", OPT_STR,  AT(url),      0, "where to look (default: $DATABASE_URL, the private cluster)", "url" },
	{ 'l', "listen",       OPT_STR,  AT(listen),   0, "open this socket for FastCGI: a path, or HOST:PORT (default: the one it was started with)", "address" },
	{ 0,   "max-body",     OPT_SIZE, AT(body),     0, "longest body of a request", "bytes" },
	{ 0,   "max-usd-day",  OPT_MONEY, AT(max_usd_day), 0, "spend at most so many US dollars a day (UTC) on models, pf-nlp of this state folder included (default: no limit)", "usd", "PF_NLP_MAX_USD_DAY" },
	{ 0,   "origins",      OPT_LIST, AT(origins),  0, "pages that may ask from a browser", "url,...", "PF_API_ORIGINS" },
	{ 0,   "sync-wait",    OPT_SPAN, AT(patience), 0, "how long POST /portfolio/sync waits for its job" },
	{ 0,   "window",       OPT_SPAN, AT(window),   0, "how old a webhook may be" },
	{ 'w', "workers",      OPT_INT,  AT(workers),  0, "processes that answer, each with a connection to the database", NULL, "PF_API_WORKERS" },
	{ 0 }
};

static const struct opts usual = {
	.origins = "http://localhost:3000,http://127.0.0.1:3000,https://llm-portfolio-frontend.vercel.app,"
		"https://llmportfolio.app,https://www.llmportfolio.app",
	.workers = 4,
	.body = 1 << 20,
	.window = SNAPTRADE_HOOK_WINDOW,
	.patience = 50 * CLOCK_SECOND,
	.chat_patience = 40 * CLOCK_SECOND, /* a web server waits for 60 s, and the ledger may take its time, too */
	.max_usd_day = -1,
};
/* clang-format on */

/* Set on purpose: anything else leaves the door shut. */
static bool
is_open(void)
{
	const char *off = env_get("DISABLE_AUTH");

	return off != NULL && (strcasecmp(off, "true") == 0 || strcasecmp(off, "yes") == 0 ||
				  strcmp(off, "1") == 0);
}

static int
serve(const struct gateway *g, int fd, struct err *e)
{
	int rc = gateway_serve(g, fd, e);

	service_release(g->arg);
	return rc;
}

/* A worker: it ends when we do, however that is. 0 when there is none: it is tried again. */
static pid_t
start_worker(const struct gateway *g, int fd, size_t which)
{
	struct service *s = g->arg;
	pid_t parent = getpid(), pid = fork();
	struct err e;
	int rc;

	if (pid < 0)
		log_warn("a worker cannot be started: %s", strerror(errno));
	if (pid != 0)
		return pid > 0 ? pid : 0;
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	s->worker = which;
	rc = serve(g, fd, &e);
	if (rc)
		log_error("%s", e.msg);
	_exit(rc ? (int)e.code : 0);
}

static size_t
find_worker(const pid_t *workers, size_t n, pid_t pid)
{
	size_t i;

	for (i = 0; i < n && workers[i] != pid; i++)
		;
	return i;
}

/*
 * End them. systemd and terminals signal us all at once, and the second signal of a kind ends a program at once: one
 * of another kind lets a worker finish its request.
 */
static void
stop_workers(const pid_t *workers, size_t n)
{
	struct sigaction hup;
	int sig = sigaction(SIGHUP, NULL, &hup) == 0 && hup.sa_handler != SIG_IGN &&
			  stop_asked() != SIGHUP
		      ? SIGHUP
		      : SIGTERM;
	int status;
	size_t i;

	for (i = 0; i < n; i++)
		if (workers[i] > 0)
			(void)kill(workers[i], sig);
	for (i = 0; i < n; i++)
		while (workers[i] > 0 && waitpid(workers[i], &status, 0) < 0 && errno == EINTR)
			;
}

/* Start them, start again what ends, end them when we are to stop. */
static int
keep_workers(const struct gateway *g, int fd, size_t n, struct err *e)
{
	struct service *s = g->arg;
	pid_t *workers, pid;
	size_t i;
	int status;

	s->waits = mmap(
	    NULL, n * sizeof *s->waits, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->waits == MAP_FAILED)
		return err_errno(e, ERR_TEMP, "memory that the workers share");
	s->workers = n;
	workers = mem_new(n, sizeof *workers);
	while (stop_asked() == 0) {
		for (i = 0; i < n; i++)
			if (workers[i] == 0)
				workers[i] = start_worker(g, fd, i);
		pid = waitpid(-1, &status, 0);
		i = pid > 0 ? find_worker(workers, n, pid) : n;
		if (i < n) {
			workers[i] = 0;
			atomic_store(&s->waits[i], false);
		}
		if (stop_asked() != 0 || (pid < 0 && errno == EINTR))
			continue;
		if (i < n)
			log_warn("a worker ended with %s %d, another is started",
			    WIFSIGNALED(status) ? "signal" : "status",
			    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		(void)sleep(RESTART_S);
	}
	stop_workers(workers, n);
	free(workers);
	(void)munmap(s->waits, n * sizeof *s->waits);
	return 0;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct service s = { .key = env_get("API_SECRET_KEY"),
		.open = is_open(),
		.origins = o->origins,
		.consumer_key = env_get("SNAPTRADE_CONSUMER_KEY"),
		.client_secret = env_get("SNAPTRADE_CLIENT_SECRET"),
		.window = o->window,
		.patience = o->patience,
		.chat_patience = o->chat_patience,
		.max_usd_day = o->max_usd_day,
		.where = { .url = o->url, .tool = ctx->name },
		.frozen = env_get("PF_NOW") != NULL,
		.now = ctx->now };
	const struct gateway g = { (size_t)o->body, ctx->in, ctx->out, service_answer, &s };
	int fd, rc;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "%s: it takes no operands", args[0]);
	if (o->workers < 1 || o->workers > WORKERS_MAX)
		return err_set(e, ERR_USAGE, "--workers is from 1 to %d", WORKERS_MAX);
	log_secret(s.key);
	log_secret(s.consumer_key);
	log_secret(s.client_secret);
	log_secret(env_get("OPENAI_API_KEY"));
	if (s.open)
		log_warn("DISABLE_AUTH is set: nobody is asked for a key");
	else if (s.key == NULL)
		log_warn("API_SECRET_KEY is not set: all that asks for a key is refused");
	if (gateway_is_cgi()) {
		rc = gateway_cgi(&g, e);
		service_release(&s);
		return rc;
	}
	if (gateway_socket(o->listen, &fd, e))
		return -1;
	rc = o->workers == 1 ? serve(&g, fd, e) : keep_workers(&g, fd, (size_t)o->workers, e);
	if (o->listen != NULL && o->listen[0] == '/')
		(void)unlink(o->listen);
	if (rc == 0)
		stop_obeyed();
	return rc;
}

const struct cmd cmd = {
	.name = "pf-api",
	.help = "answer the HTTP API from the database, as CGI or FastCGI behind a web server",
	.synopsis = "[-l address] [-w number] [--origins url,...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &usual,
	.run = run,
	.flags = CMD_STOPS,
};
