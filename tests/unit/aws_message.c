/* lib/aws/message: requests and replies of each protocol; what botocore makes of thousands is tests/aws.t */
#include "aws/message.h"

#include <stdlib.h>

#include "aws/service.h"
#include "aws/shape.h"
#include "base/err.h"
#include "net/http.h"
#include "tap.h"

static struct err e;

/* Write it; the caller releases. */
static int
made(struct aws_message *m, const char *service, const char *operation, const char *json)
{
	const struct aws_service *s = aws_service_find(service);

	e = (struct err){ 0 };
	return aws_message_write(m, s, aws_operation_find(s, operation), operation, json, &e);
}

static bool
has(const struct aws_message *m, const char *header)
{
	size_t i;

	for (i = 0; i < m->nheaders; i++)
		if (strcmp(m->headers[i], header) == 0)
			return true;
	return false;
}

#define BODY(service, operation, json, want)                                                       \
	do {                                                                                       \
		struct aws_message m_;                                                             \
		CHECK_INT(made(&m_, service, operation, json), 0);                                 \
		CHECK_STR(m_.body.p, want);                                                        \
		aws_message_release(&m_);                                                          \
	} while (0)

#define REFUSED(service, operation, json, words)                                                   \
	do {                                                                                       \
		struct aws_message m_;                                                             \
		CHECK_INT(made(&m_, service, operation, json), -1);                                \
		CHECK(strstr(e.msg, words) != NULL);                                               \
		if (strstr(e.msg, words) == NULL)                                                  \
			(void)printf("# %s\n", e.msg);                                             \
		aws_message_release(&m_);                                                          \
	} while (0)

static void
forms_are_written(void)
{
	BODY("sts", "GetCallerIdentity", NULL, "Action=GetCallerIdentity&Version=2011-06-15");
	BODY("sts", "AssumeRole",
	    "{\"RoleArn\":\"a/b c\",\"RoleSessionName\":\"s\",\"DurationSeconds\":900,\"Tags\":[{\"Key\":\"k\",\"Value\":\"\xc3\xbc\"}],\"TransitiveTagKeys\":[]}",
	    "Action=AssumeRole&Version=2011-06-15&RoleArn=a%2Fb%20c&RoleSessionName=s&DurationSeconds=900"
	    "&Tags.member.1.Key=k&Tags.member.1.Value=%C3%BC&TransitiveTagKeys=");
	BODY("ec2", "DescribeInstances",
	    "{\"Filters\":[{\"Name\":\"tag:Name\",\"Values\":[\"a\",\"b*\"]}],\"MaxResults\":5,\"DryRun\":false}",
	    "Action=DescribeInstances&Version=2016-11-15&DryRun=false&Filter.1.Name=tag%3AName&Filter.1.Value.1=a"
	    "&Filter.1.Value.2=b%2A&MaxResults=5");
	BODY("sns", "Publish",
	    "{\"TopicArn\":\"t\",\"Message\":\"m\",\"MessageAttributes\":{\"n\":{\"DataType\":\"String\",\"StringValue\":\"v\"}}}",
	    "Action=Publish&Version=2010-03-31&TopicArn=t&Message=m&MessageAttributes.entry.1.Name=n"
	    "&MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=v");
}

static void
paths_queries_headers_and_bodies_are_written(void)
{
	struct aws_message m;

	CHECK_INT(
	    made(&m, "scheduler", "get-schedule", "{\"Name\":\"a/b\",\"GroupName\":\"g h\"}"), 0);
	CHECK_STR(m.method, "GET");
	CHECK_STR(m.path.p, "/schedules/a%2Fb?groupName=g%20h");
	CHECK_INT(m.body.len, 0);
	aws_message_release(&m);

	CHECK_INT(
	    made(&m, "scheduler", "CreateSchedule",
		"{\"Name\":\"n\",\"ScheduleExpression\":\"rate(1 hour)\",\"FlexibleTimeWindow\":{\"Mode\":\"OFF\"},"
		"\"Target\":{\"Arn\":\"a\",\"RoleArn\":\"r\",\"Size\":12345678901234567890},\"StartDate\":\"2024-01-31T12:00:00Z\",\"ClientToken\":\"c\"}"),
	    0);
	CHECK_STR(m.method, "POST");
	CHECK_STR(m.body.p,
	    "{\"ScheduleExpression\":\"rate(1 hour)\",\"FlexibleTimeWindow\":{\"Mode\":\"OFF\"},\"Target\":{\"Arn\":\"a\",\"RoleArn\":\"r\",\"Size\":12345678901234567890},"
	    "\"StartDate\":1706702400,\"ClientToken\":\"c\"}");
	CHECK(has(&m, "Content-Type: application/json"));
	aws_message_release(&m);

	CHECK_INT(
	    made(&m, "s3", "PutObject",
		"{\"Bucket\":\"b\",\"Key\":\"a//x+\xc3\xbc\",\"Body\":\"aGVsbG8=\",\"Metadata\":{\"k\":\"v\"},\"Expires\":\"2023-11-15T04:13:20Z\"}"),
	    0);
	CHECK_STR(m.bucket, "b");
	CHECK_STR(m.path.p, "/a//x%2B%C3%BC");
	CHECK_INT(m.body.len, 5);
	CHECK(memcmp(m.body.p, "hello", 5) == 0);
	CHECK(has(&m, "x-amz-meta-k: v"));
	CHECK(has(&m, "Expires: Wed, 15 Nov 2023 04:13:20 GMT"));
	CHECK(!m.raw);
	aws_message_release(&m);

	CHECK_INT(made(&m, "s3", "PutBucketVersioning",
		      "{\"Bucket\":\"b\",\"VersioningConfiguration\":{\"Status\":\"Enabled\"}}"),
	    0);
	CHECK_STR(m.path.p, "/?versioning");
	CHECK_STR(m.body.p,
	    "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>Enabled</Status></VersioningConfiguration>");
	CHECK_INT(m.nheaders, 2); /* the type and the checksum that it wants */
	aws_message_release(&m);
}

static void
json_goes_as_it_came(void)
{
	struct aws_message m;

	CHECK_INT(
	    made(&m, "ecs", "SomethingNew", "{\"n\":12345678901234567890,\n\"s\":\"\\u00fc\"}"), 0);
	CHECK_STR(m.body.p, "{\"n\":12345678901234567890, \"s\":\"\\u00fc\"}");
	CHECK(has(&m, "X-Amz-Target: AmazonEC2ContainerServiceV20141113.SomethingNew"));
	CHECK(!m.once);
	aws_message_release(&m);
	CHECK_INT(made(&m, "cloudwatch", "GetMetricStatistics",
		      "{\"StartTime\":\"2024-01-31T12:00:00.5Z\",\"EndTime\":1}"),
	    0);
	CHECK_STR(m.body.p, "{\"StartTime\":1706702400.5,\"EndTime\":1}");
	CHECK(has(&m, "x-amzn-query-mode: true"));
	aws_message_release(&m);
}

static void
a_token_is_made_where_it_is_missing(void)
{
	struct aws_message m, n;

	CHECK_INT(made(&m, "secretsmanager", "CreateSecret", "{\"Name\":\"a\"}"), 0);
	CHECK_INT(made(&n, "secretsmanager", "CreateSecret", "{\"Name\":\"a\"}"), 0);
	CHECK(m.once && strncmp(m.body.p, "{\"Name\":\"a\",\"ClientRequestToken\":\"", 34) == 0);
	CHECK(strcmp(m.body.p, n.body.p) != 0);
	aws_message_release(&m);
	aws_message_release(&n);
	BODY("secretsmanager", "CreateSecret", "{\"ClientRequestToken\":\"t\"}",
	    "{\"ClientRequestToken\":\"t\"}");
}

static void
what_cannot_be_is_refused_by_name(void)
{
	REFUSED("ec2", "DescribeInstance", NULL, "not one of its operations");
	REFUSED("sts", "AssumeRole", "{}", "RoleArn is missing");
	REFUSED("sts", "AssumeRole", "[]", "the input");
	REFUSED("sts", "AssumeRole", "{\"RoleArn\":\"a\",\"RoleArn\":\"b\"}", "the input");
	REFUSED("sts", "AssumeRole", "{\"RoleARN\":\"a\"}", "did you mean RoleArn?");
	REFUSED("sts", "AssumeRole", "{\"RoleArn\":\"a\",\"RoleSessionName\":7}",
	    "RoleSessionName is no string");
	REFUSED("sts", "AssumeRole",
	    "{\"RoleArn\":\"a\",\"RoleSessionName\":\"b\",\"DurationSeconds\":\"x\"}",
	    "whole number");
	REFUSED("ec2", "DescribeInstances", "{\"DryRun\":\"maybe\"}", "neither true nor false");
	REFUSED("ec2", "DescribeInstances", "{\"Filters\":{}}", "is no list");
	REFUSED(
	    "ec2", "DescribeInstances", "{\"Filters\":[{\"Nam\":\"x\"}]}", "did you mean Name?");
	REFUSED("s3", "GetObject", "{\"Bucket\":\"b\",\"Key\":\"\"}", "Key is empty");
	REFUSED("s3", "GetObject", "{\"Bucket\":\"b/c\",\"Key\":\"k\"}", "no name of a bucket");
	REFUSED("s3", "GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Range\":\"a\\nb\"}",
	    "control character");
	REFUSED(
	    "s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"%%%\"}", "no base64");
	REFUSED("s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"QQ==QQ==\"}",
	    "no base64");
	REFUSED("s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"QUI=    \"}",
	    "no base64");
	REFUSED(
	    "s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"====\"}", "no base64");
	REFUSED("s3", "PutObject", "{\"Bucket\":\"..\",\"Key\":\"k\"}", "no name of a bucket");
	REFUSED(
	    "ec2", "CreateTags", "{\"Resources\":[\"r\"],\"Tags\":[\"x\"]}", "Tag.1 is no object");
	REFUSED("s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Metadata\":{\"a: b\":\"c\"}}",
	    "cannot be a header");
	REFUSED(
	    "s3", "PutObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Expires\":\"soon\"}", "no time");
	REFUSED("scheduler", "CreateSchedule",
	    "{\"Name\":\"n\",\"ScheduleExpression\":\"x\",\"FlexibleTimeWindow\":{},\"Target\":{},\"EndDate\":\"soon\"}",
	    "no time");
}

#define READS(service, operation, heads, xml, want)                                                \
	do {                                                                                       \
		const struct aws_service *s_ = aws_service_find(service);                          \
		struct http_reply r_ = { .status = 200 };                                          \
		struct buf out_ = { 0 };                                                           \
		buf_str(&r_.body, xml);                                                            \
		buf_str(&r_.headers, heads);                                                       \
		buf_str(&out_, "");                                                                \
		CHECK_INT(aws_message_read(                                                        \
			      s_, aws_operation_find(s_, operation), &r_, false, &out_, &e),       \
		    0);                                                                            \
		CHECK_STR(out_.p, want);                                                           \
		http_reply_release(&r_);                                                           \
		buf_release(&out_);                                                                \
	} while (0)

static void
replies_become_json(void)
{
	READS("sts", "GetCallerIdentity", "",
	    "<GetCallerIdentityResponse xmlns='u'><GetCallerIdentityResult><Arn>a</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult>"
	    "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
	    "{\"UserId\":\"u\",\"Account\":\"1\",\"Arn\":\"a\"}");
	READS("ec2", "DescribeVpcs", "",
	    "<DescribeVpcsResponse><vpcSet><item><vpcId>v</vpcId><isDefault>true</isDefault><tagSet/></item></vpcSet></DescribeVpcsResponse>",
	    "{\"Vpcs\":[{\"IsDefault\":true,\"Tags\":[],\"VpcId\":\"v\"}]}");
	READS("s3", "ListObjectsV2", "",
	    "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType><Contents><Key>a+b%2F%C3%BC</Key><Size>7</Size>"
	    "<LastModified>2024-01-31T12:00:00.000Z</LastModified><ETag>&quot;x&quot;</ETag></Contents><Prefix/></ListBucketResult>",
	    "{\"IsTruncated\":false,\"Contents\":[{\"Key\":\"a b/\xc3\xbc\",\"LastModified\":\"2024-01-31T12:00:00Z\",\"ETag\":\"\\\"x\\\"\",\"Size\":7}],"
	    "\"Prefix\":\"\",\"EncodingType\":\"url\"}");
	READS("s3", "HeadObject",
	    "etag: \"x\"\nlast-modified: Wed, 15 Nov 2023 04:13:20 GMT\nx-amz-meta-k: v\ncontent-length: 5\n",
	    "",
	    "{\"LastModified\":\"2023-11-15T04:13:20Z\",\"ContentLength\":5,\"ETag\":\"\\\"x\\\"\",\"Metadata\":{\"k\":\"v\"}}");
	READS("s3", "GetObject", "", "hello", "{\"Body\":\"aGVsbG8=\",\"Metadata\":{}}");
	READS("s3", "GetBucketLocation", "",
	    "<LocationConstraint xmlns='u'>eu-west-1</LocationConstraint>",
	    "{\"LocationConstraint\":\"eu-west-1\"}");
	READS("s3", "DeleteBucket", "", "", "");
	READS("ec2", "CreateTags", "",
	    "<CreateTagsResponse><return>true</return></CreateTagsResponse>", "");
	READS("ecs", "Anything", "", "{\n\"a\":12345678901234567890}",
	    "{ \"a\":12345678901234567890}");
	READS("ecs", "Anything", "", "{\r\n\"a\":1}\r\n", "{  \"a\":1}  ");
}

static void
replies_that_break_their_contract_are_told(void)
{
	const struct aws_service *s = aws_service_find("ec2");
	struct http_reply r = { .status = 200 };
	struct buf out = { 0 };

	buf_str(&r.body,
	    "<DescribeVpcsResponse><vpcSet><item><isDefault>yes</isDefault></item></vpcSet></DescribeVpcsResponse>");
	CHECK_INT(
	    aws_message_read(s, aws_operation_find(s, "DescribeVpcs"), &r, false, &out, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK_STR(e.msg, "the answer: IsDefault is no boolean");
	http_reply_release(&r);
	buf_release(&out);
}

static void
what_nobody_of_the_service_wrote_is_no_answer(void)
{
	static const struct {
		const char *service, *operation, *body;
	} rows[] = {
		{ "ec2", "DescribeVpcs", "<html>oops" },
		{ "ec2", "DescribeVpcs", "<html/>" },
		{ "ec2", "DescribeVpcs", "" },
		{ "ec2", "CreateTags", "<html/>" },
		{ "iam", "ListUsers", "<html/>" },
		{ "iam", "ListUsers", "<ListUsersResponse/>" },
		{ "iam", "ListUsers", "<ErrorResponse><ListUsersResult/></ErrorResponse>" },
		{ "s3", "ListBuckets", "<HTML><body/></HTML>" },
		{ "s3", "GetBucketLocation", "<html>x</html>" },
	};
	const struct aws_service *s;
	struct http_reply r = { .status = 200 };
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		s = aws_service_find(rows[i].service);
		buf_reset(&r.body);
		buf_str(&r.body, rows[i].body);
		CHECK_INT(aws_message_read(
			      s, aws_operation_find(s, rows[i].operation), &r, false, &out, &e),
		    -1);
		CHECK_INT(e.code, ERR_DATA);
		CHECK_INT(out.len, 0);
	}
	http_reply_release(&r);
	buf_release(&out);
}

static void
every_row_can_be_read(void)
{
	const struct aws_operation *op, *last;
	const struct aws_service *s;
	const struct aws_shape *shape;
	const char *at;
	struct aws_member m;
	struct aws_type t;

	for (s = aws_services; s->name != NULL; s++) {
		CHECK(aws_service_find(s->name) == s);
		for (op = s->operations, last = NULL; op->name != NULL; last = op++) {
			CHECK(last == NULL || strcmp(last->name, op->name) < 0);
			CHECK(aws_operation_find(s, op->name) == op);
			CHECK((op->line != NULL) ==
			      (s->protocol == AWS_REST_XML || s->protocol == AWS_REST_JSON));
			if (op->pages.token != NULL && op->input != NULL)
				CHECK(aws_member_find(
				    op->input, op->pages.token, strlen(op->pages.token), &m));
			for (at = op->input; aws_member_next(&at, &m);) {
				aws_type_read(m.type, &t);
				while (t.kind == '[' || t.kind == '*' || t.kind == '{')
					aws_type_read(t.of, &t);
				CHECK(t.kind == 'S' ? aws_shape_members(s->shapes, t.of)[0] != '\0'
						    : strchr("sifbtxdj", t.kind) != NULL);
			}
		}
		for (shape = s->shapes; shape != NULL && shape->name != NULL; shape++)
			for (at = shape->members; aws_member_next(&at, &m);) {
				aws_type_read(m.type, &t);
				while (t.kind == '[' || t.kind == '*' || t.kind == '{')
					aws_type_read(t.of, &t);
				CHECK(
				    t.kind != 'S' || aws_shape_members(s->shapes, t.of)[0] != '\0');
			}
	}
}

int
main(void)
{
	RUN(forms_are_written);
	RUN(paths_queries_headers_and_bodies_are_written);
	RUN(json_goes_as_it_came);
	RUN(a_token_is_made_where_it_is_missing);
	RUN(what_cannot_be_is_refused_by_name);
	RUN(replies_become_json);
	RUN(replies_that_break_their_contract_are_told);
	RUN(what_nobody_of_the_service_wrote_is_no_answer);
	RUN(every_row_can_be_read);
	return tap_done();
}
