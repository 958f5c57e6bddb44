/* The units of a batch. Inside db/load_unit. */
#ifndef PF_DB_LOAD_UNIT_INSIDE_H
#define PF_DB_LOAD_UNIT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/load_rows.h"

struct kind;
struct load_store;

struct unit {
	char *name;        /* owned; what its field says */
	const char *field; /* borrowed; message_id */
	size_t parts;      /* records in front of its last one, taken or not */
	size_t bytes;
	bool complete;      /* its complete record came */
	bool ended;         /* so did the last one */
	bool cut;           /* the batch had to end within it */
	char *why;          /* owned; why it is not taken, or NULL */
	size_t bad, bad_in; /* the line that the database refused, and its input; 0: none */
	char *refused;      /* owned; why */
	const char *left;   /* why what is there is not to be touched; NULL: it may */
};

/* A row that was dropped. */
struct dropped {
	struct load_store *store; /* borrowed */
	struct load_line line;
	char *raw; /* owned; the line as it was read, "" when it was not kept */
};

struct load_units {
	struct unit *all; /* owned */
	size_t n, cap;
	size_t *slot; /* owned; by name: a place in all + 1, 0: free */
	size_t nslots;
	bool open;               /* the last one goes on */
	bool told;               /* the stream tells what is whole */
	struct dropped *dropped; /* owned */
	size_t ndropped, dropped_cap;
};

/*
 * It is not taken; the first reason is the one that counts: any words; "idea 2 of message 123 was not: REASON"
 * (place 0: no number); "message 123 WHAT".
 */
void unit_spoil(struct unit *u, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void unit_spoil_by(struct unit *u, const struct kind *kind, size_t place, const char *reason);
void unit_spoil_whole(struct unit *u, const char *what);

void unit_release(struct unit *u);
void unit_name(struct buf *out, const struct unit *u); /* "message 123" */

/* Of what was dropped: it is told, or will not be. */
void units_forget_dropped(struct load_units *u);

/* The next batch begins. */
void units_renew(struct load_units *u);

#endif
