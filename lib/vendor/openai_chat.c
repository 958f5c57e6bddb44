#include "vendor/openai_chat.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "io/whole.h"

#define REASON_MAX 160 /* bytes of what a model says instead */

static int64_t
tokens(const struct rec_field *f)
{
	int64_t v;

	return f->type == REC_NUMBER && num_int(f->text.p, f->text.n, 0, INT64_MAX, &v) == 0 ? v
											     : -1;
}

static char *
text_of(const struct rec_field *f)
{
	return f->type == REC_STRING ? rec_take_text(f) : NULL;
}

static void
read_head(struct openai_chat *chat, struct slice body)
{
	static const char *const paths[] = { "id", "model", "usage.prompt_tokens",
		"usage.completion_tokens", "usage.prompt_tokens_details.cached_tokens" };
	struct rec_field v[sizeof paths / sizeof paths[0]];

	pick(body, paths, sizeof paths / sizeof paths[0], v);
	chat->id = text_of(&v[0]);
	chat->model = text_of(&v[1]);
	chat->prompt_tokens = tokens(&v[2]);
	chat->completion_tokens = tokens(&v[3]);
	chat->cached_tokens = tokens(&v[4]);
	if (chat->cached_tokens > chat->prompt_tokens)
		chat->cached_tokens = chat->prompt_tokens;
}

/* How it ended, by the vendor's order of checks. */
static int
read_choice(struct openai_chat *chat, struct slice choice, struct err *e)
{
	static const char *const paths[] = { "message.refusal", "finish_reason",
		"message.content" };
	struct rec_field v[sizeof paths / sizeof paths[0]];

	pick(choice, paths, sizeof paths / sizeof paths[0], v);
	chat->end = OPENAI_ANSWERED;
	if (v[0].type == REC_STRING && v[0].text.n > 0) {
		chat->end = OPENAI_REFUSED;
		rec_text(&v[0], &chat->text);
	} else if (slice_is(rec_word(&v[1]), "length")) {
		chat->end = OPENAI_TRUNCATED;
		if (v[2].type == REC_STRING)
			rec_text(&v[2], &chat->text);
	} else if (slice_is(rec_word(&v[1]), "content_filter")) {
		chat->end = OPENAI_FILTERED;
	} else if (v[2].type == REC_NULL || (v[2].type == REC_STRING && v[2].text.n == 0)) {
		chat->end = OPENAI_EMPTY;
	} else if (v[2].type != REC_STRING) {
		return err_set(e, ERR_DATA, "message.content is no text");
	} else {
		rec_text(&v[2], &chat->text);
	}
	return 0;
}

int
openai_chat_pick(struct openai_chat *chat, struct slice body, struct err *e)
{
	struct rec_field choices;
	struct slice rest, choice;

	read_head(chat, body);
	choices = pick_one(body, "choices");
	if (choices.type != REC_ARRAY)
		return err_set(e, ERR_DATA, "it has no choices: this is no chat completion");
	rest = choices.text;
	chat->end = OPENAI_EMPTY;
	return array_next(&rest, &choice) ? read_choice(chat, choice, e) : 0;
}

int
openai_chat_read(struct openai_chat *chat, const char *body, size_t n, struct err *e)
{
	struct rec_field root;
	struct buf line = { 0 };
	int rc = -1;

	chat->prompt_tokens = chat->cached_tokens = chat->completion_tokens = -1;
	if (whole_parse(&line, n > 0 ? body : "", n, &root, e))
		(void)err_wrap(e, "the reply is no JSON");
	else if (root.type != REC_OBJECT)
		(void)err_set(e, ERR_DATA, "the reply is no JSON object");
	else
		rc = openai_chat_pick(chat, root.text, e);
	buf_release(&line);
	return rc;
}

void
openai_chat_release(struct openai_chat *chat)
{
	buf_release(&chat->text);
	free(chat->id);
	free(chat->model);
	*chat = (struct openai_chat){ 0 };
}

char *
openai_chat_reason(const struct openai_chat *chat)
{
	switch (chat->end) {
	case OPENAI_REFUSED:
		return mem_fmt("refused: %.*s", utf8_cut(chat->text.p, chat->text.len, REASON_MAX),
		    chat->text.p);
	case OPENAI_TRUNCATED:
		return mem_str("truncated: the answer is longer than the limit of tokens");
	case OPENAI_FILTERED:
		return mem_str("content_filter: the vendor's filter took the answer");
	case OPENAI_EMPTY:
		return mem_str("empty: the answer has no content");
	case OPENAI_ANSWERED:
		break;
	}
	return mem_str("answered");
}
