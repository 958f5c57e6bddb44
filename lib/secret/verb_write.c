/* Verbs that write secrets: put, create, import, diff, gen --put */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "aws/keys.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/dotenv.h"
#include "io/emit.h"
#include "secret/edit.h"
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

/* A secret that is written, and what of it. */
struct job {
	struct fetcher f;
	char *secret;       /* owned */
	struct edit *edits; /* owned, their texts as well */
	size_t n;
};

static void
release(struct job *j)
{
	union {
		const char *from;
		char *to;
	} text;
	size_t i;

	for (i = 0; i < j->n; i++) {
		text.from = j->edits[i].name;
		free(text.to);
		text.from = j->edits[i].value;
		aws_wipe(text.to);
	}
	free(j->edits);
	free(j->secret);
	fetcher_release(&j->f);
}

/* value NULL: the key is taken out. A later one of the same name wins. */
static void
add_edit(struct job *j, const char *name, const char *value)
{
	union {
		const char *from;
		char *to;
	} old;
	size_t i;

	for (i = 0; i < j->n && strcmp(j->edits[i].name, name) != 0; i++)
		continue;
	if (i == j->n) {
		j->edits = mem_grow(j->edits, j->n + 1, sizeof *j->edits);
		j->edits[j->n++] = (struct edit){ .name = mem_str(name) };
	} else {
		old.from = j->edits[i].value;
		aws_wipe(old.to);
	}
	j->edits[i].value = mem_str(value);
}

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	(void)lineno;
	(void)e;
	add_edit(arg, name, value);
	return 0;
}

/* The secret of the sources that takes keys under their own names, if there is but one. */
static int
the_one(struct job *j, const struct secret_opts *o, struct err *e)
{
	struct sources s = { 0 };
	size_t i, n = 0;
	int rc = sources_find(&s, o->from, e);

	for (i = 0; rc == 0 && i < s.n; i++)
		if (s.all[i].type == VARS_AWS && s.all[i].name == NULL && s.all[i].prefix == NULL &&
		    n++ == 0)
			j->secret = mem_str(s.all[i].place);
	sources_release(&s);
	if (rc == 0 && n != 1)
		rc = err_set(e, ERR_USAGE, "which secret? %s: say --secret",
		    n == 0 ? "no source names one" : "the sources name several");
	return rc;
}

/* Which secret, when name is NULL by the options; the env file says where secrets are. */
static int
begin(struct job *j, const struct ctx *ctx, const struct secret_opts *o, const char *name,
    struct err *e)
{
	const struct load_options how = verb_sources(ctx, o);
	struct vars near = { 0 };
	char *path = NULL;
	int rc = -1;

	j->f.until = clock_mono() + o->timeout;
	if (verb_close_up(e) || load_find_file(&path, &how, e) ||
	    (path != NULL && load_file(&near, path, &how, e)))
		goto out;
	if (name == NULL)
		name = o->secret;
	rc = 0;
	if (name != NULL)
		j->secret = mem_str(name);
	else
		rc = the_one(j, o, e);
out:
	vars_release(&near);
	free(path);
	return rc;
}

/* Records of what was done, or would be. */
static int
tell(const struct job *j, struct ctx *ctx, struct err *e)
{
	struct emit em;
	size_t i;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (i = 0; rc == 0 && i < j->n; i++) {
		emit_begin(&em, "change");
		emit_str(&em, "name", j->edits[i].name);
		emit_str(&em, "action", edit_word(j->edits[i].did));
		emit_str(&em, "secret", j->secret);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	if (ctx->dry_run)
		log_note("secret %s: nothing was written", j->secret);
	return rc;
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

/* A line that is typed and not shown. */
static int
ask(struct ctx *ctx, const char *name, struct buf *text, struct err *e)
{
	struct termios was, quiet;
	int c, fd = fileno(ctx->in);

	if (tcgetattr(fd, &was))
		return err_errno(e, ERR_IO, "the terminal");
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)fprintf(stderr, "%s: ", name);
	(void)tcsetattr(fd, TCSAFLUSH, &quiet);
	(void)setvbuf(ctx->in, NULL, _IONBF, 0);
	while ((c = fgetc(ctx->in)) != EOF && c != '\n' && text->len <= EDIT_TEXT_MAX)
		buf_char(text, (char)c);
	(void)tcsetattr(fd, TCSAFLUSH, &was);
	(void)fprintf(stderr, "\n");
	return c == '\n' ? 0 : err_set(e, ERR_DATA, "%s: no value was typed", name);
}

/* The value for a key; the end of its last line is none of it. */
static int
read_value(
    struct ctx *ctx, const struct secret_opts *o, const char *name, struct buf *text, struct err *e)
{
	int rc = o->file == NULL && isatty(fileno(ctx->in))
		     ? ask(ctx, name, text, e)
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
	if (begin(&j, ctx, o, NULL, e) || (!o->drop && read_value(ctx, o, args[0], &value, e)))
		goto out;
	add_edit(&j, args[0], o->drop ? NULL : value.p);
	rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = tell(&j, ctx, e);
out:
	buf_release(&value);
	release(&j);
	return rc;
}

/* The keys of a file, which is JSON or NAME=VALUE lines. */
static int
read_keys(struct job *j, struct ctx *ctx, const char *path, struct err *e)
{
	struct buf text = { .secret = true };
	int rc = read_input(ctx, path, LOAD_FILE_MAX, &text, e);

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
	if (begin(&j, ctx, arg, NULL, e) || read_keys(&j, ctx, args[0], e))
		goto out;
	rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = tell(&j, ctx, e);
out:
	release(&j);
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
	if (begin(&j, ctx, arg, args[0], e) ||
	    (args[1] != NULL && read_keys(&j, ctx, args[1], e)) ||
	    edit_text("{}", 2, j.edits, j.n, &text, e))
		goto out;
	rc = ctx->dry_run ? 0 : store_create(&j.f, j.secret, text.p, e);
	if (rc == 0)
		rc = tell(&j, ctx, e);
out:
	buf_release(&text);
	release(&j);
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
		add_edit(j, v->all[i].name, NULL);
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
	release(&same);
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
	if (begin(&j, ctx, arg, NULL, e) || read_keys(&j, ctx, args[0], e))
		goto out;
	s.place = j.secret;
	if (source_fetch(&j.f, &s, &t, e) || source_take(&s, &t, &v, e) ||
	    edit_text(t.text.p, t.text.len, j.edits, j.n, &out, e))
		goto out;
	add_others(&j, &v);
	keep_different(&j);
	rc = tell(&j, ctx, e);
	if (rc == 0)
		rc = j.n > 0;
out:
	buf_release(&out);
	secret_text_release(&t);
	vars_release(&v);
	release(&j);
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
	if (begin(&j, ctx, o, NULL, e))
		rc = -1;
	for (i = 0; rc == 0 && args[i] != NULL; i++) {
		buf_reset(&key);
		rc = key_hex(&key, (size_t)o->bytes, e);
		add_edit(&j, args[i], rc == 0 ? key.p : NULL);
		j.edits[j.n - 1].only_new = !o->replace;
	}
	if (rc == 0)
		rc = store_edit(&j.f, j.secret, j.edits, j.n, ctx->dry_run, e);
	if (rc == 0)
		rc = tell(&j, ctx, e);
	buf_release(&key);
	release(&j);
	return rc;
}
