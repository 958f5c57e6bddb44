/*
 * OpenAI's HTTP interface, and that of servers which speak the same language (llama.cpp, Ollama, vLLM):
 * calls, what a refusal means, its limits. The key is OPENAI_API_KEY, which is needed unless OPENAI_BASE_URL
 * names such a server; the address is PF_OPENAI_URL (scheme and host), else OPENAI_BASE_URL (with its path,
 * "/v1"), else the vendor's; OPENAI_ORG_ID and OPENAI_PROJECT_ID are sent where they are set. Source: the vendor's
 * specification (openai/openai-openapi) and client (npm openai).
 */
#ifndef PF_VENDOR_OPENAI_H
#define PF_VENDOR_OPENAI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "net/http.h"
#include "vendor/openai_refusal.h"

struct err;
struct openai;
struct openai_call;

struct openai_how {
	int64_t deadline_ns; /* as http_open() */
	int concurrency;     /* calls at a time; 0: 4 */
	bool trace;
};

/* ERR_CONFIG when the key is missing or the address is none; the key is never shown. Close in any case. */
int openai_open(struct openai **ai, const struct openai_how *how, struct err *e);
void openai_close(struct openai *ai);

/* It ended: rc 0 with a 2xx in c->r.reply, or -1 with *e and c->why. May free c, or change and add it
 * again. 0, or -1 with *e to end the run. */
typedef int openai_done(struct openai_call *c, int rc, struct err *e);

/* One call. A GET is repeated as net/http has it; anything else after a reply that says that it was not
 * taken, and never when no answer came. */
struct openai_call {
	const char *method; /* "POST" */
	const char *path;   /* borrowed, behind "/v1": "/chat/completions" */
	const char *body;   /* borrowed; NULL: none */
	size_t body_len;
	const char *type; /* of the body; NULL: JSON, which an upload is not */
	FILE *upload;     /* the body is this file, upload_len bytes of it; borrowed */
	int64_t upload_len;
	bool careful;    /* a 5xx may mean that it was done: not sent again */
	http_sink *sink; /* takes the bytes of a 200; NULL: they are in the reply */
	int (*again)(struct http_request *r, struct err *e); /* of that sink */
	/* Called before each sending: -1 with *e ends the call with that. NULL: it is sent. */
	int (*may)(struct openai_call *c, struct err *e);
	openai_done *done; /* NULL for openai_once() */
	void *arg;         /* the owner's */

	enum openai_why why;
	char param[OPENAI_PARAM_MAX]; /* the request's field that a refusal is about; "" */

	/* inside */
	struct openai *ai;
	struct http_request r; /* r.arg is the call */
	char *url, *content_type;
	const char *headers[4];
};

void openai_call_release(struct openai_call *c);

/* Queue it; all that is queued is sent by run(), several at a time. */
void openai_add(struct openai *ai, struct openai_call *c);
int openai_run(struct openai *ai, struct err *e);

/* One call to its end: 0 with a 2xx, or -1 as above. */
int openai_once(struct openai *ai, struct openai_call *c, struct err *e);

#endif
