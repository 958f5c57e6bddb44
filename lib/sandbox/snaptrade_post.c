#include "sandbox/snaptrade_post.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/http.h"
#include "sandbox/snaptrade_delivery.h"

/* One sending. */
struct sending {
	struct http_request request;
	char *headers[2]; /* owned, NULL-terminated */
	struct snap_post *post;
};

int
snap_post_taken(const struct snap_post *p)
{
	return p->status == 200 || p->status == 201 || p->status == 202 || p->status == 204;
}

static int
done(struct http_request *r, int rc, struct err *e)
{
	struct sending *s = r->arg;

	if (rc)
		log_debug("%s: %s", s->post->delivery->id, e->msg);
	s->post->status = rc == 0 ? r->reply.status : 0;
	s->post->sent++;
	http_reply_release(&r->reply);
	return 0;
}

static void
prepare(struct sending *s, struct snap_post *post, const char *path)
{
	const struct snap_delivery *d = post->delivery;

	*s = (struct sending){ .post = post };
	s->headers[0] = mem_fmt("Signature: %s", d->signature);
	s->request = (struct http_request){ .method = "POST",
		.path = path,
		.body = d->body,
		.body_len = strlen(d->body),
		.type = "application/json",
		.headers = (const char *const *)s->headers,
		.done = done,
		.arg = s };
}

/* Send all that are due; when the next one is, INT64_MAX for none. */
static int
round_of(struct http *h, struct snap_post *posts, size_t n, const char *path, int64_t retry_ns,
    int64_t *next, struct err *e)
{
	struct sending *sendings = mem_new(n + 1, sizeof *sendings);
	int64_t now = clock_mono();
	size_t i, k = 0;
	int rc;

	for (i = 0; i < n; i++) {
		if (posts[i].due > now)
			continue;
		prepare(&sendings[k], &posts[i], path);
		http_add(h, &sendings[k++].request);
	}
	rc = http_run(h, e);
	for (i = 0; i < k; i++) {
		struct snap_post *p = sendings[i].post;

		free(sendings[i].headers[0]);
		if (snap_post_taken(p) || p->sent > SNAP_POST_RETRIES)
			p->due = INT64_MAX;
		else if (retry_ns > (INT64_MAX - clock_mono()) >> SNAP_POST_RETRIES)
			p->due = INT64_MAX - 1; /* never, but still to come */
		else
			p->due = clock_mono() + (retry_ns << (p->sent - 1));
	}
	free(sendings);
	*next = INT64_MAX;
	for (i = 0; i < n; i++)
		*next = posts[i].due < *next ? posts[i].due : *next;
	return rc;
}

/* Until then, on the monotonic clock. */
static void
wait_for(int64_t due)
{
	int64_t left;
	struct timespec t;

	while ((left = due - clock_mono()) > 0) {
		t.tv_sec = left / CLOCK_SECOND;
		t.tv_nsec = left % CLOCK_SECOND;
		(void)nanosleep(&t, NULL); /* what is left is looked at again */
	}
}

int
snap_post_all(struct snap_post *posts, size_t n, const char *to, int64_t retry_ns, struct err *e)
{
	const char *host = strstr(to, "://");
	size_t base_len = host == NULL ? strlen(to) : (size_t)(host - to) + 3;
	char *base, *path;
	struct http_vendor vendor = { .name = "webhook", .any_http = true, .attempts = 1 };
	struct http *h = NULL;
	int64_t next = 0;
	int rc = -1;

	base_len += strcspn(to + base_len, "/?");
	base = mem_copy(to, base_len);
	path = mem_fmt("%s%s", to[base_len] == '/' ? "" : "/", to + base_len);
	vendor.base = base;
	if (http_open(&h, &vendor, 0, e))
		goto out;
	while (next != INT64_MAX) {
		wait_for(next);
		if (round_of(h, posts, n, path, retry_ns, &next, e))
			goto out;
	}
	rc = 0;
out:
	http_close(h);
	free(base);
	free(path);
	return rc;
}
