#include "sandbox/discord_multipart.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define NONE ((struct slice){ "", 0 })

/* What stands behind NAME= in a header's value, without quotes. */
static struct slice
attribute(const char *p, size_t n, const char *name)
{
	size_t len = strlen(name), i, from;

	for (i = 0; i + len + 1 < n; i++) {
		if (strncasecmp(p + i, name, len) != 0 || p[i + len] != '=' ||
		    (i > 0 && strchr("; ", p[i - 1]) == NULL))
			continue;
		from = i + len + 1;
		if (p[from] == '"') {
			from++;
			for (i = from; i < n && p[i] != '"';)
				i++;
		} else {
			for (i = from; i < n && strchr("; \r", p[i]) == NULL;)
				i++;
		}
		return (struct slice){ p + from, i - from };
	}
	return NONE;
}

static void
take_header(struct disc_part *part, const char *p, size_t n)
{
	static const char where[] = "content-disposition:", what[] = "content-type:";

	if (n > sizeof where && strncasecmp(p, where, sizeof where - 1) == 0) {
		part->name = attribute(p, n, "name");
		part->filename = attribute(p, n, "filename");
	} else if (n > sizeof what && strncasecmp(p, what, sizeof what - 1) == 0) {
		p += sizeof what - 1;
		n -= sizeof what - 1;
		for (; n > 0 && *p == ' '; n--)
			p++;
		part->type = (struct slice){ p, n };
	}
}

/* One part between two boundaries: headers, an empty line, bytes. */
static int
take_part(struct disc_part *part, const char *p, size_t n)
{
	const char *end = p + n, *line;

	*part = (struct disc_part){ NONE, NONE, NONE, NONE };
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
disc_multipart_next(const char *type, struct slice *rest, struct disc_part *part)
{
	struct slice word = attribute(type, strlen(type), "boundary");
	struct buf mark = { 0 };
	const char *p = rest->p, *end = p + rest->n, *next;
	int rc = -1;

	buf_fmt(&mark, "\r\n--%.*s", (int)word.n, word.p);
	/* the first one has no line before it */
	if (word.n == 0 || rest->n < mark.len || memcmp(p, mark.p + 2, mark.len - 2) != 0)
		goto out;
	p += mark.len - 2;
	if (end - p >= 2 && memcmp(p, "--", 2) == 0) {
		rc = 0;
		goto out;
	}
	if (end - p < 2 || memcmp(p, "\r\n", 2) != 0)
		goto out;
	p += 2;
	next = memmem(p, (size_t)(end - p), mark.p, mark.len);
	if (next == NULL)
		goto out;
	rc = take_part(part, p, (size_t)(next - p));
	*rest = (struct slice){ next + 2, (size_t)(end - next) - 2 };
out:
	buf_release(&mark);
	return rc;
}
