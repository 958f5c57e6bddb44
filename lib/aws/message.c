#include "aws/message.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "aws/keys.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "aws/wire.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/json.h"
#include "io/object.h"
#include "net/http.h"

/* A UUID of version 4 (RFC 9562). */
static int
uuid(char out[37], struct err *e)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char r[16];
	size_t i, n = 0;

	if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r)
		return err_errno(e, ERR_BUG, "random bytes");
	r[6] = (unsigned char)((r[6] & 0x0f) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	for (i = 0; i < sizeof r; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[n++] = '-';
		out[n++] = hex[r[i] >> 4];
		out[n++] = hex[r[i] & 0xf];
	}
	out[n] = '\0';
	return 0;
}

/* Times of JSON are seconds since 1970: where somebody wrote one as text, in a field of its own. */
static int
set_times(const struct aws_operation *op, const struct rec *rec, const char *line, struct buf *out,
    struct err *e)
{
	const struct rec_field *f;
	struct aws_member m;
	char text[NUM_TEXT_MAX];
	const char *at = line;
	int64_t ns;
	size_t i;

	for (i = 0; op != NULL && i < rec->n; i++) {
		f = &rec->f[i];
		if (f->type != REC_STRING ||
		    !aws_member_find(op->input, f->name.p, f->name.n, &m) || m.type.p[0] != 't' ||
		    m.place != 0)
			continue;
		if (clock_parse_time(f->text.p, f->text.n, &ns) &&
		    clock_parse_date(f->text.p, f->text.n, &ns))
			return err_set(e, ERR_DATA,
			    "%.*s is no time with its zone (2024-01-31T12:00:00Z)", (int)m.name.n,
			    m.name.p);
		buf_add(out, at, (size_t)(f->text.p - 1 - at)); /* without the quotes */
		buf_add(out, text, num_fixed_text(text, ns, NUM_PRICE_DIGITS));
		at = f->text.p + f->text.n + 1;
	}
	buf_str(out, at);
	return 0;
}

static bool
has(const struct rec *rec, struct slice name)
{
	size_t i;

	for (i = 0; i < rec->n; i++)
		if (rec->f[i].name.n == name.n && memcmp(rec->f[i].name.p, name.p, name.n) == 0)
			return true;
	return false;
}

/*
 * The input as it is sent: with a token that makes it happen once, if the operation has such a
 * field.
 */
static int
complete(struct aws_message *m, const struct aws_service *s, const struct aws_operation *op,
    const char *json, const struct rec *rec, struct buf *out, struct err *e)
{
	const char *members = op == NULL ? NULL : op->input;
	struct aws_member f;
	size_t added = 0;
	char id[37];

	if (aws_service_open(s) || s->protocol == AWS_REST_JSON) {
		if (set_times(op, rec, json, out, e))
			return -1;
	} else {
		buf_str(out, json);
	}
	while (aws_member_next(&members, &f)) {
		m->once = m->once || f.token;
		if ((!f.token && !f.encoded) || has(rec, f.name))
			continue;
		if (f.token && uuid(id, e))
			return -1;
		while (out->p[out->len - 1] != '}')
			out->len--;
		out->len--;
		buf_fmt(out, "%s\"%.*s\":\"%s\"}", rec->n + added++ > 0 ? "," : "", (int)f.name.n,
		    f.name.p, f.token ? id : "url");
	}
	return 0;
}

int
aws_wire_header(struct aws_message *m, const char *name, size_t n, const char *value, struct err *e)
{
	const char *c;

	for (c = value; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			return err_set(e, ERR_DATA,
			    "%.*s: it goes into a header, where no control character may be",
			    (int)n, name);
	if (m->nheaders == AWS_HEADERS_MAX)
		return err_set(e, ERR_DATA, "%.*s: too many headers", (int)n, name);
	m->headers[m->nheaders++] = mem_fmt("%.*s: %s", (int)n, name, value);
	return 0;
}

static int
json_heads(struct aws_message *m, const struct aws_service *s, const char *operation, struct err *e)
{
	char *target = mem_fmt("%s.%s", s->target, operation);
	int rc = aws_wire_header(m, "X-Amz-Target", 12, target, e);

	free(target);
	if (rc == 0)
		rc = aws_wire_header(m, "Content-Type", 12,
		    s->protocol == AWS_JSON_1_0 ? "application/x-amz-json-1.0"
						: "application/x-amz-json-1.1",
		    e);
	if (rc == 0 && s->query_mode)
		rc = aws_wire_header(m, "x-amzn-query-mode", 17, "true", e);
	return rc;
}

/* The fields as a tree too: where they go is by their names. */
static int
write_tree(struct aws_message *m, const struct aws_service *s, const struct aws_operation *op,
    const struct buf *text, const struct rec *rec, struct err *e)
{
	struct json *in = json_parse(text->p, text->len, e);
	int rc = -1;

	if (in != NULL)
		rc = s->protocol == AWS_QUERY || s->protocol == AWS_EC2
			 ? aws_form_write(m, s, op, in, e)
			 : aws_rest_write(m, s, op, in, rec, e);
	json_wipe(in);
	return rc;
}

/* Line ends are blanks as good between tokens, and cannot be within. */
char *
aws_input_line(const char *json)
{
	char *line = mem_str(json == NULL ? "{}" : json), *c;

	for (c = line; *c != '\0'; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	return line;
}

static int
write_it(struct aws_message *m, const struct aws_service *s, const struct aws_operation *op,
    const char *operation, const struct buf *text, struct rec *rec, struct err *e)
{
	struct buf names = { 0 };
	int rc;

	if (aws_service_open(s)) {
		buf_str(&m->path, "/");
		buf_add(&m->body, text->p, text->len);
		return json_heads(m, s, operation, e);
	}
	rc = object_parse(text->p, text->len, rec, &names, e);
	if (rc == 0)
		rc = write_tree(m, s, op, text, rec, e);
	buf_wipe(&names);
	return rc;
}

int
aws_message_write(struct aws_message *m, const struct aws_service *s,
    const struct aws_operation *op, const char *operation, const char *json, struct err *e)
{
	struct buf whole = { 0 }, names = { 0 };
	struct rec *rec;
	char *line;
	int rc = -1;

	*m = (struct aws_message){ .method = "POST" };
	if (op == NULL && !aws_service_open(s))
		return err_set(e, ERR_USAGE, "%s: %s is not one of its operations that are known",
		    s->name, operation);
	rec = mem_new(1, sizeof *rec);
	line = aws_input_line(json);
	if (op != NULL)
		operation = op->name;
	if (object_parse(line, strlen(line), rec, &names, e))
		(void)err_wrap(e, "the input");
	else if (complete(m, s, op, line, rec, &whole, e) == 0)
		rc = write_it(m, s, op, operation, &whole, rec, e);
	aws_wipe(line);
	buf_wipe(&whole);
	buf_wipe(&names);
	free(rec);
	return rc ? err_wrap(e, "%s", operation) : 0;
}

void
aws_message_release(struct aws_message *m)
{
	size_t i;

	for (i = 0; i < m->nheaders; i++)
		aws_wipe(m->headers[i]);
	free(m->bucket);
	buf_wipe(&m->path);
	buf_wipe(&m->body);
	*m = (struct aws_message){ 0 };
}

/* An answer is a JSON object or nothing. It is looked at where it stands: a secret may be in it. */
static int
take_json(struct buf *body, struct buf *out, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	size_t i;
	int rc = 0;

	/* a line's end is a blank as good as any outside of strings, and cannot be within */
	for (i = 0; i < body->len; i++)
		if (body->p[i] == '\n' || body->p[i] == '\r')
			body->p[i] = ' ';
	if (body->len > 0)
		rc = object_parse(body->p, body->len, rec, &names, e);
	if (rc == 0)
		buf_add(out, body->p, body->len);
	buf_release(&names);
	free(rec);
	return rc;
}

int
aws_message_read(const struct aws_service *s, const struct aws_operation *op,
    struct http_reply *reply, bool streamed, struct buf *out, struct err *e)
{
	int rc;

	if (aws_service_open(s) || s->protocol == AWS_REST_JSON)
		rc = take_json(&reply->body, out, e);
	else
		rc = aws_answer_read(s, op, reply, streamed, out, e);
	return rc ? err_wrap(e, "the answer") : 0;
}
