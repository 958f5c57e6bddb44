#include "sandbox/openai.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/whole.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_fault.h"
#include "sandbox/route.h"
#include "sandbox/vendors.h"

#define PREFIX "openai."
#define BODY_MAX ((size_t)513 << 20) /* the largest file, and the form around it */

#define OPEN 1u /* nobody is asked who he is */
#define JSON 2u /* the body is a JSON object */

static oai_answer health;

/* clang-format off */
static const struct route {
	const char *method, *path; /* a star stands for an id */
	const char *word;          /* the METHOD of a fault */
	unsigned flags;
	oai_answer *answer;
} routes[] = {
	{ "GET",    "/health",              "health",    OPEN, health },
	{ "GET",    "/v1/batches",          "batches",   0,    oai_list_batches },
	{ "POST",   "/v1/batches",          "submit",    JSON, oai_submit },
	{ "GET",    "/v1/batches/*",        "batch",     0,    oai_get_batch },
	{ "POST",   "/v1/batches/*/cancel", "cancel",    0,    oai_cancel },
	{ "POST",   OAI_CHAT,               "chat",      JSON, oai_chat },
	{ "GET",    "/v1/files",            "files",     0,    oai_list_files },
	{ "POST",   "/v1/files",            "upload",    0,    oai_upload },
	{ "DELETE", "/v1/files/*",          "delete",    0,    oai_delete },
	{ "GET",    "/v1/files/*",          "file",      0,    oai_get_file },
	{ "GET",    "/v1/files/*/content",  "content",   0,    oai_content },
	{ "GET",    "/v1/models",           "models",    0,    oai_list_models },
	{ "GET",    "/v1/models/*",         "model",     0,    oai_get_model },
	{ "POST",   OAI_RESPONSES,          "responses", JSON, oai_respond },
	{ "GET",    OAI_RESPONSES "/*",     "response",  0,    oai_get_response },
};

static const struct sandbox_var vars[] = {
	{ "PF_OPENAI_URL",   VAR_URL,    "" },
	{ "OPENAI_BASE_URL", VAR_URL,    "/v1" },
	{ "OPENAI_API_KEY",  VAR_SECRET, OAI_KEY },
	{ 0 }
};
/* clang-format on */

static int
oai_open(void **state, const struct sandbox_config *config, struct err *e)
{
	struct oai *oai = mem_new(1, sizeof *oai);

	*state = oai;
	return oai_init(oai, config->data, e);
}

static void
oai_close(void *state)
{
	oai_release(state);
	free(state);
}

/* The route; NULL: none, and *other tells whether there is one of another method. */
static const struct route *
find(const struct request *r, struct slice *id, bool *other)
{
	size_t i;

	*other = false;
	for (i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		if (!route_fits(routes[i].path, r->path, id, 1))
			continue;
		if (strcmp(routes[i].method, r->method) == 0)
			return &routes[i];
		*other = true;
	}
	return NULL;
}

static char *
oai_target(const struct request *r)
{
	struct slice id;
	bool other;
	const struct route *route = find(r, &id, &other);

	return route == NULL ? NULL : mem_fmt(PREFIX "%s", route->word);
}

static void
health(struct oai_call *c)
{
	reply_json(c->reply, 200);
	buf_str(&c->reply->body, "{\"status\":\"ok\"}");
}

/* Bearer and the key. 0, or -1 with the reply made. */
static int
authenticate(const struct oai_call *c)
{
	const char *given = request_header(c->r, "authorization");

	if (given == NULL || strncasecmp(given, "Bearer ", 7) != 0)
		return oai_refuse(c->reply, 401, OAI_INVALID, NULL, NULL,
		    "You didn't provide an API key. You need to provide your API key in an "
		    "Authorization header using Bearer auth (i.e. Authorization: Bearer "
		    "YOUR_KEY).");
	if (strcmp(given + 7, OAI_KEY) == 0)
		return 0;
	return oai_refuse(c->reply, 401, OAI_INVALID, "invalid_api_key", NULL,
	    "Incorrect API key provided: %.3s***. You can find your API key at "
	    "https://platform.openai.com/account/api-keys.",
	    given + 7);
}

/* A JSON object in the body. 0, or -1 with the reply made. */
static int
take_body(struct oai_call *c, struct buf *line)
{
	const char *type = request_header(c->r, "content-type");
	struct rec_field value;
	struct err e;

	if (type == NULL || strncasecmp(type, "application/json", 16) != 0)
		return oai_invalid(c->reply, "unsupported_content_type", NULL,
		    "Unsupported content type: '%s'. This API method only accepts "
		    "'application/json' requests.",
		    type == NULL ? "" : type);
	if (c->r->body.len == 0 || whole_parse(line, c->r->body.p, c->r->body.len, &value, &e))
		return oai_invalid(c->reply, NULL, NULL,
		    "We could not parse the JSON body of your request. The OpenAI API expects a "
		    "JSON payload, but what was sent was not valid JSON.");
	if (value.type != REC_OBJECT)
		return oai_invalid(
		    c->reply, "invalid_type", NULL, "Invalid type for body: expected an object.");
	c->body = value.text;
	return 0;
}

static void
refuse_path(const struct oai_call *c, bool other)
{
	if (other)
		(void)oai_refuse(c->reply, 405, OAI_INVALID, "method_not_supported", NULL,
		    "Not allowed to %s on %s. (HINT: Perhaps you meant to use a different HTTP "
		    "method?)",
		    c->r->method, c->r->path);
	else
		(void)oai_refuse(c->reply, 404, OAI_INVALID, NULL, NULL, "Invalid URL (%s %s)",
		    c->r->method, c->r->path);
}

static void
oai_answer_request(void *state, const struct request *r, struct reply *reply)
{
	struct oai_call c = { .oai = state, .r = r, .reply = reply, .fault = r->fault };
	int64_t began = clock_mono(), now;
	struct buf line = { 0 };
	const struct route *route;
	struct err e;
	bool other;

	if (clock_now(&now, &e))
		now = clock_real(); /* it was checked when we began */
	c.now = now / CLOCK_SECOND;
	oai_name_request(r, reply);
	route = find(r, &c.id, &other);
	if (route == NULL)
		refuse_path(&c, other);
	else if ((route->flags & OPEN) != 0 ||
		 (authenticate(&c) == 0 && !oai_fault_refuses(&c) &&
		     ((route->flags & JSON) == 0 || take_body(&c, &line) == 0)))
		route->answer(&c);
	reply_header(reply, "openai-processing-ms", "%" PRId64, (clock_mono() - began) / 1000000);
	buf_release(&line);
}

const struct sandbox_vendor oai_vendor = {
	.name = "openai",
	.vars = vars,
	.faults = oai_faults,
	.open = oai_open,
	.close = oai_close,
	.target = oai_target,
	.body_max = BODY_MAX,
	.answer = oai_answer_request,
	.fail = oai_fail,
};
