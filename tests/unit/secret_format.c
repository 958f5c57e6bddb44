/* Formats: what we write is what our own reader finds, and what cannot be said is refused by its name */
#include "secret/format.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "io/dotenv.h"
#include "secret/vars.h"
#include "tap.h"

static struct buf out;
static struct err e;

static int
format(enum format_type type, const char *value)
{
	struct vars v = { 0 };
	const struct var *list[1];
	int rc;

	e = (struct err){ 0 };
	CHECK_INT(
	    vars_add(&v, vars_source(&v, VARS_AWS, "s", NULL, CLOCK_NONE), "K", value, 0, &e), 0);
	list[0] = &v.all[0];
	buf_wipe(&out);
	rc = format_vars(type, list, 1, &out, &e);
	vars_release(&v);
	return rc;
}

static int
same(void *arg, const char *name, const char *value, size_t lineno, struct err *ignored)
{
	(void)lineno;
	(void)ignored;
	CHECK_STR(name, "K");
	CHECK_STR(value, (const char *)arg);
	return 0;
}

static void
test_dotenv(void)
{
	static const char *const values[] = { "", "plain", " x ", "a b", "#", "a#b", "'", "\"",
		"\\", "\\n", "\n", "\r\n\t", "$HOME `id` $(id)", "\xc3\xa9", "\"'\\$`\n", "x=y",
		"x\\" };
	char value[3] = "";
	size_t i;
	int c;

	for (i = 0; i < sizeof values / sizeof values[0]; i++) {
		CHECK_INT(format(FORMAT_DOTENV, values[i]), 0);
		CHECK_INT(dotenv_read(out.p, out.len, same, (char *)(uintptr_t)values[i], &e), 0);
	}
	for (c = 1; c < 128; c++) {
		value[0] = value[1] = (char)c;
		CHECK_INT(format(FORMAT_DOTENV, value), 0);
		CHECK_INT(dotenv_read(out.p, out.len, same, value, &e), 0);
	}
}

static void
test_texts(void)
{
	CHECK_INT(format(FORMAT_SH, "a'b\n$"), 0);
	CHECK_STR(out.p, "export K='a'\\''b\n$'\n");
	CHECK_INT(format(FORMAT_JSON, "a\"\n\xc3\xa9"), 0);
	CHECK_STR(out.p, "{\"K\":\"a\\\"\\n\xc3\xa9\"}\n");
	CHECK_INT(format(FORMAT_SYSTEMD, "a\"\\$`'\n\t b "), 0);
	CHECK_STR(out.p, "K=\"a\\\"\\\\\\$\\`'\n\t b \"\n");
	CHECK_INT(format_vars(FORMAT_JSON, NULL, 0, &out, &e), 0);
}

static void
test_refused(void)
{
	CHECK_INT(format(FORMAT_JSON, "SeCrEt\xff"), -1);
	CHECK(
	    e.code == ERR_DATA && strstr(e.msg, "K ") == e.msg && strstr(e.msg, "SeCrEt") == NULL);
	CHECK_INT(format(FORMAT_SYSTEMD, "SeCrEt\r"), -1);
	CHECK(e.code == ERR_DATA && strstr(e.msg, "SeCrEt") == NULL);
	CHECK_INT(format(FORMAT_SYSTEMD, "\x7f"), -1);
	CHECK_INT(format(FORMAT_SYSTEMD, "\xff"), -1);
	CHECK_INT(format(FORMAT_DOTENV, "\xff"), -1);
	CHECK_INT(format(FORMAT_SH, "\xff"), 0);
}

static void
test_github(void)
{
	CHECK_INT(format(FORMAT_GITHUB_MASK, "100%\r\nlong line\nab\n"), 0);
	CHECK_STR(out.p,
	    "::add-mask::100%25%0D%0Along line%0Aab%0A\n::add-mask::100%25\n::add-mask::long line\n");
	CHECK_INT(format(FORMAT_GITHUB_MASK, "abc"), 0);
	CHECK_INT(out.len, 0);
	CHECK_INT(format(FORMAT_GITHUB_MASK, "True"), 0);
	CHECK_INT(out.len, 0);
	CHECK_INT(format(FORMAT_GITHUB, "a\nEOF\n"), 0);
	CHECK(strncmp(out.p, "K<<pf_", 6) == 0 && strstr(out.p, "\na\nEOF\n\npf_") != NULL);
	CHECK(strchr(out.p, '\n') - out.p == 3 + 3 + 32);
}

int
main(void)
{
	RUN(test_dotenv);
	RUN(test_texts);
	RUN(test_refused);
	RUN(test_github);
	buf_release(&out);
	return tap_done();
}
