#include "aws/region.h"

#include <string.h>

#include "aws/imds.h"
#include "aws/profile.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define LABEL_MAX 63 /* RFC 1035 */

/* clang-format off */
/* By how the region's name begins; the last one has all the others. */
static const struct {
	const char *prefix;
	struct aws_partition partition;
} partitions[] = {
	{ "cn-",      { "aws-cn",     "amazonaws.com.cn", "api.amazonwebservices.com.cn" } },
	{ "us-gov-",  { "aws-us-gov", "amazonaws.com",    "api.aws" } },
	{ "eusc-de-", { "aws-eusc",   "amazonaws.eu",     "api.amazonwebservices.eu" } },
	{ "",         { "aws",        "amazonaws.com",    "api.aws" } },
};
/* clang-format on */

/* It becomes a part of host names and signatures: nothing but a label. */
static int
check(const char *region, const char *from, struct err *e)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
	size_t n = strlen(region);

	if (n == 0 || n > LABEL_MAX || strspn(region, plain) != n || region[0] == '-' ||
	    region[n - 1] == '-')
		return err_set(e, ERR_CONFIG, "%s: '%s' is no region (us-east-1)", from, region);
	return 0;
}

/* The last resort: 1, or 0 if there is no instance that says one. */
static int
of_instance(char **region, const struct aws_profile *p, struct err *e)
{
	struct buf body = { 0 };
	struct imds *m = NULL;
	int rc = 0;

	if (!imds_disabled(p) && imds_open(&m, p, e) == 0 &&
	    imds_get(m, "placement/region", &body, e) == 1) {
		while (body.len > 0 && (unsigned char)body.p[body.len - 1] <= ' ')
			body.p[--body.len] = '\0';
		rc = check(body.p, "the region of the instance", e) ? -1 : 1;
		if (rc == 1)
			*region = buf_take(&body);
	}
	imds_close(m);
	buf_release(&body);
	return rc;
}

int
aws_region(char **region, const char *option, const struct aws_profile *p, struct err *e)
{
	const struct {
		const char *from, *value;
	} says[] = {
		{ "--region", option },
		{ "AWS_REGION", aws_setting(p, "AWS_REGION", NULL) },
		{ "AWS_DEFAULT_REGION", aws_setting(p, "AWS_DEFAULT_REGION", NULL) },
		{ "region of the profile", aws_profile_get(p, "region") },
	};
	size_t i;
	int rc;

	*region = NULL;
	for (i = 0; i < sizeof says / sizeof says[0]; i++) {
		if (says[i].value == NULL)
			continue;
		if (check(says[i].value, says[i].from, e))
			return -1;
		*region = mem_str(says[i].value);
		return 0;
	}
	rc = of_instance(region, p, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return err_set(e, ERR_CONFIG,
	    "no AWS region: neither --region, AWS_REGION, AWS_DEFAULT_REGION nor profile %s says one, and no EC2 instance does",
	    aws_profile_name(p));
}

const struct aws_partition *
aws_partition(const char *region)
{
	size_t i = 0;

	while (strncmp(region, partitions[i].prefix, strlen(partitions[i].prefix)) != 0)
		i++;
	return &partitions[i].partition;
}
