#include "io/input.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/stop.h"

#ifndef INPUT_CHUNK /* fuzzing takes a small one, so that records straddle it */
#define INPUT_CHUNK ((size_t)256 << 10)
#endif

#define WAIT_MS 250 /* how late a signal may be seen that came just before poll() */

void
input_init(struct input *in, FILE *fp, const char *name)
{
	struct stat st;

	*in = (struct input){ .fp = fp, .name = name };
	in->waits = fileno(fp) >= 0 && fstat(fileno(fp), &st) == 0 && !S_ISREG(st.st_mode);
}

void
input_release(struct input *in)
{
	free(in->p);
	*in = (struct input){ 0 };
}

/* Until there is something. A signal that comes between the question and poll() is seen late. */
static int
wait_for(const struct input *in, struct err *e)
{
	struct pollfd fd = { .fd = fileno(in->fp), .events = POLLIN };
	int got = 0;

	while (got == 0 || (got < 0 && errno == EINTR)) {
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped by a signal");
		got = poll(&fd, 1, WAIT_MS);
	}
	return 0; /* what else is wrong with it, read() tells */
}

bool
input_wait(const struct input *in, int64_t ns)
{
	struct pollfd fd = { .fd = fileno(in->fp), .events = POLLIN };
	int64_t ms = ns / (CLOCK_SECOND / 1000);

	return poll(&fd, 1, ms < INT_MAX ? (int)ms : INT_MAX) != 0; /* a signal is something, too */
}

/* fread would wait for a whole chunk: records must pass as they come. The bytes read, or -1. */
static ssize_t
read_some(struct input *in, struct err *e)
{
	ssize_t n;

	do {
		if (in->waits && wait_for(in, e))
			return -1;
		n = read(fileno(in->fp), in->p + in->end, INPUT_CHUNK);
	} while (n < 0 && (errno == EINTR || (errno == EAGAIN && in->waits)));
	if (n < 0)
		(void)err_errno(e, ERR_IO, "reading %s", in->name);
	else
		progress_bytes((uint64_t)n);
	return n;
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
	if (fileno(in->fp) >= 0) {
		n = read_some(in, e);
		if (n < 0)
			return -1;
	} else {
		n = (ssize_t)fread(in->p + in->end, 1, INPUT_CHUNK, in->fp);
		if (n == 0 && ferror(in->fp))
			return err_errno(e, ERR_IO, "reading %s", in->name);
	}
	in->end += (size_t)n;
	in->eof = n == 0;
	return n > 0;
}

uint64_t
input_total(char *const *names, FILE *standard)
{
	static char dash[] = "-", *const none[] = { dash, NULL };
	uint64_t total = 0;
	struct stat st;
	int rc;

	for (names = *names != NULL ? names : none; *names != NULL; names++) {
		rc = strcmp(*names, dash) == 0 ? fstat(fileno(standard), &st) : stat(*names, &st);
		if (rc || !S_ISREG(st.st_mode) || st.st_size < 0)
			return 0;
		total += (uint64_t)st.st_size;
	}
	return total;
}
