#include "health/results.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/jsonl.h"
#include "io/utf8.h"

/* Programs and files print what they like; what reads us wants UTF-8. NULL stays; owned. */
static char *
text_of(const char *s)
{
	struct buf out = { 0 };
	size_t i, len, n;

	if (s == NULL || utf8_valid(s, strlen(s)))
		return mem_str(s);
	n = strlen(s);
	for (i = 0; i < n; i += len) {
		len = utf8_char(s + i, n - i);
		if (len > 0)
			buf_add(&out, s + i, len);
		else
			buf_str(&out, "\357\277\275"); /* U+FFFD */
		len += len == 0;
	}
	return buf_take(&out);
}

int
results_take(void *results, const struct check *c, struct err *e)
{
	struct results *r = results;

	(void)e;
	r->all = mem_grow(r->all, r->n + 1, sizeof *r->all);
	r->all[r->n++] = (struct check){ .name = text_of(c->name),
		.status = c->status,
		.observed = text_of(c->observed),
		.limit = text_of(c->limit),
		.text = text_of(c->text),
		.fix = text_of(c->fix) };
	r->counts[c->status]++;
	return 0;
}

/* They were copied: nobody else has them. */
static void
drop(const char *text)
{
	union {
		const char *from;
		char *to;
	} mine = { .from = text };

	free(mine.to);
}

void
results_release(struct results *r)
{
	struct check *c;

	while (r->n > 0) {
		c = &r->all[--r->n];
		drop(c->name);
		drop(c->observed);
		drop(c->limit);
		drop(c->text);
		drop(c->fix);
	}
	free(r->all);
	*r = (struct results){ 0 };
}

static int
status_of(const struct rec *rec, enum check_status *status)
{
	const struct slice word = rec_word(rec_get(rec, "status"));
	int i;

	for (i = CHECK_OK; i <= CHECK_UNKNOWN; i++)
		if (slice_is(word, check_status_name((enum check_status)i))) {
			*status = (enum check_status)i;
			return 0;
		}
	return -1;
}

static int
take_record(struct results *r, const struct rec *rec, struct err *e)
{
	char *name = rec_take_text(rec_get(rec, "name")),
	     *observed = rec_take_text(rec_get(rec, "observed")),
	     *limit = rec_take_text(rec_get(rec, "limit")),
	     *text = rec_take_text(rec_get(rec, "text")), *fix = rec_take_text(rec_get(rec, "fix"));
	struct check c = {
		.name = name, .observed = observed, .limit = limit, .text = text, .fix = fix
	};
	int rc;

	if (name == NULL || status_of(rec, &c.status))
		rc = err_set(e, ERR_DATA, "a check needs name and status (pass, warn, fail, skip)");
	else
		rc = results_take(r, &c, e);
	free(name);
	free(observed);
	free(limit);
	free(text);
	free(fix);
	return rc;
}

int
results_read(struct results *r, FILE *fp, const char *name, struct err *e)
{
	struct jsonl in;
	struct rec *rec = mem_new(1, sizeof *rec);
	int got;

	jsonl_init(&in, fp, name);
	while ((got = jsonl_next(&in, rec, e)) > 0)
		if (slice_is(rec_kind(rec), "check") && take_record(r, rec, e)) {
			got = -1;
			break;
		}
	if (got < 0)
		(void)err_wrap(e, "%s:%zu", name, in.lineno);
	jsonl_release(&in);
	free(rec);
	return got;
}

static const struct check *
find(const struct results *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->all[i].name, name) == 0)
			return &r->all[i];
	return NULL;
}

/* How it is now, by how it was. */
static enum check_status
worse(const struct check *was, const struct check *is, const char **lead)
{
	*lead = "";
	if (is->status == CHECK_FAILED) {
		*lead = was != NULL && was->status == CHECK_FAILED ? "failed before, too: "
			: was == NULL ? "fails, and was not looked at before: "
				      : "fails now: ";
		return was != NULL && was->status == CHECK_FAILED ? CHECK_WARNING : CHECK_FAILED;
	}
	if (was != NULL && was->status == CHECK_FAILED && is->status != CHECK_UNKNOWN)
		*lead = "mended: ";
	if (is->status == CHECK_UNKNOWN && was != NULL && was->status != CHECK_UNKNOWN) {
		*lead = "not looked at any more: ";
		return CHECK_WARNING;
	}
	return is->status;
}

void
results_compare(const struct results *before, const struct results *now, struct results *out)
{
	const struct check *was, *is;
	struct check c;
	struct err none;
	const char *lead;
	char *text;
	size_t i;

	for (i = 0; i < now->n; i++) {
		is = &now->all[i];
		was = find(before, is->name);
		c = *is;
		c.status = worse(was, is, &lead);
		c.observed = check_status_name(is->status);
		c.limit = was == NULL ? NULL : check_status_name(was->status);
		text = mem_fmt("%s%s", lead, is->text != NULL ? is->text : "");
		c.text = text;
		(void)results_take(out, &c, &none); /* cannot fail */
		free(text);
	}
	for (i = 0; i < before->n; i++) {
		was = &before->all[i];
		if (was->status == CHECK_UNKNOWN || find(now, was->name) != NULL)
			continue;
		c = (struct check){ .name = was->name,
			.status = CHECK_WARNING,
			.observed = "none",
			.limit = check_status_name(was->status),
			.text = "not looked at any more" };
		(void)results_take(out, &c, &none); /* cannot fail */
	}
}
