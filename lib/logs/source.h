/*
 * Where lines of logs come from: a table of functions a type, so that another one is a file and a line
 * in source.c. Nothing of it waits: who reads asks again.
 */
#ifndef PF_LOGS_SOURCE_H
#define PF_LOGS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define LOG_LINE_MAX ((size_t)1 << 20) /* bytes of a line that are kept */

/* What is wanted of every source. */
struct log_want {
	int64_t now;   /* ns */
	int64_t since; /* ns; CLOCK_NONE: from the first on */
	int64_t lines; /* at most the last so many of what is there; -1: all */
	bool follow;   /* and then what comes */
};

struct log_line {
	int64_t at;         /* ns; CLOCK_NONE: not known */
	const char *source; /* the operand */
	const char *level;  /* "error", as the source says; NULL: it does not */
	const char *text;   /* any bytes */
	size_t n;
	bool dated; /* the text says itself when that was */
	bool cut;   /* it was longer than LOG_LINE_MAX */
};

enum log_state { LOG_NOTHING, LOG_LINE, LOG_END };

struct log_source_type {
	const char *word; /* "file": operands are "file:NAME" */

	/* Begin: *s is the source's own, for the others. ERR_NOINPUT, ERR_PERM, ERR_IO, ERR_USAGE.
	 * name and want are borrowed until it is closed. */
	int (*open)(void **s, const char *name, const struct log_want *want, struct err *e);

	/* A log_state, or -1 with *e set. LOG_LINE: at, level, text, n, dated and cut of *line, whose
	 * texts are valid until the next call. LOG_NOTHING: not now. LOG_END: never again. */
	int (*next)(void *s, struct log_line *line, struct err *e);

	/* A descriptor that poll(2) can wait on for more, or -1: one asks from time to time. */
	int (*fd)(const void *s);

	void (*close)(void *s); /* takes NULL */
};

extern const struct log_source_type log_file, log_unit;

/* The type of "file:NAME", and *name in it. NULL: ERR_USAGE. */
const struct log_source_type *log_source_find(
    const char *operand, const char **name, struct err *e);

#endif
