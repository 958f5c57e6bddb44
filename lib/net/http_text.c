/* Addresses, forms and headers: the texts of HTTP */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/http.h"

/* Host as curl_url_get() gives it: lower-cased or not, IPv6 in brackets. */
static bool
is_loopback(const char *host)
{
	struct in_addr v4;

	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127;
}

/* The parts that a base address must not have. */
static const struct {
	CURLUPart part;
	const char *what;
} unwanted[] = {
	{ CURLUPART_USER, "a user name" },
	{ CURLUPART_PASSWORD, "a password" },
	{ CURLUPART_QUERY, "a query" },
	{ CURLUPART_FRAGMENT, "a fragment" },
};

static int
check_parts(CURLU *u, const char *from, struct err *e)
{
	char *text = NULL;
	size_t i;
	bool bare;

	for (i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++) {
		if (curl_url_get(u, unwanted[i].part, &text, 0) != CURLUE_OK)
			continue;
		curl_free(text);
		return err_set(
		    e, ERR_CONFIG, "%s: %s has no place in a base address", from, unwanted[i].what);
	}
	if (curl_url_get(u, CURLUPART_PATH, &text, 0) != CURLUE_OK)
		return 0;
	bare = strcmp(text, "/") == 0;
	curl_free(text);
	return bare ? 0
		    : err_set(e, ERR_CONFIG,
			  "%s: a base address ends with the host or port, it has no path", from);
}

char *
http_base(const char *url, const char *env, char **place, bool *loopback, struct err *e)
{
	const char *from = env != NULL ? env : url, *value = env == NULL ? NULL : getenv(env);
	char *scheme = NULL, *host = NULL, *port = NULL, *base = NULL;
	CURLU *u = curl_url();

	if (value != NULL && value[0] != '\0')
		url = value;
	if (u == NULL || curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK) {
		(void)err_set(e, ERR_CONFIG, "%s is no address (https://host[:port])", from);
		goto out;
	}
	if (check_parts(u, from, e))
		goto out;
	*loopback = is_loopback(host);
	if (strcmp(scheme, "https") != 0 && (strcmp(scheme, "http") != 0 || !*loopback)) {
		(void)err_set(
		    e, ERR_CONFIG, "%s must be https (plain http only to loopback)", from);
		goto out;
	}
	base = mem_fmt("%s://%s:%s", scheme, host, port);
	if (place != NULL)
		*place = mem_fmt("%s:%s", host, port);
out:
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_url_cleanup(u);
	return base;
}

enum err_code
http_code(long status)
{
	switch (status) {
	case 401:
	case 403:
		return ERR_PERM;
	case 402: /* the budget is spent */
	case 408:
	case 429:
		return ERR_TEMP;
	default:
		return status >= 500 ? ERR_TEMP : ERR_REMOTE;
	}
}

void
http_form(struct buf *form, const char *name, const char *value)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	if (form->len > 0)
		buf_char(form, '&');
	buf_str(form, name);
	buf_char(form, '=');
	for (; *value != '\0'; value++) {
		if (strchr(plain, *value) != NULL)
			buf_char(form, *value);
		else
			buf_fmt(form, "%%%02X", (unsigned)(unsigned char)*value);
	}
}

const char *
http_header(const struct http_reply *r, const char *name, size_t *len)
{
	const char *p = r->headers.p, *end;
	size_t n = strlen(name);

	for (; p != NULL && *p != '\0'; p = end + 1) {
		end = strchr(p, '\n');
		if (strncmp(p, name, n) == 0 && p[n] == ':') {
			*len = (size_t)(end - (p + n + 2));
			return p + n + 2;
		}
	}
	return NULL;
}

void
http_reply_release(struct http_reply *r)
{
	buf_release(&r->body);
	buf_release(&r->headers);
	*r = (struct http_reply){ .retry_after_ns = -1 };
}
