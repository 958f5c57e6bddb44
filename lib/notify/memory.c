#include "notify/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "io/emit.h"
#include "io/jsonl.h"

#define LOCK_WAIT (150 * CLOCK_SECOND) /* whoever has it may be waiting for a limit to pass */

/* FNV-1a. */
static uint64_t
hash_of(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h;
}

struct told *
memory_find(const struct memory *m, const char *key)
{
	uint64_t h = hash_of(key);
	size_t i;

	for (i = 0; i < m->n; i++)
		if (m->all[i].hash == h && strcmp(m->all[i].key, key) == 0)
			return &m->all[i];
	return NULL;
}

struct told *
memory_make(struct memory *m, const char *key)
{
	struct told *t = memory_find(m, key);

	if (t != NULL)
		return t;
	if (m->n == m->cap) {
		m->cap = mem_more(m->cap, m->n + 1);
		m->all = mem_grow(m->all, m->cap, sizeof *m->all);
	}
	t = &m->all[m->n++];
	*t = (struct told){ .key = mem_str(key), .hash = hash_of(key) };
	return t;
}

/* --- reading */

static int
take_int(const struct rec *rec, const char *name, int64_t *v, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f != NULL && f->type == REC_NUMBER &&
	    num_int(f->text.p, f->text.n, 0, INT64_MAX, v) == 0)
		return 0;
	return err_set(e, ERR_DATA, "%s is missing or no number", name);
}

static int
take_time(const struct rec *rec, const char *name, int64_t *v, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f != NULL && f->type == REC_STRING && clock_parse_time(f->text.p, f->text.n, v) == 0)
		return 0;
	return err_set(e, ERR_DATA, "%s is missing or no time", name);
}

static int
take_told(struct memory *m, const struct rec *rec, struct err *e)
{
	const struct rec_field *key = rec_get(rec, "key"), *level = rec_get(rec, "level");
	char *text = rec_take_text(key), *word = rec_take_text(level);
	int found = word == NULL ? -1 : note_level_find(word), rc = -1;
	struct told *t;

	if (text == NULL || found < 0) {
		(void)err_set(e, ERR_DATA, "key or level is missing");
	} else {
		t = memory_make(m, text);
		t->level = (enum note_level)found;
		if (take_time(rec, "at", &t->at, e) == 0 &&
		    take_int(rec, "quiet", &t->quiet, e) == 0)
			rc = 0;
	}
	free(text);
	free(word);
	return rc;
}

/* The first line says how many follow: a file that was cut is known by that. */
static int
read_lines(struct memory *m, FILE *fp, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct jsonl in;
	int64_t keys = 0;
	int got, rc = -1;

	jsonl_init(&in, fp, m->path);
	got = jsonl_next(&in, rec, e);
	if (got == 0)
		(void)err_set(e, ERR_DATA, "the file is empty");
	if (got <= 0 || take_time(rec, "from", &m->from, e) || take_int(rec, "used", &m->used, e) ||
	    take_int(rec, "keys", &keys, e))
		goto out;
	if (rec_get(rec, "sums") != NULL && /* a file of before has none */
	    (take_int(rec, "sums", &m->sums, e) || take_int(rec, "held", &m->held, e)))
		goto out;
	while ((got = jsonl_next(&in, rec, e)) > 0)
		if (take_told(m, rec, e))
			goto out;
	if (got == 0 && (uint64_t)keys != m->n)
		(void)err_set(e, ERR_DATA, "%zu of %lld keys are there", m->n, (long long)keys);
	else
		rc = got;
out:
	if (rc)
		(void)err_wrap(e, "line %zu", in.lineno);
	jsonl_release(&in);
	free(rec);
	return rc;
}

static void
forget(struct memory *m)
{
	while (m->n > 0)
		free(m->all[--m->n].key);
	m->from = m->used = m->sums = m->held = 0;
}

static int
read_file(struct memory *m, bool write, struct err *e)
{
	FILE *fp = fopen(m->path, "re");
	char *aside;
	int rc;

	if (fp == NULL)
		return errno == ENOENT ? 0 : err_errno(e, ERR_IO, "%s", m->path);
	rc = read_lines(m, fp, e);
	(void)fclose(fp); /* only read */
	if (rc == 0 || e->code != ERR_DATA)
		return rc;
	forget(m);
	aside = mem_fmt("%s.bad", m->path);
	if (write && rename(m->path, aside))
		rc = err_errno(e, ERR_IO, "%s", m->path);
	else
		rc = 0;
	if (rc == 0)
		log_warn("%s: %s: what was told is not known any more%s%s", m->path, e->msg,
		    write ? "; the file is now " : "", write ? aside : "");
	free(aside);
	return rc;
}

int
memory_open(struct memory *m, const char *channel, bool write, struct err *e)
{
	char *name = mem_fmt("notify/%s.jsonl", channel), *lock;

	*m = (struct memory){ .lock = -1 };
	m->path = path_state(name, e);
	free(name);
	if (m->path == NULL)
		return -1;
	if (write) {
		lock = mem_fmt("%s.lock", m->path);
		m->lock = lock_take(lock, LOCK_WAIT, e);
		free(lock);
		if (m->lock < 0)
			return -1;
	}
	return read_file(m, write, e);
}

/* --- writing */

static int
by_age(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return x->at > y->at ? -1 : x->at < y->at;
}

/* What is well and was told of long ago is as good as never told. */
static void
prune(struct memory *m, int64_t now)
{
	size_t i, kept = 0;

	for (i = 0; i < m->n; i++) {
		if (m->all[i].level == NOTE_INFO && m->all[i].at < now - MEMORY_KEEP)
			free(m->all[i].key);
		else
			m->all[kept++] = m->all[i];
	}
	m->n = kept;
	if (m->n > MEMORY_MAX)
		qsort(m->all, m->n, sizeof *m->all, by_age);
	while (m->n > MEMORY_MAX)
		free(m->all[--m->n].key);
}

static int
write_lines(const struct memory *m, FILE *fp, const char *name, struct err *e)
{
	struct emit em;
	size_t i;
	int rc;

	emit_init(&em, fp, false);
	emit_name(&em, name);
	emit_begin(&em, NULL);
	emit_time(&em, "from", m->from);
	emit_int(&em, "used", m->used);
	emit_int(&em, "sums", m->sums);
	emit_int(&em, "held", m->held);
	emit_uint(&em, "keys", m->n);
	rc = emit_end(&em, e);
	for (i = 0; rc == 0 && i < m->n; i++) {
		emit_begin(&em, NULL);
		emit_str(&em, "key", m->all[i].key);
		emit_str(&em, "level", note_level_name(m->all[i].level));
		emit_time(&em, "at", m->all[i].at);
		emit_int(&em, "quiet", m->all[i].quiet);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	return rc;
}

/* The folder's own entry must be on the disk, too. */
static int
put_in_place(const char *next, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *dir = mem_copy(path, slash != NULL ? (size_t)(slash - path) : 0);
	int rc = 0;

	if (rename(next, path) || path_sync(dir))
		rc = err_errno(e, ERR_IO, "%s", path);
	free(dir);
	return rc;
}

int
memory_save(struct memory *m, int64_t now, struct err *e)
{
	char *next;
	FILE *fp;
	int fd, rc;

	if (m->lock < 0)
		return 0;
	prune(m, now);
	next = mem_fmt("%s.new", m->path);
	fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	fp = fd < 0 ? NULL : fdopen(fd, "w");
	if (fp == NULL) {
		rc = err_errno(e, ERR_CREATE, "%s", next);
	} else {
		rc = write_lines(m, fp, next, e);
		if (rc == 0 && (fflush(fp) || fsync(fileno(fp))))
			rc = err_errno(e, ERR_IO, "%s", next);
		if (fclose(fp) && rc == 0)
			rc = err_errno(e, ERR_IO, "%s", next);
		if (rc == 0)
			rc = put_in_place(next, m->path, e);
	}
	free(next);
	return rc;
}

void
memory_close(struct memory *m)
{
	forget(m);
	free(m->all);
	free(m->path);
	lock_release(m->lock);
	*m = (struct memory){ .lock = -1 };
}
