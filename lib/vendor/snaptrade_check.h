/*
 * Whether SnapTrade can be asked, as results of checks: which keys there are, by presence and length
 * alone; that the vendor answers and agrees on the time; that a signed call is taken; which connections
 * are down. Nothing else of a key is shown.
 */
#ifndef PF_VENDOR_SNAPTRADE_CHECK_H
#define PF_VENDOR_SNAPTRADE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "rec/check.h"

struct err;

struct snaptrade_check {
	bool offline; /* only what is set */
	bool trace;
	int64_t deadline_ns; /* as http_open() */
};

/*
 * 0: all is well, or no more than a connection is down. -1: *e is why nothing can be asked, ERR_CONFIG
 * for keys that are missing, ERR_PERM for keys that are not taken, ERR_TEMP, ERR_REMOTE; results of
 * what was checked until then are given in any case.
 */
int snaptrade_check(const struct snaptrade_check *how, check_fn *take, void *arg, struct err *e);

#endif
