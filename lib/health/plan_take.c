#include "health/plan_take.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/opt.h"
#include "io/conf.h"
#include "run/market.h"

#define MODE_DIGITS 4

/* One ${NAME} or ${NAME:-otherwise}, of which n bytes stand between the brackets. */
static void
fill_one(const char *s, size_t n, struct buf *out)
{
	char *name = mem_copy(s, n), *otherwise = strstr(name, ":-");
	const char *value;

	if (otherwise != NULL)
		*otherwise = '\0';
	value = env_get(name);
	if (value != NULL)
		buf_str(out, value);
	else if (otherwise != NULL)
		buf_str(out, otherwise + 2);
	free(name);
}

static char *
fill(const char *s)
{
	struct buf out = { 0 };
	const char *at, *end;

	while ((at = strstr(s, "${")) != NULL && (end = strchr(at, '}')) != NULL) {
		buf_add(&out, s, (size_t)(at - s));
		fill_one(at + 2, (size_t)(end - at) - 2, &out);
		s = end + 1;
	}
	buf_str(&out, s);
	return buf_take(&out);
}

void
health_fill(struct conf *map)
{
	struct conf *c;
	char *text;

	for (c = map->child; c != NULL; c = c->next)
		if (c->type == CONF_SCALAR && strstr(c->text, "${") != NULL) {
			text = fill(c->text);
			free(c->text);
			c->text = text;
		}
}

int
health_take_market(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);
	const struct market *m = s == NULL ? NULL : market_find(s);

	if (m == NULL)
		return conf_fail(e, file, c, "'%s' is no market whose sessions are known (%s)",
		    s ? s : "", market_names());
	*(const struct market **)to = m;
	return 0;
}

int
health_take_size(const char *file, const struct conf *c, void *to, struct err *e)
{
	const struct opt size = { .name = c->key, .type = OPT_SIZE };
	const char *s = conf_text(c);
	struct err why = { 0 };

	if (s == NULL || opt_take(&size, s, to, &why))
		return conf_fail(e, file, c, "'%s' wants a size such as 512m or 2g", c->key);
	return 0;
}

int
health_take_mode(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);
	size_t n = s == NULL ? 0 : strspn(s, "01234567");
	int64_t mode = 0;

	if (n < MODE_DIGITS - 1 || n > MODE_DIGITS || s[n] != '\0')
		return conf_fail(e, file, c, "'%s' wants a mode such as 0640", c->key);
	for (; *s != '\0'; s++)
		mode = mode * 8 + (*s - '0');
	*(int64_t *)to = mode;
	return 0;
}

int
health_take_state(const char *file, const struct conf *c, void *to, struct err *e)
{
	const char *s = conf_text(c);

	if (s == NULL || (strcmp(s, "open") != 0 && strcmp(s, "free") != 0))
		return conf_fail(e, file, c, "'%s' wants open or free", c->key);
	*(char **)to = mem_str(s);
	return 0;
}
