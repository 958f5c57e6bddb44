#include "aws/endpoint.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/profile.h"
#include "aws/region.h"
#include "aws/url.h"
#include "base/err.h"
#include "base/mem.h"

#define ID_MAX 64

/* clang-format off */
/* Hosts that are not made as all others are. */
static const struct special {
	const char *prefix, *dual_prefix;
	bool gov_fips;      /* in aws-us-gov all of its hosts are FIPS hosts under the usual name */
	bool gov_fips_dual; /* the dual-stack ones too */
	bool s3;            /* dual-stack is a word in front of the region, under the usual suffix */
	bool no_dual;       /* the usual host has IPv6; aws-eusc alone parts them */
	bool global;        /* a host has no region, or another word in its place: global_words */
} specials[] = {
	{ "api.ecr",        "ecr" },
	{ "ec2",            NULL, .gov_fips = true },
	{ "events",         NULL, .gov_fips = true, .gov_fips_dual = true },
	{ "iam",            NULL, .gov_fips = true, .gov_fips_dual = true, .global = true },
	{ "logs",           NULL, .gov_fips = true },
	{ "monitoring",     NULL, .gov_fips = true, .gov_fips_dual = true },
	{ "s3",             NULL, .s3 = true },
	{ "secretsmanager", NULL, .no_dual = true },
	{ "sns",            NULL, .gov_fips = true },
	{ "sqs",            NULL, .gov_fips = true },
	{ "sts",            NULL, .gov_fips = true },
};

/* What stands where the region does in other hosts. */
static const struct {
	const char *partition, *word, *dual_word;
} global_words[] = {
	{ "aws",        "",                "global." },
	{ "aws-cn",     "cn-north-1.",     "global." },
	{ "aws-eusc",   "eusc-de-east-1.", "" },
	{ "aws-us-gov", "us-gov.",         "us-gov." },
};
/* clang-format on */

static char *
global(const char *prefix, const struct aws_partition *in, bool fips, bool dual)
{
	size_t i = 0;

	while (i + 1 < sizeof global_words / sizeof global_words[0] &&
	       strcmp(global_words[i].partition, in->name) != 0)
		i++;
	return mem_fmt("https://%s%s.%s%s", prefix, fips ? "-fips" : "",
	    dual ? global_words[i].dual_word : global_words[i].word,
	    dual ? in->dual_suffix : in->suffix);
}

static char *
built_in(const char *prefix, const char *region, bool fips, bool dual)
{
	static const struct special usual;
	const struct aws_partition *in = aws_partition(region);
	const struct special *s = &usual;
	size_t i;

	for (i = 0; i < sizeof specials / sizeof specials[0]; i++)
		if (strcmp(specials[i].prefix, prefix) == 0)
			s = &specials[i];
	if (strcmp(in->name, "aws-us-gov") == 0 && s->gov_fips && (!dual || s->gov_fips_dual))
		fips = false;
	if (s->no_dual && strcmp(in->name, "aws-eusc") != 0)
		dual = false;
	if (s->global)
		return global(prefix, in, fips, dual);
	if (dual && s->dual_prefix != NULL)
		prefix = s->dual_prefix;
	return mem_fmt("https://%s%s%s.%s.%s", prefix, fips ? "-fips" : "",
	    dual && s->s3 ? ".dualstack" : "", region,
	    dual && !s->s3 ? in->dual_suffix : in->suffix);
}

static const char *
of_services(const struct aws_profile *p, const char *service_id, char *from, size_t cap)
{
	const char *services = aws_profile_get(p, "services");
	char id[ID_MAX];
	size_t i;

	if (services == NULL)
		return NULL;
	(void)snprintf(from, cap, "endpoint_url of services %s", services);
	for (i = 0; service_id[i] != '\0' && i + 1 < sizeof id; i++)
		id[i] = (char)tolower((unsigned char)service_id[i]);
	id[i] = '\0';
	return aws_profile_section(p, "services", services, id, "endpoint_url");
}

/* An address that a setting names, and what messages call the setting; NULL: none does. */
static const char *
configured(const struct aws_profile *p, const char *service_id, char *from, size_t cap)
{
	const char *url;

	if (aws_switch(p, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
		return NULL;
	(void)snprintf(from, cap, "AWS_ENDPOINT_URL_%s", service_id);
	url = aws_setting(p, from, NULL);
	if (url == NULL) {
		(void)snprintf(from, cap, "AWS_ENDPOINT_URL");
		url = aws_setting(p, from, NULL);
	}
	if (url == NULL)
		url = of_services(p, service_id, from, cap);
	if (url == NULL) {
		(void)snprintf(from, cap, "endpoint_url of profile %s", aws_profile_name(p));
		url = aws_profile_get(p, "endpoint_url");
	}
	return url;
}

bool
aws_endpoint_is_set(const char *service_id, const struct aws_profile *p, const char *option_url)
{
	char ignored[200];

	return option_url != NULL || configured(p, service_id, ignored, sizeof ignored) != NULL;
}

int
aws_endpoint(const char *service_id, const char *host_prefix, const char *region,
    const struct aws_profile *p, const char *option_url, char **base, char **path, struct err *e)
{
	bool fips = aws_switch(p, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
	bool dual = aws_switch(p, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
	char from[200] = "--endpoint-url";
	struct aws_url u = { 0 };
	const char *url = option_url;
	int rc = -1;

	*base = *path = NULL;
	if (url == NULL)
		url = configured(p, service_id, from, sizeof from);
	if (url == NULL) {
		*base = built_in(host_prefix, region, fips, dual);
		*path = mem_str("");
		return 0;
	}
	if (fips || dual) /* whether that address is one nobody can tell */
		return err_set(e, ERR_CONFIG, "%s cannot go with %s", from,
		    fips ? "AWS_USE_FIPS_ENDPOINT (use_fips_endpoint)"
			 : "AWS_USE_DUALSTACK_ENDPOINT (use_dualstack_endpoint)");
	if (aws_url_set(&u, url, from, true, false, e))
		goto out;
	*base = mem_str(u.base);
	*path = mem_str(u.path);
	rc = 0;
out:
	aws_url_release(&u);
	return rc;
}
