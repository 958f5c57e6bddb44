#include "io/tsv.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/file.h"

static void
split(char *line, char *field[TSV_FIELDS_MAX])
{
	size_t i;

	for (i = 0; i < TSV_FIELDS_MAX; i++) {
		field[i] = line;
		line += strcspn(line, "\t");
		if (*line != '\0')
			*line++ = '\0';
	}
}

/* A line of n bytes, whose end is written over. */
static int
take_line(char *line, size_t n, const char *comment, tsv_fn *take, void *arg, struct err *e)
{
	char *field[TSV_FIELDS_MAX];

	while (n > 0 && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	if (strlen(line) != n)
		return err_set(e, ERR_DATA, "there is a NUL in it");
	if (line[strspn(line, " \t")] == '\0' || strncmp(line, comment, strlen(comment)) == 0)
		return 0;
	split(line, field);
	return take(arg, field, e);
}

int
tsv_read(const char *name, const char *comment, tsv_fn *take, void *arg, struct err *e)
{
	struct buf text = { 0 };
	char *line, *end, *next;
	size_t lineno = 0;
	int rc = file_read(name, TSV_MAX, &text, e);

	for (line = text.p; rc == 0 && line < text.p + text.len; line = next) {
		end = memchr(line, '\n', (size_t)(text.p + text.len - line));
		if (end == NULL)
			end = text.p + text.len;
		next = end + 1;
		lineno++;
		rc = take_line(line, (size_t)(end - line), comment, take, arg, e);
		if (rc)
			(void)err_wrap(e, "%s:%zu", name, lineno);
	}
	buf_release(&text);
	return rc;
}
