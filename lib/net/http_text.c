/* Addresses, forms and headers: the texts of HTTP */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/env.h"
#include "net/http.h"

/* Where AWS answers what runs in it: instance metadata, the agents of ECS and EKS. */
static const char *const credential_hosts[] = {
	"169.254.169.254",
	"169.254.170.2",
	"169.254.170.23",
	"fd00:ec2::254",
	"fd00:ec2::23",
};

bool
http_is_loopback(const char *host)
{
	struct in_addr v4;

	if (strcasecmp(host, "localhost") == 0)
		return true;
	return inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127;
}

/* Host as curl_url_get() gives it: lower-cased or not, IPv6 in brackets. */
static bool
is_local(const char *host)
{
	struct in6_addr v6, known;
	char bare[INET6_ADDRSTRLEN];
	size_t i, n = strlen(host);

	if (http_is_loopback(host))
		return true;
	if (host[0] != '[') {
		for (i = 0; i < sizeof credential_hosts / sizeof credential_hosts[0]; i++)
			if (strcmp(host, credential_hosts[i]) == 0)
				return true;
		return false;
	}
	if (n < 2 || n - 2 >= sizeof bare)
		return false;
	memcpy(bare, host + 1, n - 2);
	bare[n - 2] = '\0';
	if (inet_pton(AF_INET6, bare, &v6) != 1)
		return false;
	if (IN6_IS_ADDR_LOOPBACK(&v6))
		return true;
	for (i = 0; i < sizeof credential_hosts / sizeof credential_hosts[0]; i++)
		if (inet_pton(AF_INET6, credential_hosts[i], &known) == 1 &&
		    memcmp(&v6, &known, sizeof v6) == 0)
			return true;
	return false;
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
http_base_of(
    const char *url, const char *from, bool any_http, char **place, bool *local, struct err *e)
{
	char *scheme = NULL, *host = NULL, *port = NULL, *base = NULL;
	CURLU *u = curl_url();

	if (u == NULL || curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK) {
		(void)err_set(e, ERR_CONFIG, "%s is no address (https://host[:port])", from);
		goto out;
	}
	if (check_parts(u, from, e))
		goto out;
	*local = is_local(host);
	if (strcmp(scheme, "https") != 0 &&
	    (strcmp(scheme, "http") != 0 || !(*local || any_http))) {
		(void)err_set(e, ERR_CONFIG, "%s must be https%s", from,
		    any_http ? " or http" : " (plain http only to loopback)");
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

char *
http_base(const char *url, const char *env, char **place, bool *local, struct err *e)
{
	const char *value = env == NULL ? NULL : env_get(env);

	return http_base_of(
	    value != NULL ? value : url, env != NULL ? env : url, false, place, local, e);
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

int64_t
http_date(const struct http_reply *r)
{
	char date[64];
	const char *v;
	size_t n = 0;
	time_t when;

	v = http_header(r, "date", &n);
	if (v == NULL || n >= sizeof date)
		return CLOCK_NONE;
	memcpy(date, v, n);
	date[n] = '\0';
	when = curl_getdate(date, NULL);
	return when > 0 && when < INT64_MAX / CLOCK_SECOND ? (int64_t)when * CLOCK_SECOND
							   : CLOCK_NONE;
}

void
http_reply_release(struct http_reply *r)
{
	buf_release(&r->body);
	buf_release(&r->headers);
	/* vendors send keys and secrets, too: what of them is not handed on is wiped */
	*r = (struct http_reply){ .body.secret = true, .retry_after_ns = -1 };
}
