/* A set of symbols in the order they were given, each once, found by a hash. */
#ifndef PF_REC_SYMBOLS_H
#define PF_REC_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rec/bar.h"

struct err;

struct symbols {
	char (*name)[BAR_SYMBOL_MAX]; /* owned array of n */
	size_t n;
	/* inside */
	size_t cap;
	uint32_t *slot; /* owned: 1 + place of a name, 0 free; a power of two of them */
	size_t nslots;
};

void symbols_release(struct symbols *set);

/* Add a spelled symbol if it is not there; its place either way. */
size_t symbols_add(struct symbols *set, const char *symbol);

#define SYMBOLS_NONE SIZE_MAX
size_t symbols_find(const struct symbols *set, const char *symbol); /* or SYMBOLS_NONE */

/* Add the symbols of "A,b, C". ERR_DATA at one that is none. */
int symbols_split(struct symbols *set, const char *list, struct err *e);

/*
 * Add what a stream names: plain lines, or JSON lines with a "symbol". pass gets each line that is
 * a record without one, and without its end. A line that is neither is given to bad with the reason
 * and reading goes on. 0, or -1 with *e set: ERR_IO, or what pass or bad set.
 */
struct symbols_reader {
	int (*pass)(void *arg, const char *line, size_t n, struct err *e);
	int (*bad)(void *arg, size_t lineno, const struct err *why, struct err *e);
	void *arg;
};
int symbols_read(struct symbols *set, FILE *fp, const struct symbols_reader *reader, struct err *e);

#endif
