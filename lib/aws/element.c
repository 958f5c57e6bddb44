/* JSON as XML, by the tables */
#include <string.h>

#include "aws/shape.h"
#include "aws/wire.h"
#include "base/buf.h"
#include "base/err.h"
#include "io/json.h"
#include "io/xml.h"

static void
open_tag(struct buf *out, struct slice name, const char *space)
{
	buf_fmt(out, "<%.*s", (int)name.n, name.p);
	if (space != NULL)
		buf_fmt(out, " xmlns=\"%s\"", space);
	buf_char(out, '>');
}

static void
close_tag(struct buf *out, struct slice name)
{
	buf_fmt(out, "</%.*s>", (int)name.n, name.p);
}

static int
members(struct buf *out, const struct aws_shape *shapes, const char *list, const struct json *value,
    struct err *e)
{
	const struct json *v;
	struct aws_member m;

	if (aws_wire_known(list, value, e))
		return -1;
	while (aws_member_next(&list, &m)) {
		for (v = json_first(value); v != NULL; v = json_next(v))
			if (slice_is(m.name, json_name(v)))
				break;
		if (!json_is_null(v) && aws_element_write(out, shapes, m.wire, m.type, v, NULL, e))
			return -1;
	}
	return 0;
}

static int
elements(struct buf *out, const struct aws_shape *shapes, struct slice name,
    const struct aws_type *t, const struct json *value, struct err *e)
{
	struct slice element = name;
	const struct json *v;

	if (!json_is_array(value))
		return err_set(e, ERR_DATA, "%.*s is no list", (int)name.n, name.p);
	if (t->kind == '[') {
		element = t->names.n > 0 ? t->names : (struct slice){ "member", 6 };
		open_tag(out, name, NULL);
	}
	for (v = json_first(value); v != NULL; v = json_next(v))
		if (aws_element_write(out, shapes, element, t->of, v, NULL, e))
			return -1;
	if (t->kind == '[')
		close_tag(out, name);
	return 0;
}

int
aws_element_write(struct buf *out, const struct aws_shape *shapes, struct slice name,
    struct slice type, const struct json *value, const char *space, struct err *e)
{
	struct buf text = { 0 };
	struct aws_type t;
	int rc;

	aws_type_read(type, &t);
	if (t.kind == '[' || t.kind == '*')
		return elements(out, shapes, name, &t, value, e);
	open_tag(out, name, space);
	if (t.kind == 'S') {
		rc = members(out, shapes, aws_shape_members(shapes, t.of), value, e);
	} else {
		rc = aws_wire_scalar(&text, value, &t, '8', name, e);
		xml_quote(out, text.p == NULL ? "" : text.p, text.len);
	}
	buf_wipe(&text);
	close_tag(out, name);
	return rc;
}
