/* YAML of settings and pipelines: a tree whose nodes all say where they stand, or a configuration
 * error */
#include "io/conf.h"

#include <string.h>

#include "base/err.h"
#include "fuzz.h"

static size_t
walk(const struct conf *c, size_t depth)
{
	size_t n = 0;

	HOLDS(depth <= CONF_DEPTH_MAX + 1);
	for (; c != NULL; c = c->next) {
		HOLDS(c->line > 0 && c->column > 0);
		HOLDS(c->type != CONF_SCALAR || c->text != NULL);
		if (conf_text(c) != NULL)
			n += strlen(conf_text(c)) > 0;
		n += 1 + walk(c->child, depth + 1);
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const keys[] = { "name", "steps", "environment", NULL };
	FILE *fp = fuzz_stream(bytes, n);
	struct conf *root = NULL;
	struct err e = { 0 };

	if (conf_read(&root, fp, "fuzz", &e) == 0) {
		HOLDS(walk(root, 0) <= 2 * n + 2);
		if (root->type == CONF_MAP && conf_known(root, keys, "fuzz", &e))
			HOLDS(e.code == ERR_CONFIG);
	} else {
		HOLDS(e.code == ERR_CONFIG);
		HOLDS(e.msg[0] != '\0');
	}
	conf_free(root);
	(void)fclose(fp);
	return 0;
}
