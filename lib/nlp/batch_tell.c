/* The messages of a submission as records: they wait, or are free again */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/jsonl.h"
#include "nlp/batch_work.h"

#define GIVEN_UP "the vendor does not know it, and it was given up"

int
work_print_waiting(
    struct work *w, const struct submission *sub, const char *id, const char *hash, struct err *e)
{
	struct emit *em = &w->print.em;
	char *by = mem_fmt("batch %s", sub->name);
	int64_t until = sub->batch_id != NULL && sub->expires_at != CLOCK_NONE
			    ? sub->expires_at
			    : w->how->now + CLOCK_DAY;

	nlp_print_whose(em, id, hash);
	emit_str(em, "parse_status", "pending");
	emit_null(em, "error_reason");
	emit_str(em, "batch_id", sub->batch_id);
	emit_str(em, "claimed_by", by);
	emit_time(em, "claimed_until", until);
	free(by);
	return emit_end(em, e);
}

/* How it is told: free when why is not NULL. */
struct telling {
	const struct submission *sub;
	const char *why;
	bool uncounted;
};

static int
tell(struct work *w, const struct telling *t, const struct rec *rec, struct err *e)
{
	char *id = rec_take_text(rec_get(rec, "message_id"));
	char *hash = rec_take_text(rec_get(rec, "content_hash"));
	const struct rec_field *f = rec_get(rec, "attempts");
	struct emit *em = &w->print.em;
	int64_t attempts;
	int rc = 0;

	if (id != NULL && t->why == NULL) {
		rc = work_print_waiting(w, t->sub, id, hash, e);
	} else if (id != NULL) {
		nlp_print_whose(em, id, hash);
		emit_str(em, "parse_status", "pending");
		emit_str(em, "error_reason", t->why);
		emit_null(em, "batch_id");
		if (t->uncounted && f != NULL &&
		    num_int(f->text.p, f->text.n, 1, INT32_MAX, &attempts) == 0)
			emit_int(em, "attempts", attempts - 1);
		emit_null(em, "claimed_by");
		emit_null(em, "claimed_until");
		rc = emit_end(em, e);
	}
	free(id);
	free(hash);
	return rc;
}

static int
tell_all(struct work *w, const struct telling *t, struct err *e)
{
	char *path = store_path(&w->store, t->sub->name, "messages");
	struct rec *rec = mem_new(1, sizeof *rec);
	FILE *fp = fopen(path, "re");
	struct jsonl in;
	int got = 0;

	if (fp == NULL && !(errno == ENOENT && t->sub->adopted))
		got = err_errno(e, ERR_IO, "%s", path);
	if (fp != NULL) {
		jsonl_init(&in, fp, path);
		while ((got = jsonl_next(&in, rec, e)) > 0)
			if ((got = tell(w, t, rec, e)) < 0)
				break;
		jsonl_release(&in);
		(void)fclose(fp); /* only read */
	}
	free(path);
	free(rec);
	return got < 0 ? -1 : 0;
}

int
work_tell_waiting(struct work *w, const struct submission *sub, struct err *e)
{
	return tell_all(w, &(struct telling){ sub, NULL, false }, e);
}

int
work_tell_free(struct work *w, const struct submission *sub, const char *why, struct err *e)
{
	return tell_all(w, &(struct telling){ sub, why, false }, e);
}

/* What is not known of it any more is left out, so that it stays as it is stored. */
static int
print_given_up(struct work *w, const struct submission *sub, const char *id, struct err *e)
{
	struct emit *em = &w->print.em;
	char *text;
	int rc;

	emit_begin(em, "batch");
	emit_str(em, "batch_id", id);
	if (sub != NULL)
		emit_str(em, "submission", sub->name);
	emit_str(em, "state", "failed");
	emit_time(em, "ended_at", w->how->now);
	emit_str(em, "message", GIVEN_UP);
	if (emit_end(em, e))
		return -1;
	text = sub != NULL ? mem_fmt("%s; its %lld messages are pending again", GIVEN_UP,
				 (long long)sub->messages)
			   : mem_fmt("%s; no file here tells which messages were in it", GIVEN_UP);
	rc = emit_event(em, w->how->now, "pf-nlp", "given-up", "warning", id, text, e);
	free(text);
	return rc;
}

int
work_give_up(struct work *w, struct submission *sub, const char *id, struct err *e)
{
	char *why = mem_fmt("batch %s: %s", id, GIVEN_UP);
	int rc = 0;

	if (sub != NULL)
		rc = tell_all(w, &(struct telling){ sub, why, true }, e);
	free(why);
	if (rc || print_given_up(w, sub, id, e))
		return -1;
	if (fflush(w->how->out))
		return err_errno(e, ERR_IO, "standard output");
	return sub == NULL || sub->dropped ? 0 : store_dropped(&w->store, sub, GIVEN_UP, e);
}

int
work_unknown(const char *id, struct err *e)
{
	const struct err why = *e;

	return err_set(e, ERR_REMOTE,
	    "%s; if that is the key it was made with, 'pf-nlp batch cancel %s' gives it up and frees its messages",
	    why.msg, id);
}
