/*
 * Secrets of AWS Secrets Manager that are written. Several may write one at the same time and none of
 * what they write is lost: a new version is made beside the current one (PutSecretValue with a stage
 * of ours), and becomes the current one only if the one that it was made from still is
 * (UpdateSecretVersionStage takes AWSCURRENT from a version that is named and from no other). If it is
 * not, somebody was faster, and all is done again with what they wrote. ("AWS Secrets Manager API
 * Reference": PutSecretValue, UpdateSecretVersionStage; permissions of these names and
 * secretsmanager:GetSecretValue are needed.)
 */
#ifndef PF_SECRET_STORE_H
#define PF_SECRET_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "secret/edit.h"

struct err;
struct fetcher;

#define STORE_PENDING "PF_PENDING" /* the stage of a version that is to become the current one */

/*
 * Make edits in a secret, all or none, and tell in them what was done; only_try: what would be. Tries
 * until f->until. ERR_CONFIG: there is no such secret, it is no JSON object; ERR_PERM; ERR_DATA, as
 * edit_text(); ERR_TEMP: AWS is busy, or others write all the time; ERR_REMOTE.
 */
int store_edit(struct fetcher *f, const char *secret, struct edit *edits, size_t count,
    bool only_try, struct err *e);

/* A new secret; text is its value. ERR_REMOTE when there is one of that name already. */
int store_create(struct fetcher *f, const char *secret, const char *text, struct err *e);

#endif
