/* What batches answered, as ideas and statuses */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/jsonl.h"
#include "nlp/batch_collect.h"
#include "nlp/batch_work.h"
#include "nlp/message.h"

#define NAP_NS 200000000

/* --- messages of a batch */

static int
each_message(struct collect *c, struct err *e)
{
	char *path = store_path(&c->w->store, c->sub->name, "messages");
	struct rec *rec = mem_new(1, sizeof *rec);
	struct nlp_message *m;
	FILE *fp = fopen(path, "re");
	struct jsonl in;
	int got = 0;

	if (fp == NULL && !(errno == ENOENT && c->sub->adopted))
		got = err_errno(e, ERR_IO, "%s", path);
	if (fp != NULL) {
		jsonl_init(&in, fp, path);
		while ((got = jsonl_next(&in, rec, e)) > 0) {
			if (nlp_message_read(&m, rec, e)) {
				got = -1;
				break;
			}
			(void)nlp_message_prepare(m); /* it was not skipped then */
			got = collect_message(c, m, e);
			nlp_message_free(m);
			if (got < 0)
				break;
		}
		jsonl_release(&in);
		(void)fclose(fp); /* only read */
	}
	free(path);
	free(rec);
	return got < 0 ? -1 : 0;
}

/* --- a batch that is over */

/* A file of answers, on disk: fetched once. *path is owned; NULL: there is none. */
static int
have_file(struct collect *c, const char *file_id, const char *what, char **path, struct err *e)
{
	int rc;

	*path = NULL;
	if (file_id == NULL)
		return 0;
	*path = store_path(&c->w->store, c->sub->name, what);
	if (access(*path, R_OK) == 0)
		return 0;
	rc = work_fetch(c->w, file_id, *path, e);
	if (rc <= 0)
		return rc;
	log_error("batch %s: the vendor does not have its %s any more", c->b.id, what);
	c->lost = true;
	free(*path);
	*path = NULL;
	return 0;
}

static int
load_answers(struct collect *c, struct err *e)
{
	char *output = NULL, *errors = NULL;
	int rc = -1;

	if (have_file(c, c->b.output_file, "output", &output, e) == 0 &&
	    have_file(c, c->b.error_file, "errors", &errors, e) == 0 &&
	    answers_load(&c->answers, output, e) == 0 && answers_load(&c->answers, errors, e) == 0)
		rc = 0;
	if (rc == 0)
		answers_sort(&c->answers, c->b.id);
	free(output);
	free(errors);
	return rc;
}

static size_t
count_strangers(const struct collect *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->answers.n; i++)
		n += !c->answers.all[i].asked;
	return n;
}

/* The journal before the ledger: who is killed between them has counted too much rather than too little. */
static int
close_batch(struct collect *c, struct err *e)
{
	struct work *w = c->w;
	struct budget_hold hold = c->sub->hold;
	const struct budget_use use = { .model = c->sub->model,
		.purpose = "batch",
		.prompt_tokens = c->prompt_tokens,
		.cached_tokens = c->cached_tokens,
		.completion_tokens = c->completion_tokens,
		.usd = &c->usd };

	if (fflush(w->how->out))
		return err_errno(e, ERR_IO, "standard output");
	if (store_collected(&w->store, c->sub, w->how->now, c->again, c->nagain, e))
		return -1;
	return hold.id[0] == '\0' ? 0 : budget_spent(w->budget, &hold, &use, e);
}

static int
collect_over(struct collect *c, struct err *e)
{
	size_t strangers;

	if (load_answers(c, e) || each_message(c, e))
		return -1;
	strangers = count_strangers(c);
	if (strangers > 0)
		log_warn("batch %s: %zu answers are of messages that are not here, and are left%s",
		    c->b.id, strangers,
		    c->sub->adopted ? "; pf-nlp batch submit takes them up when they come again"
				    : "");
	if (strangers > 0 && c->sub->adopted && c->read == 0)
		return 0;
	if (c->read > 0 && c->answered == 0 && strcmp(c->b.status, "cancelled") != 0) {
		log_error("batch %s is %s, and none of its %zu messages was answered%s%s", c->b.id,
		    c->b.status, c->read, c->b.message != NULL ? ": " : "",
		    c->b.message != NULL ? c->b.message : "");
		c->w->parse.bad += !openai_batch_is_spent(&c->b);
	}
	if ((strangers == 0 || !c->sub->adopted) &&
	    work_print_batch(c->w, &c->b, c->sub, "collected", e))
		return -1;
	return close_batch(c, e);
}

static void
collect_release(struct collect *c)
{
	while (c->nagain > 0)
		free(c->again[--c->nagain]);
	free(c->again);
	answers_release(&c->answers);
	openai_batch_release(&c->b);
}

/* 1: it is not over yet. */
static int
collect_one(struct work *w, struct submission *sub, struct err *e)
{
	struct collect c = { .w = w, .sub = sub };
	int rc = openai_batch_get(w->ai, sub->batch_id, &c.b, e);

	if (rc > 0)
		rc = work_unknown(sub->batch_id, e);
	if (rc == 0 && (sub->state == NULL || strcmp(sub->state, c.b.status) != 0))
		rc = store_batch(&w->store, sub, &c.b, e);
	if (rc == 0)
		rc = work_print_batch(w, &c.b, sub, NULL, e);
	if (rc == 0 && !openai_batch_is_over(&c.b)) {
		log_info("batch %s is %s", c.b.id, c.b.status);
		rc = 1;
	} else if (rc == 0) {
		rc = collect_over(&c, e);
	}
	collect_release(&c);
	return rc;
}

/* --- which */

/* A batch as it is stored: one that is not collected there is collected, whatever the journal says. */
static int
take_batch(struct work *w, const struct rec *rec, void *arg, struct err *e)
{
	char *id = rec_take_text(rec_get(rec, "batch_id"));
	struct openai_batch b = { 0 };
	struct submission *sub;
	int rc = 0;

	(void)arg;
	if (id == NULL)
		return err_set(e, ERR_DATA, "a batch without batch_id");
	sub = store_find_batch(&w->store, id);
	if (slice_is(rec_word(rec_get(rec, "state")), "collected"))
		rc = 0;
	else if (sub != NULL && sub->dropped)
		rc = work_give_up(w, sub, id, e); /* once more: that was not stored */
	else if (sub != NULL && sub->collected)
		rc = store_reopened(&w->store, sub, e);
	else if (sub == NULL && (rc = openai_batch_get(w->ai, id, &b, e)) > 0)
		rc = work_unknown(id, e);
	else if (sub == NULL && rc == 0)
		rc = work_adopt(w, &b, e) == NULL ? -1 : 0;
	if (rc && e->code == ERR_REMOTE)
		e->code = ERR_DATA; /* the others are taken all the same */
	openai_batch_release(&b);
	free(id);
	return rc;
}

/* The text of a message whose requests were found at the vendor's. */
static int
take_message(struct work *w, const struct rec *rec, void *arg, struct err *e)
{
	char custom[BATCH_CUSTOM_MAX];
	struct nlp_message *m;
	struct submission *sub;
	size_t i;
	int rc = 0;

	(void)arg;
	if (nlp_message_read(&m, rec, e))
		return -1;
	for (i = 0; rc == 0 && i < w->store.n; i++) {
		sub = &w->store.all[i];
		if (!sub->adopted || sub->collected || sub->batch_id == NULL)
			continue;
		batch_custom(custom, m, 0, sub->model, sub->prompt);
		if (store_find_request(&w->store, custom) == sub)
			rc = store_message(&w->store, sub, m->id, rec, e);
	}
	nlp_message_free(m);
	return rc;
}

static bool
is_asked_for(const struct nlp_batch_how *how, const struct submission *sub)
{
	char **id;

	for (id = how->ids; *id != NULL; id++)
		if (strcmp(*id, sub->batch_id) == 0)
			return true;
	return how->ids[0] == NULL;
}

/* Of those that are submitted and not collected; *open: how many are not over. *why: of the last one that failed. */
static int
pass(struct work *w, size_t *open, struct err *why, struct err *e)
{
	struct submission *sub;
	bool lost = false;
	size_t i;
	int rc;

	*open = 0;
	for (i = 0; i < w->store.n; i++)
		lost = lost || (w->store.all[i].batch_id == NULL && !w->store.all[i].dropped);
	if (lost && work_find_orphans(w, e))
		return -1;
	for (i = 0; i < w->store.n; i++) {
		sub = &w->store.all[i];
		if (!store_is_open(sub) || !is_asked_for(w->how, sub))
			continue;
		rc = collect_one(w, sub, e);
		if (rc < 0)
			(void)err_wrap(e, "batch %s", sub->batch_id);
		if (rc < 0 && !work_is_of_one(e))
			return -1;
		if (rc < 0 && why->msg[0] != '\0' && strcmp(why->msg, e->msg) != 0)
			log_error("%s", why->msg); /* the last one is told at the end */
		if (rc < 0)
			*why = *e;
		*open += rc == 1;
	}
	return 0;
}

static int
nap(int64_t until, struct err *e)
{
	const struct timespec pause = { .tv_nsec = NAP_NS };

	while (clock_mono() < until) {
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped by a signal");
		(void)nanosleep(&pause, NULL);
	}
	return 0;
}

/* What all passes came to. */
struct sums {
	size_t bad, tried, gave_up;
	struct err why;
};

static int
verdict(const struct sums *s, struct err *e)
{
	if (s->why.msg[0] != '\0') {
		*e = s->why;
		return -1;
	}
	if (s->bad > 0)
		return ERR_DATA;
	if (s->tried > 0)
		return err_set(e, ERR_TEMP,
		    "messages that failed and stay pending: %zu, that were given up: %zu; the reasons are in their status",
		    s->tried, s->gave_up);
	if (s->gave_up > 0)
		return err_set(e, ERR_DATA,
		    "messages that were given up: %zu; the reasons are in their status",
		    s->gave_up);
	return 0;
}

int
nlp_batch_collect(const struct nlp_batch_how *how, struct err *e)
{
	struct nlp_batch_how now = *how;
	struct sums sums = { 0 };
	size_t open = 0;
	struct work w;
	int rc;

	do {
		if (open > 0 && nap(clock_mono() + how->poll_ns, e))
			return -1;
		rc = work_open(&w, &now, how->in != NULL, e);
		if (rc == 0)
			rc = work_read(&w, "batch", take_batch, "message", take_message, NULL, e);
		if (rc == 0)
			rc = store_messages_end(&w.store, e);
		if (rc == 0)
			rc = pass(&w, &open, &sums.why, e);
		sums.bad += w.bad + w.parse.bad;
		sums.tried += w.tried;
		sums.gave_up += w.gave_up;
		work_release(&w);
		now.in = NULL; /* it was read */
	} while (rc == 0 && how->wait && open > 0);
	if (rc == 0 && open > 0)
		log_note("%zu batches are not over yet", open);
	return rc != 0 ? -1 : verdict(&sums, e);
}
