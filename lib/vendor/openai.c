#include "vendor/openai.h"

#include <stdlib.h>
#include <string.h>

#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"

#define TIMEOUT (600 * CLOCK_SECOND) /* the vendor's client waits as long: models think */
#define DEFAULT_PATH "/v1"

struct openai {
	struct http_vendor vendor;
	struct http *http;
	const char *key;              /* borrowed from the environment; NULL: none */
	char *base;                   /* owned: "https://host" */
	char *path;                   /* owned: "/v1" */
	char *organization, *project; /* owned headers; NULL */
	int64_t deadline_ns;
};

/* "https://host/v1/" into "https://host" and "/v1". */
static int
split_url(struct openai *ai, const char *url, const char *from, struct err *e)
{
	const char *host = strstr(url, "://"), *path;
	size_t n;

	path = host == NULL ? NULL : strchr(host + 3, '/');
	if (path == NULL)
		path = url + strlen(url);
	if (strpbrk(url, "?#") != NULL)
		return err_set(e, ERR_CONFIG, "%s: an address ends with its path", from);
	n = strlen(path);
	while (n > 0 && path[n - 1] == '/')
		n--;
	ai->base = mem_copy(url, (size_t)(path - url));
	ai->path = mem_copy(path, n);
	return 0;
}

static int
find_place(struct openai *ai, struct err *e)
{
	const char *ours = env_get("PF_OPENAI_URL"), *theirs = env_get("OPENAI_BASE_URL");

	ai->key = env_get("OPENAI_API_KEY");
	ai->vendor = (struct http_vendor){ .name = "openai",
		.url = "https://api.openai.com",
		.url_env = "PF_OPENAI_URL",
		.timeout_ns = env_get("PF_HTTP_TIMEOUT") == NULL ? TIMEOUT : 0,
		.limits = openai_limits,
		.final = openai_is_final };
	if (ours == NULL && theirs != NULL) {
		if (split_url(ai, theirs, "OPENAI_BASE_URL", e))
			return -1;
		ai->vendor.name = "OPENAI_BASE_URL";
		ai->vendor.base = ai->base;
		ai->vendor.any_http = ai->key == NULL; /* nothing that others could use passes by */
		return 0;
	}
	ai->path = mem_str(DEFAULT_PATH);
	if (ai->key == NULL)
		return err_set(e, ERR_CONFIG,
		    "OPENAI_API_KEY is not set; a server that needs none is named by OPENAI_BASE_URL");
	return 0;
}

static char *
header_of(const char *name, const char *variable, const char *other)
{
	const char *v = env_get(variable);

	if (v == NULL)
		v = env_get(other);
	return v == NULL ? NULL : mem_fmt("%s: %s", name, v);
}

/* Bytes of a header; a key that was cut out of a file with its end of line is the common mistake. */
static int
check_key(const struct openai *ai, struct err *e)
{
	const char *p;

	for (p = ai->key == NULL ? "" : ai->key; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return err_set(e, ERR_CONFIG,
			    "OPENAI_API_KEY holds a blank or another character that no key has");
	return 0;
}

int
openai_open(struct openai **out, const struct openai_how *how, struct err *e)
{
	struct openai *ai = mem_new(1, sizeof *ai);

	*out = ai;
	if (find_place(ai, e) || check_key(ai, e))
		return -1;
	log_secret(ai->key);
	ai->vendor.concurrency = how->concurrency;
	ai->deadline_ns = how->deadline_ns;
	ai->organization = header_of("OpenAI-Organization", "OPENAI_ORG_ID", "OPENAI_ORGANIZATION");
	ai->project = header_of("OpenAI-Project", "OPENAI_PROJECT_ID", "OPENAI_PROJECT");
	if (http_open(&ai->http, &ai->vendor, how->deadline_ns, e))
		return -1;
	ai->vendor.name =
	    "openai"; /* until here the variable's, for what http_open() says of an address */
	http_trace(ai->http, how->trace);
	return 0;
}

void
openai_close(struct openai *ai)
{
	if (ai == NULL)
		return;
	http_close(ai->http);
	free(ai->base);
	free(ai->path);
	free(ai->organization);
	free(ai->project);
	free(ai);
}

void
openai_call_release(struct openai_call *c)
{
	http_reply_release(&c->r.reply);
	free(c->url);
	free(c->content_type);
	c->url = c->content_type = NULL;
}

/* --- a call */

/* Whether the vendor may have it, where no answer came: what was on its way when we were stopped may. */
static bool
was_sent(const struct openai_call *c)
{
	int64_t deadline = c->ai->deadline_ns;

	if (c->r.attempts == 0)
		return false;
	return c->r.reply.connected || stop_asked() != 0 ||
	       (deadline != 0 && clock_mono() >= deadline);
}

/* 0 with a 2xx; else *e and why. */
static int
judge(struct openai_call *c, int rc, struct err *e)
{
	const struct http_reply *reply = &c->r.reply;

	c->why = OPENAI_FINE;
	c->param[0] = '\0';
	if (rc == 0 && reply->status >= 200 && reply->status < 300)
		return 0;
	if (rc == 0)
		c->why = openai_refused(reply, c->param, e);
	else
		c->why = was_sent(c) ? OPENAI_SILENT : OPENAI_BUSY;
	return err_wrap(e, "openai: %s", c->path);
}

static int
request_done(struct http_request *r, int rc, struct err *e)
{
	struct openai_call *c = r->arg;

	rc = judge(c, rc, e);
	return c->done(c, rc, e);
}

static int
prepare(struct http_request *r, struct err *e)
{
	struct openai_call *c = r->arg;

	return c->may == NULL ? 0 : c->may(c, e);
}

static bool
busy(const struct http_request *r)
{
	const struct openai_call *c = r->arg;

	return openai_may_retry(&r->reply) && !(c->careful && r->reply.status >= 500);
}

static void
fill(struct openai *ai, struct openai_call *c)
{
	struct http_reply kept = c->r.reply;
	size_t n = 0;

	c->ai = ai;
	free(c->url);
	free(c->content_type);
	c->url = mem_fmt("%s%s", ai->path, c->path);
	c->content_type = NULL;
	c->r = (struct http_request){ .method = c->method,
		.path = c->url,
		.body = c->body,
		.body_len = c->body_len,
		.upload = c->upload,
		.upload_len = c->upload_len,
		.headers = c->headers,
		.bearer = ai->key,
		.repeatable = strcmp(c->method, "GET") == 0,
		.sink = c->sink,
		.again = c->again,
		.prepare = prepare,
		.busy = busy,
		.done = request_done,
		.arg = c,
		.reply = kept };
	if (c->body != NULL) {
		c->r.type = c->type == NULL ? "application/json" : c->type;
	} else if (c->upload != NULL) { /* of a file net/http does not write it */
		c->content_type = mem_fmt("Content-Type: %s", c->type);
		c->headers[n++] = c->content_type;
	}
	if (ai->organization != NULL)
		c->headers[n++] = ai->organization;
	if (ai->project != NULL)
		c->headers[n++] = ai->project;
	c->headers[n] = NULL;
}

void
openai_add(struct openai *ai, struct openai_call *c)
{
	fill(ai, c);
	http_add(ai->http, &c->r);
}

int
openai_run(struct openai *ai, struct err *e)
{
	return http_run(ai->http, e);
}

int
openai_once(struct openai *ai, struct openai_call *c, struct err *e)
{
	fill(ai, c);
	return judge(c, http_once(ai->http, &c->r, e), e);
}
