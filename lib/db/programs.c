#include "db/programs.h"

#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/proc.h"

#define DEBIAN_DIR "/usr/lib/postgresql"
#define ANSWER_MAX 4096

static bool
has_programs(const char *dir)
{
	char *initdb = mem_fmt("%s/initdb", dir), *postgres = mem_fmt("%s/postgres", dir);
	bool yes = access(initdb, X_OK) == 0 && access(postgres, X_OK) == 0;

	free(initdb);
	free(postgres);
	return yes;
}

/* What a program prints, without the line's end; NULL when it cannot be asked. */
static char *
ask(const char *const *argv)
{
	struct proc p = PROC_INIT;
	struct buf out = { 0 }, noise = { 0 };
	struct err ignored;

	p.argv = argv;
	if (proc_read(&p, clock_mono() + 10 * CLOCK_SECOND, ANSWER_MAX, &out, &noise, &ignored) !=
	    0)
		buf_release(&out);
	buf_release(&noise);
	if (out.p != NULL)
		out.p[strcspn(out.p, "\n")] = '\0';
	return out.p;
}

/*
 * "postgres (PostgreSQL) 15.20 (Debian ...)", "... 17beta1": 15, 17; 0 when it says something else.
 */
static int
major_of(const char *dir)
{
	char *postgres = mem_fmt("%s/postgres", dir);
	const char *const argv[] = { postgres, "--version", NULL };
	char *says = ask(argv), *at = says == NULL ? NULL : strstr(says, ") ");
	int64_t v = 0;

	if (at != NULL && num_int(at + 2, strspn(at + 2, "0123456789"), 1, 999, &v))
		v = 0;
	free(says);
	free(postgres);
	return (int)v;
}

/* Take the folder if it is better than what we have. dir is owned from here on. */
static void
offer(struct programs *p, char *dir, int major)
{
	if (dir == NULL || !has_programs(dir) || major < PROGRAMS_OLDEST || major <= p->major) {
		free(dir);
		return;
	}
	free(p->dir);
	p->dir = dir;
	p->major = major;
}

static void
look_debian(struct programs *p, int wanted)
{
	DIR *dp = opendir(DEBIAN_DIR);
	struct dirent *d;
	int64_t v;

	if (dp == NULL)
		return;
	while ((d = readdir(dp)) != NULL)
		if (num_int(d->d_name, strlen(d->d_name), 1, 999, &v) == 0 &&
		    (wanted == 0 || v == wanted))
			offer(p, mem_fmt("%s/%s/bin", DEBIAN_DIR, d->d_name), (int)v);
	(void)closedir(dp);
}

static void
look_asking(struct programs *p, int wanted, char *dir)
{
	int major = dir == NULL || !has_programs(dir) ? 0 : major_of(dir);

	if (wanted != 0 && major != wanted)
		major = 0;
	offer(p, dir, major);
}

static void
look_path(struct programs *p, int wanted)
{
	const char *path = getenv("PATH");
	size_t n;

	for (; path != NULL && *path != '\0' && p->dir == NULL; path += n + (path[n] == ':')) {
		n = strcspn(path, ":");
		if (path[0] == '/')
			look_asking(p, wanted, mem_copy(path, n));
	}
}

int
programs_find(struct programs *p, int major, struct err *e)
{
	static const char *const pg_config[] = { "pg_config", "--bindir", NULL };
	const char *told = env_get("PF_PG_BINDIR");

	*p = (struct programs){ 0 };
	if (told != NULL) {
		look_asking(p, 0, mem_str(told));
		if (p->dir == NULL)
			return err_set(e, ERR_CONFIG,
			    "PF_PG_BINDIR: no initdb and postgres of version %d or newer in %s",
			    PROGRAMS_OLDEST, told);
		if (major == 0 || p->major == major)
			return 0;
		programs_release(p);
		return err_set(e, ERR_CONFIG,
		    "the private cluster's data is of PostgreSQL %d, PF_PG_BINDIR is of another version",
		    major);
	}
	look_debian(p, major);
	if (p->dir == NULL)
		look_asking(p, major, ask(pg_config));
	if (p->dir == NULL)
		look_path(p, major);
	if (p->dir != NULL)
		return 0;
	if (major != 0)
		return err_set(e, ERR_CONFIG,
		    "the private cluster's data is of PostgreSQL %d, whose programs are not here: install "
		    "postgresql-%d, or start anew after pf-db destroy",
		    major, major);
	return err_set(e, ERR_CONFIG,
	    "no PostgreSQL programs of version %d or newer: install them (Debian: apt-get install "
	    "postgresql), or name their folder in PF_PG_BINDIR",
	    PROGRAMS_OLDEST);
}

void
programs_release(struct programs *p)
{
	free(p->dir);
	*p = (struct programs){ 0 };
}

int
servant_find(struct servant *s, const char *data, struct err *e)
{
	const struct passwd *pw;
	struct stat st;

	*s = (struct servant){ .uid = geteuid(), .gid = getegid() };
	if (s->uid != 0) {
		if ((pw = getpwuid(s->uid)) == NULL)
			return err_set(e, ERR_CONFIG,
			    "user %u has no entry in /etc/passwd, without which PostgreSQL does not run",
			    (unsigned)s->uid);
		(void)snprintf(s->name, sizeof s->name, "%s", pw->pw_name);
		return 0;
	}
	s->drop = true;
	if (stat(data, &st) == 0 && st.st_uid != 0)
		pw = getpwuid(st.st_uid);
	else if ((pw = getpwnam("postgres")) == NULL)
		pw = getpwnam("nobody");
	if (pw == NULL || pw->pw_uid == 0)
		return err_set(e, ERR_CONFIG,
		    "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it");
	s->uid = pw->pw_uid;
	s->gid = pw->pw_gid;
	(void)snprintf(s->name, sizeof s->name, "%s", pw->pw_name);
	return 0;
}
