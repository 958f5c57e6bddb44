/* Replies that are XML, headers or bytes, as JSON by the tables */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "aws/service.h"
#include "aws/shape.h"
#include "aws/wire.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/xml.h"
#include "net/http.h"

#define TAG_MAX 128

struct answer {
	struct buf *out;
	const struct aws_shape *shapes;
	bool encoded; /* what may be is percent-encoded */
};

static int value(const struct answer *a, const struct aws_member *m, struct slice type,
    const struct xml *x, struct err *e);

static void
begin_member(const struct answer *a, size_t from, struct slice name)
{
	if (a->out->len > from)
		buf_char(a->out, ',');
	emit_quote(a->out, name.p, name.n);
	buf_char(a->out, ':');
}

/* plus: '+' is a blank. */
static void
decode(struct buf *text, const char *s, bool plus)
{
	int high, low;

	buf_str(text, "");
	for (; *s != '\0'; s++) {
		high = *s == '%' ? num_hex(s[1]) : -1;
		low = high >= 0 ? num_hex(s[2]) : -1;
		if (low >= 0) {
			buf_char(text, (char)(high << 4 | low));
			s += 2;
		} else {
			buf_char(text, *s == '+' && plus ? ' ' : *s);
		}
	}
}

/* A policy as the object that it is; what is none stays text. */
static void
take_policy(struct buf *out, const char *s)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf text = { 0 }, names = { 0 };
	struct err ignored;
	size_t i;

	decode(&text, s, false);
	for (i = 0; i < text.len; i++)
		if (text.p[i] == '\n' || text.p[i] == '\r')
			text.p[i] = ' ';
	if (object_parse(text.p, text.len, rec, &names, &ignored) == 0)
		buf_add(out, text.p, text.len);
	else
		emit_quote(out, s, strlen(s));
	buf_release(&text);
	buf_release(&names);
	free(rec);
}

/* A time of XML is ISO 8601, one of a header RFC 1123; what is none of both stays as it is. */
static void
take_time(struct buf *out, const char *s)
{
	char text[CLOCK_TEXT_MAX];
	size_t n = strlen(s);
	struct tm tm = { 0 };
	const char *end;
	int64_t ns = 0, seconds;

	if (clock_parse_time(s, n, &ns) == 0) {
		n = clock_time_text(text, ns);
	} else if ((end = strptime(s, "%a, %d %b %Y %H:%M:%S GMT", &tm)) != NULL && *end == '\0' &&
		   (seconds = (int64_t)timegm(&tm)) < INT64_MAX / CLOCK_SECOND &&
		   seconds > INT64_MIN / CLOCK_SECOND) {
		n = clock_time_text(text, seconds * CLOCK_SECOND);
	} else {
		emit_quote(out, s, n);
		return;
	}
	emit_quote(out, text, n);
}

static int
scalar(const struct answer *a, const struct aws_member *m, const struct aws_type *t, const char *s,
    struct err *e)
{
	struct buf text = { 0 };
	size_t n = strlen(s);

	switch (t->kind) {
	case 'i':
	case 'f':
	case 'b':
		if (n == 0)
			buf_str(a->out, "null");
		else if (t->kind == 'b' ? strcmp(s, "true") == 0 || strcmp(s, "false") == 0
					: num_is_decimal(s, n))
			buf_add(a->out, s, n);
		else
			return err_set(e, ERR_DATA, "%.*s is no %s", (int)m->name.n, m->name.p,
			    t->kind == 'b' ? "boolean" : "number");
		return 0;
	case 't':
		take_time(a->out, s);
		return 0;
	case 'd':
		take_policy(a->out, s);
		return 0;
	default:
		if (m->encoded && a->encoded) {
			decode(&text, s, true);
			emit_quote(a->out, text.p, text.len);
			buf_release(&text);
		} else {
			emit_quote(a->out, s, n);
		}
		return 0;
	}
}

/* The first child of that name; NULL. */
static const struct xml *
child(const struct xml *x, struct slice name)
{
	const struct xml *c;

	for (c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
		if (slice_is(name, xml_name(c)))
			return c;
	return NULL;
}

static int
repeated(const struct answer *a, const struct aws_member *m, const struct aws_type *t,
    const struct xml *x, bool any, struct err *e)
{
	size_t from;

	buf_char(a->out, '[');
	from = a->out->len;
	for (; x != NULL; x = xml_next(x, NULL)) {
		if (!any && !slice_is(m->wire, xml_name(x)))
			continue;
		if (a->out->len > from)
			buf_char(a->out, ',');
		if (value(a, m, t->of, x, e))
			return -1;
	}
	buf_char(a->out, ']');
	return 0;
}

/* <entry><key/><value/></entry>, whatever the two are called. */
static int
map(const struct answer *a, const struct aws_member *m, const struct aws_type *t,
    const struct xml *x, struct err *e)
{
	const struct xml *entry, *key, *val;
	size_t from;

	buf_char(a->out, '{');
	from = a->out->len;
	for (entry = xml_first(x, NULL); entry != NULL; entry = xml_next(entry, NULL)) {
		key = xml_first(entry, NULL);
		val = xml_next(key, NULL);
		if (val == NULL)
			return err_set(e, ERR_DATA, "%.*s: an entry without a value",
			    (int)m->name.n, m->name.p);
		begin_member(a, from, (struct slice){ xml_text(key), strlen(xml_text(key)) });
		if (value(a, m, t->of, val, e))
			return -1;
	}
	buf_char(a->out, '}');
	return 0;
}

static int
structure(
    const struct answer *a, const char *members, const struct xml *x, size_t from, struct err *e)
{
	const struct xml *c;
	struct aws_member m;

	while (aws_member_next(&members, &m)) {
		c = m.place == 0 ? child(x, m.wire) : NULL;
		if (m.place == 'r')
			c = x;
		if (c == NULL)
			continue;
		begin_member(a, from, m.name);
		if (value(a, &m, m.type, c, e))
			return -1;
	}
	return 0;
}

/* As deep as the reader of XML lets it be. */
static int
value(const struct answer *a, const struct aws_member *m, struct slice type, const struct xml *x,
    struct err *e)
{
	struct aws_type t;
	size_t from;

	aws_type_read(type, &t);
	switch (t.kind) {
	case '[':
		return repeated(a, m, &t, xml_first(x, NULL), true, e);
	case '*':
		return repeated(a, m, &t, x, false, e);
	case '{':
		return map(a, m, &t, x, e);
	case 'S':
		buf_char(a->out, '{');
		from = a->out->len;
		if (structure(a, aws_shape_members(a->shapes, t.of), x, from, e))
			return -1;
		buf_char(a->out, '}');
		return 0;
	default:
		return scalar(a, m, &t, xml_text(x), e);
	}
}

static int
header(const struct answer *a, const struct aws_member *m, const struct http_reply *reply,
    size_t from, struct err *e)
{
	char name[TAG_MAX], *text;
	const char *p;
	struct aws_type t;
	size_t n, i;
	int rc;

	for (i = 0; i < m->wire.n && i + 1 < sizeof name; i++)
		name[i] = (char)(m->wire.p[i] >= 'A' && m->wire.p[i] <= 'Z' ? m->wire.p[i] | 32
									    : m->wire.p[i]);
	name[i] = '\0';
	p = http_header(reply, name, &n);
	if (p == NULL)
		return 0;
	begin_member(a, from, m->name);
	aws_type_read(m->type, &t);
	text = mem_copy(p, n);
	rc = scalar(a, m, &t, text, e);
	free(text);
	return rc;
}

/* All headers that begin so, without that beginning. */
static void
headers(
    const struct answer *a, const struct aws_member *m, const struct http_reply *reply, size_t from)
{
	const char *p = reply->headers.p, *end, *colon;
	size_t first;

	begin_member(a, from, m->name);
	buf_char(a->out, '{');
	first = a->out->len;
	for (; p != NULL && *p != '\0'; p = end + 1) {
		end = p + strcspn(p, "\n");
		colon = memchr(p, ':', (size_t)(end - p));
		if (colon != NULL && (size_t)(colon - p) > m->wire.n &&
		    memcmp(p, m->wire.p, m->wire.n) == 0) {
			p += m->wire.n;
			begin_member(a, first, (struct slice){ p, (size_t)(colon - p) });
			emit_quote(a->out, colon + 2, (size_t)(end - colon - 2));
		}
		if (*end == '\0')
			break;
	}
	buf_char(a->out, '}');
}

static void
bytes(const struct answer *a, const struct aws_member *m, const struct buf *body, size_t from)
{
	size_t n = 4 * ((body->len + 2) / 3);

	begin_member(a, from, m->name);
	buf_char(a->out, '"');
	(void)EVP_EncodeBlock((unsigned char *)buf_room(a->out, n),
	    (const unsigned char *)(body->p == NULL ? "" : body->p), (int)body->len);
	a->out->len += n;
	buf_char(a->out, '"');
}

/* What headers say, and the body where one member is all of it. */
static int
places(const struct answer *a, const struct aws_operation *op, const struct http_reply *reply,
    const struct xml *root, bool streamed, size_t from, struct err *e)
{
	const char *members = op->output;
	struct aws_member m;
	struct aws_type t;

	while (aws_member_next(&members, &m)) {
		aws_type_read(m.type, &t);
		if (m.place == 'h' && header(a, &m, reply, from, e))
			return -1;
		if (m.place == 'H')
			headers(a, &m, reply, from);
		if (m.place == 'b' && t.kind != 'S' && !streamed)
			bytes(a, &m, &reply->body, from);
		if (m.place == 'b' && t.kind == 'S' && root != NULL) {
			begin_member(a, from, m.name);
			if (value(a, &m, m.type, root, e))
				return -1;
		}
	}
	return 0;
}

/* <OpResponse><OpResult>, <OpResponse> or S3's document itself. */
static const struct xml *
result_of(const struct aws_service *s, const struct aws_operation *op, const struct xml *root)
{
	char name[TAG_MAX];

	if (s->protocol != AWS_QUERY)
		return root;
	(void)snprintf(name, sizeof name, "%sResult", op->name);
	return xml_first(root, name);
}

/* A page that somebody between us and the service sends with status 200 is no empty answer. */
static bool
is_foreign(const struct aws_service *s, const struct aws_operation *op, const struct xml *root,
    const struct xml *result)
{
	const char *name = xml_name(root);
	size_t n = strlen(name), end = strlen("Response");

	if (s->protocol == AWS_REST_XML)
		return strcasecmp(name, "html") == 0 || strcmp(name, "ErrorResponse") == 0;
	return n <= end || strcmp(name + n - end, "Response") != 0 ||
	       strcmp(name, "ErrorResponse") == 0 || (op->output != NULL && result == NULL);
}

int
aws_answer_read(const struct aws_service *s, const struct aws_operation *op,
    const struct http_reply *reply, bool streamed, struct buf *out, struct err *e)
{
	struct answer a = { out, s->shapes, false };
	size_t before = out->len, from;
	struct xml *root = NULL;
	const struct xml *result, *encoding;
	int rc = -1;

	if (op->output == NULL && s->protocol == AWS_REST_XML)
		return 0;
	if (s->protocol != AWS_REST_XML ||
	    (reply->body.len > 0 && !aws_members_bytes(op->output))) {
		root = xml_parse(reply->body.p == NULL ? "" : reply->body.p, reply->body.len, e);
		if (root == NULL)
			return -1;
	}
	result = root == NULL ? NULL : result_of(s, op, root);
	if (root != NULL && is_foreign(s, op, root, result)) {
		(void)err_set(e, ERR_DATA, "<%.40s> is nothing that %s answers with",
		    xml_name(root), op->name);
		xml_free(root);
		return -1;
	}
	if (op->output == NULL) {
		xml_free(root);
		return 0;
	}
	encoding = xml_first(result, "EncodingType");
	a.encoded = encoding != NULL && strcmp(xml_text(encoding), "url") == 0;
	buf_char(out, '{');
	from = out->len;
	if (places(&a, op, reply, result, streamed, from, e) ||
	    (result != NULL && structure(&a, op->output, result, from, e)))
		goto out;
	if (out->len == from) {
		out->len = before; /* it says nothing */
		out->p[before] = '\0';
	} else {
		buf_char(out, '}');
	}
	rc = 0;
out:
	xml_free(root);
	return rc;
}
