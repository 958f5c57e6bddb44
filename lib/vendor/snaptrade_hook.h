/*
 * Whether a delivery to our webhook comes from SnapTrade, and is no old one sent again. Source:
 * docs.snaptrade.com/docs/webhooks.
 */
#ifndef PF_VENDOR_SNAPTRADE_HOOK_H
#define PF_VENDOR_SNAPTRADE_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct buf;
struct err;

#define SNAPTRADE_HOOK_MAX ((size_t)1 << 20)       /* bytes of a body */
#define SNAPTRADE_HOOK_WINDOW (300 * CLOCK_SECOND) /* as the vendor advises */
#define SNAPTRADE_HOOK_AHEAD (60 * CLOCK_SECOND)   /* how far clocks may be apart */

struct snaptrade_hook {
	const char *consumer_key;  /* borrowed, secret; NULL: none */
	const char *client_secret; /* likewise: what the vendor's page called the key for a time */
	bool raw;    /* take a signature over the bytes as they came, too; the vendor makes none */
	int64_t now; /* ns since the epoch */
	int64_t window; /* ns that a delivery may be old */
};

/*
 * A body of n bytes under the value of its header Signature (NULL: there was none). 0, and the body
 * in the spelling that was signed (io/canon.h) in *canon: only that is to be read. In the bytes as
 * they came a member may stand twice, and what reads the first of them reads what nobody signed. The
 * deprecated webhookSecret may be in it, so canon->secret is set. Its webhookId is to be remembered:
 * within the window a delivery can come again.
 *
 * -1: ERR_CONFIG without any key; ERR_DATA, body no JSON object, too long, without eventTimestamp;
 * ERR_PERM, no signature or another one (*canon is empty then), too old or ahead of now (it is not). No message shows a byte of a
 * signature, key or body. All that could match are computed and compared in constant time.
 */
int snaptrade_hook_verify(const struct snaptrade_hook *h, const char *signature, const char *body,
    size_t n, struct buf *canon, struct err *e);

#endif
