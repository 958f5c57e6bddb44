#include "io/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/conf.h"

struct settings {
	struct conf *root; /* owned */
};

/* The file to read, owned; NULL if there is none. */
static char *
find_file(const char *path)
{
	const char *env = getenv("PF_CONFIG"), *home = getenv("HOME");
	char *file;

	if (path != NULL)
		return mem_str(path);
	if (env != NULL && env[0] != '\0')
		return mem_str(env);
	if (home != NULL && home[0] == '/') {
		file = mem_fmt("%s/.config/pf/pf.yaml", home);
		if (access(file, F_OK) == 0)
			return file;
		free(file);
	}
	return access("/etc/pf/pf.yaml", F_OK) == 0 ? mem_str("/etc/pf/pf.yaml") : NULL;
}

static int
check(const struct conf *root, const char *file, struct err *e)
{
	const struct conf *part, *c;

	if (root->type != CONF_MAP)
		return conf_fail(e, file, root, "settings are a map of tools and 'environment'");
	for (part = root->child; part != NULL; part = part->next) {
		if (strcmp(part->key, "environment") != 0 && strncmp(part->key, "pf-", 3) != 0)
			return conf_fail(e, file, part,
			    "'%s' is neither 'environment' nor a tool such as 'pf-ohlcv'",
			    part->key);
		if (part->type != CONF_MAP)
			return conf_fail(
			    e, file, part, "'%s' is a map of names and values", part->key);
		for (c = part->child; c != NULL; c = c->next)
			if (c->type != CONF_SCALAR)
				return conf_fail(e, file, c, "'%s' is one value", c->key);
	}
	return 0;
}

static int
set_environment(const struct conf *root, struct err *e)
{
	const struct conf *env = conf_get(root, "environment"), *c;
	const char *text;

	for (c = env == NULL ? NULL : env->child; c != NULL; c = c->next) {
		text = conf_text(c);
		if (text != NULL && setenv(c->key, text, 0))
			return err_errno(e, ERR_CONFIG, "environment: %s", c->key);
	}
	return 0;
}

int
settings_load(struct settings **out, const char *path, struct err *e)
{
	struct settings *s = NULL;
	char *file = find_file(path);
	int rc = -1;

	*out = NULL;
	if (file == NULL)
		return 0;
	s = mem_new(1, sizeof *s);
	if (conf_load(&s->root, file, e) || check(s->root, file, e) || set_environment(s->root, e))
		goto out;
	*out = s;
	s = NULL;
	rc = 0;
out:
	settings_free(s);
	free(file);
	return rc;
}

void
settings_free(struct settings *s)
{
	if (s == NULL)
		return;
	conf_free(s->root);
	free(s);
}

const char *
settings_option(const void *s, const char *tool, const char *option)
{
	const struct settings *set = s;

	return set == NULL ? NULL : conf_text(conf_get(conf_get(set->root, tool), option));
}
