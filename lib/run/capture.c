#include "run/capture.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/object.h"
#include "io/rec.h"
#include "run/pipeline.h"
#include "run/redact.h"
#include "run/task.h"

#define WORDS_LAST 300 /* bytes of last words in a message */

void
capture_redact(struct buf *text)
{
	size_t i;

	redact_text(text);
	for (i = 0; i < text->len; i++)
		if ((unsigned char)text->p[i] < 0x20 || text->p[i] == 0x7f)
			text->p[i] = ' ';
}

static bool
is_object(const struct buf *line)
{
	struct buf names = { 0 };
	struct rec *rec;
	struct err e;
	bool is;

	if (line->len == 0 || line->p[strspn(line->p, " ")] != '{')
		return false;
	rec = mem_new(1, sizeof *rec);
	is = object_parse(line->p, line->len, rec, &names, &e) == 0;
	buf_release(&names);
	free(rec);
	return is;
}

void
capture_out(struct task *t, struct buf *line)
{
	if (line->len == 0)
		return;
	capture_redact(line);
	if (!is_object(line)) {
		capture_err(t, line);
		return;
	}
	if (t->nrecords >= CAPTURE_RECORDS_MAX ||
	    t->records.len + line->len + 1 > CAPTURE_RECORDS_BYTES) {
		t->more++;
		return;
	}
	if (t->nrecords++ > 0)
		buf_char(&t->records, ',');
	buf_add(&t->records, line->p, line->len);
}

void
capture_err(struct task *t, struct buf *line)
{
	size_t cut;

	if (line->len == 0)
		return;
	capture_redact(line);
	log_note("%s: %s", t->step->name, line->p);
	if (line->len > CAPTURE_TAIL_MAX / 2) {
		line->len = CAPTURE_TAIL_MAX / 2;
		line->p[line->len] = '\0';
	}
	buf_add(&t->tail, line->p, line->len);
	buf_char(&t->tail, '\n');
	if (t->tail.len > CAPTURE_TAIL_MAX) {
		cut = t->tail.len - CAPTURE_TAIL_MAX;
		while (t->tail.p[cut - 1] != '\n')
			cut++;
		buf_shift(&t->tail, cut);
	}
}

void
capture_last_words(struct buf *message, const struct buf *tail)
{
	const char *start;
	size_t n = tail->len, cut;

	if (n == 0)
		return;
	start = memrchr(tail->p, '\n', n - 1);
	start = start == NULL ? tail->p : start + 1;
	n = (size_t)(tail->p + tail->len - start) - 1;
	if (n > WORDS_LAST) {
		for (cut = WORDS_LAST; cut > 0 && ((unsigned char)start[cut] & 0xc0) == 0x80; cut--)
			continue;
		n = cut;
	}
	buf_str(message, ": ");
	buf_add(message, start, n);
}
