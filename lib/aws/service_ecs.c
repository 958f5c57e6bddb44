/* The operations of the Elastic Container Service (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_ecs_operations[] = {
	{ "CreateCluster", NULL,
	    "clusterName tags:j settings:j configuration:j capacityProviders:[s defaultCapacityProviderStrategy:j "
	    "serviceConnectDefaults:j",
	    NULL },
	{ "CreateService", NULL,
	    "cluster serviceName+ taskDefinition availabilityZoneRebalancing loadBalancers:j serviceRegistries:j "
	    "desiredCount:i clientToken launchType capacityProviderStrategy:j platformVersion role "
	    "deploymentConfiguration:j placementConstraints:j placementStrategy:j networkConfiguration:j "
	    "healthCheckGracePeriodSeconds:i schedulingStrategy deploymentController:j tags:j "
	    "enableECSManagedTags:b propagateTags enableExecuteCommand:b serviceConnectConfiguration:j "
	    "volumeConfigurations:j vpcLatticeConfigurations:j",
	    NULL },
	{ "DeleteCluster", NULL,
	    "cluster+",
	    NULL },
	{ "DeleteService", NULL,
	    "cluster service+ force:b",
	    NULL },
	{ "DescribeClusters", NULL,
	    "clusters:[s include:[s",
	    NULL, .partial = "failures" },
	{ "DescribeServices", NULL,
	    "cluster services:[s+ include:[s",
	    NULL, .partial = "failures" },
	{ "DescribeTaskDefinition", NULL,
	    "taskDefinition+ include:[s",
	    NULL },
	{ "DescribeTasks", NULL,
	    "cluster tasks:[s+ include:[s",
	    NULL, .partial = "failures" },
	{ "ListClusters", NULL,
	    "nextToken maxResults:i",
	    NULL, { "nextToken", "nextToken", "clusterArns" } },
	{ "ListServices", NULL,
	    "cluster nextToken maxResults:i launchType schedulingStrategy resourceManagementType",
	    NULL, { "nextToken", "nextToken", "serviceArns" } },
	{ "ListTaskDefinitions", NULL,
	    "familyPrefix status sort nextToken maxResults:i",
	    NULL, { "nextToken", "nextToken", "taskDefinitionArns" } },
	{ "ListTasks", NULL,
	    "cluster containerInstance family nextToken maxResults:i startedBy serviceName desiredStatus "
	    "launchType daemonName",
	    NULL, { "nextToken", "nextToken", "taskArns" } },
	{ "RegisterTaskDefinition", NULL,
	    "family+ taskRoleArn executionRoleArn networkMode containerDefinitions:j+ volumes:j "
	    "placementConstraints:j requiresCompatibilities:[s cpu memory tags:j pidMode ipcMode "
	    "proxyConfiguration:j inferenceAccelerators:j ephemeralStorage:j runtimePlatform:j "
	    "enableFaultInjection:b",
	    NULL },
	{ "RunTask", NULL,
	    "capacityProviderStrategy:j cluster count:i enableECSManagedTags:b enableExecuteCommand:b group "
	    "launchType networkConfiguration:j overrides:j placementConstraints:j placementStrategy:j "
	    "platformVersion propagateTags referenceId startedBy tags:j taskDefinition+ clientToken~ "
	    "volumeConfigurations:j",
	    NULL, .partial = "failures" },
	{ "StopTask", NULL,
	    "cluster task+ reason",
	    NULL },
	{ "UpdateService", NULL,
	    "cluster service+ desiredCount:i taskDefinition capacityProviderStrategy:j deploymentConfiguration:j "
	    "availabilityZoneRebalancing networkConfiguration:j placementConstraints:j placementStrategy:j "
	    "platformVersion forceNewDeployment:b healthCheckGracePeriodSeconds:i deploymentController:j "
	    "enableExecuteCommand:b enableECSManagedTags:b loadBalancers:j propagateTags serviceRegistries:j "
	    "serviceConnectConfiguration:j volumeConfigurations:j vpcLatticeConfigurations:j",
	    NULL },
	{ 0 }
};
/* clang-format on */
