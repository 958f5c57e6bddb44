/* The text of a secret: what is taken from it is, written as JSON and as lines, taken again, the same */
#include "secret/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/utf8.h"
#include "secret/choice.h"
#include "secret/format.h"
#include "secret/vars.h"

struct seen {
	struct vars vars;
	size_t source;
};

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	struct seen *s = arg;

	HOLDS(dotenv_name(name, strlen(name)));
	HOLDS(utf8_valid(value, strlen(value)));
	return vars_add(&s->vars, s->source, name, value, lineno, e);
}

static void
again(enum format_type type, const struct choice *c)
{
	struct seen s = { 0 };
	struct buf text = { 0 };
	struct err e;
	size_t i;

	s.source = vars_source(&s.vars, VARS_EXEC, "again", NULL, CLOCK_NONE);
	HOLDS(format_vars(type, c->list, c->n, &text, &e) == 0);
	HOLDS(text_any(text.p, text.len, take, &s, &e) == 0);
	HOLDS(s.vars.n == c->n);
	for (i = 0; i < c->n; i++)
		HOLDS(strcmp(s.vars.all[i].name, c->list[i]->name) == 0 &&
		      strcmp(s.vars.all[i].value, c->list[i]->value) == 0);
	buf_wipe(&text);
	vars_release(&s.vars);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct seen s = { 0 };
	struct choice c = { 0 };
	struct err e = { 0 };

	s.source = vars_source(&s.vars, VARS_EXEC, "fuzz", NULL, CLOCK_NONE);
	if (text_any((const char *)bytes, n, take, &s, &e) != 0)
		HOLDS(e.code == ERR_CONFIG);
	choice_make(&c, &s.vars, NULL, true);
	if (c.n > 0 && c.n <= 256) {
		again(FORMAT_JSON, &c);
		again(FORMAT_DOTENV, &c);
	}
	choice_release(&c);
	vars_release(&s.vars);
	return 0;
}
