/* aws/refusal: codes and words, whoever answers and in whatever shape */
#include "aws/refusal.h"

#include "aws/service.h"
#include "base/err.h"
#include "net/http.h"
#include "tap.h"

static void
shapes_are_read(void)
{
	static const struct {
		long status;
		const char *headers, *body;
		const char *code, *text;
		enum aws_act act;
		enum err_code err;
	} rows[] = {
		{ 400, "", "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"no such\"}",
		    "ResourceNotFoundException", "no such", AWS_REFUSED, ERR_REMOTE },
		{ 400, "",
		    "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist:http://x/\",\"message\":\"m\"}",
		    "QueueDoesNotExist", "m", AWS_REFUSED, ERR_REMOTE },
		{ 429, "x-amzn-errortype: ThrottlingException:http://internal/\n",
		    "{\"message\":\"slow\"}", "ThrottlingException", "slow", AWS_BUSY, ERR_TEMP },
		{ 400, "", "{\"code\":\"Throttling\"}", "Throttling", "", AWS_BUSY, ERR_TEMP },
		{ 403, "",
		    "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>old</Message>"
		    "</Error></ErrorResponse>",
		    "ExpiredToken", "old", AWS_EXPIRED, ERR_PERM },
		{ 403, "",
		    "<Response><Errors><Error><Code>AuthFailure</Code></Error></Errors></Response>",
		    "AuthFailure", "", AWS_SKEWED, ERR_PERM },
		{ 400, "", "<Error><Code>C</Code><Message>&lt;a&gt; &amp; &#98;</Message></Error>",
		    "C", "<a> & b", AWS_REFUSED, ERR_REMOTE },
		{ 400, "", "<Error><Code>C</Code><Message>a &b", "C", "a &b", AWS_REFUSED,
		    ERR_REMOTE },
		{ 403, "", "", "", "", AWS_DENIED, ERR_PERM },
		{ 503, "", "<html>Service Unavailable</html>", "", "", AWS_BUSY, ERR_TEMP },
		{ 404, "", "[]", "", "", AWS_REFUSED, ERR_REMOTE },
		{ 400, "", "{\"__type\":7,\"message\":{}}", "", "", AWS_REFUSED, ERR_REMOTE },
		{ 400, "", "<Code>", "", "", AWS_REFUSED, ERR_REMOTE },
	};
	struct http_reply reply = { 0 };
	struct aws_refusal r;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		reply.status = rows[i].status;
		buf_reset(&reply.headers);
		buf_reset(&reply.body);
		buf_str(&reply.headers, rows[i].headers);
		buf_str(&reply.body, rows[i].body);
		CHECK(aws_refusal_read(&r, &reply));
		CHECK_STR(r.code, rows[i].code);
		CHECK_STR(r.text, rows[i].text);
		CHECK_INT(r.act, rows[i].act);
		CHECK_INT(aws_refusal_err(&r, &reply, &e), -1);
		CHECK_INT(e.code, rows[i].err);
		CHECK(e.msg[0] != '\0');
	}
	reply.status = 200;
	CHECK(!aws_refusal_read(&r, &reply));
	http_reply_release(&reply);
}

static void
a_refusal_may_come_with_status_200(void)
{
	static const char *const late[] = { "<Error><Code>SlowDown</Code></Error>",
		" \n<?xml version='1.0'?>\n<Error xmlns='u'><Code>SlowDown</Code></Error>", NULL };
	static const char *const none[] = { "", "<Errors/>", "<Error", "<Result/>", NULL };
	struct http_reply reply = { .status = 200 };
	struct aws_refusal r;
	size_t i;

	for (i = 0; late[i] != NULL; i++) {
		buf_reset(&reply.body);
		buf_str(&reply.body, late[i]);
		CHECK(aws_refusal_late(&r, &reply));
		CHECK_STR(r.code, "SlowDown");
		CHECK_INT(r.act, AWS_BUSY);
	}
	for (i = 0; none[i] != NULL; i++) {
		buf_reset(&reply.body);
		buf_str(&reply.body, none[i]);
		CHECK(!aws_refusal_late(&r, &reply));
	}
	http_reply_release(&reply);
}

static void
what_only_reads_is_known_by_its_name(void)
{
	CHECK(aws_operation_reads("GetSecretValue"));
	CHECK(aws_operation_reads("BatchGetSecretValue"));
	CHECK(aws_operation_reads("DescribeServices"));
	CHECK(!aws_operation_reads("PutSecretValue"));
	CHECK(!aws_operation_reads("RunTask"));
	CHECK(!aws_operation_reads(""));
	CHECK(aws_service_find("secretsmanager") != NULL);
	CHECK(aws_service_find("nothing") == NULL);
}

int
main(void)
{
	RUN(shapes_are_read);
	RUN(a_refusal_may_come_with_status_200);
	RUN(what_only_reads_is_known_by_its_name);
	return tap_done();
}
