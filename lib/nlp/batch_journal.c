/* The lines of a submission's journal */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/jsonl.h"
#include "io/member.h"
#include "io/rec.h"
#include "nlp/batch_journal.h"
#include "nlp/batch_store.h"
#include "vendor/openai_batch.h"

/* --- reading */

static int64_t
number(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);
	int64_t v;

	return f != NULL && f->type == REC_NUMBER &&
		       num_int(f->text.p, f->text.n, INT64_MIN, INT64_MAX, &v) == 0
		   ? v
		   : 0;
}

static int64_t
time_of(const struct rec *rec, const char *name)
{
	struct slice s = rec_word(rec_get(rec, name));
	int64_t ns;

	return s.n > 0 && clock_parse_time(s.p, s.n, &ns) == 0 ? ns : CLOCK_NONE;
}

static void
replace(char **to, const struct rec *rec, const char *name)
{
	free(*to);
	*to = rec_take_text(rec_get(rec, name));
}

static void
read_hold(struct budget_hold *h, const struct rec *rec)
{
	struct slice id = rec_word(rec_get(rec, "hold_id")),
		     day = rec_word(rec_get(rec, "hold_day"));
	const struct rec_field *usd = rec_get(rec, "hold_usd");

	*h = (struct budget_hold){ 0 };
	if (usd == NULL || usd->type != REC_NUMBER || id.n == 0 || id.n >= sizeof h->id ||
	    day.n != sizeof h->day - 1 || decimal_read(&h->usd, usd->text.p, usd->text.n))
		return;
	memcpy(h->id, id.p, id.n);
	memcpy(h->day, day.p, day.n);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
read_again(struct submission *sub, const struct rec_field *list)
{
	struct slice rest, element;
	struct rec_field f;

	while (sub->nagain > 0)
		free(sub->again[--sub->nagain]);
	if (list == NULL || list->type != REC_ARRAY)
		return;
	for (rest = list->text; array_next(&rest, &element);) {
		f = member_value(element);
		sub->again = mem_grow(sub->again, sub->nagain + 1, sizeof *sub->again);
		sub->again[sub->nagain] = rec_take_text(&f);
		sub->nagain += sub->again[sub->nagain] != NULL;
	}
	if (sub->nagain > 0)
		qsort(sub->again, sub->nagain, sizeof *sub->again, by_text);
}

static void
take_line(struct submission *sub, const struct rec *rec)
{
	struct slice kind = rec_kind(rec);

	if (slice_is(kind, "submission")) {
		replace(&sub->name, rec, "submission");
		replace(&sub->model, rec, "model");
		replace(&sub->prompt, rec, "prompt_version");
		sub->at = time_of(rec, "at");
		sub->requests = number(rec, "requests");
		sub->messages = number(rec, "messages");
		sub->adopted = sub->messages == 0;
		read_hold(&sub->hold, rec);
	} else if (slice_is(kind, "creating")) {
		replace(&sub->file_id, rec, "file_id");
		sub->creating_at = time_of(rec, "at");
	} else if (slice_is(kind, "batch")) {
		replace(&sub->batch_id, rec, "batch_id");
		replace(&sub->state, rec, "state");
		sub->expires_at = time_of(rec, "expires_at");
		sub->dropped = false; /* it was found all the same */
	} else if (slice_is(kind, "collected")) {
		sub->collected = true;
		sub->hold.id[0] = '\0'; /* it was settled then */
		read_again(sub, rec_get(rec, "again"));
	} else if (slice_is(kind, "reopened")) {
		sub->collected = false;
	} else if (slice_is(kind, "dropped")) {
		sub->dropped = true;
	}
}

int
batch_journal_read(struct submission *sub, const char *path, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	FILE *fp = fopen(path, "re");
	struct jsonl in;
	int got;

	if (fp == NULL) {
		free(rec);
		return err_errno(e, ERR_IO, "%s", path);
	}
	jsonl_init(&in, fp, path);
	while ((got = jsonl_next(&in, rec, e)) != 0) {
		if (got > 0)
			take_line(sub, rec);
		else if (e->code != ERR_DATA)
			break;
	}
	jsonl_release(&in);
	(void)fclose(fp); /* only read */
	free(rec);
	return got < 0 ? -1 : 0;
}

/* --- writing */

/* Add the line, behind an end of line where a crash left none, and wait for the disk. */
static int
append(const struct batch_store *s, const char *name, struct emit *em, struct err *e)
{
	char *path = store_path(s, name, "journal"), last = '\n';
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600), rc = -1;
	struct buf line = { 0 };
	off_t size;

	emit_close(em, '}');
	if (fd < 0)
		goto out;
	size = lseek(fd, 0, SEEK_END);
	if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
		goto out;
	if (last != '\n')
		buf_char(&line, '\n');
	buf_add(&line, em->line.p, em->line.len);
	buf_char(&line, '\n');
	errno = ENOSPC; /* where less than all was written */
	if (write(fd, line.p, line.len) != (ssize_t)line.len || fdatasync(fd) || path_sync(s->dir))
		goto out;
	rc = 0;
out:
	if (rc)
		(void)err_errno(e, ERR_IO, "%s", path);
	if (fd >= 0)
		(void)close(fd); /* it was synced */
	buf_release(&line);
	emit_release(em);
	free(path);
	return rc;
}

static void
begin(struct emit *em, const char *kind)
{
	emit_init(em, NULL, false);
	emit_begin(em, kind);
}

static void
put_time(struct emit *em, const char *name, int64_t ns)
{
	if (ns == CLOCK_NONE)
		emit_null(em, name);
	else
		emit_time(em, name, ns);
}

struct submission *
store_add(struct batch_store *s, const struct submission *sub, struct err *e)
{
	char usd[DECIMAL_TEXT_MAX];
	struct submission *added;
	struct emit em;

	begin(&em, "submission");
	emit_str(&em, "submission", sub->name);
	emit_time(&em, "at", sub->at);
	emit_str(&em, "model", sub->model);
	emit_str(&em, "prompt_version", sub->prompt);
	emit_int(&em, "requests", sub->requests);
	emit_int(&em, "messages", sub->messages);
	if (sub->hold.id[0] != '\0') {
		emit_str(&em, "hold_id", sub->hold.id);
		emit_str(&em, "hold_day", sub->hold.day);
		emit_num(&em, "hold_usd", usd, decimal_text(usd, &sub->hold.usd));
	}
	if (append(s, sub->name, &em, e))
		return NULL;
	if (s->n == s->cap) {
		s->cap = mem_more(s->cap, s->n + 1);
		s->all = mem_grow(s->all, s->cap, sizeof *s->all);
	}
	added = &s->all[s->n++];
	*added = *sub;
	added->adopted = sub->messages == 0;
	return added;
}

int
store_creating(struct batch_store *s, struct submission *sub, const char *file_id, struct err *e)
{
	struct emit em;

	begin(&em, "creating");
	emit_str(&em, "file_id", file_id);
	emit_time(&em, "at", clock_real());
	free(sub->file_id);
	sub->file_id = mem_str(file_id);
	sub->creating_at = clock_real();
	return append(s, sub->name, &em, e);
}

int
store_batch(
    struct batch_store *s, struct submission *sub, const struct openai_batch *b, struct err *e)
{
	struct emit em;

	begin(&em, "batch");
	emit_str(&em, "batch_id", b->id);
	emit_str(&em, "state", b->status);
	emit_str(&em, "input_file_id", b->input_file);
	put_time(&em, "created_at", b->created_at);
	put_time(&em, "expires_at", b->expires_at);
	free(sub->batch_id);
	free(sub->state);
	sub->batch_id = mem_str(b->id);
	sub->state = mem_str(b->status);
	sub->expires_at = b->expires_at;
	return append(s, sub->name, &em, e);
}

int
store_collected(struct batch_store *s, struct submission *sub, int64_t now, char **again,
    size_t nagain, struct err *e)
{
	struct emit em;
	size_t i;

	begin(&em, "collected");
	emit_time(&em, "at", now);
	emit_open(&em, "again", '[');
	for (i = 0; i < nagain; i++)
		emit_str(&em, NULL, again[i]);
	emit_close(&em, ']');
	sub->collected = true;
	return append(s, sub->name, &em, e);
}

int
store_reopened(struct batch_store *s, struct submission *sub, struct err *e)
{
	struct emit em;

	begin(&em, "reopened");
	emit_time(&em, "at", clock_real());
	sub->collected = false;
	return append(s, sub->name, &em, e);
}

int
store_dropped(struct batch_store *s, struct submission *sub, const char *why, struct err *e)
{
	struct emit em;

	begin(&em, "dropped");
	emit_time(&em, "at", clock_real());
	emit_str(&em, "why", why);
	sub->dropped = true;
	return append(s, sub->name, &em, e);
}

int
store_close_file(FILE *fp, const char *name, struct err *e)
{
	int rc;

	if (fp == NULL)
		return 0;
	rc = fflush(fp) || fdatasync(fileno(fp)) ? err_errno(e, ERR_IO, "%s", name) : 0;
	if (fclose(fp) && rc == 0)
		rc = err_errno(e, ERR_IO, "%s", name);
	return rc;
}
