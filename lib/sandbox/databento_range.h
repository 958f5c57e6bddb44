/* timeseries.get_range and what counts and prices it. */
#ifndef PF_SANDBOX_DATABENTO_RANGE_H
#define PF_SANDBOX_DATABENTO_RANGE_H

#include "sandbox/databento_query.h"
#include "sandbox/databento_store.h"

struct dbs_service {
	struct dbs_store store;
	int64_t dbn_version;
};

void dbs_get_range(const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_get_record_count(
    const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_get_billable_size(
    const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_get_cost(const struct dbs_service *s, const struct request *r, struct reply *reply);

#endif
