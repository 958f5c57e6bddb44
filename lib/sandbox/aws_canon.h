/*
 * What a signature of version 4 is made of: the parts of a request in their canonical form ("Create
 * a signed AWS API request" in AWS's IAM User Guide), for services other than S3.
 */
#ifndef PF_SANDBOX_AWS_CANON_H
#define PF_SANDBOX_AWS_CANON_H

#include <stddef.h>

#include "base/buf.h"
#include "sandbox/request.h"

#define AWS_HEX_LEN 64 /* of a SHA-256 */

/* The path as it came, its dots and double slashes resolved, each segment encoded once more. */
void awss_canon_path(struct buf *out, const char *path);

/* The parameters as they came, decoded and encoded in the one right way, sorted. */
void awss_canon_query(struct buf *out, const char *query);

/* "name:value\n" of a header in lower case: blanks trimmed and squeezed, repeated ones joined. */
void awss_canon_header(struct buf *out, const struct request *r, const char *name);

/* All of it; names are those of the signed headers, sorted. */
void awss_canon_request(
    struct buf *out, const struct request *r, const char *const *names, size_t n);

/* Lower-case hexadecimal digits of the SHA-256, NUL behind them. */
void awss_hash(char out[AWS_HEX_LEN + 1], const char *p, size_t n);

#endif
