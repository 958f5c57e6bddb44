/* io/dotenv: what a line of an env file says, and what none may say */
#include "io/dotenv.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "tap.h"

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	(void)e;
	buf_fmt(arg, "%zu:%s=[%s] ", lineno, name, value);
	return 0;
}

/* What is read, and behind it the error. */
static void
outcome(const char *text, size_t n, const char *want)
{
	struct buf out = { 0 };
	struct err e;

	buf_str(&out, "");
	if (dotenv_read(text, n, take, &out, &e))
		buf_fmt(&out, "!%s", e.msg);
	CHECK_STR(out.p, want);
	buf_release(&out);
}

#define OUTCOME(text, want) outcome(text, sizeof(text) - 1, want)

static void
lines_are_read(void)
{
	OUTCOME("", "");
	OUTCOME("\n \n# A=1\n  # B=2\n", "");
	OUTCOME("A=1\nB=2", "1:A=[1] 2:B=[2] ");
	OUTCOME("A=1\r\nB=2\r\n", "1:A=[1] 2:B=[2] ");
	OUTCOME(" A =  x y  \nexport B=1\nexport\tC = 2\nexport=3\nexported=4\n",
	    "1:A=[x y] 2:B=[1] 3:C=[2] 4:export=[3] 5:exported=[4] ");
	OUTCOME("A=\nB=a=b==\nC=p#ss # word\n", "1:A=[] 2:B=[a=b==] 3:C=[p#ss # word] ");
	OUTCOME("\xef\xbb\xbf"
		"A=$HOME \\n\nA=2\n",
	    "1:A=[$HOME \\n] 2:A=[2] ");
	OUTCOME("A=x\"y'z\n", "1:A=[x\"y'z] ");
}

static void
quotes_are_undone(void)
{
	OUTCOME("A='a \"b\" $c \\n # '\n", "1:A=[a \"b\" $c \\n # ] ");
	OUTCOME("A=\"a\\n\\r\\t\\\"\\\\\\$\\`\\q 'x' \"  \n", "1:A=[a\n\r\t\"\\$`\\q 'x' ] ");
	OUTCOME("A=''\nB=\"\"\n", "1:A=[] 2:B=[] ");
	OUTCOME("A='one\r\ntwo'\nB=\"x\n\ny\"\nC=3\n", "1:A=[one\ntwo] 3:B=[x\n\ny] 6:C=[3] ");
}

static void
what_is_wrong_is_told_without_a_value(void)
{
	OUTCOME("A=1\nhush\n", "1:A=[1] !line 2: it is no NAME=VALUE");
	OUTCOME("A B=hush\n", "!line 1: it is no NAME=VALUE");
	OUTCOME("1A=hush\n", "!line 1: that is no name of a variable (letters, digits, '_')");
	OUTCOME("=hush\n", "!line 1: that is no name of a variable (letters, digits, '_')");
	OUTCOME("A-B=hush\n", "!line 1: that is no name of a variable (letters, digits, '_')");
	OUTCOME("A='hush\n\n", "!line 1: its quote is not closed");
	OUTCOME("A=\"hush\\\"\n", "!line 1: its quote is not closed");
	OUTCOME("A='hush'#x\n", "!line 1: something stands behind the closing quote");
	OUTCOME("A=hush\0\n", "!a NUL is no text");
	OUTCOME("A=\xff\n", "!it is no UTF-8");
}

int
main(void)
{
	RUN(lines_are_read);
	RUN(quotes_are_undone);
	RUN(what_is_wrong_is_told_without_a_value);
	return tap_done();
}
