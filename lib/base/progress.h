/*
 * How far long work is, for who waits at a terminal: one line on stderr that is written over, and that
 * messages (base/log) go in front of. There is one a process, as there is one stderr. Shown to a file
 * or a pipe it is a message now and then. Where it was not switched on all of this does nothing.
 */
#ifndef PF_BASE_PROGRESS_H
#define PF_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* "pf-ohlcv: 120000 bars, 40000/s, 2 of 6 requests, 33 %, 6 s left" */
struct progress_plan {
	const char *what; /* is counted, "bars"; NULL: nothing */
	const char *of;   /* what there is a known number of, "requests"; NULL: bytes of input */
	uint64_t total;   /* of those; 0: not known */
};

/* Switch it on, before the work begins. terminal: stderr is one. */
void progress_open(const char *tool, bool terminal);

void progress_begin(const struct progress_plan *plan);
void progress_add(uint64_t n);   /* so many more of what is counted */
void progress_done(uint64_t n);  /* so many more of the number that is known */
void progress_bytes(uint64_t n); /* so many bytes more of input, if it is measured by those */
void progress_end(void);         /* it is over: the line goes, or the last message comes */

/* For base/log: take the line away, something else comes. */
void progress_hide(void);

#endif
