#include "run/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "io/jsonl.h"
#include "run/history.h"
#include "run/pipeline.h"

#define SUFFIX ".jsonl"

char *
journal_dir(const char *pipeline, struct err *e)
{
	char *name = mem_fmt("pipelines/%s/", pipeline), *dir = path_state(name, e);

	if (dir != NULL)
		dir[strlen(dir) - 1] = '\0';
	free(name);
	return dir;
}

int
journal_create(struct journal *j, const char *dir, const char *run_id, struct err *e)
{
	*j = (struct journal){ .path = mem_fmt("%s/%s" SUFFIX, dir, run_id) };
	j->fd = open(j->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	if (j->fd < 0 || path_sync(dir)) {
		(void)err_errno(e, ERR_CREATE, "%s", j->path);
		journal_close(j);
		return -1;
	}
	return 0;
}

/* The size up to the last line's end. */
static int
whole_lines(int fd, off_t *size)
{
	char chunk[4096];
	off_t at = lseek(fd, 0, SEEK_END), from;
	ssize_t n;
	char *end;

	for (; at > 0; at = from) {
		from = at > (off_t)sizeof chunk ? at - (off_t)sizeof chunk : 0;
		n = pread(fd, chunk, (size_t)(at - from), from);
		if (n <= 0)
			return -1;
		end = memrchr(chunk, '\n', (size_t)n);
		if (end != NULL) {
			*size = from + (end - chunk) + 1;
			return 0;
		}
	}
	*size = 0;
	return at < 0 ? -1 : 0;
}

int
journal_open(struct journal *j, const char *path, struct err *e)
{
	*j = (struct journal){ .path = mem_str(path) };
	j->fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (j->fd < 0 || whole_lines(j->fd, &j->size) || ftruncate(j->fd, j->size)) {
		(void)err_errno(e, ERR_IO, "%s", path);
		journal_close(j);
		return -1;
	}
	return 0;
}

void
journal_close(struct journal *j)
{
	if (j->fd >= 0)
		(void)close(j->fd); /* every line was synced */
	free(j->path);
	*j = (struct journal){ .fd = -1 };
}

int
journal_add(struct journal *j, const char *line, size_t n, struct err *e)
{
	ssize_t done;
	size_t at;

	for (at = 0; at < n; at += (size_t)done) {
		done = write(j->fd, line + at, n - at);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done < 0)
			goto fail;
	}
	if (fdatasync(j->fd))
		goto fail;
	j->size += (off_t)n;
	return 0;
fail:
	(void)err_errno(e, ERR_IO, "%s", j->path);
	(void)!ftruncate(j->fd, j->size); /* half a line: if it stays, the reader passes it over */
	return -1;
}

int
journal_stored(struct journal *j, struct err *e)
{
	char *line = mem_fmt("{\"kind\":\"stored\",\"bytes\":%lld}\n", (long long)j->size);
	int rc = journal_add(j, line, strlen(line), e);

	free(line);
	return rc;
}

/* One file: its records into the history, and whether the last of them is stored. */
static int
read_file(struct history *h, const char *path, struct err *e)
{
	struct past_run *r = NULL;
	struct rec *rec = NULL;
	struct jsonl in = { 0 };
	char *run_id = NULL;
	bool pending = false;
	FILE *fp = fopen(path, "re");
	int got, rc = -1;

	if (fp == NULL)
		return err_errno(e, ERR_IO, "%s", path);
	jsonl_init(&in, fp, path);
	rec = mem_new(1, sizeof *rec);
	while ((got = jsonl_next(&in, rec, e)) != 0) {
		if (got < 0 && e->code != ERR_DATA)
			goto out;
		if (got < 0) /* the last line before a crash */
			continue;
		if (slice_is(rec_kind(rec), "stored")) {
			pending = false;
			continue;
		}
		r = history_take(h, rec->line.p, rec->line.n, e);
		pending |= r != NULL;
		if (r != NULL && run_id == NULL)
			run_id = mem_str(r->run_id);
	}
	r = run_id == NULL ? NULL : history_find(h, run_id);
	if (r != NULL) {
		r->pending = pending;
		free(r->journal);
		r->journal = mem_str(path);
	}
	rc = 0;
out:
	jsonl_release(&in);
	(void)fclose(fp); /* only read */
	free(run_id);
	free(rec);
	return rc;
}

static bool
ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

static void
read_dir(struct history *h, const char *dir)
{
	struct err e = { 0 };
	struct dirent *d;
	char *path;
	DIR *dp = opendir(dir);

	if (dp == NULL) {
		if (errno != ENOENT)
			log_warn("%s: %s", dir, strerror(errno));
		return;
	}
	while ((d = readdir(dp)) != NULL) {
		if (!ends_in(d->d_name, SUFFIX))
			continue;
		path = mem_fmt("%s/%s", dir, d->d_name);
		if (read_file(h, path, &e))
			log_warn("%s", e.msg);
		free(path);
	}
	(void)closedir(dp); /* only read */
}

void
journal_clean(const char *dir)
{
	struct dirent *d;
	struct stat st;
	DIR *dp = opendir(dir);

	while (dp != NULL && (d = readdir(dp)) != NULL)
		if (ends_in(d->d_name, SUFFIX) && fstatat(dirfd(dp), d->d_name, &st, 0) == 0 &&
		    st.st_size == 0)
			(void)unlinkat(dirfd(dp), d->d_name, 0); /* it is there again next time */
	if (dp != NULL)
		(void)closedir(dp); /* only read */
}

int
journal_history(struct history *h, const char *pipeline, struct err *e)
{
	char *top = path_state("pipelines", e), *dir;
	struct dirent *d;
	DIR *dp;

	if (top == NULL)
		return -1;
	dp = pipeline == NULL ? opendir(top) : NULL;
	if (pipeline != NULL) {
		dir = mem_fmt("%s/%s", top, pipeline);
		read_dir(h, dir);
		free(dir);
	}
	while (dp != NULL && (d = readdir(dp)) != NULL) {
		if (!pipeline_name_ok(d->d_name))
			continue;
		dir = mem_fmt("%s/%s", top, d->d_name);
		read_dir(h, dir);
		free(dir);
	}
	if (dp != NULL)
		(void)closedir(dp); /* only read */
	free(top);
	history_sort(h);
	return 0;
}

void
journal_trim(const struct history *h, const char *pipeline, size_t keep, size_t most)
{
	const struct past_run *r;
	size_t i, seen = 0;

	for (i = 0; i < h->n; i++) {
		r = &h->runs[i];
		if (r->journal == NULL || r->pipeline == NULL || strcmp(r->pipeline, pipeline) != 0)
			continue;
		seen++;
		if (seen > (r->pending ? most : keep) && r->finished_at != CLOCK_NONE)
			(void)unlink(r->journal); /* it is there again next time */
	}
}
