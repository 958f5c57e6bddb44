/* Batches: submitted, shown, listed and cancelled. */
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "io/pick.h"
#include "sandbox/openai_batch.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_fault.h"
#include "sandbox/openai_list.h"
#include "sandbox/openai_param.h"

#define PAGE_MAX 100
#define PAGE_USUAL 20
#define EXPIRES_LEAST 3600
#define EXPIRES_MOST 2592000

static const char *const states[] = { [OAI_VALIDATING] = "validating",
	[OAI_FAILED] = "failed",
	[OAI_IN_PROGRESS] = "in_progress",
	[OAI_FINALIZING] = "finalizing",
	[OAI_COMPLETED] = "completed",
	[OAI_EXPIRED] = "expired",
	[OAI_CANCELLING] = "cancelling",
	[OAI_CANCELLED] = "cancelled" };

static void
put_time(struct buf *out, const char *name, int64_t at)
{
	if (at == 0)
		buf_fmt(out, ",\"%s\":null", name);
	else
		buf_fmt(out, ",\"%s\":%" PRId64, name, at);
}

/* What is missing where there is none: the vendor leaves the member out. */
static void
put_file_id(struct buf *out, const char *name, const struct oai_file *f)
{
	if (f != NULL)
		buf_fmt(out, ",\"%s\":\"%s\"", name, f->id);
}

static void
put_usage(const struct oai_batch *b, struct buf *out)
{
	const struct oai_tokens_sum *s = &b->sum;

	buf_fmt(out,
	    ",\"usage\":{\"input_tokens\":%" PRId64
	    ",\"input_tokens_details\":{\"cached_tokens\":%" PRId64 "},\"output_tokens\":%" PRId64
	    ",\"output_tokens_details\":{\"reasoning_tokens\":%" PRId64
	    "},\"total_tokens\":%" PRId64 "}",
	    s->input, s->cached, s->output, s->reasoning, s->input + s->output);
}

static void
put_batch(const struct oai_batch *b, struct buf *out)
{
	buf_fmt(out, "{\"id\":\"%s\",\"object\":\"batch\",\"endpoint\":\"%s\"", b->id, b->endpoint);
	if (b->resolved != NULL && b->state != OAI_FAILED)
		buf_fmt(out, ",\"model\":\"%s\"", b->resolved);
	buf_str(out, ",\"errors\":");
	if (b->problems.len > 0)
		buf_fmt(out, "{\"object\":\"list\",\"data\":[%s]}", b->problems.p);
	else
		buf_str(out, "null");
	buf_fmt(out, ",\"input_file_id\":\"%s\",\"completion_window\":\"24h\",\"status\":\"%s\"",
	    b->input->id, states[b->state]);
	put_file_id(out, "output_file_id", b->output);
	put_file_id(out, "error_file_id", b->errors);
	put_time(out, "created_at", b->at[OAI_VALIDATING]);
	put_time(out, "in_progress_at", b->at[OAI_IN_PROGRESS]);
	put_time(out, "expires_at", b->expires);
	put_time(out, "finalizing_at", b->at[OAI_FINALIZING]);
	put_time(out, "completed_at", b->at[OAI_COMPLETED]);
	put_time(out, "failed_at", b->at[OAI_FAILED]);
	put_time(out, "expired_at", b->at[OAI_EXPIRED]);
	put_time(out, "cancelling_at", b->at[OAI_CANCELLING]);
	put_time(out, "cancelled_at", b->at[OAI_CANCELLED]);
	buf_fmt(out, ",\"request_counts\":{\"total\":%zu,\"completed\":%zu,\"failed\":%zu}",
	    b->nlines, b->completed, b->failed);
	put_usage(b, out);
	buf_fmt(out, ",\"metadata\":%s}", b->metadata != NULL ? b->metadata : "null");
}

static void
show(const struct oai_call *c, const struct oai_batch *b)
{
	reply_json(c->reply, 200);
	put_batch(b, &c->reply->body);
}

/* output_expires_after: *seconds. 0, or -1 with the reply made. */
static int
take_expiry(const struct oai_call *c, int64_t *seconds)
{
	static const struct oai_param rows[] = { { "anchor", OAI_WORD, 0, 0, "created_at" },
		{ "seconds", OAI_INT, EXPIRES_LEAST, EXPIRES_MOST, NULL }, { 0 } };
	const struct rec_field after = pick_one(c->body, "output_expires_after");

	if (!pick_has(&after))
		return 0;
	if (oai_check(c->reply, after.text, "output_expires_after.", rows) ||
	    oai_need(c->reply, after.text, "output_expires_after.", "anchor") ||
	    oai_need(c->reply, after.text, "output_expires_after.", "seconds"))
		return -1;
	*seconds = oai_int(after.text, "seconds", 0);
	return 0;
}

void
oai_submit(struct oai_call *c)
{
	static const struct oai_param rows[] = { { "input_file_id", OAI_TEXT, 1, 0, NULL },
		{ "endpoint", OAI_WORD, 0, 0, OAI_CHAT " " OAI_RESPONSES },
		{ "completion_window", OAI_WORD, 0, 0, "24h" },
		{ "metadata", OAI_PAIRS, 0, 0, NULL },
		{ "output_expires_after", OAI_OBJECT, 0, 0, NULL }, { 0 } };
	const struct rec_field input = pick_one(c->body, "input_file_id"),
			       endpoint = pick_one(c->body, "endpoint"),
			       metadata = pick_one(c->body, "metadata");
	struct oai_file *f;
	struct oai_batch *b;
	char id[OAI_NAME_MAX];
	int64_t window = 0;

	if (oai_check(c->reply, c->body, "", rows) ||
	    oai_need(c->reply, c->body, "", "input_file_id") ||
	    oai_need(c->reply, c->body, "", "endpoint") ||
	    oai_need(c->reply, c->body, "", "completion_window") || take_expiry(c, &window))
		return;
	f = oai_find_file(&c->oai->store, input.text, c->now);
	if (f == NULL || strcmp(f->purpose, "batch") != 0) {
		(void)oai_invalid(c->reply, "invalid_value", "input_file_id",
		    f == NULL ? "Invalid 'input_file_id': there is no such file."
			      : "Invalid 'input_file_id': the purpose of the file is not batch.");
		return;
	}
	oai_name(c, "batch_", id);
	b = oai_store_batch(&c->oai->store, id);
	b->endpoint = slice_is(endpoint.text, OAI_CHAT) ? OAI_CHAT : OAI_RESPONSES;
	b->input = f;
	b->at[OAI_VALIDATING] = c->now;
	b->expires = c->now + OAI_WINDOW;
	b->window = window;
	b->fault = c->fault;
	b->polls = oai_fault(c, "batch_pending") ? c->fault->value : c->oai->batch_polls;
	if (metadata.type == REC_OBJECT)
		b->metadata = mem_copy(metadata.text.p, metadata.text.n);
	show(c, b);
}

/* The batch that the path names; NULL with the reply made. */
static struct oai_batch *
named(const struct oai_call *c)
{
	struct oai_batch *b = oai_find_batch(&c->oai->store, c->id);

	if (b == NULL)
		(void)oai_refuse(c->reply, 404, OAI_INVALID, NULL, NULL,
		    "No batch found with id '%.*s'.", (int)(c->id.n < 100 ? c->id.n : 100),
		    c->id.p);
	return b;
}

void
oai_get_batch(struct oai_call *c)
{
	struct oai_batch *b = named(c);

	if (b == NULL)
		return;
	oai_batch_poll(c, b);
	show(c, b);
}

void
oai_cancel(struct oai_call *c)
{
	struct oai_batch *b = named(c);

	if (b == NULL)
		return;
	if (oai_batch_ended(b)) {
		(void)oai_refuse(c->reply, 409, OAI_INVALID, NULL, NULL,
		    "Cannot cancel a batch with status '%s'.", states[b->state]);
		return;
	}
	if (b->state != OAI_CANCELLING)
		b->at[OAI_CANCELLING] = c->now;
	b->state = OAI_CANCELLING;
	show(c, b);
}

static const char *
list_row(const void *arg, size_t i, struct buf *out)
{
	const struct oai_call *c = arg;

	if (out != NULL)
		put_batch(c->oai->store.batches[i], out);
	return c->oai->store.batches[i]->id;
}

void
oai_list_batches(struct oai_call *c)
{
	oai_list(c, &(struct oai_listing){ .n = c->oai->store.nbatches,
			.most = PAGE_MAX,
			.usual = PAGE_USUAL,
			.row = list_row });
}
