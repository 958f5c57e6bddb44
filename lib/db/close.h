/*
 * What a whole answer closes: of each kind that has a scope, a row of a table says which fields name the
 * scope, what of it is held, and what closing means. Nothing is closed on an answer that shows much less than
 * was held before it, unless another one says the same later: the vendor may have shown too little. Later is
 * by the answers' own times, so that the same answer read twice says nothing new; and what was read after an
 * answer is not closed by it.
 */
#ifndef PF_DB_CLOSE_H
#define PF_DB_CLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct kind;
struct pg;
struct rec;
struct scope;

/* Its SQL finds the scopes as "s": no, name, first_day, last_day (null: open), told (when the answer was),
 * before, first_id, last_id (null: open); and the time of the tool as "clock": now. */
struct close_kind {
	const struct kind *kind;
	const char *scope; /* field that names it: of a record, and of its complete */
	const char *key;   /* field that a row of the scope is known by, a text */
	bool windowed;     /* a complete is of a window of days, or of ids */
	bool daily;        /* a complete is of the day that it was told on */
	bool connected;    /* the scope is an account, whose connection must be in order */
	bool renamed;     /* keys may all be new: not they but the rows are counted that are left */
	bool careful;     /* however little goes, another answer must say the same */
	const char *held; /* rows no, key, later: it was read later than the answer */
	const char *before; /* rows no and a text: how much is held */
	const char *was;    /* the number of rows that this text, s.before, tells */
	const char *close;  /* closes "gone": no, key; returns the scope's name */
};

/* The row of a kind, or NULL: a complete of it closes nothing. */
const struct close_kind *close_find(const struct kind *kind);

/* All rows, in the order in which a batch closes them; kind NULL is the end. */
extern const struct close_kind close_kinds[];

/* Take what a complete record says into its scope, which it ends. ERR_DATA with the reason: a field that is
 * missing or is none. */
int close_take(
    const struct close_kind *kind, const struct rec *rec, struct scope *s, struct err *e);

/*
 * In the transaction that is open, for n scopes of one kind: ask what is held before the rows of an answer
 * come; then, behind them, close what the answers do not have. Each scope gets its fate and figures. now:
 * the calendar clock; allow: close however much it is. Errors are the database's.
 */
int close_ask(
    struct pg *db, const struct close_kind *kind, struct scope *const *s, size_t n, struct err *e);
int close_rest(struct pg *db, const struct close_kind *kind, struct scope *const *s, size_t n,
    int64_t now, bool allow, struct err *e);

#endif
