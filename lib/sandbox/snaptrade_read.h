/* The file of SnapTrade's data as rows of the store, before they are put in order. */
#ifndef PF_SANDBOX_SNAPTRADE_READ_H
#define PF_SANDBOX_SNAPTRADE_READ_H

struct err;
struct snap_store;
struct snap_users;

/* As snap_store_read(); accounts and their records are as they stand in the file. */
int snap_read(struct snap_store *s, const char *path, struct snap_users *users, struct err *e);

#endif
