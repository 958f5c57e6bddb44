/* libcurl's beginning and end, the same for all that use it: nothing that it copied stays in memory. */
#ifndef PF_NET_START_H
#define PF_NET_START_H

struct err;

/* Once for each net_stop(). ERR_BUG. */
int net_start(struct err *e);
void net_stop(void);

#endif
