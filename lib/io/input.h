/*
 * A stream as a window of bytes that slides: what was read and not yet used. A text reader looks
 * for the end of its record in it and asks for more when there is none.
 */
#ifndef PF_IO_INPUT_H
#define PF_IO_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct err;

struct input {
	FILE *fp;         /* borrowed; read past its buffer, so nobody else may read it */
	const char *name; /* borrowed; what messages call it */
	char *p;          /* owned: the window is p[at..end), and p[end] may be written to */
	size_t cap, at, end;
	bool eof;   /* there is no more */
	bool waits; /* inside: it is no regular file, so what comes next may be long in coming */
};

void input_init(struct input *in, FILE *fp, const char *name);
void input_release(struct input *in);

/*
 * Read some more behind the window, as much as there is and without waiting for more; the window
 * may move within p, and p may move. 1, 0 at the end of input, -1 with ERR_IO, or
 * ERR_TEMP "stopped by a signal" when stop_asked() and it is no regular file.
 */
int input_more(struct input *in, struct err *e);

/* Whether there is something to read, or the end, within that time. */
bool input_wait(const struct input *in, int64_t ns);

/*
 * The bytes of all files of that names, "-" (and no name at all) being standard; 0 when one of them is no
 * regular file: for base/progress.
 */
uint64_t input_total(char *const *names, FILE *standard);

#endif
