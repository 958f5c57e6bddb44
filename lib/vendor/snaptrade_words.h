/*
 * The vendor's and brokers' words for orders, and those that the table of orders takes. Source:
 * docs.snaptrade.com/reference, AccountOrderRecord and AccountOrderRecordV2.
 */
#ifndef PF_VENDOR_SNAPTRADE_WORDS_H
#define PF_VENDOR_SNAPTRADE_WORDS_H

#include <stdbool.h>

#include "io/rec.h"

/*
 * A status as the table has it: what is over without a trade is REJECTED or CANCELED, what is not over
 * is PENDING, and so is one that nobody told us of; *known is false for that. Never NULL; an empty
 * word is PENDING.
 */
const char *snaptrade_status(struct slice word, bool *known);

/* Likewise an action. What opens or closes a short position is SELL_SHORT or BUY_TO_COVER, also of
 * options; one that is not known is taken by its first letters, SELL or else BUY. */
const char *snaptrade_action(struct slice word, bool *known);

/* What the unified positions would call a security of that type code: "cs" is a stock. NULL: not
 * known. */
const char *snaptrade_asset_type(struct slice code);

#endif
