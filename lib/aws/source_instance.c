/* The keys of an EC2 instance's role */
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "aws/imds.h"
#include "aws/keys.h"
#include "aws/source.h"
#include "base/buf.h"
#include "base/err.h"
#include "io/json.h"

#define ROLES "iam/security-credentials/"
#define ROLE_MAX 128 /* a role's name has at most 64 characters */

static const struct aws_keys_names names = { "AccessKeyId", "SecretAccessKey", "Token",
	"Expiration" };

/* A path ending with the first role's name; more than one is not attached. */
static int
role_path(const struct buf *body, char path[sizeof ROLES + ROLE_MAX], struct err *e)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-";
	size_t n = strspn(body->p, plain);

	if (n == 0 || n >= ROLE_MAX || (body->p[n] != '\0' && strchr("\r\n", body->p[n]) == NULL))
		return err_set(e, ERR_DATA, "the name of the role is none");
	(void)snprintf(path, sizeof ROLES + ROLE_MAX, ROLES "%.*s", (int)n, body->p);
	return 0;
}

static int
take(struct aws_keys *k, const char *role, const struct buf *body, struct err *e)
{
	struct json *root = json_parse(body->p, body->len, e);
	const char *code = json_str(json_get(root, "Code"));
	const char *text = json_str(json_get(root, "Message"));
	char from[sizeof k->from];
	int rc;

	(void)snprintf(from, sizeof from, "instance role %s", role);
	if (code != NULL && strcmp(code, "Success") != 0)
		rc = err_set(e, strncmp(code, "AssumeRole", 10) == 0 ? ERR_PERM : ERR_TEMP,
		    "%s: %.60s%s%.200s", from, code, text == NULL ? "" : ": ",
		    text == NULL ? "" : text);
	else
		rc = aws_keys_read(k, from, &names, root, e);
	json_free(root);
	return rc;
}

int
aws_source_instance(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	char path[sizeof ROLES + ROLE_MAX];
	struct buf body = { 0 };
	struct imds *m = NULL;
	int rc = -1;

	if (imds_disabled(at->profile)) {
		buf_str(said, "AWS_EC2_METADATA_DISABLED is set");
		return 0;
	}
	if (imds_open(&m, at->profile, e))
		goto out;
	rc = imds_get(m, ROLES, &body, e);
	if (rc == 0)
		buf_str(said, e->code == ERR_REMOTE ? "no role is attached" : e->msg);
	if (rc <= 0)
		goto out;
	rc = role_path(&body, path, e) ? -1 : imds_get(m, path, &body, e);
	if (rc == 0)
		rc = -1; /* the role it named is gone */
	if (rc == 1)
		rc = take(k, path + strlen(ROLES), &body, e) ? -1 : 1;
out:
	if (body.p != NULL)
		OPENSSL_cleanse(body.p, body.cap);
	buf_release(&body);
	imds_close(m);
	return rc;
}
