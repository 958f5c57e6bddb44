#include "db/migrate_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"

#define DIGITS_MIN 3
#define DIGITS_MAX 18 /* fits 64 bits: a timestamp as a number is fine */

bool
migration_name(const char *file, uint64_t *number, size_t *stem)
{
	size_t digits = strspn(file, "0123456789"), zeros = strspn(file, "0"), n = strlen(file);

	if (digits < DIGITS_MIN || digits > DIGITS_MAX || file[digits] != '_')
		return false;
	if (n < digits + 6 || strcmp(file + n - 4, ".sql") != 0) /* "_", a letter, ".sql" */
		return false;
	*stem = n - 4;
	if (zeros == digits)
		zeros--;
	return num_uint(file + zeros, digits - zeros, INT64_MAX, number) == 0;
}

static bool
is_baseline(const struct migration *m)
{
	return strncmp(m->version + strspn(m->version, "0123456789"), "_baseline", 9) == 0;
}

static int
sum(struct migration *m, struct err *e)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int k, n = 0;

	if (EVP_Digest(m->text, m->len, digest, &n, EVP_sha256(), NULL) != 1 || n != 32)
		return err_set(e, ERR_BUG, "libcrypto cannot do SHA-256");
	for (k = 0; k < n; k++) {
		m->sum[2 * k] = hex[digest[k] >> 4];
		m->sum[2 * k + 1] = hex[digest[k] & 15];
	}
	m->sum[2 * n] = '\0';
	return 0;
}

static int
read_fd(struct migration *m, int fd, struct err *e)
{
	struct stat st;
	ssize_t got = 1;

	if (fstat(fd, &st))
		return err_errno(e, ERR_IO, "%s", m->path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_DATA, "%s: not a regular file", m->path);
	if (st.st_size > (off_t)MIGRATION_FILE_MAX)
		return err_set(e, ERR_DATA, "%s: over 64 MiB: load data with pf-load", m->path);
	m->text = mem_new((size_t)st.st_size + 1, 1);
	while (m->len < (size_t)st.st_size && got > 0) {
		got = read(fd, m->text + m->len, (size_t)st.st_size - m->len);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			m->len += (size_t)got;
	}
	if (got < 0)
		return err_errno(e, ERR_IO, "%s", m->path);
	if (memchr(m->text, '\0', m->len) != NULL)
		return err_set(e, ERR_DATA, "%s: holds a NUL byte", m->path);
	return sum(m, e);
}

static int
read_text(struct migration *m, int dirfd, const char *file, struct err *e)
{
	int rc, fd = openat(dirfd, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", m->path);
	rc = read_fd(m, fd, e);
	(void)close(fd); /* it was only read */
	return rc;
}

int
migration_read(struct migration *m, const char *path, struct err *e)
{
	memset(m, 0, sizeof(*m));
	m->path = mem_str(path);
	return read_text(m, AT_FDCWD, path, e);
}

static int
add(struct migration **list, size_t *count, size_t *cap, int dirfd, const char *dir,
    const char *prefix, const char *file, size_t stem, uint64_t number, struct err *e)
{
	struct migration *m;

	if (*count == *cap) {
		*cap = mem_more(*cap, *count + 1);
		*list = mem_grow(*list, *cap, sizeof(**list));
	}
	m = &(*list)[(*count)++];
	memset(m, 0, sizeof(*m));
	m->number = number;
	m->version = mem_fmt("%s%.*s", prefix, (int)stem, file);
	m->path = mem_fmt("%s/%s%s", dir, prefix, file);
	return read_text(m, dirfd, file, e);
}

static bool
ends_in_sql(const char *file)
{
	size_t n = strlen(file);

	return file[0] != '.' && n > 4 && strcmp(file + n - 4, ".sql") == 0;
}

/* One name of the folder itself (repeat false) or of its api/. */
static int
take(struct migration_folder *f, int dirfd, const char *dir, const char *file, bool repeat,
    struct err *e)
{
	uint64_t number = 0;
	size_t stem;

	if (!ends_in_sql(file))
		return 0;
	if (repeat)
		return add(&f->repeats, &f->repeats_count, &f->repeats_cap, dirfd, dir, "api/",
		    file, strlen(file) - 4, 0, e);
	if (migration_name(file, &number, &stem))
		return add(&f->files, &f->count, &f->cap, dirfd, dir, "", file, stem, number, e);
	f->misnamed++;
	if (f->a_misnamed == NULL)
		f->a_misnamed = mem_str(file);
	return 0;
}

static int
read_dir(struct migration_folder *f, const char *dir, bool repeat, struct err *e)
{
	char *path = mem_fmt("%s%s", dir, repeat ? "/api" : "");
	struct dirent *entry;
	DIR *d = opendir(path);
	int rc = -1;

	if (d == NULL) {
		if (repeat && (errno == ENOENT || errno == ENOTDIR))
			rc = 0;
		else
			err_errno(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOINPUT : ERR_IO,
			    "schema folder %s", path);
		goto out;
	}
	while (errno = 0, (entry = readdir(d)) != NULL)
		if (take(f, dirfd(d), dir, entry->d_name, repeat, e))
			goto out;
	if (errno != 0)
		err_errno(e, ERR_IO, "schema folder %s", path);
	else
		rc = 0;
out:
	if (d != NULL)
		(void)closedir(d); /* it was only read */
	free(path);
	return rc;
}

static int
by_order(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return strcmp(x->version, y->version);
}

void
migration_release(struct migration *m)
{
	free(m->version);
	free(m->path);
	free(m->text);
}

/* What stands before the highest baseline is history: a fresh database gets it by the baseline. */
static void
cut_below_baseline(struct migration_folder *f)
{
	size_t k, at = f->count;

	for (k = 0; k < f->count; k++)
		if (is_baseline(&f->files[k]))
			at = k;
	if (at == f->count)
		return;
	f->baseline = true;
	f->below = at;
	for (k = 0; k < at; k++)
		migration_release(&f->files[k]);
	f->count -= at;
	memmove(f->files, f->files + at, f->count * sizeof(*f->files));
}

int
migration_folder_read(struct migration_folder *f, const char *dir, struct err *e)
{
	memset(f, 0, sizeof(*f));
	if (read_dir(f, dir, false, e) || read_dir(f, dir, true, e))
		return -1;
	if (f->count > 0)
		qsort(f->files, f->count, sizeof(*f->files), by_order);
	if (f->repeats_count > 0)
		qsort(f->repeats, f->repeats_count, sizeof(*f->repeats), by_order);
	cut_below_baseline(f);
	return 0;
}

void
migration_folder_release(struct migration_folder *f)
{
	size_t k;

	for (k = 0; k < f->count; k++)
		migration_release(&f->files[k]);
	for (k = 0; k < f->repeats_count; k++)
		migration_release(&f->repeats[k]);
	free(f->files);
	free(f->repeats);
	free(f->a_misnamed);
	memset(f, 0, sizeof(*f));
}

uint64_t
migration_folder_next(const struct migration_folder *f)
{
	return f->count > 0 ? f->files[f->count - 1].number + 1 : 1;
}

/* A name as it may stand in a file's; false if it has anything else. */
static bool
plain_name(struct buf *out, const char *name)
{
	for (; *name != '\0'; name++) {
		if ((*name >= 'a' && *name <= 'z') || (*name >= '0' && *name <= '9') ||
		    *name == '_')
			buf_char(out, *name);
		else if (*name >= 'A' && *name <= 'Z')
			buf_char(out, (char)(*name + ('a' - 'A')));
		else if (*name == ' ' || *name == '-')
			buf_char(out, '_');
		else
			return false;
	}
	return out->len > 0;
}

static int
create(const char *path, struct err *e)
{
	static const char text[] = "-- What this changes, and why.\n";
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	ssize_t n;

	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", path);
	n = write(fd, text, sizeof(text) - 1);
	if (close(fd) || n != (ssize_t)(sizeof(text) - 1)) {
		(void)err_errno(e, ERR_IO, "%s", path); /* said before unlink() changes errno */
		(void)unlink(path);
		return -1;
	}
	return 0;
}

char *
migration_create(const struct migration_folder *f, const char *dir, const char *name, bool dry,
    char **path, struct err *e)
{
	struct buf plain = { 0 };
	char *version = NULL;

	*path = NULL;
	if (!plain_name(&plain, name)) {
		(void)err_set(e, ERR_USAGE, "'%s': a name is letters, digits and _", name);
		goto out;
	}
	version = mem_fmt("%03" PRIu64 "_%s", migration_folder_next(f), plain.p);
	*path = mem_fmt("%s/%s.sql", dir, version);
	if (!dry && create(*path, e)) {
		free(version);
		free(*path);
		version = *path = NULL;
	}
out:
	buf_release(&plain);
	return version;
}
