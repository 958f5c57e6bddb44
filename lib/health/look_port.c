/* A TCP port: open, or free; and who has it */
#include "health/looks.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "io/file.h"

#define WITHIN_NS (3 * CLOCK_SECOND)
#define TABLE_MAX ((size_t)8 << 20)
#define LISTENING "0A"

/* Connect to one address. 0, or an errno. */
static int
connect_one(const struct addrinfo *a, int64_t within)
{
	int fd =
		socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol),
	    why = 0;
	struct pollfd p = { .events = POLLOUT };
	socklen_t n = sizeof why;

	if (fd < 0)
		return errno;
	p.fd = fd;
	if (connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
		why = errno;
		if (why == EINPROGRESS) {
			if (poll(&p, 1, (int)(within / 1000000)) <= 0)
				why = ETIMEDOUT;
			else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &n) != 0)
				why = errno;
		}
	}
	(void)close(fd);
	return why;
}

/* Whether somebody answers there; why is what he who does not says. */
static bool
answers(const char *host, const char *port, int64_t within, struct finding *f)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *list = NULL, *a;
	int code = getaddrinfo(host, port, &hints, &list), why = code == 0 ? ECONNREFUSED : 0;

	for (a = list; a != NULL && why != 0; a = a->ai_next)
		why = connect_one(a, within);
	if (list != NULL)
		freeaddrinfo(list);
	if (code == 0 && why == 0)
		return true;
	finding_put(&f->observed, "%s", code != 0 ? gai_strerror(code) : strerror(why));
	return false;
}

/* The inode of the socket that listens on the port, of /proc/net/tcp and tcp6; 0: none does. */
static uint64_t
listener(const struct health *h, const char *table, int64_t port)
{
	char *path = health_path(h, table), *line, want[8];
	struct buf text = { 0 };
	struct err none;
	uint64_t inode = 0;
	const char *cell[10];
	size_t n;

	(void)snprintf(want, sizeof want, ":%04" PRIX64, (uint64_t)port);
	if (file_read(path, TABLE_MAX, &text, &none) == 0)
		for (line = strchr(text.p, '\n'); inode == 0 && line != NULL;
		     line = strchr(line, '\n')) {
			line++;
			for (n = 0; n < 10 && *line != '\n' && *line != '\0'; n++) {
				line += strspn(line, " ");
				cell[n] = line;
				line += strcspn(line, " \n");
			}
			if (n == 10 && strncmp(cell[3], LISTENING " ", 3) == 0 &&
			    strncmp(cell[1] + strcspn(cell[1], ":"), want, 5) == 0)
				(void)num_uint(
				    cell[9], strspn(cell[9], "0123456789"), UINT64_MAX, &inode);
		}
	buf_release(&text);
	free(path);
	return inode;
}

static bool
has_socket(const char *pid, const char *want)
{
	char *path = mem_fmt("/proc/%s/fd", pid), link[64];
	DIR *d = opendir(path);
	struct dirent *entry;
	bool found = false;
	ssize_t n;

	while (d != NULL && !found && (entry = readdir(d)) != NULL) {
		n = readlinkat(dirfd(d), entry->d_name, link, sizeof link - 1);
		if (n > 0) {
			link[n] = '\0';
			found = strcmp(link, want) == 0;
		}
	}
	if (d != NULL)
		(void)closedir(d); /* only read */
	free(path);
	return found;
}

/* The process that has the socket, and its name; 0: it is not ours to see. */
static int64_t
owner(uint64_t inode, struct buf *name)
{
	DIR *d = opendir("/proc");
	struct dirent *entry;
	char *want = mem_fmt("socket:[%" PRIu64 "]", inode), *path;
	struct err none;
	int64_t pid = 0;

	while (d != NULL && pid == 0 && (entry = readdir(d)) != NULL) {
		if (num_int(entry->d_name, strlen(entry->d_name), 1, INT32_MAX, &pid) != 0)
			pid = 0;
		else if (!has_socket(entry->d_name, want))
			pid = 0;
	}
	if (d != NULL)
		(void)closedir(d); /* only read */
	if (pid != 0) {
		path = mem_fmt("/proc/%" PRId64 "/comm", pid);
		if (file_read(path, 256, name, &none) == 0)
			name->p[strcspn(name->p, "\n")] = '\0';
		free(path);
	}
	free(want);
	return pid;
}

static void
say_taken(const struct health *h, int64_t port, struct finding *f)
{
	uint64_t inode = listener(h, "/proc/net/tcp", port);
	struct buf name = { 0 };
	int64_t pid;

	if (inode == 0)
		inode = listener(h, "/proc/net/tcp6", port);
	pid = inode == 0 ? 0 : owner(inode, &name);
	if (pid != 0) {
		finding_say(f, CHECK_FAILED, "port %" PRId64 " is taken by %s, process %" PRId64,
		    port, name.p != NULL ? name.p : "?", pid);
		finding_put(&f->fix, "kill %" PRId64, pid);
		finding_put(&f->observed, "pid %" PRId64, pid);
	} else {
		finding_say(f, CHECK_FAILED, "port %" PRId64 " is taken", port);
		finding_put(&f->fix, "see by whom, as root: ss -lntp 'sport = :%" PRId64 "'", port);
		finding_put(&f->observed, "taken");
	}
	buf_release(&name);
}

void
look_port(struct health *h, const struct health_check *c, struct finding *f)
{
	const char *host = c->host != NULL ? c->host : "127.0.0.1";
	bool wants_free = c->state != NULL && strcmp(c->state, "free") == 0, open;
	int64_t port;

	if (num_int(c->port, strlen(c->port), 1, 65535, &port) != 0) {
		finding_say(f, CHECK_FAILED, "'%s' is no port", c->port);
		return;
	}
	open = answers(host, c->port, c->within == HEALTH_UNSAID ? WITHIN_NS : c->within, f);
	if (open && wants_free) {
		say_taken(h, port, f);
	} else if (open || wants_free) {
		finding_put(&f->observed, open ? "open" : "free");
		finding_say(
		    f, CHECK_OK, "port %s of %s is %s", c->port, host, open ? "open" : "free");
	} else {
		finding_say(f, CHECK_FAILED, "port %s of %s: %s", c->port, host, f->observed);
		finding_put(&f->fix,
		    c->host == NULL
			? "start what listens there"
			: "start what listens there; in AWS let the security group out to that port");
	}
	finding_put(&f->limit, wants_free ? "free" : "open");
}
