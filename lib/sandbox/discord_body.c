#include "sandbox/discord_body.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/object.h"
#include "io/whole.h"
#include "sandbox/discord_call.h"

#define FILE_MAX ((size_t)10 << 20)
#define PATH_MAX_LEN 96

/* The objects and errors of one body. */
struct checker {
	struct disc_form form;
	size_t letters; /* of all embeds */
};

static struct slice
json(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type == REC_NULL)
		return (struct slice){ "", 0 };
	if (f->type == REC_STRING)
		return (struct slice){ f->text.p - 1, f->text.n + 2 };
	return f->text;
}

/* How many characters a field has; 0: none, and no text. *blank: nothing but blanks. */
static size_t
letters(const struct rec_field *f, bool *blank)
{
	struct buf text = { 0 };
	size_t i, n = 0;

	*blank = true;
	if (f == NULL || f->type != REC_STRING)
		return 0;
	rec_text(f, &text);
	for (i = 0; i < text.len; i++) {
		n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
		*blank = *blank && strchr(" \t\r\n", text.p[i]) != NULL;
	}
	buf_release(&text);
	return n;
}

/* A text of at most max characters, its number added to the sum where there is one. */
static void
check_text(struct checker *k, const struct rec *rec, const char *at, const char *name, size_t max,
    bool needed, size_t *sum)
{
	const struct rec_field *f = rec_get(rec, name);
	char path[PATH_MAX_LEN];
	bool blank;
	size_t n = letters(f, &blank);

	(void)snprintf(path, sizeof path, "%s%s%s", at, *at != '\0' ? "." : "", name);
	if (f != NULL && f->type != REC_STRING && f->type != REC_NULL)
		disc_form_bad(&k->form, path, "STRING_TYPE_CONVERT",
		    "Could not interpret \"%.*s\" as string.",
		    (int)(f->text.n < 40 ? f->text.n : 40), f->text.p);
	else if (n > max)
		disc_form_bad(
		    &k->form, path, "BASE_TYPE_MAX_LENGTH", "Must be %zu or fewer in length.", max);
	else if (needed && blank)
		disc_form_bad(&k->form, path, "BASE_TYPE_REQUIRED", "This field is required");
	if (sum != NULL)
		*sum += n;
}

/* An element as an object of its own: 0, or -1 with the error. The caller frees both. */
static int
open_object(struct checker *k, struct slice text, const char *at, struct rec **rec, char **copy)
{
	struct buf names = { 0 };
	struct err e;
	int rc;

	*copy = mem_copy(text.p, text.n);
	*rec = mem_new(1, sizeof **rec);
	rc = object_parse(*copy, text.n, *rec, &names, &e);
	buf_release(&names); /* names with escapes are none that we know */
	if (rc)
		disc_form_bad(&k->form, at, "MODEL_TYPE_CONVERT",
		    "Only dictionaries may be used in a ModelType");
	return rc;
}

static void
check_fields(struct checker *k, struct slice list, const char *at)
{
	struct slice element;
	char path[PATH_MAX_LEN];
	struct rec *rec;
	char *copy;
	size_t n;

	for (n = 0; array_next(&list, &element); n++) {
		(void)snprintf(path, sizeof path, "%.60s.fields.%zu", at, n);
		if (n < 25 && open_object(k, element, path, &rec, &copy) == 0) {
			check_text(k, rec, path, "name", 256, true, &k->letters);
			check_text(k, rec, path, "value", 1024, true, &k->letters);
		} else if (n >= 25) {
			continue;
		}
		free(rec);
		free(copy);
	}
	if (n > 25) {
		(void)snprintf(path, sizeof path, "%.60s.fields", at);
		disc_form_bad(
		    &k->form, path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
	}
}

static void
check_inner(struct checker *k, const struct rec *embed, const char *at, const char *name,
    const char *text, size_t max)
{
	struct slice value = json(embed, name);
	char path[PATH_MAX_LEN];
	struct rec *rec;
	char *copy;

	if (value.n == 0)
		return;
	(void)snprintf(path, sizeof path, "%s.%s", at, name);
	if (open_object(k, value, path, &rec, &copy) == 0)
		check_text(k, rec, path, text, max, false, &k->letters);
	free(rec);
	free(copy);
}

static void
check_embed(struct checker *k, struct slice element, size_t i)
{
	char path[PATH_MAX_LEN];
	struct rec *rec;
	char *copy;

	(void)snprintf(path, sizeof path, "embeds.%zu", i);
	if (open_object(k, element, path, &rec, &copy) == 0) {
		check_inner(k, rec, path, "author", "name", 256);
		check_text(k, rec, path, "description", 4096, false, &k->letters);
		check_fields(k, json(rec, "fields"), path);
		check_inner(k, rec, path, "footer", "text", 2048);
		check_text(k, rec, path, "title", 256, false, &k->letters);
	}
	free(rec);
	free(copy);
}

static void
check_embeds(struct checker *k, struct slice list)
{
	struct slice element;
	size_t n;

	if (list.n > 0 && list.p[0] != '[') {
		disc_form_bad(&k->form, "embeds", "LIST_TYPE_CONVERT",
		    "Only iterables may be used in a ListType");
		return;
	}
	for (n = 0; array_next(&list, &element); n++)
		if (n < 10)
			check_embed(k, element, n);
	if (n > 10)
		disc_form_bad(
		    &k->form, "embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
	else if (k->letters > 6000)
		disc_form_bad(&k->form, "embeds", "MAX_EMBED_SIZE_EXCEEDED",
		    "Embed size exceeds maximum size of 6000");
}

static void
check_attachments(struct checker *k, struct slice list)
{
	struct slice element;
	char path[PATH_MAX_LEN];
	struct rec *rec;
	char *copy;
	size_t n;

	for (n = 0; array_next(&list, &element); n++) {
		(void)snprintf(path, sizeof path, "attachments.%zu", n);
		if (open_object(k, element, path, &rec, &copy) == 0)
			check_text(k, rec, path, "description", 1024, false, NULL);
		free(rec);
		free(copy);
	}
}

/* What a reply is to. */
static void
take_reference(struct checker *k, struct disc_body *b)
{
	struct slice text = json(&b->rec, "message_reference");
	const struct rec_field *id, *fail;
	struct rec *rec;
	char *copy;

	if (text.n == 0)
		return;
	if (open_object(k, text, "message_reference", &rec, &copy) == 0) {
		id = rec_get(rec, "message_id");
		fail = rec_get(rec, "fail_if_not_exists");
		b->may_fail = fail != NULL && fail->type == REC_FALSE;
		if (id == NULL || (id->type != REC_STRING && id->type != REC_NUMBER) ||
		    num_uint(id->text.p, id->text.n, UINT64_MAX, &b->reply_to))
			disc_form_bad(&k->form, "message_reference.message_id",
			    "BASE_TYPE_REQUIRED", "This field is required");
	}
	free(rec);
	free(copy);
}

static void
take_members(struct checker *k, struct disc_body *b)
{
	const struct rec_field *f = rec_get(&b->rec, "allowed_mentions");
	const struct rec_field *nonce = rec_get(&b->rec, "nonce");

	if (f != NULL && f->type != REC_OBJECT && f->type != REC_NULL)
		disc_form_bad(&k->form, "allowed_mentions", "MODEL_TYPE_CONVERT",
		    "Only dictionaries may be used in a ModelType");
	b->attachments = json(&b->rec, "attachments");
	check_attachments(k, b->attachments);
	check_text(k, &b->rec, "", "content", 2000, false, NULL);
	b->content = json(&b->rec, "content");
	b->embeds = json(&b->rec, "embeds");
	check_embeds(k, b->embeds);
	f = rec_get(&b->rec, "flags");
	if (f != NULL && f->type != REC_NULL &&
	    num_int(f->text.p, f->text.n, 0, INT32_MAX, &b->flags))
		disc_form_bad(&k->form, "flags", "NUMBER_TYPE_COERCE", "Value is not int.");
	take_reference(k, b);
	if (nonce != NULL && nonce->type == REC_STRING)
		check_text(k, &b->rec, "", "nonce", 25, false, NULL);
	b->nonce = json(&b->rec, "nonce");
	f = rec_get(&b->rec, "enforce_nonce");
	b->enforce_nonce = f != NULL && f->type == REC_TRUE;
	check_text(k, &b->rec, "", "username", 80, false, NULL);
	b->username = json(&b->rec, "username");
}

/* The parts of a form; *text becomes that of its JSON. */
static int
take_parts(struct disc_body *b, const struct disc_call *c, const char *type, struct slice *text)
{
	const struct slice body = { c->r->body.p == NULL ? "" : c->r->body.p, c->r->body.len };
	struct multipart_part part;
	struct multipart m;
	int got = multipart_open(&m, body, type) ? -1 : 1;

	*text = (struct slice){ "{}", 2 };
	while (got > 0 && (got = multipart_next(&m, &part)) > 0) {
		if (slice_is(part.name, "payload_json")) {
			*text = part.bytes;
			continue;
		}
		if (part.name.n < 7 || memcmp(part.name.p, "files[", 6) != 0 ||
		    part.filename.n == 0 || b->nfiles == DISC_FILES_MAX) {
			got = -1;
			break;
		}
		if (part.bytes.n > FILE_MAX) {
			disc_refuse(c->reply, DISC_TOO_LARGE);
			return -1;
		}
		b->files[b->nfiles++] = part;
	}
	if (got == 0)
		return 0;
	disc_refuse(c->reply, DISC_BAD_FORM);
	return -1;
}

static bool
is_type(const char *type, const char *word)
{
	size_t n = strlen(word);

	return type != NULL && strncasecmp(type, word, n) == 0 && strchr("; ", type[n]) != NULL;
}

int
disc_body_read(struct disc_body *b, const struct disc_call *c)
{
	const char *type = request_header(c->r, "content-type");
	struct checker k = { 0 };
	struct slice text = { c->r->body.p == NULL ? "" : c->r->body.p, c->r->body.len };
	struct rec_field value;
	struct err e;
	int rc = -1;

	*b = (struct disc_body){ 0 };
	if (is_type(type, "multipart/form-data")) {
		if (take_parts(b, c, type, &text))
			return -1;
	} else if (!is_type(type, "application/json")) {
		disc_form_bad(&k.form, "", "CONTENT_TYPE_INVALID",
		    "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.");
		goto out;
	}
	if (whole_parse(&b->line, text.p, text.n, &value, &e) || value.type != REC_OBJECT) {
		disc_refuse(c->reply, DISC_BAD_JSON);
		return -1;
	}
	/* the line has the object at its end, but for blanks */
	if (object_parse(b->line.p, b->line.len, &b->rec, &b->names, &e)) {
		disc_refuse(c->reply, DISC_BAD_JSON);
		return -1;
	}
	take_members(&k, b);
	rc = k.form.n == 0 ? 0 : -1;
out:
	if (rc)
		disc_refuse_form(c->reply, &k.form);
	disc_form_release(&k.form);
	return rc;
}

void
disc_body_release(struct disc_body *b)
{
	buf_release(&b->line);
	buf_release(&b->names);
}
