/* A stranger's cookie, form and address at the pages: who is let in has a cookie of ours, and nobody is sent elsewhere */
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "fuzz.h"
#include "web/login.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define KEY "a key+of&nobody"
#define KEY_FORM "key=a+key%2Bof%26nobody"

/* Cookie, Origin, Host, path and parameters with NUL behind each, then the form. */
enum { COOKIE, ORIGIN, HOST, PATH, QUERY, PARTS };
static const char *const names[PARTS] = {
	[COOKIE] = "HTTP_COOKIE",
	[ORIGIN] = "HTTP_ORIGIN",
	[HOST] = "HTTP_HOST",
	[PATH] = "REQUEST_URI",
	[QUERY] = "QUERY_STRING",
};

struct parts {
	const char *part[PARTS];
};

/* Who tries a wrong key waits; here nobody does. */
int
nanosleep(const struct timespec *want, struct timespec *left)
{
	(void)want;
	(void)left;
	return 0;
}

static const char *
variable(void *arg, const char *name)
{
	const struct parts *p = arg;
	size_t i;

	for (i = 0; i < PARTS; i++)
		if (strcmp(name, names[i]) == 0)
			return p->part[i][0] != '\0' || i == QUERY ? p->part[i] : NULL;
	return strcmp(name, "REQUEST_METHOD") == 0 ? "POST" : NULL;
}

/* The value of a header of the reply; its length is to the end of the line. */
static const char *
header(const struct web_reply *r, const char *name, size_t *n)
{
	const char *at = r->headers.p;
	size_t len = strlen(name);

	for (; at != NULL && *at != '\0'; at = strchr(at, '\n') + 1)
		if (strncmp(at, name, len) == 0) {
			*n = strcspn(at + len, "\r\n");
			return at + len;
		}
	return NULL;
}

/* Nothing but a page of ours, in a header that is one line. */
static void
stays(const struct web_reply *r)
{
	const char *to;
	size_t n, i;

	to = header(r, "Location: ", &n);
	HOLDS((to != NULL) == (r->status == 303));
	if (to == NULL)
		return;
	HOLDS(n >= 4 && strncmp(to, "/ui/", 4) == 0 && to[4] != '/');
	for (i = 0; i < n; i++)
		HOLDS(to[i] > ' ' && to[i] < 0x7f && to[i] != '\\' && to[i] != '"' && to[i] != '<');
}

static const char *
text_of(const struct web_reply *r)
{
	return r->body.p != NULL ? r->body.p : "";
}

/* The cookie that the right key gives: "pf_ui=...". */
static void
right_cookie(struct service *s, char *out, size_t room)
{
	struct web_request q = { .method = "POST",
		.path = "/ui/login",
		.query = "",
		.body = KEY_FORM,
		.body_len = sizeof KEY_FORM - 1 };
	struct web_reply r = { .status = 200 };
	const char *given;
	size_t n;

	answer_login_try(s, &q, &r);
	given = header(&r, "Set-Cookie: ", &n);
	HOLDS(r.status == 303 && given != NULL);
	n = strcspn(given, ";");
	HOLDS(n < room);
	memcpy(out, given, n);
	out[n] = '\0';
	web_reply_release(&r);
}

static void
ask(struct service *s, const struct web_request *q)
{
	struct web_reply r = { .status = 200 };
	char right[256];
	size_t n;

	right_cookie(s, right, sizeof right);
	if (login_admits(s, q, &r))
		HOLDS(q->cookie != NULL && strstr(q->cookie, right) != NULL);
	else
		stays(&r);
	web_reply_reset(&r);

	answer_login(s, q, &r);
	HOLDS(r.status == 200 && strstr(text_of(&r), "<script") == NULL);
	web_reply_reset(&r);

	answer_login_try(s, q, &r);
	HOLDS(r.status == 303 || r.status == 401 || r.status == 403);
	HOLDS((header(&r, "Set-Cookie: ", &n) != NULL) == (r.status == 303));
	HOLDS(strstr(text_of(&r), "<script") == NULL && strstr(text_of(&r), KEY) == NULL);
	stays(&r);
	web_reply_reset(&r);

	answer_logout(s, q, &r);
	HOLDS(r.status == 303 || r.status == 403);
	stays(&r);
	web_reply_release(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct service s = {
		.key = KEY, .frozen = true, .now = INT64_C(1224050400) * CLOCK_SECOND
	};
	char *text = mem_new(n + PARTS + 1, 1);
	struct web_request q = { 0 };
	struct parts p;
	struct err e;
	size_t i, at = 0;

	if (n > 0)
		memcpy(text, bytes, n);
	for (i = 0; i < PARTS; i++) {
		p.part[i] = text + at;
		at += strlen(text + at);
		at += at < n;
	}
	if (web_request_take(&q, variable, &p, &e)) {
		HOLDS(e.code == ERR_DATA);
	} else {
		q.body = text + at;
		q.body_len = at < n ? n - at : 0;
		ask(&s, &q);
	}
	web_request_release(&q);
	free(text);
	return 0;
}
