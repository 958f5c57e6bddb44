/* The operations of EC2 (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_shape aws_ec2_shapes[] = {
	{ "BlockPublicAccessStates",
	    "InternetGatewayBlockMode=internetGatewayBlockMode" },
	{ "CapacityReservationSpecificationResponse",
	    "CapacityReservationPreference=capacityReservationPreference "
	    "CapacityReservationTarget:CapacityReservationTargetResponse=capacityReservationTarget" },
	{ "CapacityReservationTargetResponse",
	    "CapacityReservationId=capacityReservationId "
	    "CapacityReservationResourceGroupArn=capacityReservationResourceGroupArn" },
	{ "ConnectionTrackingSpecificationResponse",
	    "TcpEstablishedTimeout:i=tcpEstablishedTimeout UdpStreamTimeout:i=udpStreamTimeout "
	    "UdpTimeout:i=udpTimeout" },
	{ "CpuOptions",
	    "CoreCount:i=coreCount ThreadsPerCore:i=threadsPerCore AmdSevSnp=amdSevSnp "
	    "NestedVirtualization=nestedVirtualization" },
	{ "EbsInstanceBlockDevice",
	    "AttachTime:t=attachTime DeleteOnTermination:b=deleteOnTermination Status=status VolumeId=volumeId "
	    "AssociatedResource=associatedResource VolumeOwnerId=volumeOwnerId Operator:OperatorResponse=operator "
	    "EbsCardIndex:i=ebsCardIndex" },
	{ "ElasticGpuAssociation",
	    "ElasticGpuId=elasticGpuId ElasticGpuAssociationId=elasticGpuAssociationId "
	    "ElasticGpuAssociationState=elasticGpuAssociationState "
	    "ElasticGpuAssociationTime=elasticGpuAssociationTime" },
	{ "ElasticInferenceAcceleratorAssociation",
	    "ElasticInferenceAcceleratorArn=elasticInferenceAcceleratorArn "
	    "ElasticInferenceAcceleratorAssociationId=elasticInferenceAcceleratorAssociationId "
	    "ElasticInferenceAcceleratorAssociationState=elasticInferenceAcceleratorAssociationState "
	    "ElasticInferenceAcceleratorAssociationTime:t=elasticInferenceAcceleratorAssociationTime" },
	{ "EnclaveOptions",
	    "Enabled:b=enabled" },
	{ "Filter",
	    "Name Values:[s=Value" },
	{ "GroupIdentifier",
	    "GroupId=groupId GroupName=groupName" },
	{ "HibernationOptions",
	    "Configured:b=configured" },
	{ "IamInstanceProfile",
	    "Arn=arn Id=id" },
	{ "Instance",
	    "Architecture=architecture BlockDeviceMappings:[InstanceBlockDeviceMapping=blockDeviceMapping "
	    "ClientToken=clientToken EbsOptimized:b=ebsOptimized EnaSupport:b=enaSupport Hypervisor=hypervisor "
	    "IamInstanceProfile:IamInstanceProfile=iamInstanceProfile InstanceLifecycle=instanceLifecycle "
	    "ElasticGpuAssociations:[ElasticGpuAssociation=elasticGpuAssociationSet "
	    "ElasticInferenceAcceleratorAssociations:[ElasticInferenceAcceleratorAssociation=elasticInferenceAcceleratorAssociationSet "
	    "NetworkInterfaces:[InstanceNetworkInterface=networkInterfaceSet OutpostArn=outpostArn "
	    "RootDeviceName=rootDeviceName RootDeviceType=rootDeviceType SecurityGroups:[GroupIdentifier=groupSet "
	    "SourceDestCheck:b=sourceDestCheck SpotInstanceRequestId=spotInstanceRequestId "
	    "SriovNetSupport=sriovNetSupport StateReason:StateReason=stateReason Tags:[Tag=tagSet "
	    "VirtualizationType=virtualizationType CpuOptions:CpuOptions=cpuOptions "
	    "CapacityBlockId=capacityBlockId CapacityReservationId=capacityReservationId "
	    "CapacityReservationSpecification:CapacityReservationSpecificationResponse=capacityReservationSpecification "
	    "HibernationOptions:HibernationOptions=hibernationOptions Licenses:[LicenseConfiguration=licenseSet "
	    "MetadataOptions:InstanceMetadataOptionsResponse=metadataOptions "
	    "EnclaveOptions:EnclaveOptions=enclaveOptions BootMode=bootMode PlatformDetails=platformDetails "
	    "UsageOperation=usageOperation UsageOperationUpdateTime:t=usageOperationUpdateTime "
	    "PrivateDnsNameOptions:PrivateDnsNameOptionsResponse=privateDnsNameOptions Ipv6Address=ipv6Address "
	    "TpmSupport=tpmSupport MaintenanceOptions:InstanceMaintenanceOptions=maintenanceOptions "
	    "CurrentInstanceBootMode=currentInstanceBootMode "
	    "NetworkPerformanceOptions:InstanceNetworkPerformanceOptions=networkPerformanceOptions "
	    "Operator:OperatorResponse=operator "
	    "SecondaryInterfaces:[InstanceSecondaryInterface=secondaryInterfaceSet InstanceId=instanceId "
	    "ImageId=imageId State:InstanceState=instanceState PrivateDnsName=privateDnsName "
	    "PublicDnsName=dnsName StateTransitionReason=reason KeyName=keyName AmiLaunchIndex:i=amiLaunchIndex "
	    "ProductCodes:[ProductCode=productCodes InstanceType=instanceType LaunchTime:t=launchTime "
	    "Placement:Placement=placement KernelId=kernelId RamdiskId=ramdiskId Platform=platform "
	    "Monitoring:Monitoring=monitoring SubnetId=subnetId VpcId=vpcId PrivateIpAddress=privateIpAddress "
	    "PublicIpAddress=ipAddress" },
	{ "InstanceAttachmentEnaSrdSpecification",
	    "EnaSrdEnabled:b=enaSrdEnabled "
	    "EnaSrdUdpSpecification:InstanceAttachmentEnaSrdUdpSpecification=enaSrdUdpSpecification" },
	{ "InstanceAttachmentEnaSrdUdpSpecification",
	    "EnaSrdUdpEnabled:b=enaSrdUdpEnabled" },
	{ "InstanceBlockDeviceMapping",
	    "DeviceName=deviceName Ebs:EbsInstanceBlockDevice=ebs" },
	{ "InstanceIpv4Prefix",
	    "Ipv4Prefix=ipv4Prefix" },
	{ "InstanceIpv6Address",
	    "Ipv6Address=ipv6Address IsPrimaryIpv6:b=isPrimaryIpv6" },
	{ "InstanceIpv6Prefix",
	    "Ipv6Prefix=ipv6Prefix" },
	{ "InstanceMaintenanceOptions",
	    "AutoRecovery=autoRecovery RebootMigration=rebootMigration" },
	{ "InstanceMetadataOptionsResponse",
	    "State=state HttpTokens=httpTokens HttpPutResponseHopLimit:i=httpPutResponseHopLimit "
	    "HttpEndpoint=httpEndpoint HttpProtocolIpv6=httpProtocolIpv6 "
	    "InstanceMetadataTags=instanceMetadataTags" },
	{ "InstanceNetworkInterface",
	    "Association:InstanceNetworkInterfaceAssociation=association "
	    "Attachment:InstanceNetworkInterfaceAttachment=attachment Description=description "
	    "Groups:[GroupIdentifier=groupSet Ipv6Addresses:[InstanceIpv6Address=ipv6AddressesSet "
	    "MacAddress=macAddress NetworkInterfaceId=networkInterfaceId OwnerId=ownerId "
	    "PrivateDnsName=privateDnsName PrivateIpAddress=privateIpAddress "
	    "PrivateIpAddresses:[InstancePrivateIpAddress=privateIpAddressesSet SourceDestCheck:b=sourceDestCheck "
	    "Status=status SubnetId=subnetId VpcId=vpcId InterfaceType=interfaceType "
	    "Ipv4Prefixes:[InstanceIpv4Prefix=ipv4PrefixSet Ipv6Prefixes:[InstanceIpv6Prefix=ipv6PrefixSet "
	    "ConnectionTrackingConfiguration:ConnectionTrackingSpecificationResponse=connectionTrackingConfiguration "
	    "Operator:OperatorResponse=operator" },
	{ "InstanceNetworkInterfaceAssociation",
	    "CarrierIp=carrierIp CustomerOwnedIp=customerOwnedIp IpOwnerId=ipOwnerId PublicDnsName=publicDnsName "
	    "PublicIp=publicIp" },
	{ "InstanceNetworkInterfaceAttachment",
	    "AttachTime:t=attachTime AttachmentId=attachmentId DeleteOnTermination:b=deleteOnTermination "
	    "DeviceIndex:i=deviceIndex Status=status NetworkCardIndex:i=networkCardIndex "
	    "EnaSrdSpecification:InstanceAttachmentEnaSrdSpecification=enaSrdSpecification "
	    "EnaQueueCount:i=enaQueueCount" },
	{ "InstanceNetworkPerformanceOptions",
	    "BandwidthWeighting=bandwidthWeighting" },
	{ "InstancePrivateIpAddress",
	    "Association:InstanceNetworkInterfaceAssociation=association Primary:b=primary "
	    "PrivateDnsName=privateDnsName PrivateIpAddress=privateIpAddress" },
	{ "InstanceSecondaryInterface",
	    "Attachment:InstanceSecondaryInterfaceAttachment=attachment MacAddress=macAddress "
	    "SecondaryInterfaceId=secondaryInterfaceId OwnerId=ownerId "
	    "PrivateIpAddresses:[InstanceSecondaryInterfacePrivateIpAddress=privateIpAddressSet "
	    "SourceDestCheck:b=sourceDestCheck Status=status SecondarySubnetId=secondarySubnetId "
	    "SecondaryNetworkId=secondaryNetworkId InterfaceType=interfaceType" },
	{ "InstanceSecondaryInterfaceAttachment",
	    "AttachTime:t=attachTime AttachmentId=attachmentId DeleteOnTermination:b=deleteOnTermination "
	    "DeviceIndex:i=deviceIndex Status=status NetworkCardIndex:i=networkCardIndex" },
	{ "InstanceSecondaryInterfacePrivateIpAddress",
	    "PrivateIpAddress=privateIpAddress" },
	{ "InstanceState",
	    "Code:i=code Name=name" },
	{ "InstanceStateChange",
	    "InstanceId=instanceId CurrentState:InstanceState=currentState "
	    "PreviousState:InstanceState=previousState" },
	{ "IpPermission",
	    "IpProtocol=ipProtocol FromPort:i=fromPort ToPort:i=toPort UserIdGroupPairs:[UserIdGroupPair=groups "
	    "IpRanges:[IpRange=ipRanges Ipv6Ranges:[Ipv6Range=ipv6Ranges "
	    "PrefixListIds:[PrefixListId=prefixListIds" },
	{ "IpRange",
	    "Description=description CidrIp=cidrIp" },
	{ "Ipv6Range",
	    "Description=description CidrIpv6=cidrIpv6" },
	{ "LicenseConfiguration",
	    "LicenseConfigurationArn=licenseConfigurationArn" },
	{ "Monitoring",
	    "State=state" },
	{ "OperatorResponse",
	    "Managed:b=managed Principal=principal HiddenByDefault:b=hiddenByDefault" },
	{ "Placement",
	    "AvailabilityZoneId=availabilityZoneId Affinity=affinity GroupName=groupName "
	    "PartitionNumber:i=partitionNumber HostId=hostId Tenancy=tenancy SpreadDomain=spreadDomain "
	    "HostResourceGroupArn=hostResourceGroupArn GroupId=groupId AvailabilityZone=availabilityZone" },
	{ "PrefixListId",
	    "Description=description PrefixListId=prefixListId" },
	{ "PrivateDnsNameOptionsOnLaunch",
	    "HostnameType=hostnameType EnableResourceNameDnsARecord:b=enableResourceNameDnsARecord "
	    "EnableResourceNameDnsAAAARecord:b=enableResourceNameDnsAAAARecord" },
	{ "PrivateDnsNameOptionsResponse",
	    "HostnameType=hostnameType EnableResourceNameDnsARecord:b=enableResourceNameDnsARecord "
	    "EnableResourceNameDnsAAAARecord:b=enableResourceNameDnsAAAARecord" },
	{ "ProductCode",
	    "ProductCodeId=productCode ProductCodeType=type" },
	{ "Region",
	    "OptInStatus=optInStatus Geography:[RegionGeography=geographySet RegionName=regionName "
	    "Endpoint=regionEndpoint" },
	{ "RegionGeography",
	    "Name=name" },
	{ "Reservation",
	    "ReservationId=reservationId OwnerId=ownerId RequesterId=requesterId Groups:[GroupIdentifier=groupSet "
	    "Instances:[Instance=instancesSet" },
	{ "SecurityGroup",
	    "GroupId=groupId IpPermissionsEgress:[IpPermission=ipPermissionsEgress Tags:[Tag=tagSet VpcId=vpcId "
	    "SecurityGroupArn=securityGroupArn OwnerId=ownerId GroupName=groupName Description=groupDescription "
	    "IpPermissions:[IpPermission=ipPermissions" },
	{ "StateReason",
	    "Code=code Message=message" },
	{ "Subnet",
	    "AvailabilityZoneId=availabilityZoneId EnableLniAtDeviceIndex:i=enableLniAtDeviceIndex "
	    "MapCustomerOwnedIpOnLaunch:b=mapCustomerOwnedIpOnLaunch CustomerOwnedIpv4Pool=customerOwnedIpv4Pool "
	    "OwnerId=ownerId AssignIpv6AddressOnCreation:b=assignIpv6AddressOnCreation "
	    "Ipv6CidrBlockAssociationSet:[SubnetIpv6CidrBlockAssociation=ipv6CidrBlockAssociationSet "
	    "Tags:[Tag=tagSet SubnetArn=subnetArn OutpostArn=outpostArn EnableDns64:b=enableDns64 "
	    "Ipv6Native:b=ipv6Native "
	    "PrivateDnsNameOptionsOnLaunch:PrivateDnsNameOptionsOnLaunch=privateDnsNameOptionsOnLaunch "
	    "BlockPublicAccessStates:BlockPublicAccessStates=blockPublicAccessStates Type=type SubnetId=subnetId "
	    "State=state VpcId=vpcId CidrBlock=cidrBlock AvailableIpAddressCount:i=availableIpAddressCount "
	    "AvailabilityZone=availabilityZone DefaultForAz:b=defaultForAz "
	    "MapPublicIpOnLaunch:b=mapPublicIpOnLaunch" },
	{ "SubnetCidrBlockState",
	    "State=state StatusMessage=statusMessage" },
	{ "SubnetIpv6CidrBlockAssociation",
	    "AssociationId=associationId Ipv6CidrBlock=ipv6CidrBlock "
	    "Ipv6CidrBlockState:SubnetCidrBlockState=ipv6CidrBlockState Ipv6AddressAttribute=ipv6AddressAttribute "
	    "IpSource=ipSource" },
	{ "Tag",
	    "Key=key Value=value" },
	{ "TagDescription",
	    "Key=key ResourceId=resourceId ResourceType=resourceType Value=value" },
	{ "TagSpecification",
	    "ResourceType=resourceType Tags:[Tag=Tag" },
	{ "UserIdGroupPair",
	    "Description=description UserId=userId GroupName=groupName GroupId=groupId VpcId=vpcId "
	    "VpcPeeringConnectionId=vpcPeeringConnectionId PeeringStatus=peeringStatus" },
	{ "Vpc",
	    "OwnerId=ownerId InstanceTenancy=instanceTenancy "
	    "Ipv6CidrBlockAssociationSet:[VpcIpv6CidrBlockAssociation=ipv6CidrBlockAssociationSet "
	    "CidrBlockAssociationSet:[VpcCidrBlockAssociation=cidrBlockAssociationSet IsDefault:b=isDefault "
	    "EncryptionControl:VpcEncryptionControl=encryptionControl Tags:[Tag=tagSet "
	    "BlockPublicAccessStates:BlockPublicAccessStates=blockPublicAccessStates VpcId=vpcId State=state "
	    "CidrBlock=cidrBlock DhcpOptionsId=dhcpOptionsId" },
	{ "VpcCidrBlockAssociation",
	    "AssociationId=associationId CidrBlock=cidrBlock CidrBlockState:VpcCidrBlockState=cidrBlockState" },
	{ "VpcCidrBlockState",
	    "State=state StatusMessage=statusMessage" },
	{ "VpcEncryptionControl",
	    "VpcId=vpcId VpcEncryptionControlId=vpcEncryptionControlId Mode=mode State=state "
	    "StateMessage=stateMessage ResourceExclusions:VpcEncryptionControlExclusions=resourceExclusions "
	    "Tags:[Tag=tagSet" },
	{ "VpcEncryptionControlExclusion",
	    "State=state StateMessage=stateMessage" },
	{ "VpcEncryptionControlExclusions",
	    "InternetGateway:VpcEncryptionControlExclusion=internetGateway "
	    "EgressOnlyInternetGateway:VpcEncryptionControlExclusion=egressOnlyInternetGateway "
	    "NatGateway:VpcEncryptionControlExclusion=natGateway "
	    "VirtualPrivateGateway:VpcEncryptionControlExclusion=virtualPrivateGateway "
	    "VpcPeering:VpcEncryptionControlExclusion=vpcPeering Lambda:VpcEncryptionControlExclusion=lambda "
	    "VpcLattice:VpcEncryptionControlExclusion=vpcLattice "
	    "ElasticFileSystem:VpcEncryptionControlExclusion=elasticFileSystem" },
	{ "VpcIpv6CidrBlockAssociation",
	    "AssociationId=associationId Ipv6CidrBlock=ipv6CidrBlock "
	    "Ipv6CidrBlockState:VpcCidrBlockState=ipv6CidrBlockState NetworkBorderGroup=networkBorderGroup "
	    "Ipv6Pool=ipv6Pool Ipv6AddressAttribute=ipv6AddressAttribute IpSource=ipSource" },
	{ 0 }
};

const struct aws_operation aws_ec2_operations[] = {
	{ "CreateSecurityGroup", NULL,
	    "Description=GroupDescription+ GroupName+ VpcId TagSpecifications:[TagSpecification=TagSpecification "
	    "DryRun:b=dryRun",
	    "GroupId=groupId Tags:[Tag=tagSet SecurityGroupArn=securityGroupArn" },
	{ "CreateTags", NULL,
	    "DryRun:b=dryRun Resources:[s=ResourceId+ Tags:[Tag=Tag+",
	    NULL },
	{ "DeleteSecurityGroup", NULL,
	    "GroupId GroupName DryRun:b=dryRun",
	    "Return:b=return GroupId=groupId" },
	{ "DescribeInstances", NULL,
	    "InstanceIds:[s=InstanceId IncludeManagedResources:b DryRun:b=dryRun Filters:[Filter=Filter "
	    "NextToken=nextToken MaxResults:i=maxResults",
	    "NextToken=nextToken Reservations:[Reservation=reservationSet", { "NextToken", "NextToken", "Reservations" } },
	{ "DescribeRegions", NULL,
	    "RegionNames:[s=RegionName AllRegions:b DryRun:b=dryRun Filters:[Filter=Filter",
	    "Regions:[Region=regionInfo" },
	{ "DescribeSecurityGroups", NULL,
	    "GroupIds:[s=GroupId GroupNames:[s=GroupName NextToken MaxResults:i DryRun:b=dryRun "
	    "Filters:[Filter=Filter",
	    "NextToken=nextToken SecurityGroups:[SecurityGroup=securityGroupInfo", { "NextToken", "NextToken", "SecurityGroups" } },
	{ "DescribeSubnets", NULL,
	    "Filters:[Filter=Filter SubnetIds:[s=SubnetId NextToken MaxResults:i DryRun:b=dryRun",
	    "NextToken=nextToken Subnets:[Subnet=subnetSet", { "NextToken", "NextToken", "Subnets" } },
	{ "DescribeTags", NULL,
	    "DryRun:b=dryRun Filters:[Filter=Filter MaxResults:i=maxResults NextToken=nextToken",
	    "NextToken=nextToken Tags:[TagDescription=tagSet", { "NextToken", "NextToken", "Tags" } },
	{ "DescribeVpcs", NULL,
	    "Filters:[Filter=Filter VpcIds:[s=VpcId NextToken MaxResults:i DryRun:b=dryRun",
	    "NextToken=nextToken Vpcs:[Vpc=vpcSet", { "NextToken", "NextToken", "Vpcs" } },
	{ "RebootInstances", NULL,
	    "InstanceIds:[s=InstanceId+ DryRun:b=dryRun",
	    NULL },
	{ "StartInstances", NULL,
	    "InstanceIds:[s=InstanceId+ AdditionalInfo=additionalInfo DryRun:b=dryRun",
	    "StartingInstances:[InstanceStateChange=instancesSet" },
	{ "StopInstances", NULL,
	    "InstanceIds:[s=InstanceId+ Hibernate:b SkipOsShutdown:b DryRun:b=dryRun Force:b=force",
	    "StoppingInstances:[InstanceStateChange=instancesSet" },
	{ "TerminateInstances", NULL,
	    "InstanceIds:[s=InstanceId+ Force:b SkipOsShutdown:b DryRun:b=dryRun",
	    "TerminatingInstances:[InstanceStateChange=instancesSet" },
	{ 0 }
};
/* clang-format on */
