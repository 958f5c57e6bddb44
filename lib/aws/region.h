/* Regions of AWS and the partitions they are in (botocore's partitions.json; AWS General Reference). */
#ifndef PF_AWS_REGION_H
#define PF_AWS_REGION_H

struct aws_profile;
struct err;

struct aws_partition {
	const char *name;        /* "aws": ARNs begin with "arn:aws:" */
	const char *suffix;      /* of hosts: "amazonaws.com" */
	const char *dual_suffix; /* of hosts with IPv4 and IPv6: "api.aws" */
};

/*
 * The option (NULL: none), else AWS_REGION, AWS_DEFAULT_REGION, the profile's region, else that of the
 * EC2 instance, if this is one; *region is owned by the caller. ERR_CONFIG when nobody says one, or
 * it is no label of a host name.
 */
int aws_region(char **region, const char *option, const struct aws_profile *p, struct err *e);

/* Never NULL: what is not known is in "aws". */
const struct aws_partition *aws_partition(const char *region);

#endif
