#include "secret/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/emit.h"
#include "secret/forms.h"
#include "secret/hide.h"
#include "secret/needles.h"

#define PIECE ((size_t)64 << 10)

/* Where in a text we are. */
struct place {
	uint64_t *ends; /* owned: line ends that were read and are not behind us yet */
	size_t n, cap;
	uint64_t line, start; /* from 1; where it begins */
};

/* A path as it may be shown: names of files can be secrets. */
static char *
shown(const struct scan *sc, const char *path)
{
	struct buf text = { 0 };

	hide_text(sc->s, path, strlen(path), &text);
	return buf_take(&text);
}

static void
add_ends(struct place *at, const char *p, size_t n, uint64_t offset)
{
	const char *end = p;

	while ((end = memchr(end, '\n', n - (size_t)(end - p))) != NULL) {
		if (at->n == at->cap) {
			at->cap = mem_more(at->cap, at->n + 1);
			at->ends = mem_grow(at->ends, at->cap, sizeof *at->ends);
		}
		at->ends[at->n++] = offset + (uint64_t)(end++ - p);
	}
}

static void
go_to(struct place *at, uint64_t offset)
{
	size_t i;

	for (i = 0; i < at->n && at->ends[i] < offset; i++) {
		at->line++;
		at->start = at->ends[i] + 1;
	}
	if (i > 0)
		memmove(at->ends, at->ends + i, (at->n - i) * sizeof *at->ends);
	at->n -= i;
}

/* line 0: the file's name holds it. */
static int
tell(struct scan *sc, const char *name, uint64_t line, uint64_t column, const struct forms_hit *hit,
    struct err *e)
{
	emit_begin(sc->out, "finding");
	emit_str(sc->out, "file", name);
	if (line > 0) {
		emit_uint(sc->out, "line", line);
		emit_uint(sc->out, "column", column);
	}
	emit_str(sc->out, "name", sc->s->values[hit->value].name);
	emit_str(sc->out, "form", hit->form);
	sc->found++;
	return emit_end(sc->out, e);
}

/* What is certain by now. */
static int
take(struct scan *sc, struct forms *f, struct place *at, const char *name, struct err *e)
{
	struct forms_hit hit;

	while (forms_take(f, &hit)) {
		if (hit.more)
			continue;
		go_to(at, hit.start);
		if (tell(sc, name, at->line, hit.start - at->start + 1, &hit, e))
			return -1;
	}
	go_to(at, forms_settled(f));
	return 0;
}

/* A text of that name, which may be shown. *unread is set when it is its fault that this fails. */
static int
search(struct scan *sc, int fd, const char *name, bool *unread, struct err *e)
{
	struct forms *f = forms_new(sc->s);
	struct place at = { .line = 1 };
	char *piece = mem_new(PIECE, 1);
	uint64_t offset = 0;
	ssize_t n;
	int rc = -1;

	for (;;) {
		n = stop_asked() ? 0 : read(fd, piece, PIECE);
		if (stop_asked()) {
			(void)err_set(e, ERR_TEMP, "stopped by a signal");
			goto out;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		add_ends(&at, piece, (size_t)n, offset);
		offset += (uint64_t)n;
		forms_feed(f, piece, (size_t)n);
		if (take(sc, f, &at, name, e))
			goto out;
	}
	if (n < 0) {
		*unread = true;
		(void)err_errno(e, ERR_IO, "%s", name);
		goto out;
	}
	forms_end(f);
	rc = take(sc, f, &at, name, e);
	sc->files++;
out:
	explicit_bzero(piece, PIECE);
	free(piece);
	free(at.ends);
	forms_free(f);
	return rc;
}

int
scan_stream(struct scan *sc, int fd, const char *name, struct err *e)
{
	bool unread;

	return search(sc, fd, name, &unread, e);
}

/* What could not be read is told, and the rest is searched. */
static int
cannot(struct scan *sc, const char *path)
{
	char *name = shown(sc, path);
	struct err e;

	(void)err_errno(&e, errno == EACCES || errno == EPERM ? ERR_PERM : ERR_IO, "%s", name);
	log_warn("%s", e.msg);
	if (sc->unread++ == 0)
		sc->why = e;
	free(name);
	return 0;
}

/* A name that holds a value. */
static int
search_name(struct scan *sc, const char *path, const char *name, struct err *e)
{
	const char *base = strrchr(path, '/');
	struct forms *f = forms_new(sc->s);
	struct forms_hit hit;
	int rc = 0;

	base = base == NULL ? path : base + 1;
	forms_feed(f, base, strlen(base));
	forms_end(f);
	while (rc == 0 && forms_take(f, &hit))
		rc = hit.more ? 0 : tell(sc, name, 0, 0, &hit, e);
	forms_free(f);
	return rc;
}

static int
search_file(struct scan *sc, int dir, const char *entry, const char *path, struct err *e)
{
	int fd = openat(dir, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), rc;
	bool unread = false;
	struct stat st;
	char *name;

	if (fd < 0)
		return errno == ENOENT ? 0 : cannot(sc, path); /* it went away meanwhile */
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		errno = EBUSY; /* something else took its place */
		return cannot(sc, path);
	}
	name = shown(sc, path);
	rc = search(sc, fd, name, &unread, e);
	free(name);
	(void)close(fd);
	if (rc == 0 || !unread)
		return rc;
	log_warn("%s", e->msg);
	if (sc->unread++ == 0)
		sc->why = *e;
	return 0;
}

/* A link is not followed: what it leads to is searched where it stands, if that is in the tree. */
static void
pass_link(const struct scan *sc, const char *path, const char *top)
{
	char *to = realpath(path, NULL), *whole = realpath(top, NULL), *name;
	size_t n = whole == NULL ? 0 : strlen(whole);

	if (to != NULL && whole != NULL &&
	    (strncmp(to, whole, n) != 0 || (to[n] != '/' && to[n] != '\0' && n > 1))) {
		name = shown(sc, path);
		log_note("%s: a link to what is outside, which is not searched", name);
		free(name);
	}
	free(to);
	free(whole);
}

static int search_dir(
    struct scan *sc, int fd, const char *path, const char *top, int depth, struct err *e);

static int
search_entry(struct scan *sc, int dir, const char *entry, const char *path, const char *top,
    int depth, struct err *e)
{
	struct stat st;
	char *name;
	int fd, rc;

	if (fstatat(dir, entry, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : cannot(sc, path);
	name = shown(sc, path);
	rc = search_name(sc, path, name, e);
	if (rc == 0 && S_ISLNK(st.st_mode))
		pass_link(sc, path, top);
	else if (rc == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		log_note("%s: no file, and not searched", name);
	free(name);
	if (rc || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return rc;
	if (S_ISREG(st.st_mode))
		return search_file(sc, dir, entry, path, e);
	fd = depth == SCAN_DEPTH_MAX
		 ? -1
		 : openat(dir, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		return search_dir(sc, fd, path, top, depth + 1, e);
	if (depth == SCAN_DEPTH_MAX)
		errno = ELOOP;
	return errno == ENOENT ? 0 : cannot(sc, path);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What is in a folder, in order; NULL with errno. */
static char **
entries(DIR *dp, size_t *n)
{
	char **names = NULL;
	struct dirent *d;
	size_t i, cap = 0;
	int failed;

	*n = 0;
	while ((errno = 0, d = readdir(dp)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		if (*n == cap) {
			cap = mem_more(cap, *n + 1);
			names = mem_grow(names, cap, sizeof *names);
		}
		names[(*n)++] = mem_str(d->d_name);
	}
	failed = errno;
	if (failed == 0 && names == NULL)
		return mem_new(1, sizeof *names);
	if (failed == 0) {
		qsort(names, *n, sizeof *names, by_name);
		return names;
	}
	for (i = 0; i < *n; i++)
		free(names[i]);
	free(names);
	errno = failed;
	return NULL;
}

/* The folder behind fd, which is closed. */
static int
search_dir(struct scan *sc, int fd, const char *path, const char *top, int depth, struct err *e)
{
	DIR *dp = fdopendir(fd);
	char **names, *child;
	size_t n = 0, i;
	int rc = 0;

	if (dp == NULL) {
		(void)close(fd);
		return cannot(sc, path);
	}
	names = entries(dp, &n);
	if (names == NULL)
		rc = cannot(sc, path);
	for (i = 0; i < n; i++) {
		child = mem_fmt("%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", names[i]);
		if (rc == 0 && strcmp(names[i], ".git") == 0)
			log_note("%s: git keeps its objects packed: git log -p --all | pf-secrets "
				 "scan - searches them",
			    child);
		if (rc == 0)
			rc = search_entry(sc, dirfd(dp), names[i], child, top, depth, e);
		free(child);
		free(names[i]);
	}
	free(names);
	(void)closedir(dp);
	return rc;
}

int
scan_path(struct scan *sc, const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), rc;
	struct stat st;
	bool unread;
	char *name;

	if (fd < 0 || fstat(fd, &st)) {
		rc = err_errno(e,
		    errno == ENOENT   ? ERR_NOINPUT
		    : errno == EACCES ? ERR_PERM
				      : ERR_IO,
		    "%s", path);
		if (fd >= 0)
			(void)close(fd);
		return rc;
	}
	if (S_ISDIR(st.st_mode))
		return search_dir(sc, fd, path, path, 1, e);
	name = shown(sc, path);
	rc = search(sc, fd, name, &unread, e);
	free(name);
	(void)close(fd);
	return rc;
}
