#include "io/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"

#ifndef INPUT_CHUNK /* fuzzing takes a small one, so that records straddle it */
#define INPUT_CHUNK ((size_t)256 << 10)
#endif

void
input_init(struct input *in, FILE *fp, const char *name)
{
	*in = (struct input){ .fp = fp, .name = name };
}

void
input_release(struct input *in)
{
	free(in->p);
	*in = (struct input){ 0 };
}

int
input_more(struct input *in, struct err *e)
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
