/* An env file: what is read from it is read again, the same, from a file that we write with double quotes */
#include "io/dotenv.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"

struct seen {
	struct buf text; /* "NAME=value" and a NUL each */
	struct buf file; /* the same as an env file */
	size_t lineno;
};

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	struct seen *s = arg;
	const char *p;

	(void)e;
	HOLDS(dotenv_name(name, strlen(name)));
	HOLDS(lineno > s->lineno);
	s->lineno = lineno;
	buf_fmt(&s->text, "%s=%s", name, value);
	buf_add(&s->text, "", 1);
	if (dotenv_plain(value)) {
		buf_fmt(&s->file, "%s=%s\n", name, value);
		return 0;
	}
	buf_fmt(&s->file, "export %s = \"", name);
	for (p = value; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			buf_char(&s->file, '\\');
		if (*p == '\r')
			buf_str(&s->file, "\\r");
		else
			buf_char(&s->file, *p);
	}
	buf_str(&s->file, "\"\n");
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct seen first = { 0 }, second = { 0 };
	struct err e;

	if (dotenv_read((const char *)bytes, n, take, &first, &e) != 0)
		HOLDS(e.code == ERR_DATA);
	HOLDS(dotenv_read(first.file.p == NULL ? "" : first.file.p, first.file.len, take, &second,
		  &e) == 0);
	HOLDS(first.text.len == second.text.len);
	HOLDS(first.text.len == 0 || memcmp(first.text.p, second.text.p, first.text.len) == 0);
	buf_release(&first.text);
	buf_release(&first.file);
	buf_release(&second.text);
	buf_release(&second.file);
	return 0;
}
