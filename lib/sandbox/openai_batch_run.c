/* The lines of a batch, answered, and the files of the answers. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/pick.h"
#include "io/whole.h"
#include "sandbox/openai_batch.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_fault.h"

static bool
spoils(const struct oai_batch *b, const char *kind)
{
	return b->fault != NULL && strcmp(b->fault->kind->name, kind) == 0;
}

static void
add_usage(struct oai_batch *b, const struct buf *body)
{
	static const char *const paths[] = { "usage.prompt_tokens", "usage.input_tokens",
		"usage.prompt_tokens_details.cached_tokens",
		"usage.input_tokens_details.cached_tokens", "usage.completion_tokens",
		"usage.output_tokens", "usage.completion_tokens_details.reasoning_tokens",
		"usage.output_tokens_details.reasoning_tokens" };
	int64_t *const sums[] = { &b->sum.input, &b->sum.input, &b->sum.cached, &b->sum.cached,
		&b->sum.output, &b->sum.output, &b->sum.reasoning, &b->sum.reasoning };
	struct rec_field f[8];
	int64_t v;
	size_t i;

	pick((struct slice){ body->p, body->len }, paths, 8, f);
	for (i = 0; i < 8; i++)
		if (f[i].type == REC_NUMBER &&
		    num_int(f[i].text.p, f[i].text.n, 0, INT64_MAX / 65536, &v) == 0)
			*sums[i] += v;
}

/* A line of a file: the answer, or (NULL) what became of the batch. */
static void
put_line(const struct oai_call *c, const struct oai_batch *b, struct slice custom_id,
    const struct reply *reply, struct buf *out)
{
	char id[OAI_NAME_MAX], request[OAI_NAME_MAX];
	size_t at = out->len;

	oai_name(c, "batch_req_", id);
	buf_fmt(out, "{\"id\":\"%s\",\"custom_id\":\"", id);
	buf_add(out, custom_id.p, custom_id.n);
	if (reply == NULL) {
		buf_str(out,
		    "\",\"response\":null,\"error\":{\"code\":\"batch_expired\",\"message\":"
		    "\"This request could not be executed before the completion window "
		    "expired.\"}}\n");
		return;
	}
	oai_name(c, "req_", request);
	buf_fmt(out,
	    "\",\"response\":{\"status_code\":%u,\"request_id\":\"%s\",\"body\":", reply->status,
	    request);
	buf_add(out, reply->body.p, reply->body.len);
	buf_str(out, "},\"error\":null}\n");
	if (spoils(b, "lines_garbled") && c->fault != NULL) {
		out->len = at + (out->len - at) / 2;
		buf_char(out, '\n');
	}
}

/* One line, answered as the endpoint does; a fault is for the first, the third and so on. */
static void
work_line(const struct oai_call *c, struct oai_batch *b, size_t i, bool expired)
{
	struct reply reply = { 0 };
	struct oai_call line = *c;
	struct buf text = { 0 };
	struct rec_field value, id, body;
	struct err e;

	line.reply = &reply;
	line.batch = true;
	line.fault = i % 2 == 0 ? b->fault : NULL;
	if (whole_parse(&text, b->lines[i].p, b->lines[i].n, &value, &e))
		goto out; /* it was checked */
	id = pick_one(value.text, "custom_id");
	body = pick_one(value.text, "body");
	line.body = body.text;
	if (expired) {
		put_line(&line, b, id.text, NULL, &b->refusals);
		b->failed++;
		goto out;
	}
	if (oai_fault(&line, "lines_failed"))
		(void)oai_refuse(&reply, 500, "server_error", "server_error", NULL,
		    "The server had an error while processing your request.");
	else if (strcmp(b->endpoint, OAI_CHAT) == 0)
		oai_chat(&line);
	else
		oai_respond(&line);
	if (reply.status == 200) {
		b->completed++;
		add_usage(b, &reply.body);
	} else {
		b->failed++;
	}
	if (!oai_fault(&line, "lines_lost"))
		put_line(
		    &line, b, id.text, &reply, reply.status == 200 ? &b->results : &b->refusals);
out:
	reply_release(&reply);
	buf_release(&text);
}

void
oai_batch_work(const struct oai_call *c, struct oai_batch *b, size_t upto)
{
	for (; b->done < upto && b->done < b->nlines; b->done++)
		work_line(c, b, b->order[b->done], false);
}

/* A file of what there is; NULL: there is nothing. */
static struct oai_file *
make_file(const struct oai_call *c, const struct oai_batch *b, struct buf *lines, const char *what)
{
	struct oai_file *f;
	char id[OAI_NAME_MAX];

	if (lines->len == 0)
		return NULL;
	oai_name(c, "file-", id);
	f = oai_store_file(&c->oai->store, id);
	f->filename = mem_fmt("%s_%s.jsonl", b->id, what);
	f->purpose = "batch_output";
	f->created = c->now;
	f->expires = b->window > 0 ? c->now + b->window : 0;
	f->bytes = *lines;
	*lines = (struct buf){ 0 };
	return f;
}

void
oai_batch_end(const struct oai_call *c, struct oai_batch *b, int state)
{
	for (; state == OAI_EXPIRED && b->done < b->nlines; b->done++)
		work_line(c, b, b->order[b->done], true);
	b->output = make_file(c, b, &b->results, "output");
	b->errors = make_file(c, b, &b->refusals, "error");
	b->state = (enum oai_state)state;
	b->at[state] = c->now;
	oai_forget_bytes(&c->oai->store);
}

static void
enter(const struct oai_call *c, struct oai_batch *b, enum oai_state state)
{
	b->state = state;
	b->at[state] = c->now;
}

void
oai_batch_poll(const struct oai_call *c, struct oai_batch *b)
{
	bool late = c->now >= b->expires;

	if (oai_batch_ended(b))
		return;
	if (b->state == OAI_CANCELLING) {
		oai_batch_end(c, b, OAI_CANCELLED);
	} else if (b->state == OAI_VALIDATING) {
		oai_batch_check(c, b);
		enter(c, b, b->problems.len > 0 ? OAI_FAILED : OAI_IN_PROGRESS);
		if (b->state == OAI_FAILED)
			b->nlines = 0; /* none of them counts */
	} else if (late || (spoils(b, "batch_expired") && b->asked > 0)) {
		oai_batch_end(c, b, OAI_EXPIRED);
	} else if (b->state == OAI_FINALIZING) {
		oai_batch_end(c, b, OAI_COMPLETED);
	} else if (++b->asked <= b->polls) {
		oai_batch_work(c, b, b->nlines * (size_t)b->asked / (size_t)(b->polls + 1));
	} else {
		oai_batch_work(c, b, b->nlines);
		enter(c, b, OAI_FINALIZING);
	}
}
