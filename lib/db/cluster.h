/*
 * The private PostgreSQL cluster: one folder below the state folder (or a scratch one), a Unix
 * socket, no TCP, the distribution's own programs. Root is dropped to "postgres", else "nobody"
 * (initdb refuses root).
 */
#ifndef PF_DB_CLUSTER_H
#define PF_DB_CLUSTER_H

#include <stdbool.h>

struct err;

/* The address of the running private cluster as a connection URI, owned by the caller; NULL with
 * ERR_CONFIG if none runs. Starts nothing. */
char *cluster_url(struct err *e);

#endif
