/*
 * The private PostgreSQL cluster: one folder below the state folder (or a scratch one), a Unix
 * socket, no TCP, the distribution's own programs. Root is dropped to "postgres", else "nobody"
 * (initdb refuses root). Role and database are called "pf"; the socket trusts whoever reaches it,
 * and its folder (mode 0700) lets in the user who runs the server and root.
 *
 *	db.lock        held by who starts, stops or destroys
 *	db/live        locked by every process of the server (it is their standard input), so it
 *	               tells the truth however they ended, also to another container
 *	db/data        the data directory
 *	db/sock        the socket's folder; a short one in /tmp when its path would be too long
 *	db/log, log.old
 */
#ifndef PF_DB_CLUSTER_H
#define PF_DB_CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>

struct err;
struct cluster;

/* The address of the running private cluster as a connection URI, owned by the caller; NULL with
 * ERR_CONFIG if none runs. Starts nothing. */
char *cluster_url(struct err *e);

/* The private cluster; starts and makes nothing but the state folder. ERR_CREATE, ERR_CONFIG. */
int cluster_open(struct cluster **c, struct err *e);

/*
 * A throw-away cluster in a new folder below $TMPDIR or /tmp, not started yet. What is left of
 * earlier ones whose owner was killed is removed first. Its server ends when we do. ERR_CREATE.
 */
int cluster_scratch(struct cluster **c, struct err *e);

void cluster_close(struct cluster *c); /* forgets it; NULL is fine */

/*
 * Start it, making it first when it is not there; fast: nothing is synced to the disk, so a crash
 * of the machine (not of the server) loses it. *started is false when it ran already. ERR_CONFIG no
 * PostgreSQL programs, data of another major version, a folder its user cannot enter; ERR_TEMP it
 * did not come up in time or a signal asked to stop; ERR_CREATE, ERR_IO, ERR_PERM.
 */
int cluster_start(struct cluster *c, bool fast, bool *started, struct err *e);

/* Stop it, rolling back what is open; *stopped is false when it did not run. ERR_TEMP, ERR_PERM. */
int cluster_stop(struct cluster *c, bool *stopped, struct err *e);

/* Stop it and remove it with its data; *there is false when there was nothing. */
int cluster_destroy(struct cluster *c, bool *there, struct err *e);

struct cluster_state {
	bool there;   /* it has data */
	bool running; /* and takes connections */
	pid_t pid;    /* of the server; 0 */
	int major;    /* version of the data; 0 */
	char *url;    /* owned; NULL when not running */
};

void cluster_look(struct cluster *c, struct cluster_state *s);
const char *cluster_folder(const struct cluster *c);
const char *cluster_socket(
    const struct cluster *c); /* the socket's folder; NULL before the start */

/* The address of one of its databases, owned by the caller; socket is the socket's folder. */
char *cluster_address(const char *socket, const char *database);

/* PostgreSQL's own program "psql"..., as a path, owned by the caller; ERR_CONFIG. */
char *cluster_program(struct cluster *c, const char *name, struct err *e);

#endif
