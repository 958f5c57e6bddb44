/* A reply of a model, and what is in it: an answer that is taken is of the form, whatever bytes came */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "fuzz.h"
#include "io/utf8.h"
#include "net/http.h"
#include "nlp/idea.h"
#include "nlp/openai_answer.h"
#include "text/chunk.h"
#include "vendor/openai_chat.h"
#include "vendor/openai_refusal.h"

static void
read_content(struct slice content)
{
	char words[] = "Bought $GOOG at 350 and sold $MSFT at 22";
	const struct chunk chunk = { "full", words, sizeof words - 1, sizeof words - 1 };
	struct openai_triage t;
	struct ideas all = { 0 };
	int confidence = -1;
	struct err e;
	size_t i;

	if (openai_answer_triage(&t, content, &e) == 0)
		free(t.why);
	if (openai_answer_ideas(&all, 0, &chunk, content, &confidence, &e) == 0) {
		HOLDS(confidence >= 0 && confidence <= 1000 && all.n <= 8);
		for (i = 0; i < all.n; i++) {
			HOLDS(all.p[i].local == i && all.p[i].raw != NULL);
			HOLDS(all.p[i].direction != NULL && all.p[i].instrument != NULL);
			HOLDS(all.p[i].text == NULL ||
			      utf8_valid(all.p[i].text, strlen(all.p[i].text)));
		}
	} else {
		HOLDS(e.code == ERR_DATA && all.n == 0);
	}
	ideas_release(&all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = malloc(n + 1), param[OPENAI_PARAM_MAX], *reason;
	struct http_reply reply = { .status = 400 };
	struct openai_chat chat = { 0 };
	struct err e;

	if (text == NULL)
		abort();
	memcpy(text, bytes, n);
	text[n] = '\0';
	if (openai_chat_read(&chat, text, n, &e) == 0 && chat.end == OPENAI_ANSWERED) {
		HOLDS(chat.text.len > 0);
		read_content((struct slice){ chat.text.p, chat.text.len });
	} else if (chat.end != OPENAI_ANSWERED) {
		reason = openai_chat_reason(&chat);
		HOLDS(reason != NULL);
		free(reason);
	}
	openai_chat_release(&chat);
	read_content((struct slice){ text, n });
	buf_add(&reply.body, text, n);
	(void)openai_refused(&reply, param, &e);
	HOLDS(memchr(param, '\0', sizeof param) != NULL);
	(void)openai_duration(text, n);
	buf_release(&reply.body);
	free(text);
	return 0;
}
