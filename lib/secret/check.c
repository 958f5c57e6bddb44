#include "secret/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "aws/call.h"
#include "aws/creds.h"
#include "aws/keys.h"
#include "aws/profile.h"
#include "base/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hidden.h"
#include "base/mem.h"
#include "secret/judge.h"

#define FIX_CREDENTIALS                                                                            \
	"attach a role to the instance or the task, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
#define FIX_ALLOW                                                                                  \
	"allow the role secretsmanager:GetSecretValue on the ARN of the secret, and kms:Decrypt on its key if it has one of its own"
#define FIX_NAME "look at AWS_SECRET_NAME and AWS_REGION, or create it there"
#define FIX_SHAPE "store one flat JSON object of names and texts"
#define FIX_MODE "keep secrets in the store, or: chmod 640 and chown root:GROUP it"
#define FIX_KMS                                                                                    \
	"look at the key in KMS that the secret is encrypted with: it has to be enabled, and the role needs kms:Decrypt on it"
#define FIX_EXPIRED "get new ones: log in again, or have the role that gives them renewed"
#define FIX_KEYS                                                                                   \
	"look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: they do not go together, or are no longer valid"
#define FIX_DELETED "restore it: pf-aws secretsmanager RestoreSecret"
#define FIX_WRITER "chmod 640 it: who writes it decides what is run with"

/* The checks in hand. */
struct look {
	const struct gather_options *o;
	const struct contract *contract; /* or NULL */
	const char *require;             /* or NULL */
	check_fn *take;
	void *arg;
	struct vars vars;
	bool credentials, credentials_looked;
};

/* One result. where is behind a slash in its name; NULL: no slash. */
static int
tell(struct look *l, const char *name, const char *where, struct check c, struct err *e)
{
	char *full = where != NULL ? mem_fmt("%s/%s", name, where) : mem_str(name);
	int rc;

	c.name = full;
	rc = l->take(l->arg, &c, e);
	free(full);
	return rc;
}

static struct check
ok(const char *observed, const char *text)
{
	return (struct check){ .status = CHECK_OK, .observed = observed, .text = text };
}

static struct check
failed(const char *text, const char *fix)
{
	return (struct check){ .status = CHECK_FAILED, .text = text, .fix = fix };
}

static struct check
unknown(const char *text)
{
	return (struct check){ .status = CHECK_UNKNOWN, .text = text };
}

/* Where no contract says it: by the name, or by the looks of the value. */
static bool
is_secret(const struct var *var)
{
	size_t n;

	if (hidden_value(var->value) || address_password(var->value, &n) != NULL)
		return true;
	return hidden_name(var->name) && !hidden_pointer(var->name) &&
	       strcmp(var->name, "USE_AWS_SECRETS") != 0;
}

/* The first variable of the env file that holds a secret, or NULL. */
static const struct var *
secret_in_file(const struct look *l)
{
	const struct contract_key *k;
	const struct var *var;
	size_t i;

	for (i = 0; i < l->vars.n; i++) {
		var = &l->vars.all[i];
		if (l->vars.sources[var->source].type != VARS_FILE || var->len == 0)
			continue;
		k = l->contract == NULL ? NULL : contract_find(l->contract, var->name);
		if ((k != NULL && k->secret) || (k == NULL && is_secret(var)))
			return var;
	}
	return NULL;
}

/* A file that only says where secrets are may be read by all. Who writes it names programs to be run. */
static int
look_at_mode(struct look *l, const char *path, struct err *e)
{
	struct stat st;
	const struct var *var = secret_in_file(l);
	struct check c;
	char mode[16], *text = NULL;
	int rc;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	(void)snprintf(mode, sizeof mode, "%04o", (unsigned)(st.st_mode & 07777));
	if ((st.st_mode & S_IWOTH) != 0) {
		text = mem_fmt("%s may be written by everybody", path);
		c = failed(text, FIX_WRITER);
	} else if (var != NULL && (st.st_mode & S_IROTH) != 0) {
		text = mem_fmt(
		    "%s may be read by everybody, and %s in it is a secret", path, var->name);
		c = failed(text, FIX_MODE);
	} else if ((st.st_mode & S_IWGRP) != 0) {
		text = mem_fmt("%s may be written by its group", path);
		c = (struct check){ .status = CHECK_WARNING, .text = text, .fix = FIX_WRITER };
	} else {
		c = ok(NULL, var != NULL ? "it has secrets, and not everybody may read it"
					 : "it has no secret, only where they are");
	}
	c.observed = mode;
	c.limit = var != NULL ? "0640" : "0644";
	rc = tell(l, "env-file-mode", NULL, c, e);
	free(text);
	return rc;
}

static int
look_at_file(struct look *l, struct err *e)
{
	struct err why = { 0 };
	char *path = NULL;
	int rc;

	if (gather_find_file(&path, l->o, &why)) {
		rc =
		    tell(l, "env-file", NULL, failed(why.msg, "create it, or name another one"), e);
	} else if (path == NULL) {
		rc = tell(l, "env-file", NULL, ok(NULL, "there is none in the usual places"), e);
	} else if (gather_file(&l->vars, path, l->o, &why)) {
		rc = tell(
		    l, "env-file", NULL, failed(why.msg, "mend that line, or who may read it"), e);
	} else {
		rc = tell(l, "env-file", NULL, ok(path, "it can be read"), e);
		if (rc == 0)
			rc = look_at_mode(l, path, e);
	}
	free(path);
	return rc;
}

/* Whose keys there are, once. */
static int
look_at_credentials(struct look *l, struct err *e)
{
	struct aws_profile *p = NULL;
	struct aws_creds *creds = NULL;
	const struct aws_keys *keys;
	struct err why = { 0 };
	int rc;

	if (l->credentials_looked)
		return 0;
	l->credentials_looked = true;
	l->credentials = aws_profile_open(&p, NULL, &why) == 0 &&
			 aws_creds_open(&creds, p, false, &why) == 0 &&
			 aws_creds_get(creds, clock_real(), &keys, &why) == 0;
	rc = l->credentials
		 ? tell(l, "credentials", NULL, ok(keys->from, "there are keys to ask with"), e)
		 : tell(l, "credentials", NULL, failed(why.msg, FIX_CREDENTIALS), e);
	aws_creds_close(creds);
	aws_profile_free(p);
	return rc;
}

/* clang-format off */
/* What a code of the service says: whether there is such a secret, and what to do. */
static const struct refused {
	const char *code;
	bool exists;
	const char *fix;
} refusals[] = {
	{ "AccessDeniedException",       false, FIX_ALLOW },
	{ "DecryptionFailure",           true,  FIX_KMS },
	{ "ExpiredTokenException",       false, FIX_EXPIRED },
	{ "InvalidRequestException",     true,  FIX_DELETED },
	{ "InvalidSignatureException",   false, FIX_KEYS },
	{ "UnrecognizedClientException", false, FIX_KEYS },
	{ 0 }
};
/* clang-format on */

/* What AWS's answer says about the rungs up to the text, which is there when why is empty. */
static int
look_at_answer(struct look *l, const struct source *s, const struct fetcher *f,
    const struct secret_text *text, const struct err *why, struct err *e)
{
	const char *code = f->aws != NULL ? aws_code(f->aws) : "";
	struct check exists = ok(NULL, "it exists"), readable = ok(NULL, "it can be read");
	const struct refused *r = refusals;

	if (strcmp(code, "ResourceNotFoundException") == 0)
		return tell(l, "secret", s->place, failed(why->msg, FIX_NAME), e);
	while (r->code != NULL && strcmp(r->code, code) != 0)
		r++;
	if (why->msg[0] != '\0' && !text->binary) {
		if (!r->exists)
			exists = unknown(r->code != NULL
					     ? "who may not read it is not told whether it exists"
					     : "there was no answer about it");
		readable = failed(why->msg, why->code == ERR_TEMP ? "try again later" : r->fix);
	}
	if (tell(l, "secret", s->place, exists, e) || tell(l, "readable", s->place, readable, e))
		return -1;
	return text->binary ? tell(l, "shape", s->place, failed(why->msg, FIX_SHAPE), e) : 0;
}

static int
look_at_shape(struct look *l, const struct source *s, const struct secret_text *text, struct err *e)
{
	struct err why = { 0 };
	size_t before = l->vars.n;
	char seen[48];

	if (source_take(s, text, &l->vars, &why))
		return tell(l, "shape", s->place, failed(why.msg, FIX_SHAPE), e);
	(void)snprintf(seen, sizeof seen, "%zu keys", l->vars.n - before);
	return tell(l, "shape", s->place, ok(seen, "each of its keys becomes a variable"), e);
}

static int
look_at_source(struct look *l, struct fetcher *f, const struct source *s, struct err *e)
{
	struct secret_text text = { 0 };
	struct err why = { 0 };
	int rc = 0, got;

	if (s->type == VARS_AWS && (look_at_credentials(l, e) || !l->credentials))
		return l->credentials ? -1
				      : tell(l, "secret", s->place,
					    unknown("without keys nobody can be asked"), e);
	got = source_fetch(f, s, &text, &why);
	if (s->type == VARS_EXEC)
		rc = tell(l, "program", s->place,
		    got == 0 ? ok(NULL, "it ran") : failed(why.msg, "run it by hand and see"), e);
	else
		rc = look_at_answer(l, s, f, &text, &why, e);
	if (rc == 0 && got == 0)
		rc = look_at_shape(l, s, &text, e);
	secret_text_release(&text);
	return rc;
}

static int
look_at_sources(struct look *l, struct err *e)
{
	struct fetcher f = { .until = clock_mono() + l->o->timeout };
	struct sources s = { 0 };
	struct err why = { 0 };
	size_t i;
	int rc = 0;

	if (sources_find(&s, l->o->from, &why))
		rc = tell(l, "sources", NULL,
		    failed(why.msg, "see pf-secrets(1) for how they are written"), e);
	else if (s.n == 0)
		rc = tell(l, "sources", NULL,
		    ok(NULL, "no store is asked: neither USE_AWS_SECRETS nor --from says so"), e);
	for (i = 0; rc == 0 && i < s.n; i++)
		rc = look_at_source(l, &f, &s.all[i], e);
	fetcher_release(&f);
	sources_release(&s);
	return rc;
}

static int
look_at_key(struct look *l, const struct contract_key *k, struct err *e)
{
	const struct var *var;
	enum judge_says says = judge_key(k, &l->vars, &var);
	struct check c = { .status = judge_fails(says)      ? CHECK_FAILED
				     : says == JUDGE_WANTED ? CHECK_WARNING
							    : CHECK_OK,
		.limit = says == JUDGE_PATTERN ? k->pattern : NULL,
		.fix = judge_fix(says) };
	char *place, *text;
	int rc;

	if (says == JUDGE_ABSENT)
		return 0;
	place = var == NULL ? NULL : vars_place(&l->vars, var);
	text = mem_fmt(
	    "%s %s%s%s", k->name, judge_text(says), k->help ? ": " : "", k->help ? k->help : "");
	c.observed = place;
	c.text = text;
	rc = tell(l, "key", k->name, c, e);
	free(place);
	free(text);
	return rc;
}

/* Keys of a list, as if a contract required them. */
static int
look_at_required(struct look *l, struct err *e)
{
	struct contract_key k = { .need = CONTRACT_REQUIRED };
	const char *list = l->require, *word;
	size_t n;
	int rc = 0;

	while (rc == 0 && (word = vars_word(&list, &n)) != NULL) {
		k.name = mem_copy(word, n);
		rc = look_at_key(l, &k, e);
		free(k.name);
	}
	return rc;
}

/* An API key as a database's password is wrong whatever the contract. */
static int
look_at_others(struct look *l, struct err *e)
{
	const struct contract_key *k;
	const struct var *var;
	char *text;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < l->vars.n; i++) {
		var = &l->vars.all[i];
		k = l->contract == NULL ? NULL : contract_find(l->contract, var->name);
		if (!vars_wins(&l->vars, i) ||
		    (k != NULL && k->database && strcmp(k->name, var->name) == 0) ||
		    !judge_service_key(var->value))
			continue;
		text = mem_fmt("%s %s", var->name, judge_text(JUDGE_KEY));
		rc = tell(l, "key", var->name, failed(text, judge_fix(JUDGE_KEY)), e);
		free(text);
	}
	return rc;
}

int
check_secrets(const struct gather_options *o, const struct contract *contract, const char *require,
    check_fn *take, void *arg, struct err *e)
{
	struct look l = {
		.o = o, .contract = contract, .require = require, .take = take, .arg = arg
	};
	size_t i;
	int rc = -1;

	if (gather_environment(&l.vars, o, e) || look_at_file(&l, e) || look_at_sources(&l, e))
		goto out;
	for (i = 0; contract != NULL && i < contract->n; i++)
		if (look_at_key(&l, &contract->keys[i], e))
			goto out;
	rc = look_at_required(&l, e) || look_at_others(&l, e) ? -1 : 0;
out:
	vars_release(&l.vars);
	return rc;
}
