#include "io/jsonl.h"

#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "io/object.h"

void
jsonl_init(struct jsonl *in, FILE *fp, const char *name)
{
	*in = (struct jsonl){ .name = name };
	input_init(&in->in, fp, name);
}

void
jsonl_release(struct jsonl *in)
{
	input_release(&in->in);
	buf_release(&in->names);
	*in = (struct jsonl){ 0 };
}

/* Drop the rest of a line that is too long. */
static int
skip_line(struct input *w, struct err *e)
{
	char *nl;
	int got;

	for (;;) {
		nl = memchr(w->p + w->at, '\n', w->end - w->at);
		if (nl != NULL) {
			w->at = (size_t)(nl - w->p) + 1;
			return 0;
		}
		w->at = w->end;
		got = input_more(w, e);
		if (got <= 0)
			return got;
	}
}

/* The next line as w->p[from .. from+n), terminated. 1, 0, -1. */
static int
next_line(struct jsonl *in, size_t *from, size_t *n, struct err *e)
{
	struct input *w = &in->in;
	size_t seen = 0;
	char *nl = NULL;
	int got = 1;

	while (got > 0) {
		if (w->end - w->at > seen)
			nl = memchr(w->p + w->at + seen, '\n', w->end - w->at - seen);
		seen = w->end - w->at;
		if (nl != NULL || seen > JSONL_LINE_MAX)
			break;
		got = input_more(w, e);
	}
	if (got < 0 || (got == 0 && seen == 0))
		return got;
	in->lineno++;
	*from = w->at;
	*n = nl != NULL ? (size_t)(nl - w->p) - w->at : seen;
	in->raw = (struct slice){ w->p + w->at, *n };
	if (*n > JSONL_LINE_MAX) {
		in->raw = (struct slice){ "", 0 };
		if (skip_line(w, e))
			return -1;
		return err_set(e, ERR_DATA, "longer than %zu bytes", JSONL_LINE_MAX);
	}
	if (nl == NULL)
		w->p[w->end] = '\0'; /* input_more() left room for it */
	w->at += *n + (nl != NULL);
	return 1;
}

int
jsonl_next(struct jsonl *in, struct rec *rec, struct err *e)
{
	struct input *w = &in->in;
	size_t from, n;
	int got;

	do {
		got = next_line(in, &from, &n, e);
		if (got <= 0)
			return got;
	} while (w->p[from] != '{' &&
		 strspn(w->p + from, " \t\r") >= n); /* a blank line; its end stops strspn */
	return object_parse_next(w->p + from, n, rec, &in->names, &in->shape, e) ? -1 : 1;
}

bool
jsonl_ready(const struct jsonl *in)
{
	const struct input *w = &in->in;

	return w->end > w->at && memchr(w->p + w->at, '\n', w->end - w->at) != NULL;
}

bool
jsonl_wait(const struct jsonl *in, int64_t ns)
{
	return in->in.eof || input_wait(&in->in, ns);
}

bool
jsonl_is_file(const struct jsonl *in)
{
	struct stat st;

	return fstat(fileno(in->in.fp), &st) == 0 && S_ISREG(st.st_mode);
}
