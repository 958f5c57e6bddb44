/* Requests of the REST protocols: method, path, query, headers, and what is left in the body */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "aws/message.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "aws/sigv4.h"
#include "aws/wire.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/json.h"

#define S3_SPACE "http://s3.amazonaws.com/doc/2006-03-01/"

struct rest {
	struct aws_message *m;
	const struct aws_service *s;
	const struct aws_operation *op;
	const struct json *in;
	struct err *e;
};

static const struct json *
given(const struct rest *r, struct slice name)
{
	const struct json *v;

	for (v = json_first(r->in); v != NULL; v = json_next(v))
		if (slice_is(name, json_name(v)))
			return json_is_null(v) ? NULL : v;
	return NULL;
}

static int
scalar(const struct rest *r, const struct aws_member *f, struct slice type, const struct json *v,
    struct buf *text)
{
	/* times are ISO 8601 in paths and queries, and as HTTP has them in headers */
	char usual = f->place == 'h' ? '2' : '8';
	struct aws_type t;

	aws_type_read(type, &t);
	buf_str(text, "");
	return aws_wire_scalar(text, v, &t, usual, f->name, r->e);
}

/* "{Name}" or "{Key+}", whose slashes stay; "{Bucket}" is not in the path. */
static int
label(const struct rest *r, const char *name, size_t n)
{
	bool slashes = n > 0 && name[n - 1] == '+';
	struct buf text = { 0 };
	struct aws_member f;
	int rc = -1;

	if (!aws_member_find(r->op->input, name, n - slashes, &f))
		return err_set(r->e, ERR_BUG, "no field %.*s", (int)n, name);
	if (scalar(r, &f, f.type, given(r, f.name), &text))
		goto out;
	if (text.len == 0) {
		(void)err_set(r->e, ERR_DATA, "%.*s is empty", (int)f.name.n, f.name.p);
		goto out;
	}
	if (r->s->protocol == AWS_REST_XML && slice_is(f.name, "Bucket")) {
		/* two of the names would be steps to another path */
		if (strpbrk(text.p, "/?#%") != NULL || strcmp(text.p, ".") == 0 ||
		    strcmp(text.p, "..") == 0) {
			(void)err_set(r->e, ERR_DATA, "Bucket is no name of a bucket");
			goto out;
		}
		r->m->bucket = mem_str(text.p);
	} else {
		sigv4_encode(&r->m->path, text.p, text.len, slashes);
	}
	rc = 0;
out:
	buf_wipe(&text);
	return rc;
}

static int
write_path(const struct rest *r)
{
	static const char *const methods[] = { "GET", "PUT", "POST", "HEAD", "DELETE", NULL };
	const char *at = strchr(r->op->line, ' ') + 1, *end;
	size_t i;

	for (i = 0; methods[i] != NULL; i++)
		if (strncmp(r->op->line, methods[i], strlen(methods[i])) == 0)
			r->m->method = methods[i];
	if (strncmp(at, "/{Bucket}", 9) == 0) {
		if (label(r, "Bucket", 6))
			return -1;
		at += 9;
		if (*at != '/')
			buf_char(&r->m->path, '/');
	}
	while (*at != '\0') {
		if (*at != '{') {
			buf_char(&r->m->path, *at++);
			continue;
		}
		end = strchr(at, '}');
		if (label(r, at + 1, (size_t)(end - at) - 1))
			return -1;
		at = end + 1;
	}
	return 0;
}

static int
add_query(const struct rest *r, const struct aws_member *f, struct slice type, const struct json *v)
{
	struct buf *path = &r->m->path, text = { 0 };
	int rc = scalar(r, f, type, v, &text);

	if (rc == 0) {
		buf_char(path, memchr(path->p, '?', path->len) == NULL ? '?' : '&');
		sigv4_encode(path, f->wire.p, f->wire.n, false);
		buf_char(path, '=');
		sigv4_encode(path, text.p, text.len, false);
	}
	buf_wipe(&text);
	return rc;
}

/* All headers that begin so: metadata. */
static int
add_headers(const struct rest *r, const struct aws_member *f, const struct json *v)
{
	char *name;
	int rc = 0;

	if (!json_is_object(v))
		return err_set(r->e, ERR_DATA, "%.*s is no object", (int)f->name.n, f->name.p);
	for (v = json_first(v); v != NULL && rc == 0; v = json_next(v)) {
		if (json_str(v) == NULL || strpbrk(json_name(v), ": \t\r\n") != NULL ||
		    json_name(v)[0] == '\0')
			return err_set(r->e, ERR_DATA,
			    "%.*s: a name or value in it cannot be a header", (int)f->name.n,
			    f->name.p);
		name = mem_fmt("%.*s%s", (int)f->wire.n, f->wire.p, json_name(v));
		rc = aws_wire_header(r->m, name, strlen(name), json_str(v), r->e);
		free(name);
	}
	return rc;
}

/* In quotes where it has a comma itself. */
static void
add_item(struct buf *all, const char *s)
{
	bool quotes = strpbrk(s, ",\"") != NULL;

	if (quotes)
		buf_char(all, '"');
	for (; *s != '\0'; s++) {
		if (quotes && (*s == '"' || *s == '\\'))
			buf_char(all, '\\');
		buf_char(all, *s);
	}
	if (quotes)
		buf_char(all, '"');
}

/* A list in one header is with commas; in the query it is the field several times. */
static int
add_list(const struct rest *r, const struct aws_member *f, struct slice of, const struct json *v)
{
	struct buf all = { 0 }, one = { 0 };
	int rc = 0;

	if (!json_is_array(v))
		return err_set(r->e, ERR_DATA, "%.*s is no list", (int)f->name.n, f->name.p);
	buf_str(&all, "");
	for (v = json_first(v); v != NULL && rc == 0; v = json_next(v)) {
		if (f->place == 'q') {
			rc = add_query(r, f, of, v);
			continue;
		}
		buf_reset(&one);
		rc = scalar(r, f, of, v, &one);
		if (all.len > 0)
			buf_char(&all, ',');
		add_item(&all, one.p);
	}
	if (rc == 0 && f->place == 'h')
		rc = aws_wire_header(r->m, f->wire.p, f->wire.n, all.p, r->e);
	buf_wipe(&all);
	buf_wipe(&one);
	return rc;
}

static int
add_place(const struct rest *r, const struct aws_member *f, const struct json *v)
{
	struct buf text = { 0 };
	struct aws_type t;
	int rc;

	aws_type_read(f->type, &t);
	if (f->place == 'H')
		return add_headers(r, f, v);
	if (t.kind == '[' || t.kind == '*')
		return add_list(r, f, t.of, v);
	if (f->place == 'q')
		return add_query(r, f, f->type, v);
	rc = scalar(r, f, f->type, v, &text);
	if (rc == 0)
		rc = aws_wire_header(r->m, f->wire.p, f->wire.n, text.p, r->e);
	buf_wipe(&text);
	return rc;
}

/* What the library decodes: it takes blanks and a '=' in the middle for bytes. */
static bool
is_base64(const char *s, size_t n, size_t pad)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	return n % 4 == 0 && strspn(s, letters) == n - pad;
}

/* Bytes that JSON holds as base64. */
static int
add_bytes(const struct rest *r, const struct aws_member *f, const struct json *v)
{
	const char *s = json_str(v);
	size_t n = s == NULL ? 0 : strlen(s), pad = 0;
	int got = -1;

	while (pad < 2 && pad < n && s[n - 1 - pad] == '=')
		pad++;
	if (s != NULL && n < (size_t)1 << 30 && is_base64(s, n, pad))
		got = EVP_DecodeBlock(
		    (unsigned char *)buf_room(&r->m->body, n), (const unsigned char *)s, (int)n);
	if (got < 0)
		return err_set(r->e, ERR_DATA, "%.*s is no base64", (int)f->name.n, f->name.p);
	r->m->body.len += (size_t)got - pad;
	return 0;
}

/* What the body is when one field is all of it. */
static int
add_payload(const struct rest *r, const struct aws_member *f, const struct json *v)
{
	struct aws_type t;

	aws_type_read(f->type, &t);
	if (t.kind != 'S') {
		r->m->raw = v == NULL;
		return v == NULL ? 0 : add_bytes(r, f, v);
	}
	if (v == NULL)
		return 0;
	return aws_element_write(&r->m->body, r->s->shapes, f->wire, f->type, v, S3_SPACE, r->e) ||
		       aws_wire_header(r->m, "Content-Type", 12, "application/xml", r->e)
		   ? -1
		   : 0;
}

/* The fields that are nowhere else, as they were written. */
static int
add_json(const struct rest *r, const struct rec *rec)
{
	const struct rec_field *f;
	struct aws_member m;
	struct buf *body = &r->m->body;
	size_t i;

	if (r->s->protocol != AWS_REST_JSON ||
	    (strcmp(r->m->method, "POST") != 0 && strcmp(r->m->method, "PUT") != 0))
		return 0;
	buf_char(body, '{');
	for (i = 0; i < rec->n; i++) {
		f = &rec->f[i];
		if (!aws_member_find(r->op->input, f->name.p, f->name.n, &m) || m.place != 0 ||
		    f->type == REC_NULL)
			continue;
		if (body->len > 1)
			buf_char(body, ',');
		emit_quote(body, m.wire.p, m.wire.n);
		buf_char(body, ':');
		if (f->type == REC_STRING)
			buf_char(body, '"');
		buf_add(body, f->text.p, f->text.n);
		if (f->type == REC_STRING)
			buf_char(body, '"');
	}
	buf_char(body, '}');
	return aws_wire_header(r->m, "Content-Type", 12, "application/json", r->e);
}

/* S3 wants to know that these came as they were sent, signature or not. */
static int
add_checksum(const struct rest *r)
{
	unsigned char sum[EVP_MAX_MD_SIZE], text[4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1];
	unsigned n = 0;

	if (!r->op->checksum)
		return 0;
	if (EVP_Digest(r->m->body.p == NULL ? "" : r->m->body.p, r->m->body.len, sum, &n,
		EVP_sha256(), NULL) != 1)
		mem_out();
	(void)EVP_EncodeBlock(text, sum, (int)n);
	return aws_wire_header(r->m, "x-amz-checksum-sha256", 21, (const char *)text, r->e);
}

int
aws_rest_write(struct aws_message *m, const struct aws_service *s, const struct aws_operation *op,
    const struct json *in, const struct rec *rec, struct err *e)
{
	const struct rest r = { m, s, op, in, e };
	const char *members = op->input;
	const struct json *v;
	struct aws_member f;

	if (aws_wire_known(op->input, in, e) || write_path(&r))
		return -1;
	m->streams = aws_members_bytes(op->output);
	while (aws_member_next(&members, &f)) {
		v = given(&r, f.name);
		if (f.place == 'b'
			? add_payload(&r, &f, v)
			: v != NULL && f.place != 0 && f.place != 'p' && add_place(&r, &f, v))
			return -1;
	}
	return add_json(&r, rec) || add_checksum(&r) ? -1 : 0;
}
