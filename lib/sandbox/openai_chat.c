/* Chat completions, whole or as a stream. */
#include <inttypes.h>
#include <string.h>

#include "io/array.h"
#include "io/emit.h"
#include "io/utf8.h"
#include "io/pick.h"
#include "sandbox/openai_answer.h"
#include "sandbox/openai_ask.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_fault.h"
#include "sandbox/openai_param.h"

#define ONE INT64_C(1000000000)
#define CHOICES_MAX 8
#define STOPS_MAX 4
#define PIECES 4 /* of a text that is streamed */

/* clang-format off */
static const struct oai_param rows[] = {
	{ "audio",                  OAI_NOT,     0, 0, NULL },
	{ "frequency_penalty",      OAI_DECIMAL, -2 * ONE, 2 * ONE, NULL },
	{ "function_call",          OAI_NOT,     0, 0, NULL },
	{ "functions",              OAI_NOT,     0, 0, NULL },
	{ "logit_bias",             OAI_NOT,     0, 0, NULL },
	{ "logprobs",               OAI_NOT,     0, 0, NULL },
	{ "max_completion_tokens",  OAI_INT,     1, INT64_MAX, NULL },
	{ "max_tokens",             OAI_INT,     1, INT64_MAX, NULL },
	{ "messages",               OAI_LIST,    0, 0, NULL },
	{ "metadata",               OAI_PAIRS,   0, 0, NULL },
	{ "modalities",             OAI_NOT,     0, 0, NULL },
	{ "model",                  OAI_TEXT,    1, 0, NULL },
	{ "n",                      OAI_INT,     1, CHOICES_MAX, NULL },
	{ "parallel_tool_calls",    OAI_NOT,     0, 0, NULL },
	{ "prediction",             OAI_NOT,     0, 0, NULL },
	{ "presence_penalty",       OAI_DECIMAL, -2 * ONE, 2 * ONE, NULL },
	{ "prompt_cache_key",       OAI_TEXT,    0, 0, NULL },
	{ "prompt_cache_retention", OAI_WORD,    0, 0, "in_memory 24h" },
	{ "reasoning_effort",       OAI_TEXT,    0, 0, NULL },
	{ "response_format",        OAI_OBJECT,  0, 0, NULL },
	{ "safety_identifier",      OAI_TEXT,    0, 64, NULL },
	{ "seed",                   OAI_INT,     INT64_MIN, INT64_MAX, NULL },
	{ "service_tier",           OAI_WORD,    0, 0, "auto default flex priority" },
	{ "stop",                   OAI_ANY,     0, 0, NULL },
	{ "store",                  OAI_BOOL,    0, 0, NULL },
	{ "stream",                 OAI_BOOL,    0, 0, NULL },
	{ "stream_options",         OAI_OBJECT,  0, 0, NULL },
	{ "temperature",            OAI_DECIMAL, 0, 2 * ONE, NULL },
	{ "tool_choice",            OAI_NOT,     0, 0, NULL },
	{ "tools",                  OAI_NOT,     0, 0, NULL },
	{ "top_logprobs",           OAI_NOT,     0, 0, NULL },
	{ "top_p",                  OAI_DECIMAL, 0, ONE, NULL },
	{ "user",                   OAI_TEXT,    0, 0, NULL },
	{ "verbosity",              OAI_WORD,    0, 0, "low medium high" },
	{ "web_search_options",     OAI_NOT,     0, 0, NULL },
	{ 0 }
};
/* clang-format on */

/* What of the request only this endpoint has. */
struct chat {
	struct oai_ask ask;
	int64_t n;
	bool stream, stream_usage;
};

static int
check_stop(const struct oai_call *c, const struct chat *chat)
{
	static const char *const names[] = { "stop", NULL };
	const struct rec_field stop = pick_one(c->body, "stop");
	struct slice rest = stop.text, element;
	size_t n = 0;

	if (!pick_has(&stop) || stop.type == REC_STRING)
		return oai_ask_plain(&chat->ask, c, names);
	while (array_next(&rest, &element))
		n += *element.p == '"' ? 1 : STOPS_MAX + 1;
	if (stop.type != REC_ARRAY || n > STOPS_MAX)
		return oai_invalid(c->reply, "invalid_value", "stop",
		    "Invalid 'stop': expected a string or an array of at most %d strings.",
		    STOPS_MAX);
	return oai_ask_plain(&chat->ask, c, names);
}

static int
read_chat(struct chat *chat, const struct oai_call *c)
{
	static const char *const fixed[] = { "max_tokens", "temperature", "top_p",
		"presence_penalty", "frequency_penalty", NULL };
	struct oai_ask *ask = &chat->ask;
	const struct rec_field messages = pick_one(c->body, "messages"),
			       format = pick_one(c->body, "response_format"),
			       effort = pick_one(c->body, "reasoning_effort"),
			       stream = pick_one(c->body, "stream");
	struct rec_field usage;

	if (oai_ask_model(ask, c) || oai_check(c->reply, c->body, "", rows) ||
	    oai_need(c->reply, c->body, "", "messages"))
		return -1;
	if (oai_ask_plain(ask, c, fixed) || check_stop(c, chat) ||
	    oai_ask_effort(ask, c, &effort, "reasoning_effort") ||
	    oai_ask_messages(ask, c, &messages, "messages", "text refusal") ||
	    oai_ask_format(ask, c, &format, "response_format", true))
		return -1;
	chat->n = oai_int(c->body, "n", 1);
	chat->stream = stream.type == REC_TRUE;
	usage = pick_one(c->body, "stream_options.include_usage");
	chat->stream_usage = usage.type == REC_TRUE;
	ask->limit = oai_int(c->body, "max_tokens", 0);
	ask->limit = oai_int(c->body, "max_completion_tokens", ask->limit);
	return oai_ask_size(ask, c, "max_completion_tokens");
}

static void
put_usage(const struct oai_said *said, int64_t n, struct buf *out)
{
	buf_fmt(out,
	    "\"usage\":{\"prompt_tokens\":%" PRId64 ",\"completion_tokens\":%" PRId64
	    ",\"total_tokens\":%" PRId64 ",\"prompt_tokens_details\":{\"cached_tokens\":%" PRId64
	    ",\"audio_tokens\":0}"
	    ",\"completion_tokens_details\":{\"reasoning_tokens\":%" PRId64
	    ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
	    "\"rejected_prediction_tokens\":0}}",
	    said->prompt, said->completion * n, said->prompt + said->completion * n, said->cached,
	    said->reasoning * n);
}

/* id, object, created, model: how a reply and a piece of one begin. */
static void
put_head(const struct oai_call *c, const struct chat *chat, const char *id, const char *object,
    struct buf *out)
{
	const struct oai_model *m = chat->ask.model;

	buf_fmt(out, "{\"id\":\"%s\",\"object\":\"%s\",\"created\":%" PRId64 ",\"model\":\"%s\",",
	    id, object, c->now, m->resolved != NULL ? m->resolved : m->id);
}

static void
put_text(const struct oai_said *said, bool refusal, struct buf *out)
{
	if (said->refused == refusal)
		emit_quote(out, said->text.p == NULL ? "" : said->text.p, said->text.len);
	else
		buf_str(out, "null");
}

static void
put_choice(const struct oai_call *c, const struct oai_said *said, int64_t i, struct buf *out)
{
	buf_fmt(out, "%s{\"index\":%" PRId64 ",\"message\":{\"role\":\"assistant\",\"content\":",
	    i > 0 ? "," : "", i);
	put_text(said, false, out);
	if (!oai_fault(c, "norefusal")) {
		buf_str(out, ",\"refusal\":");
		put_text(said, true, out);
		buf_str(out, ",\"annotations\":[]");
	}
	buf_fmt(out, "},\"logprobs\":null,\"finish_reason\":\"%s\"}", said->finish);
}

static void
write_reply(const struct oai_call *c, const struct chat *chat, const struct oai_said *said)
{
	struct buf *out = &c->reply->body;
	char id[OAI_NAME_MAX];
	int64_t i;

	oai_name(c, "chatcmpl-", id);
	reply_json(c->reply, 200);
	put_head(c, chat, id, "chat.completion", out);
	buf_str(out, "\"choices\":[");
	for (i = 0; i < chat->n && !oai_fault(c, "nochoice"); i++)
		put_choice(c, said, i, out);
	buf_char(out, ']');
	if (!oai_fault(c, "nousage")) {
		buf_char(out, ',');
		put_usage(said, chat->n, out);
	}
	buf_str(out, ",\"service_tier\":\"default\",\"system_fingerprint\":null}");
}

/* One event: a piece of the first choice, with what its delta is, or (NULL) the choice's end. */
static void
put_event(const struct oai_call *c, const struct chat *chat, const char *id, const char *delta,
    const char *finish)
{
	struct buf *out = &c->reply->body;

	buf_str(out, "data: ");
	put_head(c, chat, id, "chat.completion.chunk", out);
	buf_fmt(out,
	    "\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"delta\":{%s},\"logprobs\":null,"
	    "\"finish_reason\":%s%s%s}]%s}\n\n",
	    delta, finish ? "\"" : "", finish ? finish : "null", finish ? "\"" : "",
	    chat->stream_usage ? ",\"usage\":null" : "");
}

/* The same as server-sent events, in a few pieces. */
static void
write_stream(const struct oai_call *c, const struct chat *chat, const struct oai_said *said)
{
	struct buf *out = &c->reply->body, delta = { 0 };
	size_t at = 0, n, piece = said->text.len / PIECES + 4;
	char id[OAI_NAME_MAX];

	oai_name(c, "chatcmpl-", id);
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "text/event-stream; charset=utf-8");
	put_event(c, chat, id, "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", NULL);
	for (; at < said->text.len; at += n) {
		n = said->text.len - at;
		n = (size_t)utf8_cut(said->text.p + at, n, n < piece ? n : piece);
		buf_reset(&delta);
		buf_fmt(&delta, "\"%s\":", said->refused ? "refusal" : "content");
		emit_quote(&delta, said->text.p + at, n);
		put_event(c, chat, id, delta.p, NULL);
	}
	put_event(c, chat, id, "", said->finish);
	if (chat->stream_usage) {
		buf_str(out, "data: ");
		put_head(c, chat, id, "chat.completion.chunk", out);
		buf_str(out, "\"choices\":[],");
		put_usage(said, 1, out);
		buf_str(out, "}\n\n");
	}
	buf_str(out, "data: [DONE]\n\n");
	buf_release(&delta);
}

void
oai_chat(struct oai_call *c)
{
	struct chat chat = { 0 };
	struct oai_said said = { 0 };

	if (read_chat(&chat, c) || oai_allow(c, &chat.ask))
		goto out;
	oai_say(c, &chat.ask, &said);
	if (!chat.stream)
		write_reply(c, &chat, &said);
	else if (c->batch || chat.n > 1)
		(void)oai_invalid(c->reply, "unsupported_value", c->batch ? "stream" : "n",
		    "Streaming is not supported %s.", c->batch ? "in a batch" : "with n above 1");
	else
		write_stream(c, &chat, &said);
out:
	oai_said_release(&said);
	oai_ask_release(&chat.ask);
}
