/* SQL: tokens lie in order inside the text, and a file made fit keeps its length and its lines */
#include "db/sqltext.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "db/migrate_lint.h"
#include "db/migrate_script.h"
#include "fuzz.h"

static void
check_tokens(const struct sql_script *sql, const char *text, size_t n)
{
	const char *at = text;
	size_t k;

	for (k = 0; k < sql->tokens_count; k++) {
		HOLDS(sql->tokens[k].n > 0 && sql->tokens[k].p >= at);
		at = sql->tokens[k].p + sql->tokens[k].n;
	}
	HOLDS(at <= text + n);
	for (k = 0; k < sql->count; k++) {
		HOLDS(sql->statements[k].first < sql->statements[k].end);
		HOLDS(sql->statements[k].end <= sql->tokens_count);
		HOLDS(k == 0 || sql->statements[k - 1].end <= sql->statements[k].first);
	}
}

static void
check_script(const struct script *s, const char *text, size_t n)
{
	struct buf a = { 0 }, b = { 0 };
	size_t k, line;

	HOLDS(s->len == n);
	for (k = 0; k < n; k++)
		HOLDS(s->text[k] == text[k] || (s->text[k] == ' ' && text[k] != '\n'));
	(void)script_concurrent_index(s, &a, &b);
	for (k = 0; k < 3; k++) {
		script_where(s, n * k / 2, k, &line, &a);
		HOLDS(line <= n + 1 && a.len <= 170);
	}
	buf_release(&a);
	buf_release(&b);
}

static int
count(void *arg, const struct lint_finding *f, struct err *e)
{
	size_t *left = arg;

	(void)e;
	HOLDS(f->rule != NULL && f->rule->name != NULL && (*left)-- > 0);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = malloc(n + 1);
	size_t findings = 20 * n + 1;
	struct sql_script sql;
	struct script s;
	struct err e;

	HOLDS(text != NULL);
	if (n > 0)
		memcpy(text, bytes, n);
	text[n] = '\0';
	sql_split(&sql, text, n, 1, n > 0 && bytes[0] == 'b');
	check_tokens(&sql, text, n);
	sql_script_release(&sql);
	if (memchr(text, '\0', n) == NULL) { /* such a file is refused before */
		if (script_prepare(&s, text, n, 150000, &e) == 0)
			check_script(&s, text, n);
		else
			HOLDS(e.code == ERR_DATA);
		script_release(&s);
		HOLDS(lint_file(text, n, false, count, &findings, &e) == 0);
	}
	free(text);
	return 0;
}
