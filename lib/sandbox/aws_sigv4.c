#include "sandbox/aws_sigv4.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/aws_canon.h"

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SIGNED_MAX 64
#define BASIC_LEN 16 /* 20260102T030405Z */
#define MAC_LEN 32

/* An Authorization header in parts. */
struct signature {
	char *text; /* owned; the header, cut into the others */
	char *credential, *signed_headers, *signature;
	char *id, *date, *region, *service, *end; /* of the credential */
	const char *names[SIGNED_MAX];            /* signed headers, sorted */
	size_t n;
	const char *at; /* borrowed from the request: X-Amz-Date */
	int64_t time;
};

static int
by_text(const void *a, const void *b)
{
	const char *const *p = a, *const *q = b;

	return strcmp(*p, *q);
}

/* "Credential=..., SignedHeaders=..., Signature=..." */
static int
split_header(struct signature *s, struct awss_refusal *why)
{
	char *at = s->text + strcspn(s->text, " "), *part, *eq;

	if (*at != '\0')
		*at++ = '\0';
	if (strcmp(s->text, ALGORITHM) != 0)
		return awss_refuse(
		    why, AWS_INCOMPLETE, "Unsupported AWS 'algorithm': '%.32s'.", s->text);
	while ((part = strsep(&at, ",")) != NULL) {
		part += strspn(part, " ");
		eq = strchr(part, '=');
		if (eq == NULL)
			continue;
		*eq++ = '\0';
		if (strcmp(part, "Credential") == 0)
			s->credential = eq;
		else if (strcmp(part, "SignedHeaders") == 0)
			s->signed_headers = eq;
		else if (strcmp(part, "Signature") == 0)
			s->signature = eq;
	}
	if (s->credential != NULL && s->signed_headers != NULL && s->signature != NULL)
		return 0;
	return awss_refuse(why, AWS_INCOMPLETE, "%s%s%sAuthorization=" ALGORITHM,
	    s->credential ? "" : "Authorization header requires 'Credential' parameter. ",
	    s->signature ? "" : "Authorization header requires 'Signature' parameter. ",
	    s->signed_headers ? "" : "Authorization header requires 'SignedHeaders' parameter. ");
}

static int
split_credential(struct signature *s, struct awss_refusal *why)
{
	char **parts[] = { &s->id, &s->date, &s->region, &s->service, &s->end };
	char *at = s->credential;
	size_t i;

	for (i = 0; i < 5; i++)
		*parts[i] = strsep(&at, "/");
	if (s->end != NULL && at == NULL)
		return 0;
	return awss_refuse(why, AWS_INCOMPLETE,
	    "Credential must have exactly 5 slash-delimited elements, e.g. "
	    "keyid/date/region/service/term");
}

static bool
is_signed(const struct signature *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->names[i], name) == 0)
			return true;
	return false;
}

/* What is signed is there, and what must be signed is. */
static int
check_headers(struct signature *s, const struct request *r, struct awss_refusal *why)
{
	char *at = s->signed_headers, *name;
	size_t i;

	while ((name = strsep(&at, ";")) != NULL) {
		if (s->n == SIGNED_MAX)
			return awss_refuse(why, AWS_INCOMPLETE, "too many signed headers");
		if (request_header(r, name) == NULL)
			return awss_refuse(why, AWS_INCOMPLETE,
			    "'%.64s' is a 'SignedHeader', but there is no such header.", name);
		s->names[s->n++] = name;
	}
	qsort(s->names, s->n, sizeof s->names[0], by_text);
	if (!is_signed(s, "host"))
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
	for (i = 0; i < r->nheaders; i++) {
		name = r->headers[i].name;
		if ((strcmp(name, "content-type") == 0 || strncmp(name, "x-amz-", 6) == 0) &&
		    !is_signed(s, name))
			return awss_refuse(why, AWS_BAD_SIGNATURE,
			    "'%.64s' must be a 'SignedHeader' in the AWS Authorization.", name);
	}
	return 0;
}

/* "20260102T030405Z" */
static int
parse_basic(const char *s, int64_t *ns)
{
	char text[32];

	if (strlen(s) != BASIC_LEN)
		return -1;
	(void)snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s, s + 4, s + 6, s + 9,
	    s + 11, s + 13);
	return s[8] == 'T' && s[15] == 'Z' ? clock_parse_time(text, strlen(text), ns) : -1;
}

static const char *
basic_text(char out[BASIC_LEN + 1], int64_t ns)
{
	char text[CLOCK_TEXT_MAX];
	size_t i, n = 0;

	(void)clock_time_text(text, ns - ns % CLOCK_SECOND);
	for (i = 0; text[i] != '\0' && n < BASIC_LEN; i++)
		if (strchr("-:", text[i]) == NULL)
			out[n++] = text[i];
	out[n] = '\0';
	return out;
}

/* What the credential is for. */
static int
check_scope(struct signature *s, const struct awss_sigv4 *rules, const struct request *r,
    struct awss_refusal *why)
{
	s->at = request_header(r, "x-amz-date");
	if (s->at == NULL)
		return awss_refuse(why, AWS_INCOMPLETE,
		    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
		    "header. Authorization=" ALGORITHM);
	if (parse_basic(s->at, &s->time))
		return awss_refuse(why, AWS_INCOMPLETE,
		    "Date must be in ISO-8601 'basic format'. Got '%.32s'.", s->at);
	if (strcmp(s->end, "aws4_request") != 0)
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "Credential should be scoped with a valid terminator: 'aws4_request'.");
	if (strcmp(s->service, rules->service) != 0)
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "Credential should be scoped to correct service: '%s'.", rules->service);
	if (strcmp(s->region, rules->region) != 0)
		return awss_refuse(
		    why, AWS_BAD_SIGNATURE, "Credential should be scoped to a valid region.");
	if (strlen(s->date) != 8 || strncmp(s->date, s->at, 8) != 0)
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
		    "date from HTTP: '%.16s' != '%.8s', from '%s'.",
		    s->date, s->at, s->at);
	return 0;
}

static int
check_clock(const struct signature *s, int64_t now, struct awss_refusal *why)
{
	const int64_t max = AWS_SKEW_MAX * CLOCK_SECOND;
	char ours[BASIC_LEN + 1], edge[BASIC_LEN + 1];

	if (s->time < now - max)
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "Signature expired: %s is now earlier than %s (%s - 5 min.)", s->at,
		    basic_text(edge, now - max), basic_text(ours, now));
	if (s->time > now + max)
		return awss_refuse(why, AWS_BAD_SIGNATURE,
		    "Signature not yet current: %s is still later than %s (%s + 5 min.)", s->at,
		    basic_text(edge, now + max), basic_text(ours, now));
	return 0;
}

/* Who it is, and whether they still are. */
static int
check_key(const struct signature *s, const struct awss_sigv4 *rules, const struct request *r,
    const struct awss_key **key, struct awss_refusal *why)
{
	const char *token = request_header(r, "x-amz-security-token");

	*key = awss_keys_find(rules->keys, s->id);
	if (*key == NULL || strcmp(token == NULL ? "" : token, (*key)->token) != 0)
		return awss_refuse(
		    why, AWS_UNKNOWN_KEY, "The security token included in the request is invalid.");
	if (rules->now >= (*key)->expires)
		return awss_refuse(
		    why, AWS_EXPIRED, "The security token included in the request is expired");
	return 0;
}

static void
mac(unsigned char out[MAC_LEN], const unsigned char *key, size_t n, const char *text)
{
	memset(out, 0, MAC_LEN);
	/* it fails only when memory is out, and then no signature is right */
	(void)HMAC(EVP_sha256(), key, (int)n, (const unsigned char *)text, strlen(text), out, NULL);
}

static void
sign(char hex[AWS_HEX_LEN + 1], const struct signature *s, const char *secret, const char *text)
{
	unsigned char a[MAC_LEN], b[MAC_LEN];
	char *start = mem_fmt("AWS4%s", secret);
	size_t i;

	mac(a, (const unsigned char *)start, strlen(start), s->date);
	mac(b, a, sizeof a, s->region);
	mac(a, b, sizeof b, s->service);
	mac(b, a, sizeof a, s->end);
	mac(a, b, sizeof b, text);
	for (i = 0; i < sizeof a; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", a[i]);
	free(start);
}

/* The token, which is no secret to who sent it, but to who reads its log. */
static void
mask(struct buf *text, const char *token)
{
	char *at = token == NULL || *token == '\0' ? NULL : strstr(text->p, token);

	if (at != NULL)
		memset(at, '*', strlen(token));
}

static int
check_signature(const struct signature *s, const struct request *r, const struct awss_key *key,
    struct awss_refusal *why)
{
	char hash[AWS_HEX_LEN + 1], right[AWS_HEX_LEN + 1];
	struct buf canon = { 0 }, text = { 0 };
	int rc = 0;

	awss_canon_request(&canon, r, s->names, s->n);
	awss_hash(hash, canon.p, canon.len);
	buf_fmt(&text, ALGORITHM "\n%s\n%s/%s/%s/%s\n%s", s->at, s->date, s->region, s->service,
	    s->end, hash);
	sign(right, s, key->secret, text.p);
	if (strcmp(right, s->signature) != 0) {
		mask(&canon, request_header(r, "x-amz-security-token"));
		rc = awss_refuse(why, AWS_BAD_SIGNATURE,
		    "The request signature we calculated does not match the signature you "
		    "provided. Check your AWS Secret Access Key and signing method. Consult the "
		    "service documentation for details.\n\n"
		    "The Canonical String for this request should have been\n'%s'\n\n"
		    "The String-to-Sign should have been\n'%s'\n",
		    canon.p, text.p);
	}
	buf_release(&text);
	buf_release(&canon);
	return rc;
}

int
awss_sigv4_check(const struct awss_sigv4 *rules, const struct request *r,
    const struct awss_key **key, struct awss_refusal *why)
{
	const char *sent = request_header(r, "authorization");
	struct signature s = { 0 };
	int rc = -1;

	if (sent == NULL || *sent == '\0')
		return awss_refuse(why, AWS_NO_TOKEN, "Request is missing Authentication Token");
	s.text = mem_str(sent);
	if (split_header(&s, why) || split_credential(&s, why) || check_headers(&s, r, why) ||
	    check_scope(&s, rules, r, why) || check_clock(&s, rules->now, why) ||
	    check_key(&s, rules, r, key, why) || check_signature(&s, r, *key, why))
		goto out;
	rc = 0;
out:
	free(s.text);
	return rc;
}
