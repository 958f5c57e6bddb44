#include "sandbox/openai_ask.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/member.h"
#include "io/pick.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_model.h"
#include "sandbox/openai_param.h"
#include "sandbox/openai_schema.h"

#define NAME_MAX_CHARACTERS 64
#define ROLES "developer system user assistant tool"

void
oai_ask_release(struct oai_ask *ask)
{
	buf_release(&ask->prompt);
	buf_release(&ask->text);
	buf_release(&ask->words);
	*ask = (struct oai_ask){ 0 };
}

int
oai_ask_model(struct oai_ask *ask, const struct oai_call *c)
{
	const struct rec_field name = pick_one(c->body, "model");

	if (!pick_has(&name))
		return oai_invalid(c->reply, NULL, NULL, "you must provide a model parameter");
	if (name.type != REC_STRING)
		return oai_invalid(c->reply, "invalid_type", "model",
		    "Invalid type for 'model': expected a string.");
	ask->model = oai_models_find(&c->oai->models, name.text);
	if (ask->model != NULL)
		return 0;
	return oai_refuse(c->reply, 404, OAI_INVALID, "model_not_found", NULL,
	    "The model `%.*s` does not exist or you do not have access to it.",
	    (int)(name.text.n < 100 ? name.text.n : 100), name.text.p);
}

void
oai_ask_add(struct oai_ask *ask, const char *role, struct slice text)
{
	struct buf *last;

	buf_fmt(&ask->prompt, "%s\n", role);
	buf_add(&ask->prompt, text.p, text.n);
	buf_char(&ask->prompt, '\n');
	if (strcmp(role, "user") == 0)
		last = &ask->text;
	else if (strcmp(role, "system") == 0 || strcmp(role, "developer") == 0)
		last = &ask->words;
	else
		return;
	buf_reset(last);
	buf_add(last, text.p, text.n);
}

/* The text of a message's content: a string, or parts. */
static int
take_content(const struct oai_call *c, const struct rec_field *content, const char *where,
    const char *part, struct buf *text)
{
	struct slice rest = content->text, element;

	if (content->type == REC_STRING) {
		rec_text(content, text);
		return 0;
	}
	while (content->type == REC_ARRAY && array_next(&rest, &element)) {
		const struct rec_field type = pick_one(element, "type"),
				       piece = pick_one(element, "text");

		if (*element.p != '{' || type.type != REC_STRING || !oai_listed(part, type.text) ||
		    piece.type != REC_STRING)
			return oai_invalid(c->reply, "invalid_value", where,
			    "Invalid value for '%s': a part has one of the types %s and a text.",
			    where, part);
		rec_text(&piece, text);
	}
	if (content->type == REC_ARRAY)
		return 0;
	return oai_invalid(c->reply, "invalid_type", where,
	    "Invalid type for '%s': expected one of a string or array of objects, but got %s "
	    "instead.",
	    where, content->type == REC_NULL ? "null" : "something else");
}

static int
take_message(struct oai_ask *ask, const struct oai_call *c, struct slice message,
    const char *prefix, size_t i, const char *part)
{
	const struct rec_field role = pick_one(message, "role"),
			       content = pick_one(message, "content");
	char *where = mem_fmt("%s[%zu].role", prefix, i), *word;
	struct buf text = { 0 };
	int rc = -1;

	if (*message.p != '{') {
		where[strlen(where) - strlen(".role")] = '\0';
		(void)oai_invalid(c->reply, "invalid_type", where,
		    "Invalid type for '%s': expected an object.", where);
		goto out;
	}
	if (role.type != REC_STRING) {
		(void)oai_invalid(c->reply, "missing_required_parameter", where,
		    "Missing required parameter: '%s'.", where);
		goto out;
	}
	if (!oai_listed(ROLES, role.text)) {
		(void)oai_invalid(c->reply, "invalid_value", where,
		    "Invalid value: '%.*s'. Supported values are: %s.",
		    (int)(role.text.n < 40 ? role.text.n : 40), role.text.p, ROLES);
		goto out;
	}
	free(where);
	where = mem_fmt("%s[%zu].content", prefix, i);
	if (take_content(c, &content, where, part, &text))
		goto out;
	word = mem_copy(role.text.p, role.text.n);
	oai_ask_add(ask, word, (struct slice){ text.p == NULL ? "" : text.p, text.len });
	free(word);
	rc = 0;
out:
	buf_release(&text);
	free(where);
	return rc;
}

int
oai_ask_messages(struct oai_ask *ask, const struct oai_call *c, const struct rec_field *list,
    const char *prefix, const char *part)
{
	struct slice rest = list->text, element;
	size_t i = 0;

	while (array_next(&rest, &element))
		if (take_message(ask, c, element, prefix, i++, part))
			return -1;
	if (i > 0)
		return 0;
	return oai_invalid(c->reply, "empty_array", prefix,
	    "Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty "
	    "array instead.",
	    prefix);
}

/* name, schema, strict, description. */
static int
take_schema(struct oai_ask *ask, const struct oai_call *c, struct slice object, const char *outer,
    bool nested)
{
	static const struct oai_param rows[] = { { "type", OAI_TEXT, 0, 0, NULL },
		{ "name", OAI_TEXT, 1, NAME_MAX_CHARACTERS, NULL },
		{ "description", OAI_TEXT, 0, 0, NULL }, { "schema", OAI_OBJECT, 0, 0, NULL },
		{ "strict", OAI_BOOL, 0, 0, NULL }, { 0 } };
	const struct rec_field name = pick_one(object, "name"), schema = pick_one(object, "schema"),
			       strict = pick_one(object, "strict");
	char *prefix = mem_fmt("%s%s.", outer, nested ? ".json_schema" : ""), *called = NULL;
	char *param = mem_fmt("%s%s", outer, nested ? "" : ".schema");
	int rc = -1;

	if (oai_check(c->reply, object, prefix, nested ? rows + 1 : rows) ||
	    oai_need(c->reply, object, prefix, "name") ||
	    oai_need(c->reply, object, prefix, "schema"))
		goto out;
	if (strspn(name.text.p,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") < name.text.n) {
		free(param);
		param = mem_fmt("%sname", prefix);
		(void)oai_invalid(c->reply, "invalid_value", param,
		    "Invalid '%s': string does not match pattern. Expected a string that matches "
		    "the pattern '^[a-zA-Z0-9_-]+$'.",
		    param);
		goto out;
	}
	called = mem_fmt("%s '%.*s'", outer, (int)name.text.n, name.text.p);
	if (strict.type == REC_TRUE && oai_schema_check(c->reply, schema.text, called, param))
		goto out;
	ask->format = OAI_SCHEMA;
	ask->schema = schema.text;
	buf_add(&ask->prompt, schema.text.p, schema.text.n);
	rc = 0;
out:
	free(called);
	free(param);
	free(prefix);
	return rc;
}

/* Whether the word JSON is in what the model reads. */
static bool
says_json(const struct buf *prompt)
{
	size_t i;

	for (i = 0; i + 4 <= prompt->len; i++)
		if (strncasecmp(prompt->p + i, "json", 4) == 0)
			return true;
	return false;
}

int
oai_ask_format(struct oai_ask *ask, const struct oai_call *c, const struct rec_field *format,
    const char *outer, bool nested)
{
	const struct rec_field type = pick_one(format->text, "type");
	struct rec_field inner;
	char *where;

	if (!pick_has(format))
		return 0;
	where = mem_fmt("%s.", outer);
	if (oai_need(c->reply, format->text, where, "type")) {
		free(where);
		return -1;
	}
	free(where);
	if (slice_is(type.text, "text"))
		return 0;
	if (slice_is(type.text, "json_object")) {
		ask->format = OAI_JSON;
		return says_json(&ask->prompt)
			   ? 0
			   : oai_invalid(c->reply, NULL, nested ? "messages" : "input",
				 "'%s' must contain the word 'json' in some form, to use '%s' of "
				 "type 'json_object'.",
				 nested ? "messages" : "input", outer);
	}
	if (!slice_is(type.text, "json_schema"))
		return oai_invalid(c->reply, "invalid_value", outer,
		    "Invalid value: '%.*s'. Supported values are: text json_object json_schema.",
		    (int)(type.text.n < 40 ? type.text.n : 40), type.text.p);
	if (!ask->model->structured)
		return oai_invalid(c->reply, NULL, outer,
		    "Invalid parameter: '%s' of type 'json_schema' is not supported with this "
		    "model.",
		    outer);
	if (!nested)
		return take_schema(ask, c, format->text, outer, false);
	inner = pick_one(format->text, "json_schema");
	if (inner.type != REC_OBJECT)
		return oai_invalid(c->reply, "missing_required_parameter",
		    "response_format.json_schema",
		    "Missing required parameter: 'response_format.json_schema'.");
	return take_schema(ask, c, inner.text, outer, true);
}

int
oai_ask_effort(
    struct oai_ask *ask, const struct oai_call *c, const struct rec_field *effort, const char *name)
{
	static const struct {
		const char *word;
		int64_t tokens;
	} thoughts[] = { { "none", 0 }, { "minimal", 0 }, { "low", 64 }, { "medium", 128 },
		{ "high", 256 }, { "xhigh", 512 }, { "max", 1024 } };
	const char *efforts = ask->model->efforts;
	size_t i;

	if (efforts == NULL && pick_has(effort))
		return oai_invalid(c->reply, "unsupported_parameter", name,
		    "Unsupported parameter: '%s' is not supported with this model.", name);
	if (efforts == NULL)
		return 0;
	if (pick_has(effort) && (effort->type != REC_STRING || !oai_listed(efforts, effort->text)))
		return oai_invalid(c->reply, "unsupported_value", name,
		    "Unsupported value: '%s' does not support '%.*s' with this model. Supported "
		    "values are: %s.",
		    name, (int)(effort->text.n < 40 ? effort->text.n : 40), effort->text.p,
		    efforts);
	/* the later models do not think unless they are told to */
	ask->reasoning = strncmp(efforts, "none", 4) == 0 ? 0 : 128;
	for (i = 0; i < sizeof thoughts / sizeof thoughts[0]; i++)
		if (pick_has(effort) && slice_is(effort->text, thoughts[i].word))
			ask->reasoning = thoughts[i].tokens;
	return 0;
}

int
oai_ask_plain(const struct oai_ask *ask, const struct oai_call *c, const char *const *names)
{
	int64_t v;

	for (; ask->model->efforts != NULL && *names != NULL; names++) {
		const struct rec_field f = pick_one(c->body, *names);
		bool sampling =
		    oai_listed("temperature top_p", (struct slice){ *names, strlen(*names) });

		if (!pick_has(&f))
			continue;
		if (!sampling)
			return oai_invalid(c->reply, "unsupported_parameter", *names,
			    "Unsupported parameter: '%s' is not supported with this model.%s",
			    *names,
			    strcmp(*names, "max_tokens") == 0
				? " Use 'max_completion_tokens' instead."
				: "");
		if (num_fixed(f.text.p, f.text.n, 0, &v) || v != 1)
			return oai_invalid(c->reply, "unsupported_value", *names,
			    "Unsupported value: '%s' does not support %.*s with this model. Only "
			    "the default (1) value is supported.",
			    *names, (int)(f.text.n < 40 ? f.text.n : 40), f.text.p);
	}
	return 0;
}

int
oai_ask_size(const struct oai_ask *ask, const struct oai_call *c, const char *name)
{
	int64_t tokens = oai_tokens(ask->prompt.len);

	if (tokens > ask->model->context)
		return oai_invalid(c->reply, "context_length_exceeded", "messages",
		    "This model's maximum context length is %" PRId64
		    " tokens. However, your messages resulted in %" PRId64
		    " tokens. Please reduce the length of the messages.",
		    ask->model->context, tokens);
	if (ask->limit > ask->model->output)
		return oai_invalid(c->reply, "invalid_value", name,
		    "%s is too large: %" PRId64 ". This model supports at most %" PRId64
		    " completion tokens.",
		    name, ask->limit, ask->model->output);
	return 0;
}
