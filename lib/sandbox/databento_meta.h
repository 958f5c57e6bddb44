/* metadata.* but what counts records, and symbology.resolve. */
#ifndef PF_SANDBOX_DATABENTO_META_H
#define PF_SANDBOX_DATABENTO_META_H

#include "sandbox/databento_range.h"

void dbs_list_datasets(const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_list_schemas(const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_list_publishers(const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_dataset_range(const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_dataset_condition(
    const struct dbs_service *s, const struct request *r, struct reply *reply);
void dbs_symbology(const struct dbs_service *s, const struct request *r, struct reply *reply);

#endif
