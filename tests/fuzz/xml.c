/* XML of a vendor: a tree that is whole, or a line that is wrong; what it holds is written and read again */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/xml.h"

/* Elements, and the longest way down. */
static size_t
walk(const struct xml *x, size_t depth, size_t *deepest)
{
	const struct xml *c;
	size_t n = 1;

	HOLDS(xml_name(x)[0] != '\0' || strchr(xml_name(x), ':') == NULL);
	HOLDS(strlen(xml_text(x)) < SIZE_MAX);
	if (depth > *deepest)
		*deepest = depth;
	for (c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL)) {
		HOLDS(xml_first(x, xml_name(c)) != NULL);
		n += walk(c, depth + 1, deepest);
	}
	return n;
}

static void
again(const char *text)
{
	struct buf out = { 0 };
	struct err e = { 0 };
	struct xml *x;

	buf_str(&out, "<a>");
	xml_quote(&out, text, strlen(text));
	buf_str(&out, "</a>");
	x = xml_parse(out.p, out.len, &e);
	HOLDS(x != NULL);
	HOLDS(strcmp(xml_text(x), text) == 0);
	xml_free(x);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct err e = { 0 };
	struct xml *x = xml_parse((const char *)bytes, n, &e);
	size_t deepest = 0;

	if (x == NULL) {
		HOLDS(e.code == ERR_DATA);
		HOLDS(strncmp(e.msg, "no XML: line ", 13) == 0);
		return 0;
	}
	HOLDS(walk(x, 1, &deepest) <= n);
	HOLDS(deepest <= XML_DEPTH_MAX);
	again(xml_text(x));
	xml_free(x);
	return 0;
}
