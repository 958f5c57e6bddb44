/* The lines of a batch, checked before any of them is worked on. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/pick.h"
#include "io/whole.h"
#include "sandbox/fault.h"
#include "sandbox/openai_batch.h"
#include "sandbox/openai_call.h"

#define PROBLEMS_MAX 20

/* A custom_id and its line, for finding those that are there twice. */
struct known {
	struct slice id;
	size_t line;
};

struct checker {
	const struct oai_call *c;
	struct oai_batch *b;
	struct known *ids; /* owned */
	size_t nids, nproblems, line;
	struct buf text; /* of a line */
};

__attribute__((format(printf, 4, 5))) static void
problem(struct checker *k, const char *code, const char *param, const char *fmt, ...)
{
	struct buf *out = &k->b->problems;
	char text[256];
	va_list ap;

	if (k->nproblems++ >= PROBLEMS_MAX)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap); /* cut short if need be */
	va_end(ap);
	buf_fmt(out, "%s{\"code\":\"%s\",\"message\":", out->len > 0 ? "," : "", code);
	emit_quote(out, text, strlen(text));
	if (param == NULL)
		buf_str(out, ",\"param\":null");
	else
		buf_fmt(out, ",\"param\":\"%s\"", param);
	if (k->line == 0)
		buf_str(out, ",\"line\":null}");
	else
		buf_fmt(out, ",\"line\":%zu}", k->line);
}

static void
check_model(struct checker *k, struct slice body)
{
	const struct rec_field model = pick_one(body, "model"), stream = pick_one(body, "stream");
	const struct oai_model *known;

	if (stream.type == REC_TRUE)
		problem(
		    k, "invalid_request", "body.stream", "Streaming is not supported in a batch.");
	if (model.type != REC_STRING) {
		problem(k, "missing_required_parameter", "body.model",
		    "Missing required parameter: 'body.model'.");
	} else if ((known = oai_models_find(&k->c->oai->models, model.text)) == NULL) {
		problem(k, "model_not_found", "body.model",
		    "The provided model '%.*s' is not supported by the Batch API.",
		    (int)(model.text.n < 100 ? model.text.n : 100), model.text.p);
	} else if (k->b->model == NULL) {
		k->b->model = mem_copy(model.text.p, model.text.n);
		k->b->resolved = known->resolved != NULL ? known->resolved : known->id;
	} else if (!slice_is(model.text, k->b->model)) {
		problem(k, "mismatched_model", "body.model",
		    "All lines of a batch must be for one model: '%s'.", k->b->model);
	}
}

static void
check_line(struct checker *k, struct slice line)
{
	static const char *const paths[] = { "custom_id", "method", "url", "body" };
	struct rec_field value, f[4];
	struct err e;

	if (whole_parse(&k->text, line.p, line.n, &value, &e) || value.type != REC_OBJECT) {
		problem(k, "invalid_json_line", NULL, "This line is not parseable as valid JSON.");
		return;
	}
	pick(value.text, paths, 4, f);
	if (f[0].type != REC_STRING || f[0].text.n == 0)
		problem(k, "missing_required_parameter", "custom_id",
		    "Missing required parameter: 'custom_id'.");
	else /* where it stands in the file, which stays */
		k->ids[k->nids++] =
		    (struct known){ { line.p + (f[0].text.p - k->text.p), f[0].text.n }, k->line };
	if (f[1].type != REC_STRING || !slice_is(f[1].text, "POST"))
		problem(k, "invalid_method", "method", "The method must be POST.");
	if (f[2].type != REC_STRING || !slice_is(f[2].text, k->b->endpoint))
		problem(k, "mismatched_endpoint", "url",
		    "The URL of a line must be the batch's endpoint, '%s'.", k->b->endpoint);
	if (f[3].type != REC_OBJECT)
		problem(
		    k, "missing_required_parameter", "body", "Missing required parameter: 'body'.");
	else
		check_model(k, f[3].text);
}

static int
by_id(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	size_t least = x->id.n < y->id.n ? x->id.n : y->id.n;
	int order = memcmp(x->id.p, y->id.p, least);

	if (order == 0)
		order = (x->id.n > y->id.n) - (x->id.n < y->id.n);
	return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static void
check_ids(struct checker *k)
{
	const struct known *x;
	size_t i;

	if (k->nids > 0)
		qsort(k->ids, k->nids, sizeof *k->ids, by_id);
	for (i = 1; i < k->nids; i++) {
		x = &k->ids[i];
		if (x->id.n != x[-1].id.n || memcmp(x->id.p, x[-1].id.p, x->id.n) != 0)
			continue;
		k->line = x->line;
		problem(k, "duplicate_custom_id", "custom_id",
		    "The custom_id '%.*s' was already used on line %zu.",
		    (int)(x->id.n < 100 ? x->id.n : 100), x->id.p, x[-1].line);
	}
}

/* The file's lines. */
static void
split(struct oai_batch *b)
{
	const char *at = b->input->bytes.p, *end = at + b->input->bytes.len, *nl;
	size_t room = 0;

	for (; at < end; at = nl + 1) {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (nl == NULL)
			nl = end;
		if (b->nlines == room) {
			room = mem_more(room, room + 1);
			b->lines = mem_grow(b->lines, room, sizeof *b->lines);
		}
		b->lines[b->nlines++] = (struct slice){ at, (size_t)(nl - at) };
	}
}

void
oai_batch_check(const struct oai_call *c, struct oai_batch *b)
{
	struct checker k = { .c = c, .b = b };
	size_t i, at, other;
	uint64_t luck = 1;

	split(b);
	if (b->fault != NULL && strcmp(b->fault->kind->name, "batch_failed") == 0)
		problem(&k, "token_limit_exceeded", NULL,
		    "Enqueued token limit reached for this model. Please try again once some "
		    "in_progress batches have been completed.");
	if (b->nlines > OAI_LINES_MAX) {
		problem(&k, "too_many_requests", NULL, "A batch has at most %d requests.",
		    OAI_LINES_MAX);
		return;
	}
	k.ids = mem_new(b->nlines + 1, sizeof *k.ids);
	for (i = 0; i < b->nlines; i++) {
		k.line = i + 1;
		check_line(&k, b->lines[i]);
	}
	check_ids(&k);
	/* they come back in another order */
	b->order = mem_new(b->nlines + 1, sizeof *b->order);
	for (i = 0; i < b->nlines; i++)
		b->order[i] = i;
	for (i = b->nlines; i > 1; i--) {
		luck = fault_mix(luck);
		at = (size_t)(luck % i);
		other = b->order[at];
		b->order[at] = b->order[i - 1];
		b->order[i - 1] = other;
	}
	free(k.ids);
	buf_release(&k.text);
}
