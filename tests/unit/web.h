/* A request as a web server hands it over, from "NAME=value" texts, and looks into an answer. */
#ifndef PF_TESTS_WEB_H
#define PF_TESTS_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "web/reply.h"
#include "web/request.h"

/* arg: texts, ends with NULL */
static inline const char *
web_variable(void *arg, const char *name)
{
	const char *const *v = arg;
	size_t n = strlen(name);

	for (; *v != NULL; v++)
		if (strncmp(*v, name, n) == 0 && (*v)[n] == '=')
			return *v + n + 1;
	return NULL;
}

/* As web_request_take(): GET is the method where none is among them. */
static inline int
web_take(struct web_request *q, const char *const *given, struct err *e)
{
	const char *all[16] = { NULL };
	size_t n;

	for (n = 0; given[n] != NULL && n < 14; n++)
		all[n] = given[n];
	all[n] = "REQUEST_METHOD=GET"; /* the first of a name counts */
	return web_request_take(q, web_variable, all, e);
}

#define WEB_TAKE(q, e, ...) web_take(q, (const char *const[]){ __VA_ARGS__, NULL }, e)

/* Whether the answer has that line among its headers. */
static inline bool
web_has(const struct web_reply *r, const char *line)
{
	const char *at = r->headers.p == NULL ? NULL : strstr(r->headers.p, line);

	return at != NULL && (at == r->headers.p || at[-1] == '\n') &&
	       strncmp(at + strlen(line), "\r\n", 2) == 0;
}

/* Its body, also when that is empty. */
static inline const char *
web_body(const struct web_reply *r)
{
	return r->body.len == 0 ? "" : r->body.p;
}

#endif
