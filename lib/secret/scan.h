/*
 * Values that stand where they should not: in the files of a folder, or in a stream, in all their forms
 * (secret/forms). What is found is a record of kind "finding": file, line, column and the name; never
 * the value, not even where a file is called like it.
 */
#ifndef PF_SECRET_SCAN_H
#define PF_SECRET_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct emit;
struct needles;

#define SCAN_DEPTH_MAX 128 /* folders within each other */

struct scan {
	const struct needles *s; /* borrowed */
	struct emit *out;        /* borrowed */
	uint64_t found, files;
	uint64_t unread; /* files and folders that could not be read; each was told as a warning */
	struct err why;  /* of the first of them: ERR_PERM, ERR_IO */
};

/*
 * Search a file, or all regular files of a folder and those in it, binary ones too. Nothing is
 * followed: a link to what is outside, and what is no file, is told. 0, or -1: ERR_NOINPUT when it is
 * not there, ERR_PERM or ERR_IO when it cannot be opened, ERR_IO of the output, ERR_TEMP when stopped.
 */
int scan_path(struct scan *sc, const char *path, struct err *e);

/* Search a stream to its end; name is what records call it. ERR_IO, ERR_TEMP. */
int scan_stream(struct scan *sc, int fd, const char *name, struct err *e);

#endif
