#include "logs/feed.h"

#include <errno.h>
#include <unistd.h>

#include "base/err.h"

#define CHUNK ((size_t)64 << 10)

static void
give(struct feed *l, size_t n, bool cut, struct feed_line *line)
{
	line->p = l->buf.p + l->from;
	line->n = n;
	line->cut = cut;
	if (!cut && n > 0 && line->p[n - 1] == '\r')
		line->n--;
}

/* A line of what is there; *seen: bytes behind l->from without a line end. */
static bool
take(struct feed *l, size_t *seen, struct feed_line *line)
{
	size_t left;
	char *at;

	for (;;) {
		left = l->buf.len - l->from;
		at = left > *seen ? memchr(l->buf.p + l->from + *seen, '\n', left - *seen) : NULL;
		if (l->skip) {
			l->from = at != NULL ? (size_t)(at - l->buf.p) + 1 : l->buf.len;
			l->skip = at == NULL;
			*seen = 0;
			if (at == NULL)
				return false;
			continue;
		}
		*seen = left;
		if (at != NULL && (size_t)(at - (l->buf.p + l->from)) <= l->max) {
			left = (size_t)(at - (l->buf.p + l->from));
			give(l, left, false, line);
			l->from += left + 1;
			return true;
		}
		if (left <= l->max)
			return false;
		give(l, l->max, true, line);
		l->from += l->max;
		l->skip = true;
		return true;
	}
}

int
feed_next(struct feed *l, int fd, struct feed_line *line, struct err *e)
{
	size_t seen = 0;
	ssize_t got;

	for (;;) {
		if (take(l, &seen, line))
			return 1;
		buf_shift(&l->buf, l->from);
		l->from = 0;
		got = read(fd, buf_room(&l->buf, CHUNK), CHUNK);
		l->end = got == 0;
		if (got < 0 && errno != EAGAIN && errno != EINTR)
			return err_errno(e, ERR_IO, "read");
		if (got <= 0)
			return 0;
		l->buf.len += (size_t)got;
		l->buf.p[l->buf.len] = '\0';
	}
}

int
feed_rest(struct feed *l, struct feed_line *line)
{
	size_t left = l->buf.len - l->from;

	if (l->skip || left == 0)
		return 0;
	give(l, left, false, line);
	l->from = l->buf.len;
	return 1;
}

void
feed_restart(struct feed *l)
{
	buf_reset(&l->buf);
	l->from = 0;
	l->skip = l->end = false;
}

void
feed_release(struct feed *l)
{
	buf_release(&l->buf);
	feed_restart(l);
}
