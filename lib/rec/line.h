/*
 * Many records of one kind as lines of text, JSON as field_emit() writes it, byte for byte, or CSV:
 * what is the same in every record is prepared once and the last date is remembered, so that a tool
 * can print ten million a second.
 */
#ifndef PF_REC_LINE_H
#define PF_REC_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "rec/field.h"

struct buf;

#define LINE_FIELDS_MAX 32
#define LINE_HEAD_MAX 32

struct line_field {
	char head[LINE_HEAD_MAX]; /* ,"open": */
	size_t nhead;
	enum field_type type;
	size_t at;
	bool needed;
};

struct line {
	const struct kind *kind;
	char open[LINE_HEAD_MAX]; /* {"kind":"bar" */
	size_t nopen;
	size_t room; /* no record needs more bytes than that */
	size_t nfields;
	struct line_field f[LINE_FIELDS_MAX];
	bool plain[256]; /* bytes that JSON takes as they are */
	int64_t day;     /* since the epoch, the one whose text is in date */
	char date[CLOCK_TEXT_MAX];
};

/* The kind's struct must have a member for all that is to be printed. */
void line_init(struct line *l, const struct kind *kind);

/* Add the record that s points to, the kind's struct, with its line end. */
void line_json(struct line *l, const void *s, struct buf *out);

/* Likewise as CSV (RFC 4180, LF), all fields; what is null in JSON is empty. And the names. */
void line_csv(struct line *l, const void *s, struct buf *out);
void line_csv_header(const struct line *l, struct buf *out);

#endif
