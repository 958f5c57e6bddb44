#include "secret/judge.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/keys.h"
#include "base/address.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

/* clang-format off */
static const struct {
	bool fails;
	const char *text, *fix;
} says_table[] = {
	[JUDGE_FINE]    = { false, "is there and looks right", NULL },
	[JUDGE_ABSENT]  = { false, "is not there, and need not be", NULL },
	[JUDGE_WANTED]  = { false, "is not there; without it something is left out", "put it into the secret or the env file" },
	[JUDGE_MISSING] = { true,  "is missing", "put it into the secret or the env file" },
	[JUDGE_EMPTY]   = { true,  "is set to nothing", "give it a value where it is set" },
	[JUDGE_HIDDEN]  = { true,  "is set to nothing, which hides the value of another source", "unset it where it is empty: pf-secrets why NAME tells where" },
	[JUDGE_PATTERN] = { true,  "does not look like one: it does not match its pattern", "compare it with its pattern (pf-secrets contract NAME), and look for quotes and blanks that were pasted with it" },
	[JUDGE_KNOWN]   = { true,  "has a password that everybody knows", "change it: pf-secrets gen makes one" },
	[JUDGE_KEY]     = { true,  "has an API key where the database's password belongs", "take the password of the database's settings: the service-role key is for the REST interface" },
};
/* clang-format on */

bool
judge_fails(enum judge_says says)
{
	return says_table[says].fails;
}

const char *
judge_text(enum judge_says says)
{
	return says_table[says].text;
}

const char *
judge_fix(enum judge_says says)
{
	return says_table[says].fix;
}

bool
judge_on(const char *value)
{
	static const char *const words[] = { "1", "true", "yes", "on" };
	size_t i;

	for (i = 0; value != NULL && i < sizeof words / sizeof words[0]; i++)
		if (strcasecmp(value, words[i]) == 0)
			return true;
	return false;
}

/* The password of "... password=x ..." (libpq's words, quoted or not); NULL: none. */
static const char *
word_password(const char *value, size_t *n)
{
	const char *p = value;

	while ((p = strstr(p, "password=")) != NULL) {
		if (p == value || p[-1] == ' ' || p[-1] == '?' || p[-1] == '&') {
			p += strlen("password=");
			p += *p == '\'';
			*n = strcspn(p, " '&");
			return *n > 0 ? p : NULL;
		}
		p++;
	}
	return NULL;
}

/* The password in a database's address or words, decoded; for aws_wipe(); NULL: none. */
static char *
password_of(const char *value)
{
	size_t n;
	const char *p = address_password(value, &n);
	char *text;

	if (p == NULL)
		p = word_password(value, &n);
	if (p == NULL)
		return NULL;
	text = mem_copy(p, n);
	address_decode(text);
	return text;
}

/* Three parts of base64url, the first a JSON object (RFC 7519; "eyJ" is '{"'), or a key by its prefix. */
static bool
is_api_key(const char *s)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
	size_t i, n;

	if (strncmp(s, "sb_secret_", 10) == 0 || strncmp(s, "sb_publishable_", 15) == 0)
		return true;
	if (strncmp(s, "eyJ", 3) != 0)
		return false;
	for (i = 0; i < 3; i++) {
		n = strspn(s, plain);
		if (n == 0 || s[n] != (i < 2 ? '.' : '\0'))
			return false;
		s += n + 1;
	}
	return true;
}

bool
judge_service_key(const char *value)
{
	char *password = password_of(value);
	bool is = password != NULL && is_api_key(password);

	aws_wipe(password);
	return is;
}

static bool
is_known(const struct contract_key *k, const char *value)
{
	char *password = k->never == NULL ? NULL : password_of(value);
	bool is = k->never != NULL && (vars_listed(k->never, value) ||
					  (password != NULL && vars_listed(k->never, password)));

	aws_wipe(password);
	return is;
}

/* Whether another source has a value that an empty one hides. */
static bool
hides(const struct vars *v, const struct var *var)
{
	const struct var *end = v->all + v->n, *other;

	for (other = var + 1; other < end && strcmp(other->name, var->name) == 0; other++)
		if (other->len > 0)
			return true;
	return false;
}

enum judge_says
judge_key(const struct contract_key *k, const struct vars *v, const struct var **to)
{
	const struct var *var = vars_get(v, k->name), *other;
	bool needed =
	    k->need == CONTRACT_REQUIRED || (k->when != NULL && judge_on(vars_value(v, k->when)));

	if ((var == NULL || var->len == 0) && k->other != NULL) {
		other = vars_get(v, k->other);
		if (other != NULL && other->len > 0)
			var = other;
	}
	*to = var;
	if (var == NULL || var->len == 0) {
		if (!needed)
			return k->need == CONTRACT_RECOMMENDED ? JUDGE_WANTED : JUDGE_ABSENT;
		return var == NULL ? JUDGE_MISSING : hides(v, var) ? JUDGE_HIDDEN : JUDGE_EMPTY;
	}
	if (k->database && judge_service_key(var->value))
		return JUDGE_KEY;
	if (is_known(k, var->value))
		return JUDGE_KNOWN;
	if (k->pattern != NULL && regexec(&k->re, var->value, 0, NULL, 0) != 0)
		return JUDGE_PATTERN;
	return JUDGE_FINE;
}

void
judge_contract(const struct contract *c, const struct vars *v, struct buf *broken)
{
	const struct var *var;
	enum judge_says says;
	size_t i;

	for (i = 0; i < c->n; i++) {
		says = judge_key(&c->keys[i], v, &var);
		if (!judge_fails(says))
			continue;
		log_warn("%s %s", c->keys[i].name, judge_text(says));
		buf_fmt(broken, "%s%s", broken->len > 0 ? ", " : "", c->keys[i].name);
	}
}

void
judge_list(const char *list, const struct vars *v, struct buf *missing)
{
	const char *word;
	char *name;
	size_t n;

	while ((word = vars_word(&list, &n)) != NULL) {
		name = mem_copy(word, n);
		if (vars_value(v, name) == NULL)
			buf_fmt(missing, "%s%s", missing->len > 0 ? ", " : "", name);
		free(name);
	}
}
