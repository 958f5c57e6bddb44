/* One request as a vendor's side sees it: the line, the headers, the parameters, the body. */
#ifndef PF_SANDBOX_REQUEST_H
#define PF_SANDBOX_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct fault;

#define REQUEST_PARAMS_MAX 64

struct param {
	char *name, *value; /* owned; decoded */
	bool bad;  /* a broken %XX, a NUL or bad UTF-8 in it; what could be read is there */
	bool body; /* of the form in the body, not of the query */
};

struct header {
	char *name, *value; /* owned; the name in lower case */
};

struct request {
	char *method; /* owned */
	char *path;   /* owned; without the query, not decoded */
	char *query;  /* owned; as it came, without the question mark; NULL: none */
	char *target; /* owned; what is asked for where the vendor's paths do not say it, or NULL */
	struct header *headers; /* owned; in the order in which they came */
	size_t nheaders;
	struct param params[REQUEST_PARAMS_MAX];
	size_t nparams;
	struct buf body;
	uint64_t number; /* 1-based, among the requests to this vendor */
	const struct fault
	    *fault; /* borrowed; a fault of the vendor's own that fires here, or NULL */
};

void request_release(struct request *r);

/* Add a header; the value of the first one of that name, which is in lower case, or NULL. */
void request_add_header(struct request *r, const char *name, const char *value);
const char *request_header(const struct request *r, const char *name);

/*
 * Add the parameters of a query or form, n bytes of application/x-www-form-urlencoded (WHATWG URL
 * standard section 5). 0, or -1 when there are more than REQUEST_PARAMS_MAX.
 */
int request_params(struct request *r, const char *text, size_t n, bool body);

/* The parameter of that name, or NULL; the first when it was given twice. */
const struct param *request_param(const struct request *r, const char *name);

/* User and password of basic authentication (RFC 7617), owned by the caller. 0, or -1 when there is
 * none that can be read. */
int request_basic(const struct request *r, char **user, char **password);

#endif
