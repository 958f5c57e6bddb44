#include "secret/contract.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/path.h"
#include "io/conf.h"
#include "io/dotenv.h"
#include "io/emit.h"

#define NAMES_MAX 64
#define SUFFIX ".yaml"

/* What takes a member of a key's map into its place. */
typedef int take_fn(const char *file, const struct conf *c, void *to, struct err *e);

static int
take_text(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || s[0] == '\0')
		return conf_fail(e, file, c, "'%s' wants a text", c->key);
	*(char **)to = mem_str(s);
	return 0;
}

static int
take_variable(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || !dotenv_name(s, strlen(s)))
		return conf_fail(e, file, c, "'%s' wants the name of a variable", c->key);
	*(char **)to = mem_str(s);
	return 0;
}

static int
take_bool(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || (strcmp(s, "true") != 0 && strcmp(s, "false") != 0))
		return conf_fail(e, file, c, "'%s' wants true or false", c->key);
	*(bool *)to = s[0] == 't';
	return 0;
}

static const char *const needs[] = { "optional", "recommended", "required", NULL };

static int
take_need(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);
	enum contract_need i = CONTRACT_OPTIONAL;

	while (s != NULL && needs[i] != NULL && strcmp(needs[i], s) != 0)
		i++;
	if (s == NULL || needs[i] == NULL)
		return conf_fail(
		    e, file, c, "'%s' wants required, recommended or optional", c->key);
	*(enum contract_need *)to = i;
	return 0;
}

/* Words, none with a comma in it, into a list. */
static int
take_list(const char *file, const struct conf *c, void *to, struct err *e)
{
	struct buf list = { 0 };
	const struct conf *w;
	const char *s;
	int rc = 0;

	if (c->type != CONF_LIST)
		return conf_fail(e, file, c, "'%s' wants a list of words", c->key);
	for (w = c->child; rc == 0 && w != NULL; w = w->next) {
		s = conf_text(w);
		if (s == NULL || s[0] == '\0' || strpbrk(s, ", \t\n") != NULL)
			rc = conf_fail(
			    e, file, w, "'%s' wants words without blanks and commas", c->key);
		else
			buf_fmt(&list, "%s%s", list.len > 0 ? "," : "", s);
	}
	*(char **)to = buf_take(&list);
	return rc;
}

/* clang-format off */
#define AT(m) offsetof(struct contract_key, m)
static const struct member {
	const char *name;
	take_fn *take;
	size_t at;
} members[] = {
	{ "need",     take_need,     AT(need) },
	{ "if",       take_variable, AT(when) },
	{ "or",       take_variable, AT(other) },
	{ "secret",   take_bool,     AT(secret) },
	{ "database", take_bool,     AT(database) },
	{ "pattern",  take_text,     AT(pattern) },
	{ "never",    take_list,     AT(never) },
	{ "help",     take_text,     AT(help) },
	{ 0 }
};
/* clang-format on */

#define MEMBERS (sizeof members / sizeof members[0])

static void
release_key(struct contract_key *k)
{
	if (k->pattern != NULL)
		regfree(&k->re);
	free(k->pattern);
	free(k->name);
	free(k->when);
	free(k->other);
	free(k->never);
	free(k->help);
}

void
contract_release(struct contract *c)
{
	while (c->n > 0)
		release_key(&c->keys[--c->n]);
	free(c->keys);
	free(c->name);
	free(c->file);
	free(c->help);
	*c = (struct contract){ 0 };
}

/* The whole of a value has to match. Alone the pattern has to be one, too: "a)|(b" would close our
 * bracket. */
static int
compile(const char *file, const struct conf *at, struct contract_key *k, struct err *e)
{
	char *whole = mem_fmt("^(%s)$", k->pattern), why[128];
	int error = regcomp(&k->re, k->pattern, REG_EXTENDED | REG_NOSUB);

	if (error == 0) {
		regfree(&k->re);
		error = regcomp(&k->re, whole, REG_EXTENDED | REG_NOSUB);
	}
	free(whole);
	if (error == 0)
		return 0;
	(void)regerror(error, &k->re, why, sizeof why);
	free(k->pattern); /* nothing is compiled that is to be freed */
	k->pattern = NULL;
	return conf_fail(e, file, at, "'pattern' of %s is no regular expression: %s", k->name, why);
}

static int
read_key(const char *file, const struct conf *map, struct contract_key *k, struct err *e)
{
	const char *names[MEMBERS];
	const struct conf *c, *pattern = NULL;
	char *text = NULL;
	size_t i;

	k->name = mem_str(map->key);
	if (!dotenv_name(k->name, strlen(k->name)))
		return conf_fail(e, file, map, "'%s' is no name of a variable", k->name);
	if (map->type == CONF_SCALAR && conf_text(map) == NULL)
		return 0; /* nothing is said of it */
	if (map->type != CONF_MAP)
		return conf_fail(e, file, map, "%s is a map such as { need: required }", k->name);
	for (i = 0; i < MEMBERS; i++)
		names[i] = members[i].name;
	if (conf_known(map, names, file, e))
		return -1;
	for (i = 0; members[i].name != NULL; i++) {
		c = conf_get(map, members[i].name);
		if (c == NULL)
			continue;
		if (members[i].at == AT(pattern)) {
			pattern = c;
			if (take_text(file, c, &text, e))
				return -1;
		} else if (members[i].take(file, c, (char *)k + members[i].at, e)) {
			free(text);
			return -1;
		}
	}
	k->pattern = text;
	return text == NULL ? 0 : compile(file, pattern, k, e);
}

static int
read_keys(struct contract *c, const struct conf *keys, struct err *e)
{
	const struct conf *k;

	if (keys->type != CONF_MAP || keys->child == NULL)
		return conf_fail(e, c->file, keys, "'keys' wants a map of variables");
	for (k = keys->child; k != NULL; k = k->next) {
		if (c->n == CONTRACT_KEYS_MAX)
			return conf_fail(e, c->file, k, "more than %d keys", CONTRACT_KEYS_MAX);
		c->keys = mem_grow(c->keys, c->n + 1, sizeof *c->keys);
		c->keys[c->n++] = (struct contract_key){ 0 };
		if (read_key(c->file, k, &c->keys[c->n - 1], e))
			return -1;
	}
	return 0;
}

static int
read_contract(struct contract *c, const struct conf *root, struct err *e)
{
	static const char *const known[] = { "name", "help", "keys", NULL };
	const struct conf *name = conf_get(root, "name"), *help = conf_get(root, "help"),
			  *keys = conf_get(root, "keys");

	if (root->type != CONF_MAP)
		return conf_fail(e, c->file, root, "a contract is a map with 'name' and 'keys'");
	if (conf_known(root, known, c->file, e))
		return -1;
	if (name == NULL || keys == NULL)
		return conf_fail(
		    e, c->file, root, "'%s' is missing", name == NULL ? "name" : "keys");
	if (take_text(c->file, name, &c->name, e) ||
	    (help != NULL && take_text(c->file, help, &c->help, e)))
		return -1;
	return read_keys(c, keys, e);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in the folder, sorted; owned, NULL-terminated. */
static size_t
find_names(const char *folder, char **names)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	size_t n = 0, k;

	while (d != NULL && n < NAMES_MAX - 1 && (entry = readdir(d)) != NULL) {
		k = strlen(entry->d_name);
		if (k > strlen(SUFFIX) && entry->d_name[0] != '.' &&
		    strcmp(entry->d_name + k - strlen(SUFFIX), SUFFIX) == 0)
			names[n++] = mem_copy(entry->d_name, k - strlen(SUFFIX));
	}
	if (d != NULL)
		(void)closedir(d); /* only read */
	names[n] = NULL;
	qsort(names, n, sizeof *names, by_name);
	return n;
}

static int
none_of_that_name(const char *name, struct err *e)
{
	char *names[NAMES_MAX], *folder = path_data("contracts");
	size_t n = find_names(folder, names), i;
	const char *near = near_word(name, (const char *const *)names);
	struct buf list = { 0 };

	for (i = 0; i < n; i++)
		buf_fmt(&list, "%s%s", i > 0 ? ", " : "", names[i]);
	(void)err_set(e, ERR_NOINPUT, "no contract '%s'%s%s%s (there are: %s)", name,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "",
	    list.p ? list.p : "none");
	while (n > 0)
		free(names[--n]);
	buf_release(&list);
	free(folder);
	return -1;
}

int
contract_open(struct contract *c, const char *name, struct err *e)
{
	size_t n = strlen(name);
	bool is_file = strchr(name, '/') != NULL ||
		       (n > strlen(SUFFIX) && strcmp(name + n - strlen(SUFFIX), SUFFIX) == 0);
	char *folder = path_data("contracts");
	struct conf *root = NULL;
	int rc = -1;

	*c = (struct contract){ .file = is_file ? mem_str(name)
						: mem_fmt("%s/%s" SUFFIX, folder, name) };
	if (!is_file && access(c->file, F_OK) != 0)
		(void)none_of_that_name(name, e);
	else if (conf_load(&root, c->file, e) == 0)
		rc = read_contract(c, root, e);
	conf_free(root);
	free(folder);
	if (rc)
		contract_release(c);
	return rc;
}

const struct contract_key *
contract_find(const struct contract *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strcmp(c->keys[i].name, name) == 0)
			return &c->keys[i];
	for (i = 0; i < c->n; i++)
		if (c->keys[i].other != NULL && strcmp(c->keys[i].other, name) == 0)
			return &c->keys[i];
	return NULL;
}

static void
emit_if(struct emit *em, const char *name, const char *value)
{
	if (value != NULL)
		emit_str(em, name, value);
}

static int
print_key(const struct contract_key *k, struct emit *em, struct err *e)
{
	emit_begin(em, NULL);
	emit_str(em, "key", k->name);
	emit_str(em, "need", needs[k->need]);
	emit_if(em, "if", k->when);
	emit_if(em, "or", k->other);
	emit_bool(em, "secret", k->secret);
	emit_if(em, "pattern", k->pattern);
	emit_if(em, "help", k->help);
	return emit_end(em, e);
}

static int
print_names(FILE *fp, struct err *e)
{
	char *names[NAMES_MAX], *folder = path_data("contracts");
	size_t n = find_names(folder, names), i;
	struct contract c = { 0 };
	struct emit em;
	int rc = 0;

	emit_init(&em, fp, false);
	for (i = 0; i < n; i++) {
		if (rc == 0 && (rc = contract_open(&c, names[i], e)) == 0) {
			emit_begin(&em, NULL);
			emit_str(&em, "contract", names[i]);
			emit_uint(&em, "keys", c.n);
			emit_str(&em, "help", c.help);
			rc = emit_end(&em, e);
		}
		contract_release(&c);
		free(names[i]);
	}
	emit_release(&em);
	free(folder);
	return rc;
}

int
contract_print(const char *name, FILE *fp, struct err *e)
{
	struct contract c = { 0 };
	struct emit em;
	size_t i;
	int rc = 0;

	if (name == NULL)
		return print_names(fp, e);
	if (contract_open(&c, name, e))
		return -1;
	emit_init(&em, fp, false);
	for (i = 0; rc == 0 && i < c.n; i++)
		rc = print_key(&c.keys[i], &em, e);
	emit_release(&em);
	contract_release(&c);
	return rc;
}
