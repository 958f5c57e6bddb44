/* Where PostgreSQL's own programs are, and as whom they run. */
#ifndef PF_DB_PROGRAMS_H
#define PF_DB_PROGRAMS_H

#include <stdbool.h>
#include <sys/types.h>

struct err;

#define PROGRAMS_OLDEST 14

struct programs {
	char *dir; /* owned; has initdb and postgres */
	int major; /* 15 */
};

/*
 * Find them: $PF_PG_BINDIR, else the newest (but at least 14) of /usr/lib/postgresql/N/bin,
 * pg_config --bindir and PATH. major: only of this version; 0: any. ERR_CONFIG with what to
 * install.
 */
int programs_find(struct programs *p, int major, struct err *e);
void programs_release(struct programs *p);

/* The user a server of ours runs as. */
struct servant {
	bool drop; /* we are root and become somebody else */
	uid_t uid;
	gid_t gid;
	char name[33];
};

/* For root: who owns the folder data, when it is there, else postgres, else nobody. ERR_CONFIG. */
int servant_find(struct servant *s, const char *data, struct err *e);

#endif
