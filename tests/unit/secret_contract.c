/* Contracts: files that are strict, and variables that keep them or do not */
#include "secret/contract.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "scratch.h"
#include "secret/judge.h"
#include "secret/vars.h"
#include "tap.h"

static struct scratch dir;

static void
refused(const char *text, const char *want)
{
	struct contract c;
	struct err e = { 0 };

	CHECK_INT(contract_open(&c, scratch_file(&dir, "c.yaml", text), &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(c.n == 0 && c.keys == NULL);
	if (strstr(e.msg, want) == NULL)
		CHECK_STR(e.msg, want);
}

static void
test_strict(void)
{
	refused("[a]", "c.yaml:1:1: a contract is a map");
	refused("name: x\n", "'keys' is missing");
	refused("keys: { A: }\n", "'name' is missing");
	refused("name: x\nkeys: [A]\n", "c.yaml:2:1: 'keys' wants a map");
	refused("name: x\nkeys: {}\n", "'keys' wants a map");
	refused("name: x\nkay: {}\nkeys: {A: }\n", "c.yaml:2:1: unknown key 'kay'");
	refused("name: x\nkeys:\n  A:\n    requird: true\n", "c.yaml:4:5: unknown key 'requird'");
	refused("name: x\nkeys:\n  A: { secrets: true }\n", "did you mean 'secret'?");
	refused("name: x\nkeys:\n  A-B: { need: required }\n", "c.yaml:3:3: 'A-B' is no name");
	refused("name: x\nkeys:\n  A: yes\n", "A is a map");
	refused("name: x\nkeys:\n  A: { need: always }\n", "'need' wants required");
	refused("name: x\nkeys:\n  A: { secret: yes }\n", "'secret' wants true or false");
	refused("name: x\nkeys:\n  A: { or: a b }\n", "'or' wants the name");
	refused("name: x\nkeys:\n  A: { if: [B] }\n", "'if' wants the name");
	refused("name: x\nkeys:\n  A: { never: a }\n", "'never' wants a list");
	refused("name: x\nkeys:\n  A: { never: [a b] }\n", "without blanks");
	refused(
	    "name: x\nkeys:\n  A: { pattern: \"(\", help: h }\n", "'pattern' of A is no regular");
	refused("name: x\nkeys:\n  A: { pattern: \"a)|(b\", help: h }\n",
	    "'pattern' of A is no regular");
	refused("name: x\nkeys:\n  A: { pattern: [a] }\n", "'pattern' wants a text");
	refused("name: x\nkeys:\n  A: { pattern: x, need: z }\n", "'need' wants");
	refused("name: x\nkeys:\n  A: { help: h }\n  A: { help: h }\n", "a second time");
}

static void
test_names(void)
{
	static const char *const ours[] = { "digest", "market", "portfolio", "social", "trading" };
	struct contract c;
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < sizeof ours / sizeof ours[0]; i++) {
		CHECK_INT(contract_open(&c, ours[i], &e), 0);
		CHECK_STR(c.name, ours[i]);
		CHECK(c.n > 3);
		contract_release(&c);
	}
	CHECK_INT(contract_open(&c, "portfolo", &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	CHECK(strstr(e.msg, "did you mean 'portfolio'?") != NULL);
	CHECK_INT(contract_open(&c, "./nope.yaml", &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
}

static enum judge_says
judge(const char *key, const char *value, const char *other)
{
	char text[256];
	struct contract c;
	struct vars v = { 0 };
	const struct var *var;
	struct err e = { 0 };
	enum judge_says says;
	size_t env = vars_source(&v, VARS_ENVIRONMENT, NULL, NULL, CLOCK_NONE),
	       aws = vars_source(&v, VARS_AWS, "s", NULL, CLOCK_NONE);

	(void)snprintf(text, sizeof text, "name: x\nkeys:\n  K: { %s }\n", key);
	CHECK_INT(contract_open(&c, scratch_file(&dir, "j.yaml", text), &e), 0);
	CHECK_STR(e.msg, "");
	if (value != NULL)
		CHECK_INT(vars_add(&v, env, "K", value, 0, &e), 0);
	if (other != NULL)
		CHECK_INT(vars_add(&v, aws, other[0] == '=' ? "K" : "O",
			      other[0] == '=' ? other + 1 : other, 0, &e),
		    0);
	says = judge_key(&c.keys[0], &v, &var);
	contract_release(&c);
	vars_release(&v);
	return says;
}

static void
test_there(void)
{
	CHECK_INT(judge("need: required", "x", NULL), JUDGE_FINE);
	CHECK_INT(judge("need: required", NULL, NULL), JUDGE_MISSING);
	CHECK_INT(judge("need: required", "", NULL), JUDGE_EMPTY);
	CHECK_INT(judge("need: required", "", "=x"), JUDGE_HIDDEN);
	CHECK_INT(judge("need: recommended", NULL, NULL), JUDGE_WANTED);
	CHECK_INT(judge("need: optional", NULL, NULL), JUDGE_ABSENT);
	CHECK_INT(judge("need: optional", "", NULL), JUDGE_ABSENT);
	CHECK_INT(judge("if: O", NULL, "1"), JUDGE_MISSING);
	CHECK_INT(judge("if: O", NULL, "Yes"), JUDGE_MISSING);
	CHECK_INT(judge("if: O", NULL, "0"), JUDGE_ABSENT);
	CHECK_INT(judge("if: O", NULL, NULL), JUDGE_ABSENT);
	CHECK_INT(judge("need: required, or: O", NULL, "x"), JUDGE_FINE);
	CHECK_INT(judge("need: required, or: O, pattern: y", NULL, "x"), JUDGE_PATTERN);
	CHECK(judge_fails(JUDGE_MISSING) && judge_fails(JUDGE_KEY) && !judge_fails(JUDGE_WANTED));
}

static void
test_patterns(void)
{
	CHECK_INT(judge("pattern: \"a|b\"", "a", NULL), JUDGE_FINE);
	CHECK_INT(judge("pattern: \"a|b\"", "ab", NULL), JUDGE_PATTERN);
	CHECK_INT(judge("pattern: \"[0-9]{2}\"", "12\n", NULL), JUDGE_PATTERN);
	CHECK_INT(judge("pattern: \"[0-9]{2}\"", "x\n12", NULL), JUDGE_PATTERN);
	CHECK_INT(judge("never: [postgres, x]", "x", NULL), JUDGE_KNOWN);
	CHECK_INT(judge("never: [postgres]", "postgresql://u:postgres@h/d", NULL), JUDGE_KNOWN);
	CHECK_INT(judge("never: [postgres]", "postgresql://u:p%6fstgres@h/d", NULL), JUDGE_KNOWN);
	CHECK_INT(judge("never: [postgres]", "host=h password=postgres", NULL), JUDGE_KNOWN);
	CHECK_INT(judge("never: [postgres]", "postgresql://postgres:other@h/d", NULL), JUDGE_FINE);
}

static void
test_service_keys(void)
{
	static const char
	    *const yes[] = { "postgres://u:eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoi.c2ln@h:6543/d",
		    "postgres://u:eyJhbGciOiJIUzI1NiJ9%2EeyJyb2xlIjoi%2Ec2ln@h/d",
		    "postgres://u:sb_secret_abc@h/d", "host=h password=sb_secret_abc dbname=d",
		    "postgres://h/d?user=u&password=sb_secret_x" },
		   *const no[] = { "postgres://u:eyJust-a-word@h/d", "postgres://u@h/d", "",
			   "eyJhbGci.eyJyb2xl.c2ln", "postgres://u:eyJa..b@h/d",
			   "postgres://u:eyJa.b.c.d@h/d", "nopassword=sb_secret_x" };
	size_t i;

	for (i = 0; i < sizeof yes / sizeof yes[0]; i++)
		CHECK(judge_service_key(yes[i]));
	for (i = 0; i < sizeof no / sizeof no[0]; i++)
		CHECK(!judge_service_key(no[i]));
	CHECK_INT(judge("database: true", yes[0], NULL), JUDGE_KEY);
	CHECK_INT(judge("need: optional", yes[0], NULL), JUDGE_FINE);
}

int
main(void)
{
	(void)setenv("PF_DATA_DIR", PF_SRCDIR "/share", 1);
	scratch_make(&dir);
	RUN(test_strict);
	RUN(test_names);
	RUN(test_there);
	RUN(test_patterns);
	RUN(test_service_keys);
	scratch_remove(&dir);
	return tap_done();
}
