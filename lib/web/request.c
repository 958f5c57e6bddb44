#include "web/request.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/err.h"
#include "base/num.h"
#include "io/utf8.h"

/* Texts that were decoded stay where they are: there is room for all of them from the start. */
static void
have_room(struct web_request *r, size_t n)
{
	(void)buf_room(&r->text, n);
}

/* Decode n bytes behind what is there; plus: a blank is written so. NULL: no text. */
static const char *
decode(struct web_request *r, const char *p, size_t n, bool plus)
{
	size_t at = r->text.len, i;
	int high, low;

	for (i = 0; i < n; i++) {
		char c = p[i];

		if (c == '%') {
			high = i + 1 < n ? num_hex(p[i + 1]) : -1;
			low = i + 2 < n ? num_hex(p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			return NULL;
		buf_char(&r->text, c);
	}
	if (!utf8_valid(r->text.p + at, r->text.len - at))
		return NULL;
	buf_char(&r->text, '\0');
	return r->text.p + at;
}

int
web_request_params(struct web_request *r, const char *text, size_t n, struct err *e)
{
	size_t len, name;
	const char *end;

	if (n > WEB_URL_MAX)
		return err_set(e, ERR_DATA, "the parameters are longer than %d bytes", WEB_URL_MAX);
	for (; n > 0; text += len, n -= len) {
		end = memchr(text, '&', n);
		len = end != NULL ? (size_t)(end - text) : n;
		end = memchr(text, '=', len);
		name = end != NULL ? (size_t)(end - text) : len;
		if (len > 0 && r->nparams == WEB_PARAMS_MAX)
			return err_set(
			    e, ERR_DATA, "there are more than %d parameters", WEB_PARAMS_MAX);
		if (len > 0) {
			struct web_param *p = &r->param[r->nparams];

			p->name = decode(r, text, name, true);
			p->value =
			    name < len ? decode(r, text + name + 1, len - name - 1, true) : "";
			if (p->name == NULL || p->value == NULL)
				return err_set(e, ERR_DATA, "a parameter is no text");
			r->nparams++;
		}
		if (len < n)
			len++;
	}
	return 0;
}

/* What a log can be searched by: theirs, if it is nothing but a name. */
static void
take_id(struct web_request *r, const char *given)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
	uint64_t random = 0;
	size_t n = given != NULL ? strlen(given) : 0;

	if (n > 0 && n <= WEB_ID_MAX && strspn(given, allowed) == n) {
		memcpy(r->id, given, n + 1);
		return;
	}
	if (getrandom(&random, sizeof random, 0) != sizeof random)
		random = 0;
	(void)snprintf(r->id, sizeof r->id, "%016llx", (unsigned long long)random);
}

/* What the server decoded, or what we do. */
static int
take_path(struct web_request *r, const char *info, const char *uri, struct err *e)
{
	const char *p = info != NULL && info[0] != '\0' ? info : uri;
	size_t n;

	if (p == NULL)
		return err_set(e, ERR_DATA, "there is no path: set PATH_INFO or REQUEST_URI");
	n = p == uri ? strcspn(p, "?") : strlen(p);
	if (n > WEB_URL_MAX)
		return err_set(e, ERR_DATA, "the path is longer than %d bytes", WEB_URL_MAX);
	have_room(r, n + 3 * (size_t)WEB_URL_MAX);
	if (p == uri) {
		r->path = decode(r, p, n, false);
	} else if (utf8_valid(p, n)) {
		r->path = p;
	}
	return r->path != NULL && r->path[0] == '/' ? 0 : err_set(e, ERR_DATA, "the path is none");
}

int
web_request_take(struct web_request *r, web_variable_fn *variable, void *arg, struct err *e)
{
	struct buf text = r->text;

	buf_reset(&text);
	*r = (struct web_request){ .text = text };
	r->method = variable(arg, "REQUEST_METHOD");
	take_id(r, variable(arg, "HTTP_X_REQUEST_ID"));
	if (r->method == NULL) {
		r->method = "";
		return err_set(e, ERR_DATA, "there is no REQUEST_METHOD: a web server sets it");
	}
	r->authorization = variable(arg, "HTTP_AUTHORIZATION");
	r->origin = variable(arg, "HTTP_ORIGIN");
	r->cookie = variable(arg, "HTTP_COOKIE");
	r->signature = variable(arg, "HTTP_SIGNATURE");
	r->host = variable(arg, "HTTP_HOST");
	r->https = variable(arg, "HTTPS");
	r->content_type = variable(arg, "CONTENT_TYPE");
	r->want_method = variable(arg, "HTTP_ACCESS_CONTROL_REQUEST_METHOD");
	r->want_headers = variable(arg, "HTTP_ACCESS_CONTROL_REQUEST_HEADERS");
	r->query = variable(arg, "QUERY_STRING");
	if (r->query == NULL)
		r->query = "";
	if (take_path(r, variable(arg, "PATH_INFO"), variable(arg, "REQUEST_URI"), e))
		return -1;
	return web_request_params(r, r->query, strlen(r->query), e);
}

const char *
web_request_param(const struct web_request *r, const char *name)
{
	size_t i;

	for (i = r->nparams; i > 0; i--)
		if (strcmp(r->param[i - 1].name, name) == 0)
			return r->param[i - 1].value;
	return NULL;
}

void
web_request_release(struct web_request *r)
{
	buf_release(&r->text);
	*r = (struct web_request){ 0 };
}
