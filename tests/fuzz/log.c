/* A line of a log: its time is one that prints and parses, and what is shown of it has no NUL, no control character, and is UTF-8 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/utf8.h"
#include "logs/show.h"
#include "logs/source.h"
#include "logs/when.h"

static void
show(const struct log_line *line, const struct buf *clean, bool text)
{
	struct log_show s;
	struct err e;
	char *out = NULL;
	size_t n = 0, i;
	FILE *fp = open_memstream(&out, &n);

	HOLDS(fp != NULL);
	log_show_init(&s, fp, text, true, false);
	HOLDS(log_show_line(&s, line, clean, &e) == 0);
	log_show_release(&s);
	HOLDS(fclose(fp) == 0);
	HOLDS(n > 0 && out[n - 1] == '\n' && utf8_valid(out, n));
	for (i = 0; i + 1 < n; i++)
		HOLDS((unsigned char)out[i] >= 0x20 || out[i] == '\t');
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	int64_t now = INT64_C(1224050400) * CLOCK_SECOND, again;
	char *copy = malloc(n + 1), at[CLOCK_TEXT_MAX]; /* so that a byte too far is seen */
	struct log_line line = { .source = "file:x", .n = n };
	struct buf clean = { 0 };

	HOLDS(copy != NULL);
	if (n > 0)
		memcpy(copy, bytes, n);
	copy = realloc(copy, n > 0 ? n : 1);
	HOLDS(copy != NULL);
	line.text = copy;
	line.at = when_said(copy, n, now);
	if (line.at != CLOCK_NONE)
		HOLDS(clock_parse_time(at, clock_time_text(at, line.at), &again) == 0 &&
		      again == line.at);
	log_show_clean(&line, &clean);
	HOLDS(clean.len == 0 || memchr(clean.p, '\0', clean.len) == NULL);
	show(&line, &clean, true);
	show(&line, &clean, false);
	buf_release(&clean);
	free(copy);
	return 0;
}
