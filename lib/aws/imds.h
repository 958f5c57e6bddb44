/*
 * EC2's instance metadata service, version 2, and version 1 where that is allowed (Amazon EC2 User
 * Guide, "Use the Instance Metadata Service"; AWS SDKs and Tools Reference Guide, "IMDS credential
 * provider"). Settings, by environment and profile: AWS_EC2_METADATA_DISABLED,
 * AWS_EC2_METADATA_SERVICE_ENDPOINT and ..._MODE, AWS_EC2_METADATA_V1_DISABLED,
 * AWS_METADATA_SERVICE_TIMEOUT (1 s) and ..._NUM_ATTEMPTS (1). Never through a proxy.
 */
#ifndef PF_AWS_IMDS_H
#define PF_AWS_IMDS_H

#include <stdbool.h>

struct aws_profile;
struct buf;
struct err;
struct imds;

/* AWS_EC2_METADATA_DISABLED. */
bool imds_disabled(const struct aws_profile *p);

/* Nobody is asked yet. *m is set in any case. ERR_CONFIG naming a setting that cannot be. */
int imds_open(struct imds **m, const struct aws_profile *p, struct err *e);
void imds_close(struct imds *m);

/*
 * Get "iam/security-credentials/", "placement/region"... below latest/meta-data/ into *body, which
 * is reset. 1; 0 if it is not there (404), or if nobody is there at all, with *e saying so; -1
 * with *e set: ERR_CONFIG, ERR_PERM, ERR_TEMP, ERR_REMOTE, ERR_DATA. A service that is not there
 * costs one time-out, one that does not answer half a one more.
 */
int imds_get(struct imds *m, const char *path, struct buf *body, struct err *e);

#endif
