/*
 * AWS credentials: found where AWS's own tools find them, in their order, and kept fresh. The order:
 * environment (not if a profile was named by an option), role of the profile, web identity, SSO,
 * credentials file, login session, credential_process, config file, container, instance metadata.
 * The first that is switched on is it: if it fails, nobody looks further. (AWS SDKs and Tools
 * Reference Guide, "Standardized credential providers"; the AWS CLI's order within a profile.)
 */
#ifndef PF_AWS_CREDS_H
#define PF_AWS_CREDS_H

#include <stdbool.h>
#include <stdint.h>

struct aws_creds;
struct aws_keys;
struct aws_profile;
struct err;

/* Nothing is looked for yet. p is borrowed until the close; profile_named: by an option. */
int aws_creds_open(
    struct aws_creds **c, const struct aws_profile *p, bool profile_named, struct err *e);
/* Where roles are assumed; borrowed until the close. Without it: as aws_region() says. */
void aws_creds_region(struct aws_creds *c, const char *region);

void aws_creds_close(struct aws_creds *c); /* wipes them */

/*
 * Keys that are good at now, *k borrowed until the next call. They are looked for the first time
 * and again when less than 15 minutes are left; that this fails is an error only once less than
 * 10 minutes are left. Who calls repeatedly asks before each signature. -1: ERR_CONFIG when there
 * are none anywhere, naming each place and what was found there; ERR_PERM when they have expired;
 * what the place said otherwise. No value of a secret is in a message.
 */
int aws_creds_get(struct aws_creds *c, int64_t now, const struct aws_keys **k, struct err *e);

/* A service said that they have expired: the next get looks for new ones, once. */
void aws_creds_refresh(struct aws_creds *c);

#endif
