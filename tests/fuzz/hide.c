/* Values in a text: the first bytes give the values and the cuts, the rest is the text; whatever the cuts, the same comes out, no
 * value as it is among it */
#include "secret/hide.h"

#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "secret/needles.h"

#define LINES 3 /* of the input that are values; the line behind them gives the cuts */

/* The next line: its start; *n is its length. *p is then behind it. */
static const char *
line(const char **p, const char *end, size_t *n)
{
	const char *start = *p, *nl = memchr(start, '\n', (size_t)(end - start));

	*n = (size_t)((nl == NULL ? end : nl) - start);
	*p = nl == NULL ? end : nl + 1;
	return start;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *p = (const char *)bytes, *end = p + n, *values[LINES], *cuts;
	struct buf whole = { 0 }, cut = { 0 };
	size_t len[LINES], ncuts, i, at, piece;
	struct needles s = { 0 };
	struct hide *h;

	if (n == 0)
		return 0;
	for (i = 0; i < LINES; i++) {
		values[i] = line(&p, end, &len[i]);
		needles_add(&s, "*", values[i], len[i]);
	}
	needles_build(&s);
	cuts = line(&p, end, &ncuts);
	hide_text(&s, p, (size_t)(end - p), &whole);
	h = hide_new(&s);
	for (at = 0, i = 0; p + at < end; at += piece, i++) {
		piece = 1 + (ncuts == 0 ? 0 : (unsigned char)cuts[i % ncuts]);
		if (piece > (size_t)(end - p) - at)
			piece = (size_t)(end - p) - at;
		hide_feed(h, p + at, piece, &cut);
	}
	hide_end(h, &cut);
	HOLDS(whole.len == cut.len && (cut.len == 0 || memcmp(whole.p, cut.p, cut.len) == 0));
	for (i = 0; i < LINES; i++) /* "[*]" may make a value of what is around it */
		HOLDS(len[i] < NEEDLES_MIN || memmem(values[i], len[i], "[*]", 3) != NULL ||
		      whole.len == 0 || memchr(values[i], '*', len[i]) != NULL ||
		      memchr(values[i], '[', len[i]) != NULL ||
		      memchr(values[i], ']', len[i]) != NULL ||
		      memmem(whole.p, whole.len, values[i], len[i]) == NULL);
	hide_free(h);
	needles_release(&s);
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
