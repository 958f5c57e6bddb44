#include "sandbox/snaptrade_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/object.h"

struct snap_object *
snap_object_new(struct slice json)
{
	struct snap_object *o = mem_new(1, sizeof *o);
	struct err e;

	buf_add(&o->text, json.p, json.n);
	if (o->text.p != NULL && object_parse(o->text.p, o->text.len, &o->rec, &o->names, &e) == 0)
		return o;
	snap_object_free(o);
	return NULL;
}

void
snap_object_free(struct snap_object *o)
{
	if (o == NULL)
		return;
	buf_release(&o->text);
	buf_release(&o->names);
	free(o);
}

static struct slice
field_json(const struct rec_field *f)
{
	if (f->type == REC_STRING)
		return (struct slice){ f->text.p - 1, f->text.n + 2 };
	return f->text;
}

struct slice
snap_member(const struct snap_object *o, const char *name)
{
	const struct rec_field *f = o == NULL ? NULL : rec_get(&o->rec, name);

	return f == NULL ? (struct slice){ "null", 4 } : field_json(f);
}

struct slice
snap_string(const struct snap_object *o, const char *name)
{
	const struct rec_field *f = o == NULL ? NULL : rec_get(&o->rec, name);

	return f == NULL || f->type != REC_STRING ? (struct slice){ "", 0 } : f->text;
}

bool
snap_is_null(struct slice json)
{
	return slice_is(json, "null");
}

void
snap_add(struct buf *out, struct slice json)
{
	buf_add(out, json.p, json.n);
}

void
snap_put(struct buf *out, const char *name, struct slice json)
{
	if (out->len > 0 && out->p[out->len - 1] != '{')
		buf_char(out, ',');
	buf_fmt(out, "\"%s\":", name);
	snap_add(out, json);
}

void
snap_put_text(struct buf *out, const char *name, const char *json)
{
	snap_put(out, name, (struct slice){ json, strlen(json) });
}

void
snap_change(struct buf *out, struct slice object, const char *name, const char *json)
{
	struct snap_object *o = snap_object_new(object);
	const struct rec_field *f = o == NULL ? NULL : rec_get(&o->rec, name);
	struct slice line, was;

	if (o == NULL) {
		snap_add(out, object);
		return;
	}
	line = o->rec.line;
	if (f != NULL) {
		was = field_json(f);
		buf_add(out, line.p, (size_t)(was.p - line.p));
		buf_str(out, json);
		buf_add(out, was.p + was.n, (size_t)(line.p + line.n - was.p) - was.n);
	} else {
		buf_add(out, line.p, line.n - 1);
		buf_fmt(out, "%s\"%s\":%s}", o->rec.n > 0 ? "," : "", name, json);
	}
	snap_object_free(o);
}
