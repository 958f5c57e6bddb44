#include "secret/verb.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "aws/keys.h"
#include "base/address.h"
#include "base/err.h"
#include "base/hidden.h"
#include "base/log.h"
#include "base/mem.h"
#include "secret/contract.h"
#include "secret/needles.h"

#define WORD_MAX 16 /* a plain word is shorter */

int
verb_close_up(struct err *e)
{
	return prctl(PR_SET_DUMPABLE, 0) ? err_errno(e, ERR_BUG, "prctl") : 0;
}

struct gather_options
verb_sources(const struct ctx *ctx, const struct secret_opts *o)
{
	return (struct gather_options){ .env_file = o->env_file,
		.from = o->from,
		.env = ctx->env,
		.cache = o->cache,
		.max_stale = o->max_stale,
		.timeout = o->timeout };
}

int
verb_load(const struct ctx *ctx, const struct gather_options *how, struct vars *v, struct err *e)
{
	size_t sources, n;

	(void)ctx;
	if (verb_close_up(e) || gather_all(v, how, e))
		return -1;
	gather_count(v, &sources, &n);
	log_info("loaded %zu variable%s from %zu source%s", n, n == 1 ? "" : "s", sources,
	    sources == 1 ? "" : "s");
	return 0;
}

/* Words of settings, which stand in any text. */
static bool
is_word(const struct var *var)
{
	return var->len < WORD_MAX &&
	       strspn(var->value, "abcdefghijklmnopqrstuvwxyz0123456789"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_,") == var->len;
}

/* The passwords of addresses in a value, as they stand there and decoded. How many there are. */
static size_t
add_passwords(struct needles *s, const struct var *var)
{
	const char *at = var->value;
	size_t n = 0, found = 0;
	char *text;

	while ((at = address_password(at, &n)) != NULL) {
		found++;
		text = mem_copy(at, n);
		needles_add(s, var->name, text, n);
		address_decode(text);
		needles_add(s, var->name, text, strlen(text));
		explicit_bzero(text, n);
		free(text);
		at += n;
	}
	return found;
}

static void
add(struct needles *s, const struct vars *v, const struct var *var, const struct contract_key *key)
{
	enum vars_type type = v->sources[var->source].type;
	bool secret = key != NULL || (hidden_name(var->name) && !hidden_pointer(var->name));

	secret |= add_passwords(s, var) > 0;
	if (secret || ((type == VARS_AWS || type == VARS_EXEC) && !is_word(var)))
		needles_add(s, var->name, var->value, var->len);
}

int
verb_needles(struct needles *s, const struct vars *v, const struct secret_opts *o, struct err *e)
{
	const struct contract_key *key;
	struct contract c = { 0 };
	size_t i;
	int rc = 0;

	if (o->contract != NULL)
		rc = contract_open(&c, o->contract, e);
	for (i = 0; rc == 0 && i < v->n; i++) {
		key = contract_find(&c, v->all[i].name);
		if (!vars_listed(o->except, v->all[i].name) && (key == NULL || key->secret))
			add(s, v, &v->all[i], key);
	}
	needles_build(s);
	contract_release(&c);
	return rc;
}
