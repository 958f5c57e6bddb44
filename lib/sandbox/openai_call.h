/* A request to OpenAI's side, checked so far that it is known who asks; and what is remembered. */
#ifndef PF_SANDBOX_OPENAI_CALL_H
#define PF_SANDBOX_OPENAI_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"
#include "sandbox/openai_cache.h"
#include "sandbox/openai_limit.h"
#include "sandbox/openai_model.h"
#include "sandbox/openai_store.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct err;
struct oai_ask;
struct rules;

#define OAI_CHAT "/v1/chat/completions"
#define OAI_RESPONSES "/v1/responses"
#define OAI_KEY "invented-openai-api-key"

/* Requests and tokens of a model. */
struct oai_allowance {
	struct oai_limit requests, tokens;
};

struct oai {
	struct oai_models models;
	struct oai_allowance *allowances; /* owned; one a model */
	struct oai_cache cache;
	struct oai_store store;
	struct rules *rules; /* owned; what the answers are made by */
	int64_t requests_a_minute, tokens_a_minute;
	int64_t batch_polls; /* how often a batch is asked for while it works, see openai_batch.h */
	uint64_t names;      /* that were made, see oai_name() */
};

struct oai_call {
	struct oai *oai; /* all borrowed */
	const struct request *r;
	struct reply *reply;
	const struct fault *fault; /* of the vendor's own that fires, or NULL */
	struct slice id;           /* what the path names */
	struct slice body;         /* the JSON object that was sent; empty where there is none */
	bool batch;                /* a line of a batch: no limits, no headers, no stream */
	int64_t now;               /* seconds; the calendar clock, which PF_NOW may have set */
};

/* The settings of openai.json in that folder, where it is there. ERR_DATA ("FILE: ..."), and as rules_open(). Release in
 * any case. */
int oai_init(struct oai *oai, const char *folder, struct err *e);
void oai_release(struct oai *oai);

/* A name that no other has: prefix and 24 hexadecimal digits, of what was asked, when, and how many
 * names there were before. */
void oai_name(const struct oai_call *c, const char *prefix, char out[OAI_NAME_MAX]);

/* The headers that every reply has. */
void oai_name_request(const struct request *r, struct reply *reply);

/* Count a request and its tokens: 0, or -1 with 429. */
int oai_allow(const struct oai_call *c, const struct oai_ask *ask);

/* The endpoints. */
typedef void oai_answer(struct oai_call *c);

oai_answer oai_list_models, oai_get_model, oai_chat, oai_respond, oai_get_response, oai_upload,
    oai_list_files, oai_get_file, oai_content, oai_delete, oai_submit, oai_list_batches,
    oai_get_batch, oai_cancel;

#endif
