/*
 * Variables as the text that somebody else reads them from, each value exactly: shells, systemd
 * (systemd.exec(5), EnvironmentFile), programs that read JSON, GitHub Actions (GitHub Docs, "Workflow
 * commands": add-mask, environment files).
 */
#ifndef PF_SECRET_FORMAT_H
#define PF_SECRET_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;
struct var;

enum format_type {
	FORMAT_DOTENV,      /* NAME=VALUE, as io/dotenv reads it */
	FORMAT_SH,          /* export NAME='VALUE' */
	FORMAT_JSON,        /* one object */
	FORMAT_SYSTEMD,     /* NAME="VALUE" */
	FORMAT_GITHUB,      /* NAME<<DELIMITER, for the file $GITHUB_ENV */
	FORMAT_GITHUB_MASK, /* ::add-mask::VALUE, for standard output: before anything else */
};

/*
 * Add them all; the caller wipes *out, of which no copy is left behind. ERR_DATA naming the variable
 * whose value cannot be said so: to systemd a control character, but to a shell what is no UTF-8. Masks: of
 * each value and of each of its lines, if it has FORMAT_MASK_MIN bytes and is no plain word of a switch.
 */
int format_vars(
    enum format_type type, const struct var *const *vars, size_t n, struct buf *out, struct err *e);

#define FORMAT_MASK_MIN 4

#endif
