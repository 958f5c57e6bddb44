/*
 * A profile of AWS's two shared files (AWS SDKs and Tools Reference Guide, "Shared config and credentials
 * files"): ~/.aws/config or $AWS_CONFIG_FILE, where it is [profile NAME] or [default], and
 * ~/.aws/credentials or $AWS_SHARED_CREDENTIALS_FILE, where it is [NAME]. A file that is not there
 * is an empty one. An empty variable or value counts as none.
 */
#ifndef PF_AWS_PROFILE_H
#define PF_AWS_PROFILE_H

#include <stdbool.h>

struct err;
struct aws_profile;

enum aws_file { AWS_FILE_CREDENTIALS, AWS_FILE_CONFIG };

/*
 * The profile that the option named (NULL: none did), else $AWS_PROFILE, $AWS_DEFAULT_PROFILE, else
 * "default", which may be in neither file when nobody named it. *p is set in any case. ERR_CONFIG:
 * no such profile, with the nearest name, or "FILE:LINE: what" that shows nothing of the line;
 * ERR_IO: a file cannot be read.
 */
int aws_profile_open(struct aws_profile **p, const char *named, struct err *e);
void aws_profile_free(struct aws_profile *p);

const char *aws_profile_name(const struct aws_profile *p);

/* A value, borrowed; where both files have the key, that of the credentials file. NULL: none. */
const char *aws_profile_get(const struct aws_profile *p, const char *key);

/* The same of one file alone; whether the profile is in it; how messages call the file. */
const char *aws_profile_own(const struct aws_profile *p, enum aws_file file, const char *key);
bool aws_profile_in(const struct aws_profile *p, enum aws_file file);
const char *aws_profile_path(const struct aws_profile *p, enum aws_file file);

/* A value of a nested block of the profile: "s3", "addressing_style". Blocks are not merged: where
 * both files have it, that of the credentials file is the block. */
const char *aws_profile_nested(const struct aws_profile *p, const char *block, const char *key);

/* A value of a nested block of [KIND NAME] of the config file: "services", NAME, "sqs",
 * "endpoint_url". */
const char *aws_profile_section(const struct aws_profile *p, const char *kind, const char *name,
    const char *block, const char *key);

/* Variable env, else the profile's key; NULL if neither says anything. key NULL: the variable
 * alone. */
const char *aws_setting(const struct aws_profile *p, const char *env, const char *key);

/* The same as a switch: "true" in any case is on, all else off, as AWS's own tools read it. */
bool aws_switch(const struct aws_profile *p, const char *env, const char *key);

/* The file of trusted authorities: $AWS_CA_BUNDLE, the profile's ca_bundle; NULL: the system's. */
const char *aws_ca_bundle(const struct aws_profile *p);

#endif
