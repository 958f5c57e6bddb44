#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"

#define EXE_MAX 4096

char *
path_here(void)
{
	char exe[EXE_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	char *slash;

	if (n <= 0)
		return mem_str("");
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return mem_str("");
	*slash = '\0';
	return mem_str(exe);
}

char *
path_data(const char *name)
{
	const char *dir = env_get("PF_DATA_DIR");
	bool in_build;
	char *here;

	if (dir != NULL)
		return mem_fmt("%s/%s", dir, name);
	here = path_here();
	in_build = strcmp(here, PF_BUILDDIR "/cmd") == 0;
	free(here);
	if (!in_build)
		return mem_fmt("%s/%s", PF_PKGDATADIR, name);
	if (strcmp(name, "schema") == 0 || strncmp(name, "schema/", 7) == 0)
		return mem_fmt("%s/%s", PF_SRCDIR, name);
	return mem_fmt("%s/share/%s", PF_SRCDIR, name);
}

int
path_make(const char *dir, unsigned mode, struct err *e)
{
	char *path = mem_str(dir), *p;
	int rc = -1;

	for (p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, mode) && errno != EEXIST && access(path, X_OK)) {
			(void)err_errno(e, ERR_CREATE, "%s", path);
			goto out;
		}
		*p = '/';
	}
	if (mkdir(path, mode) && errno != EEXIST) {
		(void)err_errno(e, ERR_CREATE, "%s", path);
		goto out;
	}
	rc = 0;
out:
	free(path);
	return rc;
}

static char *
state_dir(struct err *e)
{
	const char *dir;

	if ((dir = env_get("PF_STATE_DIR")) != NULL)
		return mem_str(dir);
	if ((dir = env_get("STATE_DIRECTORY")) != NULL)
		return mem_copy(
		    dir, strcspn(dir, ":")); /* systemd.exec(5): several are joined by colons */
	if (geteuid() == 0)
		return mem_str("/var/lib/pf");
	if ((dir = env_get("XDG_STATE_HOME")) != NULL && dir[0] == '/')
		return mem_fmt("%s/pf", dir);
	if ((dir = env_get("HOME")) != NULL)
		return mem_fmt("%s/.local/state/pf", dir);
	(void)err_set(e, ERR_CONFIG, "no place for state: set PF_STATE_DIR or HOME");
	return NULL;
}

char *
path_state(const char *name, struct err *e)
{
	char *dir = state_dir(e), *path = NULL, *slash;

	if (dir == NULL)
		return NULL;
	path = mem_fmt("%s/%s", dir, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (path_make(path, 0700, e)) {
		free(path);
		path = NULL;
		goto out;
	}
	*slash = '/';
out:
	free(dir);
	return path;
}

char *
path_tool(const char *tool)
{
	char *here = path_here();
	char *path = mem_fmt("%s/%s", here, tool);

	if (here[0] == '\0' || access(path, X_OK) != 0) {
		free(path);
		path = mem_str(tool);
	}
	free(here);
	return path;
}

int
path_sync(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd < 0)
		return -1;
	rc = fsync(fd);
	(void)close(fd); /* only read */
	return rc;
}
