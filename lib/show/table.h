/*
 * A table for people: columns as wide as what is in them, numbers at the right. Widths are those
 * of a terminal's cells (UTF-8; wide and combining characters as Unicode's East Asian Width says).
 * The first rows decide the widths; later ones that are wider stick out, so that memory is bounded.
 */
#ifndef PF_SHOW_TABLE_H
#define PF_SHOW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"

struct err;

#define TABLE_LOOK 1000 /* rows that are looked at before the first is printed */

struct table {
	FILE *fp; /* borrowed */
	size_t ncols;
	bool *right;     /* owned; a column is aligned to the right */
	size_t *width;   /* owned */
	struct buf text; /* cells held back, one behind the other */
	size_t *ends;    /* owned; where each of them ends */
	size_t cells, cap;
	bool flowing; /* the widths are known */
};

void table_init(struct table *t, FILE *fp, size_t ncols);
void table_release(struct table *t);

void table_right(struct table *t, size_t col); /* before the first cell */

/* Add the next cell, row by row, the first row with the names. Control characters become blanks.
 * ERR_IO. */
int table_cell(struct table *t, const char *p, size_t n, struct err *e);

/* Print what is held back. ERR_IO. */
int table_end(struct table *t, struct err *e);

/* Cells of a terminal that n bytes take; what is no UTF-8 takes one a byte. */
size_t table_width(const char *p, size_t n);

#endif
