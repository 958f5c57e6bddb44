#include "nlp/parse.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/filter.h"
#include "io/jsonl.h"
#include "nlp/engine.h"
#include "nlp/message.h"
#include "nlp/print.h"
#include "nlp/settle.h"

/* --- answers */

static void
drop_unsure(struct ideas *all, int least)
{
	size_t i = 0;

	while (i < all->n)
		if (all->p[i].confidence < least)
			ideas_drop(all, i);
		else
			i++;
}

static int
take_result(void *arg, const struct nlp_message *m, const struct nlp_result *r, struct err *e)
{
	struct nlp_parse *p = arg;
	struct nlp_result settled = *r;
	struct buf told = { 0 };
	int rc;

	if (r->state == NLP_OK) {
		drop_unsure(r->ideas, p->least);
		nlp_settle(r->ideas, m, &told);
		if (r->ideas->n == 0)
			settled.state = NLP_NOISE;
		if (told.len > 0)
			log_warn("message %s: %s", m->id, told.p);
		if (r->ideas->n == 0 && told.len > 0)
			settled.reason = told.p;
	}
	rc = nlp_print_result(p->print, m, &settled, e);
	buf_release(&told);
	return rc;
}

static int
take_usage(void *arg, const struct nlp_usage *u, struct err *e)
{
	struct nlp_parse *p = arg;

	return nlp_print_usage(p->print, u, e);
}

struct nlp_sink
nlp_parse_sink(struct nlp_parse *p)
{
	return (struct nlp_sink){ p, take_result, take_usage };
}

/* --- messages */

/* What a record is refused for is told, and the next one read; any other failure ends. */
static int
tell_bad(struct nlp_parse *p, const struct jsonl *in, const struct err *e)
{
	if (e->code != ERR_DATA)
		return -1;
	log_error("%s:%zu: %s", in->name, in->lineno, e->msg);
	p->bad++;
	return 0;
}

static int
take_message(struct nlp_parse *p, struct nlp_engine *en, const struct jsonl *in,
    const struct rec *rec, struct err *e)
{
	struct nlp_result skipped = { .state = NLP_SKIPPED };
	struct nlp_message *m;
	int rc;

	if (nlp_message_read(&m, rec, e))
		return tell_bad(p, in, e);
	if (p->messages && filter_pass(&p->print->em, rec, e)) {
		nlp_message_free(m);
		return -1;
	}
	skipped.reason = nlp_message_prepare(m);
	if (skipped.reason == NULL)
		return en->kind->take(en, m, e);
	rc = nlp_print_result(p->print, m, &skipped, e);
	nlp_message_free(m);
	return rc;
}

/* Before the next line is read: room in the engine, and nobody waits for an answer while we wait for a line. */
static int
make_room(struct nlp_engine *en, struct jsonl *in, struct err *e)
{
	size_t held = en->kind->in_hand(en);

	if (held > 0 && !jsonl_is_file(in) && !jsonl_ready(in))
		return en->kind->run(en, 0, e);
	return held >= en->width && held > 0 ? en->kind->run(en, en->width - 1, e) : 0;
}

static int
read_all(
    struct nlp_parse *p, struct nlp_engine *en, struct jsonl *in, struct rec *rec, struct err *e)
{
	int64_t taken = 0;
	int got;

	for (;;) {
		if (make_room(en, in, e))
			return -1;
		got = jsonl_next(in, rec, e);
		if (got == 0)
			return 0;
		if (got < 0)
			got = tell_bad(p, in, e);
		else if (!slice_is(rec_kind(rec), "message"))
			got = filter_pass(&p->print->em, rec, e);
		else if (p->limit > 0 && taken == p->limit)
			got = p->messages ? filter_pass(&p->print->em, rec, e) : 0;
		else {
			got = take_message(p, en, in, rec, e);
			taken++;
		}
		if (got < 0)
			return -1;
	}
}

int
nlp_parse(struct nlp_parse *p, struct nlp_engine *en, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct jsonl in;
	int rc;

	p->bad = 0;
	en->sink = nlp_parse_sink(p);
	jsonl_init(&in, p->in, p->name);
	rc = read_all(p, en, &in, rec, e);
	if (rc == 0)
		rc = en->kind->run(en, 0, e);
	jsonl_release(&in);
	free(rec);
	return rc;
}
