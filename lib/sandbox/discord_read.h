/* The file of what Discord's side serves, JSON lines; pf-sandbox(1) has its form. */
#ifndef PF_SANDBOX_DISCORD_READ_H
#define PF_SANDBOX_DISCORD_READ_H

struct disc_store;
struct err;

/* Put all of it into the store. A file that is not there is one with nothing in it. ERR_DATA
 * ("FILE:LINE: ..."), ERR_NOINPUT, ERR_IO. */
int disc_read(struct disc_store *s, const char *path, struct err *e);

#endif
