#include "run/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 32768
#define SHORTER 8192
#define CHUNKS 16 /* so that one loud step does not keep the others waiting */

void
lines_open(struct lines *l, int fd)
{
	int flags = fcntl(fd, F_GETFL);

	*l = (struct lines){ .fd = fd };
	if (flags >= 0)
		(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK); /* of a pipe: cannot fail */
}

void
lines_release(struct lines *l)
{
	if (l->fd >= 0)
		(void)close(l->fd);
	buf_release(&l->line);
	*l = (struct lines){ .fd = -1 };
}

static void
hand_out(struct lines *l, lines_fn *take, void *arg)
{
	char *nul;

	if (l->line.p == NULL)
		buf_add(&l->line, "", 0);
	if (l->cut) { /* the cut may go through a secret, which nobody would know then */
		l->line.len -= SHORTER;
		l->line.p[l->line.len] = '\0';
	}
	while ((nul = memchr(l->line.p, '\0', l->line.len)) != NULL)
		*nul = ' ';
	if (l->line.len > 0 && l->line.p[l->line.len - 1] == '\r')
		l->line.p[--l->line.len] = '\0';
	take(arg, &l->line);
	buf_reset(&l->line);
	l->cut = false;
}

static void
add(struct lines *l, const char *p, size_t n)
{
	if (l->line.len + n > LINES_MAX) {
		n = LINES_MAX - l->line.len;
		l->cut = true;
	}
	buf_add(&l->line, p, n);
}

void
lines_end(struct lines *l, lines_fn *take, void *arg)
{
	if (l->line.len > 0)
		hand_out(l, take, arg);
	if (l->fd >= 0)
		(void)close(l->fd);
	l->fd = -1;
}

void
lines_read(struct lines *l, lines_fn *take, void *arg)
{
	char chunk[CHUNK], *p, *end;
	ssize_t n;
	int i;

	for (i = 0; i < CHUNKS; i++) {
		n = read(l->fd, chunk, sizeof chunk);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			lines_end(l, take, arg);
			return;
		}
		for (p = chunk; n > 0; p = end + 1) {
			end = memchr(p, '\n', (size_t)n);
			if (end == NULL) {
				add(l, p, (size_t)n);
				break;
			}
			add(l, p, (size_t)(end - p));
			hand_out(l, take, arg);
			n -= end + 1 - p;
		}
	}
}
