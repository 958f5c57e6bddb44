#include "sandbox/aws_sns.h"

#include <inttypes.h>
#include <string.h>

#include "io/utf8.h"
#include "sandbox/aws_error.h"

#define SNS_VERSION "2010-03-31"
#define MESSAGE_MAX 262144
#define SUBJECT_MAX 100

static const char *
given(const struct request *r, const char *name)
{
	const struct param *p = request_param(r, name);

	return p == NULL || p->bad ? NULL : p->value;
}

bool
awss_sns_is(const struct request *r)
{
	const char *version = given(r, "Version");

	return version != NULL && strcmp(version, SNS_VERSION) == 0;
}

static void
invalid(struct reply *reply, const char *what)
{
	awss_query_error(reply, 400, "InvalidParameter", "Invalid parameter: %s", what);
}

/* ASCII, one line, a letter, digit or mark first. */
static bool
is_subject(const char *s)
{
	size_t n = strlen(s), i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] >= 0x7f)
			return false;
	return n > 0 && n <= SUBJECT_MAX && s[0] != ' ';
}

static void
publish(const struct request *r, struct reply *reply)
{
	const char *topic = given(r, "TopicArn"), *target = given(r, "TargetArn"),
		   *message = given(r, "Message"), *subject = given(r, "Subject");

	topic = topic != NULL ? topic : target;
	if (topic == NULL)
		invalid(reply, "TopicArn or TargetArn Reason: no value for required parameter");
	else if (strncmp(topic, "arn:aws:sns:" AWS_REGION ":",
		     strlen("arn:aws:sns:" AWS_REGION ":")) != 0)
		invalid(reply, "TopicArn");
	else if (strcmp(topic, AWS_SNS_TOPIC) != 0)
		awss_query_error(reply, 404, "NotFound", "Topic does not exist");
	else if (message == NULL || message[0] == '\0')
		invalid(reply, "Empty message");
	else if (strlen(message) > MESSAGE_MAX)
		invalid(reply, "Message too long");
	else if (subject != NULL && !is_subject(subject))
		invalid(reply, "Subject");
	else {
		reply->status = 200;
		reply_header(reply, "Content-Type", "text/xml");
		buf_fmt(&reply->body,
		    "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/" SNS_VERSION "/\">\n"
		    "  <PublishResult>\n    <MessageId>00000000-0000-4000-8000-%012" PRIx64
		    "</MessageId>\n  </PublishResult>\n  <ResponseMetadata>\n"
		    "    <RequestId>00000000-0000-4000-8000-%012" PRIx64
		    "</RequestId>\n  </ResponseMetadata>\n</PublishResponse>\n",
		    r->number, r->number);
	}
}

void
awss_sns_answer(const struct request *r, struct reply *reply)
{
	const char *action = given(r, "Action");

	if (action != NULL && strcmp(action, "Publish") == 0)
		publish(r, reply);
	else
		awss_query_error(reply, 400, "InvalidAction",
		    "Could not find operation %s for version " SNS_VERSION,
		    action != NULL ? action : "");
}
