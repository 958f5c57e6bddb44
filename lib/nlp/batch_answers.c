#include "nlp/batch_answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/file.h"
#include "io/object.h"

#define FILE_MAX                                                                                   \
	((size_t)2 << 30) /* bytes: of the vendor's largest file of requests the answers fit */

int
answers_load(struct batch_answers *a, const char *path, struct err *e)
{
	if (path == NULL)
		return 0;
	if (file_read(path, FILE_MAX, &a->text, e))
		return -1;
	if (a->text.len > 0 && a->text.p[a->text.len - 1] != '\n')
		buf_char(&a->text, '\n');
	return 0;
}

static int
compare(struct slice a, struct slice b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* Of one custom id the first in the file counts. */
static int
by_custom(const void *a, const void *b)
{
	const struct batch_answer *x = a, *y = b;
	int c = compare(x->custom, y->custom);

	return c != 0 ? c : (x->line.p > y->line.p) - (x->line.p < y->line.p);
}

static void
take_line(struct batch_answers *a, struct slice line, struct rec *rec)
{
	struct buf names = { 0 };
	struct slice custom = { 0 };
	struct err e;

	if (object_parse(line.p, line.n, rec, &names, &e) == 0)
		custom = rec_word(rec_get(rec, "custom_id"));
	buf_release(&names);
	if (custom.n == 0) {
		a->bad++;
		return;
	}
	if (a->n == a->cap) {
		a->cap = mem_more(a->cap, a->n + 1);
		a->all = mem_grow(a->all, a->cap, sizeof *a->all);
	}
	a->all[a->n++] = (struct batch_answer){ custom, line, false };
}

void
answers_sort(struct batch_answers *a, const char *batch_id)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	char *at = a->text.p, *end;
	size_t left = a->text.len, i, n = 0, twice = 0;

	while (left > 0 && (end = memchr(at, '\n', left)) != NULL) {
		if (end > at)
			take_line(a, (struct slice){ at, (size_t)(end - at) }, rec);
		left -= (size_t)(end - at) + 1;
		at = end + 1;
	}
	free(rec);
	if (a->n > 0)
		qsort(a->all, a->n, sizeof *a->all, by_custom);
	for (i = 0; i < a->n; i++) {
		if (n > 0 && compare(a->all[n - 1].custom, a->all[i].custom) == 0)
			twice++;
		else
			a->all[n++] = a->all[i];
	}
	a->n = n;
	if (a->bad > 0)
		log_warn(
		    "batch %s: %zu lines of its answers are none: passed over", batch_id, a->bad);
	if (twice > 0)
		log_warn("batch %s: %zu answers came twice: the first counts", batch_id, twice);
	a->bad += twice;
}

void
answers_release(struct batch_answers *a)
{
	buf_release(&a->text);
	free(a->all);
	*a = (struct batch_answers){ 0 };
}

struct batch_answer *
answers_find(struct batch_answers *a, const char *custom)
{
	struct slice want = { custom, strlen(custom) };
	size_t low = 0, high = a->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		c = compare(a->all[mid].custom, want);
		if (c == 0) {
			a->all[mid].asked = true;
			return &a->all[mid];
		}
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
