/* Notes that were chosen, joined into as few messages as a channel takes. */
#ifndef PF_NOTIFY_PACK_H
#define PF_NOTIFY_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "notify/choose.h"
#include "notify/fit.h"

#define PACK_MESSAGES_MAX 5 /* of one batch; what does not go into them is summed */

struct pack_rules {
	enum fit unit;
	size_t max;       /* units of a message */
	const char *head; /* its first line; NULL: none */
	int64_t held;     /* how many were held back before, which the last message says */
	int64_t
	    until; /* ns; a message that is nothing but a sum says that no other comes before; 0: no */
};

struct packed {
	struct buf text;
	size_t first,
	    end; /* the notes that it tells, of the array; the last one also all that are summed */
};

/*
 * Fill out[] and return how many there are: 0 when nothing is to be told. A note that is too long for a message is cut. What
 * goes beyond PACK_MESSAGES_MAX becomes CHOICE_SUM, and the last message ends with how many are summed, and of what level.
 */
size_t notify_pack(const struct pack_rules *r, const struct note *notes, struct chosen *chosen,
    size_t n, struct packed out[PACK_MESSAGES_MAX]);
void packed_release(struct packed *p, size_t n);

/* "2 errors, 1 warning, 1 is ok again": of notes that are told or summed; only_sum: only of these. */
void notify_count(struct buf *out, const struct note *notes, const struct chosen *chosen, size_t n,
    bool only_sum);

#endif
