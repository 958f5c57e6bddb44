/* A filter's input: records of one kind are taken, the others go on unchanged and in order. */
#ifndef PF_IO_FILTER_H
#define PF_IO_FILTER_H

#include <stddef.h>
#include <stdio.h>

struct emit;
struct err;
struct rec;

/* Take one: 0, or -1 with ERR_DATA when it lacks what it needs; other errors end the reading. */
typedef int filter_fn(void *arg, const struct rec *rec, struct err *e);

/* Print it as it came, as a line. 0, or -1 with ERR_IO. */
int filter_pass(struct emit *out, const struct rec *rec, struct err *e);

/*
 * Read fp, called name in messages, to its end; kind NULL: take sees all, and hands on by
 * filter_pass() what it does not want. A line that is no record, or that take refuses, is
 * told and counted in *bad. 0, or -1: ERR_IO, ERR_TEMP when a signal asked to stop, what take set.
 */
int filter_read(FILE *fp, const char *name, const char *kind, filter_fn *take, void *arg,
    struct emit *out, size_t *bad, struct err *e);

/*
 * The same of all files of that names, NULL-terminated; "-", and no name at all, is standard input. *bad
 * is of all of them. ERR_NOINPUT and ERR_PERM besides.
 */
int filter_files(char *const *names, FILE *standard, const char *kind, filter_fn *take, void *arg,
    struct emit *out, size_t *bad, struct err *e);

#endif
