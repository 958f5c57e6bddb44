/* Whether a query of a time range can be answered at all, and what the answer is warned of. */
#ifndef PF_SANDBOX_DATABENTO_CHECK_H
#define PF_SANDBOX_DATABENTO_CHECK_H

#include <stdbool.h>

#include "sandbox/databento_query.h"
#include "sandbox/databento_store.h"
#include "sandbox/fault.h"

/* The series that a query is for: 0, or -1 with the reply made. Its schema is filled in when it was
 * left out (trades). */
int dbs_check(const struct dbs_store *store, const struct request *r, struct dbs_query *q,
    const struct dbs_series **series, struct reply *reply);

/* Only the dataset: 0, or -1 with the reply made. */
int dbs_check_dataset(const struct dbs_store *store, const char *dataset, struct reply *reply);

/* The X-Warning header, if there is something to say. */
void dbs_warn(const struct dbs_series *s, const struct dbs_query *q, bool empty,
    const struct fault *fault, struct reply *reply);

/* The faults that are Databento's own; end with { 0 }. */
extern const struct fault_kind dbs_faults[];

/* A fault that takes the place of any answer: true when the reply was made. */
bool dbs_refuse(const struct request *r, struct reply *reply);

#endif
