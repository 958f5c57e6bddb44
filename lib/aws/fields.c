#include "aws/fields.h"

#include <ctype.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/keys.h"
#include "aws/message.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/utf8.h"

#define NAMES_MAX 128
#define FILE_MAX ((size_t)64 << 20)

struct fields {
	const struct aws_service *s;
	const struct aws_operation *op;
	const struct aws_field *f;
	size_t n;
	struct buf *json;
	bool *done; /* it went with an earlier one of the same name */
};

void
aws_dashed(struct buf *out, const char *name, size_t n)
{
	size_t i;
	bool upper, first;

	for (i = 0; i < n; i++) {
		upper = isupper((unsigned char)name[i]) != 0;
		/* a word begins at a capital behind a small letter, or before one */
		first = i > 0 && upper &&
			(!isupper((unsigned char)name[i - 1]) ||
			    (i + 1 < n && islower((unsigned char)name[i + 1])));
		if (first)
			buf_char(out, '-');
		buf_char(out, (char)tolower((unsigned char)name[i]));
	}
}

/* "kms-key-id" as a service of that kind would write it; a name with capitals is meant as it is. */
static void
undashed(struct buf *out, const char *word, bool lower)
{
	bool up = !lower;
	const char *c;

	for (c = word; *c != '\0' && !isupper((unsigned char)*c); c++)
		;
	if (*c != '\0') {
		buf_str(out, word);
		return;
	}
	for (c = word; *c != '\0'; c++) {
		if (*c == '-') {
			up = true;
			continue;
		}
		buf_char(out, up ? (char)toupper((unsigned char)*c) : *c);
		up = false;
	}
}

static int
unknown(const struct fields *f, const char *word, struct err *e)
{
	const char *at = f->op->input, *near;
	char *names[NAMES_MAX + 1];
	struct buf dashed = { 0 };
	struct aws_member m;
	size_t n = 0, i;

	while (n < NAMES_MAX && aws_member_next(&at, &m)) {
		aws_dashed(&dashed, m.name.p, m.name.n);
		names[n++] = buf_take(&dashed);
	}
	names[n] = NULL;
	near = near_word(word, (const char *const *)names);
	(void)err_set(e, ERR_USAGE, "%s has no field --%s%s%s%s%s", f->op->name, word,
	    near == NULL ? "" : "; did you mean --", near == NULL ? "" : near,
	    near == NULL ? "" : "?",
	    aws_service_open(f->s) ? " (one that is newer than this program: --input)" : "");
	for (i = 0; i < n; i++)
		free(names[i]);
	return -1;
}

/* What is in the file of "file://PATH" or "fileb://PATH". */
static int
read_file(const char *option, const char *path, struct buf *text, struct err *e)
{
	FILE *fp = fopen(path, "re");
	size_t n;
	int rc = -1;

	if (fp == NULL)
		return err_errno(
		    e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "--%s: %s", option, path);
	do {
		n = fread(buf_room(text, BUFSIZ), 1, BUFSIZ, fp);
		text->len += n;
	} while (n > 0 && text->len <= FILE_MAX);
	*buf_room(text, 0) = '\0';
	if (ferror(fp))
		(void)err_errno(e, ERR_IO, "--%s: %s", option, path);
	else if (text->len > FILE_MAX)
		(void)err_set(
		    e, ERR_DATA, "--%s: %s is longer than %zu MiB", option, path, FILE_MAX >> 20);
	else
		rc = 0;
	(void)fclose(fp); /* only read */
	return rc;
}

static void
to_base64(struct buf *text)
{
	struct buf out = { 0 };
	size_t n = 4 * ((text->len + 2) / 3);

	(void)EVP_EncodeBlock(
	    (unsigned char *)buf_room(&out, n + 1), (const unsigned char *)text->p, (int)text->len);
	out.len = n;
	buf_wipe(text);
	*text = out;
}

/* The value's text, from where it says; *file: it is none of the command line. */
static int
fetch(const struct aws_field *f, const struct aws_type *t, struct buf *text, bool *file,
    struct err *e)
{
	bool bytes = f->value != NULL && strncmp(f->value, "fileb://", 8) == 0;

	*file = false;
	if (f->value == NULL && t->kind != 'b')
		return err_set(e, ERR_USAGE, "--%s needs a value", f->name);
	if (f->value == NULL || t->kind == 'b') {
		buf_str(text, f->value == NULL ? "true" : f->value);
		return 0;
	}
	*file = bytes || strncmp(f->value, "file://", 7) == 0;
	if (!*file) {
		buf_str(text, f->value);
		return 0;
	}
	if (read_file(f->name, f->value + 7 + bytes, text, e))
		return -1;
	if (bytes)
		to_base64(text);
	return 0;
}

/* JSON as it is given; it is checked inside of an object. */
static int
add_json(struct buf *json, const char *option, const struct buf *text, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf whole = { 0 }, names = { 0 };
	char *line = aws_input_line(text->p);
	int rc;

	buf_fmt(&whole, "{\"x\":%s}", line);
	rc = object_parse(whole.p, whole.len, rec, &names, e) || rec->n != 1 ? -1 : 0;
	if (rc == 0)
		buf_str(json, line);
	else
		(void)err_set(e, ERR_USAGE, "--%s: its value is no JSON", option);
	aws_wipe(line);
	buf_wipe(&whole);
	buf_release(&names);
	free(rec);
	return rc;
}

static int
add_text(struct buf *json, const char *option, const struct buf *text, struct err *e)
{
	if (memchr(text->p, '\0', text->len) != NULL || !utf8_valid(text->p, text->len))
		return err_set(e, ERR_DATA, "--%s: its value is no text in UTF-8", option);
	emit_quote(json, text->p, text->len);
	return 0;
}

/* A text that fetch() gave, by its type. */
static int
put(const struct fields *f, const struct aws_field *field, const struct aws_type *t, bool secret,
    const struct buf *text, bool file, struct err *e)
{
	const char *word = field->value;

	if (t->kind == 'b') {
		if (strcmp(text->p, "true") != 0 && strcmp(text->p, "false") != 0)
			return err_set(e, ERR_USAGE, "--%s: '%s' is neither true nor false",
			    field->name, word);
		buf_str(f->json, text->p);
		return 0;
	}
	if (secret && !file)
		return err_set(e, ERR_USAGE,
		    "--%s is a secret, and everybody can read a command line: --%s file://PATH, or in the JSON of --input -",
		    field->name, field->name);
	if (t->kind == 'i' || t->kind == 'f') {
		if (!num_is_decimal(text->p, text->len) ||
		    (t->kind == 'i' && strpbrk(text->p, ".eE") != NULL))
			return err_set(e, ERR_USAGE, "--%s: '%s' is no %snumber", field->name, word,
			    t->kind == 'i' ? "whole " : "");
		buf_add(f->json, text->p, text->len);
		return 0;
	}
	return strchr("stxd", t->kind) != NULL ? add_text(f->json, field->name, text, e)
					       : add_json(f->json, field->name, text, e);
}

static int
add_value(const struct fields *f, const struct aws_field *field, const struct aws_type *t,
    bool secret, struct err *e)
{
	struct buf text = { 0 };
	bool file;
	int rc = fetch(field, t, &text, &file, e);

	if (rc == 0)
		rc = put(f, field, t, secret, &text, file, e);
	buf_wipe(&text);
	return rc;
}

static bool
same_field(const struct fields *f, size_t i, size_t j)
{
	struct aws_member a, b;

	if (f->op != NULL && aws_member_meant(f->op->input, f->f[i].name, &a) &&
	    aws_member_meant(f->op->input, f->f[j].name, &b))
		return a.name.p == b.name.p;
	return strcmp(f->f[i].name, f->f[j].name) == 0;
}

/* All values of a list; one that begins with '[' is the whole list, wherever it comes from. */
static int
add_list(const struct fields *f, size_t i, struct slice of, bool secret, struct err *e)
{
	const struct aws_type whole = { .kind = 'j' };
	struct aws_type t;
	struct buf text = { 0 };
	bool file;
	size_t j;
	int rc = 0;

	aws_type_read(of, &t);
	for (j = i; j < f->n && rc == 0; j++) {
		if (!same_field(f, i, j))
			continue;
		rc = fetch(&f->f[j], &t, &text, &file, e);
		if (rc == 0 && j == i && text.p[strspn(text.p, " \t\r\n")] == '[') {
			rc = put(f, &f->f[i], &whole, secret, &text, file, e);
			buf_wipe(&text);
			return rc;
		}
		buf_char(f->json, j > i ? ',' : '[');
		if (rc == 0)
			rc = put(f, &f->f[j], &t, secret, &text, file, e);
		buf_wipe(&text);
		f->done[j] = true;
	}
	buf_char(f->json, ']');
	return rc;
}

static bool
is_again(const struct fields *f, size_t i)
{
	size_t j;

	for (j = i + 1; j < f->n; j++)
		if (same_field(f, i, j))
			return true;
	return false;
}

/* A field of an operation that no row tells of: text, or a list of it. */
static int
add_unknown(const struct fields *f, size_t i, struct err *e)
{
	const struct aws_type boolean = { .kind = 'b' }, text = { .kind = 's' };
	struct buf name = { 0 };
	bool secret;
	int rc;

	undashed(&name, f->f[i].name, f->s->lower);
	secret = aws_member_hides((struct slice){ name.p, name.len });
	emit_quote(f->json, name.p, name.len);
	buf_char(f->json, ':');
	if (is_again(f, i))
		rc = add_list(f, i, (struct slice){ "s", 1 }, secret, e);
	else
		rc = add_value(f, &f->f[i], f->f[i].value == NULL ? &boolean : &text, secret, e);
	buf_release(&name);
	return rc;
}

static int
add_known(const struct fields *f, size_t i, const struct aws_member *m, struct err *e)
{
	struct aws_type t;

	aws_type_read(m->type, &t);
	emit_quote(f->json, m->name.p, m->name.n);
	buf_char(f->json, ':');
	if (t.kind == '[' || t.kind == '*')
		return add_list(f, i, t.of, m->secret, e);
	if (is_again(f, i))
		return err_set(e, ERR_USAGE, "--%s is given twice", f->f[i].name);
	return add_value(f, &f->f[i], &t, m->secret, e);
}

/* "tags:=[...]" and "desired-count:=3": JSON, whatever the row says. */
static int
add_raw(const struct fields *f, size_t i, struct err *e)
{
	const struct aws_type any = { .kind = 'j' };
	struct aws_field field = f->f[i];
	struct aws_member m;
	struct buf name = { 0 };
	bool secret;
	int rc;

	field.name[strlen(field.name) - 1] = '\0';
	if (f->op != NULL && aws_member_meant(f->op->input, field.name, &m))
		buf_add(&name, m.name.p, m.name.n);
	else
		undashed(&name, field.name, f->s->lower);
	secret = aws_member_hides((struct slice){ name.p, name.len }) ||
		 (f->op != NULL && aws_member_find(f->op->input, name.p, name.len, &m) && m.secret);
	emit_quote(f->json, name.p, name.len);
	buf_char(f->json, ':');
	rc = add_value(f, &field, &any, secret, e);
	buf_release(&name);
	return rc;
}

static int
add_one(const struct fields *f, size_t i, struct err *e)
{
	const char *word = f->f[i].name;
	struct aws_field no;
	struct aws_member m;
	struct aws_type t;

	if (word[0] != '\0' && word[strlen(word) - 1] == ':')
		return add_raw(f, i, e);
	if (f->op == NULL)
		return add_unknown(f, i, e);
	if (aws_member_meant(f->op->input, word, &m))
		return add_known(f, i, &m, e);
	if (strncmp(word, "no-", 3) == 0 && f->f[i].value == NULL &&
	    aws_member_meant(f->op->input, word + 3, &m)) {
		aws_type_read(m.type, &t);
		no = (struct aws_field){ .value = "false" };
		memcpy(no.name, word, strlen(word) + 1);
		emit_quote(f->json, m.name.p, m.name.n);
		buf_char(f->json, ':');
		if (t.kind == 'b')
			return add_value(f, &no, &t, false, e);
	}
	return unknown(f, word, e);
}

int
aws_fields_add(const struct aws_service *s, const struct aws_operation *op,
    const struct aws_field *list, size_t n, struct buf *json, struct err *e)
{
	struct fields f = { s, op, list, n, json, mem_new(n + 1, sizeof(bool)) };
	size_t i;
	int rc = 0;

	while (json->len > 0 && json->p[json->len - 1] != '}')
		json->len--;
	if (json->len > 0)
		json->len--; /* the object goes on */
	else
		buf_char(json, '{');
	for (i = 0; i < n && rc == 0; i++) {
		if (f.done[i])
			continue;
		while (json->len > 1 && isspace((unsigned char)json->p[json->len - 1]))
			json->len--;
		if (json->p[json->len - 1] != '{')
			buf_char(json, ',');
		rc = add_one(&f, i, e);
	}
	buf_char(json, '}');
	free(f.done);
	return rc;
}

/* clang-format off */
static const struct {
	char kind;
	const char *word;
} kinds[] = {
	{ 's', "text" }, { 'i', "number" }, { 'f', "number" }, { 'b', "true|false" }, { 't', "time" }, { 'x', "base64" },
};
/* clang-format on */

static const char *
word_of(char kind)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].kind == kind)
			return kinds[i].word;
	return "json";
}

void
aws_fields_help(const struct aws_operation *op, FILE *fp)
{
	const char *at = op->input;
	struct buf name = { 0 };
	struct aws_member m;
	struct aws_type t, of;

	while (aws_member_next(&at, &m)) {
		buf_reset(&name);
		aws_dashed(&name, m.name.p, m.name.n);
		aws_type_read(m.type, &t);
		aws_type_read(t.of, &of);
		(void)fprintf(fp, "      --%s %s%s%s%s\n", name.p,
		    m.secret ? "file://path"
			     : word_of(t.kind == '[' || t.kind == '*' ? of.kind : t.kind),
		    t.kind == '[' || t.kind == '*' ? " ..." : "", m.needed ? " (needed)" : "",
		    m.secret ? " (a secret)" : "");
	}
	buf_release(&name);
}
