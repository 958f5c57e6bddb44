/* The operations of Cost Explorer (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_ce_operations[] = {
	{ "GetCostAndUsage", NULL,
	    "TimePeriod:j+ Granularity+ Filter:j Metrics:[s+ GroupBy:j BillingViewArn NextPageToken",
	    NULL, { "NextPageToken", "NextPageToken", "ResultsByTime" } },
	{ "GetCostForecast", NULL,
	    "TimePeriod:j+ Metric+ Granularity+ Filter:j BillingViewArn PredictionIntervalLevel:i",
	    NULL },
	{ "GetDimensionValues", NULL,
	    "SearchString TimePeriod:j+ Dimension+ Context Filter:j SortBy:j BillingViewArn MaxResults:i "
	    "NextPageToken",
	    NULL, { "NextPageToken", "NextPageToken", "DimensionValues" } },
	{ 0 }
};
/* clang-format on */
