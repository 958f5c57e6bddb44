/* The operations of CloudWatch (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_cloudwatch_operations[] = {
	{ "DeleteAlarms", NULL,
	    "AlarmNames:[s+",
	    NULL },
	{ "DescribeAlarms", NULL,
	    "AlarmNames:[s AlarmNamePrefix AlarmTypes:[s ChildrenOfAlarmName ParentsOfAlarmName StateValue "
	    "ActionPrefix MaxRecords:i NextToken",
	    NULL, { "NextToken", "NextToken", "MetricAlarms,CompositeAlarms" } },
	{ "GetMetricData", NULL,
	    "MetricDataQueries:j+ StartTime:t+ EndTime:t+ NextToken ScanBy MaxDatapoints:i LabelOptions:j",
	    NULL, { "NextToken", "NextToken", "MetricDataResults" } },
	{ "GetMetricStatistics", NULL,
	    "Namespace+ MetricName+ Dimensions:j StartTime:t+ EndTime:t+ Period:i+ Statistics:[s "
	    "ExtendedStatistics:[s Unit",
	    NULL },
	{ "ListMetrics", NULL,
	    "Namespace MetricName Dimensions:j NextToken RecentlyActive IncludeLinkedAccounts:b OwningAccount",
	    NULL, { "NextToken", "NextToken", "Metrics" } },
	{ "PutMetricAlarm", NULL,
	    "AlarmName+ AlarmDescription ActionsEnabled:b OKActions:[s AlarmActions:[s InsufficientDataActions:[s "
	    "MetricName Namespace Statistic ExtendedStatistic Dimensions:j Period:i Unit EvaluationPeriods:i "
	    "DatapointsToAlarm:i Threshold:f ComparisonOperator TreatMissingData EvaluateLowSampleCountPercentile "
	    "Metrics:j Tags:j ThresholdMetricId EvaluationCriteria:j EvaluationInterval:i",
	    NULL },
	{ "PutMetricData", NULL,
	    "Namespace+ MetricData:j EntityMetricData:j StrictEntityValidation:b",
	    NULL },
	{ 0 }
};
/* clang-format on */
