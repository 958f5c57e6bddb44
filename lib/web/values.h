/* The values that a request gives to a route's parameters, checked, as texts for SQL. */
#ifndef PF_WEB_VALUES_H
#define PF_WEB_VALUES_H

#include <stddef.h>

#include "base/buf.h"
#include "web/route.h"

struct web_reply;
struct web_request;

struct values {
	const char *value[ROUTE_VALUES_MAX]; /* NULL: null; of the request, the table or text */
	size_t n;
	struct buf text;
};

/*
 * 0, or -1 with the answer made: 422 with a list of all that is wrong, in the shape of the service that this one
 * takes the place of; 400 for a word or a symbol that is none.
 */
int values_take(struct values *v, const struct route_match *m, const struct web_request *q,
    struct web_reply *r);
void values_release(struct values *v);

#endif
