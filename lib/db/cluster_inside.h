/* The inside of the private cluster, for the cluster*.c files alone. */
#ifndef PF_DB_CLUSTER_INSIDE_H
#define PF_DB_CLUSTER_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "db/cluster.h"
#include "db/programs.h"

#define CLUSTER_PORT "5432" /* only a part of the socket's name: there is no TCP */
#define CLUSTER_DATABASE "pf"

struct cluster {
	char *dir;    /* owned; holds all of it */
	char *lock;   /* owned; the lock file of start, stop and destroy; NULL: a scratch one */
	char *data;   /* owned */
	char *log;    /* owned */
	char *live;   /* owned */
	char *sock;   /* owned; NULL until it is known */
	bool scratch; /* ends with us */
	int live_fd;  /* of a scratch one: held as long as we live; else -1 */
	pid_t child;  /* the server, when we started it; 0 */
	struct servant as;
};

struct cluster *cluster_new(char *dir); /* takes dir */

/* postmaster.pid (PostgreSQL's source, miscadmin.h, "LOCK_FILE_LINE_*"). */
struct pidfile {
	pid_t pid;
	char *sock; /* owned; the socket's folder */
	int shmid;  /* -1: none */
	bool ready; /* it takes connections */
};

/* Read it; false when there is none or it makes no sense (yet). */
bool pidfile_read(const struct cluster *c, struct pidfile *p);
void pidfile_release(struct pidfile *p);

/* Whether process pid is a server of this data directory. */
bool cluster_owns(const struct cluster *c, pid_t pid);

/* Whether any process of the server is there. */
bool cluster_lives(const struct cluster *c);

/* The major version of the data; 0 when there are none. */
int cluster_major(const struct cluster *c);

/* The folders, passable for the server's user. ERR_CREATE. */
int cluster_folders(struct cluster *c, struct err *e);

/*
 * The data directory, made when there is none; initdb by its contract with the folders. ERR_CONFIG,
 * ERR_CREATE.
 */
int cluster_make(struct cluster *c, const struct programs *pg, bool fast, struct err *e);

/*
 * End whatever processes are left of it without the lock; sig is the first thing they get.
 * ERR_TEMP, ERR_PERM.
 */
int cluster_halt(struct cluster *c, int sig, bool *was, struct err *e);

/* Remove all that is known to be ours below dir, and dir. */
int cluster_remove(struct cluster *c, struct err *e);

#endif
