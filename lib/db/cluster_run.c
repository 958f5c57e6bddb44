/* Starting and stopping the server of the private cluster */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/proc.h"
#include "base/stop.h"
#include "base/tree.h"
#include "db/cluster_inside.h"
#include "db/pg.h"

#define LOCK_NS (180 * CLOCK_SECOND)    /* another one may be making the cluster */
#define READY_NS (60 * CLOCK_SECOND)    /* for the database, of a server that calls itself ready */
#define PATIENT_NS (10 * CLOCK_SECOND)  /* then a person is told what takes so long */
#define RECOVER_NS (600 * CLOCK_SECOND) /* after a crash the log is replayed first */
#define ORPHAN_NS (5 * CLOCK_SECOND)
#define STOP_NS (60 * CLOCK_SECOND)
#define QUIT_NS (10 * CLOCK_SECOND)
#define LOG_MAX (1 << 20) /* bytes of log after which a start begins a new one */
#define TAIL_MAX 8192
#define ELSEWHERE "/tmp/pf-db." /* where the socket is when its path would be too long */

static void
pause_a_little(void)
{
	const struct timespec t = { .tv_nsec = 5000000 };

	(void)nanosleep(&t, NULL);
}

/* Signal every process of the server. Those of another container are not to be seen, and stay. */
static void
signal_all(const struct cluster *c, int sig)
{
	DIR *dp = opendir("/proc");
	struct dirent *d;
	int64_t pid;

	if (dp == NULL)
		return;
	while ((d = readdir(dp)) != NULL)
		if (num_int(d->d_name, strlen(d->d_name), 2, INT32_MAX, &pid) == 0 &&
		    pid != getpid() && cluster_owns(c, (pid_t)pid))
			(void)kill((pid_t)pid, sig); /* gone meanwhile is fine */
	(void)closedir(dp);
}

/*
 * Whether the server is there: of one that we started and whose lock we hold too, its first process
 * tells.
 */
static bool
is_there(struct cluster *c)
{
	if (c->child > 0 && waitpid(c->child, NULL, WNOHANG) != 0)
		c->child = 0;
	return c->child > 0 || (c->live_fd < 0 && cluster_lives(c));
}

/* Wait until no process of the server is left. */
static bool
wait_gone(struct cluster *c, int64_t ns)
{
	int64_t until = clock_mono() + ns;

	while (is_there(c)) {
		if (clock_mono() >= until)
			return false;
		pause_a_little();
	}
	return true;
}

/* The socket's folder of a server that is gone, when it is one of ours outside. */
static void
remove_elsewhere(const struct cluster *c, const char *sock)
{
	struct err ignored;
	struct stat st;

	if (sock == NULL || strncmp(sock, ELSEWHERE, strlen(ELSEWHERE)) != 0 ||
	    strchr(sock + strlen("/tmp/"), '/') != NULL || lstat(sock, &st) ||
	    !S_ISDIR(st.st_mode) || (st.st_uid != geteuid() && st.st_uid != c->as.uid))
		return;
	(void)tree_remove(sock, &ignored); /* /tmp is swept by others too */
}

static void
remove_traces(const struct cluster *c)
{
	struct err ignored;
	struct pidfile p;
	char *path = mem_fmt("%s/postmaster.pid", c->data);

	if (pidfile_read(c, &p)) {
		remove_elsewhere(c, p.sock);
		(void)tree_remove(
		    path, &ignored); /* if that fails, so does the start, with a reason */
	}
	pidfile_release(&p);
	free(path);
}

int
cluster_halt(struct cluster *c, int sig, bool *was, struct err *e)
{
	struct pidfile p = { .shmid = -1 };
	pid_t pid;
	int rc = -1;

	*was = is_there(c);
	if (!*was) {
		remove_traces(c);
		return 0;
	}
	pid = c->child;
	(void)pidfile_read(c, &p);
	if (pid == 0 && p.pid != 0 && cluster_owns(c, p.pid))
		pid = p.pid;
	if (pid > 0 && kill(pid, sig) && errno == EPERM) {
		(void)err_errno(e, ERR_PERM, "cannot stop PostgreSQL, process %d", (int)pid);
		goto out;
	}
	/* orphans of a killed one finish by themselves, as soon as they notice */
	if (!wait_gone(c, pid > 0 ? STOP_NS : ORPHAN_NS)) {
		signal_all(c, SIGQUIT);
		if (!wait_gone(c, QUIT_NS))
			signal_all(c, SIGKILL);
		if (!wait_gone(c, QUIT_NS)) {
			(void)err_set(e, ERR_TEMP,
			    "%s is in use by processes that are not to be seen from here", c->dir);
			goto out;
		}
	}
	remove_elsewhere(c, p.sock);
	remove_traces(c);
	rc = 0;
out:
	pidfile_release(&p);
	return rc;
}

/* The folder of the socket: ours, or a short one. */
static int
make_socket_folder(struct cluster *c, struct err *e)
{
	static const char longest[] = "/.s.PGSQL." CLUSTER_PORT ".lock";
	char elsewhere[] = ELSEWHERE "XXXXXX";

	free(c->sock);
	c->sock = mem_fmt("%s/sock", c->dir);
	/* too long for a socket, or something that libpq or the server takes for a list */
	if (strlen(c->sock) + sizeof longest > sizeof((struct sockaddr_un *)0)->sun_path ||
	    strpbrk(c->sock, ", \"'") != NULL) {
		free(c->sock);
		c->sock = NULL;
		if (mkdtemp(elsewhere) == NULL)
			return err_errno(e, ERR_CREATE, "%s", elsewhere);
		c->sock = mem_str(elsewhere);
	} else if (tree_remove(
		       c->sock, e)) /* a killed server leaves its socket and the lock of it */
		return -1;
	else if (mkdir(c->sock, 0700))
		return err_errno(e, ERR_CREATE, "%s", c->sock);
	if ((c->as.drop && chown(c->sock, c->as.uid, c->as.gid)) || chmod(c->sock, 0700))
		return err_errno(e, ERR_CREATE, "%s", c->sock);
	return 0;
}

/* The log, for writing, and where it ends now. A long one makes room for a new one. */
static int
open_log(const struct cluster *c, off_t *end, struct err *e)
{
	struct stat st;
	char *old = mem_fmt("%s.old", c->log);
	int fd;

	if (stat(c->log, &st) == 0 && st.st_size > LOG_MAX)
		(void)rename(c->log, old); /* else it grows on */
	free(old);
	fd = open(c->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || fstat(fd, &st)) {
		if (fd >= 0)
			(void)close(fd);
		return err_errno(e, ERR_CREATE, "%s", c->log);
	}
	*end = st.st_size;
	return fd;
}

/* Why the server ended: its last FATAL since from. */
static int
died(const struct cluster *c, off_t from, int status, struct err *e)
{
	char *text = mem_new(TAIL_MAX + 1, 1), *at, *fatal = NULL, how[64];
	int fd = open(c->log, O_RDONLY | O_CLOEXEC);
	off_t end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	ssize_t n;

	if (end - from > TAIL_MAX)
		from = end - TAIL_MAX;
	n = fd < 0 ? 0 : pread(fd, text, TAIL_MAX, from);

	if (fd >= 0)
		(void)close(fd);
	text[n < 0 ? 0 : n] = '\0';
	for (at = text; (at = strstr(at, "FATAL:  ")) != NULL; at++)
		fatal = at + 8;
	if (fatal != NULL)
		(void)err_set(e, strstr(fatal, strerror(ENOSPC)) != NULL ? ERR_IO : ERR_CONFIG,
		    "PostgreSQL does not start: %.*s (log: %s)", (int)strcspn(fatal, "\n"), fatal,
		    c->log);
	else
		(void)err_set(e, ERR_TEMP, "PostgreSQL ended while starting: %s (log: %s)",
		    proc_describe(status, how, sizeof how), c->log);
	free(text);
	return -1;
}

/*
 * Start the server's program: with an empty environment (ours holds keys, and so would its user's
 * /proc), in a session of its own, its standard input being the file whose lock tells that it
 * lives.
 */
static int
launch(struct cluster *c, const struct programs *pg, bool fast, int live, int log, struct err *e)
{
	char *postgres = mem_fmt("%s/postgres", pg->dir);
	char *sock = mem_fmt("unix_socket_directories=%s", c->sock);
	const char *argv[] = { "env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", postgres,
		"-D", c->data, "-c", sock, "-c", "listen_addresses=", "-c", "port=" CLUSTER_PORT,
		"-c", "unix_socket_permissions=0700", fast ? "-c" : NULL, "fsync=off", "-c",
		"full_page_writes=off", NULL };
	struct proc p = PROC_INIT;
	pid_t pid;

	p.argv = argv;
	p.dir = "/";
	p.in = live;
	p.out = p.err = log;
	p.daemon = true;
	p.parent_death = c->scratch ? SIGQUIT : 0;
	p.as_user = c->as.drop;
	p.uid = c->as.uid;
	p.gid = c->as.gid;
	pid = proc_start(&p, e);
	free(sock);
	free(postgres);
	if (pid < 0)
		return -1;
	c->child = pid;
	return 0;
}

/* Until it takes connections. */
static int
wait_ready(struct cluster *c, off_t log_from, struct err *e)
{
	int64_t from = clock_mono(), now = from, told = 0;
	struct pidfile p;
	bool ready = false;
	int status, got;

	while (!ready) {
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped while PostgreSQL was starting");
		got = proc_wait(c->child, 0, &status, e);
		if (got < 0)
			return -1;
		if (got > 0) {
			c->child = 0;
			return died(c, log_from, status, e);
		}
		if (pidfile_read(c, &p))
			ready = p.ready && p.pid == c->child;
		pidfile_release(&p);
		now = clock_mono();
		if (!ready && now - from > RECOVER_NS)
			return err_set(
			    e, ERR_TEMP, "PostgreSQL does not get ready (log: %s)", c->log);
		if (!ready && now - from > PATIENT_NS && told++ == 0)
			log_note("PostgreSQL is not ready yet: it may be mending what a crash left "
				 "behind (log: %s)",
			    c->log);
		if (!ready)
			pause_a_little();
	}
	return 0;
}

static int
connect_to(const struct cluster *c, const char *database, struct pg **db, struct err *e)
{
	char *url = cluster_address(c->sock, database);
	const struct pg_where where = { .url = url, .tool = "pf-db" };
	int rc = pg_open(db, &where, e);

	free(url);
	return rc;
}

/*
 * Connect to the database "pf", waiting while the server mends what the death of one of its
 * processes left: it calls itself ready all the while. -1, or 0 when it is there.
 */
static int
try_database(struct cluster *c, struct err *e)
{
	int64_t until = clock_mono() + READY_NS;
	struct pg *db = NULL;
	int rc;

	for (;;) {
		rc = connect_to(c, CLUSTER_DATABASE, &db, e);
		pg_close(db);
		if (rc == 0 || e->code != ERR_TEMP || clock_mono() >= until || stop_asked() ||
		    !(c->live_fd >= 0 || cluster_lives(c)))
			return rc;
		pause_a_little();
	}
}

/* The database "pf": there after the first start. */
static int
make_database(struct cluster *c, struct err *e)
{
	struct pg *db = NULL;
	struct err why;
	int rc = try_database(c, e);

	if (rc == 0 || e->code != ERR_CONFIG)
		return rc;
	if (connect_to(c, "postgres", &db, &why) == 0)
		rc = pg_exec(db, "create database " CLUSTER_DATABASE, e);
	pg_close(db);
	return rc;
}

/* With the lock, and nothing running: from the folder to a server that takes connections. */
static int
bring_up(struct cluster *c, bool fast, int live, struct err *e)
{
	struct programs pg = { 0 };
	off_t log_from = 0;
	int log = -1, rc = -1;

	if (programs_find(&pg, cluster_major(c), e) || cluster_make(c, &pg, fast, e))
		goto out;
	if (make_socket_folder(c, e) || (log = open_log(c, &log_from, e)) < 0)
		goto out;
	if (launch(c, &pg, fast, live, log, e))
		goto out;
	if (wait_ready(c, log_from, e) || make_database(c, e))
		goto out;
	rc = 0;
out:
	if (log >= 0)
		(void)close(log);
	programs_release(&pg);
	return rc;
}

/* The file whose lock is the server's life. The lock is ours until the server has it from us. */
static int
take_life(struct cluster *c, int64_t wait_ns, struct err *e)
{
	int64_t until = clock_mono() + wait_ns;
	int fd = open(c->live, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", c->live);
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (clock_mono() >= until || stop_asked()) {
			(void)close(fd);
			return err_set(e, ERR_TEMP, "%s is in use", c->dir);
		}
		pause_a_little();
	}
	return fd;
}

/* It runs: find its socket. */
static int
found_running(struct cluster *c, struct err *e)
{
	struct pidfile p;

	if (pidfile_read(c, &p) && p.sock != NULL)
		c->sock = mem_str(p.sock);
	pidfile_release(&p);
	return c->sock == NULL ? err_set(e, ERR_TEMP, "%s: just going down", c->dir)
			       : make_database(c, e);
}

static int
start_locked(struct cluster *c, bool fast, bool *started, struct err *e)
{
	struct cluster_state s;
	struct err ignored;
	int live, rc;
	bool was;

	cluster_look(c, &s);
	free(s.url);
	if (s.running)
		return found_running(c, e);
	if (servant_find(&c->as, c->data, e) || cluster_folders(c, e))
		return -1;
	/* what neither runs nor is gone: a server going down, or the orphans of a killed one */
	if (cluster_halt(c, SIGINT, &was, e) || (live = take_life(c, QUIT_NS, e)) < 0)
		return -1;
	if (c->scratch)
		c->live_fd = live;
	rc = bring_up(c, fast, live, e);
	if (!c->scratch)
		(void)close(live);
	if (rc && cluster_halt(c, SIGQUIT, &was, &ignored) == 0) /* *e says why */
		remove_elsewhere(c, c->sock); /* of a server that wrote no pid file yet, too */
	*started = rc == 0;
	return rc;
}

int
cluster_start(struct cluster *c, bool fast, bool *started, struct err *e)
{
	int lock = -1, rc;

	*started = false;
	if (c->lock != NULL && (lock = lock_take(c->lock, LOCK_NS, e)) < 0)
		return -1;
	rc = start_locked(c, fast, started, e);
	lock_release(lock);
	return rc;
}

int
cluster_stop(struct cluster *c, bool *stopped, struct err *e)
{
	int lock = -1, rc;

	*stopped = false;
	if (c->lock != NULL && (lock = lock_take(c->lock, LOCK_NS, e)) < 0)
		return -1;
	rc = servant_find(&c->as, c->data, e) || cluster_halt(c, SIGINT, stopped, e) ? -1 : 0;
	lock_release(lock);
	return rc;
}

int
cluster_destroy(struct cluster *c, bool *there, struct err *e)
{
	int lock = -1, rc = -1;
	bool was;

	*there = false;
	if (c->lock != NULL && (lock = lock_take(c->lock, LOCK_NS, e)) < 0)
		return -1;
	if (access(c->dir, F_OK) != 0) {
		rc = 0;
		goto out;
	}
	*there = true;
	if (servant_find(&c->as, c->data, e) || cluster_halt(c, SIGQUIT, &was, e))
		goto out;
	if (c->scratch)
		signal_all(c, SIGKILL); /* orphans of a server that somebody killed */
	rc = cluster_remove(c, e);
out:
	lock_release(lock);
	return rc;
}
