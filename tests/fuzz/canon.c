/* JSON of a stranger in its one spelling: it is JSON, it stays as it is when spelled again, in either way, and any other text is refused */
#include "io/canon.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/json.h"

static void
again(const struct buf *spelled, enum canon_text how, const struct buf *want)
{
	struct buf out = { 0 };
	struct err e = { 0 };

	HOLDS(canon_json(&out, spelled->p, spelled->len, how, &e) == 0);
	HOLDS(out.len == want->len && memcmp(out.p, want->p, out.len) == 0);
	buf_release(&out);
}

/* No name twice, and each behind the one before it. */
static void
sorted(const struct json *j)
{
	const struct json *c, *next;

	for (c = json_first(j); c != NULL; c = next) {
		next = json_next(c);
		HOLDS(next == NULL || !json_is_object(j) ||
		      strcmp(json_name(c), json_name(next)) < 0);
		sorted(c);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct buf ascii = { .secret = true }, utf8 = { 0 };
	struct err e = { 0 };
	struct json *root;
	size_t i;

	if (canon_json(&ascii, (const char *)bytes, n, CANON_ASCII, &e)) {
		HOLDS(e.code == ERR_DATA);
		HOLDS(ascii.len == 0);
		HOLDS(canon_json(&utf8, (const char *)bytes, n, CANON_UTF8, &e) != 0);
	} else {
		HOLDS(canon_json(&utf8, (const char *)bytes, n, CANON_UTF8, &e) == 0);
		HOLDS(ascii.len > 0 && strlen(ascii.p) == ascii.len);
		for (i = 0; i < ascii.len; i++)
			HOLDS(ascii.p[i] >= ' ' && ascii.p[i] <= '~');
		again(&ascii, CANON_ASCII, &ascii);
		again(&ascii, CANON_UTF8, &utf8);
		again(&utf8, CANON_ASCII, &ascii);
		root = json_parse(ascii.p, ascii.len, &e);
		HOLDS(root != NULL);
		sorted(root);
		json_free(root);
	}
	buf_release(&ascii);
	buf_release(&utf8);
	return 0;
}
