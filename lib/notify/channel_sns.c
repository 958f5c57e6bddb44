/* The Simple Notification Service as a channel: a topic, and whoever has subscribed to it */
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "notify/channel.h"

#define TOPIC "PF_NOTIFY_SNS_TOPIC"
#define SUBJECT_MAX 99 /* characters, ASCII: under 100 */
#define ARN_MAX 512

struct topic {
	struct aws *aws;
	char *region; /* owned */
};

/* arn:aws:sns:REGION:ACCOUNT:NAME; the region, owned, or NULL with *e. */
static char *
region_of(const char *arn, struct err *e)
{
	const char *part[6], *p = arn;
	size_t n;

	for (n = 0; n < 6 && p != NULL; n++) {
		part[n] = p;
		p = strchr(p, ':');
		p = p != NULL ? p + 1 : NULL;
	}
	if (n == 6 && p == NULL && strlen(arn) <= ARN_MAX && strncmp(arn, "arn:", 4) == 0 &&
	    strncmp(part[2], "sns:", 4) == 0 && part[4] - part[3] > 1 && part[5] - part[4] > 1 &&
	    part[5][0] != '\0' &&
	    strspn(part[3], "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		(size_t)(part[4] - part[3] - 1))
		return mem_copy(part[3], (size_t)(part[4] - part[3] - 1));
	(void)err_set(
	    e, ERR_CONFIG, "sns: " TOPIC " is no topic's ARN: arn:aws:sns:REGION:ACCOUNT:NAME");
	return NULL;
}

static int
find(char **word, struct err *e)
{
	const char *arn = env_get(TOPIC);
	char *region;

	if (arn == NULL) {
		*word = mem_str(TOPIC " is not set");
		return 0;
	}
	region = region_of(arn, e);
	if (region == NULL)
		return -1;
	free(region);
	*word = mem_str(arn);
	return 1;
}

static int
open_it(void **state, int64_t deadline_ns, bool trace, struct err *e)
{
	struct topic *t = mem_new(1, sizeof *t);
	struct aws_options o = { .deadline = deadline_ns, .trace = trace };

	*state = t;
	t->region = region_of(env_get(TOPIC), e);
	if (t->region == NULL)
		return -1;
	o.region = t->region;
	return aws_open(&t->aws, &o, e);
}

/* What a subject may not have becomes a question mark; it begins with no blank. */
static char *
subject_of(const char *title)
{
	struct buf out = { 0 };
	const char *p = title;

	buf_str(&out, "");
	for (; *p != '\0' && out.len < SUBJECT_MAX; p++) {
		if (*p == ' ' && out.len == 0)
			continue;
		if ((unsigned char)*p >= ' ' && (unsigned char)*p < 0x7f)
			buf_char(&out, *p);
		else if (((unsigned char)*p & 0xc0) !=
			 0x80) /* once for a character of several bytes */
			buf_char(&out, (unsigned char)*p < ' ' ? ' ' : '?');
	}
	if (out.len == 0)
		buf_str(&out, "pf-notify");
	return buf_take(&out);
}

static int
send_it(void *state, const struct message *m, struct err *e)
{
	struct topic *t = state;
	struct buf json = { 0 }, reply = { 0 };
	const char *arn = env_get(TOPIC);
	char *subject = subject_of(m->title);
	int rc;

	buf_str(&json, "{\"TopicArn\":");
	emit_quote(&json, arn, strlen(arn));
	buf_str(&json, ",\"Subject\":");
	emit_quote(&json, subject, strlen(subject));
	buf_str(&json, ",\"Message\":");
	emit_quote(&json, m->text, strlen(m->text));
	buf_char(&json, '}');
	rc = aws_call(t->aws, aws_service_find("sns"), "Publish", json.p, true, &reply, e);
	if (rc)
		(void)err_wrap(e, "sns");
	free(subject);
	buf_release(&json);
	buf_release(&reply);
	return rc;
}

static void
close_it(void *state)
{
	struct topic *t = state;

	if (t == NULL)
		return;
	aws_close(t->aws);
	free(t->region);
	free(t);
}

const struct channel channel_sns = {
	.name = "sns",
	.help = "a topic of Amazon's notification service",
	.unit = FIT_BYTES,
	.max = 262144,
	.subjects = true,
	.find = find,
	.open = open_it,
	.send = send_it,
	.close = close_it,
};
