/* The operations of EventBridge Scheduler (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_scheduler_operations[] = {
	{ "CreateSchedule", "POST /schedules/{Name}",
	    "ActionAfterCompletion ClientToken~ Description EndDate:t FlexibleTimeWindow:j+ GroupName KmsKeyArn "
	    "Name@p+ ScheduleExpression+ ScheduleExpressionTimezone StartDate:t State Target:j+",
	    NULL },
	{ "CreateScheduleGroup", "POST /schedule-groups/{Name}",
	    "ClientToken~ Name@p+ Tags:j",
	    NULL },
	{ "DeleteSchedule", "DELETE /schedules/{Name}",
	    "ClientToken=clientToken@q~ GroupName=groupName@q Name@p+",
	    NULL },
	{ "DeleteScheduleGroup", "DELETE /schedule-groups/{Name}",
	    "ClientToken=clientToken@q~ Name@p+",
	    NULL },
	{ "GetSchedule", "GET /schedules/{Name}",
	    "GroupName=groupName@q Name@p+",
	    NULL },
	{ "ListScheduleGroups", "GET /schedule-groups",
	    "MaxResults:i@q NamePrefix@q NextToken@q",
	    NULL, { "NextToken", "NextToken", "ScheduleGroups" } },
	{ "ListSchedules", "GET /schedules",
	    "GroupName=ScheduleGroup@q MaxResults:i@q NamePrefix@q NextToken@q State@q",
	    NULL, { "NextToken", "NextToken", "Schedules" } },
	{ "ListTagsForResource", "GET /tags/{ResourceArn}",
	    "ResourceArn@p+",
	    NULL },
	{ "TagResource", "POST /tags/{ResourceArn}",
	    "ResourceArn@p+ Tags:j+",
	    NULL },
	{ "UpdateSchedule", "PUT /schedules/{Name}",
	    "ActionAfterCompletion ClientToken~ Description EndDate:t FlexibleTimeWindow:j+ GroupName KmsKeyArn "
	    "Name@p+ ScheduleExpression+ ScheduleExpressionTimezone StartDate:t State Target:j+",
	    NULL },
	{ 0 }
};
/* clang-format on */
