#include "io/jsonl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/object.h"

#ifndef INPUT_CHUNK /* fuzzing takes a small one, so that records straddle it */
#define INPUT_CHUNK ((size_t)256 << 10)
#endif

void
jsonl_init(struct jsonl *in, FILE *fp, const char *name)
{
	*in = (struct jsonl){ .fp = fp, .name = name };
}

void
jsonl_release(struct jsonl *in)
{
	free(in->p);
	buf_release(&in->names);
	*in = (struct jsonl){ 0 };
}

/* Read some more behind end. 1, 0 at the end of input, -1. */
static int
more(struct jsonl *in, struct err *e)
{
	ssize_t n;

	if (in->eof)
		return 0;
	if (in->at > 0) { /* what is left goes to the front */
		memmove(in->p, in->p + in->at, in->end - in->at);
		in->end -= in->at;
		in->at = 0;
	}
	if (in->cap - in->end < INPUT_CHUNK + 1) {
		in->cap = mem_more(in->cap, in->end + INPUT_CHUNK + 1);
		in->p = mem_grow(in->p, in->cap, 1);
	}
	if (fileno(in->fp) >=
	    0) { /* fread would wait for a whole chunk: records must pass as they come */
		do
			n = read(fileno(in->fp), in->p + in->end, INPUT_CHUNK);
		while (n < 0 && errno == EINTR && !stop_asked());
	} else {
		n = (ssize_t)fread(in->p + in->end, 1, INPUT_CHUNK, in->fp);
		if (n == 0 && ferror(in->fp))
			n = -1;
	}
	if (n < 0)
		return err_errno(e, ERR_IO, "reading %s", in->name);
	in->end += (size_t)n;
	in->eof = n == 0;
	return n > 0;
}

/* Drop the rest of a line that is too long. */
static int
skip_line(struct jsonl *in, struct err *e)
{
	char *nl;
	int got;

	for (;;) {
		nl = memchr(in->p + in->at, '\n', in->end - in->at);
		if (nl != NULL) {
			in->at = (size_t)(nl - in->p) + 1;
			return 0;
		}
		in->at = in->end;
		got = more(in, e);
		if (got <= 0)
			return got;
	}
}

/* The next line as in->p[from .. from+n), terminated. 1, 0, -1. */
static int
next_line(struct jsonl *in, size_t *from, size_t *n, struct err *e)
{
	size_t seen = 0;
	char *nl = NULL;
	int got = 1;

	while (got > 0) {
		if (in->end - in->at > seen)
			nl = memchr(in->p + in->at + seen, '\n', in->end - in->at - seen);
		seen = in->end - in->at;
		if (nl != NULL || seen > JSONL_LINE_MAX)
			break;
		got = more(in, e);
	}
	if (got < 0 || (got == 0 && seen == 0))
		return got;
	in->lineno++;
	*from = in->at;
	*n = nl != NULL ? (size_t)(nl - in->p) - in->at : seen;
	in->raw = (struct slice){ in->p + in->at, *n };
	if (*n > JSONL_LINE_MAX) {
		in->raw = (struct slice){ "", 0 };
		if (skip_line(in, e))
			return -1;
		return err_set(e, ERR_DATA, "longer than %zu bytes", JSONL_LINE_MAX);
	}
	if (nl == NULL)
		in->p[in->end] = '\0'; /* more() left room for it */
	in->at += *n + (nl != NULL);
	return 1;
}

int
jsonl_next(struct jsonl *in, struct rec *rec, struct err *e)
{
	size_t from, n;
	int got;

	do {
		got = next_line(in, &from, &n, e);
		if (got <= 0)
			return got;
	} while (in->p[from] != '{' &&
		 strspn(in->p + from, " \t\r") >= n); /* a blank line; its end stops strspn */
	return object_parse(in->p + from, n, rec, &in->names, e) ? -1 : 1;
}

bool
jsonl_ready(const struct jsonl *in)
{
	return in->end > in->at && memchr(in->p + in->at, '\n', in->end - in->at) != NULL;
}
