/* An answer over HTTP: its status, a value in it, its certificate; a certificate's file */
#include "health/looks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "io/file.h"
#include "io/pick.h"
#include "io/rec.h"
#include "io/whole.h"
#include "net/cert.h"
#include "net/http.h"

#define WITHIN_NS (5 * CLOCK_SECOND)
#define STATUS_OK 200
#define DAYS_FAIL 7
#define DAYS_WARN 21
#define CERT_MAX ((size_t)1 << 20)
#define VALUE_MAX 80

/* How long a certificate is good; nothing is said while it is for long enough. */
static void
say_days(struct health *h, const struct health_check *c, int64_t until, struct finding *f)
{
	int64_t left = (until - h->now) / CLOCK_DAY,
		fail = c->days == HEALTH_UNSAID ? DAYS_FAIL : c->days,
		warn = c->warn_days == HEALTH_UNSAID ? DAYS_WARN : c->warn_days;

	if (until >= h->now && left >= fail && left >= warn)
		return;
	finding_put(&f->observed, "%" PRId64 " d", left);
	finding_put(&f->limit, "%" PRId64 " d", left < fail ? fail : warn);
	if (until < h->now)
		finding_say(f, CHECK_FAILED, "the certificate is no longer good");
	else
		finding_say(f, left < fail ? CHECK_FAILED : CHECK_WARNING,
		    "the certificate is good for %" PRId64 " day%s more", left,
		    left == 1 ? "" : "s");
	finding_put(&f->fix, "certbot renew && systemctl reload nginx");
}

void
look_certificate(struct health *h, const struct health_check *c, struct finding *f)
{
	char *path = health_path(h, c->path);
	struct buf text = { 0 };
	struct err why = { 0 };
	int64_t until = CLOCK_NONE;

	if (file_read(path, CERT_MAX, &text, &why)) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
		finding_put(&f->fix, "certbot certificates");
	} else if ((until = cert_until(text.p, text.len)) == CLOCK_NONE) {
		finding_say(f, CHECK_FAILED, "%s is no certificate", path);
		finding_put(&f->fix, "certbot certificates");
	} else {
		finding_put(&f->observed, "%" PRId64 " d", (until - h->now) / CLOCK_DAY);
		finding_say(f, CHECK_OK, "%s is good for %" PRId64 " days more", path,
		    (until - h->now) / CLOCK_DAY);
		say_days(h, c, until, f);
	}
	buf_release(&text);
	free(path);
}

/* The value at the check's path is there, and what it should be; nothing is said then. */
static void
say_value(const struct health_check *c, const struct http_reply *r, struct finding *f)
{
	struct buf line = { 0 }, text = { 0 };
	struct rec_field whole, value = { .type = REC_NULL };
	struct err why = { 0 };

	if (whole_parse(&line, r->body.p != NULL ? r->body.p : "", r->body.len, &whole, &why)) {
		finding_say(f, CHECK_FAILED, "the answer is no JSON: %s", why.msg);
		goto out;
	}
	if (whole.type == REC_OBJECT)
		value = pick_one(whole.text, c->json);
	if (value.text.p == NULL) {
		finding_say(f, CHECK_FAILED, "the answer has no '%s'", c->json);
		goto out;
	}
	rec_text(&value, &text);
	if (c->equals == NULL || (text.p != NULL && strcmp(text.p, c->equals) == 0))
		goto out;
	finding_put(&f->observed, "%.*s", VALUE_MAX, text.p != NULL ? text.p : "");
	finding_put(&f->limit, "%s", c->equals);
	finding_say(f, CHECK_FAILED, "'%s' is '%.*s', not '%s'", c->json, VALUE_MAX,
	    text.p != NULL ? text.p : "", c->equals);
out:
	buf_release(&line);
	buf_release(&text);
}

static void
say_reply(struct health *h, const struct health_check *c, const char *place,
    const struct http_reply *r, struct finding *f)
{
	int64_t want = c->status == HEALTH_UNSAID ? STATUS_OK : c->status;

	finding_put(&f->observed, "%ld", r->status);
	finding_put(&f->limit, "%" PRId64, want);
	finding_say(
	    f, r->status == want ? CHECK_OK : CHECK_FAILED, "%s answers %ld", place, r->status);
	if (f->status == CHECK_OK && c->json != NULL)
		say_value(c, r, f);
	if (f->status == CHECK_OK && r->cert_until != 0)
		say_days(h, c, r->cert_until, f);
}

/* The header with the key that the variable holds. False: it holds none. */
static bool
add_key(const struct health_check *c, struct buf *header, struct finding *f)
{
	const char *key = env_get(c->bearer);

	header->secret = true;
	if (key == NULL || key[0] == '\0') {
		finding_say(
		    f, CHECK_FAILED, "%s is not set, so nothing can be asked for", c->bearer);
		finding_put(&f->fix, "set %s, or let pf-secrets exec -- start this", c->bearer);
		f->own_fix = true;
		return false;
	}
	log_secret(key);
	buf_fmt(header, "Authorization: Bearer %s", key);
	return true;
}

/* Whether it was the certificate that kept us out: it may be the one that is to be renewed. */
static const char *
fix_of(const struct err *why)
{
	if (strstr(why->msg, "certificate") != NULL)
		return "certbot renew && systemctl reload nginx";
	if (why->code == ERR_CONFIG)
		return "mend the check's url";
	return "start what answers there, and look at its log";
}

void
look_http(struct health *h, const struct health_check *c, struct finding *f)
{
	const char *rest = strstr(c->url, "://"),
		   *path = rest == NULL ? NULL : strchr(rest + 3, '/');
	char *base = path == NULL ? mem_str(c->url) : mem_copy(c->url, (size_t)(path - c->url));
	int64_t within = c->within == HEALTH_UNSAID ? WITHIN_NS : c->within;
	struct http_vendor v = { .name = "url",
		.base = base,
		.attempts = 1,
		.timeout_ns = within,
		.ca_file = c->ca,
		.certificate = true };
	struct http_request r = { .method = "GET", .path = path == NULL ? "/" : path };
	struct buf header = { 0 };
	const char *headers[] = { NULL, NULL };
	struct err why = { 0 };
	struct http *http = NULL;

	r.headers = headers;
	if (c->bearer != NULL) {
		if (!add_key(c, &header, f))
			goto out;
		headers[0] = header.p;
	}
	if (http_open(&http, &v, 0, &why) || http_once(http, &r, &why)) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
		finding_put(&f->observed, "no answer");
		finding_put(&f->fix, "%s", fix_of(&why));
	} else {
		say_reply(h, c, base, &r.reply, f);
		if (f->fix == NULL)
			finding_put(&f->fix, "look at the log of what answers there");
	}
out:
	http_reply_release(&r.reply);
	http_close(http);
	buf_wipe(&header);
	free(base);
}
