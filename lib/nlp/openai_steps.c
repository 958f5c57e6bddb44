/* What follows the answer of a request, and what its failure */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "nlp/openai_answer.h"
#include "nlp/openai_live.h"

#define LONGER 4       /* times the room of an answer that was cut off */
#define SILENT_AGAIN 1 /* once more when no answer came */
#define FAILURES_MAX 8 /* requests one behind the other: then it is not about the message */

/* No time is left, or a signal asked to stop. */
static bool
is_over(const struct live *l)
{
	return stop_asked() != 0 ||
	       (l->how->deadline_ns != 0 && clock_mono() >= l->how->deadline_ns);
}

/* The ideas that it has are its answer. */
static int
keep(struct part *p)
{
	p->answered = true;
	return 0;
}

/* No request about this part is left to be sent. What it had before it escalated is better than nothing. */
static int
give_up(struct part *p, enum nlp_state state, char *reason)
{
	if (p->answered)
		log_info("message %s: %s; what the other model said counts", p->t->m->id, reason);
	else
		talk_settle(p->t, state, mem_str(reason), false);
	free(reason);
	return 0;
}

static int
again(struct part *p, struct err *e)
{
	return live_send(p, e) < 0 ? -1 : 0;
}

/* A triage that says nothing says nothing against reading it. */
static int
read_anyway(struct part *p, const char *why, struct err *e)
{
	log_info("message %s: triage: %s; it is read", p->t->m->id, why);
	return talk_begin(p->t, e);
}

static int
escalate(struct part *p, struct err *e)
{
	p->role = PROMPT_ESCALATION;
	p->tokens = routes_tokens(&p->live->routes, p->role);
	p->longer = false;
	return again(p, e);
}

/* --- failures */

/* The server does not know the limit by its new name. */
static bool
is_old_server(const struct part *p)
{
	return p->call.why == OPENAI_PARAMETER && !p->asked_old &&
	       strcmp(p->call.param, "max_completion_tokens") == 0;
}

/* A field that is refused is the same in every request, but for the message. */
static bool
is_of_settings(const struct part *p)
{
	return p->call.why == OPENAI_PARAMETER && p->call.param[0] != '\0' &&
	       strncmp(p->call.param, "messages", strlen("messages")) != 0;
}

static bool
ends_all(const struct part *p)
{
	return p->call.why == OPENAI_QUOTA || p->call.why == OPENAI_KEY ||
	       p->call.why == OPENAI_UNKNOWN || is_of_settings(p) ||
	       p->live->in_a_row >= FAILURES_MAX;
}

static int
failed(struct part *p, const struct err *why, struct err *e)
{
	struct live *l = p->live;

	if (l->ended) {
		talk_settle(p->t, NLP_PENDING, mem_str(l->why.msg), true);
		return 0;
	}
	if (is_old_server(p)) {
		l->routes.taste.max_tokens = true;
		return again(p, e);
	}
	if (is_over(l)) {
		talk_settle(p->t, NLP_PENDING, mem_str(why->msg), true);
		return 0;
	}
	l->in_a_row++;
	if (p->call.why == OPENAI_SILENT && p->silent++ < SILENT_AGAIN)
		return again(p, e);
	if (ends_all(p)) {
		live_end(l, why);
		talk_settle(p->t, NLP_PENDING, mem_str(why->msg), true);
		return 0;
	}
	return give_up(p, NLP_PENDING, mem_str(why->msg));
}

/* --- answers */

static int
triaged(struct part *p, const struct openai_chat *chat, struct err *e)
{
	struct openai_triage t;
	struct err why;
	char *reason = NULL;

	if (chat->end != OPENAI_ANSWERED) {
		reason = openai_chat_reason(chat);
		(void)err_set(&why, ERR_DATA, "%s", reason);
		free(reason);
	} else if (openai_answer_triage(&t, (struct slice){ chat->text.p, chat->text.len }, &why) ==
		   0) {
		if (!t.noise) {
			free(t.why);
			return talk_begin(p->t, e);
		}
		reason = t.why != NULL ? mem_fmt("triage: %s", t.why) : mem_str("triage");
		free(t.why);
		p->t->model = mem_str(
		    chat->model != NULL ? chat->model : p->live->routes.prompt.models[p->role]);
		talk_settle(p->t, NLP_NOISE, reason, false);
		return 0;
	}
	if (p->repeated || chat->end == OPENAI_REFUSED || chat->end == OPENAI_FILTERED)
		return read_anyway(p, why.msg, e);
	p->repeated = true;
	if (chat->end == OPENAI_TRUNCATED)
		p->tokens *= LONGER;
	return again(p, e);
}

/* What it says in place of what it had. */
static int
take_ideas(struct part *p, const struct openai_chat *chat, int *confidence, struct err *why)
{
	const struct chunk *chunk = &p->t->m->chunks.p[p->chunk];
	struct ideas found = { 0 };

	if (chat->end != OPENAI_ANSWERED) {
		char *reason = openai_chat_reason(chat);

		(void)err_set(why, ERR_DATA, "%s", reason);
		free(reason);
		return -1;
	}
	if (openai_answer_ideas(&found, p->chunk, chunk,
		(struct slice){ chat->text.p, chat->text.len }, confidence, why)) {
		ideas_release(&found);
		return err_wrap(why, "the answer is not of the form asked for");
	}
	ideas_release(&p->ideas);
	p->ideas = found;
	free(p->model);
	p->model =
	    mem_str(chat->model != NULL ? chat->model : p->live->routes.prompt.models[p->role]);
	return keep(p);
}

static int
read_part(struct part *p, const struct openai_chat *chat, struct err *e)
{
	struct err why;
	int confidence = 0;

	if (chat->end == OPENAI_TRUNCATED && !p->longer) {
		p->longer = true;
		p->tokens *= LONGER;
		return again(p, e);
	}
	if (take_ideas(p, chat, &confidence, &why) == 0)
		return confidence < p->live->routes.sure && p->role != PROMPT_ESCALATION
			   ? escalate(p, e)
			   : 0;
	if (chat->end == OPENAI_REFUSED || chat->end == OPENAI_FILTERED ||
	    chat->end == OPENAI_TRUNCATED)
		return give_up(p, NLP_ERROR, mem_str(why.msg));
	if (p->role != PROMPT_ESCALATION)
		return escalate(p, e);
	return give_up(p, NLP_PENDING, mem_str(why.msg));
}

/* A body that is no chat completion is an answer of nobody knows whom, and may be paid for. */
static int
answered(struct part *p, struct err *e)
{
	const struct buf *body = &p->call.r.reply.body;
	struct openai_chat chat = { 0 };
	struct err why;
	bool bad = openai_chat_read(&chat, body->p, body->len, &why) != 0;
	int rc = live_paid(p, &chat, e);

	if (rc == 0 && bad) {
		if (++p->live->in_a_row >= FAILURES_MAX) {
			why.code = ERR_TEMP; /* no server of models is there now */
			live_end(p->live, &why);
		}
		rc = p->silent++ < SILENT_AGAIN && !is_over(p->live)
			 ? again(p, e)
			 : give_up(p, NLP_PENDING, mem_str(why.msg));
	} else if (rc == 0) {
		p->live->in_a_row = 0;
		rc = p->role == PROMPT_TRIAGE ? triaged(p, &chat, e) : read_part(p, &chat, e);
	}
	openai_chat_release(&chat);
	return rc;
}

int
live_done(struct openai_call *c, int rc, struct err *e)
{
	struct part *p = c->arg;
	struct talk *t = p->t;
	const struct err why = *e;

	p->sent = false;
	t->waits--;
	if (rc == 0)
		rc = answered(p, e);
	else if (live_paid(p, NULL, e) == 0)
		rc = failed(p, &why, e);
	return rc ? -1 : talk_finish(t, e);
}
