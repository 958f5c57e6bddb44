/* A scripted HTTP server on loopback, for tests of clients: one connection a reply, requests noted in
 * a file */
#ifndef PF_TESTS_SERVER_H
#define PF_TESTS_SERVER_H

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

#define OK "HTTP/1.1 200 OK\r\nConnection: close\r\n"
#define STALL "\1" /* in a script: keep the connection open and say nothing more */

/* The server: a child process. seen gets the requests' heads and bodies. */
struct server {
	pid_t pid;
	int port;
	FILE *seen;
};

static void
answer(int fd, const char *reply, FILE *seen)
{
	char got[65536];
	size_t len = 0, body = 0;
	ssize_t n;
	const char *p, *end = NULL;

	while ((n = read(fd, got + len, sizeof got - 1 - len)) > 0) {
		len += (size_t)n;
		got[len] = '\0';
		end = strstr(got, "\r\n\r\n");
		if (got[0] == 0x16)
			break; /* a TLS handshake, which we do not speak */
		if (end == NULL)
			continue;
		p = strstr(got, "Content-Length: ");
		body = p == NULL ? 0 : strtoul(p + 16, NULL, 10);
		if (len >= (size_t)(end + 4 - got) + body)
			break;
	}
	(void)fwrite(got, 1, len, seen);
	(void)fputs("\n--\n", seen);
	(void)fflush(seen);
	n = (ssize_t)strcspn(reply, STALL);
	if (write(fd, reply, (size_t)n) == n && reply[n] != '\0')
		(void)sleep(30); /* ended with the server */
	(void)close(fd);
}

static void
serve(struct server *s, const char *const *script)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0), conn;
	char url[64];

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->seen = tmpfile();
	if (fd < 0 || s->seen == NULL || bind(fd, (struct sockaddr *)&at, sizeof at) ||
	    listen(fd, 8) || getsockname(fd, (struct sockaddr *)&at, &len))
		abort();
	s->port = ntohs(at.sin_port);
	(void)fflush(stdout);
	s->pid = fork();
	if (s->pid < 0)
		abort();
	if (s->pid == 0) {
		(void)alarm(60);
		for (; *script != NULL; script++) {
			conn = accept(fd, NULL, NULL);
			answer(conn, *script, s->seen);
		}
		_exit(0); /* the port is closed then: refused */
	}
	(void)close(fd);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s->port);
	(void)setenv("PF_TEST_URL", url, 1);
}

/* Everything it was sent, owned by the caller. */
static char *
stop(struct server *s)
{
	char *text = mem_new(1 << 20, 1);
	int status;

	(void)kill(s->pid, SIGKILL);
	(void)waitpid(s->pid, &status, 0);
	rewind(s->seen);
	text[fread(text, 1, (1 << 20) - 1, s->seen)] = '\0';
	(void)fclose(s->seen);
	return text;
}

static int
count(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		n++;
	return n;
}

#endif
