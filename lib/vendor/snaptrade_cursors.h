/* How far activities are stored, as cursor records say, so that only what may be new is asked for. */
#ifndef PF_VENDOR_SNAPTRADE_CURSORS_H
#define PF_VENDOR_SNAPTRADE_CURSORS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct emit;
struct err;
struct snaptrade_plan;

/*
 * Read them from fp into the plan: an account's activities from so many days before its cursor on, since
 * the vendor adds to days that were there. Other records go on to out. Lines that are none are told
 * and counted. -1: ERR_IO, ERR_TEMP.
 */
int snaptrade_cursors_read(struct snaptrade_plan *plan, FILE *fp, int64_t overlap_days,
    struct emit *out, size_t *bad, struct err *e);

#endif
