/* Responses, and what is remembered of them. */
#include <inttypes.h>
#include <string.h>

#include "io/emit.h"
#include "io/pick.h"
#include "sandbox/openai_answer.h"
#include "sandbox/openai_ask.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_fault.h"
#include "sandbox/openai_param.h"

#define ONE INT64_C(1000000000)

/* clang-format off */
static const struct oai_param rows[] = {
	{ "background",             OAI_ANY,     0, 0, NULL },
	{ "conversation",           OAI_NOT,     0, 0, NULL },
	{ "include",                OAI_LIST,    0, 0, NULL },
	{ "input",                  OAI_ANY,     0, 0, NULL },
	{ "instructions",           OAI_TEXT,    0, 0, NULL },
	{ "max_output_tokens",      OAI_INT,     16, INT64_MAX, NULL },
	{ "max_tool_calls",         OAI_NOT,     0, 0, NULL },
	{ "metadata",               OAI_PAIRS,   0, 0, NULL },
	{ "model",                  OAI_TEXT,    1, 0, NULL },
	{ "parallel_tool_calls",    OAI_BOOL,    0, 0, NULL },
	{ "previous_response_id",   OAI_TEXT,    1, 0, NULL },
	{ "prompt",                 OAI_NOT,     0, 0, NULL },
	{ "prompt_cache_key",       OAI_TEXT,    0, 0, NULL },
	{ "prompt_cache_retention", OAI_WORD,    0, 0, "in_memory 24h" },
	{ "reasoning",              OAI_OBJECT,  0, 0, NULL },
	{ "safety_identifier",      OAI_TEXT,    0, 64, NULL },
	{ "service_tier",           OAI_WORD,    0, 0, "auto default flex priority" },
	{ "store",                  OAI_BOOL,    0, 0, NULL },
	{ "stream",                 OAI_ANY,     0, 0, NULL },
	{ "stream_options",         OAI_OBJECT,  0, 0, NULL },
	{ "temperature",            OAI_DECIMAL, 0, 2 * ONE, NULL },
	{ "text",                   OAI_OBJECT,  0, 0, NULL },
	{ "tool_choice",            OAI_NOT,     0, 0, NULL },
	{ "tools",                  OAI_NOT,     0, 0, NULL },
	{ "top_logprobs",           OAI_NOT,     0, 0, NULL },
	{ "top_p",                  OAI_DECIMAL, 0, ONE, NULL },
	{ "truncation",             OAI_WORD,    0, 0, "auto disabled" },
	{ "user",                   OAI_TEXT,    0, 0, NULL },
	{ 0 }
};
static const struct oai_param text_rows[] = {
	{ "format",    OAI_OBJECT, 0, 0, NULL },
	{ "verbosity", OAI_WORD,   0, 0, "low medium high" },
	{ 0 }
};
static const struct oai_param reasoning_rows[] = {
	{ "effort",           OAI_TEXT, 0, 0, NULL },
	{ "generate_summary", OAI_WORD, 0, 0, "auto concise detailed" },
	{ "summary",          OAI_WORD, 0, 0, "auto concise detailed" },
	{ 0 }
};
/* clang-format on */

/* What goes on in the background or as a stream is not played. */
static int
check_ways(const struct oai_call *c)
{
	static const char *const names[] = { "background", "stream" };
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct rec_field f = pick_one(c->body, names[i]);

		if (f.type == REC_TRUE)
			return oai_invalid(c->reply, "unsupported_value", names[i],
			    "Unsupported value: '%s' does not support true here.", names[i]);
		if (pick_has(&f) && f.type != REC_FALSE)
			return oai_invalid(c->reply, "invalid_type", names[i],
			    "Invalid type for '%s': expected a boolean.", names[i]);
	}
	return 0;
}

/* What went before, instructions and input. */
static int
read_input(struct oai_ask *ask, const struct oai_call *c)
{
	const struct rec_field input = pick_one(c->body, "input"),
			       previous = pick_one(c->body, "previous_response_id"),
			       instructions = pick_one(c->body, "instructions");
	const struct oai_response *before;
	struct buf text = { 0 };
	int rc = 0;

	if (pick_has(&previous)) {
		before = oai_find_response(&c->oai->store, previous.text);
		if (before == NULL)
			return oai_invalid(c->reply, "previous_response_not_found",
			    "previous_response_id", "Previous response with id '%.*s' not found.",
			    (int)(previous.text.n < 100 ? previous.text.n : 100), previous.text.p);
		buf_add(&ask->prompt, before->prompt.p, before->prompt.len);
	}
	if (pick_has(&instructions)) {
		rec_text(&instructions, &text);
		oai_ask_add(
		    ask, "developer", (struct slice){ text.p == NULL ? "" : text.p, text.len });
	}
	if (input.type == REC_STRING) {
		buf_reset(&text);
		rec_text(&input, &text);
		oai_ask_add(ask, "user", (struct slice){ text.p == NULL ? "" : text.p, text.len });
	} else if (input.type == REC_ARRAY) {
		rc = oai_ask_messages(ask, c, &input, "input", "input_text output_text");
	} else {
		rc = oai_invalid(c->reply, "invalid_type", "input",
		    "Invalid type for 'input': expected one of a string or array of input items.");
	}
	buf_release(&text);
	return rc;
}

static int
read_response(struct oai_ask *ask, const struct oai_call *c)
{
	static const char *const fixed[] = { "temperature", "top_p", NULL };
	const struct rec_field text = pick_one(c->body, "text"),
			       reasoning = pick_one(c->body, "reasoning"),
			       format = pick_one(c->body, "text.format"),
			       effort = pick_one(c->body, "reasoning.effort");

	if (oai_ask_model(ask, c) || oai_check(c->reply, c->body, "", rows) || check_ways(c) ||
	    oai_need(c->reply, c->body, "", "input") ||
	    (pick_has(&text) && oai_check(c->reply, text.text, "text.", text_rows)) ||
	    (pick_has(&reasoning) &&
		oai_check(c->reply, reasoning.text, "reasoning.", reasoning_rows)))
		return -1;
	if (oai_ask_plain(ask, c, fixed) || oai_ask_effort(ask, c, &effort, "reasoning.effort") ||
	    read_input(ask, c) || oai_ask_format(ask, c, &format, "text.format", false))
		return -1;
	ask->limit = oai_int(c->body, "max_output_tokens", 0);
	return oai_ask_size(ask, c, "max_output_tokens");
}

/* A member as it was asked for, or else what it usually is. */
static void
echo(const struct oai_call *c, const char *path, const char *name, const char *usual,
    struct buf *out)
{
	const struct rec_field f = pick_one(c->body, path);

	buf_fmt(out, ",\"%s\":", name);
	if (pick_has(&f))
		rec_json(&f, out);
	else
		buf_str(out, usual);
}

/* Models that reason say so first. */
static void
put_output(const struct oai_call *c, const struct oai_ask *ask, const struct oai_said *said,
    const char *status, struct buf *out)
{
	char id[OAI_NAME_MAX];

	buf_str(out, ",\"output\":[");
	if (ask->model->efforts != NULL) {
		oai_name(c, "rs_", id);
		buf_fmt(out, "{\"id\":\"%s\",\"type\":\"reasoning\",\"summary\":[]}", id);
	}
	if (said->text.len > 0 || ask->model->efforts == NULL) {
		oai_name(c, "msg_", id);
		buf_fmt(out,
		    "%s{\"id\":\"%s\",\"type\":\"message\",\"status\":\"%s\",\"role\":\"assistant\","
		    "\"content\":[{\"type\":\"%s\",",
		    ask->model->efforts != NULL ? "," : "", id, status,
		    said->refused ? "refusal" : "output_text");
		if (!said->refused)
			buf_str(out, "\"annotations\":[],\"logprobs\":[],");
		buf_fmt(out, "\"%s\":", said->refused ? "refusal" : "text");
		emit_quote(out, said->text.p == NULL ? "" : said->text.p, said->text.len);
		buf_str(out, "}]}");
	}
	buf_char(out, ']');
}

static void
put_echoes(const struct oai_call *c, struct buf *out)
{
	buf_str(out, ",\"parallel_tool_calls\":true,\"tool_choice\":\"auto\",\"tools\":[]");
	echo(c, "instructions", "instructions", "null", out);
	echo(c, "max_output_tokens", "max_output_tokens", "null", out);
	echo(c, "metadata", "metadata", "{}", out);
	echo(c, "previous_response_id", "previous_response_id", "null", out);
	echo(c, "reasoning", "reasoning", "{\"effort\":null,\"summary\":null}", out);
	echo(c, "store", "store", "true", out);
	echo(c, "temperature", "temperature", "1", out);
	echo(c, "text", "text", "{\"format\":{\"type\":\"text\"}}", out);
	echo(c, "top_p", "top_p", "1", out);
	echo(c, "truncation", "truncation", "\"disabled\"", out);
	buf_str(out, ",\"service_tier\":\"default\"");
}

static void
put_usage(const struct oai_said *said, struct buf *out)
{
	buf_fmt(out,
	    ",\"usage\":{\"input_tokens\":%" PRId64
	    ",\"input_tokens_details\":{\"cached_tokens\":%" PRId64 "},\"output_tokens\":%" PRId64
	    ",\"output_tokens_details\":{\"reasoning_tokens\":%" PRId64
	    "},\"total_tokens\":%" PRId64 "}",
	    said->prompt, said->cached, said->completion, said->reasoning,
	    said->prompt + said->completion);
}

static void
write_response(const struct oai_call *c, const struct oai_ask *ask, const struct oai_said *said,
    const char *id)
{
	const struct oai_model *m = ask->model;
	bool failed = oai_fault(c, "failed"),
	     filtered = strcmp(said->finish, "content_filter") == 0,
	     cut = filtered || strcmp(said->finish, "length") == 0;
	const char *status = failed                   ? "failed"
			     : cut                    ? "incomplete"
			     : oai_fault(c, "finish") ? said->finish
						      : "completed";
	struct buf *out = &c->reply->body;

	reply_json(c->reply, 200);
	buf_fmt(out,
	    "{\"id\":\"%s\",\"object\":\"response\",\"created_at\":%" PRId64
	    ",\"status\":\"%s\",\"completed_at\":",
	    id, c->now, status);
	if (failed || cut)
		buf_str(out, "null");
	else
		buf_fmt(out, "%" PRId64, c->now);
	buf_fmt(out, ",\"model\":\"%s\",\"error\":%s,\"incomplete_details\":",
	    m->resolved != NULL ? m->resolved : m->id,
	    failed ? "{\"code\":\"server_error\",\"message\":\"An error occurred while processing "
		     "your request.\"}"
		   : "null");
	if (cut)
		buf_fmt(
		    out, "{\"reason\":\"%s\"}", filtered ? "content_filter" : "max_output_tokens");
	else
		buf_str(out, "null");
	if (failed)
		buf_str(out, ",\"output\":[]");
	else
		put_output(c, ask, said, cut ? "incomplete" : "completed", out);
	put_echoes(c, out);
	if (failed || oai_fault(c, "nousage"))
		buf_str(out, ",\"usage\":null");
	else
		put_usage(said, out);
	buf_char(out, '}');
}

void
oai_respond(struct oai_call *c)
{
	const struct rec_field store = pick_one(c->body, "store");
	struct oai_ask ask = { 0 };
	struct oai_said said = { 0 };
	struct oai_response *kept;
	char id[OAI_NAME_MAX];

	if (read_response(&ask, c) || oai_allow(c, &ask))
		goto out;
	oai_say(c, &ask, &said);
	oai_name(c, "resp_", id);
	write_response(c, &ask, &said, id);
	if (store.type == REC_FALSE)
		goto out;
	kept = oai_store_response(&c->oai->store, id);
	buf_add(&kept->body, c->reply->body.p, c->reply->body.len);
	buf_add(&kept->prompt, ask.prompt.p, ask.prompt.len);
	buf_add(&kept->prompt, said.text.p == NULL ? "" : said.text.p, said.text.len);
out:
	oai_said_release(&said);
	oai_ask_release(&ask);
}

void
oai_get_response(struct oai_call *c)
{
	const struct oai_response *r = oai_find_response(&c->oai->store, c->id);

	if (r == NULL) {
		(void)oai_refuse(c->reply, 404, OAI_INVALID, NULL, NULL,
		    "Response with id '%.*s' not found.", (int)(c->id.n < 100 ? c->id.n : 100),
		    c->id.p);
		return;
	}
	reply_json(c->reply, 200);
	buf_add(&c->reply->body, r->body.p, r->body.len);
}
