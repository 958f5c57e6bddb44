/* lib/aws/endpoint: where a service is, by settings and by its own name */
#include <stdlib.h>

#include "aws/endpoint.h"
#include "aws/profile.h"
#include "base/err.h"
#include "scratch.h"
#include "tap.h"

static struct scratch dir;
static struct aws_profile *profile;

static void
config(const char *text)
{
	struct err e;

	aws_profile_free(profile);
	(void)setenv("AWS_CONFIG_FILE", scratch_file(&dir, "config", text), 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials", 1);
	CHECK_INT(aws_profile_open(&profile, NULL, &e), 0);
}

/* The address of SQS as one text, or "" with *e. */
static const char *
sqs(const char *option, struct err *e)
{
	static char text[300];
	char *base, *path;

	text[0] = '\0';
	if (aws_endpoint("SQS", "sqs", "eu-west-1", profile, option, &base, &path, e) == 0)
		(void)snprintf(text, sizeof text, "%s %s", base, path);
	free(base);
	free(path);
	return text;
}

static void
settings_are_taken_in_order(void)
{
	struct err e;

	config("[default]\noutput = x\n");
	CHECK_STR(sqs(NULL, &e), "https://sqs.eu-west-1.amazonaws.com ");
	config("[default]\nendpoint_url = http://profile:1/\n");
	CHECK_STR(sqs(NULL, &e), "http://profile:1 ");
	config("[default]\nendpoint_url = http://profile:1\nservices = s\n"
	       "[services s]\nsqs =\n  endpoint_url = http://services:2/a/b/\n");
	CHECK_STR(sqs(NULL, &e), "http://services:2 /a/b");
	(void)setenv("AWS_ENDPOINT_URL", "https://all:443", 1);
	CHECK_STR(sqs(NULL, &e), "https://all ");
	(void)setenv("AWS_ENDPOINT_URL_SQS", "http://10.1.2.3:80/x", 1);
	CHECK_STR(sqs(NULL, &e), "http://10.1.2.3 /x");
	CHECK_STR(sqs("https://option:8443", &e), "https://option:8443 ");
	(void)setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE", 1);
	CHECK_STR(sqs(NULL, &e), "https://sqs.eu-west-1.amazonaws.com ");
	CHECK_STR(sqs("https://option:8443", &e), "https://option:8443 ");
	(void)unsetenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
	(void)unsetenv("AWS_ENDPOINT_URL");
	(void)unsetenv("AWS_ENDPOINT_URL_SQS");
	config(
	    "[default]\nendpoint_url = http://profile:1\nignore_configured_endpoint_urls = true\n");
	CHECK_STR(sqs(NULL, &e), "https://sqs.eu-west-1.amazonaws.com ");
}

static void
an_address_that_cannot_be_names_the_setting(void)
{
	static const char *const bad[] = { "nonsense", "ftp://x", "http://", "http://x/?q=1",
		"http://x/#f", "http://u:hidden@x", "http://x y", "http://x\\y", "http://x:99999" };
	struct err e;
	size_t i;

	config("[default]\nendpoint_url = hidden\n");
	CHECK_STR(sqs(NULL, &e), "");
	CHECK(strstr(e.msg, "endpoint_url of profile default") == e.msg);
	CHECK_STR(sqs("hidden", &e), "");
	CHECK(strstr(e.msg, "--endpoint-url") == e.msg);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		(void)setenv("AWS_ENDPOINT_URL_SQS", bad[i], 1);
		CHECK_STR(sqs(NULL, &e), "");
		CHECK_INT(e.code, ERR_CONFIG);
		CHECK(strstr(e.msg, "AWS_ENDPOINT_URL_SQS") == e.msg);
		CHECK(strstr(e.msg, "hidden") == NULL);
	}
	(void)setenv("AWS_ENDPOINT_URL_SQS", "http://x", 1);
	(void)setenv("AWS_USE_FIPS_ENDPOINT", "true", 1);
	CHECK_STR(sqs(NULL, &e), "");
	CHECK(strstr(e.msg, "AWS_ENDPOINT_URL_SQS cannot go with AWS_USE_FIPS_ENDPOINT") == e.msg);
	(void)unsetenv("AWS_USE_FIPS_ENDPOINT");
	(void)unsetenv("AWS_ENDPOINT_URL_SQS");
}

/* The addresses that botocore 1.43.11 makes of its endpoint rule sets. */
static void
the_built_in_host_follows_partition_fips_and_dual_stack(void)
{
	static const struct {
		const char *prefix, *region;
		const char *host[4]; /* plain, dual-stack, FIPS, both */
	} rows[] = {
		{ "sqs", "eu-west-1",
		    { "sqs.eu-west-1.amazonaws.com", "sqs.eu-west-1.api.aws",
			"sqs-fips.eu-west-1.amazonaws.com", "sqs-fips.eu-west-1.api.aws" } },
		{ "sqs", "us-gov-west-1",
		    { "sqs.us-gov-west-1.amazonaws.com", "sqs.us-gov-west-1.api.aws",
			"sqs.us-gov-west-1.amazonaws.com", "sqs-fips.us-gov-west-1.api.aws" } },
		{ "events", "us-gov-east-1",
		    { "events.us-gov-east-1.amazonaws.com", "events.us-gov-east-1.api.aws",
			"events.us-gov-east-1.amazonaws.com", "events.us-gov-east-1.api.aws" } },
		{ "api.ecr", "cn-north-1",
		    { "api.ecr.cn-north-1.amazonaws.com.cn",
			"ecr.cn-north-1.api.amazonwebservices.com.cn",
			"api.ecr-fips.cn-north-1.amazonaws.com.cn",
			"ecr-fips.cn-north-1.api.amazonwebservices.com.cn" } },
		{ "s3", "us-west-2",
		    { "s3.us-west-2.amazonaws.com", "s3.dualstack.us-west-2.amazonaws.com",
			"s3-fips.us-west-2.amazonaws.com",
			"s3-fips.dualstack.us-west-2.amazonaws.com" } },
		{ "secretsmanager", "us-east-1",
		    { "secretsmanager.us-east-1.amazonaws.com",
			"secretsmanager.us-east-1.amazonaws.com",
			"secretsmanager-fips.us-east-1.amazonaws.com",
			"secretsmanager-fips.us-east-1.amazonaws.com" } },
		{ "secretsmanager", "eusc-de-east-1",
		    { "secretsmanager.eusc-de-east-1.amazonaws.eu",
			"secretsmanager.eusc-de-east-1.api.amazonwebservices.eu",
			"secretsmanager-fips.eusc-de-east-1.amazonaws.eu",
			"secretsmanager-fips.eusc-de-east-1.api.amazonwebservices.eu" } },
	};
	char *base, *path;
	struct err e;
	size_t i, k;

	config("[default]\noutput = x\n");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (k = 0; k < 4; k++) {
			(void)setenv(
			    "AWS_USE_DUALSTACK_ENDPOINT", k % 2 == 1 ? "true" : "false", 1);
			(void)setenv("AWS_USE_FIPS_ENDPOINT", k >= 2 ? "True" : "", 1);
			CHECK_INT(aws_endpoint("X", rows[i].prefix, rows[i].region, profile, NULL,
				      &base, &path, &e),
			    0);
			CHECK_STR(base + strlen("https://"), rows[i].host[k]);
			CHECK_STR(path, "");
			free(base);
			free(path);
		}
	(void)unsetenv("AWS_USE_DUALSTACK_ENDPOINT");
	(void)unsetenv("AWS_USE_FIPS_ENDPOINT");
}

static void
authorities_are_settled_like_the_rest(void)
{
	config("[default]\nca_bundle = a.pem\n");
	(void)unsetenv("AWS_CA_BUNDLE");
	CHECK_STR(aws_ca_bundle(profile), "a.pem");
	(void)setenv("AWS_CA_BUNDLE", "b.pem", 1);
	CHECK_STR(aws_ca_bundle(profile), "b.pem");
	(void)unsetenv("AWS_CA_BUNDLE");
	config("[default]\n");
	CHECK(aws_ca_bundle(profile) == NULL);
}

int
main(void)
{
	static const char *const unset[] = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "AWS_USE_FIPS_ENDPOINT",
		"AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", NULL };
	size_t i;

	for (i = 0; unset[i] != NULL; i++)
		(void)unsetenv(unset[i]);
	scratch_make(&dir);
	RUN(settings_are_taken_in_order);
	RUN(an_address_that_cannot_be_names_the_setting);
	RUN(the_built_in_host_follows_partition_fips_and_dual_stack);
	RUN(authorities_are_settled_like_the_rest);
	aws_profile_free(profile);
	scratch_remove(&dir);
	return tap_done();
}
