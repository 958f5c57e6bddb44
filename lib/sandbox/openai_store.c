#include "sandbox/openai_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
free_batch(struct oai_batch *b)
{
	free(b->metadata);
	free(b->model);
	free(b->lines);
	free(b->order);
	buf_release(&b->problems);
	buf_release(&b->results);
	buf_release(&b->refusals);
	free(b);
}

void
oai_store_release(struct oai_store *s)
{
	size_t i;

	for (i = 0; i < s->nfiles; i++) {
		free(s->files[i]->filename);
		buf_release(&s->files[i]->bytes);
		free(s->files[i]);
	}
	for (i = 0; i < s->nbatches; i++)
		free_batch(s->batches[i]);
	for (i = 0; s->responses != NULL && i < OAI_RESPONSES_MAX; i++) {
		buf_release(&s->responses[i].body);
		buf_release(&s->responses[i].prompt);
	}
	free(s->files);
	free(s->batches);
	free(s->responses);
	*s = (struct oai_store){ 0 };
}

struct oai_file *
oai_store_file(struct oai_store *s, const char *id)
{
	struct oai_file *f = mem_new(1, sizeof *f);

	s->files = mem_grow(s->files, s->nfiles + 1, sizeof *s->files);
	s->files[s->nfiles++] = f;
	(void)snprintf(f->id, sizeof f->id, "%s", id); /* it fits */
	return f;
}

struct oai_batch *
oai_store_batch(struct oai_store *s, const char *id)
{
	struct oai_batch *b = mem_new(1, sizeof *b);

	s->batches = mem_grow(s->batches, s->nbatches + 1, sizeof *s->batches);
	s->batches[s->nbatches++] = b;
	(void)snprintf(b->id, sizeof b->id, "%s", id); /* it fits */
	return b;
}

struct oai_response *
oai_store_response(struct oai_store *s, const char *id)
{
	struct oai_response *r;

	if (s->responses == NULL)
		s->responses = mem_new(OAI_RESPONSES_MAX, sizeof *s->responses);
	r = &s->responses[s->nresponses++ % OAI_RESPONSES_MAX];
	buf_reset(&r->body);
	buf_reset(&r->prompt);
	(void)snprintf(r->id, sizeof r->id, "%s", id); /* it fits */
	return r;
}

bool
oai_file_is_there(const struct oai_file *f, int64_t now)
{
	return !f->deleted && (f->expires == 0 || now < f->expires);
}

struct oai_file *
oai_find_file(const struct oai_store *s, struct slice id, int64_t now)
{
	size_t i;

	for (i = 0; i < s->nfiles; i++)
		if (slice_is(id, s->files[i]->id))
			return oai_file_is_there(s->files[i], now) ? s->files[i] : NULL;
	return NULL;
}

struct oai_batch *
oai_find_batch(const struct oai_store *s, struct slice id)
{
	size_t i;

	for (i = 0; i < s->nbatches; i++)
		if (slice_is(id, s->batches[i]->id))
			return s->batches[i];
	return NULL;
}

struct oai_response *
oai_find_response(const struct oai_store *s, struct slice id)
{
	size_t i;

	for (i = 0; i < s->nresponses && i < OAI_RESPONSES_MAX; i++)
		if (slice_is(id, s->responses[i].id))
			return &s->responses[i];
	return NULL;
}

bool
oai_batch_ended(const struct oai_batch *b)
{
	return b->state == OAI_FAILED || b->state == OAI_COMPLETED || b->state == OAI_EXPIRED ||
	       b->state == OAI_CANCELLED;
}

void
oai_forget_bytes(struct oai_store *s)
{
	size_t i, k;

	for (i = 0; i < s->nfiles; i++) {
		if (!s->files[i]->deleted)
			continue;
		for (k = 0; k < s->nbatches; k++)
			if (s->batches[k]->input == s->files[i] && !oai_batch_ended(s->batches[k]))
				break;
		if (k == s->nbatches)
			buf_release(&s->files[i]->bytes);
	}
}

void
oai_delete_file(struct oai_store *s, struct oai_file *f)
{
	f->deleted = true;
	oai_forget_bytes(s);
}
