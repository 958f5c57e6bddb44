/* lib/aws/pages: answers in pages, played by a server on loopback */
#include "aws/pages.h"

#include <stdlib.h>

#include "aws/call.h"
#include "aws/keys.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/array.h"
#include "server.h"
#include "tap.h"

#define BODY(text) OK "\r\n" text

static struct err e;

/* What came, items parted by ';', and after how many it is enough. */
struct got {
	const struct aws_operation *op;
	struct buf text;
	size_t n, most;
};

static int
take_item(void *arg, const char *p, size_t n, struct err *err)
{
	struct got *g = arg;

	(void)err;
	buf_add(&g->text, p, n);
	buf_char(&g->text, ';');
	return ++g->n == g->most;
}

static int
take_page(void *arg, const char *p, size_t n, struct err *err)
{
	struct got *g = arg;

	return aws_items(g->op, p, n, take_item, g, err);
}

/* All pages of an operation by that script; *seen is owned. */
static int
paged(struct got *g, const char *service, const char *operation, const char *json,
    const char *const *script, char **seen)
{
	struct aws_keys keys = { .expires = CLOCK_NONE };
	struct aws_options o = { .region = "eu-west-1", .keys = &keys };
	struct aws_request q = {
		.service = aws_service_find(service), .operation = operation, .json = json
	};
	struct server s;
	struct aws *a;
	char url[64];
	int rc;

	CHECK_INT(aws_keys_set(&keys, "test", "AKID", "invented-key", NULL, NULL, &e), 0);
	serve(&s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s.port);
	o.endpoint_url = url;
	g->op = aws_operation_find(q.service, operation);
	CHECK_INT(aws_open(&a, &o, &e), 0);
	e = (struct err){ 0 };
	buf_str(&g->text, "");
	rc = aws_pages(a, &q, take_page, g, &e);
	aws_close(a);
	*seen = stop(&s);
	aws_keys_release(&keys);
	return rc;
}

static void
forget(struct got *g, char *seen)
{
	buf_release(&g->text);
	free(seen);
	*g = (struct got){ 0 };
}

static void
pages_follow_their_tokens(void)
{
	const char *const secrets[] = {
		BODY(
		    "{\"SecretList\":[{\"Name\":\"a,]\"}, 12345678901234567890],\"NextToken\":\"t\\\"1\"}"),
		BODY("{\"SecretList\":[],\"NextToken\":\"t2\"}"),
		BODY("{\"SecretList\":[\"c\"],\"NextToken\":\"\"}"), NULL
	};
	const char *const parts[] = {
		BODY(
		    "<ListPartsResult><NextPartNumberMarker>1</NextPartNumberMarker><IsTruncated>true</IsTruncated><Part><PartNumber>1</PartNumber></Part></ListPartsResult>"),
		BODY(
		    "<ListPartsResult><NextPartNumberMarker>2</NextPartNumberMarker><IsTruncated>false</IsTruncated><Part><PartNumber>2</PartNumber></Part></ListPartsResult>"),
		NULL
	};
	const char *const events[] = { BODY("{\"events\":[1],\"nextForwardToken\":\"f\"}"),
		BODY("{\"events\":[],\"nextForwardToken\":\"f\"}"), NULL };
	struct got g = { 0 };
	char *seen;

	CHECK_INT(paged(&g, "secretsmanager", "ListSecrets",
		      "{\"MaxResults\":1,\"NextToken\":\"t0\"}", secrets, &seen),
	    0);
	CHECK_STR(g.text.p, "{\"Name\":\"a,]\"};12345678901234567890;\"c\";");
	CHECK_INT(count(seen, "{\"MaxResults\":1,\"NextToken\":\"t0\"}"), 1);
	CHECK_INT(count(seen, "{\"MaxResults\":1,\"NextToken\":\"t\\\"1\"}"), 1);
	CHECK_INT(count(seen, "{\"MaxResults\":1,\"NextToken\":\"t2\"}"), 1);
	forget(&g, seen);
	CHECK_INT(paged(&g, "s3", "ListParts",
		      "{\"Bucket\":\"b\",\"Key\":\"k\",\"UploadId\":\"u\"}", parts, &seen),
	    0);
	CHECK_STR(g.text.p, "{\"PartNumber\":1};{\"PartNumber\":2};");
	CHECK_INT(count(seen, "GET /b/k?part-number-marker=1&uploadId=u HTTP/1.1"), 1);
	forget(&g, seen);
	CHECK_INT(paged(&g, "logs", "GetLogEvents", "{\"logStreamName\":\"s\"}", events, &seen), 0);
	CHECK_STR(g.text.p, "1;");
	forget(&g, seen);
	g.most = 1;
	CHECK_INT(paged(&g, "secretsmanager", "ListSecrets", NULL, secrets, &seen), 0);
	CHECK_INT(count(seen, "POST / "), 1);
	forget(&g, seen);
}

static void
a_token_that_comes_again_is_told(void)
{
	const char *const same[] = { BODY("{\"SecretList\":[1],\"NextToken\":\"t\"}"),
		BODY("{\"SecretList\":[2],\"NextToken\":\"t\"}"), NULL };
	const char *circle[12] = { NULL };
	struct got g = { 0 };
	char *seen;
	size_t i;

	CHECK_INT(paged(&g, "secretsmanager", "ListSecrets", NULL, same, &seen), -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK_STR(e.msg,
	    "page 2: the service gives a NextToken that it gave before, so there would be no end");
	forget(&g, seen);
	for (i = 0; i < 11; i++)
		circle[i] = i % 3 == 0   ? BODY("{\"NextToken\":\"a\"}")
			    : i % 3 == 1 ? BODY("{\"NextToken\":\"b\"}")
					 : BODY("{\"NextToken\":\"c\"}");
	CHECK_INT(paged(&g, "secretsmanager", "ListSecrets", NULL, circle, &seen), -1);
	CHECK(strstr(e.msg, "gave before") != NULL);
	forget(&g, seen);
}

static void
a_bucket_elsewhere_is_asked_there_once(void)
{
	const char *const moved[] = {
		"HTTP/1.1 301 X\r\nConnection: close\r\nx-amz-bucket-region: us-west-2\r\nContent-Length: 0\r\n\r\n",
		BODY("<ListBucketResult><Contents><Key>k</Key></Contents></ListBucketResult>"), NULL
	};
	const char *const late[] = {
		BODY(
		    "\n<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>again</Message></Error>"),
		BODY(
		    "<CompleteMultipartUploadResult><Bucket>b</Bucket></CompleteMultipartUploadResult>"),
		NULL
	};
	struct got g = { 0 };
	char *seen;

	CHECK_INT(paged(&g, "s3", "ListObjectsV2", "{\"Bucket\":\"b\"}", moved, &seen), 0);
	CHECK_STR(g.text.p, "{\"Key\":\"k\"};");
	CHECK_INT(count(seen, "/eu-west-1/s3/aws4_request"), 1);
	CHECK_INT(count(seen, "/us-west-2/s3/aws4_request"), 1);
	forget(&g, seen);
	(void)setenv("PF_HTTP_BACKOFF", "1ms", 1);
	CHECK_INT(paged(&g, "s3", "CompleteMultipartUpload",
		      "{\"Bucket\":\"b\",\"Key\":\"k\",\"UploadId\":\"u\"}", late, &seen),
	    0);
	CHECK_INT(count(seen, "POST /b/k?uploadId=u"), 2);
	forget(&g, seen);
}

int
main(void)
{
	(void)setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
	(void)setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
	(void)unsetenv("AWS_PROFILE");
	(void)unsetenv("AWS_DEFAULT_PROFILE");
	(void)unsetenv("http_proxy");
	RUN(pages_follow_their_tokens);
	RUN(a_token_that_comes_again_is_told);
	RUN(a_bucket_elsewhere_is_asked_there_once);
	return tap_done();
}
