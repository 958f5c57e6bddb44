#include "vendor/discord_limit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/pick.h"
#include "io/whole.h"
#include "net/http.h"
#include "net/retry.h"

void
discord_limits_release(struct discord_limits *l)
{
	size_t i;

	for (i = 0; i < l->nwaits; i++)
		free(l->waits[i].place);
	free(l->waits);
	free(l->routes);
	*l = (struct discord_limits){ 0 };
}

static const char *
bucket_of(const struct discord_limits *l, const char *route)
{
	size_t i;

	for (i = 0; i < l->nroutes; i++)
		if (strcmp(l->routes[i].route, route) == 0)
			return l->routes[i].bucket;
	return NULL;
}

int64_t
discord_limits_from(const struct discord_limits *l, const char *route, const char *place)
{
	const char *bucket = bucket_of(l, route);
	size_t i;

	for (i = 0; bucket != NULL && i < l->nwaits; i++)
		if (strcmp(l->waits[i].bucket, bucket) == 0 &&
		    strcmp(l->waits[i].place, place) == 0)
			return l->waits[i].until;
	return 0;
}

static void
set_bucket(struct discord_limits *l, const char *route, const char *name, size_t n)
{
	size_t i = 0;

	while (i < l->nroutes && strcmp(l->routes[i].route, route) != 0)
		i++;
	if (i == l->nroutes) {
		l->routes = mem_grow(l->routes, l->nroutes + 1, sizeof *l->routes);
		l->routes[l->nroutes++].route = route;
	}
	if (n >= DISCORD_BUCKET_MAX)
		n = DISCORD_BUCKET_MAX - 1;
	memcpy(l->routes[i].bucket, name, n);
	l->routes[i].bucket[n] = '\0';
}

/* The place's own entry, or one that is over, or a new one. */
static void
set_wait(
    struct discord_limits *l, const char *bucket, const char *place, int64_t until, int64_t now)
{
	size_t i, to = l->nwaits;

	for (i = 0; i < l->nwaits; i++) {
		if (strcmp(l->waits[i].bucket, bucket) == 0 &&
		    strcmp(l->waits[i].place, place) == 0) {
			l->waits[i].until = until;
			return;
		}
		if (l->waits[i].until <= now)
			to = i;
	}
	if (to == l->nwaits)
		l->waits = mem_grow(l->waits, ++l->nwaits, sizeof *l->waits);
	else
		free(l->waits[to].place);
	memcpy(l->waits[to].bucket, bucket, strlen(bucket) + 1); /* one that set_bucket() made */
	l->waits[to].place = mem_str(place);
	l->waits[to].until = until;
}

void
discord_limits_note(struct discord_limits *l, const char *route, const char *place,
    const struct http_reply *reply, int64_t now)
{
	size_t n = 0;
	const char *v = http_header(reply, "x-ratelimit-bucket", &n);
	int64_t wait;

	if (v != NULL && n > 0)
		set_bucket(l, route, v, n);
	v = http_header(reply, "x-ratelimit-remaining", &n);
	if (v == NULL || n != 1 || *v != '0' || bucket_of(l, route) == NULL)
		return;
	v = http_header(reply, "x-ratelimit-reset-after", &n);
	wait = v != NULL ? retry_after(v, n, 0) : -1;
	if (wait >
	    RETRY_ASKED_MAX) /* then it is asked for, and the refusal says how long it lasts */
		wait = RETRY_ASKED_MAX;
	if (wait >= 0)
		set_wait(l, bucket_of(l, route), place, now + wait, now);
}

int64_t
discord_limits_asked(const struct http_reply *reply, bool *all)
{
	static const char *const paths[] = { "retry_after", "global" };
	struct rec_field root, v[2] = { 0 };
	struct buf line = { 0 };
	int64_t asked = reply->retry_after_ns, body = -1;
	struct err ignored;
	size_t n = 0;

	*all = false;
	if (reply->status != 429)
		return -1;
	*all = http_header(reply, "x-ratelimit-global", &n) != NULL;
	if (reply->body.len == 0 ||
	    whole_parse(&line, reply->body.p, reply->body.len, &root, &ignored) ||
	    root.type != REC_OBJECT) {
		*all = true;
	} else {
		pick(root.text, paths, 2, v);
		if (v[0].type == REC_NUMBER)
			body = retry_after(v[0].text.p, v[0].text.n, 0);
		*all |= v[1].type == REC_TRUE;
	}
	buf_release(&line);
	return body > asked ? body : asked;
}
