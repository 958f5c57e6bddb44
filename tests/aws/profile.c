/* profile - look up what stands on standard input, a JSON object a line: config, credentials (paths), profile, block (or null) and
 * key; print each value with its line ends as "\n", "null" if there is none, "error" if the files are no good */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/profile.h"
#include "base/err.h"
#include "io/json.h"

static void
print(const char *value)
{
	for (; value != NULL && *value != '\0'; value++)
		if (*value == '\n')
			(void)fputs("\\n", stdout);
		else
			(void)putchar(*value);
}

static int
look_up(const char *line, size_t n, struct err *e)
{
	struct json *j = json_parse(line, n, e);
	const char *block = json_str(json_get(j, "block"));
	const char *key = json_str(json_get(j, "key")), *value;
	struct aws_profile *p = NULL;

	if (j == NULL)
		return -1;
	(void)setenv("AWS_CONFIG_FILE", json_str(json_get(j, "config")), 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", json_str(json_get(j, "credentials")), 1);
	if (aws_profile_open(&p, json_str(json_get(j, "profile")), e)) {
		print("error");
	} else {
		value = block != NULL ? aws_profile_nested(p, block, key) : aws_profile_get(p, key);
		print(value == NULL ? "null" : value);
	}
	(void)putchar('\n');
	aws_profile_free(p);
	json_free(j);
	return 0;
}

int
main(void)
{
	char *line = NULL;
	size_t cap = 0;
	struct err e;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0)
		if (look_up(line, (size_t)n, &e)) {
			(void)fprintf(stderr, "%s\n", e.msg);
			return 1;
		}
	free(line);
	return 0;
}
