/* Messages into files of requests, and these into batches */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/jsonl.h"
#include "nlp/batch_set.h"
#include "nlp/batch_work.h"
#include "nlp/message.h"
#include "nlp/openai_ask.h"

#define SETTLE (2 * CLOCK_SECOND) /* a request that a killed one sent is at the vendor's by then */

/* The files that are being written, and how it goes. */
struct submit {
	struct work *w;
	FILE *requests, *messages;
	struct submission sub;
	int64_t bytes;
	int64_t taken; /* messages */
	bool ended;    /* nothing more fits, because of: */
	struct err why;
	size_t left;          /* messages that are pending for that */
	struct batch_set ids; /* of messages that are in these files */
	bool failed;          /* a submission is not at the vendor's: */
	struct err failure;
};

/* --- to the vendor */

/* The vendor does not take it, and will not another time either. */
static int
drop(struct work *w, struct submission *sub, struct err *e)
{
	struct err why = *e;

	if (store_dropped(&w->store, sub, why.msg, e) || budget_free(w->budget, &sub->hold, e))
		return -1;
	*e = why;
	return -1;
}

/* 0, or -1 with *e: it is not there, or nobody knows. */
static int
send(struct work *w, struct submission *sub, struct err *e)
{
	char *path = store_path(&w->store, sub->name, "requests"), *file_id = NULL, *name;
	struct openai_batch b = { 0 };
	FILE *fp = fopen(path, "re");
	bool unclear = false;
	int rc = -1;

	name = mem_fmt("%s.jsonl", sub->name);
	if (fp == NULL)
		(void)err_errno(e, ERR_IO, "%s", path);
	else if (openai_file_upload(w->ai, fp, name, &file_id, e) == 0 &&
		 store_creating(&w->store, sub, file_id, e) == 0)
		rc = openai_batch_create(w->ai, file_id, sub->name, sub->prompt, &b, &unclear, e);
	if (rc == 0)
		rc = store_batch(&w->store, sub, &b, e) || work_print_batch(w, &b, sub, NULL, e)
			 ? -1
			 : 0;
	else if (!unclear && e->code == ERR_REMOTE)
		(void)drop(w, sub, e);
	if (fp != NULL)
		(void)fclose(fp); /* only read */
	openai_batch_release(&b);
	free(file_id);
	free(name);
	free(path);
	return rc;
}

/* Send it and tell its messages; one that is not there yet is sent by the next run. */
static int
send_and_tell(struct submit *s, struct submission *sub, struct err *e)
{
	if (send(s->w, sub, e)) {
		if (e->code == ERR_IO || e->code == ERR_CREATE)
			return -1;
		s->failed = true;
		s->failure = *e;
		log_error("submission %s: %s", sub->name, e->msg);
	}
	return sub->dropped ? work_tell_free(s->w, sub, s->failure.msg, e)
			    : work_tell_waiting(s->w, sub, e);
}

/* What a run before us left on its way. */
static int
resume(struct submit *s, struct err *e)
{
	struct work *w = s->w;
	struct timespec pause = { 0 };
	struct submission *sub;
	int64_t wait = 0, age;
	size_t i;

	for (i = 0; i < w->store.n; i++) {
		sub = &w->store.all[i];
		age = clock_real() - sub->creating_at;
		if (sub->creating_at != 0 && sub->batch_id == NULL && age >= 0 &&
		    SETTLE - age > wait)
			wait = SETTLE - age;
	}
	pause.tv_sec = (time_t)(wait / CLOCK_SECOND);
	pause.tv_nsec = (long)(wait % CLOCK_SECOND);
	if (wait > 0)
		(void)nanosleep(&pause, NULL);
	if (work_find_orphans(w, e))
		return -1;
	for (i = 0; i < w->store.n; i++) {
		sub = &w->store.all[i];
		if (sub->batch_id == NULL && !sub->dropped && send_and_tell(s, sub, e))
			return -1;
	}
	return 0;
}

/* --- files */

static int
begin_files(struct submit *s, struct err *e)
{
	struct work *w = s->w;
	char *requests, *messages;

	s->sub = (struct submission){ .at = w->how->now, .expires_at = CLOCK_NONE };
	s->sub.name = store_name(w->how->now, e);
	if (s->sub.name == NULL)
		return -1;
	s->sub.model = mem_str(w->routes.prompt.models[PROMPT_MAIN]);
	s->sub.prompt = mem_str(w->routes.prompt.version);
	s->bytes = 0;
	requests = store_path(&w->store, s->sub.name, "requests");
	messages = store_path(&w->store, s->sub.name, "messages");
	s->requests = fopen(requests, "wxe");
	if (s->requests != NULL)
		s->messages = fopen(messages, "wxe");
	if (s->messages == NULL)
		(void)err_errno(e, ERR_CREATE, "%s", s->requests == NULL ? requests : messages);
	free(requests);
	free(messages);
	return s->messages == NULL ? -1 : 0;
}

/* Nothing is in them. */
static int
remove_files(struct submit *s, FILE *requests, FILE *messages)
{
	static const char *const what[] = { "requests", "messages" };
	char *path;
	size_t i;

	(void)fclose(requests);
	(void)fclose(messages);
	for (i = 0; i < 2; i++) {
		path = store_path(&s->w->store, s->sub.name, what[i]);
		(void)unlink(path); /* it may stay: no journal tells of it */
		free(path);
	}
	free(s->sub.name);
	free(s->sub.model);
	free(s->sub.prompt);
	s->sub = (struct submission){ 0 };
	return 0;
}

/* On the disk, then in the journal, then to the vendor: in this order nothing is paid that nobody knows of. */
static int
end_files(struct submit *s, struct err *e)
{
	FILE *requests = s->requests, *messages = s->messages;
	struct submission *sub;

	s->requests = s->messages = NULL;
	if (requests == NULL)
		return 0;
	if (s->sub.requests == 0)
		return remove_files(s, requests, messages);
	if (store_close_file(requests, "the requests", e)) {
		(void)fclose(messages); /* the failure is told */
		return -1;
	}
	if (store_close_file(messages, "the messages", e))
		return -1;
	sub = store_add(&s->w->store, &s->sub, e);
	if (sub == NULL) {
		s->sub.hold.id[0] = '\0'; /* a part of the line may be on the disk: it stays held */
		return -1;
	}
	s->sub = (struct submission){ 0 };
	return store_keys(&s->w->store, sub, e) ? -1 : send_and_tell(s, sub, e);
}

/* The lines of a message, and what they cost at most. */
static int
make_lines(struct submit *s, const struct nlp_message *m, struct buf *lines, struct decimal *most,
    struct err *e)
{
	const struct routes *r = &s->w->routes;
	const struct price *price = prices_find(&s->w->prices, r->prompt.models[PROMPT_MAIN]);
	char custom[BATCH_CUSTOM_MAX];
	struct buf body = { 0 };
	struct decimal usd;
	struct emit em;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < m->chunks.n; i++) {
		const struct openai_ask ask = { &r->prompt, PROMPT_MAIN,
			{ m->chunks.p[i].text, m->chunks.p[i].n }, m, routes_tokens(r, PROMPT_MAIN),
			&r->taste };

		buf_reset(&body);
		openai_ask(&body, &ask);
		batch_custom(custom, m, i, r->prompt.models[PROMPT_MAIN], r->prompt.version);
		emit_init(&em, NULL, false);
		emit_begin(&em, NULL);
		emit_str(&em, "custom_id", custom);
		emit_str(&em, "method", "POST");
		emit_str(&em, "url", OPENAI_BATCH_ENDPOINT);
		emit_json(&em, "body", body.p, body.len);
		emit_close(&em, '}');
		buf_add(lines, em.line.p, em.line.len);
		buf_char(lines, '\n');
		emit_release(&em);
		if (price != NULL)
			rc = price_cost(
				 &usd, price, openai_ask_tokens(&body), 0, ask.tokens, true, e) ||
				     decimal_add(most, most, &usd)
				 ? -1
				 : 0;
	}
	buf_release(&body);
	return rc;
}

static int
write_message(struct submit *s, const struct nlp_message *m, const struct rec *rec, struct err *e)
{
	const struct nlp_batch_how *how = s->w->how;
	struct decimal most = { 0 };
	struct buf lines = { 0 };
	int rc = make_lines(s, m, &lines, &most, e);

	if (rc == 0 && s->requests != NULL &&
	    (s->sub.requests + (int64_t)m->chunks.n > how->max_requests ||
		s->bytes + (int64_t)lines.len > OPENAI_BATCH_BYTES))
		rc = end_files(s, e);
	if (rc == 0 && s->requests == NULL && !s->ended)
		rc = begin_files(s, e);
	if (rc == 0 && !decimal_is_zero(&most))
		rc = budget_hold(s->w->budget, &s->sub.hold, &most, e);
	if (rc == 0 && (fwrite(lines.p, 1, lines.len, s->requests) != lines.len ||
			   fwrite(rec->line.p, 1, rec->line.n, s->messages) != rec->line.n ||
			   fputc('\n', s->messages) == EOF))
		rc = err_errno(e, ERR_IO, "submission %s", s->sub.name);
	if (rc == 0) {
		s->bytes += (int64_t)lines.len;
		s->sub.requests += (int64_t)m->chunks.n;
		s->sub.messages++;
	}
	buf_release(&lines);
	return rc; /* 1: it does not fit what may be spent */
}

/* --- messages */

static int
result(struct submit *s, const struct nlp_message *m, enum nlp_state state, const char *reason,
    bool uncounted, struct err *e)
{
	const struct nlp_result r = { .state = state, .reason = reason, .uncounted = uncounted };

	return s->w->sink.result(s->w->sink.arg, m, &r, e);
}

/* Where a message is that was submitted already; NULL: nowhere, or it was given back. */
static struct submission *
where_is(struct submit *s, const struct nlp_message *m)
{
	char custom[BATCH_CUSTOM_MAX];
	struct submission *sub;

	batch_custom(
	    custom, m, 0, s->w->routes.prompt.models[PROMPT_MAIN], s->w->routes.prompt.version);
	sub = store_find_request(&s->w->store, custom);
	return sub == NULL || sub->dropped || store_gave_back(sub, m->id) ? NULL : sub;
}

/* It is pending though its answer was collected: that did not reach the database, so it is collected again. */
static int
tell_again(struct submit *s, struct submission *sub, const struct nlp_message *m,
    const struct rec *rec, struct err *e)
{
	if ((sub->adopted && store_message(&s->w->store, sub, m->id, rec, e)) ||
	    (sub->collected && store_reopened(&s->w->store, sub, e)))
		return -1;
	return work_print_waiting(s->w, sub, m->id, m->hash, e);
}

static int
take_prepared(struct submit *s, const struct nlp_message *m, const struct rec *rec, struct err *e)
{
	struct submission *sub = where_is(s, m);
	int rc;

	if (sub != NULL)
		return tell_again(s, sub, m, rec, e);
	if (!s->ended && !batch_set_add(&s->ids, m->id))
		return err_set(e, ERR_DATA, "message %s comes twice", m->id);
	if (!s->ended) {
		rc = write_message(s, m, rec, e);
		if (rc <= 0)
			return rc;
		s->ended = true;
		s->why = *e;
	}
	s->left++;
	return result(s, m, NLP_PENDING, s->why.msg, true, e);
}

static int
take(struct work *w, const struct rec *rec, void *arg, struct err *e)
{
	struct submit *s = arg;
	struct nlp_message *m;
	const char *skip;
	int rc;

	if (w->how->limit > 0 && s->taken == w->how->limit)
		return 0;
	if (nlp_message_read(&m, rec, e))
		return -1;
	s->taken++;
	skip = nlp_message_prepare(m);
	rc = skip != NULL ? result(s, m, NLP_SKIPPED, skip, false, e) : take_prepared(s, m, rec, e);
	nlp_message_free(m);
	return rc;
}

static int
verdict(const struct submit *s, struct err *e)
{
	if (s->failed) {
		*e = s->failure;
		return -1;
	}
	if (s->ended) {
		*e = s->why;
		return err_set(
		    e, s->why.code, "%s; messages that stay pending: %zu", s->why.msg, s->left);
	}
	return s->w->bad > 0 ? ERR_DATA : 0;
}

int
nlp_batch_submit(const struct nlp_batch_how *how, struct err *e)
{
	struct submit s = { 0 };
	struct err ignored;
	struct work w;
	int rc = -1;

	s.w = &w;
	if (work_open(&w, how, true, e))
		goto out;
	w.routes.triage = false;
	if (budget_is_limited(w.budget) && routes_priced(&w.routes, &w.prices, e))
		goto out;
	if (resume(&s, e) || work_read(&w, "message", take, NULL, NULL, &s, e) ||
	    store_messages_end(&w.store, e) || end_files(&s, e))
		goto out;
	rc = verdict(&s, e);
out:
	if (s.requests != NULL)
		(void)fclose(s.requests); /* no journal tells of it: it was never submitted */
	if (s.messages != NULL)
		(void)fclose(s.messages);
	if (s.sub.hold.id[0] != '\0' && budget_free(w.budget, &s.sub.hold, &ignored))
		log_warn("%s", ignored.msg); /* it counts too much rather than too little */
	free(s.sub.name);
	free(s.sub.model);
	free(s.sub.prompt);
	batch_set_release(&s.ids);
	work_release(&w);
	return rc;
}
