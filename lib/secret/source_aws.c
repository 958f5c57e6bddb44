/* A secret of AWS Secrets Manager: GetSecretValue and nothing else */
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/profile.h"
#include "aws/region.h"
#include "aws/service.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "secret/source.h"

#define REGION_DEFAULT "us-east-1"

/* arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME; NULL if it is none. */
static char *
arn_region(const char *place)
{
	int colons = 0;

	if (strncmp(place, "arn:", 4) != 0)
		return NULL;
	for (; *place != '\0'; place++)
		if (*place == ':' && ++colons == 3)
			return place[1] == ':' ? NULL
					       : mem_copy(place + 1, strcspn(place + 1, ":"));
	return NULL;
}

char *
source_region(const char *place, struct err *e)
{
	char *arn = arn_region(place), *region = NULL;
	struct aws_profile *p = NULL;

	if (aws_profile_open(&p, NULL, e))
		goto out;
	if (arn == NULL && aws_setting(p, "AWS_REGION", NULL) == NULL &&
	    aws_setting(p, "AWS_DEFAULT_REGION", "region") == NULL)
		arn = mem_str(REGION_DEFAULT);
	if (aws_region(&region, arn, p, e))
		region = NULL;
out:
	aws_profile_free(p);
	free(arn);
	return region;
}

int
fetcher_open(struct fetcher *f, const char *place, struct err *e)
{
	struct aws_options o = { .deadline = f->until };
	char *region = source_region(place, e);

	if (region == NULL) {
		fetcher_release(f); /* what the last answer was says nothing about this one */
		return -1;
	}
	if (f->aws != NULL && strcmp(f->region, region) == 0) {
		free(region);
		return 0;
	}
	fetcher_release(f);
	f->region = region;
	o.region = region;
	if (aws_open(&f->aws, &o, e) == 0)
		return 0;
	fetcher_release(f);
	return -1;
}

/* The service's code, where there is more to say about it. */
static int
refused(const struct fetcher *f, const struct source *s, struct err *e)
{
	const char *code = aws_code(f->aws);

	if (strcmp(code, "ResourceNotFoundException") == 0)
		return err_set(e, ERR_CONFIG,
		    "there is none of that name in %s, or it has no value yet: look at AWS_SECRET_NAME and AWS_REGION",
		    f->region);
	if (strcmp(code, "AccessDeniedException") == 0)
		return err_wrap(e, "allow the role secretsmanager:GetSecretValue on it");
	if (strcmp(code, "ValidationException") == 0)
		return err_set(e, ERR_CONFIG, "'%.100s' is no name of a secret", s->place);
	return -1;
}

/* Seconds since the epoch, with a fraction or not. */
static int64_t
read_since(const struct rec_field *f)
{
	char text[NUM_TEXT_MAX];
	int64_t ns;
	size_t n;

	if (f == NULL || f->type != REC_NUMBER)
		return CLOCK_NONE;
	n = num_canonical(text, sizeof text, f->text.p, f->text.n);
	return n > 0 && num_fixed(text, n, 9, &ns) == 0 ? ns : CLOCK_NONE;
}

static void
read_version(const struct rec_field *f, char *to, size_t cap)
{
	if (f == NULL || f->type != REC_STRING || f->escaped || f->text.n >= cap)
		return;
	memcpy(to, f->text.p, f->text.n);
	to[f->text.n] = '\0';
}

static int
read_answer(const struct buf *answer, struct secret_text *t, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	const struct rec_field *text;
	struct buf names = { 0 };
	int rc = -1;

	if (answer->len == 0)
		(void)err_set(e, ERR_DATA, "the answer is empty");
	else if (object_parse(answer->p, answer->len, rec, &names, e) == 0) {
		text = rec_get(rec, "SecretString");
		if (text != NULL && text->type == REC_STRING) {
			(void)buf_room(
			    &t->text, text->text.n); /* what grows leaves copies behind */
			rec_text(text, &t->text);
			read_version(rec_get(rec, "VersionId"), t->version, sizeof t->version);
			t->since = read_since(rec_get(rec, "CreatedDate"));
			rc = 0;
		} else if (rec_get(rec, "SecretBinary") != NULL) {
			t->binary = true;
			(void)err_set(e, ERR_CONFIG,
			    "it is binary: what becomes variables is a text (SecretString)");
		} else
			(void)err_set(e, ERR_DATA, "the answer has no SecretString");
	}
	buf_release(&names);
	free(rec);
	return rc;
}

int
source_fetch_aws(struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e)
{
	const struct aws_service *service = aws_service_find("secretsmanager");
	struct buf input = { 0 }, answer = { .secret = true };
	int rc = -1;

	if (fetcher_open(f, s->place, e))
		return -1;
	buf_str(&input, "{\"SecretId\":");
	emit_quote(&input, s->place, strlen(s->place));
	buf_str(&input, ",\"VersionStage\":\"AWSCURRENT\"}"); /* the usual one, said aloud: some
								     stand-ins need it */
	if (aws_call(f->aws, service, "GetSecretValue", input.p, false, &answer, e))
		(void)refused(f, s, e);
	else
		rc = read_answer(&answer, t, e);
	buf_wipe(&answer);
	buf_release(&input);
	return rc;
}
