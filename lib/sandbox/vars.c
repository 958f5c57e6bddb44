#include "sandbox/vars.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "sandbox/vendors.h"

char **
vars_new(const uint16_t *ports)
{
	const struct sandbox_var *v;
	char **vars = NULL;
	size_t n = 0, i;

	for (i = 0; sandbox_vendors[i] != NULL; i++) {
		for (v = sandbox_vendors[i]->vars; v->name != NULL; v++) {
			vars = mem_grow(vars, n + 1, sizeof *vars);
			if (v->type == VAR_URL)
				vars[n++] = mem_fmt(
				    "%s=http://127.0.0.1:%u%s", v->name, ports[i], v->value);
			else
				vars[n++] = mem_fmt("%s=%s", v->name, v->value);
		}
	}
	vars = mem_grow(vars, n + 1, sizeof *vars);
	vars[n] = NULL;
	return vars;
}

void
vars_free(char **vars)
{
	size_t i;

	for (i = 0; vars != NULL && vars[i] != NULL; i++)
		free(vars[i]);
	free(vars);
}

void
vars_text(const char *const *vars, struct buf *out)
{
	const char *c;

	for (; *vars != NULL; vars++) {
		c = strchr(*vars, '=');
		buf_str(out, "export ");
		buf_add(out, *vars, (size_t)(c - *vars));
		buf_str(out, "='");
		for (c++; *c != '\0'; c++) {
			if (*c == '\'')
				buf_str(out, "'\\'");
			buf_char(out, *c);
		}
		buf_str(out, "'\n");
	}
}

int
vars_write(const char *const *vars, const char *path, struct err *e)
{
	char *next = mem_fmt("%s.%d", path, (int)getpid());
	struct buf text = { 0 };
	FILE *fp = fopen(next, "wxe");
	int rc = -1, bad;

	if (fp == NULL) {
		(void)err_errno(e, ERR_CREATE, "%s", next);
		goto out;
	}
	vars_text(vars, &text);
	bad = fwrite(text.p, 1, text.len, fp) != text.len;
	if (fclose(fp) || bad) {
		(void)err_errno(e, ERR_IO, "%s", next);
		(void)unlink(next); /* what was half written is of no use */
		goto out;
	}
	if (rename(next, path)) {
		(void)err_errno(e, ERR_CREATE, "%s", path);
		(void)unlink(next);
		goto out;
	}
	rc = 0;
out:
	buf_release(&text);
	free(next);
	return rc;
}
