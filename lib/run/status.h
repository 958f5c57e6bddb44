/* How a step or a run stands, and the words for it in records. */
#ifndef PF_RUN_STATUS_H
#define PF_RUN_STATUS_H

#include <stdbool.h>

enum status {
	STATUS_WAITING, /* not started yet; never in a record */
	STATUS_RUNNING,
	STATUS_OK,
	STATUS_DEGRADED, /* 65: some records were rejected; a run: something optional failed */
	STATUS_SKIPPED,  /* its condition said no, or an optional program is missing */
	STATUS_BLOCKED,  /* a step it needs failed */
	STATUS_RETRIED,  /* an attempt that ended with 75 and was followed by another */
	STATUS_FAILED,   /* and that is fatal */
	STATUS_OPTIONAL, /* "failed-optional" */
	STATUS_TIMEOUT,
	STATUS_INTERRUPTED, /* we were told to stop, or died */
};

const char *status_name(enum status s);
enum status status_find(const char *name); /* NULL and unknown words: STATUS_INTERRUPTED */
bool status_good(enum status s);           /* ok, degraded */
bool status_bad(enum status s);            /* failed, failed-optional, timeout */
bool status_done(enum status s);           /* need not be run again: good or skipped */

#endif
