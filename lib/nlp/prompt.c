#include "nlp/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "io/conf.h"
#include "io/rec.h"
#include "io/whole.h"
#include "net/hmac.h"

#define TOKENS_MAX 1000000
#define HASH_BYTES 4
#define SCHEMA_NAME_MAX 64

/* clang-format off */
static const struct {
	const char *name, *variable;
} roles[PROMPT_ROLES] = {
	[PROMPT_TRIAGE]     = { "triage",     "OPENAI_MODEL_TRIAGE" },
	[PROMPT_MAIN]       = { "main",       "OPENAI_MODEL_MAIN" },
	[PROMPT_ESCALATION] = { "escalation", "OPENAI_MODEL_ESCALATION" },
	[PROMPT_LONG]       = { "long",       "OPENAI_MODEL_LONG" },
};
/* clang-format on */

const char *
prompt_role_name(enum prompt_role role)
{
	return roles[role].name;
}

/* A text that has to be there, without the end of its last line. */
static int
take_text(char **to, const struct conf *map, const char *key, const char *name, struct err *e)
{
	const struct conf *c = conf_get(map, key);
	const char *text = conf_text(c);
	size_t n = text == NULL ? 0 : strlen(text);

	while (n > 0 && text[n - 1] == '\n')
		n--;
	if (n == 0)
		return conf_fail(e, name, c == NULL ? map : c, "%s: a text is missing", key);
	*to = mem_copy(text, n);
	return 0;
}

/* JSON, checked, and without the blanks that are there for people: they would be paid for. */
static int
take_schema(char **to, const struct conf *map, const char *name, struct err *e)
{
	char *text = NULL;
	struct buf line = { 0 }, out = { 0 };
	struct rec_field root;
	struct err why;
	bool inside = false;
	int rc = -1;
	size_t i;

	if (take_text(&text, map, "schema", name, e))
		return -1;
	if (whole_parse(&line, text, strlen(text), &root, &why) || root.type != REC_OBJECT) {
		(void)conf_fail(e, name, conf_get(map, "schema"), "schema: it is no JSON object");
		goto out;
	}
	for (i = 0; i < root.text.n; i++) {
		if (root.text.p[i] == '"')
			inside = !inside;
		else if (root.text.p[i] == '\\') /* only in strings */
			buf_char(&out, root.text.p[i++]);
		if (inside || strchr(" \t\r\n", root.text.p[i]) == NULL)
			buf_char(&out, root.text.p[i]);
	}
	*to = buf_take(&out);
	rc = 0;
out:
	buf_release(&line);
	free(text);
	return rc;
}

static int
take_tokens(int64_t *to, const struct conf *map, const char *name, struct err *e)
{
	const struct conf *c = conf_get(map, "tokens");
	const char *text = conf_text(c);

	if (text == NULL || num_int(text, strlen(text), 16, TOKENS_MAX, to))
		return conf_fail(e, name, c == NULL ? map : c,
		    "tokens: a number from 16 to %d, of tokens of an answer", TOKENS_MAX);
	return 0;
}

/* What the vendor takes as the name of a schema. */
static bool
is_schema_name(const char *s)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	return strlen(s) <= SCHEMA_NAME_MAX && s[strspn(s, bytes)] == '\0';
}

static int
take_part(struct prompt_part *part, const struct conf *root, const char *key, const char *name,
    struct err *e)
{
	static const char *const keys[] = { "name", "tokens", "words", "hint", "schema", NULL };
	const struct conf *map = conf_get(root, key);

	if (map == NULL || map->type != CONF_MAP)
		return conf_fail(e, name, map == NULL ? root : map,
		    "%s: name, tokens, words and schema are missing", key);
	if (conf_known(map, keys, name, e) || take_text(&part->name, map, "name", name, e) ||
	    take_text(&part->words, map, "words", name, e) ||
	    take_schema(&part->schema, map, name, e) || take_tokens(&part->tokens, map, name, e))
		return -1;
	if (!is_schema_name(part->name))
		return conf_fail(e, name, conf_get(map, "name"),
		    "name: at most %d letters, digits, '_' and '-'", SCHEMA_NAME_MAX);
	return conf_get(map, "hint") == NULL ? 0 : take_text(&part->hint, map, "hint", name, e);
}

static int
take_models(struct prompt *p, const struct conf *root, const char *main_model, const char *name,
    struct err *e)
{
	const char *keys[PROMPT_ROLES + 1] = { 0 };
	const struct conf *map = conf_get(root, "models");
	const char *v;
	size_t i;

	for (i = 0; i < PROMPT_ROLES; i++)
		keys[i] = roles[i].name;
	if (map == NULL || map->type != CONF_MAP)
		return conf_fail(e, name, root, "models: triage, main, escalation and long");
	if (conf_known(map, keys, name, e))
		return -1;
	if (main_model == NULL)
		main_model = env_get(roles[PROMPT_MAIN].variable);
	for (i = 0; i < PROMPT_ROLES; i++) {
		v = i == PROMPT_MAIN ? NULL : env_get(roles[i].variable);
		if (v == NULL && i != PROMPT_TRIAGE)
			v = main_model;
		if (v != NULL)
			p->models[i] = mem_str(v);
		else if (take_text(&p->models[i], map, roles[i].name, name, e))
			return -1;
	}
	return 0;
}

/* The name, and what tells that somebody changed the words and left the name. */
static void
make_version(struct prompt *p, const char *name)
{
	const struct prompt_part *parts[] = { &p->triage, &p->ideas };
	unsigned char hash[HMAC_LEN];
	struct buf text = { 0 };
	size_t i;

	for (i = 0; i < 2; i++)
		buf_fmt(&text, "%s\n%s\n%s\n%s\n", parts[i]->name, parts[i]->words,
		    parts[i]->hint == NULL ? "" : parts[i]->hint, parts[i]->schema);
	hmac_sha256(hash, name, strlen(name), text.p, text.len);
	buf_reset(&text);
	buf_fmt(&text, "%s+", name);
	for (i = 0; i < HASH_BYTES; i++)
		buf_fmt(&text, "%02x", hash[i]);
	p->version = buf_take(&text);
}

static int
take_all(struct prompt *p, const struct conf *root, const char *main_model, const char *name,
    struct err *e)
{
	static const char *const keys[] = { "version", "models", "triage", "ideas", NULL };
	char *version = NULL;
	int rc = -1;

	if (conf_known(root, keys, name, e) == 0 &&
	    take_text(&version, root, "version", name, e) == 0 &&
	    take_models(p, root, main_model, name, e) == 0 &&
	    take_part(&p->triage, root, "triage", name, e) == 0 &&
	    take_part(&p->ideas, root, "ideas", name, e) == 0) {
		make_version(p, version);
		rc = 0;
	}
	free(version);
	return rc;
}

int
prompt_load(struct prompt *p, const char *what, const char *main_model, struct err *e)
{
	const char *version = what == NULL ? PROMPT_DEFAULT : what;
	char *file, *path;
	struct conf *root = NULL;
	int rc = -1;

	*p = (struct prompt){ 0 };
	file = mem_fmt("prompts/%s.yaml", version);
	path = strchr(version, '/') != NULL ? mem_str(version) : path_data(file);
	if (conf_load(&root, path, e) == 0)
		rc = take_all(p, root, main_model, path, e);
	conf_free(root);
	free(path);
	free(file);
	return rc;
}

static void
part_release(struct prompt_part *part)
{
	free(part->words);
	free(part->hint);
	free(part->name);
	free(part->schema);
}

void
prompt_release(struct prompt *p)
{
	size_t i;

	for (i = 0; i < PROMPT_ROLES; i++)
		free(p->models[i]);
	part_release(&p->triage);
	part_release(&p->ideas);
	free(p->version);
	*p = (struct prompt){ 0 };
}
