#include "nlp/print.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "nlp/engine.h"

void
nlp_print_init(struct nlp_print *p, FILE *fp, int64_t now, bool flush)
{
	memset(p, 0, sizeof *p);
	emit_init(&p->em, fp, flush);
	p->now = now;
}

void
nlp_print_release(struct nlp_print *p)
{
	emit_release(&p->em);
}

static int
print_ideas(
    struct nlp_print *p, const struct nlp_message *m, const struct nlp_result *r, struct err *e)
{
	const struct idea_of of = { m->id, m->author, m->channel, m->written_at,
		r->model != NULL ? r->model : "unknown", r->prompt != NULL ? r->prompt : "unknown",
		p->now };
	size_t i, n = r->state == NLP_OK ? r->ideas->n : 0;

	for (i = 0; i < n; i++) {
		idea_emit(&p->em, &r->ideas->p[i], &of);
		if (emit_end(&p->em, e))
			return -1;
	}
	p->ideas += n;
	emit_begin(&p->em, "complete");
	emit_str(&p->em, "of", "idea");
	emit_str(&p->em, "message_id", m->id);
	emit_uint(&p->em, "count", n);
	emit_time(&p->em, "at", p->now);
	return emit_end(&p->em, e);
}

void
nlp_print_whose(struct emit *em, const char *message_id, const char *hash)
{
	emit_begin(em, "message_status");
	emit_str(em, "message_id", message_id);
	if (hash != NULL)
		emit_str(em, "content_hash", hash);
}

static int
print_status(
    struct nlp_print *p, const struct nlp_message *m, const struct nlp_result *r, struct err *e)
{
	static const char *const words[] = { [NLP_OK] = "ok",
		[NLP_NOISE] = "noise",
		[NLP_SKIPPED] = "skipped",
		[NLP_ERROR] = "error",
		[NLP_PENDING] = "pending" };

	nlp_print_whose(&p->em, m->id, m->hash);
	emit_str(&p->em, "parse_status", words[r->state]);
	emit_str(&p->em, "error_reason", r->reason);
	emit_str(&p->em, "parse_model", r->model);
	emit_str(&p->em, "prompt_version", r->prompt);
	if (r->state == NLP_PENDING)
		emit_null(&p->em, "parsed_at");
	else
		emit_time(&p->em, "parsed_at", p->now);
	emit_str(&p->em, "batch_id", r->batch_id);
	if (r->uncounted && m->attempts > 0)
		emit_int(&p->em, "attempts", m->attempts - 1);
	emit_null(&p->em, "claimed_by");
	emit_null(&p->em, "claimed_until");
	p->messages[r->state]++;
	return emit_end(&p->em, e);
}

int
nlp_print_result(
    struct nlp_print *p, const struct nlp_message *m, const struct nlp_result *r, struct err *e)
{
	bool answered = r->state == NLP_OK || r->state == NLP_NOISE || r->state == NLP_SKIPPED;

	if (answered && print_ideas(p, m, r, e))
		return -1;
	return print_status(p, m, r, e);
}

static void
put_or_null(struct emit *em, const char *name, const char *decimal)
{
	if (decimal == NULL)
		emit_null(em, name);
	else
		emit_num(em, name, decimal, strlen(decimal));
}

int
nlp_print_usage(struct nlp_print *p, const struct nlp_usage *u, struct err *e)
{
	emit_begin(&p->em, "usage");
	emit_str(&p->em, "id", u->id);
	emit_time(&p->em, "at", u->at);
	emit_str(&p->em, "tool", "pf-nlp");
	emit_str(&p->em, "model", u->model);
	emit_str(&p->em, "purpose", u->purpose);
	emit_str(&p->em, "message_id", u->message_id);
	emit_str(&p->em, "batch_id", u->batch_id);
	emit_int(&p->em, "requests", 1);
	emit_int(&p->em, "prompt_tokens", u->prompt_tokens);
	emit_int(&p->em, "cached_tokens", u->cached_tokens);
	emit_int(&p->em, "completion_tokens", u->completion_tokens);
	put_or_null(&p->em, "cost_usd", u->cost_usd);
	emit_str(&p->em, "prices_as_of", u->prices_as_of);
	return emit_end(&p->em, e);
}
