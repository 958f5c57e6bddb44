/* The verb that fills secrets with what a contract wants: set-up */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aws/call.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "secret/contract.h"
#include "secret/job.h"
#include "secret/judge.h"
#include "secret/store.h"
#include "secret/verb.h"

#define AT(m) offsetof(struct secret_opts, m)
#define ASKED 3 /* times for a key, when what comes does not look like one */

/* clang-format off */
const struct opt verb_setup_opts[] = {
	{ 0, "prefix", OPT_STR, AT(prefix), 0, "a secret for each key, called so and like the key: PREFIXpostgres-url", "prefix" },
	{ 0, "secret", OPT_STR, AT(secret), 0, "one for all keys, by name or ARN (default: the one of AWS_SECRET_NAME)", "name" },
	{ 0 }
};
/* clang-format on */

/* What is filled. */
struct setup {
	struct ctx *ctx;
	struct job j;
	struct contract c;
	struct vars near;   /* what the environment and the env file have */
	struct vars there;  /* what the one secret has */
	struct buf missing; /* names of keys without a value */
	bool made;          /* the one secret is there */
};

/* 1: a secret of that name is there, with its keys added to *v if that is not NULL; 0: none is. */
static int
is_there(struct setup *s, const char *place, struct vars *v, struct err *e)
{
	struct secret_text t = { .text.secret = true };
	struct source src = { .type = VARS_AWS, .place = mem_str(place) };
	int rc = 1;

	if (source_fetch(&s->j.f, &src, &t, e))
		rc = s->j.f.aws != NULL &&
			     strcmp(aws_code(s->j.f.aws), "ResourceNotFoundException") == 0
			 ? 0
			 : -1;
	else if (v != NULL && t.text.len > 2 && source_take(&src, &t, v, e)) /* not "{}" */
		rc = -1;
	secret_text_release(&t);
	free(src.place);
	return rc;
}

static int
has(struct setup *s, const char *name, struct err *e)
{
	char *place;
	int rc;

	if (s->j.prefix == NULL)
		return vars_get(&s->there, name) != NULL;
	place = job_place(&s->j, name);
	rc = is_there(s, place, NULL, e);
	free(place);
	return rc;
}

/* Whether a value will do for the key, by the contract. */
static enum judge_says
look(const struct contract_key *k, const char *value, struct err *e)
{
	enum judge_says says = JUDGE_MISSING;
	const struct var *var;
	struct vars v = { 0 };

	if (vars_add(&v, vars_source(&v, VARS_EXEC, NULL, NULL, 0), k->name, value, 0, e) == 0)
		says = judge_key(k, &v, &var);
	vars_release(&v);
	return says;
}

/* 1 with a value that is typed, 0 when none is. */
static int
typed(struct setup *s, const struct contract_key *k, struct buf *value, struct err *e)
{
	char *question = mem_fmt("%s%s%s%s", k->name, k->help != NULL ? " (" : "",
	    k->help != NULL ? k->help : "", k->help != NULL ? ")" : "");
	enum judge_says says;
	int tries, rc;

	for (tries = 0; tries < ASKED; tries++) {
		buf_reset(value);
		rc = job_ask(s->ctx, question, k->secret, value, e);
		if (rc)
			goto out;
		rc = value->len > 0;
		says = rc == 0 ? JUDGE_FINE : look(k, value->p, e);
		if (!judge_fails(says))
			goto out;
		log_warn("%s %s", k->name, judge_text(says));
	}
	rc = err_set(e, ERR_DATA, "%s: asked %d times for it", k->name, ASKED);
out:
	free(question);
	return rc;
}

/* A key that the secret does not have: from where we are, else from the terminal. */
static int
find(struct setup *s, const struct contract_key *k, struct err *e)
{
	const char *given = vars_value(&s->near, k->name);
	struct buf value = { .secret = true };
	enum judge_says says;
	int rc = 1;

	if (given != NULL) {
		says = look(k, given, e);
		if (judge_fails(says))
			rc = err_set(e, ERR_DATA, "%s %s", k->name, judge_text(says));
		else
			job_add(&s->j, k->name, given);
	} else if (isatty(fileno(s->ctx->in))) {
		rc = typed(s, k, &value, e);
		if (rc == 1)
			job_add(&s->j, k->name, value.p);
	} else {
		rc = 0;
	}
	if (rc == 0 && k->need == CONTRACT_REQUIRED)
		buf_fmt(&s->missing, "%s%s", s->missing.len > 0 ? ", " : "", k->name);
	buf_release(&value);
	return rc < 0 ? -1 : 0;
}

static int
find_all(struct setup *s, struct err *e)
{
	const struct contract_key *k;
	size_t i;
	int rc;

	for (i = 0; i < s->c.n; i++) {
		k = &s->c.keys[i];
		if (k->need == CONTRACT_OPTIONAL && vars_value(&s->near, k->name) == NULL)
			continue;
		rc = has(s, k->name, e);
		if (rc < 0 || (rc == 0 && find(s, k, e)))
			return -1;
	}
	if (s->missing.len == 0)
		return 0;
	return err_set(e, ERR_CONFIG,
	    "nothing was written, for there is no value for %s: set them, or run it on a terminal",
	    s->missing.p);
}

/* A secret for each key. */
static int
write_each(struct setup *s, struct err *e)
{
	char *place;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < s->j.n; i++) {
		s->j.edits[i].did = EDIT_ADDED;
		if (s->ctx->dry_run)
			continue;
		place = job_place(&s->j, s->j.edits[i].name);
		rc = store_create(&s->j.f, place, s->j.edits[i].value, e);
		free(place);
	}
	return rc;
}

/* One for all. */
static int
write_one(struct setup *s, struct err *e)
{
	struct buf text = { .secret = true };
	size_t i;
	int rc;

	for (i = 0; i < s->j.n; i++)
		s->j.edits[i].only_new = true;
	if (s->made)
		return store_edit(&s->j.f, s->j.secret, s->j.edits, s->j.n, s->ctx->dry_run, e);
	rc = edit_text("{}", 2, s->j.edits, s->j.n, &text, e);
	if (rc == 0 && !s->ctx->dry_run)
		rc = store_create(&s->j.f, s->j.secret, text.p, e);
	buf_release(&text);
	return rc;
}

int
verb_setup(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct secret_opts *o = arg;
	struct setup s = { .ctx = ctx };
	int rc = -1, there;

	if (args[0] == NULL || args[1] != NULL)
		return err_set(e, ERR_USAGE, "which contract? (pf-secrets contract lists them)");
	if (o->prefix != NULL && o->secret != NULL)
		return err_set(e, ERR_USAGE, "--prefix is for many secrets, --secret for one");
	if (contract_open(&s.c, args[0], e) || job_begin(&s.j, ctx, o, NULL, &s.near, e))
		goto out;
	if (s.j.prefix == NULL) {
		there = is_there(&s, s.j.secret, &s.there, e);
		if (there < 0)
			goto out;
		s.made = there == 1;
	}
	if (find_all(&s, e))
		goto out;
	if (s.j.n == 0) {
		log_note("all that contract %s wants is there", s.c.name);
		rc = 0;
	} else if ((s.j.prefix != NULL ? write_each(&s, e) : write_one(&s, e)) == 0) {
		rc = job_tell(&s.j, ctx, e);
	}
out:
	buf_release(&s.missing);
	vars_release(&s.near);
	vars_release(&s.there);
	contract_release(&s.c);
	job_release(&s.j);
	return rc;
}
