#include "vendor/discord_embed.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "io/array.h"
#include "io/pick.h"

#define SIGNS 3 /* parameters of a signed address: ex, is, hm */

/* --- embeds as text */

static void
add_line(struct buf *out, const struct rec_field *v)
{
	if (v->type != REC_STRING || v->text.p == NULL || v->text.n == 0)
		return;
	if (out->len > 0)
		buf_char(out, '\n');
	rec_text(v, out);
}

static void
add_fields(struct buf *out, const struct rec_field *fields)
{
	static const char *const paths[] = { "name", "value" };
	struct slice rest = fields->text, one;
	struct rec_field v[2];

	while (fields->type == REC_ARRAY && array_next(&rest, &one)) {
		if (*one.p != '{')
			continue;
		pick(one, paths, 2, v);
		add_line(out, &v[0]);
		add_line(out, &v[1]);
	}
}

void
discord_embeds_text(struct buf *out, struct slice embeds)
{
	static const char *const paths[] = { "title", "description", "fields" };
	struct rec_field v[3];
	struct slice one;

	while (array_next(&embeds, &one)) {
		if (*one.p != '{')
			continue;
		pick(one, paths, 3, v);
		add_line(out, &v[0]);
		add_line(out, &v[1]);
		add_fields(out, &v[2]);
	}
}

/* --- addresses of files */

/* How long the string's rest is, from p on: to its quote. */
static size_t
to_quote(const char *p, const char *end)
{
	const char *at = p;

	while (at < end && *at != '"')
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	return (size_t)((at < end ? at : end) - p);
}

static bool
is_signature(const char *p, size_t n)
{
	return n >= 3 &&
	       (memcmp(p, "ex=", 3) == 0 || memcmp(p, "is=", 3) == 0 || memcmp(p, "hm=", 3) == 0);
}

/* An address with its query: signed where it has all three; then what signs is left out. */
static void
add_address(struct buf *out, const char *p, size_t n)
{
	const char *query = memchr(p, '?', n), *end = p + n, *next;
	size_t from = out->len, signs = 0;
	char between = '?';

	buf_add(out, p, query != NULL ? (size_t)(query - p) : n);
	for (; query != NULL && query < end; query = next) {
		query++;
		next = memchr(query, '&', (size_t)(end - query));
		if (next == NULL)
			next = end;
		if (is_signature(query, (size_t)(next - query))) {
			signs++;
			continue;
		}
		buf_char(out, between);
		buf_add(out, query, (size_t)(next - query));
		between = '&';
	}
	if (signs > 0 && signs < SIGNS) { /* they mean something else there */
		out->len = from;
		buf_add(out, p, n);
	}
}

void
discord_unsigned(struct buf *out, struct slice json)
{
	const char *p = json.p, *end = json.p + json.n, *quote;
	size_t n;

	while (p < end && (quote = memchr(p, '"', (size_t)(end - p))) != NULL) {
		buf_add(out, p, (size_t)(quote + 1 - p));
		p = quote + 1;
		n = to_quote(p, end);
		if (n > 4 && memcmp(p, "http", 4) == 0)
			add_address(out, p, n);
		else
			buf_add(out, p, n);
		p += n;
		if (p < end)
			buf_char(out, *p++); /* the quote */
	}
	if (p < end)
		buf_add(out, p, (size_t)(end - p));
}

/* --- files */

static void
add_member(struct buf *out, const char *name, const struct rec_field *v, bool *first)
{
	struct buf text = { 0 };

	if (v->text.p == NULL || v->type == REC_NULL)
		return;
	buf_fmt(out, "%s\"%s\":", *first ? "" : ",", name);
	rec_json(v, &text);
	discord_unsigned(out, (struct slice){ text.p, text.len });
	buf_release(&text);
	*first = false;
}

void
discord_attachments(struct buf *out, struct slice attachments)
{
	static const char *const paths[] = { "url", "filename", "size", "content_type" };
	struct rec_field v[4];
	struct slice one;
	bool first, any = false;
	size_t i;

	while (array_next(&attachments, &one)) {
		if (*one.p != '{')
			continue;
		pick(one, paths, 4, v);
		buf_str(out, any ? ",{" : "[{");
		any = true;
		for (first = true, i = 0; i < 4; i++)
			add_member(out, paths[i], &v[i], &first);
		buf_char(out, '}');
	}
	if (any)
		buf_char(out, ']');
}
