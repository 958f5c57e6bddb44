/* A throw-away cluster, and what killed owners left of theirs */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "db/cluster_inside.h"

#define PREFIX "pf-run."
#define EMPTY_FOR 60 /* seconds after which a folder without a lock file is a remnant too */

static const char *
scratch_place(void)
{
	const char *dir = getenv("TMPDIR");

	return dir != NULL && dir[0] == '/' ? dir : "/tmp";
}

/* Nobody holds it: end what still runs, and remove it. */
static void
remove_remnant(char *dir)
{
	struct cluster *c = cluster_new(dir);
	struct err ignored;
	struct pidfile p;
	bool was;

	c->scratch = true;
	if (servant_find(&c->as, c->data, &ignored) == 0) {
		if (pidfile_read(c, &p) && p.shmid >= 0)
			(void)shmctl(p.shmid, IPC_RMID, NULL); /* refused where it is not ours */
		pidfile_release(&p);
		(void)cluster_halt(c, SIGQUIT, &was, &ignored);
		if (cluster_remove(c, &ignored) == 0)
			log_info("removed %s, left behind by a pf-db that was killed", dir);
	}
	cluster_close(c);
}

/* Whether folder dir is a scratch cluster of this user whose owner is gone. */
static bool
is_remnant(const char *dir)
{
	struct stat st;
	char *live;
	bool yes = false;
	int fd;

	if (lstat(dir, &st) || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 0007))
		return false; /* anybody may make such a name in /tmp */
	live = mem_fmt("%s/live", dir);
	fd = open(live, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0)
		yes = flock(fd, LOCK_EX | LOCK_NB) == 0;
	else
		yes = errno == ENOENT && time(NULL) - st.st_mtime > EMPTY_FOR;
	if (fd >= 0)
		(void)close(fd);
	free(live);
	return yes;
}

static void
sweep(const char *place)
{
	DIR *dp = opendir(place);
	struct dirent *d;
	char *dir;

	if (dp == NULL)
		return;
	while ((d = readdir(dp)) != NULL) {
		if (strncmp(d->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		dir = mem_fmt("%s/%s", place, d->d_name);
		if (is_remnant(dir))
			remove_remnant(dir);
		else
			free(dir);
	}
	(void)closedir(dp);
}

int
cluster_scratch(struct cluster **out, struct err *e)
{
	const char *place = scratch_place();
	char *dir = mem_fmt("%s/" PREFIX "XXXXXX", place);

	*out = NULL;
	sweep(place);
	if (mkdtemp(dir) == NULL) {
		(void)err_errno(e, ERR_CREATE, "%s", dir);
		free(dir);
		return -1;
	}
	*out = cluster_new(dir);
	(*out)->scratch = true;
	return 0;
}
