#include "secret/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#include "aws/sigv4.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "base/proc.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "secret/source.h"

#define FOLDER "pf-secrets"
#define FILE_MAX ((size_t)2 << 20)
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define CREDS_WAIT (10 * CLOCK_SECOND)

/* Where a secret is kept. */
struct shelf {
	int dir;
	bool encrypted;
	char name[SIGV4_HASH_LEN + 1];
};

void
cache_time(struct cache_time *t)
{
	int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	struct timespec ts = { 0 };
	ssize_t n = 0;

	*t = (struct cache_time){ .real = clock_real() };
	(void)clock_gettime(CLOCK_BOOTTIME, &ts); /* cannot fail */
	t->boot = ts.tv_sec * CLOCK_SECOND + ts.tv_nsec;
	if (fd >= 0) {
		n = read(fd, t->id, sizeof t->id - 1);
		(void)close(fd);
	}
	t->id[n > 0 ? strcspn(t->id, "\n") : 0] = '\0';
}

/* The folder of files in memory, for free(); NULL: this machine or user has none. */
static char *
memory(void)
{
	const char *dir = env_get("XDG_RUNTIME_DIR");

	if (dir == NULL)
		dir = env_get("RUNTIME_DIRECTORY");
	if (dir == NULL && geteuid() == 0)
		dir = "/run";
	if (dir == NULL || dir[0] != '/')
		return NULL;
	return mem_fmt("%.*s/" FOLDER, (int)strcspn(dir, ":"), dir);
}

/* Open a folder that nobody else can look into. */
static int
open_ours(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		(void)err_errno(e, ERR_CREATE, "%s", path);
	} else if (st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
		(void)err_set(
		    e, ERR_PERM, "%s: a folder for secrets has to be ours and of mode 0700", path);
	} else {
		return fd;
	}
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* 1 with the folder in memory; 0: there is none. */
static int
open_memory(int *dir, struct err *e)
{
	char *path = memory();
	struct statfs fs;
	int rc = 0;

	*dir = -1;
	if (path == NULL || (mkdir(path, 0700) && errno != EEXIST))
		goto out;
	*dir = open_ours(path, e);
	rc = *dir < 0 ? -1 : 1;
	if (rc == 1 &&
	    (fstatfs(*dir, &fs) || (fs.f_type != TMPFS_MAGIC && fs.f_type != RAMFS_MAGIC))) {
		(void)close(*dir);
		(void)rmdir(path); /* as it was, if it was made now */
		rc = 0;
	}
out:
	free(path);
	return rc;
}

/* Whether there is a program of that name in PATH. */
static bool
have(const char *program)
{
	const char *path = env_get("PATH");
	bool found = false;
	char *file;
	size_t n;

	for (; !found && path != NULL && *path != '\0'; path += n + (path[n] == ':')) {
		n = strcspn(path, ":");
		file = mem_fmt("%.*s/%s", (int)n, path, program);
		found = n > 0 && access(file, X_OK) == 0;
		free(file);
	}
	return found;
}

static int
open_shelf(struct shelf *s, const char *key, struct err *e)
{
	char *path;
	int rc = open_memory(&s->dir, e);

	sigv4_hash(s->name, key, strlen(key));
	s->encrypted = rc == 0;
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (!have("systemd-creds"))
		return err_set(e, ERR_CONFIG,
		    "no place to keep secrets: XDG_RUNTIME_DIR names no folder in memory (tmpfs), "
		    "and there is no systemd-creds");
	path = path_state(FOLDER, e);
	if (path == NULL)
		return -1;
	if (mkdir(path, 0700) && errno != EEXIST)
		(void)err_errno(e, ERR_CREATE, "%s", path);
	else
		s->dir = open_ours(path, e);
	free(path);
	return s->dir < 0 ? -1 : 0;
}

static int
write_all(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(fd, p, n);
		if (done < 0 && errno != EINTR)
			return -1;
		if (done < 0)
			done = 0;
	}
	return 0;
}

/* What systemd-creds makes of a text, which it gets from memory. */
static int
creds(const char *verb, const char *name, const struct buf *from, struct buf *to, struct err *e)
{
	char *named = mem_fmt("--name=pf-%.32s", name);
	const char *const argv[] = { "systemd-creds", "--quiet", named, verb, "-", "-", NULL };
	struct proc p = PROC_INIT;
	struct buf said = { 0 };
	int rc = -1, status;

	p.argv = argv;
	p.in = memfd_create("pf-secrets", MFD_CLOEXEC);
	if (p.in < 0 || write_all(p.in, from->p, from->len) || lseek(p.in, 0, SEEK_SET) != 0) {
		(void)err_errno(e, ERR_IO, "memfd");
		goto out;
	}
	status = proc_read(&p, clock_mono() + CREDS_WAIT, FILE_MAX, to, &said, e);
	if (status > 0)
		(void)err_set(e, ERR_CONFIG, "systemd-creds %s ended with %d: %.*s", verb, status,
		    (int)(said.len < 200 ? said.len : 200), said.len == 0 ? "" : said.p);
	rc = status == 0 ? 0 : -1;
out:
	if (p.in >= 0)
		(void)close(p.in);
	buf_release(&said);
	free(named);
	return rc;
}

static void
print(struct buf *out, const char *key, const struct secret_text *t, const struct cache_time *now)
{
	struct emit em;

	emit_init(&em, NULL, false);
	em.line.secret = true;
	emit_begin(&em, NULL);
	emit_str(&em, "of", key);
	emit_str(&em, "version", t->version);
	if (t->since != CLOCK_NONE)
		emit_int(&em, "since", t->since);
	emit_int(&em, "real", now->real);
	emit_int(&em, "boot", now->boot);
	emit_str(&em, "id", now->id);
	emit_strn(&em, "text", t->text.p == NULL ? "" : t->text.p, t->text.len);
	buf_add(out, em.line.p, em.line.len);
	buf_str(out, "}\n");
	buf_release(&em.line);
}

/* A new file in the place of the old one: who reads meanwhile has one of the two whole. */
static int
replace(const struct shelf *s, const struct buf *text, struct err *e)
{
	char *part = mem_fmt("%s.%d", s->name, (int)getpid());
	int fd, rc = -1;

	(void)unlinkat(s->dir, part, 0); /* of one who had our number and was killed */
	fd = openat(s->dir, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		(void)err_errno(e, ERR_CREATE, "keeping the secret");
	else if (write_all(fd, text->p, text->len) || (s->encrypted && fsync(fd)) ||
		 renameat(s->dir, part, s->dir, s->name))
		(void)err_errno(e, ERR_IO, "keeping the secret");
	else
		rc = 0;
	if (rc && fd >= 0)
		(void)unlinkat(s->dir, part, 0);
	if (fd >= 0)
		(void)close(fd);
	free(part);
	return rc;
}

int
cache_put(const char *key, const struct secret_text *t, const struct cache_time *now, struct err *e)
{
	struct buf text = { .secret = true }, sealed = { 0 };
	struct shelf s = { .dir = -1 };
	int rc = -1;

	print(&text, key, t, now);
	if (open_shelf(&s, key, e) == 0 &&
	    (!s.encrypted || creds("encrypt", s.name, &text, &sealed, e) == 0))
		rc = replace(&s, s.encrypted ? &sealed : &text, e);
	if (s.dir >= 0)
		(void)close(s.dir);
	buf_release(&text);
	buf_release(&sealed);
	return rc;
}

/* 1; 0: no such file. */
static int
read_file(const struct shelf *s, struct buf *text, struct err *e)
{
	int fd = openat(s->dir, s->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), rc = -1;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : err_errno(e, ERR_IO, "what was kept");
	if (fstat(fd, &st))
		(void)err_errno(e, ERR_IO, "what was kept");
	else if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		(void)err_set(e, ERR_PERM, "what was kept is no file of ours alone");
	else if (st.st_size > (off_t)FILE_MAX)
		(void)err_set(e, ERR_DATA, "what was kept is too long");
	else {
		n = read(fd, buf_room(text, FILE_MAX), FILE_MAX);
		if (n < 0)
			(void)err_errno(e, ERR_IO, "what was kept");
		else
			text->len = (size_t)n;
		rc = n < 0 ? -1 : 1;
	}
	(void)close(fd);
	return rc;
}

static int
number(const struct rec *rec, const char *name, int64_t *v)
{
	const struct rec_field *f = rec_get(rec, name);

	return f == NULL || f->type != REC_NUMBER
		   ? -1
		   : num_int(f->text.p, f->text.n, INT64_MIN, INT64_MAX, v);
}

/* A short text without escapes. */
static int
word(const struct rec *rec, const char *name, char *to, size_t cap)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type != REC_STRING || f->escaped || f->text.n >= cap)
		return -1;
	memcpy(to, f->text.p, f->text.n);
	to[f->text.n] = '\0';
	return 0;
}

static int
take(const struct rec *rec, struct secret_text *t, struct cache_time *kept)
{
	const struct rec_field *text = rec_get(rec, "text");

	if (text == NULL || text->type != REC_STRING || number(rec, "real", &kept->real) ||
	    number(rec, "boot", &kept->boot) || word(rec, "id", kept->id, sizeof kept->id) ||
	    word(rec, "version", t->version, sizeof t->version))
		return -1;
	if (number(rec, "since", &t->since))
		t->since = CLOCK_NONE;
	t->text.secret = true;
	(void)buf_room(&t->text, text->text.n);
	rec_text(text, &t->text);
	return 0;
}

static int
parse(struct buf *from, struct secret_text *t, struct cache_time *kept, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	int rc = 0;

	buf_char(from, '\n'); /* which ends what is read */
	if (object_parse(from->p, strcspn(from->p, "\n"), rec, &names, e) || take(rec, t, kept))
		rc = err_set(e, ERR_DATA, "what was kept is no file of ours");
	buf_release(&names);
	free(rec);
	return rc;
}

static int
judge(const struct cache_time *kept, const struct cache_time *now, int64_t max_age, int64_t *age,
    struct err *e)
{
	bool same = kept->id[0] != '\0' && strcmp(kept->id, now->id) == 0;
	int64_t from = same ? kept->boot : kept->real, to = same ? now->boot : now->real;

	if (__builtin_sub_overflow(to, from, age) || *age < 0)
		return err_set(
		    e, ERR_TEMP, "what was kept is of unknown age: the clock shows less than then");
	if (*age > max_age)
		return err_set(e, ERR_TEMP, "what was kept is %lld s old, and %lld are allowed",
		    (long long)(*age / CLOCK_SECOND), (long long)(max_age / CLOCK_SECOND));
	return 1;
}

int
cache_get(const char *key, int64_t max_age, const struct cache_time *now, struct secret_text *t,
    int64_t *age, struct err *e)
{
	struct buf text = { .secret = true }, sealed = { 0 };
	struct shelf s = { .dir = -1 };
	struct cache_time kept = { 0 };
	int rc = open_shelf(&s, key, e);

	if (rc == 0)
		rc = read_file(&s, s.encrypted ? &sealed : &text, e);
	(void)buf_room(&text, FILE_MAX); /* once: nothing moves */
	if (rc == 1 && s.encrypted && creds("decrypt", s.name, &sealed, &text, e))
		rc = -1;
	if (rc == 1 && (parse(&text, t, &kept, e) || judge(&kept, now, max_age, age, e) != 1))
		rc = -1;
	if (rc < 0)
		secret_text_release(t);
	if (s.dir >= 0)
		(void)close(s.dir);
	buf_release(&text);
	buf_release(&sealed);
	return rc;
}
