/*
 * What a broker says of accounts. No C struct: nobody here computes with it, and every decimal goes
 * from the broker's text to the table's numeric as it is written.
 */
#ifndef PF_REC_BROKER_H
#define PF_REC_BROKER_H

#include "rec/field.h"

extern const struct kind account_kind;  /* table accounts, key id */
extern const struct kind activity_kind; /* table activities, key id */
extern const struct kind balance_kind;  /* table account_balances, key account_id, currency_code,
					   snapshot_date */
extern const struct kind order_kind;    /* table orders, key account_id, brokerage_order_id, symbol,
					   action */
extern const struct kind position_kind; /* table positions, key account_id, symbol */
extern const struct kind
    position_snapshot_kind;                   /* table position_snapshots, likewise and the day */
extern const struct kind webhook_kind;        /* table webhook_inbox, key id; once */
extern const struct kind webhook_status_kind; /* the same rows */

#endif
