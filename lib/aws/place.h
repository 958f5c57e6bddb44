/* Where calls go: a service's address, of S3 a bucket's, with the connections to it. */
#ifndef PF_AWS_PLACE_H
#define PF_AWS_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "net/http.h"

struct aws_message;
struct aws_profile;
struct aws_service;
struct buf;
struct err;

struct aws_place {
	const struct aws_service *service;
	char *region, *bucket; /* owned; bucket: the one it is the host of, NULL: none */
	char *base, *path;     /* owned: "https://host", "" or "/prefix" */
	char *name;            /* owned; in messages */
	struct http_vendor vendor;
	struct http *http;
	struct aws_place *next;
};

struct aws_places {
	const struct aws_profile *profile; /* borrowed */
	const char *endpoint_url;          /* borrowed; NULL: settings say it */
	int64_t deadline;
	bool trace;
	struct aws_place *first; /* owned list */
};

/*
 * The place of a service in a region for a request, its connections kept until the release. S3: the
 * bucket is in the host where that can be, else in front of the path: when its name is no label (a
 * dot: no certificate matches), when an address was set, or addressing_style says so. ERR_CONFIG.
 */
int aws_place_open(struct aws_places *all, const struct aws_service *s, const char *region,
    const char *bucket, struct aws_place **place, struct err *e);
void aws_places_release(struct aws_places *all);

/* Add what stands behind the host: the address's own path, the bucket if it is there, the request's. */
void aws_place_target(const struct aws_place *p, const struct aws_message *m, struct buf *target);

#endif
