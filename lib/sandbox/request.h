/* One request as a vendor's side sees it: the line, the parameters, who asks. */
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

struct request {
	char *method;        /* owned */
	char *path;          /* owned; without the query, not decoded */
	char *authorization; /* owned; the header's value, or NULL */
	char *type;          /* owned; of the body, or NULL */
	struct param params[REQUEST_PARAMS_MAX];
	size_t nparams;
	struct buf body;
	uint64_t number; /* 1-based, among the requests to this vendor */
	const struct fault
	    *fault; /* borrowed; a fault of the vendor's own that fires here, or NULL */
};

void request_release(struct request *r);

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
