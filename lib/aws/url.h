/* An address with a path, as settings of AWS give them. */
#ifndef PF_AWS_URL_H
#define PF_AWS_URL_H

#include <stdbool.h>

struct err;

struct aws_url {
	char
	    *base; /* owned: "https://host", ":port" behind it where that is not the scheme's own */
	char *path;  /* owned: "", or "/..." without a '/' at its end */
	char *place; /* owned: "host:port" */
};

/*
 * Part an address; messages call it from and do not show it. any_http: as in struct http_vendor.
 * query: the path may have one and keeps a '/' at its end. ERR_CONFIG.
 */
int aws_url_set(
    struct aws_url *u, const char *url, const char *from, bool any_http, bool query, struct err *e);
void aws_url_release(struct aws_url *u);

#endif
