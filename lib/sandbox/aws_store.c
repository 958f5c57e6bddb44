#include "sandbox/aws_store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/object.h"
#include "io/rec.h"
#include "sandbox/aws_keys.h"
#include "sandbox/fault.h"

#define SUFFIX 7 /* "-" and six letters */
#define FILE_MAX ((size_t)16 << 20)

static void
release_version(struct awss_version *v)
{
	size_t i;

	for (i = 0; i < v->nstages; i++)
		free(v->stages[i]);
	free(v->id);
	free(v->value);
}

static void
release_secret(struct awss_secret *s)
{
	size_t i;

	for (i = 0; i < s->nversions; i++)
		release_version(&s->versions[i]);
	for (i = 0; i < s->ntags; i++) {
		free(s->tags[i].key);
		free(s->tags[i].value);
	}
	free(s->versions);
	free(s->tags);
	free(s->name);
	free(s->arn);
	free(s->description);
	free(s->kms);
}

void
awss_store_release(struct awss_store *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		release_secret(&s->secrets[i]);
	free(s->secrets);
	*s = (struct awss_store){ 0 };
}

struct awss_secret *
awss_store_find(const struct awss_store *s, const char *id)
{
	size_t i, n = strlen(id), whole;

	for (i = 0; i < s->n; i++) {
		whole = strlen(s->secrets[i].arn);
		if (strcmp(s->secrets[i].name, id) == 0 ||
		    (strncmp(s->secrets[i].arn, id, n) == 0 && (n == whole || n + SUFFIX == whole)))
			return &s->secrets[i];
	}
	return NULL;
}

struct awss_secret *
awss_store_add(struct awss_store *s, const char *name, int64_t now)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
	uint64_t seed = fault_mix(++s->made);
	struct awss_secret *secret;
	char suffix[SUFFIX];
	size_t i;

	if (s->n == AWS_SECRETS_MAX)
		return NULL;
	for (i = 0; i < SUFFIX - 1; i++, seed >>= 5)
		suffix[i] = letters[seed % 32];
	suffix[i] = '\0';
	s->secrets = mem_grow(s->secrets, s->n + 1, sizeof *s->secrets);
	secret = &s->secrets[s->n++];
	*secret = (struct awss_secret){ .created = now, .changed = now };
	secret->name = mem_str(name);
	secret->arn = mem_fmt(
	    "arn:aws:secretsmanager:" AWS_REGION ":" AWS_ACCOUNT ":secret:%s-%s", name, suffix);
	return secret;
}

void
awss_store_remove(struct awss_store *s, struct awss_secret *secret)
{
	size_t at = (size_t)(secret - s->secrets);

	release_secret(secret);
	memmove(secret, secret + 1, (--s->n - at) * sizeof *secret);
}

void
awss_secret_tag(struct awss_secret *secret, const char *key, const char *value)
{
	struct awss_tag *t;

	secret->tags = mem_grow(secret->tags, secret->ntags + 1, sizeof *secret->tags);
	t = &secret->tags[secret->ntags++];
	t->key = mem_str(key);
	t->value = mem_str(value);
}

struct awss_version *
awss_version_find(const struct awss_secret *secret, const char *id)
{
	size_t i;

	for (i = 0; i < secret->nversions; i++)
		if (strcmp(secret->versions[i].id, id) == 0)
			return &secret->versions[i];
	return NULL;
}

bool
awss_version_is(const struct awss_version *v, const char *stage)
{
	size_t i;

	for (i = 0; i < v->nstages; i++)
		if (strcmp(v->stages[i], stage) == 0)
			return true;
	return false;
}

struct awss_version *
awss_version_staged(const struct awss_secret *secret, const char *stage)
{
	size_t i;

	for (i = 0; i < secret->nversions; i++)
		if (awss_version_is(&secret->versions[i], stage))
			return &secret->versions[i];
	return NULL;
}

/* Drop the oldest version without a stage; -1 when all have one. */
static int
make_room(struct awss_secret *secret)
{
	size_t i;

	for (i = 0; i < secret->nversions && secret->versions[i].nstages > 0; i++)
		continue;
	if (i == secret->nversions)
		return -1;
	release_version(&secret->versions[i]);
	memmove(&secret->versions[i], &secret->versions[i + 1],
	    (--secret->nversions - i) * sizeof *secret->versions);
	return 0;
}

struct awss_version *
awss_version_add(
    struct awss_secret *secret, const char *id, const char *value, bool binary, int64_t now)
{
	struct awss_version *v;

	if (secret->nversions == AWS_VERSIONS_MAX && make_room(secret))
		return NULL;
	secret->versions =
	    mem_grow(secret->versions, secret->nversions + 1, sizeof *secret->versions);
	v = &secret->versions[secret->nversions++];
	*v = (struct awss_version){ .binary = binary, .created = now };
	v->id = mem_str(id);
	v->value = mem_str(value);
	secret->changed = now;
	return v;
}

void
awss_version_unstage(struct awss_version *v, const char *stage)
{
	size_t i;

	for (i = 0; i < v->nstages; i++) {
		if (strcmp(v->stages[i], stage) != 0)
			continue;
		free(v->stages[i]);
		v->stages[i] = v->stages[--v->nstages];
		return;
	}
}

int
awss_version_stage(struct awss_secret *secret, struct awss_version *v, const char *stage)
{
	struct awss_version *was = awss_version_staged(secret, stage);

	if (was == v)
		return 0;
	if (v->nstages == AWS_STAGES_MAX)
		return -1;
	if (was != NULL)
		awss_version_unstage(was, stage);
	awss_version_unstage(v, AWS_PREVIOUS);
	v->stages[v->nstages++] = mem_str(stage);
	if (was != NULL && strcmp(stage, AWS_CURRENT) == 0)
		return awss_version_stage(secret, was, AWS_PREVIOUS);
	return 0;
}

/* The whole file, line breaks as blanks: outside of a string JSON has no other use for them. */
static int
read_file(const char *path, struct buf *text, struct err *e)
{
	FILE *fp = fopen(path, "re");
	size_t n = 1, i;
	int rc = 0;

	if (fp == NULL)
		return errno == ENOENT ? 0 : err_errno(e, ERR_IO, "%s", path);
	while (n > 0 && text->len < FILE_MAX) {
		n = fread(buf_room(text, 65536), 1, 65536, fp);
		text->len += n;
	}
	if (ferror(fp))
		rc = err_errno(e, ERR_IO, "%s", path);
	else if (text->len >= FILE_MAX)
		rc = err_set(e, ERR_DATA, "%s: larger than %zu bytes", path, FILE_MAX);
	(void)fclose(fp); /* it was only read */
	for (i = 0; i < text->len; i++)
		if (text->p[i] == '\n')
			text->p[i] = ' ';
	if (text->p != NULL)
		text->p[text->len] = '\0';
	return rc;
}

static int
seed(struct awss_store *s, const struct rec_field *f, int64_t now, struct err *e)
{
	struct awss_secret *secret;
	struct buf value = { 0 };
	char *name, *id;
	int rc = -1;

	name = mem_copy(f->name.p, f->name.n);
	if (f->type != REC_STRING && f->type != REC_OBJECT) {
		(void)err_set(e, ERR_DATA, "%s: neither an object nor a string", name);
		goto out;
	}
	rec_text(f, &value);
	secret = awss_store_add(s, name, now);
	if (secret == NULL) {
		(void)err_set(e, ERR_DATA, "%s: too many secrets", name);
		goto out;
	}
	id = mem_fmt("00000000-0000-4000-8000-%012" PRIx64, s->made);
	(void)awss_version_stage(secret,
	    awss_version_add(secret, id, value.p == NULL ? "" : value.p, false, now), AWS_CURRENT);
	free(id);
	rc = 0;
out:
	buf_release(&value);
	free(name);
	return rc;
}

int
awss_store_read(struct awss_store *s, const char *path, int64_t now, struct err *e)
{
	struct buf text = { 0 }, names = { 0 };
	struct rec *rec = mem_new(1, sizeof *rec);
	size_t i;
	int rc = -1;

	if (read_file(path, &text, e))
		goto out;
	if (text.p != NULL && object_parse(text.p, text.len, rec, &names, e)) {
		(void)err_wrap(e, "%s", path);
		goto out;
	}
	for (i = 0; i < rec->n; i++) {
		if (seed(s, &rec->f[i], now, e)) {
			(void)err_wrap(e, "%s", path);
			goto out;
		}
	}
	rc = 0;
out:
	buf_release(&names);
	buf_release(&text);
	free(rec);
	return rc;
}
