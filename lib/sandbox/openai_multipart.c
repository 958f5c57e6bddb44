#include "sandbox/openai_multipart.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* The value of a parameter in a header's n bytes: name=value or name="value"; no p: there is none. */
static struct slice
parameter(const char *header, size_t n, const char *name)
{
	const char *end = header + n, *at = header, *stop;
	size_t len = strlen(name);

	for (; at < end; at++) {
		if (at == header || (at[-1] != ';' && at[-1] != ' ') || (size_t)(end - at) <= len ||
		    strncasecmp(at, name, len) != 0 || at[len] != '=')
			continue;
		at += len + 1;
		if (at < end && *at == '"') {
			stop = memchr(at + 1, '"', (size_t)(end - at - 1));
			if (stop == NULL)
				break;
			return (struct slice){ at + 1, (size_t)(stop - at - 1) };
		}
		for (stop = at; stop < end && *stop != ';' && *stop != ' ';)
			stop++;
		return (struct slice){ at, (size_t)(stop - at) };
	}
	return (struct slice){ NULL, 0 };
}

/* A part's headers, and its bytes behind the empty line. */
static bool
take_part(struct slice text, struct oai_part *part)
{
	static const char disposition[] = "content-disposition:";
	const char *end = text.p + text.n, *line = text.p, *next;

	*part = (struct oai_part){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	for (; (next = memmem(line, (size_t)(end - line), "\r\n", 2)) != NULL; line = next + 2) {
		if (next == line) {
			part->bytes = (struct slice){ line + 2, (size_t)(end - line - 2) };
			return part->name.p != NULL;
		}
		if ((size_t)(next - line) < sizeof disposition ||
		    strncasecmp(line, disposition, sizeof disposition - 1) != 0)
			continue;
		part->name = parameter(line, (size_t)(next - line), "name");
		part->filename = parameter(line, (size_t)(next - line), "filename");
	}
	return false;
}

/* Where the delimiter, "\r\n--boundary", is next in a text; NULL: nowhere. */
static const char *
delimiter(struct slice text, const char *mark)
{
	return memmem(text.p, text.n, mark, strlen(mark));
}

int
oai_multipart(struct slice body, const char *content_type, struct oai_part *parts, size_t max)
{
	static const char type[] = "multipart/form-data";
	struct slice boundary, rest = body;
	char *mark;
	const char *next;
	size_t len;
	int n = -1;

	if (content_type == NULL || strncasecmp(content_type, type, sizeof type - 1) != 0)
		return -1;
	boundary = parameter(content_type, strlen(content_type), "boundary");
	if (boundary.n == 0 || boundary.n > 70)
		return -1;
	mark = mem_fmt("\r\n--%.*s", (int)boundary.n, boundary.p);
	len = strlen(mark);
	/* the first one stands at the beginning, so its line's end before it may not be there */
	if (rest.n < len - 2 || memcmp(rest.p, mark + 2, len - 2) != 0)
		goto out;
	rest.p += len - 2;
	rest.n -= len - 2;
	for (n = 0; rest.n >= 2 && memcmp(rest.p, "\r\n", 2) == 0; n++) {
		next = delimiter(rest, mark);
		if (next == NULL || (size_t)n == max ||
		    !take_part((struct slice){ rest.p + 2,
				   next < rest.p + 2 ? 0 : (size_t)(next - rest.p - 2) },
			&parts[n])) {
			n = -1;
			goto out;
		}
		rest.n -= (size_t)(next - rest.p) + len;
		rest.p = next + len;
	}
	if (rest.n < 2 || memcmp(rest.p, "--", 2) != 0)
		n = -1;
out:
	free(mark);
	return n;
}
