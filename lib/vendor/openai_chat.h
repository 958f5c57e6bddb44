/*
 * What a chat completion says: the body of a reply, or of a line of a batch's output. Read with its checks in the
 * vendor's order: choices, refusal, finish_reason, content. Source: the vendor's specification,
 * CreateChatCompletionResponse and CompletionUsage; its guide "structured-outputs".
 */
#ifndef PF_VENDOR_OPENAI_CHAT_H
#define PF_VENDOR_OPENAI_CHAT_H

#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

enum openai_end {
	OPENAI_ANSWERED,  /* text is the content, not empty */
	OPENAI_REFUSED,   /* text is what the model says instead */
	OPENAI_TRUNCATED, /* the limit of tokens ended it; text is what came until then */
	OPENAI_FILTERED,  /* the vendor's filter took it */
	OPENAI_EMPTY,     /* no choice, or one without content */
};

struct openai_chat {
	enum openai_end end;
	struct buf text;
	char *id, *model; /* owned; the name that the vendor resolved; NULL: it does not say */
	/* Tokens, -1: it does not say. Those that were cached are among those of the prompt, those that a model
	 * thinks with among those of the completion. */
	int64_t prompt_tokens, cached_tokens, completion_tokens;
};

/*
 * Read n bytes. *chat is { 0 } before, released by the caller in any case. 0, or -1 with ERR_DATA: no JSON, or none
 * of that shape; what it took is known by then, if it says so.
 */
int openai_chat_read(struct openai_chat *chat, const char *body, size_t n, struct err *e);
int openai_chat_pick(struct openai_chat *chat, struct slice body, struct err *e); /* checked JSON */

void openai_chat_release(struct openai_chat *chat);

/* Why there is no answer, for people and for the record: "refused: ..."; what end says, owned. */
char *openai_chat_reason(const struct openai_chat *chat) __attribute__((warn_unused_result));

#endif
