/* Verbs that write secrets: put, create, import, diff, gen --put */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/dotenv.h"
#include "secret/edit.h"
#include "secret/job.h"
#include "secret/key.h"
#include "secret/source.h"
#include "secret/store.h"
#include "secret/text.h"
#include "secret/verb.h"

#define AT(m) offsetof(struct secret_opts, m)

/* clang-format off */
#define SECRET { 0, "secret", OPT_STR, AT(secret), 0, "which one, by name or ARN (default: the one of AWS_SECRET_NAME)", "name" }
const struct opt verb_secret_opts[] = {
	SECRET,
	{ 0 }
};
const struct opt verb_put_opts[] = {
	{ 0, "delete", OPT_FLAG, AT(drop), 0, "take the key out of the secret" },
	{ 0, "file",   OPT_STR,  AT(file), 0, "the value is what this file has", "file" },
	SECRET,
	{ 0 }
};
/* clang-format on */

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	(void)lineno;
	(void)e;
	job_add(arg, name, value);
	return 0;
}

static int
slurp(FILE *fp, const char *name, size_t max, struct buf *text, struct err *e)
{
	size_t n;

	(void)setvbuf(fp, NULL, _IONBF, 0); /* its buffer would keep a copy */
	do {
		n = fread(buf_room(text, max + 1 - text->len), 1, max + 1 - text->len, fp);
		text->len += n;
	} while (n > 0 && text->len <= max);
	if (ferror(fp))
		return err_errno(e, ERR_IO, "reading %s", name);
	return text->len <= max ? 0 : err_set(e, ERR_DATA, "%s: more than %zu bytes", name, max);
}

/* A file, or standard input for NULL and "-". */
static int
read_input(struct ctx *ctx, const char *path, size_t max, struct buf *text, struct err *e)
{
	FILE *fp;
	int rc;

	if (path == NULL || strcmp(path, "-") == 0)
		return slurp(ctx->in, "standard input", max, text, e);
	fp = fopen(path, "re");
	if (fp == NULL)
		return err_errno(e,
		    errno == ENOENT   ? ERR_NOINPUT
		    : errno == EACCES ? ERR_PERM
				      : ERR_IO,
		    "%s", path);
	rc = slurp(fp, path, max, text, e);
	(void)fclose(fp); /* only read */
	return rc;
}

/* The value for a key; the end of its last line is none of it. */
static int
read_value(
    struct ctx *ctx, const struct secret_opts *o, const char *name, struct buf *text, struct err *e)
{
	int rc = o->file == NULL && isatty(fileno(ctx->in))
		     ? job_ask(ctx, name, true, text, e)
		     : read_input(ctx, o->file, EDIT_TEXT_MAX, text, e);

	if (rc)
		return -1;
	if (text->len > 0 && text->p[text->len - 1] == '\n')
		text->len--;
	if (text->len > 0 && text->p[text->len - 1] == '\r')
		text->len--;
	if (text->len == 0)
		return err_set(e, ERR_DATA, "%s: the value is empty", name);
	if (memchr(text->p, '\0', text->len) != NULL)
		return err_set(
		    e, ERR_DATA, "%s: a NUL is in the value, which no variable can have", name);
	text->p[text->len] = '\0';
	return 0;
}

int
verb_put(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct secret_opts *o = arg;
	struct buf value = { .secret = true };
	struct job j = { 0 };
	int rc = -1;

	if (args[0] == NULL || args[1] != NULL)
		return err_set(e, ERR_USAGE,
		    "one key at a time; its value comes from standard input or --file");
	if (!dotenv_name(args[0], strlen(args[0])))
		return err_set(e, ERR_USAGE, "'%s' is no name of a variable", args[0]);
	if (o->drop && o->file != NULL)
		return err_set(e, ERR_USAGE, "--delete takes no value");
	if (job_begin(&j, ctx, o, NULL, NULL, e) ||
	    (!o->drop && read_value(ctx, o, args[0], &value, e)))
		goto out;
	job_add(&j, args[0], o->drop ? NULL : value.p);
	rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = job_tell(&j, ctx, e);
out:
	buf_release(&value);
	job_release(&j);
	return rc;
}

/* The keys of a file, which is JSON or NAME=VALUE lines. */
static int
read_keys(struct job *j, struct ctx *ctx, const char *path, struct err *e)
{
	struct buf text = { .secret = true };
	int rc = read_input(ctx, path, GATHER_FILE_MAX, &text, e);

	if (rc == 0 && text_any(text.len == 0 ? "" : text.p, text.len, take, j, e)) {
		e->code = ERR_DATA;
		rc = err_wrap(e, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
	}
	buf_release(&text);
	return rc;
}

int
verb_import(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct job j = { 0 };
	int rc = -1;

	if (args[0] == NULL || args[1] != NULL)
		return err_set(e, ERR_USAGE, "which file? (one; - for standard input)");
	if (job_begin(&j, ctx, arg, NULL, NULL, e) || read_keys(&j, ctx, args[0], e))
		goto out;
	rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = job_tell(&j, ctx, e);
out:
	job_release(&j);
	return rc;
}

int
verb_create(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct buf text = { .secret = true };
	struct job j = { 0 };
	int rc = -1;

	if (args[0] == NULL || (args[1] != NULL && args[2] != NULL))
		return err_set(e, ERR_USAGE, "a name, and a file if it shall have keys at once");
	if (job_begin(&j, ctx, arg, args[0], NULL, e) ||
	    (args[1] != NULL && read_keys(&j, ctx, args[1], e)) ||
	    edit_text("{}", 2, j.edits, j.n, &text, e))
		goto out;
	rc = ctx->dry_run ? 0 : store_create(&j.f, j.secret, text.p, e);
	if (rc == 0)
		rc = job_tell(&j, ctx, e);
out:
	buf_release(&text);
	job_release(&j);
	return rc;
}

/* Keys that only the secret has. */
static void
add_others(struct job *j, const struct vars *v)
{
	size_t i, k, mine = j->n;

	for (i = 0; i < v->n; i++) {
		for (k = 0; k < mine && strcmp(j->edits[k].name, v->all[i].name) != 0; k++)
			continue;
		if (k < mine)
			continue;
		job_add(j, v->all[i].name, NULL);
		j->edits[j->n - 1].did = EDIT_REMOVED;
	}
}

/* Leave those that are the same out. */
static void
keep_different(struct job *j)
{
	struct job same = { 0 };
	size_t i, n = 0;

	same.edits = mem_new(j->n + 1, sizeof *same.edits);
	for (i = 0; i < j->n; i++)
		if (j->edits[i].did == EDIT_SAME)
			same.edits[same.n++] = j->edits[i];
		else
			j->edits[n++] = j->edits[i];
	j->n = n;
	job_release(&same);
}

int
verb_diff(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct secret_text t = { .text.secret = true };
	struct source s = { .type = VARS_AWS };
	struct buf out = { .secret = true };
	struct vars v = { 0 };
	struct job j = { 0 };
	int rc = -1;

	if (args[0] == NULL || args[1] != NULL)
		return err_set(e, ERR_USAGE, "which file? (one; - for standard input)");
	if (job_begin(&j, ctx, arg, NULL, NULL, e) || read_keys(&j, ctx, args[0], e))
		goto out;
	s.place = j.secret;
	if (source_fetch(&j.f, &s, &t, e) || source_take(&s, &t, &v, e) ||
	    edit_text(t.text.p, t.text.len, j.edits, j.n, &out, e))
		goto out;
	add_others(&j, &v);
	keep_different(&j);
	rc = job_tell(&j, ctx, e);
	if (rc == 0)
		rc = j.n > 0;
out:
	buf_release(&out);
	secret_text_release(&t);
	vars_release(&v);
	job_release(&j);
	return rc;
}

int
verb_gen_put(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct secret_opts *o = arg;
	struct buf key = { .secret = true };
	struct job j = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; args[i] != NULL; i++)
		if (!dotenv_name(args[i], strlen(args[i])))
			return err_set(e, ERR_USAGE, "'%s' is no name of a variable", args[i]);
	if (i == 0)
		return err_set(e, ERR_USAGE, "--put: for which keys?");
	if (job_begin(&j, ctx, o, NULL, NULL, e))
		rc = -1;
	for (i = 0; rc == 0 && args[i] != NULL; i++) {
		buf_reset(&key);
		rc = key_hex(&key, (size_t)o->bytes, e);
		job_add(&j, args[i], rc == 0 ? key.p : NULL);
		j.edits[j.n - 1].only_new = !o->replace;
	}
	if (rc == 0)
		rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = job_tell(&j, ctx, e);
	buf_release(&key);
	job_release(&j);
	return rc;
}
