#include "secret/edit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "io/whole.h"

static void
add_member(struct buf *out, bool *first, const char *name, size_t n)
{
	if (!*first)
		buf_char(out, ',');
	*first = false;
	emit_quote(out, name, n);
	buf_char(out, ':');
}

static bool
same(const struct rec_field *f, const char *value)
{
	struct buf text = { .secret = true };
	bool is;

	if (f->type == REC_OBJECT || f->type == REC_ARRAY || f->type == REC_NULL)
		return false;
	rec_text(f, &text);
	is = text.len == strlen(value) && (text.len == 0 || memcmp(text.p, value, text.len) == 0);
	buf_release(&text);
	return is;
}

static struct edit *
find(struct edit *edits, size_t count, const struct slice *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_is(*name, edits[i].name))
			return &edits[i];
	return NULL;
}

static void
write_all(const struct rec *rec, struct edit *edits, size_t count, struct buf *out)
{
	const struct rec_field *f;
	bool first = true;
	struct edit *ed;
	size_t i;

	for (i = 0; i < count; i++)
		edits[i].did = edits[i].value == NULL ? EDIT_SAME : EDIT_ADDED;
	buf_char(out, '{');
	for (i = 0; i < rec->n; i++) {
		f = &rec->f[i];
		ed = find(edits, count, &f->name);
		if (ed != NULL && ed->value == NULL) {
			ed->did = EDIT_REMOVED;
			continue;
		}
		add_member(out, &first, f->name.p, f->name.n);
		if (ed != NULL)
			ed->did = ed->only_new || same(f, ed->value) ? EDIT_SAME : EDIT_CHANGED;
		if (ed == NULL || ed->did == EDIT_SAME)
			rec_json(f, out);
		else
			emit_quote(out, ed->value, strlen(ed->value));
	}
	for (i = 0; i < count; i++)
		if (edits[i].did == EDIT_ADDED) {
			add_member(out, &first, edits[i].name, strlen(edits[i].name));
			emit_quote(out, edits[i].value, strlen(edits[i].value));
		}
	buf_char(out, '}');
}

int
edit_text(
    const char *text, size_t n, struct edit *edits, size_t count, struct buf *out, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf line = { .secret = true }, names = { 0 };
	size_t i;
	int rc = -1;

	for (i = 0; i < count; i++)
		if (edits[i].value != NULL && !utf8_valid(edits[i].value, strlen(edits[i].value))) {
			(void)err_set(e, ERR_DATA, "%s: the value is no UTF-8", edits[i].name);
			goto out;
		}
	whole_line(&line, text, n);
	if (object_parse(line.p, line.len, rec, &names, e)) {
		(void)err_set(
		    e, ERR_CONFIG, "it is no JSON object, so a key of it cannot be changed");
		goto out;
	}
	write_all(rec, edits, count, out);
	if (out->len > EDIT_TEXT_MAX)
		(void)err_set(e, ERR_DATA, "it would have %zu bytes, and a secret has %d at most",
		    out->len, EDIT_TEXT_MAX);
	else
		rc = 0;
out:
	buf_release(&line);
	buf_release(&names);
	free(rec);
	return rc;
}

const char *
edit_word(enum edit_did did)
{
	static const char *const words[] = { "keep", "add", "change", "remove" };

	return words[did];
}
