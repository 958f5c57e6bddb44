/*
 * Why secrets are not there: one rung after the other, from the env file to the last key, each a check
 * with what to do about it. Nothing that fails keeps the next ones from being looked at, and nothing but
 * GetSecretValue is asked of AWS. No value is in a check.
 *
 * Their names: env-file, env-file-mode, sources, credentials; secret/NAME (it exists), readable/NAME,
 * shape/NAME of each secret; program/COMMAND, shape/COMMAND of each program; key/NAME of each key.
 */
#ifndef PF_SECRET_CHECK_H
#define PF_SECRET_CHECK_H

#include "rec/check.h"
#include "secret/contract.h"
#include "secret/gather.h"

struct err;

/*
 * Check all of it and hand over each result. contract NULL: none; require: a list of more keys that
 * must be there, NULL: none. -1 only when take says so.
 */
int check_secrets(const struct gather_options *o, const struct contract *contract,
    const char *require, check_fn *take, void *arg, struct err *e);

#endif
