/* Where the private cluster is and whether it runs */
#include "db/cluster.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "db/cluster_inside.h"

#define SMALL_MAX 4096

struct cluster *
cluster_new(char *dir)
{
	struct cluster *c = mem_new(1, sizeof *c);

	c->dir = dir;
	c->data = mem_fmt("%s/data", dir);
	c->log = mem_fmt("%s/log", dir);
	c->live = mem_fmt("%s/live", dir);
	c->live_fd = -1;
	return c;
}

/* The server and initdb work elsewhere than we do: a path that is theirs, too. dir is taken. */
static char *
absolute(char *dir)
{
	char *cwd, *path;

	if (dir[0] == '/')
		return dir;
	cwd = getcwd(NULL, 0);
	path = mem_fmt("%s/%s", cwd != NULL ? cwd : "", dir);
	free(cwd);
	free(dir);
	return path;
}

int
cluster_open(struct cluster **out, struct err *e)
{
	char *dir = path_state("db", e);
	struct cluster *c;

	*out = NULL;
	if (dir == NULL)
		return -1;
	dir = absolute(dir);
	c = cluster_new(dir);
	c->lock = mem_fmt("%s.lock", dir);
	*out = c;
	return 0;
}

void
cluster_close(struct cluster *c)
{
	if (c == NULL)
		return;
	if (c->live_fd >= 0)
		(void)close(c->live_fd);
	free(c->dir);
	free(c->lock);
	free(c->data);
	free(c->log);
	free(c->live);
	free(c->sock);
	free(c);
}

const char *
cluster_folder(const struct cluster *c)
{
	return c->dir;
}

const char *
cluster_socket(const struct cluster *c)
{
	return c->sock;
}

/* A small file's text; NULL when it cannot be read. */
static char *
slurp(const char *path)
{
	char *text = mem_new(SMALL_MAX + 1, 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, text, SMALL_MAX);

	if (fd >= 0)
		(void)close(fd);
	if (n >= 0)
		return text;
	free(text);
	return NULL;
}

/* The next line, its end cut off; *text goes on behind it. NULL when no whole line is left. */
static char *
line_of(char **text)
{
	char *line = *text;
	size_t n = strcspn(line, "\n");

	if (line[n] == '\0')
		return NULL;
	line[n] = '\0';
	*text = line + n + 1;
	return line;
}

bool
pidfile_read(const struct cluster *c, struct pidfile *p)
{
	enum { PID, DATA, STARTED, PORT, SOCKET, LISTEN, SHMEM, STATUS, LINES };
	char *path = mem_fmt("%s/postmaster.pid", c->data), *text = slurp(path), *rest = text;
	char *lines[LINES] = { NULL }, *id;
	int64_t v = 0;
	size_t i;

	*p = (struct pidfile){ .shmid = -1 };
	for (i = 0; text != NULL && i < LINES; i++)
		if ((lines[i] = line_of(&rest)) == NULL)
			break;
	if (lines[PID] != NULL && num_int(lines[PID], strlen(lines[PID]), 1, INT32_MAX, &v) == 0)
		p->pid = (pid_t)v;
	if (lines[SOCKET] != NULL)
		p->sock = mem_str(lines[SOCKET]);
	if (lines[SHMEM] != NULL && (id = strrchr(lines[SHMEM], ' ')) != NULL &&
	    num_int(id + 1, strlen(id + 1), 0, INT32_MAX, &v) == 0)
		p->shmid = (int)v;
	p->ready = lines[STATUS] != NULL && strncmp(lines[STATUS], "ready", 5) == 0;
	free(text);
	free(path);
	return p->pid != 0;
}

void
pidfile_release(struct pidfile *p)
{
	free(p->sock);
	*p = (struct pidfile){ .shmid = -1 };
}

/* A server's processes stand in its data directory (a pid alone may be anybody's by now). */
bool
cluster_owns(const struct cluster *c, pid_t pid)
{
	char *cwd = mem_fmt("/proc/%d/cwd", (int)pid);
	struct stat there, data;
	bool yes = stat(cwd, &there) == 0 && stat(c->data, &data) == 0 &&
		   there.st_dev == data.st_dev && there.st_ino == data.st_ino;

	free(cwd);
	return yes;
}

bool
cluster_lives(const struct cluster *c)
{
	int fd = open(c->live, O_RDONLY | O_CLOEXEC);
	bool yes;

	if (fd < 0)
		return false;
	yes = flock(fd, LOCK_SH | LOCK_NB) != 0;
	(void)close(fd);
	return yes;
}

int
cluster_major(const struct cluster *c)
{
	char *path = mem_fmt("%s/PG_VERSION", c->data), *text = slurp(path);
	int64_t v = 0;

	if (text != NULL && num_int(text, strspn(text, "0123456789"), 1, 999, &v))
		v = 0;
	free(text);
	free(path);
	return (int)v;
}

/* Percent-encode what is no letter, digit or mark of a path (RFC 3986, section 2.3). */
char *
cluster_address(const char *socket, const char *database)
{
	struct buf b = { 0 };

	buf_fmt(&b, "postgresql://pf@/%s?host=", database);
	for (; *socket != '\0'; socket++) {
		if (isalnum((unsigned char)*socket) || strchr("/-._~", *socket) != NULL)
			buf_char(&b, *socket);
		else
			buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)*socket);
	}
	buf_str(&b, "&port=" CLUSTER_PORT);
	return buf_take(&b);
}

void
cluster_look(struct cluster *c, struct cluster_state *s)
{
	struct pidfile p;

	*s = (struct cluster_state){ .major = cluster_major(c) };
	s->there = s->major != 0;
	if (!cluster_lives(c) || !pidfile_read(c, &p))
		return;
	s->pid = cluster_owns(c, p.pid) ? p.pid : 0; /* else a killed one's orphans */
	s->running = s->pid != 0 && p.ready && p.sock != NULL;
	if (s->running)
		s->url = cluster_address(p.sock, CLUSTER_DATABASE);
	pidfile_release(&p);
}

char *
cluster_url(struct err *e)
{
	struct cluster_state s = { 0 };
	struct cluster *c = NULL;

	if (cluster_open(&c, e) == 0)
		cluster_look(c, &s);
	cluster_close(c);
	if (s.url == NULL)
		(void)err_set(e, ERR_CONFIG,
		    "no database: set DATABASE_URL, or start a private one with pf-db start%s",
		    s.there ? " (there is one, and it does not run)" : "");
	return s.url;
}

char *
cluster_program(struct cluster *c, const char *name, struct err *e)
{
	struct programs pg;
	char *path;

	if (programs_find(&pg, cluster_major(c), e))
		return NULL;
	path = mem_fmt("%s/%s", pg.dir, name);
	programs_release(&pg);
	return path;
}
