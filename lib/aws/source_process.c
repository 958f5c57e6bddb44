/* credential_process: a program of the profile that prints keys */
#include <stdio.h>
#include <string.h>

#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/source.h"
#include "aws/split.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/proc.h"
#include "io/json.h"

#define OUTPUT_MAX ((size_t)64 << 10)
#define TIME_MAX (60 * CLOCK_SECOND) /* it may ask somebody */
#define STDERR_SHOWN 300

static const struct aws_keys_names names = { "AccessKeyId", "SecretAccessKey", "SessionToken",
	"Expiration" };

/* The end of what it said, which is where programs say why. */
static int
failed(const char *from, int status, const struct buf *log, struct err *e)
{
	const char *p = log->p == NULL ? "" : log->p;
	size_t n = log->len;

	while (n > 0 && strchr(" \t\r\n", p[n - 1]) != NULL)
		n--;
	if (n > STDERR_SHOWN) {
		p += n - STDERR_SHOWN;
		n = STDERR_SHOWN;
	}
	if (n == 0)
		return err_set(
		    e, ERR_CONFIG, "%s: it ended with %d and said nothing", from, status);
	return err_set(e, ERR_CONFIG, "%s: it ended with %d: %.*s", from, status, (int)n, p);
}

static int
take(struct aws_keys *k, const char *from, const struct buf *out, struct err *e)
{
	struct json *root = json_parse(out->p == NULL ? "" : out->p, out->len, e);
	int64_t version;
	int rc = -1;

	if (!json_is_object(root))
		(void)err_set(e, ERR_CONFIG, "%s: it printed no JSON object", from);
	else if (json_int(json_get(root, "Version"), &version) || version != 1)
		(void)err_set(e, ERR_CONFIG, "%s: it printed no \"Version\": 1", from);
	else
		rc = aws_keys_read(k, from, &names, root, e);
	json_free(root);
	return rc;
}

int
aws_source_process(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	const char *command = aws_profile_get(at->profile, "credential_process");
	struct proc p = PROC_INIT;
	struct buf out = { .secret = true }, log = { 0 };
	char **words = NULL, from[160];
	int status, rc = -1;

	if (command == NULL) {
		buf_str(said, "none");
		return 0;
	}
	(void)snprintf(from, sizeof from, "credential_process of profile %s",
	    aws_profile_name(at->profile)); /* for people */
	words = aws_split(command, e);
	if (words == NULL || words[0] == NULL) {
		if (words != NULL)
			(void)err_set(e, ERR_CONFIG, "it has no program");
		goto out;
	}
	p.argv = (const char *const *)words;
	status = proc_read(&p, clock_mono() + TIME_MAX, OUTPUT_MAX, &out, &log, e);
	if (status < 0)
		goto out;
	if (status > 0)
		rc = failed(from, status, &log, e);
	else
		rc = take(k, from, &out, e) ? -1 : 1;
	from[0] = '\0'; /* it stands there already */
out:
	if (rc < 0 && from[0] != '\0')
		(void)err_wrap(e, "%s", from);
	buf_release(&out);
	buf_release(&log);
	aws_split_free(words);
	return rc;
}
