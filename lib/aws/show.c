#include "aws/show.h"

#include <stdlib.h>
#include <string.h>

#include "aws/keys.h"
#include "aws/message.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"

int
aws_mask(const struct aws_operation *op, const char *json, struct buf *out, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	struct aws_member m;
	const struct rec_field *f;
	char *line = aws_input_line(json);
	const char *at = line, *quote;
	size_t i;
	int rc = object_parse(line, strlen(line), rec, &names, e);

	for (i = 0; rc == 0 && i < rec->n; i++) {
		f = &rec->f[i];
		if (op == NULL ? !aws_member_hides(f->name)
			       : !aws_member_find(op->input, f->name.p, f->name.n, &m) || !m.secret)
			continue;
		quote = f->type == REC_STRING ? "" : "\"";
		buf_add(out, at, (size_t)(f->text.p - at));
		buf_fmt(out, "%s***%s", quote, quote);
		at = f->text.p + f->text.n;
	}
	buf_str(out, at);
	aws_wipe(line);
	buf_wipe(&names);
	free(rec);
	return rc;
}

static void
add_header(struct buf *out, const char *line, bool first)
{
	const char *colon = strchr(line, ':');

	if (!first)
		buf_char(out, ',');
	emit_quote(out, line, (size_t)(colon - line));
	buf_char(out, ':');
	emit_quote(out, colon + 2, strlen(colon + 2));
}

void
aws_show(const struct aws_message *m, const char *base, const char *target, struct buf *out)
{
	size_t i;

	buf_str(out, "{\"method\":");
	emit_quote(out, m->method, strlen(m->method));
	buf_str(out, ",\"url\":\"");
	buf_str(out, base);
	buf_str(out, target); /* both are of plain characters */
	buf_str(out, "\",\"headers\":{");
	for (i = 0; i < m->nheaders; i++)
		add_header(out, m->headers[i], i == 0);
	buf_str(out, "},\"body\":");
	if (m->body.len > 0)
		emit_quote(out, m->body.p, m->body.len);
	else
		buf_str(out, "null");
	buf_char(out, '}');
}
