/*
 * Databento's error replies: (a) a string, (b) a case with its payload, (c) a list of bad
 * parameters as FastAPI writes it (vendor's page "Errors" and the OpenAPI document).
 */
#ifndef PF_SANDBOX_DATABENTO_ERROR_H
#define PF_SANDBOX_DATABENTO_ERROR_H

#include <stdint.h>

#include "sandbox/reply.h"

struct dbs_query;

/* Shape (c): call it for each bad parameter, then dbs_error_bad_end(). where is "query" or "body".
 */
void dbs_error_bad(struct reply *r, const char *where, const char *name, const char *type,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void dbs_error_bad_end(struct reply *r);

/* Shape (b) without a payload ("payload":null). */
void dbs_error_case(struct reply *r, unsigned status, const char *word, const char *page,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Shape (b) with what was asked for and, unless available_start is INT64_MIN, what there is. */
void dbs_error_range(struct reply *r, const char *word, const struct dbs_query *q,
    int64_t available_start, int64_t available_end, const char *message);

/* "2008-10-15T00:00:00.000000000Z", and as messages have it, "2008-10-15 00:00:00+00:00". */
#define DBS_TIME_MAX 40
const char *dbs_time_text(char out[DBS_TIME_MAX], int64_t ns);
const char *dbs_time_words(char out[DBS_TIME_MAX], int64_t ns);

#endif
