/* sign - sign what stands on standard input, a JSON object a line: method, target, host, service, region, date, id, secret,
 * headers (an array of "Name: value") and payload; print the Authorization header of each */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/sigv4.h"
#include "base/err.h"
#include "io/json.h"

#define HEADERS_MAX 64

static int
sign(const char *line, size_t n, struct err *e)
{
	struct json *j = json_parse(line, n, e);
	const struct json *h = json_first(json_get(j, "headers"));
	const char *headers[HEADERS_MAX + 1] = { NULL };
	struct sigv4_request r = { .headers = headers };
	struct sigv4_scope scope = { .s3 = false };
	struct buf value = { 0 };
	size_t i;

	if (j == NULL)
		return -1;
	for (i = 0; h != NULL && i < HEADERS_MAX; h = json_next(h))
		headers[i++] = json_str(h);
	r.method = json_str(json_get(j, "method"));
	r.target = json_str(json_get(j, "target"));
	r.host = json_str(json_get(j, "host"));
	r.payload = json_str(json_get(j, "payload"));
	scope.region = json_str(json_get(j, "region"));
	scope.service = json_str(json_get(j, "service"));
	scope.s3 = strcmp(scope.service, "s3") == 0;
	(void)snprintf(scope.date, sizeof scope.date, "%s", json_str(json_get(j, "date")));
	sigv4_sign(
	    &scope, json_str(json_get(j, "id")), json_str(json_get(j, "secret")), &r, &value, NULL);
	(void)printf("%s\n", value.p);
	buf_release(&value);
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
		if (sign(line, (size_t)n, &e)) {
			(void)fprintf(stderr, "%s\n", e.msg);
			return 1;
		}
	free(line);
	return 0;
}
