#include "run/pipeline_take.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/conf.h"
#include "run/pipeline.h"
#include "run/zone.h"

#define SPAN_MAX (30 * CLOCK_DAY)
#define COUNT_MAX 1000
#define ENV_MAX 256

/* What the key is called in messages: elements of a list have none. */
static const char *
called(const struct conf *c)
{
	return c->key != NULL ? c->key : "this";
}

int
take_text(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || s[0] == '\0')
		return conf_fail(e, file, c, "'%s' wants a text", called(c));
	*(char **)to = mem_str(s);
	return 0;
}

int
take_name(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || !pipeline_name_ok(s))
		return conf_fail(e, file, c,
		    "a name is a letter and then letters, digits, '_' or '-', all lower case, at most %d",
		    PIPELINE_NAME_MAX);
	*(char **)to = mem_str(s);
	return 0;
}

int
take_zone(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || !zone_known(s))
		return conf_fail(e, file, c,
		    "'%s' is no time zone of this machine (America/New_York)", s ? s : "");
	*(char **)to = mem_str(s);
	return 0;
}

int
take_bool(const char *file, const struct conf *c, void *to, struct err *e)
{
	static const char *const yes[] = { "true", "yes", "on" }, *const no[] = { "false", "no",
		"off" };
	const char *s = conf_text(c);
	size_t i;

	for (i = 0; s != NULL && i < sizeof yes / sizeof yes[0]; i++)
		if (strcmp(s, yes[i]) == 0 || strcmp(s, no[i]) == 0) {
			*(bool *)to = strcmp(s, yes[i]) == 0;
			return 0;
		}
	return conf_fail(e, file, c, "'%s' wants true or false", called(c));
}

int
take_count(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || num_int(s, strlen(s), 0, COUNT_MAX, to))
		return conf_fail(
		    e, file, c, "'%s' wants a number from 0 to %d", called(c), COUNT_MAX);
	return 0;
}

int
take_span(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);
	int64_t span = 0;

	if (s == NULL || (strcmp(s, "none") != 0 && clock_parse_span(s, strlen(s), &span)))
		return conf_fail(
		    e, file, c, "'%s' wants a time like 90, 90s, 15m or 2h, or none", called(c));
	if (span > SPAN_MAX)
		return conf_fail(e, file, c, "'%s' is longer than 30 days", called(c));
	*(int64_t *)to = span;
	return 0;
}

/* The name of a variable: the portable characters, and no digit first. */
static bool
variable_ok(const char *s, size_t n)
{
	return n > 0 && n < 256 && !(s[0] >= '0' && s[0] <= '9') &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") >= n;
}

int
take_env(const char *file, const struct conf *c, void *to, struct err *e)
{
	const struct conf *m;
	char **env = NULL;
	size_t n = 0;

	if (c->type != CONF_MAP)
		return conf_fail(e, file, c, "'env' wants a map of NAME: value");
	for (m = c->child; m != NULL; m = m->next)
		n++;
	if (n > ENV_MAX)
		return conf_fail(e, file, c, "more than %d variables", ENV_MAX);
	env = mem_new(n + 1, sizeof *env);
	*(char ***)to = env;
	for (n = 0, m = c->child; m != NULL; m = m->next) {
		if (!variable_ok(m->key, strlen(m->key)))
			return conf_fail(e, file, m, "'%s' cannot name a variable", m->key);
		if (m->type != CONF_SCALAR)
			return conf_fail(e, file, m, "'%s' wants a text", m->key);
		env[n++] = mem_fmt("%s=%s", m->key, m->text);
	}
	return 0;
}

static int
take_cond(const char *file, const struct conf *c, struct pipeline_conds *to, struct err *e)
{
	const char *s = conf_text(c), *eq = s == NULL ? NULL : strchr(s, '=');
	size_t n = s == NULL ? 0 : eq != NULL ? (size_t)(eq - s) : strlen(s);

	if (s == NULL || !variable_ok(s, n))
		return conf_fail(e, file, c, "a condition is VARIABLE or VARIABLE=VALUE");
	to->c = mem_grow(to->c, to->n + 1, sizeof *to->c);
	to->c[to->n++] = (struct pipeline_cond){ .name = mem_copy(s, n),
		.value = eq != NULL ? mem_str(eq + 1) : NULL };
	return 0;
}

int
take_conds(const char *file, const struct conf *c, void *to, struct err *e)
{
	const struct conf *m;

	if (c->type == CONF_SCALAR)
		return take_cond(file, c, to, e);
	for (m = c->child; m != NULL; m = m->next)
		if (m->key != NULL)
			return conf_fail(e, file, m, "a condition is VARIABLE or VARIABLE=VALUE");
		else if (take_cond(file, m, to, e))
			return -1;
	return 0;
}

int
take_refs(const char *file, const struct conf *c, void *to, struct err *e)
{
	const struct conf *m;

	if (c->type == CONF_MAP || (c->type == CONF_SCALAR && conf_text(c) == NULL))
		return conf_fail(
		    e, file, c, "'%s' wants the name of a step, or a list of them", called(c));
	for (m = c->type == CONF_LIST ? c->child : NULL; m != NULL; m = m->next)
		if (conf_text(m) == NULL)
			return conf_fail(e, file, m, "'%s' wants names of steps", called(c));
	((struct pipeline_refs *)to)->conf = c;
	return 0;
}

/* A list of words, as it is: no quotes, no splitting. */
static int
take_list(const char *file, const struct conf *c, struct words *to, struct err *e)
{
	const struct conf *m;

	if (c->child == NULL)
		return conf_fail(e, file, c, "a command is empty");
	for (m = c->child; m != NULL; m = m->next) {
		if (m->type != CONF_SCALAR)
			return conf_fail(e, file, m, "a command's words are texts");
		if (to->n >= WORDS_MAX)
			return conf_fail(e, file, m, "more than %d words", WORDS_MAX);
		words_add(to, m->text, strlen(m->text));
	}
	return to->argv[0][0] == '\0' ? conf_fail(e, file, c, "a command's first word is empty")
				      : 0;
}

/* A command, or with max above 1 a pipe of them in one string, added at to[*n]. */
static int
take_commands(
    const char *file, const struct conf *c, struct words *to, size_t max, size_t *n, struct err *e)
{
	const char *s = conf_text(c);
	struct err why = { 0 };

	if (max == 0)
		return conf_fail(
		    e, file, c, "more than %d commands in a pipe", PIPELINE_MEMBERS_MAX);
	if (c->type == CONF_LIST) {
		to[*n] = (struct words){ 0 };
		return take_list(file, c, &to[(*n)++], e);
	}
	if (s == NULL)
		return conf_fail(e, file, c, "a command is a text or a list of words");
	if (words_split(s, to, max, n, &why))
		return conf_fail(e, file, c, "%s", why.msg);
	return 0;
}

int
take_command(const char *file, const struct conf *c, void *to, struct err *e)
{
	size_t n = 0;

	return take_commands(file, c, to, 1, &n, e);
}

int
take_pipe(const char *file, const struct conf *c, void *to, struct err *e)
{
	struct pipeline_step *s = to;
	const struct conf *m;

	if (c->type == CONF_SCALAR)
		return take_commands(file, c, s->pipe, PIPELINE_MEMBERS_MAX, &s->npipe, e);
	if (c->type != CONF_LIST || c->child == NULL)
		return conf_fail(e, file, c, "'pipe' wants a list of commands");
	for (m = c->child; m != NULL; m = m->next)
		if (take_commands(
			file, m, s->pipe, s->npipe < PIPELINE_MEMBERS_MAX ? 1 : 0, &s->npipe, e))
			return -1;
	return 0;
}

/* "counts --table ohlcv_daily" or {sql: select ...}, as the pf-query that decides it. */
static int
take_query(const char *file, const struct conf *c, struct words *to, struct err *e)
{
	static const char *const keys[] = { "sql", NULL };
	const char *sql, *s = conf_text(c);
	struct words w = { 0 };
	struct err why = { 0 };
	size_t n = 0, i;

	*to = (struct words){ 0 };
	words_add(to, "pf-query", 8);
	words_add(to, "--exists", 8);
	if (c->type == CONF_MAP) {
		sql = conf_text(conf_get(c, "sql"));
		if (conf_known(c, keys, file, e))
			return -1;
		if (sql == NULL || sql[0] == '\0')
			return conf_fail(e, file, c, "'sql' wants a query");
		words_add(to, "--execute", 9);
		words_add(to, sql, strlen(sql));
		return 0;
	}
	if (s == NULL)
		return conf_fail(e, file, c, "'ensure' wants a query's name, or sql: with a query");
	if (words_split(s, &w, 1, &n, &why)) {
		words_release(&w);
		return conf_fail(e, file, c, "%s", why.msg);
	}
	for (i = 0; i < w.n; i++)
		words_add(to, w.argv[i], strlen(w.argv[i]));
	words_release(&w);
	return 0;
}

int
take_ensure(const char *file, const struct conf *c, void *to, struct err *e)
{
	struct pipeline_step *s = to;
	const struct conf *m;

	if (c->type != CONF_LIST)
		return take_query(file, c, &s->ensure[s->nensure++].command, e);
	for (m = c->child; m != NULL; m = m->next) {
		if (s->nensure == PIPELINE_ENSURE_MAX)
			return conf_fail(e, file, m, "more than %d queries", PIPELINE_ENSURE_MAX);
		if (take_query(file, m, &s->ensure[s->nensure++].command, e))
			return -1;
	}
	return 0;
}

int
take_retry(const char *file, const struct conf *c, void *to, struct err *e)
{
	static const char *const keys[] = { "attempts", "wait", NULL };
	struct pipeline_step *s = to;
	const struct conf *attempts = c, *wait = NULL;

	if (c->type == CONF_LIST)
		return conf_fail(
		    e, file, c, "'retry' wants a number of attempts, or attempts: and wait:");
	if (c->type == CONF_MAP) {
		if (conf_known(c, keys, file, e))
			return -1;
		attempts = conf_get(c, "attempts");
		wait = conf_get(c, "wait");
	}
	if ((attempts != NULL && take_count(file, attempts, &s->attempts, e)) ||
	    (wait != NULL && take_span(file, wait, &s->wait, e)))
		return -1;
	return s->attempts == 0 ? conf_fail(e, file, attempts, "at least 1 attempt") : 0;
}
