/*
 * Where a service of AWS is (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "FIPS
 * endpoints", "Dual-stack endpoints"; host names by botocore's endpoint rule sets).
 */
#ifndef PF_AWS_ENDPOINT_H
#define PF_AWS_ENDPOINT_H

#include <stdbool.h>

struct aws_profile;
struct err;

/*
 * The base address of a service, by its id ("SECRETS_MANAGER") and the first part of its host
 * ("secretsmanager", "api.ecr"). The first of: the option (NULL: none), AWS_ENDPOINT_URL_<ID>,
 * AWS_ENDPOINT_URL, the id's endpoint_url in the profile's [services NAME], endpoint_url of the
 * profile, PREFIX.REGION.amazonaws.com with what the region's partition, AWS_USE_FIPS_ENDPOINT and
 * AWS_USE_DUALSTACK_ENDPOINT (use_fips_endpoint, use_dualstack_endpoint) make of it.
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS leaves the first and the last. Plain http is fine, to any host
 * (net/http's any_http). *base is "https://host[:port]", *path "" or "/prefix", to be put before an
 * operation's path; both owned by the caller. ERR_CONFIG naming the setting that cannot be; also
 * if FIPS or dual-stack is asked for where a setting names the address.
 */
int aws_endpoint(const char *service_id, const char *host_prefix, const char *region,
    const struct aws_profile *p, const char *option_url, char **base, char **path, struct err *e);

/* Whether the option or a setting says where it is. */
bool aws_endpoint_is_set(
    const char *service_id, const struct aws_profile *p, const char *option_url);

#endif
