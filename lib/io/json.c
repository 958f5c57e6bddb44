#include "io/json.h"

#include <cjson/cJSON.h>
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"

/* struct json is cJSON under a name of ours: it is never defined. */
static const cJSON *
in(const struct json *j)
{
	return (const cJSON *)(const void *)j;
}

static const struct json *
out(const cJSON *j)
{
	return (const struct json *)(const void *)j;
}

/* Replies hold keys and secrets: nothing of a tree stays in memory. */
static void
wipe(void *p)
{
	if (p != NULL)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

struct json *
json_parse(const char *text, size_t n, struct err *e)
{
	cJSON_Hooks hooks = { .malloc_fn = malloc, .free_fn = wipe };
	const char *end = NULL;
	cJSON *root;

	cJSON_InitHooks(&hooks); /* the same each time */
	if (memchr(text, '\0', n) != NULL) {
		(void)err_set(e, ERR_DATA, "a NUL in JSON");
		return NULL;
	}
	root = cJSON_ParseWithLengthOpts(text, n, &end, 0);
	while (root != NULL && end < text + n && strchr(" \t\r\n", *end) != NULL)
		end++;
	if (root == NULL || end != text + n) {
		(void)err_set(
		    e, ERR_DATA, "no JSON at byte %zu", end == NULL ? 0 : (size_t)(end - text));
		cJSON_Delete(root);
		return NULL;
	}
	return (struct json *)(void *)root;
}

void
json_free(struct json *root)
{
	cJSON_Delete((cJSON *)(void *)root);
}

static void
wipe_strings(cJSON *j)
{
	for (; j != NULL; j = j->next) {
		if (j->valuestring != NULL)
			explicit_bzero(j->valuestring, strlen(j->valuestring));
		wipe_strings(j->child);
	}
}

void
json_wipe(struct json *root)
{
	wipe_strings((cJSON *)(void *)root);
	json_free(root);
}

const struct json *
json_get(const struct json *j, const char *name)
{
	return j == NULL ? NULL : out(cJSON_GetObjectItemCaseSensitive(in(j), name));
}

const struct json *
json_path(const struct json *j, const char *dotted)
{
	char name[64];
	size_t n;

	while (j != NULL && *dotted != '\0') {
		n = strcspn(dotted, ".");
		if (n >= sizeof name)
			return NULL;
		memcpy(name, dotted, n);
		name[n] = '\0';
		j = json_get(j, name);
		dotted += n + (dotted[n] == '.');
	}
	return j;
}

const struct json *
json_first(const struct json *j)
{
	return j == NULL ? NULL : out(in(j)->child);
}

const struct json *
json_next(const struct json *j)
{
	return j == NULL ? NULL : out(in(j)->next);
}

const struct json *
json_at(const struct json *j, size_t i)
{
	const struct json *c = json_first(j);

	while (c != NULL && i-- > 0)
		c = json_next(c);
	return c;
}

size_t
json_count(const struct json *j)
{
	const struct json *c;
	size_t n = 0;

	for (c = json_first(j); c != NULL; c = json_next(c))
		n++;
	return n;
}

const char *
json_name(const struct json *j)
{
	return j == NULL ? NULL : in(j)->string;
}

const char *
json_str(const struct json *j)
{
	return j != NULL && cJSON_IsString(in(j)) ? in(j)->valuestring : NULL;
}

int
json_int(const struct json *j, int64_t *v)
{
	const char *s = json_str(j);
	double d;

	if (s != NULL)
		return num_int(s, strlen(s), INT64_MIN, INT64_MAX, v);
	if (j == NULL || !cJSON_IsNumber(in(j)))
		return -1;
	d = in(j)->valuedouble;
	if (!(fabs(d) < 1e15) || d != (double)(int64_t)d) /* beyond, cJSON has lost digits */
		return -1;
	*v = (int64_t)d;
	return 0;
}

bool
json_is_array(const struct json *j)
{
	return j != NULL && cJSON_IsArray(in(j));
}

bool
json_is_object(const struct json *j)
{
	return j != NULL && cJSON_IsObject(in(j));
}

bool
json_is_true(const struct json *j)
{
	return j != NULL && cJSON_IsTrue(in(j));
}

bool
json_is_false(const struct json *j)
{
	return j != NULL && cJSON_IsFalse(in(j));
}

bool
json_is_null(const struct json *j)
{
	return j == NULL || cJSON_IsNull(in(j));
}
