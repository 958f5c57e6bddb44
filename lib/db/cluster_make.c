/* Making a data directory, and removing all of a cluster */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/stop.h"
#include "base/tree.h"
#include "db/cluster_inside.h"

#define INITDB_NS (120 * CLOCK_SECOND)
#define NOISE_MAX ((size_t)1 << 20)

/*
 * For a small host that also does other things; whoever edits postgresql.conf afterwards is right.
 * The log holds what happens to the server, not each refused statement, so it stays small.
 */
static const char tuning[] = "\n"
			     "# written by pf-db when it made this cluster; edit as you like\n"
			     "max_connections = 50\n"
			     "shared_buffers = 128MB\n"
			     "work_mem = 16MB\n"
			     "maintenance_work_mem = 128MB\n"
			     "max_wal_size = 1GB\n"
			     "checkpoint_timeout = 15min\n"
			     "wal_level = minimal\n"
			     "max_wal_senders = 0\n"
			     "jit = off\n"
			     "timezone = 'UTC'\n"
			     "log_timezone = 'UTC'\n"
			     "log_checkpoints = off\n"
			     "log_min_messages = log\n";

/* A folder of the server's user. */
static int
make_folder(const struct cluster *c, const char *path, struct err *e)
{
	if (path_make(path, 0700, e))
		return -1;
	if ((c->as.drop && chown(path, c->as.uid, c->as.gid)) || chmod(path, 0700))
		return err_errno(e, ERR_CREATE, "%s", path);
	return 0;
}

/* Let the server's user pass through a folder of root's, and nobody else. */
static int
let_through(const struct cluster *c, const char *path, struct err *e)
{
	struct stat st;

	if (!c->as.drop)
		return 0;
	if (stat(path, &st))
		return err_errno(e, ERR_CREATE, "%s", path);
	if (st.st_uid != 0 || (st.st_mode & S_IXOTH))
		return 0;
	if (chown(path, (uid_t)-1, c->as.gid) || chmod(path, (st.st_mode & 07700) | S_IXGRP))
		return err_errno(e, ERR_CREATE, "%s", path);
	return 0;
}

/*
 * The first folder on the way that the server's user cannot pass; NULL if none. Owned by the
 * caller.
 */
static char *
obstacle(const struct cluster *c, const char *path)
{
	const char *slash = path;
	struct stat st;
	char *part;
	bool in;

	while ((slash = strchr(slash + 1, '/')) != NULL) {
		part = mem_copy(path, (size_t)(slash - path));
		in = stat(part, &st) == 0 && (st.st_mode & (st.st_uid == c->as.uid      ? S_IXUSR
							       : st.st_gid == c->as.gid ? S_IXGRP
											: S_IXOTH));
		if (!in)
			return part;
		free(part);
	}
	return NULL;
}

static int
check_way(const struct cluster *c, struct err *e)
{
	char *stop = c->as.drop ? obstacle(c, c->data) : NULL;

	if (stop == NULL)
		return 0;
	(void)err_set(e, ERR_CONFIG,
	    "user %s, who runs PostgreSQL for root, cannot enter %s: name another folder in %s",
	    c->as.name, stop, c->scratch ? "TMPDIR" : "PF_STATE_DIR");
	free(stop);
	return -1;
}

/* initdb prints what it does, and last what went wrong. */
static const char *
last_line(const char *text)
{
	const char *at = text, *line = text;

	for (; *at != '\0'; at++)
		if (*at == '\n' && at[1] != '\0' && at[1] != '\n')
			line = at + 1;
	return line;
}

static const char *
complaint(const struct buf *log)
{
	const char *at;

	if (log->p == NULL || log->len == 0)
		return "it says nothing";
	if ((at = strstr(log->p, "initdb: error: ")) != NULL)
		return at + 15;
	if ((at = strstr(log->p, "FATAL:  ")) != NULL)
		return at + 8;
	return last_line(log->p);
}

static int
run_initdb(
    const struct cluster *c, const struct programs *pg, const char *data, bool fast, struct err *e)
{
	char *initdb = mem_fmt("%s/initdb", pg->dir),
	     *path = mem_fmt("PATH=%s:/usr/bin:/bin", pg->dir);
	const char *argv[] = { "env", "-i", path, "LC_ALL=C", "TZ=UTC", initdb, "-D", data, "-U",
		"pf", "-E", "UTF8", "--no-locale", "--auth-local=trust", "--auth-host=reject",
		fast ? "--no-sync" : NULL, NULL };
	struct proc p = PROC_INIT;
	struct buf out = { 0 }, log = { 0 };
	int rc;

	p.argv = argv;
	p.dir = "/";
	p.group = true;
	p.as_user = c->as.drop;
	p.uid = c->as.uid;
	p.gid = c->as.gid;
	rc = proc_read(&p, clock_mono() + INITDB_NS, NOISE_MAX, &out, &log, e);
	if (rc < 0 && stop_asked())
		rc = err_set(e, ERR_TEMP, "stopped while making the cluster");
	if (rc > 0)
		rc = err_set(e, ERR_CREATE, "%s: initdb failed: %.*s", c->dir,
		    (int)strcspn(complaint(&log), "\n"), complaint(&log));
	buf_release(&out);
	buf_release(&log);
	free(path);
	free(initdb);
	return rc;
}

static int
write_tuning(const char *data, struct err *e)
{
	char *path = mem_fmt("%s/postgresql.conf", data);
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW), rc = 0;

	if (fd < 0 || write(fd, tuning, sizeof tuning - 1) != (ssize_t)(sizeof tuning - 1))
		rc = err_errno(e, ERR_CREATE, "%s", path);
	if (fd >= 0 && close(fd) && rc == 0)
		rc = err_errno(e, ERR_CREATE, "%s", path);
	free(path);
	return rc;
}

/* A data directory appears whole or not at all: it is renamed into place when it is done. */
static int
make_data(const struct cluster *c, const struct programs *pg, bool fast, struct err *e)
{
	char *data = mem_fmt("%s.new", c->data);
	int rc = -1;

	if (tree_remove(data, e) || make_folder(c, data, e) || run_initdb(c, pg, data, fast, e) ||
	    write_tuning(data, e))
		goto out;
	if (rename(data, c->data)) {
		(void)err_errno(e, ERR_CREATE, "%s", c->data);
		goto out;
	}
	rc = 0;
out:
	if (rc) {
		struct err ignored;

		(void)tree_remove(data, &ignored); /* the next start removes it too */
	}
	free(data);
	return rc;
}

int
cluster_folders(struct cluster *c, struct err *e)
{
	char *state = mem_copy(c->dir, (size_t)(strrchr(c->dir, '/') - c->dir));
	int rc = path_make(c->dir, 0700, e) || let_through(c, c->dir, e) ||
		 (!c->scratch && let_through(c, state, e));

	free(state);
	return rc ? -1 : 0;
}

int
cluster_make(struct cluster *c, const struct programs *pg, bool fast, struct err *e)
{
	if (check_way(c, e))
		return -1;
	if (cluster_major(c) == 0) {
		if (access(c->data, F_OK) == 0)
			return err_set(e, ERR_CONFIG,
			    "%s is no data directory of PostgreSQL: look what it is, and remove it",
			    c->data);
		if (!c->scratch)
			log_info("making a PostgreSQL %d cluster in %s", pg->major, c->dir);
		return make_data(c, pg, fast, e);
	}
	if (chmod(c->data, 0700)) /* PostgreSQL refuses one that others may enter */
		return err_errno(e, ERR_CREATE, "%s", c->data);
	return 0;
}

/* Only names that are ours: the folder may have been somebody's before. */
int
cluster_remove(struct cluster *c, struct err *e)
{
	static const char *const names[] = { "data", "data.new", "sock", "log", "log.old", "live" };
	char *path;
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof names / sizeof names[0] && rc == 0; i++) {
		path = mem_fmt("%s/%s", c->dir, names[i]);
		rc = tree_remove(path, e);
		free(path);
	}
	if (rc == 0 && rmdir(c->dir) && errno != ENOENT)
		rc = err_errno(e, ERR_IO, "%s", c->dir);
	return rc;
}
