/* A vendor's reply as a tree */
#include "io/json.h"

#include <string.h>

#include "base/err.h"
#include "fuzz.h"

static size_t
walk(const struct json *j)
{
	const struct json *c;
	size_t n = 1, children = 0;
	int64_t v;

	if (json_str(j) != NULL)
		n += strlen(json_str(j)) > 0;
	(void)json_int(j, &v); /* either answer will do */
	for (c = json_first(j); c != NULL; c = json_next(c)) {
		HOLDS(!json_is_object(j) || json_name(c) != NULL);
		n += walk(c);
		children++;
	}
	HOLDS(children == json_count(j));
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct err e = { 0 };
	struct json *root = json_parse((const char *)bytes, n, &e);

	if (root != NULL) {
		HOLDS(walk(root) <= 2 * n);
		(void)json_str(json_path(root, "detail.payload.available_end")); /* or NULL */
	} else {
		HOLDS(e.code == ERR_DATA);
	}
	json_free(root);
	return 0;
}
