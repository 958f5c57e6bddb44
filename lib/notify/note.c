#include "notify/note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "run/redact.h"

/* clang-format off */
/* What the words of records mean: a check's status, an event's level. */
static const struct word {
	const char *word;
	enum note_level level;
	const char *shown;
} statuses[] = {
	{ "pass", NOTE_INFO,  "ok" },
	{ "warn", NOTE_WARN,  "warning" },
	{ "fail", NOTE_ERROR, "FAILED" },
	{ "skip", NOTE_INFO,  "skipped" },
	{ 0 }
}, levels[] = {
	{ "info",    NOTE_INFO,  "info" },
	{ "warning", NOTE_WARN,  "warning" },
	{ "error",   NOTE_ERROR, "ERROR" },
	{ 0 }
};
/* clang-format on */

static const char *const names[] = { "info", "warn", "error" };

const char *
note_level_name(enum note_level level)
{
	return names[level];
}

int
note_level_find(const char *word)
{
	int i;

	for (i = 0; i < 3; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

/* A line ends with '\n' alone, other control characters are blanks, and neither is at the ends. */
static char *
clean(struct buf *text)
{
	size_t i, n, from = 0;
	char *p;

	buf_str(text, "");
	if (text->len > NOTE_TEXT_MAX) {
		text->len = (size_t)utf8_cut(text->p, text->len, NOTE_TEXT_MAX);
		text->p[text->len] = '\0';
	}
	for (i = n = 0; i < text->len; i++)
		if (text->p[i] != '\r' || text->p[i + 1] != '\n')
			text->p[n++] = text->p[i];
	text->len = n;
	text->p[n] = '\0';
	for (i = 0; i < text->len; i++)
		if (((unsigned char)text->p[i] < ' ' && text->p[i] != '\n') || text->p[i] == 0x7f)
			text->p[i] = ' ';
	while (text->len > 0 && strchr(" \n", text->p[text->len - 1]) != NULL)
		text->p[--text->len] = '\0';
	while (from < text->len && strchr(" \n", text->p[from]) != NULL)
		from++;
	p = mem_str(text->p + from);
	buf_release(text);
	return p;
}

static bool
add(struct buf *out, const char *before, const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type == REC_NULL || f->text.n == 0)
		return false;
	buf_str(out, before);
	rec_text(f, out);
	return true;
}

static const struct word *
word_of(const struct rec *rec, const char *name, const struct word *words, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);
	const struct word *w;

	for (w = words; f != NULL && f->type == REC_STRING && w->word != NULL; w++)
		if (slice_is(f->text, w->word))
			return w;
	(void)err_set(e, ERR_DATA, "%.*s: %s is %s", (int)rec_kind(rec).n, rec_kind(rec).p, name,
	    f == NULL ? "missing" : "none that is known");
	return NULL;
}

static int
need(const struct rec *rec, const char *name, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f != NULL && f->type == REC_STRING && f->text.n > 0)
		return 0;
	return err_set(
	    e, ERR_DATA, "%.*s: %s is missing", (int)rec_kind(rec).n, rec_kind(rec).p, name);
}

static int
of_check(struct note *n, const struct rec *rec, struct buf *key, struct err *e)
{
	const struct word *w;
	struct buf text = { 0 };

	if (need(rec, "name", e) || (w = word_of(rec, "status", statuses, e)) == NULL)
		return -1;
	n->check = true;
	n->level = w->level;
	n->unseen = strcmp(w->word, "skip") == 0;
	(void)add(key, "", rec, "name");
	buf_str(&text, w->shown);
	(void)add(&text, " ", rec, "name");
	if (!add(&text, ": ", rec, "text") && add(&text, ": ", rec, "observed"))
		(void)add(&text, ", not ", rec, "limit");
	if (w->level != NOTE_INFO)
		(void)add(&text, "\n  fix: ", rec, "fix");
	n->text = clean(&text);
	return 1;
}

static int
of_event(struct note *n, const struct rec *rec, struct buf *key, struct err *e)
{
	const struct word *w;
	struct buf text = { 0 };

	if (need(rec, "tool", e) || need(rec, "event", e) ||
	    (w = word_of(rec, "level", levels, e)) == NULL)
		return -1;
	n->level = w->level;
	(void)add(key, "", rec, "tool");
	(void)add(key, " ", rec, "event");
	buf_fmt(key, " %s", w->word);
	(void)add(key, " ", rec, "subject");
	buf_str(&text, w->shown);
	(void)add(&text, " ", rec, "tool");
	(void)add(&text, " ", rec, "event");
	(void)add(&text, " ", rec, "subject");
	(void)add(&text, ": ", rec, "text");
	n->text = clean(&text);
	return 1;
}

int
note_of_record(struct note *n, const struct rec *rec, const char *key, struct err *e)
{
	struct slice kind = rec_kind(rec);
	struct buf own = { 0 };
	int rc = 0;

	*n = (struct note){ 0 };
	if (kind.n == 0)
		return err_set(e, ERR_DATA, "the record has no kind");
	if (key != NULL)
		buf_fmt(&own, "%s ", key);
	if (slice_is(kind, "check"))
		rc = of_check(n, rec, &own, e);
	else if (slice_is(kind, "event"))
		rc = of_event(n, rec, &own, e);
	if (rc > 0)
		n->key = clean(&own);
	buf_release(&own);
	return rc;
}

int
note_of_text(
    struct note *n, const char *text, enum note_level level, const char *key, struct err *e)
{
	struct buf copy = { 0 }, own = { 0 };

	*n = (struct note){ .level = level, .asked = true };
	if (!utf8_valid(text, strlen(text)))
		return err_set(e, ERR_DATA, "the text is no UTF-8");
	buf_str(&copy, text);
	n->text = clean(&copy);
	if (n->text[0] == '\0')
		return err_set(e, ERR_DATA, "there is nothing to send: the text is empty");
	buf_str(&own, key != NULL ? key : n->text);
	redact_text(&own); /* it is written down */
	n->key = clean(&own);
	return 0;
}

void
note_release(struct note *n)
{
	free(n->key);
	free(n->text);
	*n = (struct note){ 0 };
}
