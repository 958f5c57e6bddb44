/* Replies of AWS that are XML: JSON that our own reader takes, whatever the service sent */
#include <string.h>

#include "aws/message.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "fuzz.h"
#include "io/object.h"
#include "io/rec.h"
#include "net/http.h"

static const char *const operations[][2] = { { "ec2", "DescribeInstances" },
	{ "ec2", "DescribeSecurityGroups" }, { "iam", "ListRoles" }, { "s3", "ListObjectsV2" },
	{ "s3", "GetBucketLifecycleConfiguration" }, { "sns", "GetTopicAttributes" },
	{ "sts", "AssumeRole" } };

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct aws_service *s;
	struct http_reply reply = { .status = 200 };
	struct rec *rec;
	struct buf out = { 0 }, names = { 0 };
	struct err e = { 0 };
	size_t i = n > 0 ? bytes[0] % (sizeof operations / sizeof operations[0]) : 0;

	if (n < 2)
		return 0;
	s = aws_service_find(operations[i][0]);
	buf_add(&reply.body, (const char *)bytes + 1, n - 1);
	buf_str(&reply.headers, "x-amz-meta-a: b\netag: \"c\"\n");
	if (aws_message_read(s, aws_operation_find(s, operations[i][1]), &reply, false, &out, &e)) {
		HOLDS(e.code == ERR_DATA);
	} else if (out.len > 0) {
		rec = mem_new(1, sizeof *rec);
		/* a name that is there twice, or a member that is nested too deeply, is another's to refuse */
		if (object_parse(out.p, out.len, rec, &names, &e))
			HOLDS(strstr(e.msg, "twice") != NULL || strstr(e.msg, "deep") != NULL ||
			      strstr(e.msg, "NUL") != NULL || strstr(e.msg, "fields") != NULL);
		free(rec);
	}
	http_reply_release(&reply);
	buf_release(&out);
	buf_release(&names);
	return 0;
}
