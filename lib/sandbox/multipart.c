#include "sandbox/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The end of what stands between quotes from p on, or end. */
static const char *
to_quote(const char *p, const char *end)
{
	while (p < end && *p != '"')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p;
}

/* The value of a parameter behind a header's first word: name=value or name="value"; no p: there is none. */
static struct slice
parameter(const char *header, size_t n, const char *name)
{
	const char *end = header + n, *at = memchr(header, ';', n), *word, *value;
	size_t len;

	while (at != NULL && at < end) {
		for (word = at + 1; word < end && (*word == ' ' || *word == '\t'); word++)
			;
		for (at = word; at < end && *at != '=' && *at != ';'; at++)
			;
		if (at == end || *at == ';')
			continue;
		len = (size_t)(at - word);
		value = at + 1;
		if (value < end && *value == '"')
			at = to_quote(++value, end);
		else
			for (at = value; at < end && *at != ';' && *at != ' '; at++)
				;
		if (len == strlen(name) && strncasecmp(word, name, len) == 0)
			return (struct slice){ value, (size_t)(at - value) };
		at = memchr(at, ';', (size_t)(end - at));
	}
	return (struct slice){ NULL, 0 };
}

/* What stands behind a header's name; no p: it is another one. */
static struct slice
header(const char *line, size_t n, const char *name)
{
	size_t len = strlen(name);

	if (n < len || strncasecmp(line, name, len) != 0)
		return (struct slice){ NULL, 0 };
	for (; len < n && line[len] == ' '; len++)
		;
	return (struct slice){ line + len, n - len };
}

static void
take_header(struct multipart_part *part, const char *line, size_t n)
{
	struct slice value = header(line, n, "content-disposition:");

	if (value.p != NULL) {
		part->name = parameter(value.p, value.n, "name");
		part->filename = parameter(value.p, value.n, "filename");
		return;
	}
	value = header(line, n, "content-type:");
	if (value.p != NULL)
		part->type = value;
}

/* A part between two boundaries: headers, an empty line, bytes. */
static int
take_part(struct multipart_part *part, const char *p, size_t n)
{
	const char *end = p + n, *line;

	*part = (struct multipart_part){ .name = { NULL, 0 } };
	for (; (line = memmem(p, (size_t)(end - p), "\r\n", 2)) != NULL; p = line + 2) {
		if (line == p) {
			part->bytes = (struct slice){ p + 2, (size_t)(end - p) - 2 };
			return part->name.n > 0 ? 1 : -1;
		}
		take_header(part, p, (size_t)(line - p));
	}
	return -1;
}

int
multipart_open(struct multipart *m, struct slice body, const char *content_type)
{
	static const char type[] = "multipart/form-data";
	struct slice word;

	if (content_type == NULL || strncasecmp(content_type, type, sizeof type - 1) != 0)
		return -1;
	word = parameter(content_type, strlen(content_type), "boundary");
	if (word.n == 0 || word.n > MULTIPART_BOUNDARY_MAX)
		return -1;
	m->len = (size_t)snprintf(m->mark, sizeof m->mark, "\r\n--%.*s", (int)word.n, word.p);
	/* the first one has no line before it */
	if (body.n < m->len - 2 || memcmp(body.p, m->mark + 2, m->len - 2) != 0)
		return -1;
	m->rest = (struct slice){ body.p + m->len - 2, body.n - (m->len - 2) };
	return 0;
}

int
multipart_next(struct multipart *m, struct multipart_part *part)
{
	const char *p = m->rest.p, *end = p + m->rest.n, *next;

	if (m->rest.n >= 2 && memcmp(p, "--", 2) == 0)
		return 0;
	if (m->rest.n < 2 || memcmp(p, "\r\n", 2) != 0)
		return -1;
	/* a part without any bytes ends with the line that the boundary before it began */
	next = memmem(p, (size_t)(end - p), m->mark, m->len);
	if (next == NULL || next == p)
		return -1;
	m->rest = (struct slice){ next + m->len, (size_t)(end - next) - m->len };
	return take_part(part, p + 2, (size_t)(next - p) - 2);
}
