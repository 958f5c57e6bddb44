#include "web/gateway.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "base/stop.h"
#include "web/reply.h"
#include "web/request.h"

#define BACKLOG 128
#define READ_S 10    /* a web server has the request whole before it begins to send it */
#define WRITE_S 30   /* it buffers the answer, too */
#define SYSTEMD_FD 3 /* the first one that systemd passes (sd_listen_fds(3)) */

/* Where a request comes from. */
struct wire {
	web_variable_fn *variable;
	size_t (*read)(void *arg, char *p, size_t n); /* 0: the end */
	void *arg;
};

/* As much as was announced. 0; 413 or 400 when it is not what we take. */
static int
read_body(const struct gateway *g, const struct wire *w, struct buf *body)
{
	const char *length = w->variable(w->arg, "CONTENT_LENGTH");
	uint64_t n = 0;
	size_t got;

	buf_reset(body);
	if (length == NULL || length[0] == '\0')
		return 0;
	if (num_uint(length, strlen(length), UINT64_MAX, &n))
		return 400;
	if (n > g->body_max)
		return 413;
	(void)buf_room(body, n);
	while (body->len < n) {
		got = w->read(w->arg, body->p + body->len, n - body->len);
		if (got == 0)
			return 400;
		body->len += got;
	}
	body->p[body->len] = '\0';
	return 0;
}

struct serving {
	struct web_request request;
	struct web_reply reply;
	struct buf body, head;
};

/* What is no request has an id and a line in the log, too. */
static void
refuse(struct serving *s, int status, const char *why)
{
	web_reply_header(&s->reply, "X-Request-ID", s->request.id);
	web_reply_detail(&s->reply, status, "%s", why);
	log_info("%s %s %d: %s, request %s", s->request.method,
	    s->request.path != NULL ? s->request.path : "(no path)", status, why, s->request.id);
}

static void
serve_one(const struct gateway *g, const struct wire *w, struct serving *s)
{
	struct err e;
	int status;

	web_reply_reset(&s->reply);
	buf_reset(&s->head);
	if (web_request_take(&s->request, w->variable, w->arg, &e)) {
		refuse(s, 400, e.msg);
	} else if ((status = read_body(g, w, &s->body)) != 0) {
		(void)err_set(&e, ERR_DATA,
		    status == 413
			? "the body is longer than %zu bytes"
			: "the body is not as long as it is said to be (at most %zu bytes)",
		    g->body_max);
		refuse(s, status, e.msg);
	} else {
		s->request.body = s->body.p != NULL ? s->body.p : "";
		s->request.body_len = s->body.len;
		g->answer(g->arg, &s->request, &s->reply);
	}
	web_reply_head(&s->reply, &s->head);
	/* the head is that of the answer, RFC 9110 section 9.3.2 */
	if (strcmp(s->request.method, "HEAD") == 0)
		buf_reset(&s->reply.body);
}

static void
serving_release(struct serving *s)
{
	web_request_release(&s->request);
	web_reply_release(&s->reply);
	buf_release(&s->body);
	buf_release(&s->head);
}

/* --- CGI */

static const char *
cgi_variable(void *arg, const char *name)
{
	(void)arg;
	return getenv(name); /* also an empty one */
}

static size_t
cgi_read(void *arg, char *p, size_t n)
{
	const struct gateway *g = arg;

	return fread(p, 1, n, g->in);
}

bool
gateway_is_cgi(void)
{
	return env_get("GATEWAY_INTERFACE") != NULL && env_get("REQUEST_METHOD") != NULL;
}

int
gateway_cgi(const struct gateway *g, struct err *e)
{
	struct gateway own = *g;
	const struct wire w = { cgi_variable, cgi_read, &own };
	struct serving s = { 0 };
	int rc = 0;

	serve_one(g, &w, &s);
	if (fwrite(s.head.p, 1, s.head.len, g->out) != s.head.len ||
	    fwrite(s.reply.body.p, 1, s.reply.body.len, g->out) != s.reply.body.len ||
	    fflush(g->out) != 0)
		rc = err_errno(e, ERR_IO, "standard output");
	serving_release(&s);
	return rc;
}

/* --- FastCGI */

static const char *
fcgi_variable(void *arg, const char *name)
{
	const FCGX_Request *request = arg;

	return FCGX_GetParam(name, request->envp);
}

static size_t
fcgi_read(void *arg, char *p, size_t n)
{
	FCGX_Request *request = arg;
	int got = FCGX_GetStr(p, n > 65536 ? 65536 : (int)n, request->in);

	return got > 0 ? (size_t)got : 0;
}

static void
fcgi_put(FCGX_Request *request, const struct buf *b)
{
	size_t at, n;

	for (at = 0; at < b->len; at += n) {
		n = b->len - at > 65536 ? 65536 : b->len - at;
		if (FCGX_PutStr(b->p + at, (int)n, request->out) < 0)
			return; /* the server is gone: nobody reads it */
	}
}

static bool
is_socket(int fd)
{
	int listens = 0;
	socklen_t n = sizeof listens;

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &n) == 0 && listens;
}

/* Take away what one that was killed left behind. -1: somebody answers there. */
static int
clear_path(const char *path, const struct sockaddr_un *to, struct err *e)
{
	struct stat st;
	int fd, rc;

	if (lstat(path, &st) != 0 || !S_ISSOCK(st.st_mode))
		return 0; /* what else is there, bind() reports */
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", path);
	rc = connect(fd, (const struct sockaddr *)to, sizeof *to);
	if (rc == 0 || errno == EAGAIN) /* EAGAIN: it has too much to do */
		rc = err_set(e, ERR_CREATE,
		    "%s: another program answers there; stop it, or take another path", path);
	else if (errno == ECONNREFUSED)
		rc = unlink(path) == 0 ? 0 : err_errno(e, ERR_CREATE, "%s", path);
	else
		rc = err_errno(e, ERR_CREATE, "%s", path);
	(void)close(fd);
	return rc;
}

/* A socket in the file system, which the web server's group may talk to. */
static int
open_file(const char *path, struct err *e)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd, rc;

	if (strlen(path) >= sizeof to.sun_path)
		return err_set(e, ERR_USAGE, "%s: the path of a socket is at most %zu bytes", path,
		    sizeof to.sun_path - 1);
	memcpy(to.sun_path, path, strlen(path) + 1);
	if (clear_path(path, &to, e))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", path);
	mask = umask(0117);
	rc = bind(fd, (const struct sockaddr *)&to, sizeof to) != 0 || listen(fd, BACKLOG) != 0;
	(void)umask(mask);
	if (rc) {
		(void)err_errno(e, ERR_CREATE, "%s", path);
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* "host:port", "[::1]:9000", ":9000" (loopback). */
static int
open_port(const char *where, struct err *e)
{
	const struct addrinfo want = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	const char *colon = strrchr(where, ':');
	struct addrinfo *found = NULL;
	char host[256];
	size_t n = colon != NULL ? (size_t)(colon - where) : 0;
	int fd = -1, on = 1, why;

	if (colon == NULL || n >= sizeof host)
		return err_set(e, ERR_USAGE, "%s is neither a path nor HOST:PORT", where);
	if (n > 1 && where[0] == '[' && where[n - 1] == ']') {
		where++;
		n -= 2;
	}
	memcpy(host, where, n);
	host[n] = '\0';
	why = getaddrinfo(n > 0 ? host : "127.0.0.1", colon + 1, &want, &found);
	if (why != 0)
		return err_set(e, ERR_USAGE, "%s: %s", where, gai_strerror(why));
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
		(void)err_errno(e, ERR_CREATE, "%s", where);
		if (fd >= 0)
			(void)close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

int
gateway_socket(const char *listen, int *fd, struct err *e)
{
	const char *passed = env_get("LISTEN_FDS"), *to = env_get("LISTEN_PID");
	bool systemd = passed != NULL && strcmp(passed, "0") != 0 && to != NULL &&
		       strtol(to, NULL, 10) == (long)getpid();

	if (listen != NULL) {
		*fd = listen[0] == '/' ? open_file(listen, e) : open_port(listen, e);
		return *fd >= 0 ? 0 : -1;
	}
	*fd = systemd ? SYSTEMD_FD : STDIN_FILENO;
	if (is_socket(*fd))
		return 0;
	return err_set(e, ERR_USAGE,
	    "there is no socket to serve: a web server or systemd starts this program with one, or --listen opens one");
}

/* The next connection, whose peer may be silent for a while only; -1 when there is none (errno; EINTR: to stop). */
static int
next_connection(int fd)
{
	static const struct timeval reads = { READ_S, 0 }, writes = { WRITE_S, 0 };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	sigset_t stops, old;
	int conn, ready = -1;

	(void)sigemptyset(&stops);
	(void)sigaddset(&stops, SIGINT);
	(void)sigaddset(&stops, SIGTERM);
	(void)sigaddset(&stops, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &stops, &old); /* none may come between asking and waiting */
	errno = EINTR;
	if (stop_asked() == 0)
		ready = ppoll(&p, 1, NULL, &old);
	conn = errno;
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	errno = conn;
	if (ready < 0)
		return -1;
	conn = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	if (conn >= 0 &&
	    (setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &reads, sizeof reads) != 0 ||
		setsockopt(conn, SOL_SOCKET, SO_SNDTIMEO, &writes, sizeof writes) != 0)) {
		(void)close(conn);
		return -1;
	}
	return conn;
}

/* Whether the next one may be better. */
static bool
passes(int error)
{
	return error == EINTR || error == EAGAIN || error == ECONNABORTED || error == EPROTO;
}

/*
 * libfcgi is given connections, not the socket: it waits in accept() after a peer that broke off, where a signal
 * that came before cannot reach it, and it waits for a silent peer for ever. One request a connection: a peer that
 * kept it would keep this process.
 */
int
gateway_serve(const struct gateway *g, int fd, struct err *e)
{
	struct serving s = { 0 };
	FCGX_Request request;
	struct wire w = { fcgi_variable, fcgi_read, &request };
	int flags = fcntl(fd, F_GETFL), rc = 0;

	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, -1, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return err_set(e, ERR_BUG, "libfcgi cannot begin");
	/* several wait for it: who comes late must not be held */
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return err_errno(e, ERR_IO, "the socket");
	while (stop_asked() == 0) {
		int conn = next_connection(fd);

		if (conn < 0 && passes(errno))
			continue;
		if (conn < 0) {
			rc = err_errno(e, ERR_IO, "accepting a connection");
			break;
		}
		request.ipcFd = conn;
		request.keepConnection = 1; /* what is open is not closed before it is read */
		if (FCGX_Accept_r(&request) < 0)
			continue; /* it was no request, and is closed */
		serve_one(g, &w, &s);
		fcgi_put(&request, &s.head);
		fcgi_put(&request, &s.reply.body);
		request.keepConnection = 0;
		FCGX_Finish_r(&request);
	}
	serving_release(&s);
	return rc;
}
