#include "sandbox/openai_call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/array.h"
#include "io/file.h"
#include "io/pick.h"
#include "io/whole.h"
#include "nlp/rules.h"
#include "sandbox/fault.h"
#include "sandbox/openai_ask.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_limit.h"
#include "sandbox/openai_param.h"

#define SETTINGS "openai.json"
#define SETTINGS_MAX ((size_t)1 << 20)
#define POLLS_MAX 1000
#define API_VERSION "2020-10-01"
#define ORGANIZATION "org-sandbox"

static int
setting(struct slice object, const char *name, int64_t max, int64_t *v, struct err *e)
{
	const struct rec_field f = pick_one(object, name);

	if (!pick_has(&f))
		return 0;
	*v = oai_int(object, name, -1);
	return *v >= 1 && *v <= max ? 0 : err_set(e, ERR_DATA, "%s: 1 to %" PRId64, name, max);
}

static int
take_settings(struct oai *oai, struct slice object, struct err *e)
{
	struct rec_field models = pick_one(object, "models");
	struct slice element;

	if (setting(object, "requests_a_minute", OAI_LIMIT_MAX, &oai->requests_a_minute, e) ||
	    setting(object, "tokens_a_minute", OAI_LIMIT_MAX, &oai->tokens_a_minute, e) ||
	    setting(object, "batch_polls", POLLS_MAX, &oai->batch_polls, e))
		return -1;
	while (models.type == REC_ARRAY && array_next(&models.text, &element))
		if (oai_models_add(&oai->models, element, e))
			return -1;
	return 0;
}

int
oai_init(struct oai *oai, const char *folder, struct err *e)
{
	char *path = mem_fmt("%s/%s", folder, SETTINGS);
	struct buf text = { 0 }, line = { 0 };
	struct rec_field value;
	int rc = 0;

	*oai = (struct oai){ .requests_a_minute = OAI_REQUESTS_A_MINUTE,
		.tokens_a_minute = OAI_TOKENS_A_MINUTE,
		.batch_polls = 1 };
	oai_models_init(&oai->models);
	if (access(path, F_OK) == 0) {
		rc = file_read(path, SETTINGS_MAX, &text, e);
		if (rc == 0 && (whole_parse(&line, text.p, text.len, &value, e) ||
				   take_settings(oai, value.text, e)))
			rc = err_wrap(e, "%s", path);
	}
	if (rc == 0)
		rc = rules_open(&oai->rules, e);
	oai->allowances = mem_new(oai->models.n, sizeof *oai->allowances);
	buf_release(&line);
	buf_release(&text);
	free(path);
	return rc;
}

void
oai_release(struct oai *oai)
{
	oai_models_release(&oai->models);
	oai_cache_release(&oai->cache);
	oai_store_release(&oai->store);
	rules_close(oai->rules);
	free(oai->allowances);
}

void
oai_name(const struct oai_call *c, const char *prefix, char out[OAI_NAME_MAX])
{
	uint64_t hash = fault_mix((uint64_t)c->now), next;
	size_t i;

	for (i = 0; i < c->body.n; i++)
		hash = (hash ^ (unsigned char)c->body.p[i]) * UINT64_C(0x100000001b3);
	hash = fault_mix(hash ^ ++c->oai->names);
	next = fault_mix(hash);
	(void)snprintf(out, OAI_NAME_MAX, "%s%016" PRIx64 "%08" PRIx64, prefix, hash,
	    next & UINT32_MAX); /* the prefixes are short */
}

void
oai_name_request(const struct request *r, struct reply *reply)
{
	uint64_t n = fault_mix(r->number);

	reply_header(reply, "x-request-id", "req_%016" PRIx64 "%016" PRIx64, n, fault_mix(n));
	reply_header(reply, "openai-version", "%s", API_VERSION);
	reply_header(reply, "openai-organization", "%s", ORGANIZATION);
}

/* 429, with when it may be better. */
static int
refuse_more(const struct oai_call *c, const struct oai_ask *ask, const char *what, int64_t limit,
    int64_t n, int64_t wait)
{
	char span[OAI_SPAN_MAX];

	oai_span_text(span, wait);
	reply_header(c->reply, "retry-after-ms", "%" PRId64, (wait + 999999) / 1000000);
	reply_header(c->reply, "retry-after", "%" PRId64, (wait + CLOCK_SECOND - 1) / CLOCK_SECOND);
	return oai_refuse(c->reply, 429, what, "rate_limit_exceeded", NULL,
	    "Rate limit reached for %s on %s per min: Limit %" PRId64 ", Requested %" PRId64
	    ". Please try again in %s.",
	    ask->model->id, what, limit, n, span);
}

int
oai_allow(const struct oai_call *c, const struct oai_ask *ask)
{
	struct oai *oai = c->oai;
	struct oai_allowance *a = &oai->allowances[ask->model - oai->models.m];
	int64_t now = clock_mono(), n = oai_tokens(ask->prompt.len), wait, later;
	bool requests, tokens;

	if (c->batch)
		return 0;
	requests = oai_limit_use(
	    &a->requests, oai->requests_a_minute, 1, "requests", now, c->reply, &wait);
	tokens =
	    oai_limit_use(&a->tokens, oai->tokens_a_minute, n, "tokens", now, c->reply, &later);
	if (!requests)
		return refuse_more(c, ask, "requests", oai->requests_a_minute, 1, wait);
	if (!tokens)
		return refuse_more(c, ask, "tokens", oai->tokens_a_minute, n, later);
	return 0;
}
