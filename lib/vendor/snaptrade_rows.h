/*
 * The broker's objects, as SnapTrade sends them, as records of rec/broker.h. Numbers keep their digits.
 * Source: docs.snaptrade.com/reference (Account, Balance, AccountPosition, AccountOrderRecord,
 * AccountUniversalActivity; Position and OptionsPosition of the deprecated holdings).
 */
#ifndef PF_VENDOR_SNAPTRADE_ROWS_H
#define PF_VENDOR_SNAPTRADE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "io/rec.h"
#include "rec/map.h"
#include "rec/symbols.h"

struct err;
struct snaptrade_report;

/* The shapes of a position: of /positions/all, and the two of /holdings. */
enum snaptrade_shape { SNAPTRADE_UNIFIED, SNAPTRADE_OLD_POSITION, SNAPTRADE_OLD_OPTION };

/* The tables made ready, and where records go. */
struct snaptrade_rows {
	struct snaptrade_report *report; /* borrowed */
	struct map account, balance, position, old_position, old_option, order, activity;
	struct symbols
	    twice; /* what the list in hand has more than once: of none of it one row can be made */
	struct symbols orders; /* hashes of the keys of the orders in hand */
};

void snaptrade_rows_init(struct snaptrade_rows *r, struct snaptrade_report *report);
void snaptrade_rows_release(struct snaptrade_rows *r);

/* Look through a list of positions of that shape, or of balances, before its objects are printed: those
 * that share their key are refused then, all of them. */
void snaptrade_rows_positions(
    struct snaptrade_rows *r, enum snaptrade_shape shape, struct slice list);
void snaptrade_rows_balances(struct snaptrade_rows *r, struct slice list);

/* A list of orders begins: what was there of another account is forgotten. */
void snaptrade_rows_orders(struct snaptrade_rows *r);

/* How an account's connection stands; all borrowed. */
struct snaptrade_link {
	bool known;          /* the vendor's list of connections was to be had */
	const char *status;  /* connected, disconnected or error */
	int64_t disabled_at; /* ns; CLOCK_NONE */
	const char *message; /* NULL: nothing is wrong */
};

/*
 * Each prints one record, and the symbol that it is about: 0. -1: ERR_DATA when the object lacks its key or a
 * number is none, then nothing is printed and the next may go well; ERR_IO.
 */
int snaptrade_put_account(struct snaptrade_rows *r, struct slice object, const char *scope,
    const struct snaptrade_link *link, struct err *e);
int snaptrade_put_balance(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e);
int snaptrade_put_order(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e);
int snaptrade_put_activity(
    struct snaptrade_rows *r, const char *account, struct slice object, struct err *e);

/* asof: when the vendor had it from the broker, CLOCK_NONE: it does not say. */
int snaptrade_put_position(struct snaptrade_rows *r, const char *account,
    enum snaptrade_shape shape, struct slice object, int64_t asof, struct err *e);

/* Inside: the tables of positions; an event for a value that was left out; an option's symbol in the
 * one form of it (rec/occ.h), any other as it is, nothing where there is none. */
void snaptrade_position_maps(struct snaptrade_rows *r);
const struct map *snaptrade_position_map(
    const struct snaptrade_rows *r, enum snaptrade_shape shape);
int snaptrade_odd(struct snaptrade_rows *r, const char *account, const char *kind,
    const char *field, struct err *e);
struct buf;
void snaptrade_ticker(struct buf *out, const struct rec_field *value);

/* Inside: the ticker or currency that a row is known by, into an empty *key. ERR_DATA: it is missing, too long,
 * or there twice. */
int snaptrade_key(struct snaptrade_rows *r, const struct rec_field *value, const char *what,
    struct buf *key, struct err *e);

#endif
