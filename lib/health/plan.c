#include "health/plan.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/path.h"
#include "health/kinds.h"
#include "health/plan_take.h"
#include "io/conf.h"

#define SUFFIX ".yaml"
#define NAME_MAX_LEN 80
#define KEYS_MAX 48
#define NAMES_MAX 64

struct key {
	const char *name;
	take_fn *take;
	size_t at;
	bool number; /* HEALTH_UNSAID where it is not said */
};

/* clang-format off */
#define AT(m) offsetof(struct health_check, m)
/* What every check may have. */
static const struct key common[] = {
	{ "help",    take_text,   AT(help),    false },
	{ "fix",     take_text,   AT(fix),     false },
	{ "market",  health_take_market, AT(market),  false },
	{ "if_env",  take_text,   AT(if_env),  false },
	{ "warning", take_bool,          AT(warning), false },
	{ 0 }
};
/* What a kind may want to know. */
static const struct key keys[] = {
	{ "bearer",    take_text,  AT(bearer),    false },
	{ "ca",        take_text,  AT(ca),        false },
	{ "column",    take_text,  AT(column),    false },
	{ "container", take_text,  AT(container), false },
	{ "contract",  take_text,  AT(contract),  false },
	{ "days",      take_count,        AT(days),      true },
	{ "equals",    take_text,  AT(equals),    false },
	{ "files",     take_text,  AT(files),     false },
	{ "folder",    take_bool,         AT(folder),    false },
	{ "host",      take_text,  AT(host),      false },
	{ "json",      take_text,  AT(json),      false },
	{ "max_age",   take_span,         AT(max_age),   true },
	{ "max_size",  health_take_size,  AT(max_size),  true },
	{ "max_skew",  take_span,         AT(max_skew),  true },
	{ "max_used",  take_count,        AT(max_used),  true },
	{ "may_be_empty", take_bool,      AT(may_be_empty), false },
	{ "min_size",  health_take_size,  AT(min_size),  true },
	{ "mode",      health_take_mode,  AT(mode),      true },
	{ "of",        take_text,  AT(of),        false },
	{ "package",   take_text,  AT(package),   false },
	{ "path",      take_text,  AT(path),      false },
	{ "pipeline",  take_text,  AT(pipeline),  false },
	{ "port",      take_text,  AT(port),      false },
	{ "program",   take_text,  AT(program),   false },
	{ "run",       take_command,      AT(run),       false },
	{ "says",      take_text,  AT(says),      false },
	{ "sessions",  take_count,        AT(sessions),  true },
	{ "sql",       take_text,  AT(sql),       false },
	{ "state",     health_take_state, AT(state),     false },
	{ "status",    take_count,        AT(status),    true },
	{ "streak",    take_count,        AT(streak),    true },
	{ "table",     take_text,  AT(table),     false },
	{ "unit",      take_text,  AT(unit),      false },
	{ "url",       take_text,  AT(url),       false },
	{ "warn_days", take_count,        AT(warn_days), true },
	{ "warn_size", health_take_size,  AT(warn_size), true },
	{ "warn_used", take_count,        AT(warn_used), true },
	{ "within",    take_span,         AT(within),    true },
	{ "writable",  take_bool,         AT(writable),  false },
	{ "zone",      take_zone,         AT(zone),      false },
	{ 0 }
};
/* clang-format on */

/* Texts that are released with the check: those of both tables whose member is a char *. */
static const size_t texts[] = { AT(name), AT(help), AT(fix), AT(if_env), AT(bearer), AT(ca),
	AT(column), AT(container), AT(contract), AT(equals), AT(files), AT(host), AT(json), AT(of),
	AT(package), AT(path), AT(pipeline), AT(port), AT(program), AT(says), AT(sql), AT(state),
	AT(table), AT(unit), AT(url), AT(zone) };

static void
release(struct health_check *c)
{
	size_t i;

	if (c->says != NULL)
		regfree(&c->says_re);
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		free(*(char **)((char *)c + texts[i]));
	words_release(&c->run);
	free(c);
}

void
health_plan_release(struct health_plan *p)
{
	while (p->n > 0)
		release(p->checks[--p->n]);
	free(p->checks);
	*p = (struct health_plan){ 0 };
}

static const struct key *
find_key(const char *name, size_t n)
{
	const struct key *k;

	for (k = keys; k->name != NULL; k++)
		if (strlen(k->name) == n && strncmp(k->name, name, n) == 0)
			return k;
	return NULL;
}

static int
take(const char *file, const struct conf *map, const struct key *k, struct health_check *c,
    struct err *e)
{
	const struct conf *value = conf_get(map, k->name);

	return value == NULL ? 0 : k->take(file, value, (char *)c + k->at, e);
}

static int
compile(const char *file, const struct conf *map, struct health_check *c, struct err *e)
{
	char why[128];
	int error;

	if (c->says == NULL)
		return 0;
	error = regcomp(&c->says_re, c->says, REG_EXTENDED | REG_NOSUB | REG_NEWLINE);
	if (error == 0)
		return 0;
	(void)regerror(error, &c->says_re, why, sizeof why);
	free(c->says); /* nothing is compiled that is to be freed */
	c->says = NULL;
	return conf_fail(
	    e, file, conf_get(map, "says"), "'says' is no regular expression: %s", why);
}

/* The keys of its kind; of needed ones none may be missing. */
static int
take_own(const char *file, const struct conf *map, struct health_check *c, struct err *e)
{
	const char *known[KEYS_MAX] = { "name", "kind" }, *s = c->kind->keys;
	char words[KEYS_MAX][16];
	const struct key *mine[KEYS_MAX];
	size_t n = 2, first, i, len;
	bool needed[KEYS_MAX] = { false };

	for (i = 0; common[i].name != NULL; i++)
		known[n++] = common[i].name;
	first = n;
	while (*s != '\0') {
		len = strcspn(s, " !");
		mine[n] = find_key(s, len);
		memcpy(words[n], s, len); /* every key has fewer than 16 letters */
		words[n][len] = '\0';
		known[n] = words[n];
		needed[n] = s[len] == '!';
		n++;
		s += len + strspn(s + len, " !");
	}
	if (conf_known(map, known, file, e))
		return -1;
	for (i = first; i < n; i++) {
		if (needed[i] && conf_get(map, known[i]) == NULL)
			return conf_fail(e, file, map,
			    "'%s' is missing: a check of kind %s wants it", known[i],
			    c->kind->name);
		if (take(file, map, mine[i], c, e))
			return -1;
	}
	return compile(file, map, c, e);
}

static int
no_kind(const char *file, const struct conf *at, const char *word, struct err *e)
{
	const char *names[KEYS_MAX], *near;
	size_t n = 0;

	for (; health_kinds[n].name != NULL; n++)
		names[n] = health_kinds[n].name;
	names[n] = NULL;
	near = near_word(word, names);
	return conf_fail(e, file, at, "no kind of check is called '%s'%s%s%s", word,
	    near ? "; did you mean '" : " (pf-health kinds prints them)", near ? near : "",
	    near ? "'?" : "");
}

/* A name goes into labels of monitors and into commands: few characters. */
static bool
name_ok(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	return n > 0 && n <= NAME_MAX_LEN &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_./:@")] == '\0' && s[0] != '-';
}

static int
read_check(const char *file, struct conf *map, struct health_check *c, struct err *e)
{
	const struct conf *name, *kind;
	size_t i;

	if (map->type != CONF_MAP)
		return conf_fail(e, file, map, "a check is a map with 'name' and 'kind'");
	health_fill(map);
	name = conf_get(map, "name");
	kind = conf_get(map, "kind");
	if (name == NULL || kind == NULL)
		return conf_fail(e, file, map, "'%s' is missing", name == NULL ? "name" : "kind");
	if (!name_ok(conf_text(name)))
		return conf_fail(e, file, name,
		    "a check's name is lower case letters, digits and -_./:@, at most %d",
		    NAME_MAX_LEN);
	c->name = mem_str(conf_text(name));
	c->kind = conf_text(kind) == NULL ? NULL : health_kind_find(conf_text(kind));
	if (c->kind == NULL)
		return no_kind(file, kind, conf_text(kind) ? conf_text(kind) : "", e);
	for (i = 0; keys[i].name != NULL; i++)
		if (keys[i].number)
			*(int64_t *)(void *)((char *)c + keys[i].at) = HEALTH_UNSAID;
	for (i = 0; common[i].name != NULL; i++)
		if (take(file, map, &common[i], c, e))
			return -1;
	return take_own(file, map, c, e);
}

static int
read_plan(struct health_plan *p, const char *file, const struct conf *root, struct err *e)
{
	static const char *const known[] = { "name", "help", "checks", NULL };
	const struct conf *checks = conf_get(root, "checks");
	struct conf *m;
	struct health_check *c;
	size_t i;

	if (root->type != CONF_MAP || checks == NULL || checks->type != CONF_LIST ||
	    checks->child == NULL) /* nothing looked at is no good health */
		return conf_fail(e, file, root,
		    "a file of checks is a map with 'checks', a list of one or more");
	if (conf_known(root, known, file, e))
		return -1;
	for (m = checks->child; m != NULL; m = m->next) {
		if (p->n == HEALTH_CHECKS_MAX)
			return conf_fail(e, file, m, "more than %d checks", HEALTH_CHECKS_MAX);
		p->checks = mem_grow(p->checks, p->n + 1, sizeof *p->checks);
		c = p->checks[p->n++] = mem_new(1, sizeof *c);
		if (read_check(file, m, c, e))
			return -1;
		for (i = 0; i + 1 < p->n; i++)
			if (strcmp(p->checks[i]->name, c->name) == 0)
				return conf_fail(
				    e, file, m, "a check '%s' is there already", c->name);
	}
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
none_of_that_name(const char *name, const char *folder, struct err *e)
{
	DIR *d = opendir(folder);
	char *names[NAMES_MAX];
	struct dirent *entry;
	struct buf list = { 0 };
	size_t n = 0, k, i;

	while (d != NULL && n < NAMES_MAX && (entry = readdir(d)) != NULL) {
		k = strlen(entry->d_name);
		if (k > strlen(SUFFIX) && strcmp(entry->d_name + k - strlen(SUFFIX), SUFFIX) == 0)
			names[n++] = mem_copy(entry->d_name, k - strlen(SUFFIX));
	}
	if (d != NULL)
		(void)closedir(d); /* only read */
	qsort(names, n, sizeof *names, by_name);
	for (i = 0; i < n; i++)
		buf_fmt(&list, "%s%s", i > 0 ? ", " : "", names[i]);
	(void)err_set(
	    e, ERR_NOINPUT, "no checks '%s' (there are: %s)", name, list.p ? list.p : "none");
	while (n > 0)
		free(names[--n]);
	buf_release(&list);
	return -1;
}

int
health_plan_add(struct health_plan *p, const char *name, struct err *e)
{
	size_t n = strlen(name);
	bool is_file = strchr(name, '/') != NULL ||
		       (n > strlen(SUFFIX) && strcmp(name + n - strlen(SUFFIX), SUFFIX) == 0);
	char *folder = path_data("health");
	char *file = is_file ? mem_str(name) : mem_fmt("%s/%s" SUFFIX, folder, name);
	struct conf *root = NULL;
	int rc = -1;

	if (!is_file && access(file, F_OK) != 0)
		(void)none_of_that_name(name, folder, e);
	else if (conf_load(&root, file, e) == 0)
		rc = read_plan(p, file, root, e);
	conf_free(root);
	free(folder);
	free(file);
	return rc;
}

bool
health_meant(const struct health_check *c, const char *word)
{
	size_t n = strlen(word);

	return strncmp(c->name, word, n) == 0 && (c->name[n] == '\0' || c->name[n] == '/');
}
