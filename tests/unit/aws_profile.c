/* lib/aws: the two shared files, and what is settled by them: region, endpoint */
#include <stdlib.h>

#include "aws/endpoint.h"
#include "aws/profile.h"
#include "aws/region.h"
#include "aws/split.h"
#include "base/err.h"
#include "scratch.h"
#include "tap.h"

#define VALUE "SeCrEt/VaLuE+0"

static struct scratch dir;

/* Both files; NULL: not there. */
static void
files(const char *config, const char *credentials)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/absent", dir.dir);
	(void)setenv(
	    "AWS_CONFIG_FILE", config == NULL ? path : scratch_file(&dir, "config", config), 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE",
	    credentials == NULL ? path : scratch_file(&dir, "credentials", credentials), 1);
}

static int
opened(struct aws_profile **p, const char *named, struct err *e)
{
	*e = (struct err){ 0 };
	return aws_profile_open(p, named, e);
}

#define IS(p, key, want) CHECK_STR(aws_profile_get((p), (key)), (want))

static void
sections_and_keys_are_found(void)
{
	struct aws_profile *p;
	struct err e;

	files("# comment\n"
	      "[default]\r\nregion=us-east-1\r\n"
	      "[profile dev]\n"
	      " ; another\n"
	      "REGION = eu-west-1\n"
	      "output : json # no comment\n"
	      "empty =\n"
	      "url = http://x/?a=b:c\n"
	      "[profile \"my dev\"]\n  region = a\n  output = b\n"
	      "[ profile\tspaced ]\nregion = c\n"
	      "[other]\nregion = nobody's\n"
	      "[profile one two]\nregion = nobody's\n",
	    "[ keys ] # comment\naws_access_key_id = A\n[profile dev]\noutput = nobody's\n");
	CHECK_INT(opened(&p, NULL, &e), 0);
	IS(p, "region", "us-east-1");
	CHECK_STR(aws_profile_name(p), "default");
	aws_profile_free(p);
	CHECK_INT(opened(&p, "dev", &e), 0);
	IS(p, "region", "eu-west-1");
	IS(p, "Output", "json # no comment");
	IS(p, "url", "http://x/?a=b:c");
	CHECK(aws_profile_get(p, "empty") == NULL);
	CHECK(aws_profile_get(p, "absent") == NULL);
	CHECK(aws_profile_in(p, AWS_FILE_CONFIG) && !aws_profile_in(p, AWS_FILE_CREDENTIALS));
	aws_profile_free(p);
	CHECK_INT(opened(&p, "my dev", &e), 0);
	IS(p, "region", "a");
	IS(p, "output", "b");
	aws_profile_free(p);
	CHECK_INT(opened(&p, "spaced", &e), 0);
	aws_profile_free(p);
	CHECK_INT(opened(&p, "keys", &e), 0);
	IS(p, "aws_access_key_id", "A");
	aws_profile_free(p);
	CHECK_INT(opened(&p, "other", &e), -1);
	aws_profile_free(p);
}

static void
blocks_are_one_level_deep(void)
{
	struct aws_profile *p;
	struct err e;

	files("[default]\n"
	      "services = mine\n"
	      "s3 =\n"
	      "  # comment\n"
	      "  addressing_style = path\n"
	      "\n"
	      "    Max_Concurrent_Requests=20\n"
	      "region = eu-west-1\n"
	      "long = one\n"
	      "  two\n"
	      "\tthree = 3\n"
	      "[services mine]\n"
	      "sqs =\n"
	      "  endpoint_url = http://sqs:1\n"
	      "secrets_manager = \n"
	      "  endpoint_url = http://sm:2\n",
	    NULL);
	CHECK_INT(opened(&p, NULL, &e), 0);
	CHECK_STR(aws_profile_nested(p, "s3", "addressing_style"), "path");
	CHECK_STR(aws_profile_nested(p, "S3", "max_concurrent_requests"), "20");
	CHECK(aws_profile_get(p, "addressing_style") == NULL);
	CHECK(aws_profile_get(p, "s3") == NULL);
	IS(p, "region", "eu-west-1");
	IS(p, "long", "one\ntwo\nthree = 3");
	CHECK_STR(
	    aws_profile_section(p, "services", "mine", "sqs", "endpoint_url"), "http://sqs:1");
	CHECK_STR(aws_profile_section(p, "services", "mine", "secrets_manager", "endpoint_url"),
	    "http://sm:2");
	CHECK(aws_profile_section(p, "services", "mine", "s3", "endpoint_url") == NULL);
	CHECK(aws_profile_section(p, "services", "other", "sqs", "endpoint_url") == NULL);
	aws_profile_free(p);
}

static void
files_are_merged_and_credentials_win(void)
{
	struct aws_profile *p;
	struct err e;

	files("[profile dev]\nregion = a\naws_access_key_id = C\noutput = text\n"
	      "[profile default]\nregion = long\n[default]\nregion = short\n",
	    "[dev]\naws_access_key_id = K\nregion = b\n");
	CHECK_INT(opened(&p, "dev", &e), 0);
	IS(p, "aws_access_key_id", "K");
	IS(p, "region", "b");
	IS(p, "output", "text");
	CHECK_STR(aws_profile_own(p, AWS_FILE_CONFIG, "region"), "a");
	CHECK(aws_profile_own(p, AWS_FILE_CREDENTIALS, "output") == NULL);
	aws_profile_free(p);
	CHECK_INT(opened(&p, NULL, &e), 0);
	IS(p, "region", "long");
	aws_profile_free(p);
}

static void
a_named_profile_has_to_be_there(void)
{
	struct aws_profile *p;
	struct err e;

	files(NULL, NULL);
	CHECK_INT(opened(&p, NULL, &e), 0);
	CHECK(aws_profile_get(p, "region") == NULL);
	aws_profile_free(p);
	CHECK_INT(opened(&p, "default", &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, "absent (no such file)") != NULL);
	aws_profile_free(p);
	files("[profile prod]\n[profile dev]\n", "[staging]\n");
	(void)setenv("AWS_DEFAULT_PROFILE", "stagin", 1);
	CHECK_INT(opened(&p, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, "did you mean 'staging'?") != NULL);
	aws_profile_free(p);
	(void)setenv("AWS_PROFILE", "prod", 1); /* before AWS_DEFAULT_PROFILE */
	CHECK_INT(opened(&p, NULL, &e), 0);
	CHECK_STR(aws_profile_name(p), "prod");
	aws_profile_free(p);
	CHECK_INT(opened(&p, "dev", &e), 0); /* the option before both */
	CHECK_STR(aws_profile_name(p), "dev");
	aws_profile_free(p);
	(void)setenv("AWS_PROFILE", "", 1);
	(void)setenv("AWS_DEFAULT_PROFILE", "", 1);
	CHECK_INT(opened(&p, NULL, &e), 0);
	CHECK_STR(aws_profile_name(p), "default");
	aws_profile_free(p);
	(void)unsetenv("AWS_PROFILE");
	(void)unsetenv("AWS_DEFAULT_PROFILE");
}

static void
broken_lines_say_where_and_show_nothing(void)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "[default]\nregion = a\n" VALUE "\n", "credentials:3: a line that is no" },
		{ "aws_secret_access_key = " VALUE "\n", "credentials:1: a line before the first" },
		{ "[default\naws_secret_access_key = " VALUE "\n",
		    "credentials:1: a section's name" },
		{ "[" VALUE "] x\n", "credentials:1: something stands behind" },
		{ "[ ]\n", "credentials:1: the section has no name" },
		{ "[default]\n= " VALUE "\n", "credentials:2: there is no key" },
		{ "[default]\n" VALUE " = 1\na = 2\n" VALUE " = 3",
		    "credentials:4: this key stands" },
		{ "[" VALUE "]\n\n[" VALUE "]\n", "credentials:3: this section is there already" },
		{ "[default]\ns3 =\n  " VALUE "\n", "credentials:3: a line of a nested block" },
		{ "[default]\ns3 =\n  a=1\n  A = " VALUE "\n", "credentials:4: this key stands" },
	};
	struct aws_profile *p;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		files(NULL, rows[i].text);
		CHECK_INT(opened(&p, NULL, &e), -1);
		CHECK_INT(e.code, ERR_CONFIG);
		CHECK(strstr(e.msg, rows[i].says) != NULL);
		CHECK(strstr(e.msg, VALUE) == NULL);
		if (!tap.ok)
			(void)printf("# %zu: %s\n", i, e.msg);
		aws_profile_free(p);
	}
}

static void
a_section_has_its_limit(void)
{
	char text[16 << 10];
	size_t at, i;
	struct aws_profile *p;
	struct err e;

	at = (size_t)snprintf(text, sizeof text, "[default]\n");
	for (i = 0; i < 1000; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "k%zu = v\n", i);
	files(text, NULL);
	CHECK_INT(opened(&p, NULL, &e), 0);
	IS(p, "k999", "v");
	aws_profile_free(p);
	(void)snprintf(text + at, sizeof text - at, "one = more\n");
	files(text, NULL);
	CHECK_INT(opened(&p, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, "config:1002: the section has too many keys") != NULL);
	aws_profile_free(p);
}

static void
paths_are_expanded(void)
{
	static const char *const paths[] = { "~/config", "$PF_X/config", "${PF_X}/config",
		"$PF_X/$PF_NONE/../config" };
	char home[300];
	struct aws_profile *p;
	struct err e;
	size_t i;

	files("[default]\nregion = a\n", NULL);
	(void)setenv("HOME", dir.dir, 1);
	(void)setenv("PF_X", dir.dir, 1);
	for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		(void)setenv("AWS_CONFIG_FILE", paths[i], 1);
		CHECK_INT(opened(&p, NULL, &e), 0);
		if (i < 3)
			IS(p, "region", "a");
		else /* a variable nobody set stays what it is */
			CHECK(strstr(aws_profile_path(p, AWS_FILE_CONFIG), "/$PF_NONE/") != NULL);
		aws_profile_free(p);
	}
	(void)unsetenv("AWS_CONFIG_FILE");
	CHECK_INT(opened(&p, NULL, &e), 0);
	(void)snprintf(home, sizeof home, "%s/.aws/config", dir.dir);
	CHECK_STR(aws_profile_path(p, AWS_FILE_CONFIG), home);
	aws_profile_free(p);
	(void)setenv("AWS_CONFIG_FILE", dir.dir, 1);
	CHECK_INT(opened(&p, NULL, &e), -1);
	CHECK_INT(e.code, ERR_IO);
	aws_profile_free(p);
}

static void
a_command_is_parted_as_a_shell_would(void)
{
	static const struct {
		const char *text, *words[5];
	} rows[] = {
		{ "  a  b\t c\n", { "a", "b", "c" } },
		{ "'a b' \"c d\" e\\ f", { "a b", "c d", "e f" } },
		{ "\"a\\\"b\\\\c\\d\" 'x\\y'", { "a\"b\\c\\d", "x\\y" } },
		{ "a'b'\"c\" ''", { "abc", "" } },
		{ "$HOME `x` a;b|c>d", { "$HOME", "`x`", "a;b|c>d" } },
		{ "", { NULL } },
	};
	char **words;
	struct err e;
	size_t i, k;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		words = aws_split(rows[i].text, &e);
		CHECK(words != NULL);
		for (k = 0; words != NULL && rows[i].words[k] != NULL; k++)
			CHECK_STR(words[k], rows[i].words[k]);
		CHECK(words != NULL && words[k] == NULL);
		aws_split_free(words);
	}
	CHECK(aws_split("a 'b", &e) == NULL && e.code == ERR_CONFIG);
	CHECK(aws_split("a \"b", &e) == NULL && e.code == ERR_CONFIG);
	CHECK(aws_split("a b\\", &e) == NULL && e.code == ERR_CONFIG);
}

static void
a_region_is_found_in_order(void)
{
	static const char *const bad[] = { "us east", "x/y", "-a", "a.b", "evil.com#" };
	struct aws_profile *p;
	struct err e;
	char *region;
	size_t i;

	files("[default]\nregion = r-profile\n[profile none]\noutput = x\n", NULL);
	CHECK_INT(opened(&p, NULL, &e), 0);
	CHECK_INT(aws_region(&region, NULL, p, &e), 0);
	CHECK_STR(region, "r-profile");
	free(region);
	(void)setenv("AWS_DEFAULT_REGION", "r-default", 1);
	CHECK_INT(aws_region(&region, NULL, p, &e), 0);
	CHECK_STR(region, "r-default");
	free(region);
	(void)setenv("AWS_REGION", "r-env", 1);
	CHECK_INT(aws_region(&region, NULL, p, &e), 0);
	CHECK_STR(region, "r-env");
	free(region);
	CHECK_INT(aws_region(&region, "r-option", p, &e), 0);
	CHECK_STR(region, "r-option");
	free(region);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		(void)setenv("AWS_REGION", bad[i], 1);
		CHECK_INT(aws_region(&region, NULL, p, &e), -1);
		CHECK_INT(e.code, ERR_CONFIG);
		CHECK(strstr(e.msg, "AWS_REGION: ") == e.msg);
	}
	aws_profile_free(p);
	(void)unsetenv("AWS_REGION");
	(void)unsetenv("AWS_DEFAULT_REGION");
	CHECK_INT(opened(&p, "none", &e), 0);
	CHECK_INT(aws_region(&region, NULL, p, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	aws_profile_free(p);
	CHECK_STR(aws_partition("ap-southeast-2")->name, "aws");
	CHECK_STR(aws_partition("us-gov-east-1")->name, "aws-us-gov");
	CHECK_STR(aws_partition("cn-north-1")->suffix, "amazonaws.com.cn");
	CHECK_STR(aws_partition("eusc-de-east-1")->dual_suffix, "api.amazonwebservices.eu");
}

int
main(void)
{
	(void)unsetenv("AWS_PROFILE");
	(void)unsetenv("AWS_DEFAULT_PROFILE");
	(void)unsetenv("AWS_REGION");
	(void)unsetenv("AWS_DEFAULT_REGION");
	scratch_make(&dir);
	RUN(sections_and_keys_are_found);
	RUN(blocks_are_one_level_deep);
	RUN(files_are_merged_and_credentials_win);
	RUN(a_named_profile_has_to_be_there);
	RUN(broken_lines_say_where_and_show_nothing);
	RUN(a_section_has_its_limit);
	RUN(paths_are_expanded);
	RUN(a_command_is_parted_as_a_shell_would);
	RUN(a_region_is_found_in_order);
	scratch_remove(&dir);
	return tap_done();
}
