#include "sandbox/aws_canon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"

static const char digits[] = "0123456789ABCDEF";

static bool
is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

static void
encode(struct buf *out, char c)
{
	if (is_plain(c)) {
		buf_char(out, c);
		return;
	}
	buf_char(out, '%');
	buf_char(out, digits[(unsigned char)c >> 4]);
	buf_char(out, digits[(unsigned char)c & 15]);
}

/* RFC 3986 section 5.2.4 by segments: an empty one and "." go, ".." takes the one before along. */
void
awss_canon_path(struct buf *out, const char *path)
{
	size_t start = out->len, n;
	bool slash = false;

	while (*path != '\0') {
		path += strspn(path, "/");
		n = strcspn(path, "/");
		slash = path[n] == '/' || n == 0;
		if (n == 2 && memcmp(path, "..", 2) == 0) {
			while (out->len > start && out->p[--out->len] != '/')
				continue;
			slash = true;
		} else if (n == 1 && *path == '.') {
			slash = true;
		} else if (n > 0) {
			buf_char(out, '/');
			for (size_t i = 0; i < n; i++)
				encode(out, path[i]);
		}
		path += n;
	}
	if (slash || out->len == start)
		buf_char(out, '/');
}

static int
hex(char c)
{
	const char *at = c == '\0' ? NULL : strchr(digits, c >= 'a' ? c - ('a' - 'A') : c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* A name or a value: what it means is what is encoded. */
static void
encode_again(struct buf *out, const char *s, size_t n)
{
	size_t i;
	int c;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c == '%' && n - i > 2 && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
			c = hex(s[i + 1]) * 16 + hex(s[i + 2]);
			i += 2;
		}
		encode(out, (char)c);
	}
}

struct pair {
	char *name, *value;
};

static int
by_name(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int c = strcmp(p->name, q->name);

	return c != 0 ? c : strcmp(p->value, q->value);
}

void
awss_canon_query(struct buf *out, const char *query)
{
	struct pair *pairs = NULL;
	struct buf text = { 0 };
	size_t n = 0, i, len, name;

	for (; query != NULL && *query != '\0'; query += len + (query[len] == '&')) {
		len = strcspn(query, "&");
		name = strcspn(query, "=&");
		if (len == 0)
			continue;
		pairs = mem_grow(pairs, n + 1, sizeof *pairs);
		encode_again(&text, query, name);
		pairs[n].name = buf_take(&text);
		if (name < len)
			encode_again(&text, query + name + 1, len - name - 1);
		pairs[n++].value = buf_take(&text);
	}
	if (n > 0)
		qsort(pairs, n, sizeof *pairs, by_name);
	for (i = 0; i < n; i++) {
		buf_fmt(out, "%s%s=%s", i > 0 ? "&" : "", pairs[i].name, pairs[i].value);
		free(pairs[i].name);
		free(pairs[i].value);
	}
	free(pairs);
}

/* A value without blanks around it, and with one where there are more. */
static void
squeeze(struct buf *out, const char *s)
{
	size_t n;

	for (s += strspn(s, " \t"); *s != '\0'; s += strspn(s, " \t")) {
		n = strcspn(s, " \t");
		buf_add(out, s, n);
		s += n;
		if (s[strspn(s, " \t")] != '\0')
			buf_char(out, ' ');
	}
}

void
awss_canon_header(struct buf *out, const struct request *r, const char *name)
{
	const char *between = ":";
	size_t i;

	buf_str(out, name);
	for (i = 0; i < r->nheaders; i++) {
		if (strcmp(r->headers[i].name, name) != 0)
			continue;
		buf_str(out, between);
		squeeze(out, r->headers[i].value);
		between = ",";
	}
	buf_char(out, '\n');
}

void
awss_canon_request(struct buf *out, const struct request *r, const char *const *names, size_t n)
{
	char hash[AWS_HEX_LEN + 1];
	size_t i;

	buf_fmt(out, "%s\n", r->method);
	awss_canon_path(out, r->path);
	buf_char(out, '\n');
	awss_canon_query(out, r->query);
	buf_char(out, '\n');
	for (i = 0; i < n; i++)
		awss_canon_header(out, r, names[i]);
	buf_char(out, '\n');
	for (i = 0; i < n; i++)
		buf_fmt(out, "%s%s", i > 0 ? ";" : "", names[i]);
	awss_hash(hash, r->body.p, r->body.len);
	buf_fmt(out, "\n%s", hash);
}

void
awss_hash(char out[AWS_HEX_LEN + 1], const char *p, size_t n)
{
	unsigned char hash[AWS_HEX_LEN / 2] = { 0 };
	size_t i;

	/* it fails only when memory is out, and then no signature is right */
	(void)EVP_Digest(p == NULL ? "" : p, n, hash, NULL, EVP_sha256(), NULL);
	for (i = 0; i < sizeof hash; i++) {
		out[2 * i] = (char)(digits[hash[i] >> 4] | 0x20);
		out[2 * i + 1] = (char)(digits[hash[i] & 15] | 0x20);
	}
	out[AWS_HEX_LEN] = '\0';
}
