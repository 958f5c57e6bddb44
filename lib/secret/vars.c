#include "secret/vars.h"

#include <stdlib.h>
#include <string.h>

#include "aws/keys.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/dotenv.h"

#define LIST_BLANKS ", \t\r\n"

void
vars_release(struct vars *v)
{
	size_t i;

	for (i = 0; i < v->n; i++) {
		free(v->all[i].name);
		aws_wipe(v->all[i].value);
	}
	for (i = 0; i < v->nsources; i++) {
		free(v->sources[i].place);
		free(v->sources[i].version);
	}
	free(v->all);
	free(v->sources);
	*v = (struct vars){ 0 };
}

size_t
vars_source(
    struct vars *v, enum vars_type type, const char *place, const char *version, int64_t since)
{
	v->sources = mem_grow(v->sources, v->nsources + 1, sizeof *v->sources);
	v->sources[v->nsources] = (struct vars_source){
		.type = type, .place = mem_str(place), .version = mem_str(version), .since = since
	};
	return v->nsources++;
}

/* Below 0 if one of that name and source stands in front of var: a new one comes before its equals. */
static int
compare(const struct vars *v, const char *name, size_t source, const struct var *var)
{
	enum vars_type a = v->sources[source].type, b = v->sources[var->source].type;
	int order = strcmp(name, var->name);

	if (order != 0)
		return order;
	if (a != b)
		return a < b ? -1 : 1;
	return source == var->source ? 0 : source < var->source ? -1 : 1;
}

/* The first place whose variable does not stand in front of that one. */
static size_t
find(const struct vars *v, const char *name, size_t source)
{
	size_t low = 0, high = v->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (compare(v, name, source, &v->all[mid]) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int
vars_add(struct vars *v, size_t source, const char *name, const char *value, size_t lineno,
    struct err *e)
{
	size_t at, len = strlen(value);

	if (v->n == VARS_MAX)
		return err_set(e, ERR_CONFIG, "more than %d variables", VARS_MAX);
	at = find(v, name, source);
	v->all = mem_grow(v->all, v->n + 1, sizeof *v->all); /* no value moves with it */
	memmove(&v->all[at + 1], &v->all[at], (v->n - at) * sizeof *v->all);
	v->all[at] = (struct var){ .name = mem_str(name),
		.value = mem_copy(value, len),
		.len = len,
		.source = source,
		.lineno = lineno };
	v->n++;
	return 0;
}

const struct var *
vars_get(const struct vars *v, const char *name)
{
	size_t low = 0, high = v->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(name, v->all[mid].name) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < v->n && strcmp(name, v->all[low].name) == 0 ? &v->all[low] : NULL;
}

const char *
vars_value(const struct vars *v, const char *name)
{
	const struct var *var = vars_get(v, name);

	return var == NULL || var->len == 0 ? NULL : var->value;
}

bool
vars_wins(const struct vars *v, size_t i)
{
	return i == 0 || strcmp(v->all[i - 1].name, v->all[i].name) != 0;
}

const char *
vars_type_name(enum vars_type type)
{
	static const char *const names[] = { "environment", "env-file", "aws", "exec", "settings" };

	return names[type];
}

char *
vars_place(const struct vars *v, const struct var *var)
{
	const struct vars_source *s = &v->sources[var->source];

	if (s->place == NULL)
		return mem_str(s->type == VARS_SETTINGS ? "pf.yaml" : vars_type_name(s->type));
	if (s->type == VARS_FILE)
		return mem_fmt("%s:%zu", s->place, var->lineno);
	return mem_fmt("%s %s", vars_type_name(s->type), s->place);
}

/* NAME=VALUE, put together where it stays: no copy is left behind. */
static char *
assign(const struct var *var)
{
	size_t n = strlen(var->name);
	char *text = mem_new(n + var->len + 2, 1);

	memcpy(text, var->name, n);
	text[n] = '=';
	memcpy(text + n + 1, var->value, var->len);
	return text;
}

char **
vars_environ(const struct vars *v, char *const *env)
{
	size_t n = 0, i, k, more = 0;
	char **out;

	while (env != NULL && env[more] != NULL)
		more++;
	out = mem_new(v->n + more + 1, sizeof *out);
	for (i = 0; i < v->n; i++)
		if (vars_wins(v, i))
			out[n++] = assign(&v->all[i]);
	for (i = 0; i < more; i++) {
		k = strcspn(env[i], "=");
		if (env[i][k] == '\0' || !dotenv_name(env[i], k))
			out[n++] = mem_str(env[i]);
	}
	return out;
}

void
vars_environ_free(char **env)
{
	size_t i;

	for (i = 0; env != NULL && env[i] != NULL; i++)
		aws_wipe(env[i]);
	free(env);
}

const char *
vars_word(const char **list, size_t *n)
{
	const char *word;

	if (*list == NULL)
		return NULL;
	word = *list + strspn(*list, LIST_BLANKS);
	*n = strcspn(word, LIST_BLANKS);
	*list = word + *n;
	return *n > 0 ? word : NULL;
}

bool
vars_listed(const char *list, const char *name)
{
	const char *word;
	size_t n;

	while ((word = vars_word(&list, &n)) != NULL)
		if (n == strlen(name) && memcmp(word, name, n) == 0)
			return true;
	return false;
}
