#include "nlp/batch_work.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/filter.h"
#include "io/jsonl.h"
#include "io/pick.h"
#include "vendor/openai.h"

#define LOOK_BACK (31 * CLOCK_DAY) /* the vendor keeps files for 30 days */

int
work_open(struct work *w, const struct nlp_batch_how *how, bool keys, struct err *e)
{
	const struct nlp_openai_how *o = &how->openai;
	const struct openai_how ai = { o->deadline_ns, (int)o->concurrency, o->trace };

	*w = (struct work){ .how = how, .store.lock = -1 };
	w->rec = mem_new(1, sizeof *w->rec);
	nlp_print_init(&w->print, how->out, how->now, how->flush);
	w->parse = (struct nlp_parse){ .least = how->least, .print = &w->print };
	w->sink = nlp_parse_sink(&w->parse);
	if (openai_open(&w->ai, &ai, e) || routes_init(&w->routes, o, e) ||
	    prices_load(&w->prices, o->prices, e) ||
	    (o->price != NULL && prices_add(&w->prices, o->price, e)) ||
	    budget_open(&w->budget, o->max_usd, o->max_usd_day, e))
		return -1;
	return store_open(&w->store, keys, e);
}

void
work_release(struct work *w)
{
	store_release(&w->store);
	openai_close(w->ai);
	budget_close(w->budget);
	prices_release(&w->prices);
	routes_release(&w->routes);
	nlp_print_release(&w->print);
	free(w->rec);
}

/* --- records */

static void
put_time(struct emit *em, const char *name, int64_t ns)
{
	if (ns == CLOCK_NONE)
		emit_null(em, name);
	else
		emit_time(em, name, ns);
}

static void
put_count(struct emit *em, const char *name, int64_t n)
{
	if (n >= 0)
		emit_int(em, name, n);
}

int
work_print_batch(struct work *w, const struct openai_batch *b, const struct submission *sub,
    const char *state, struct err *e)
{
	struct emit *em = &w->print.em;

	emit_begin(em, "batch");
	emit_str(em, "batch_id", b->id);
	emit_str(em, "submission", sub != NULL ? sub->name : b->submission);
	emit_str(em, "state", state != NULL ? state : b->status);
	if (sub != NULL) {
		emit_str(em, "model", sub->model);
		emit_str(em, "prompt_version", sub->prompt);
	}
	emit_str(em, "endpoint", b->endpoint);
	emit_str(em, "input_file_id", b->input_file);
	emit_str(em, "output_file_id", b->output_file);
	emit_str(em, "error_file_id", b->error_file);
	put_count(em, "requests", sub != NULL && b->total <= 0 ? sub->requests : b->total);
	put_count(em, "completed", b->completed);
	put_count(em, "failed", b->failed);
	put_time(em, "created_at", b->created_at);
	put_time(em, "expires_at", b->expires_at);
	put_time(em, "ended_at", b->ended_at);
	if (state != NULL)
		emit_time(em, "collected_at", w->how->now);
	emit_str(em, "message", b->message);
	return emit_end(em, e);
}

/* --- what the vendor has */

int
work_fetch(struct work *w, const char *file_id, const char *path, struct err *e)
{
	char *part = mem_fmt("%s.part", path);
	FILE *fp = fopen(part, "w+e");
	int rc = -1;

	if (fp == NULL)
		(void)err_errno(e, ERR_CREATE, "%s", part);
	else if ((rc = openai_file_fetch(w->ai, file_id, fp, e)) == 0)
		rc = store_close_file(fp, part, e);
	else
		(void)fclose(fp); /* the failure is told */
	if (rc > 0)
		(void)unlink(part); /* there is nothing in it */
	if (rc == 0 && rename(part, path))
		rc = err_errno(e, ERR_IO, "%s", path);
	free(part);
	return rc;
}

/* Who was asked: the batch names whom the vendor took for it. NULL: it does not say. */
static char *
model_of(const char *path)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	FILE *fp = fopen(path, "re");
	const struct rec_field *body;
	struct rec_field model;
	struct jsonl in;
	char *text = NULL;
	struct err e;

	if (fp != NULL) {
		jsonl_init(&in, fp, path);
		body = jsonl_next(&in, rec, &e) > 0 ? rec_get(rec, "body") : NULL;
		if (body != NULL && body->type == REC_OBJECT) {
			model = pick_one(body->text, "model");
			text = model.type == REC_STRING ? rec_take_text(&model) : NULL;
		}
		jsonl_release(&in);
		(void)fclose(fp); /* only read */
	}
	free(rec);
	return text;
}

struct submission *
work_adopt(struct work *w, const struct openai_batch *b, struct err *e)
{
	struct submission sub = { .at = w->how->now, .expires_at = b->expires_at }, *added = NULL;
	char *path;

	if (b->input_file == NULL || b->submission == NULL || !store_is_name(b->submission)) {
		(void)err_set(e, ERR_DATA, "batch %s is none of pf-nlp's", b->id);
		return NULL;
	}
	path = store_path(&w->store, b->submission, "requests");
	if (work_fetch(w, b->input_file, path, e) == 0) {
		sub.name = mem_str(b->submission);
		sub.model = model_of(path);
		if (sub.model == NULL)
			sub.model = mem_str(w->routes.prompt.models[PROMPT_MAIN]);
		sub.prompt = mem_str(b->prompt != NULL ? b->prompt : w->routes.prompt.version);
		sub.requests = b->total;
		added = store_add(&w->store, &sub, e);
	}
	free(path);
	if (added == NULL || store_batch(&w->store, added, b, e) || store_keys(&w->store, added, e))
		return NULL;
	log_note("batch %s was submitted, and no journal here tells of it: it is one now", b->id);
	return added;
}

/* One that cannot be taken up is left: it shall not keep all others from being submitted. */
static int
adopt(struct work *w, const struct openai_batch *b, struct err *e)
{
	if (work_adopt(w, b, e) != NULL)
		return 0;
	if (e->code != ERR_REMOTE && e->code != ERR_DATA)
		return -1;
	if (openai_batch_is_over(b))
		log_info("batch %s is left: %s", b->id, e->msg);
	else
		log_warn("batch %s is left: %s", b->id, e->msg);
	return 0;
}

static int
found(void *arg, const struct openai_batch *b, struct err *e)
{
	struct work *w = arg;
	struct openai_batch cancelled;
	struct submission *sub;
	int rc = 0;

	if (b->created_at != CLOCK_NONE && b->created_at < w->how->now - LOOK_BACK)
		return 1;
	if (b->submission == NULL)
		return 0;
	sub = store_find(&w->store, b->submission);
	if (sub == NULL)
		return adopt(w, b, e);
	if (sub->batch_id == NULL || sub->dropped) {
		bool unread = sub->dropped; /* what was given up has no keys */

		log_note("batch %s was made, and nobody wrote it down: it is now", b->id);
		sub->dropped = false;
		return store_batch(&w->store, sub, b, e) ||
			       (unread && store_keys(&w->store, sub, e))
			   ? -1
			   : 0;
	}
	if (strcmp(sub->batch_id, b->id) == 0 || openai_batch_is_over(b))
		return 0;
	log_warn(
	    "batch %s has the requests of %s once more: it is cancelled", b->id, sub->batch_id);
	rc = openai_batch_cancel(w->ai, b->id, &cancelled, e);
	openai_batch_release(&cancelled);
	return rc == 0 ? 0 : -1;
}

int
work_find_orphans(struct work *w, struct err *e)
{
	return openai_batch_list(w->ai, found, w, e);
}

bool
work_is_of_one(const struct err *e)
{
	return e->code == ERR_REMOTE || e->code == ERR_DATA;
}

/* --- input */

int
work_read(struct work *w, const char *kind, work_fn *take, const char *kind2, work_fn *take2,
    void *arg, struct err *e)
{
	struct jsonl in;
	struct slice is;
	int got;

	if (w->how->in == NULL)
		return 0;
	jsonl_init(&in, w->how->in, "standard input");
	while ((got = jsonl_next(&in, w->rec, e)) != 0) {
		is = rec_kind(w->rec);
		if (got > 0 && slice_is(is, kind))
			got = take(w, w->rec, arg, e);
		else if (got > 0 && kind2 != NULL && slice_is(is, kind2))
			got = take2(w, w->rec, arg, e);
		else if (got > 0)
			got = filter_pass(&w->print.em, w->rec, e);
		if (got < 0 && e->code != ERR_DATA)
			break;
		if (got < 0) {
			log_error("%s:%zu: %s", in.name, in.lineno, e->msg);
			w->bad++;
		}
	}
	jsonl_release(&in);
	return got < 0 ? -1 : 0;
}
