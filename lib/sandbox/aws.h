/*
 * AWS's side of the wire, as far as tools use it, on one port:
 *
 *	aws_secrets, _store   Secrets Manager
 *	aws_sts               Security Token Service
 *	aws_sns               Simple Notification Service
 *	aws_metadata          the container's and the instance's credentials
 *	aws_sigv4, _canon     whether a request is signed, and by whom
 *	aws_keys              who may sign
 *	aws_error             what goes wrong, in the shapes of the protocols
 */
#ifndef PF_SANDBOX_AWS_H
#define PF_SANDBOX_AWS_H

struct sandbox_vendor;

extern const struct sandbox_vendor awss_vendor;

#endif
