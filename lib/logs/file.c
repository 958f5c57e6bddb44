/* A file as a source of lines, also while others rotate it */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "logs/feed.h"
#include "logs/source.h"
#include "logs/when.h"

#define GRACE (5 * CLOCK_SECOND)

struct file {
	const char *name;
	const struct log_want *want;
	int fd;
	dev_t dev;
	ino_t ino;
	struct feed feed;
	int64_t at;     /* of the last line that said it */
	int64_t denied; /* monotonic; since when its follower may not be read, 0: it may */
};

static int
open_it(struct file *f, struct err *e)
{
	struct stat st;

	f->fd = open(f->name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (f->fd < 0)
		return err_errno(e, errno == EACCES ? ERR_PERM : ERR_NOINPUT, "%s", f->name);
	if (fstat(f->fd, &st) != 0)
		return err_errno(e, ERR_IO, "%s", f->name);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_NOINPUT, "%s is no file of lines", f->name);
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	return 0;
}

/* Go to where the last n lines begin: what is behind the last line end is one, too. */
static int
go_back(struct file *f, int64_t n, struct err *e)
{
	char block[16384];
	off_t size = lseek(f->fd, 0, SEEK_END), from = size;
	ssize_t got, i;

	while (n > 0 && from > 0) {
		off_t first = from > (off_t)sizeof block ? from - (off_t)sizeof block : 0;

		got = pread(f->fd, block, (size_t)(from - first), first);
		if (got != from - first)
			return err_errno(e, ERR_IO, "%s", f->name);
		for (i = got - 1; i >= 0; i--)
			if (block[i] == '\n' && first + i + 1 < size && --n == 0)
				return lseek(f->fd, first + i + 1, SEEK_SET) < 0
					   ? err_errno(e, ERR_IO, "%s", f->name)
					   : 0;
		from = first;
	}
	if (n > 0 && lseek(f->fd, 0, SEEK_SET) < 0)
		return err_errno(e, ERR_IO, "%s", f->name);
	return 0;
}

static void
file_close(void *s)
{
	struct file *f = s;

	if (f == NULL)
		return;
	if (f->fd >= 0)
		(void)close(f->fd); /* only read */
	feed_release(&f->feed);
	free(f);
}

static int
file_open_source(void **s, const char *name, const struct log_want *want, struct err *e)
{
	struct file *f = mem_new(1, sizeof *f);

	f->name = name;
	f->want = want;
	f->feed.max = LOG_LINE_MAX;
	f->at = CLOCK_NONE;
	f->fd = -1;
	if (open_it(f, e) || (want->lines >= 0 && go_back(f, want->lines, e))) {
		file_close(f);
		return -1;
	}
	*s = f;
	return 0;
}

/* Whether the name leads to another file by now, or what was read is not there any more. */
static bool
is_other(struct file *f)
{
	struct stat st;

	if (stat(f->name, &st) == 0 && (st.st_dev != f->dev || st.st_ino != f->ino))
		return true;
	if (fstat(f->fd, &st) == 0 && st.st_size < lseek(f->fd, 0, SEEK_CUR)) {
		(void)lseek(f->fd, 0, SEEK_SET); /* of a regular file */
		feed_restart(&f->feed);
	}
	return false;
}

/* Another file is at the name, and this one was read to its end. One that goes away meanwhile is
 * none yet, and so is one whose rights are only being set. */
static int
take_other(struct file *f, struct err *e)
{
	int old = f->fd;

	if (open_it(f, e)) {
		if (f->fd >= 0)
			(void)close(f->fd);
		f->fd = old;
		if (e->code == ERR_PERM && f->denied == 0)
			f->denied = clock_mono();
		return e->code == ERR_NOINPUT ||
			       (e->code == ERR_PERM && clock_mono() - f->denied < GRACE)
			   ? 0
			   : -1;
	}
	f->denied = 0;
	(void)close(old); /* only read */
	feed_restart(&f->feed);
	return 1;
}

/* 1 with a line, 0 without one. */
static int
read_one(struct file *f, struct feed_line *l, struct err *e)
{
	bool other;
	int got;

	for (;;) {
		got = feed_next(&f->feed, f->fd, l, e);
		if (got != 0)
			return got < 0 ? err_wrap(e, "%s", f->name) : got;
		if (!f->want->follow)
			return feed_rest(&f->feed, l);
		other = is_other(f);
		got = feed_next(&f->feed, f->fd, l, e); /* written before it was put aside */
		if (got == 0 && other)
			got = feed_rest(&f->feed, l);
		if (got != 0 || !other)
			return got < 0 ? err_wrap(e, "%s", f->name) : got;
		got = take_other(f, e);
		if (got <= 0)
			return got;
	}
}

static int
file_next(void *s, struct log_line *line, struct err *e)
{
	struct file *f = s;
	struct feed_line l;
	int64_t at;
	int got;

	do {
		got = read_one(f, &l, e);
		if (got <= 0)
			return got < 0 ? got : f->want->follow ? LOG_NOTHING : LOG_END;
		at = when_said(l.p, l.n, f->want->now);
		if (at != CLOCK_NONE)
			f->at = at; /* what follows belongs to it, until another one says its own */
	} while (f->at != CLOCK_NONE && f->want->since != CLOCK_NONE && f->at < f->want->since);
	*line = (struct log_line){
		.at = f->at, .text = l.p, .n = l.n, .dated = at != CLOCK_NONE, .cut = l.cut
	};
	return LOG_LINE;
}

static int
file_fd(const void *s)
{
	(void)s; /* a file is always ready */
	return -1;
}

const struct log_source_type log_file = { "file", file_open_source, file_next, file_fd,
	file_close };
