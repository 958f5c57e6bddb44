#include "aws/place.h"

#include <stdlib.h>
#include <string.h>

#include "aws/endpoint.h"
#include "aws/message.h"
#include "aws/profile.h"
#include "aws/service.h"
#include "aws/sigv4.h"
#include "base/err.h"
#include "base/mem.h"

#define BUCKET_MIN 3
#define BUCKET_MAX 63

/* Whether it can be a part of a host that the service's certificate matches. */
static bool
is_label(const char *bucket)
{
	size_t n = strlen(bucket);

	return n >= BUCKET_MIN && n <= BUCKET_MAX &&
	       strspn(bucket, "abcdefghijklmnopqrstuvwxyz0123456789-") == n && bucket[0] != '-' &&
	       bucket[n - 1] != '-';
}

/* NULL, or the bucket when it goes into the host. */
static const char *
host_bucket(const struct aws_places *all, const struct aws_service *s, const char *bucket)
{
	const char *style = aws_profile_nested(all->profile, "s3", "addressing_style");

	if (bucket == NULL || !is_label(bucket) || (style != NULL && strcmp(style, "path") == 0))
		return NULL;
	if (aws_endpoint_is_set(s->id, all->profile, all->endpoint_url) &&
	    (style == NULL || strcmp(style, "virtual") != 0))
		return NULL;
	return bucket;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int
connect_to(struct aws_places *all, struct aws_place *p, struct err *e)
{
	char *base;

	if (aws_endpoint(p->service->id, p->service->host, p->region, all->profile,
		all->endpoint_url, &p->base, &p->path, e))
		return -1;
	if (p->bucket != NULL) {
		base = strstr(p->base, "://") + 3;
		base = mem_fmt("%.*s%s.%s", (int)(base - p->base), p->base, p->bucket, base);
		free(p->base);
		p->base = base;
	}
	p->vendor = (struct http_vendor){ .name = p->name,
		.base = p->base,
		.any_http = true,
		.ca_file = aws_ca_bundle(all->profile) };
	if (http_open(&p->http, &p->vendor, all->deadline, e))
		return -1;
	http_trace(p->http, all->trace);
	return 0;
}

int
aws_place_open(struct aws_places *all, const struct aws_service *s, const char *region,
    const char *bucket, struct aws_place **place, struct err *e)
{
	struct aws_place *p;

	bucket = host_bucket(all, s, bucket);
	for (p = all->first; p != NULL; p = p->next)
		if (p->service == s && same(p->bucket, bucket) && same(p->region, region))
			break;
	*place = p;
	if (p != NULL)
		return 0;
	*place = p = mem_new(1, sizeof *p);
	p->next = all->first;
	all->first = p;
	p->service = s;
	p->name = mem_fmt("aws %s", s->name);
	p->region = mem_str(region);
	p->bucket = mem_str(bucket);
	if (connect_to(all, p, e)) {
		p->service = NULL; /* not found again */
		return -1;
	}
	return 0;
}

void
aws_places_release(struct aws_places *all)
{
	struct aws_place *p;

	while ((p = all->first) != NULL) {
		all->first = p->next;
		http_close(p->http);
		free(p->region);
		free(p->bucket);
		free(p->base);
		free(p->path);
		free(p->name);
		free(p);
	}
}

void
aws_place_target(const struct aws_place *p, const struct aws_message *m, struct buf *target)
{
	const char *path = m->path.p;

	buf_str(target, p->path);
	if (m->bucket != NULL && p->bucket == NULL) {
		buf_char(target, '/');
		sigv4_encode(target, m->bucket, strlen(m->bucket), false);
		if (path[0] == '/' && (path[1] == '\0' || path[1] == '?'))
			path++; /* the bucket itself */
	}
	buf_str(target, path);
}
