/* The operations of S3 (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_shape aws_s3_shapes[] = {
	{ "AbortIncompleteMultipartUpload",
	    "DaysAfterInitiation:i" },
	{ "Bucket",
	    "Name CreationDate:t BucketRegion BucketArn" },
	{ "BucketInfo",
	    "DataRedundancy Type" },
	{ "BucketLifecycleConfiguration",
	    "Rules:*LifecycleRule=Rule+" },
	{ "CommonPrefix",
	    "Prefix%" },
	{ "CompletedMultipartUpload",
	    "Parts:*CompletedPart=Part" },
	{ "CompletedPart",
	    "ETag ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 ChecksumSHA512 "
	    "ChecksumMD5 ChecksumXXHASH64 ChecksumXXHASH3 ChecksumXXHASH128 PartNumber:i" },
	{ "CopyObjectResult",
	    "ETag LastModified:t ChecksumType ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 "
	    "ChecksumSHA256 ChecksumSHA512 ChecksumMD5 ChecksumXXHASH64 ChecksumXXHASH3 ChecksumXXHASH128" },
	{ "CreateBucketConfiguration",
	    "LocationConstraint Location:LocationInfo Bucket:BucketInfo Tags:[<Tag>Tag" },
	{ "Delete",
	    "Objects:*ObjectIdentifier=Object+ Quiet:b" },
	{ "DeletedObject",
	    "Key VersionId DeleteMarker:b DeleteMarkerVersionId" },
	{ "Error",
	    "Key VersionId Code Message" },
	{ "Initiator",
	    "ID DisplayName" },
	{ "LifecycleExpiration",
	    "Date:t8 Days:i ExpiredObjectDeleteMarker:b" },
	{ "LifecycleRule",
	    "Expiration:LifecycleExpiration ID Prefix Filter:LifecycleRuleFilter Status+ "
	    "Transitions:*Transition=Transition "
	    "NoncurrentVersionTransitions:*NoncurrentVersionTransition=NoncurrentVersionTransition "
	    "NoncurrentVersionExpiration:NoncurrentVersionExpiration "
	    "AbortIncompleteMultipartUpload:AbortIncompleteMultipartUpload" },
	{ "LifecycleRuleAndOperator",
	    "Prefix Tags:*Tag=Tag ObjectSizeGreaterThan:i ObjectSizeLessThan:i" },
	{ "LifecycleRuleFilter",
	    "Prefix Tag:Tag ObjectSizeGreaterThan:i ObjectSizeLessThan:i And:LifecycleRuleAndOperator" },
	{ "LocationInfo",
	    "Type Name" },
	{ "NoncurrentVersionExpiration",
	    "NoncurrentDays:i NewerNoncurrentVersions:i" },
	{ "NoncurrentVersionTransition",
	    "NoncurrentDays:i StorageClass NewerNoncurrentVersions:i" },
	{ "Object",
	    "Key% LastModified:t ETag ChecksumAlgorithm:*s ChecksumType Size:i StorageClass Owner:Owner "
	    "RestoreStatus:RestoreStatus" },
	{ "ObjectIdentifier",
	    "Key+ VersionId ETag LastModifiedTime:t2 Size:i" },
	{ "Owner",
	    "DisplayName ID" },
	{ "Part",
	    "PartNumber:i LastModified:t ETag Size:i ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 "
	    "ChecksumSHA256 ChecksumSHA512 ChecksumMD5 ChecksumXXHASH64 ChecksumXXHASH3 ChecksumXXHASH128" },
	{ "RestoreStatus",
	    "IsRestoreInProgress:b RestoreExpiryDate:t" },
	{ "Tag",
	    "Key+ Value+" },
	{ "Transition",
	    "Date:t8 Days:i StorageClass" },
	{ "VersioningConfiguration",
	    "MFADelete=MfaDelete Status" },
	{ 0 }
};

const struct aws_operation aws_s3_operations[] = {
	{ "AbortMultipartUpload", "DELETE /{Bucket}/{Key+}",
	    "Bucket@p+ Key@p+ UploadId=uploadId@q+ RequestPayer=x-amz-request-payer@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "IfMatchInitiatedTime:t2=x-amz-if-match-initiated-time@h",
	    "RequestCharged=x-amz-request-charged@h" },
	{ "CompleteMultipartUpload", "POST /{Bucket}/{Key+}",
	    "Bucket@p+ Key@p+ MultipartUpload:CompletedMultipartUpload=CompleteMultipartUpload@b "
	    "UploadId=uploadId@q+ ChecksumCRC32=x-amz-checksum-crc32@h ChecksumCRC32C=x-amz-checksum-crc32c@h "
	    "ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h ChecksumSHA1=x-amz-checksum-sha1@h "
	    "ChecksumSHA256=x-amz-checksum-sha256@h ChecksumSHA512=x-amz-checksum-sha512@h "
	    "ChecksumMD5=x-amz-checksum-md5@h ChecksumXXHASH64=x-amz-checksum-xxhash64@h "
	    "ChecksumXXHASH3=x-amz-checksum-xxhash3@h ChecksumXXHASH128=x-amz-checksum-xxhash128@h "
	    "ChecksumType=x-amz-checksum-type@h MpuObjectSize:i=x-amz-mp-object-size@h "
	    "RequestPayer=x-amz-request-payer@h ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "IfMatch=If-Match@h IfNoneMatch=If-None-Match@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h",
	    "Location Bucket Key Expiration=x-amz-expiration@h ETag ChecksumCRC32 ChecksumCRC32C "
	    "ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 ChecksumSHA512 ChecksumMD5 ChecksumXXHASH64 "
	    "ChecksumXXHASH3 ChecksumXXHASH128 ChecksumType ServerSideEncryption=x-amz-server-side-encryption@h "
	    "VersionId=x-amz-version-id@h SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestCharged=x-amz-request-charged@h" },
	{ "CopyObject", "PUT /{Bucket}/{Key+}",
	    "ACL=x-amz-acl@h Bucket@p+ CacheControl=Cache-Control@h ChecksumAlgorithm=x-amz-checksum-algorithm@h "
	    "ContentDisposition=Content-Disposition@h ContentEncoding=Content-Encoding@h "
	    "ContentLanguage=Content-Language@h ContentType=Content-Type@h CopySource=x-amz-copy-source@h+ "
	    "CopySourceIfMatch=x-amz-copy-source-if-match@h "
	    "CopySourceIfModifiedSince:t=x-amz-copy-source-if-modified-since@h "
	    "CopySourceIfNoneMatch=x-amz-copy-source-if-none-match@h "
	    "CopySourceIfUnmodifiedSince:t=x-amz-copy-source-if-unmodified-since@h Expires:t@h "
	    "GrantFullControl=x-amz-grant-full-control@h GrantRead=x-amz-grant-read@h "
	    "GrantReadACP=x-amz-grant-read-acp@h GrantWriteACP=x-amz-grant-write-acp@h IfMatch=If-Match@h "
	    "IfNoneMatch=If-None-Match@h Key@p+ Metadata:{s=x-amz-meta-@H "
	    "MetadataDirective=x-amz-metadata-directive@h TaggingDirective=x-amz-tagging-directive@h "
	    "ServerSideEncryption=x-amz-server-side-encryption@h StorageClass=x-amz-storage-class@h "
	    "WebsiteRedirectLocation=x-amz-website-redirect-location@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "CopySourceSSECustomerAlgorithm=x-amz-copy-source-server-side-encryption-customer-algorithm@h "
	    "CopySourceSSECustomerKey=x-amz-copy-source-server-side-encryption-customer-key@h! "
	    "CopySourceSSECustomerKeyMD5=x-amz-copy-source-server-side-encryption-customer-key-MD5@h "
	    "RequestPayer=x-amz-request-payer@h Tagging=x-amz-tagging@h ObjectLockMode=x-amz-object-lock-mode@h "
	    "ObjectLockRetainUntilDate:t8=x-amz-object-lock-retain-until-date@h "
	    "ObjectLockLegalHoldStatus=x-amz-object-lock-legal-hold@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "ExpectedSourceBucketOwner=x-amz-source-expected-bucket-owner@h",
	    "CopyObjectResult:CopyObjectResult@b Expiration=x-amz-expiration@h "
	    "CopySourceVersionId=x-amz-copy-source-version-id@h VersionId=x-amz-version-id@h "
	    "ServerSideEncryption=x-amz-server-side-encryption@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestCharged=x-amz-request-charged@h" },
	{ "CreateBucket", "PUT /{Bucket}",
	    "ACL=x-amz-acl@h Bucket@p+ CreateBucketConfiguration:CreateBucketConfiguration@b "
	    "GrantFullControl=x-amz-grant-full-control@h GrantRead=x-amz-grant-read@h "
	    "GrantReadACP=x-amz-grant-read-acp@h GrantWrite=x-amz-grant-write@h "
	    "GrantWriteACP=x-amz-grant-write-acp@h "
	    "ObjectLockEnabledForBucket:b=x-amz-bucket-object-lock-enabled@h "
	    "ObjectOwnership=x-amz-object-ownership@h BucketNamespace=x-amz-bucket-namespace@h",
	    "Location@h BucketArn=x-amz-bucket-arn@h" },
	{ "CreateMultipartUpload", "POST /{Bucket}/{Key+}?uploads",
	    "ACL=x-amz-acl@h Bucket@p+ CacheControl=Cache-Control@h ContentDisposition=Content-Disposition@h "
	    "ContentEncoding=Content-Encoding@h ContentLanguage=Content-Language@h ContentType=Content-Type@h "
	    "Expires:t@h GrantFullControl=x-amz-grant-full-control@h GrantRead=x-amz-grant-read@h "
	    "GrantReadACP=x-amz-grant-read-acp@h GrantWriteACP=x-amz-grant-write-acp@h Key@p+ "
	    "Metadata:{s=x-amz-meta-@H ServerSideEncryption=x-amz-server-side-encryption@h "
	    "StorageClass=x-amz-storage-class@h WebsiteRedirectLocation=x-amz-website-redirect-location@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestPayer=x-amz-request-payer@h Tagging=x-amz-tagging@h ObjectLockMode=x-amz-object-lock-mode@h "
	    "ObjectLockRetainUntilDate:t8=x-amz-object-lock-retain-until-date@h "
	    "ObjectLockLegalHoldStatus=x-amz-object-lock-legal-hold@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h ChecksumAlgorithm=x-amz-checksum-algorithm@h "
	    "ChecksumType=x-amz-checksum-type@h",
	    "AbortDate:t=x-amz-abort-date@h AbortRuleId=x-amz-abort-rule-id@h Bucket Key UploadId "
	    "ServerSideEncryption=x-amz-server-side-encryption@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestCharged=x-amz-request-charged@h ChecksumAlgorithm=x-amz-checksum-algorithm@h "
	    "ChecksumType=x-amz-checksum-type@h" },
	{ "DeleteBucket", "DELETE /{Bucket}",
	    "Bucket@p+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    NULL },
	{ "DeleteObject", "DELETE /{Bucket}/{Key+}",
	    "Bucket@p+ Key@p+ MFA=x-amz-mfa@h VersionId=versionId@q RequestPayer=x-amz-request-payer@h "
	    "BypassGovernanceRetention:b=x-amz-bypass-governance-retention@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h IfMatch=If-Match@h "
	    "IfMatchLastModifiedTime:t2=x-amz-if-match-last-modified-time@h IfMatchSize:i=x-amz-if-match-size@h",
	    "DeleteMarker:b=x-amz-delete-marker@h VersionId=x-amz-version-id@h "
	    "RequestCharged=x-amz-request-charged@h" },
	{ "DeleteObjects", "POST /{Bucket}?delete",
	    "Bucket@p+ Delete:Delete@b+ MFA=x-amz-mfa@h RequestPayer=x-amz-request-payer@h "
	    "BypassGovernanceRetention:b=x-amz-bypass-governance-retention@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h ChecksumAlgorithm=x-amz-sdk-checksum-algorithm@h",
	    "Deleted:*DeletedObject RequestCharged=x-amz-request-charged@h Errors:*Error=Error", .checksum = true, .partial = "Errors" },
	{ "GetBucketLifecycleConfiguration", "GET /{Bucket}?lifecycle",
	    "Bucket@p+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "Rules:*LifecycleRule=Rule "
	    "TransitionDefaultMinimumObjectSize=x-amz-transition-default-minimum-object-size@h" },
	{ "GetBucketLocation", "GET /{Bucket}?location",
	    "Bucket@p+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "LocationConstraint@r" },
	{ "GetBucketVersioning", "GET /{Bucket}?versioning",
	    "Bucket@p+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "Status MFADelete=MfaDelete" },
	{ "GetObject", "GET /{Bucket}/{Key+}",
	    "Bucket@p+ IfMatch=If-Match@h IfModifiedSince:t=If-Modified-Since@h IfNoneMatch=If-None-Match@h "
	    "IfUnmodifiedSince:t=If-Unmodified-Since@h Key@p+ Range@h "
	    "ResponseCacheControl=response-cache-control@q "
	    "ResponseContentDisposition=response-content-disposition@q "
	    "ResponseContentEncoding=response-content-encoding@q "
	    "ResponseContentLanguage=response-content-language@q ResponseContentType=response-content-type@q "
	    "ResponseExpires:t2=response-expires@q VersionId=versionId@q "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h RequestPayer=x-amz-request-payer@h "
	    "PartNumber:i=partNumber@q ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "ChecksumMode=x-amz-checksum-mode@h",
	    "Body:x@b DeleteMarker:b=x-amz-delete-marker@h AcceptRanges=accept-ranges@h "
	    "Expiration=x-amz-expiration@h Restore=x-amz-restore@h LastModified:t=Last-Modified@h "
	    "ContentLength:i=Content-Length@h ETag@h ChecksumCRC32=x-amz-checksum-crc32@h "
	    "ChecksumCRC32C=x-amz-checksum-crc32c@h ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h "
	    "ChecksumSHA1=x-amz-checksum-sha1@h ChecksumSHA256=x-amz-checksum-sha256@h "
	    "ChecksumSHA512=x-amz-checksum-sha512@h ChecksumMD5=x-amz-checksum-md5@h "
	    "ChecksumXXHASH64=x-amz-checksum-xxhash64@h ChecksumXXHASH3=x-amz-checksum-xxhash3@h "
	    "ChecksumXXHASH128=x-amz-checksum-xxhash128@h ChecksumType=x-amz-checksum-type@h "
	    "MissingMeta:i=x-amz-missing-meta@h VersionId=x-amz-version-id@h CacheControl=Cache-Control@h "
	    "ContentDisposition=Content-Disposition@h ContentEncoding=Content-Encoding@h "
	    "ContentLanguage=Content-Language@h ContentRange=Content-Range@h ContentType=Content-Type@h "
	    "Expires:t@h WebsiteRedirectLocation=x-amz-website-redirect-location@h "
	    "ServerSideEncryption=x-amz-server-side-encryption@h Metadata:{s=x-amz-meta-@H "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "StorageClass=x-amz-storage-class@h RequestCharged=x-amz-request-charged@h "
	    "ReplicationStatus=x-amz-replication-status@h PartsCount:i=x-amz-mp-parts-count@h "
	    "TagCount:i=x-amz-tagging-count@h ObjectLockMode=x-amz-object-lock-mode@h "
	    "ObjectLockRetainUntilDate:t8=x-amz-object-lock-retain-until-date@h "
	    "ObjectLockLegalHoldStatus=x-amz-object-lock-legal-hold@h" },
	{ "HeadBucket", "HEAD /{Bucket}",
	    "Bucket@p+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "BucketArn=x-amz-bucket-arn@h BucketLocationType=x-amz-bucket-location-type@h "
	    "BucketLocationName=x-amz-bucket-location-name@h BucketRegion=x-amz-bucket-region@h "
	    "AccessPointAlias:b=x-amz-access-point-alias@h" },
	{ "HeadObject", "HEAD /{Bucket}/{Key+}",
	    "Bucket@p+ IfMatch=If-Match@h IfModifiedSince:t=If-Modified-Since@h IfNoneMatch=If-None-Match@h "
	    "IfUnmodifiedSince:t=If-Unmodified-Since@h Key@p+ Range@h "
	    "ResponseCacheControl=response-cache-control@q "
	    "ResponseContentDisposition=response-content-disposition@q "
	    "ResponseContentEncoding=response-content-encoding@q "
	    "ResponseContentLanguage=response-content-language@q ResponseContentType=response-content-type@q "
	    "ResponseExpires:t2=response-expires@q VersionId=versionId@q "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h RequestPayer=x-amz-request-payer@h "
	    "PartNumber:i=partNumber@q ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "ChecksumMode=x-amz-checksum-mode@h",
	    "DeleteMarker:b=x-amz-delete-marker@h AcceptRanges=accept-ranges@h Expiration=x-amz-expiration@h "
	    "Restore=x-amz-restore@h ArchiveStatus=x-amz-archive-status@h LastModified:t=Last-Modified@h "
	    "ContentLength:i=Content-Length@h ChecksumCRC32=x-amz-checksum-crc32@h "
	    "ChecksumCRC32C=x-amz-checksum-crc32c@h ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h "
	    "ChecksumSHA1=x-amz-checksum-sha1@h ChecksumSHA256=x-amz-checksum-sha256@h "
	    "ChecksumSHA512=x-amz-checksum-sha512@h ChecksumMD5=x-amz-checksum-md5@h "
	    "ChecksumXXHASH64=x-amz-checksum-xxhash64@h ChecksumXXHASH3=x-amz-checksum-xxhash3@h "
	    "ChecksumXXHASH128=x-amz-checksum-xxhash128@h ChecksumType=x-amz-checksum-type@h ETag@h "
	    "MissingMeta:i=x-amz-missing-meta@h VersionId=x-amz-version-id@h CacheControl=Cache-Control@h "
	    "ContentDisposition=Content-Disposition@h ContentEncoding=Content-Encoding@h "
	    "ContentLanguage=Content-Language@h ContentType=Content-Type@h ContentRange=Content-Range@h "
	    "Expires:t@h WebsiteRedirectLocation=x-amz-website-redirect-location@h "
	    "ServerSideEncryption=x-amz-server-side-encryption@h Metadata:{s=x-amz-meta-@H "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "StorageClass=x-amz-storage-class@h RequestCharged=x-amz-request-charged@h "
	    "ReplicationStatus=x-amz-replication-status@h PartsCount:i=x-amz-mp-parts-count@h "
	    "TagCount:i=x-amz-tagging-count@h ObjectLockMode=x-amz-object-lock-mode@h "
	    "ObjectLockRetainUntilDate:t8=x-amz-object-lock-retain-until-date@h "
	    "ObjectLockLegalHoldStatus=x-amz-object-lock-legal-hold@h" },
	{ "ListBuckets", "GET /",
	    "MaxBuckets:i=max-buckets@q ContinuationToken=continuation-token@q Prefix=prefix@q "
	    "BucketRegion=bucket-region@q",
	    "Buckets:[<Bucket>Bucket Owner:Owner ContinuationToken Prefix", { "ContinuationToken", "ContinuationToken", "Buckets" } },
	{ "ListObjectsV2", "GET /{Bucket}?list-type=2",
	    "Bucket@p+ Delimiter=delimiter@q EncodingType=encoding-type@q% MaxKeys:i=max-keys@q Prefix=prefix@q "
	    "ContinuationToken=continuation-token@q FetchOwner:b=fetch-owner@q StartAfter=start-after@q "
	    "RequestPayer=x-amz-request-payer@h ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "OptionalObjectAttributes:[s=x-amz-optional-object-attributes@h",
	    "IsTruncated:b Contents:*Object Name Prefix% Delimiter% MaxKeys:i CommonPrefixes:*CommonPrefix "
	    "EncodingType KeyCount:i ContinuationToken NextContinuationToken StartAfter% "
	    "RequestCharged=x-amz-request-charged@h", { "ContinuationToken", "NextContinuationToken", "Contents,CommonPrefixes", "IsTruncated" } },
	{ "ListParts", "GET /{Bucket}/{Key+}",
	    "Bucket@p+ Key@p+ MaxParts:i=max-parts@q PartNumberMarker:i=part-number-marker@q UploadId=uploadId@q+ "
	    "RequestPayer=x-amz-request-payer@h ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h",
	    "AbortDate:t=x-amz-abort-date@h AbortRuleId=x-amz-abort-rule-id@h Bucket Key UploadId "
	    "PartNumberMarker:i NextPartNumberMarker:i MaxParts:i IsTruncated:b Parts:*Part=Part "
	    "Initiator:Initiator Owner:Owner StorageClass RequestCharged=x-amz-request-charged@h "
	    "ChecksumAlgorithm ChecksumType", { "PartNumberMarker", "NextPartNumberMarker", "Parts", "IsTruncated" } },
	{ "PutBucketLifecycleConfiguration", "PUT /{Bucket}?lifecycle",
	    "Bucket@p+ ChecksumAlgorithm=x-amz-sdk-checksum-algorithm@h "
	    "LifecycleConfiguration:BucketLifecycleConfiguration@b "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h "
	    "TransitionDefaultMinimumObjectSize=x-amz-transition-default-minimum-object-size@h",
	    "TransitionDefaultMinimumObjectSize=x-amz-transition-default-minimum-object-size@h", .checksum = true },
	{ "PutBucketVersioning", "PUT /{Bucket}?versioning",
	    "Bucket@p+ ContentMD5=Content-MD5@h ChecksumAlgorithm=x-amz-sdk-checksum-algorithm@h MFA=x-amz-mfa@h "
	    "VersioningConfiguration:VersioningConfiguration@b+ ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    NULL, .checksum = true },
	{ "PutObject", "PUT /{Bucket}/{Key+}",
	    "ACL=x-amz-acl@h Body:x@b Bucket@p+ CacheControl=Cache-Control@h "
	    "ContentDisposition=Content-Disposition@h ContentEncoding=Content-Encoding@h "
	    "ContentLanguage=Content-Language@h ContentLength:i=Content-Length@h ContentMD5=Content-MD5@h "
	    "ContentType=Content-Type@h ChecksumAlgorithm=x-amz-sdk-checksum-algorithm@h "
	    "ChecksumCRC32=x-amz-checksum-crc32@h ChecksumCRC32C=x-amz-checksum-crc32c@h "
	    "ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h ChecksumSHA1=x-amz-checksum-sha1@h "
	    "ChecksumSHA256=x-amz-checksum-sha256@h ChecksumSHA512=x-amz-checksum-sha512@h "
	    "ChecksumMD5=x-amz-checksum-md5@h ChecksumXXHASH64=x-amz-checksum-xxhash64@h "
	    "ChecksumXXHASH3=x-amz-checksum-xxhash3@h ChecksumXXHASH128=x-amz-checksum-xxhash128@h Expires:t@h "
	    "IfMatch=If-Match@h IfNoneMatch=If-None-Match@h GrantFullControl=x-amz-grant-full-control@h "
	    "GrantRead=x-amz-grant-read@h GrantReadACP=x-amz-grant-read-acp@h "
	    "GrantWriteACP=x-amz-grant-write-acp@h Key@p+ WriteOffsetBytes:i=x-amz-write-offset-bytes@h "
	    "Metadata:{s=x-amz-meta-@H ServerSideEncryption=x-amz-server-side-encryption@h "
	    "StorageClass=x-amz-storage-class@h WebsiteRedirectLocation=x-amz-website-redirect-location@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestPayer=x-amz-request-payer@h Tagging=x-amz-tagging@h ObjectLockMode=x-amz-object-lock-mode@h "
	    "ObjectLockRetainUntilDate:t8=x-amz-object-lock-retain-until-date@h "
	    "ObjectLockLegalHoldStatus=x-amz-object-lock-legal-hold@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "Expiration=x-amz-expiration@h ETag@h ChecksumCRC32=x-amz-checksum-crc32@h "
	    "ChecksumCRC32C=x-amz-checksum-crc32c@h ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h "
	    "ChecksumSHA1=x-amz-checksum-sha1@h ChecksumSHA256=x-amz-checksum-sha256@h "
	    "ChecksumSHA512=x-amz-checksum-sha512@h ChecksumMD5=x-amz-checksum-md5@h "
	    "ChecksumXXHASH64=x-amz-checksum-xxhash64@h ChecksumXXHASH3=x-amz-checksum-xxhash3@h "
	    "ChecksumXXHASH128=x-amz-checksum-xxhash128@h ChecksumType=x-amz-checksum-type@h "
	    "ServerSideEncryption=x-amz-server-side-encryption@h VersionId=x-amz-version-id@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "SSEKMSEncryptionContext=x-amz-server-side-encryption-context@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h Size:i=x-amz-object-size@h "
	    "RequestCharged=x-amz-request-charged@h" },
	{ "UploadPart", "PUT /{Bucket}/{Key+}",
	    "Body:x@b Bucket@p+ ContentLength:i=Content-Length@h ContentMD5=Content-MD5@h "
	    "ChecksumAlgorithm=x-amz-sdk-checksum-algorithm@h ChecksumCRC32=x-amz-checksum-crc32@h "
	    "ChecksumCRC32C=x-amz-checksum-crc32c@h ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h "
	    "ChecksumSHA1=x-amz-checksum-sha1@h ChecksumSHA256=x-amz-checksum-sha256@h "
	    "ChecksumSHA512=x-amz-checksum-sha512@h ChecksumMD5=x-amz-checksum-md5@h "
	    "ChecksumXXHASH64=x-amz-checksum-xxhash64@h ChecksumXXHASH3=x-amz-checksum-xxhash3@h "
	    "ChecksumXXHASH128=x-amz-checksum-xxhash128@h Key@p+ PartNumber:i=partNumber@q+ UploadId=uploadId@q+ "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKey=x-amz-server-side-encryption-customer-key@h! "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h RequestPayer=x-amz-request-payer@h "
	    "ExpectedBucketOwner=x-amz-expected-bucket-owner@h",
	    "ServerSideEncryption=x-amz-server-side-encryption@h ETag@h ChecksumCRC32=x-amz-checksum-crc32@h "
	    "ChecksumCRC32C=x-amz-checksum-crc32c@h ChecksumCRC64NVME=x-amz-checksum-crc64nvme@h "
	    "ChecksumSHA1=x-amz-checksum-sha1@h ChecksumSHA256=x-amz-checksum-sha256@h "
	    "ChecksumSHA512=x-amz-checksum-sha512@h ChecksumMD5=x-amz-checksum-md5@h "
	    "ChecksumXXHASH64=x-amz-checksum-xxhash64@h ChecksumXXHASH3=x-amz-checksum-xxhash3@h "
	    "ChecksumXXHASH128=x-amz-checksum-xxhash128@h "
	    "SSECustomerAlgorithm=x-amz-server-side-encryption-customer-algorithm@h "
	    "SSECustomerKeyMD5=x-amz-server-side-encryption-customer-key-MD5@h "
	    "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id@h! "
	    "BucketKeyEnabled:b=x-amz-server-side-encryption-bucket-key-enabled@h "
	    "RequestCharged=x-amz-request-charged@h" },
	{ 0 }
};
/* clang-format on */
