/* Who wins among sources, whatever the order they come in, and who lost is kept */
#include "secret/vars.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "tap.h"

static void
test_order(void)
{
	struct vars v = { 0 };
	struct err e;
	size_t settings = vars_source(&v, VARS_SETTINGS, NULL, NULL, CLOCK_NONE), second = 0,
	       first = vars_source(&v, VARS_AWS, "one", "v1", 5), env;
	char *place;

	CHECK_INT(vars_add(&v, settings, "K", "settings", 0, &e), 0);
	CHECK_STR(vars_value(&v, "K"), "settings");
	CHECK_INT(vars_add(&v, first, "K", "first", 0, &e), 0);
	CHECK_STR(vars_value(&v, "K"), "first");
	second = vars_source(&v, VARS_AWS, "two", NULL, CLOCK_NONE);
	CHECK_INT(vars_add(&v, second, "K", "second", 0, &e), 0);
	CHECK_STR(vars_value(&v, "K"), "first");
	env = vars_source(&v, VARS_ENVIRONMENT, NULL, NULL, CLOCK_NONE);
	CHECK_INT(vars_add(&v, env, "K", "", 0, &e), 0);
	CHECK(vars_value(&v, "K") == NULL);
	CHECK_STR(vars_get(&v, "K")->value, "");
	CHECK_INT(v.n, 4);
	CHECK(vars_wins(&v, 0) && !vars_wins(&v, 1) && !vars_wins(&v, 2) && !vars_wins(&v, 3));
	CHECK_STR(v.all[1].value, "first");
	CHECK_STR(v.all[2].value, "second");
	CHECK_STR(v.all[3].value, "settings");
	place = vars_place(&v, &v.all[1]);
	CHECK_STR(place, "aws one");
	free(place);
	CHECK(vars_get(&v, "J") == NULL && vars_get(&v, "KK") == NULL && vars_get(&v, "") == NULL);
	vars_release(&v);
	CHECK(v.n == 0 && vars_get(&v, "K") == NULL);
}

static void
test_file(void)
{
	struct vars v = { 0 };
	struct err e;
	size_t file = vars_source(&v, VARS_FILE, "/etc/pf/pf.env", NULL, 7);
	char *place;

	CHECK_INT(vars_add(&v, file, "K", "early", 2, &e), 0);
	CHECK_INT(vars_add(&v, file, "A", "a", 3, &e), 0);
	CHECK_INT(vars_add(&v, file, "K", "late", 9, &e), 0);
	CHECK_STR(vars_value(&v, "K"), "late");
	CHECK_STR(v.all[2].value, "early");
	place = vars_place(&v, vars_get(&v, "K"));
	CHECK_STR(place, "/etc/pf/pf.env:9");
	free(place);
	vars_release(&v);
}

static void
test_many(void)
{
	char name[32];
	struct vars v = { 0 };
	struct err e = { 0 };
	size_t source = vars_source(&v, VARS_EXEC, "./x", NULL, CLOCK_NONE), i;

	for (i = 0; i < VARS_MAX; i++) {
		(void)snprintf(name, sizeof name, "K%zu", i * 7919 % VARS_MAX);
		if (vars_add(&v, source, name, name, 0, &e))
			break;
	}
	CHECK_INT(i, VARS_MAX);
	CHECK_INT(vars_add(&v, source, "X", "x", 0, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	for (i = 0; i < VARS_MAX; i++) {
		(void)snprintf(name, sizeof name, "K%zu", i);
		CHECK_STR(vars_value(&v, name), name);
		CHECK(vars_wins(&v, i));
	}
	vars_release(&v);
}

static void
test_environ(void)
{
	char *const env[] = { (char *)(uintptr_t) "B=old",
		(char *)(uintptr_t) "BASH_FUNC_f%%=() { :; }", (char *)(uintptr_t) "no-equals",
		(char *)(uintptr_t) "C=gone", NULL };
	struct vars v = { 0 };
	struct buf text = { 0 };
	struct err e;
	size_t source = vars_source(&v, VARS_FILE, "f", NULL, CLOCK_NONE),
	       aws = vars_source(&v, VARS_AWS, "s", NULL, CLOCK_NONE), i;
	char **out;

	(void)vars_add(&v, aws, "B", "lost", 0, &e);
	(void)vars_add(&v, source, "B", "b=1 ", 0, &e);
	(void)vars_add(&v, source, "A", "", 0, &e);
	out = vars_environ(&v, env);
	for (i = 0; out[i] != NULL; i++)
		buf_fmt(&text, "%s;", out[i]);
	CHECK_STR(text.p, "A=;B=b=1 ;BASH_FUNC_f%%=() { :; };no-equals;");
	vars_environ_free(out);
	out = vars_environ(&v, NULL);
	CHECK(out[0] != NULL && out[1] != NULL && out[2] == NULL);
	vars_environ_free(out);
	vars_environ_free(NULL);
	buf_release(&text);
	vars_release(&v);
}

static void
test_listed(void)
{
	CHECK(vars_listed("A", "A") && vars_listed("A,B", "B") && vars_listed(" A , B ", "B"));
	CHECK(!vars_listed("AB", "A") && !vars_listed("A", "AB") && !vars_listed(NULL, "A") &&
	      !vars_listed("", "") && !vars_listed(",", "") && vars_listed("A\r\n\tB", "B"));
}

int
main(void)
{
	RUN(test_order);
	RUN(test_file);
	RUN(test_many);
	RUN(test_environ);
	RUN(test_listed);
	return tap_done();
}
