#include "aws/pages.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/keys.h"
#include "aws/message.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/object.h"

/* The token that an answer ends with; *token is empty at the end. */
static int
take_token(const struct aws_paging *how, const struct buf *answer, struct buf *token, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	const struct rec_field *f, *more;
	int rc = answer->len == 0 ? 0 : object_parse(answer->p, answer->len, rec, &names, e);

	buf_reset(token);
	if (rc == 0) {
		f = rec_get(rec, how->next);
		more = how->more == NULL ? NULL : rec_get(rec, how->more);
		if (f != NULL && f->type != REC_NULL && f->text.n > 0 &&
		    (more == NULL || more->type != REC_FALSE))
			rec_json(f, token);
	}
	buf_release(&names);
	free(rec);
	return rc;
}

/* The input with another token in it. */
static int
set_token(
    const char *json, const char *name, const struct buf *token, struct buf *out, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	char *line = aws_input_line(json);
	int rc = object_parse(line, strlen(line), rec, &names, e);
	size_t i;

	buf_reset(out);
	buf_char(out, '{');
	for (i = 0; rc == 0 && i < rec->n; i++) {
		if (slice_is(rec->f[i].name, name))
			continue;
		emit_quote(out, rec->f[i].name.p, rec->f[i].name.n);
		buf_char(out, ':');
		rec_json(&rec->f[i], out);
		buf_char(out, ',');
	}
	emit_quote(out, name, strlen(name));
	buf_fmt(out, ":%s}", token->p);
	aws_wipe(line);
	buf_wipe(&names);
	free(rec);
	return rc;
}

static bool
same(const struct buf *a, const struct buf *b)
{
	return a->len > 0 && a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

/* Tokens so far: the last one, and one that is kept for twice as long each time, which a circle of any
 * length meets. */
struct seen {
	struct buf last, kept;
	size_t until;
};

/* 1: go on; 0: the end; -1: for ever. */
static int
judge(
    struct seen *s, const struct aws_paging *how, const struct buf *token, size_t n, struct err *e)
{
	if (token->len == 0 || (how->same && same(token, &s->last)))
		return 0;
	if (same(token, &s->last) || same(token, &s->kept))
		return err_set(e, ERR_DATA,
		    "page %zu: the service gives a %s that it gave before, so there would be no end",
		    n, how->next);
	if (n >= AWS_PAGES_MAX)
		return err_set(e, ERR_DATA, "more than %d pages", AWS_PAGES_MAX);
	if (n >= s->until) {
		s->until = 2 * n;
		buf_reset(&s->kept);
		buf_add(&s->kept, token->p, token->len);
	}
	buf_reset(&s->last);
	buf_add(&s->last, token->p, token->len);
	return 1;
}

int
aws_pages(struct aws *a, const struct aws_request *first, aws_page *page, void *arg, struct err *e)
{
	const struct aws_operation *op = aws_operation_find(first->service, first->operation);
	struct buf answer = { 0 }, token = { 0 }, json = { 0 };
	struct aws_request q = *first;
	struct seen seen = { .until = 1 };
	size_t n;
	int rc;

	for (n = 1;; n++) {
		buf_reset(&answer);
		buf_str(&answer, "");
		rc = aws_send(a, &q, &answer, e);
		if (rc == 0)
			rc = page(arg, answer.p, answer.len, e);
		if (rc != 0 || op == NULL || op->pages.token == NULL)
			break;
		if (take_token(&op->pages, &answer, &token, e)) {
			rc = -1;
			break;
		}
		rc = judge(&seen, &op->pages, &token, n, e);
		if (rc <= 0)
			break;
		if (set_token(first->json == NULL ? "{}" : first->json, op->pages.token, &token,
			&json, e)) {
			rc = -1;
			break;
		}
		q.json = json.p;
	}
	buf_wipe(&answer);
	buf_wipe(&json);
	buf_release(&token);
	buf_release(&seen.last);
	buf_release(&seen.kept);
	return rc < 0 ? -1 : 0;
}

int
aws_items(const struct aws_operation *op, const char *answer, size_t n, aws_page *item, void *arg,
    struct err *e)
{
	const char *at = op->pages.items;
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	const struct rec_field *f;
	struct slice rest, one;
	char *name;
	int rc = n == 0 ? 0 : object_parse(answer, n, rec, &names, e);

	while (rc == 0 && at != NULL && *at != '\0') {
		name = mem_copy(at, strcspn(at, ","));
		at += strlen(name);
		at += *at == ',';
		f = rec_get(rec, name);
		free(name);
		if (f == NULL || f->type != REC_ARRAY)
			continue;
		for (rest = f->text; rc == 0 && array_next(&rest, &one);)
			rc = item(arg, one.p, one.n, e);
	}
	buf_release(&names);
	free(rec);
	return rc;
}
