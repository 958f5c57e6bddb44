/*
 * Rows of a batch that the table has already as they are, found before the server takes them in: it
 * says what it has in half the time that it needs to stage a row and to compare it. A row is dropped
 * only where its text is the server's own of a stored row, or differs in the zeros behind a decimal
 * point and the like: of the types in question equal texts are equal values. A stamp may differ. What is not found here
 * is staged and found there, so nothing but time depends on the part of the table that is asked for.
 */
#ifndef PF_DB_LOAD_SAME_H
#define PF_DB_LOAD_SAME_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct load_rows;
struct pg;

/* Whether it is worth to look, learned from batch to batch of a table. */
struct load_same {
	bool expected;  /* the last batch was mostly there */
	bool in_vain;   /* looked, and hardly anything was found: not again */
	size_t dropped; /* rows of the batch in hand */
};

/*
 * Drop such rows, if they are expected, from a batch of one segment; in its transaction, once it is
 * this load's turn. No row goes whose key another one of the batch has.
 */
int load_same_drop(struct load_same *s, struct load_rows *r, struct pg *db, struct err *e);

/* Learn from a batch that was put: of so many rows that were put so many made a difference. */
void load_same_learn(struct load_same *s, size_t rows, size_t different);

#endif
