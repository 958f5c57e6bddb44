#include "secret/output.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "secret/choice.h"
#include "secret/format.h"

int
output_write(FILE *fp, const char *name, const struct buf *text, struct err *e)
{
	(void)setvbuf(fp, NULL, _IONBF, 0);
	return text->len == 0 || fwrite(text->p, 1, text->len, fp) == text->len
		   ? 0
		   : err_errno(e, ERR_IO, "%s", name);
}

/* Whether what is written to its end begins a line; so it is where that cannot be seen. */
static bool
ends_line(const char *path)
{
	FILE *fp = fopen(path, "re");
	bool ends = fp == NULL || fseek(fp, -1, SEEK_END) != 0 || fgetc(fp) == '\n';

	if (fp != NULL)
		(void)fclose(fp); /* only read */
	return ends;
}

int
output_github(FILE *out, const struct choice *c, bool only_try, struct err *e)
{
	const char *path = env_get("GITHUB_ENV");
	struct buf text = { 0 };
	FILE *fp = NULL;
	int rc = -1;

	if (path == NULL)
		return err_set(
		    e, ERR_CONFIG, "GITHUB_ENV is not set: that is for a step of GitHub Actions");
	if (format_vars(FORMAT_GITHUB_MASK, c->list, c->n, &text, e) ||
	    output_write(out, "standard output", &text, e))
		goto out;
	buf_wipe(&text);
	if (!ends_line(path)) /* of a step that wrote with printf */
		buf_char(&text, '\n');
	if (format_vars(FORMAT_GITHUB, c->list, c->n, &text, e))
		goto out;
	rc = 0;
	if (only_try)
		goto out;
	fp = fopen(path, "ae");
	rc = fp == NULL ? err_errno(e, ERR_CREATE, "%s", path) : output_write(fp, path, &text, e);
	if (fp != NULL && fclose(fp) && rc == 0)
		rc = err_errno(e, ERR_IO, "%s", path);
out:
	buf_wipe(&text);
	return rc;
}
