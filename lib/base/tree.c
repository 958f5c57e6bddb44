#include "base/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

#define DEPTH_MAX 64

static int remove_at(int dir, const char *name, int depth);

/* What is in the folder behind fd, which is closed. */
static int
empty(int fd, int depth)
{
	DIR *dp = fdopendir(fd);
	struct dirent *d;
	int rc = 0;

	if (dp == NULL) {
		(void)close(fd);
		return -1;
	}
	while (rc == 0 && (d = readdir(dp)) != NULL)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			rc = remove_at(dirfd(dp), d->d_name, depth + 1);
	(void)closedir(dp);
	return rc;
}

static int
remove_at(int dir, const char *name, int depth)
{
	int fd;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	if (depth > DEPTH_MAX) {
		errno = ELOOP;
		return -1;
	}
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	if (empty(fd, depth))
		return -1;
	return unlinkat(dir, name, AT_REMOVEDIR) && errno != ENOENT ? -1 : 0;
}

int
tree_remove(const char *path, struct err *e)
{
	return remove_at(AT_FDCWD, path, 0) ? err_errno(e, ERR_IO, "cannot remove %s", path) : 0;
}
