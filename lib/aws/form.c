/* Requests of the query and EC2 protocols: forms */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "aws/message.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "aws/sigv4.h"
#include "aws/wire.h"
#include "base/buf.h"
#include "base/err.h"
#include "io/json.h"

struct form {
	struct buf *out;
	const struct aws_shape *shapes;
	bool ec2;
	struct buf name; /* "Filter.1.Value.2": of what is being written */
};

/* By structure, list and map in turn: the depth is that of the input, which its reader limits. */
static int value(struct form *f, struct slice type, const struct json *v, struct err *e);

static void
pair(struct form *f, const char *text, size_t n)
{
	buf_char(f->out, '&');
	sigv4_encode(f->out, f->name.p, f->name.len, false);
	buf_char(f->out, '=');
	sigv4_encode(f->out, text, n, false);
}

static void
back(struct form *f, size_t len)
{
	f->name.len = len;
	f->name.p[len] = '\0';
}

static int
structure(struct form *f, const char *members, const struct json *v, struct err *e)
{
	size_t len = f->name.len;
	const struct json *field;
	struct aws_member m;

	if (!json_is_object(v))
		return err_set(e, ERR_DATA, "%s is no object", f->name.p);
	if (aws_wire_known(members, v, e))
		return -1;
	while (aws_member_next(&members, &m)) {
		for (field = json_first(v); field != NULL; field = json_next(field))
			if (slice_is(m.name, json_name(field)))
				break;
		if (json_is_null(field))
			continue;
		if (len > 0)
			buf_char(&f->name, '.');
		buf_char(
		    &f->name, f->ec2 ? (char)toupper((unsigned char)m.wire.p[0]) : m.wire.p[0]);
		buf_add(&f->name, m.wire.p + 1, m.wire.n - 1);
		if (value(f, m.type, field, e))
			return -1;
		back(f, len);
	}
	return 0;
}

static int
list(struct form *f, const struct aws_type *t, const struct json *v, struct err *e)
{
	const char *element = t->names.n > 0 ? t->names.p : "member";
	size_t n = t->names.n > 0 ? t->names.n : 6, len = f->name.len, i = 0;
	const struct json *item;

	if (!json_is_array(v))
		return err_set(e, ERR_DATA, "%s is no list", f->name.p);
	if (json_first(v) == NULL && !f->ec2)
		pair(f, "", 0); /* an empty list is told, but for EC2 */
	for (item = json_first(v); item != NULL; item = json_next(item)) {
		if (t->kind == '[' && !f->ec2)
			buf_fmt(&f->name, ".%.*s", (int)n, element);
		buf_fmt(&f->name, ".%zu", ++i);
		if (value(f, t->of, item, e))
			return -1;
		back(f, len);
	}
	return 0;
}

static int
map(struct form *f, const struct aws_type *t, const struct json *v, struct err *e)
{
	const char *comma = t->names.n > 0 ? memchr(t->names.p, ',', t->names.n) : NULL;
	struct slice key = { "key", 3 }, val = { "value", 5 };
	size_t len = f->name.len, entry, i = 0;
	const struct json *item;

	if (!json_is_object(v))
		return err_set(e, ERR_DATA, "%s is no object", f->name.p);
	if (comma != NULL) {
		key = (struct slice){ t->names.p, (size_t)(comma - t->names.p) };
		val = (struct slice){ comma + 1, t->names.n - key.n - 1 };
	}
	for (item = json_first(v); item != NULL; item = json_next(item)) {
		buf_fmt(&f->name, ".entry.%zu", ++i);
		entry = f->name.len;
		buf_fmt(&f->name, ".%.*s", (int)key.n, key.p);
		pair(f, json_name(item), strlen(json_name(item)));
		back(f, entry);
		buf_fmt(&f->name, ".%.*s", (int)val.n, val.p);
		if (value(f, t->of, item, e))
			return -1;
		back(f, len);
	}
	return 0;
}

static int
value(struct form *f, struct slice type, const struct json *v, struct err *e)
{
	struct buf text = { 0 };
	struct aws_type t;
	int rc;

	aws_type_read(type, &t);
	if (t.kind == 'S')
		return structure(f, aws_shape_members(f->shapes, t.of), v, e);
	if (t.kind == '[' || t.kind == '*')
		return list(f, &t, v, e);
	if (t.kind == '{')
		return map(f, &t, v, e);
	rc = aws_wire_scalar(&text, v, &t, '8', (struct slice){ f->name.p, f->name.len }, e);
	if (rc == 0)
		pair(f, text.p == NULL ? "" : text.p, text.len);
	buf_wipe(&text);
	return rc;
}

int
aws_form_write(struct aws_message *m, const struct aws_service *s, const struct aws_operation *op,
    const struct json *in, struct err *e)
{
	struct form f = { .out = &m->body, .shapes = s->shapes, .ec2 = s->protocol == AWS_EC2 };
	int rc;

	buf_str(&m->path, "/");
	buf_fmt(&m->body, "Action=%s&Version=%s", op->name, s->target);
	buf_str(&f.name, "");
	rc = structure(&f, op->input, in, e);
	buf_release(&f.name);
	return rc ? -1
		  : aws_wire_header(m, "Content-Type", 12,
			"application/x-www-form-urlencoded; charset=utf-8", e);
}
