/* read - read JSON lines and touch seven fields of each: by our reader, or with "cjson" by cJSON
 * (the peer of row P1) */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/jsonl.h"

static const char *const names[] = { "symbol", "date", "open", "high", "low", "close", "volume" };

static int
ours(size_t *bytes)
{
	static struct rec rec;
	const struct rec_field *f;
	struct jsonl in;
	struct err e = { 0 };
	size_t i;
	int got;

	jsonl_init(&in, stdin, "stdin");
	while ((got = jsonl_next(&in, &rec, &e)) > 0)
		for (i = 0; i < 7; i++) {
			f = rec_get(&rec, names[i]);
			*bytes += f == NULL ? 0 : f->text.n;
		}
	jsonl_release(&in);
	return got;
}

static int
cjson(size_t *bytes)
{
	const cJSON *f;
	cJSON *root;
	char *line = NULL;
	size_t cap = 0, i;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		root = cJSON_ParseWithLength(line, (size_t)n);
		if (root == NULL)
			return -1;
		for (i = 0; i < 7; i++) {
			f = cJSON_GetObjectItemCaseSensitive(root, names[i]);
			*bytes += f == NULL                ? 0
				  : f->valuestring != NULL ? strlen(f->valuestring)
							   : 1;
		}
		cJSON_Delete(root);
	}
	free(line);
	return 0;
}

int
main(int argc, char **argv)
{
	size_t bytes = 0;
	int rc = argc > 1 && strcmp(argv[1], "cjson") == 0 ? cjson(&bytes) : ours(&bytes);

	(void)printf("%zu\n", bytes);
	return rc != 0 || fflush(stdout) != 0;
}
