#include "sandbox/request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "io/utf8.h"

void
request_release(struct request *r)
{
	size_t i;

	for (i = 0; i < r->nparams; i++) {
		free(r->params[i].name);
		free(r->params[i].value);
	}
	for (i = 0; i < r->nheaders; i++) {
		free(r->headers[i].name);
		free(r->headers[i].value);
	}
	free(r->headers);
	free(r->method);
	free(r->path);
	free(r->query);
	free(r->target);
	buf_release(&r->body);
	*r = (struct request){ 0 };
}

void
request_add_header(struct request *r, const char *name, const char *value)
{
	struct header *h;
	char *c;

	r->headers = mem_grow(r->headers, r->nheaders + 1, sizeof *r->headers);
	h = &r->headers[r->nheaders++];
	h->name = mem_str(name);
	h->value = mem_str(value == NULL ? "" : value);
	for (c = h->name; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + ('a' - 'A'));
}

const char *
request_header(const struct request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nheaders; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return NULL;
}

/* n bytes of a form, decoded; *bad becomes true when something in it cannot be meant. */
static char *
decode(const char *s, size_t n, bool *bad)
{
	struct buf out = { 0 };
	size_t i;
	char *text, c;

	for (i = 0; i < n; i++) {
		c = s[i] == '+' ? ' ' : s[i];
		if (s[i] == '%') {
			if (n - i < 3 || num_hex(s[i + 1]) < 0 || num_hex(s[i + 2]) < 0) {
				*bad = true;
			} else {
				c = (char)(num_hex(s[i + 1]) * 16 + num_hex(s[i + 2]));
				i += 2;
			}
		}
		buf_char(&out, c);
	}
	if (out.len > 0 && (memchr(out.p, '\0', out.len) != NULL || !utf8_valid(out.p, out.len)))
		*bad = true;
	text = buf_take(&out);
	return text;
}

int
request_params(struct request *r, const char *text, size_t n, bool body)
{
	const char *end, *amp, *eq;
	struct param *p;

	if (n == 0) /* there may be no text at all */
		return 0;
	end = text + n;
	for (; text < end; text = amp + (amp < end)) {
		amp = memchr(text, '&', (size_t)(end - text));
		if (amp == NULL)
			amp = end;
		if (amp == text)
			continue;
		if (r->nparams == REQUEST_PARAMS_MAX)
			return -1;
		eq = memchr(text, '=', (size_t)(amp - text));
		p = &r->params[r->nparams++];
		*p = (struct param){ .body = body };
		p->name = decode(text, (size_t)((eq == NULL ? amp : eq) - text), &p->bad);
		p->value =
		    eq == NULL ? mem_str("") : decode(eq + 1, (size_t)(amp - eq - 1), &p->bad);
	}
	return 0;
}

const struct param *
request_param(const struct request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nparams; i++)
		if (strcmp(r->params[i].name, name) == 0)
			return &r->params[i];
	return NULL;
}

static int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* RFC 4648 with its padding; NULL if it is none or holds a NUL. */
static char *
base64(const char *s)
{
	size_t n = strlen(s), i, pad = 0;
	struct buf out = { 0 };
	unsigned bits = 0;
	int d;

	while (pad < 2 && pad < n && s[n - 1 - pad] == '=')
		pad++;
	if (n % 4 != 0)
		return NULL;
	for (i = 0; i < n; i++) {
		d = i < n - pad ? base64_digit(s[i]) : 0;
		if (d < 0)
			goto bad;
		bits = bits << 6 | (unsigned)d;
		if (i % 4 != 3)
			continue;
		buf_char(&out, (char)(bits >> 16 & 0xff));
		buf_char(&out, (char)(bits >> 8 & 0xff));
		buf_char(&out, (char)(bits & 0xff));
		bits = 0;
	}
	out.len -= out.len == 0 ? 0 : pad;
	if (out.len > 0 && memchr(out.p, '\0', out.len) != NULL)
		goto bad;
	if (out.p != NULL)
		out.p[out.len] = '\0';
	return buf_take(&out);
bad:
	buf_release(&out);
	return NULL;
}

int
request_basic(const struct request *r, char **user, char **password)
{
	const char *sent = request_header(r, "authorization");
	char *text, *colon;

	if (sent == NULL || strncasecmp(sent, "Basic ", 6) != 0)
		return -1;
	text = base64(sent + 6 + strspn(sent + 6, " "));
	colon = text == NULL ? NULL : strchr(text, ':');
	if (colon != NULL) {
		*user = mem_copy(text, (size_t)(colon - text));
		*password = mem_str(colon + 1);
	}
	free(text);
	return colon == NULL ? -1 : 0;
}
