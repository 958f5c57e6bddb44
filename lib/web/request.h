/*
 * One HTTP request as a web server hands it over (CGI, RFC 3875): its method, path, parameters, the headers that
 * we look at, its body. All of it comes from outside: what is no UTF-8, has a NUL in it, or is more than the
 * limits, is refused.
 */
#ifndef PF_WEB_REQUEST_H
#define PF_WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;

#define WEB_PARAMS_MAX 64
#define WEB_URL_MAX 8192 /* bytes of a path or of parameters */
#define WEB_ID_MAX 64

struct web_param {
	const char *name, *value; /* decoded */
};

struct web_request {
	const char *method, *path; /* "/stocks/BRK.B", decoded, begins with a slash */
	const char *query;         /* as it came, without the question mark; may be empty */
	const char *authorization, *origin, *cookie, *signature; /* headers; NULL: not there */
	const char *host, *https; /* whom the client asked, and whether it did so by TLS ("on") */
	const char *content_type, *want_method, *want_headers; /* the last two of a preflight */
	char id[WEB_ID_MAX + 1];                /* who asks may have given it, else made here */
	struct web_param param[WEB_PARAMS_MAX]; /* of the query */
	size_t nparams;
	const char *body; /* NUL-terminated; NUL may be in it, too */
	size_t body_len;

	/* inside */
	struct buf text; /* what is decoded */
};

/* A variable of the request by its name in RFC 3875, or NULL. */
typedef const char *web_variable_fn(void *arg, const char *name);

/*
 * Take all but the body. Strings are borrowed from variable(), or of the request. ERR_DATA for what cannot be a
 * request of ours; the method and the id are then there all the same. The request may have been used before.
 */
int web_request_take(struct web_request *r, web_variable_fn *variable, void *arg, struct err *e);
void web_request_release(struct web_request *r);

/* The value of a parameter, or NULL; of several the last. */
const char *web_request_param(const struct web_request *r, const char *name);

/* Take "a=b&c=d" apart into parameters behind those that are there; also of a body that a form sends. ERR_DATA. */
int web_request_params(struct web_request *r, const char *text, size_t n, struct err *e);

#endif
