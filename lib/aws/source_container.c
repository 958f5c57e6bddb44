/* The agent of ECS or EKS that hands a container its role's keys */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/source.h"
#include "aws/url.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/json.h"
#include "net/http.h"

#define FULL "AWS_CONTAINER_CREDENTIALS_FULL_URI"
#define RELATIVE "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
#define TOKEN "AWS_CONTAINER_AUTHORIZATION_TOKEN"
#define TOKEN_FILE "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
#define HOST "http://169.254.170.2"
#define TRIES 3
#define TOKEN_MAX ((size_t)16 << 10)

static const struct aws_keys_names names = { "AccessKeyId", "SecretAccessKey", "Token",
	"Expiration" };

/* Hosts that may be asked over plain http besides loopback. */
static const char *const hosts[] = {
	"169.254.170.2:", "169.254.170.23:", "[fd00:ec2::23]:", "localhost:", "127.", "[::1]:"
};

/* Checked before anybody is connected to: with the request goes a token. */
static int
check_host(const struct aws_url *u, struct err *e)
{
	size_t i;

	if (strncmp(u->base, "https:", 6) == 0)
		return 0;
	for (i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
		if (strncasecmp(u->place, hosts[i], strlen(hosts[i])) == 0)
			return 0;
	return err_set(e, ERR_CONFIG,
	    FULL
	    ": plain http is for loopback and the agents of ECS and EKS only (169.254.170.2, 169.254.170.23, fd00:ec2::23)");
}

static int
find(struct aws_url *u, const char *relative, const char *full, struct err *e)
{
	char *url;
	int rc;

	if (relative == NULL)
		return aws_url_set(u, full, FULL, false, true, e) || check_host(u, e) ? -1 : 0;
	if (relative[0] != '/')
		return err_set(e, ERR_CONFIG, RELATIVE " is no path: it does not begin with '/'");
	url = mem_fmt(HOST "%s", relative);
	rc = aws_url_set(u, url, RELATIVE, false, true, e);
	free(url);
	return rc;
}

/* As a header, owned, for aws_wipe(); NULL in *line where no token is told. */
static int
read_token(const struct aws_profile *p, char **line, struct err *e)
{
	const char *path = aws_setting(p, TOKEN_FILE, NULL), *text = aws_setting(p, TOKEN, NULL);
	const char *from = path == NULL ? TOKEN : TOKEN_FILE, *c;
	char *file = NULL;
	size_t n;
	FILE *fp;
	int rc = -1;

	*line = NULL;
	if (path == NULL && text == NULL)
		return 0;
	if (path != NULL) {
		fp = fopen(path, "re");
		if (fp == NULL)
			return err_errno(e, ERR_CONFIG, TOKEN_FILE ": %s", path);
		text = file = mem_new(TOKEN_MAX + 2, 1);
		n = fread(file, 1, TOKEN_MAX + 1, fp);
		(void)fclose(fp); /* only read */
		if (n > TOKEN_MAX || strlen(file) != n) {
			(void)err_set(
			    e, ERR_CONFIG, TOKEN_FILE ": what is in %s is no token", path);
			goto out;
		}
	}
	for (c = text; *c != '\0'; c++)
		if (*c < ' ' || *c > '~') {
			(void)err_set(e, ERR_CONFIG,
			    "%s: the token has the end of a line or another character that no header has",
			    from);
			goto out;
		}
	if (text[0] != '\0') {
		log_secret(text);
		*line = mem_fmt("Authorization: %s", text);
	}
	rc = 0;
out:
	aws_wipe(file);
	return rc;
}

static int
take(struct aws_keys *k, const struct http_reply *reply, struct err *e)
{
	struct json *root;
	int rc;

	if (reply->status != 200)
		return err_set(e, http_code(reply->status), "the answer is %ld", reply->status);
	root = json_parse(reply->body.p == NULL ? "" : reply->body.p, reply->body.len, e);
	rc = root == NULL ? err_set(e, ERR_DATA, "the answer is no JSON")
			  : aws_keys_read(k, "container", &names, root, e);
	json_free(root);
	return rc;
}

static int
ask(const struct http_vendor *v, const struct aws_url *u, const char *token, struct aws_keys *k,
    struct err *e)
{
	const char *headers[3] = { "Accept: application/json", token, NULL };
	struct http_request r = { .method = "GET", .path = u->path[0] == '\0' ? "/" : u->path };
	struct http *h = NULL;
	int rc = -1;

	r.headers = headers;
	if (http_open(&h, v, 0, e) == 0 && http_once(h, &r, e) == 0)
		rc = take(k, &r.reply, e);
	http_close(h);
	if (r.reply.body.p != NULL)
		OPENSSL_cleanse(r.reply.body.p, r.reply.body.cap);
	http_reply_release(&r.reply);
	return rc;
}

int
aws_source_container(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	const char *relative = aws_setting(at->profile, RELATIVE, NULL);
	const char *full = aws_setting(at->profile, FULL, NULL);
	struct http_vendor vendor = {
		.name = "container", .direct = true, .attempts = 1, .timeout_ns = 2 * CLOCK_SECOND
	};
	struct aws_url u = { 0 };
	char *token = NULL;
	int rc = -1, try;

	if (relative == NULL && full == NULL) {
		buf_str(said, "no AWS_CONTAINER_CREDENTIALS_*_URI");
		return 0;
	}
	if (find(&u, relative, full, e) || read_token(at->profile, &token, e))
		goto out;
	vendor.base = u.base;
	vendor.ca_file = aws_ca_bundle(at->profile);
	for (try = 1; rc < 0 && try <= TRIES; try++) {
		rc = ask(&vendor, &u, token, k, e) ? -1 : 1;
		if (rc < 0 && (try == TRIES || stop_asked()))
			break;
		if (rc < 0) /* a signal cuts it short */
			(void)nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	}
	if (rc < 0)
		(void)err_wrap(e, "%s: %s", relative != NULL ? RELATIVE : FULL, u.place);
out:
	aws_wipe(token);
	aws_url_release(&u);
	return rc;
}
