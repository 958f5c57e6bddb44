/* A form with files as a client of the sandbox may send it: its parts lie in the body, one behind the other. The first line is the
 * Content-Type, the rest the body */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "sandbox/multipart.h"

static void
lies_in(struct slice s, const char *from, const char *end)
{
	HOLDS(s.p == NULL ? s.n == 0 : s.p >= from && s.p <= end && s.n <= (size_t)(end - s.p));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const uint8_t *nl = n > 0 ? memchr(bytes, '\n', n) : NULL;
	size_t head = nl != NULL ? (size_t)(nl - bytes) : n, len = nl != NULL ? n - head - 1 : 0;
	char *type = calloc(head + 1, 1), *body = malloc(len > 0 ? len : 1);
	const char *from = body, *end;
	struct multipart_part part;
	struct multipart m;
	int got;

	if (type == NULL || body == NULL)
		abort();
	if (head > 0)
		memcpy(type, bytes, head);
	if (len > 0)
		memcpy(body, nl + 1, len);
	end = body + len;
	if (multipart_open(&m, (struct slice){ body, len }, type) == 0) {
		while ((got = multipart_next(&m, &part)) > 0) {
			HOLDS(part.name.n > 0);
			lies_in(part.name, from, end);
			lies_in(part.filename, from, end);
			lies_in(part.type, from, end);
			HOLDS(part.bytes.p != NULL);
			lies_in(part.bytes, from, end);
			from = part.bytes.p + part.bytes.n;
		}
		HOLDS(got == 0 || got == -1);
	}
	free(type);
	free(body);
	return 0;
}
