/* The operations of each service and the structures they speak of; each table ends with { 0 }. */
#ifndef PF_AWS_SERVICE_ROWS_H
#define PF_AWS_SERVICE_ROWS_H

#include "aws/service.h"
#include "aws/shape.h"

extern const struct aws_operation aws_ce_operations[];
extern const struct aws_operation aws_cloudwatch_operations[];
extern const struct aws_operation aws_ec2_operations[];
extern const struct aws_operation aws_ecr_operations[];
extern const struct aws_operation aws_ecs_operations[];
extern const struct aws_operation aws_events_operations[];
extern const struct aws_operation aws_iam_operations[];
extern const struct aws_operation aws_logs_operations[];
extern const struct aws_operation aws_s3_operations[];
extern const struct aws_operation aws_scheduler_operations[];
extern const struct aws_operation aws_secretsmanager_operations[];
extern const struct aws_operation aws_sns_operations[];
extern const struct aws_operation aws_sqs_operations[];
extern const struct aws_operation aws_ssm_operations[];
extern const struct aws_operation aws_sts_operations[];

extern const struct aws_shape aws_ec2_shapes[];
extern const struct aws_shape aws_iam_shapes[];
extern const struct aws_shape aws_s3_shapes[];
extern const struct aws_shape aws_sns_shapes[];
extern const struct aws_shape aws_sts_shapes[];

#endif
