#include "web/guard.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>

#include "net/hmac.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define METHODS "GET, POST, PUT, PATCH, DELETE, OPTIONS"
#define NAMES_MAX 1024 /* bytes */

bool
guard_same(const char *a, const char *b)
{
	unsigned char x[HMAC_LEN], y[HMAC_LEN];

	hmac_sha256(x, "same", 4, a, strlen(a));
	hmac_sha256(y, "same", 4, b, strlen(b));
	return CRYPTO_memcmp(x, y, sizeof x) == 0;
}

static bool
refuse(struct web_reply *r, const char *text)
{
	web_reply_header(r, "WWW-Authenticate", "Bearer");
	web_reply_detail(r, 401, "%s", text);
	return false;
}

bool
guard_admits(const struct service *s, const struct web_request *q, struct web_reply *r)
{
	const char *given = q->authorization;

	if (s->open)
		return true;
	if (s->key == NULL) {
		web_reply_detail(r, 503,
		    "no key is configured: set API_SECRET_KEY, or DISABLE_AUTH=1 to ask for none");
		return false;
	}
	if (given == NULL || strncasecmp(given, "Bearer", 6) != 0 ||
	    (given[6] != ' ' && given[6] != '\0'))
		return refuse(r, "the header Authorization: Bearer KEY is missing");
	given += 6;
	given += strspn(given, " ");
	return guard_same(given, s->key) ? true : refuse(r, "the key is not valid");
}

static bool
listed(const char *list, const char *name, const char *separators)
{
	size_t n, len = strlen(name);

	for (; *list != '\0'; list += n) {
		list += strspn(list, separators);
		n = strcspn(list, separators);
		if (n == len && strncasecmp(list, name, n) == 0)
			return len > 0;
	}
	return false;
}

/* Names of headers (RFC 9110 section 5.6.2), as browsers list them, and no more than a few. */
static bool
are_names(const char *list)
{
	static const char allowed[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "!#$%&'*+-.^_`|~, ";
	size_t n = strspn(list, allowed);

	return list[n] == '\0' && n <= NAMES_MAX;
}

bool
guard_origin(const struct service *s, const struct web_request *q, struct web_reply *r)
{
	bool asks =
	    strcmp(q->method, "OPTIONS") == 0 && q->origin != NULL && q->want_method != NULL;
	bool allowed;

	if (q->origin == NULL)
		return false;
	web_reply_header(r, "Vary", "Origin");
	allowed = listed(s->origins, q->origin, ", ");
	if (allowed) {
		web_reply_header(r, "Access-Control-Allow-Origin", q->origin);
		web_reply_header(r, "Access-Control-Allow-Credentials", "true");
	}
	if (!asks) {
		if (allowed)
			web_reply_header(r, "Access-Control-Expose-Headers", "X-Request-ID");
		return false;
	}
	r->type = "text/plain; charset=utf-8";
	if (!allowed || !listed(METHODS, q->want_method, ", ")) {
		r->status = 400;
		buf_str(&r->body, allowed ? "Disallowed CORS method" : "Disallowed CORS origin");
		return true;
	}
	web_reply_header(r, "Access-Control-Allow-Methods", METHODS);
	web_reply_header(r, "Access-Control-Max-Age", "600");
	if (q->want_headers != NULL && are_names(q->want_headers))
		web_reply_header(r, "Access-Control-Allow-Headers", q->want_headers);
	buf_str(&r->body, "OK");
	return true;
}
