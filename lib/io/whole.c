#include "io/whole.h"

#include <stdbool.h>

#include "base/buf.h"
#include "io/object.h"

/* Outside of strings a line's end is a blank as good as any, within one it is no JSON, and the parser
 * says so. */
void
whole_line(struct buf *line, const char *text, size_t n)
{
	size_t from = line->len, i;
	bool inside = false;

	buf_add(line, text, n);
	for (i = from; i < from + n; i++) {
		if (inside && line->p[i] == '\\')
			i++;
		else if (line->p[i] == '"')
			inside = !inside;
		else if (line->p[i] == '\n' && !inside)
			line->p[i] = ' ';
	}
}

int
whole_parse(struct buf *line, const char *text, size_t n, struct rec_field *value, struct err *e)
{
	buf_reset(line);
	whole_line(line, text, n);
	return object_value(line->p, line->len, value, e);
}
