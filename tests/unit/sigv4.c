/* aws/sigv4: vectors on which three other signers agree, and AWS's own rules case by case */
#include "aws/sigv4.h"

#include "base/err.h"
#include "tap.h"

#define ID "AKIDEXAMPLE"
#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" /* of AWS's examples */

/* clang-format off */
/* At 2026-11-22T10:11:12Z in eu-west-3; signed alike by botocore 1.43, npm aws4 and one written from the text. */
static const struct {
	const char *method, *target, *host, *service;
	const char *headers[4];
	const char *body; /* NULL: not signed */
	const char *canonical, *signature;
} vectors[] = {
	{ "POST", "/", "secretsmanager.eu-west-3.amazonaws.com", "secretsmanager",
	    { "content-type: application/x-amz-json-1.1", "x-amz-target: secretsmanager.GetSecretValue" },
	    "{\"SecretId\":\"app/db\"}",
	    "e02818bb6db1c7b7d801257b51bb5fe0b86fe506b46201a6fc807e9eb4350e91",
	    "7a265dff65c42a12a1f957c7fc2fe7445da9dc6121e48c7a0f853a90474c0638" },
	{ "POST", "/", "secretsmanager.eu-west-3.amazonaws.com", "secretsmanager",
	    { "content-type: application/x-amz-json-1.1", "x-amz-target: secretsmanager.GetSecretValue", "x-amz-security-token: IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/==" },
	    "{\"SecretId\":\"app/db\"}",
	    "07a74833069df24fcd491253352dd721cf8f4d50b5a9461d78d4edcadf8b53f2",
	    "c1889c7748486808028f2d82a368a95d89d504233bb74246e9ec37dd03585be5" },
	{ "POST", "/", "sts.eu-west-3.amazonaws.com", "sts",
	    { "content-type: application/x-www-form-urlencoded; charset=utf-8" },
	    "Action=GetCallerIdentity&Version=2011-06-15",
	    "fb9650ab56a37a02e7e8a3683acc46353668c0ad835b7f482ca8d4db7ef098a2",
	    "b7ec2f03d0ad72cdd1311254e036fc4b26125ab20307cd8a1c69951c3dc1086c" },
	{ "GET", "/schedules?ScheduleGroup=g&NextToken=a%2Bb%2F%3D&MaxResults=5", "scheduler.eu-west-3.amazonaws.com", "scheduler",
	    { NULL },
	    "",
	    "47a3eec111dce9616e401d9d4816b5950921c2497176d9a22941913766299dbb",
	    "6e64ee246f3514c09ea5b4e0514ecab1753a337deec9c075be99088e23ce649b" },
	{ "GET", "/tags/arn%3Aaws%3Ascheduler%3Aeu-west-3%3A123456789012%3Aschedule-group%2Fg", "scheduler.eu-west-3.amazonaws.com", "scheduler",
	    { NULL },
	    "",
	    "8fc0d53e100465e7b79489b3102b2908d7fdc20664f15bee35b304a5534ec353",
	    "09cf5c2219eeaaabfadb686d38d2cdbcf40aa0e8f471b985977bd672f757a31f" },
	{ "GET", "/?list-type=2&prefix=a%20b%2B%C3%BC%2F~&delimiter=%2F&max-keys=5&encoding-type=url", "my-bucket.s3.eu-west-3.amazonaws.com", "s3",
	    { "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	    "",
	    "8729f7e21c61fd3b646b03de890302a3a2b3e7e84feb34c150a8e168cf928268",
	    "822989d907091bf17b626af907e6251e94a92dad564c70c18cc4aeb75cb964c7" },
	{ "GET", "/?versioning", "my-bucket.s3.eu-west-3.amazonaws.com", "s3",
	    { "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	    "",
	    "b113fc6d1623d2e41414b3fc5bb8b62435dc44e00896a457729bcb127dbc6246",
	    "56676beb3d7bd55351c17458c339d5ffecb9b0c61c2111bcf016014e16965fab" },
	{ "PUT", "/dir%20a/x%2By%20%C3%BC~%281%29%21.txt", "my-bucket.s3.eu-west-3.amazonaws.com", "s3",
	    { "x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" },
	    "hello",
	    "1d7e8bd6aa7251e8423fa5d7b69040e85964f2e15491e153c60d2e06b43824c3",
	    "7dbc788642ba74e02a8053f425a321913ef1c111dbed5276187422053930aae5" },
	{ "PUT", "/k", "my-bucket.s3.eu-west-3.amazonaws.com", "s3",
	    { "x-amz-content-sha256: UNSIGNED-PAYLOAD", "x-amz-security-token: IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/==" },
	    NULL,
	    "7ee4570b223a213b58064d28eb2338a75f098fde8d21b97a4a253537a44af096",
	    "ea64bfed3cecfcdb609c9a1515ffed7ea8d260b39b5fc10681dd9ab5eb516198" },
	{ "PUT", "/k", "my-bucket.s3.eu-west-3.amazonaws.com", "s3",
	    { "x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "x-amz-server-side-encryption: aws:kms", "x-amz-server-side-encryption-aws-kms-key-id: kid" },
	    "hello",
	    "1faffbfeda2fdb2a61897333df8016e52163ff8d8ea18849350bf109681e7adb",
	    "690674003ecd0ba15285b27dbd9148219447d9cb4659f3d17281226e275be49a" },
	{ "PUT", "/my-bucket/a//b/../c?partNumber=1&uploadId=u%2B%2F%3D", "127.0.0.1:9000", "s3",
	    { "x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" },
	    "hello",
	    "34cd6bafab550191ecf53138c2bd80458c3dc67485ad46fb7a50a592f0bb335c",
	    "2addac7f3fd8497f4f7dc881f1e906900b287386a2f1bf3d8c65859dead79f57" },
};
/* clang-format on */

static void
vectors_agree(void)
{
	const char *headers[8];
	char hash[SIGV4_HASH_LEN + 1], want[600];
	struct sigv4_scope scope = { .region = "eu-west-3" };
	struct buf value = { 0 }, canonical = { 0 };
	struct sigv4_request r;
	struct err e;
	size_t i, k;

	CHECK(sigv4_date(scope.date, INT64_C(1795342272123456789), &e) == 0);
	CHECK_STR(scope.date, "20261122T101112Z");
	for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		for (k = 0; k < 4 && vectors[i].headers[k] != NULL; k++)
			headers[k] = vectors[i].headers[k];
		headers[k++] = "X-Amz-Date: 20261122T101112Z";
		headers[k++] = "User-Agent: pf-utils";
		headers[k++] = "Accept: */*";
		headers[k] = NULL;
		sigv4_hash(hash, vectors[i].body == NULL ? "" : vectors[i].body,
		    vectors[i].body == NULL ? 0 : strlen(vectors[i].body));
		r = (struct sigv4_request){ vectors[i].method, vectors[i].target, vectors[i].host,
			headers, vectors[i].body == NULL ? SIGV4_UNSIGNED : hash };
		scope.service = vectors[i].service;
		scope.s3 = strcmp(scope.service, "s3") == 0;
		buf_reset(&value);
		buf_reset(&canonical);
		sigv4_sign(&scope, ID, SECRET, &r, &value, &canonical);
		sigv4_hash(hash, canonical.p, canonical.len);
		CHECK_STR(hash, vectors[i].canonical);
		(void)snprintf(want, sizeof want, "Signature=%s", vectors[i].signature);
		CHECK(strstr(value.p, want) != NULL);
		(void)snprintf(want, sizeof want,
		    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-3/%s/aws4_request, SignedHeaders=",
		    scope.service);
		CHECK(strncmp(value.p, want, strlen(want)) == 0);
	}
	buf_release(&value);
	buf_release(&canonical);
}

/* The canonical request of a GET with no headers, up to its line LINE (0-based), as text. */
static const char *
line_of(const char *target, const char *const *headers, bool s3, unsigned line)
{
	static char text[600];
	struct sigv4_scope scope = { "20150830T123600Z", "us-east-1", "service", s3 };
	struct sigv4_request r = { "GET", target, "example.amazonaws.com", headers,
		SIGV4_UNSIGNED };
	struct buf value = { 0 }, canonical = { 0 };
	const char *p;

	sigv4_sign(&scope, ID, SECRET, &r, &value, &canonical);
	for (p = canonical.p; line > 0 && p != NULL; line--)
		p = strchr(p, '\n') + 1;
	(void)snprintf(
	    text, sizeof text, "%.*s", p == NULL ? 0 : (int)strcspn(p, "\n"), p == NULL ? "" : p);
	buf_release(&value);
	buf_release(&canonical);
	return text;
}

static void
paths_are_normalised_except_for_s3(void)
{
	static const struct {
		const char *target, *other, *s3;
	} rows[] = {
		{ "", "/", "/" },
		{ "/", "/", "/" },
		{ "//", "/", "//" },
		{ "/a/b/", "/a/b/", "/a/b/" },
		{ "/a/../b", "/b", "/a/../b" },
		{ "/a/..", "/", "/a/.." },
		{ "/../..", "/", "/../.." },
		{ "/./a//b/./", "/a/b/", "/./a//b/./" },
		{ "/a%20b", "/a%2520b", "/a%20b" },
		{ "/a%c3%bc", "/a%25c3%25bc", "/a%C3%BC" },
		{ "/a+b:c*~", "/a%2Bb%3Ac%2A~", "/a%2Bb%3Ac%2A~" },
		{ "/a%2fb", "/a%252fb", "/a%2Fb" },
		{ "/%", "/%25", "/%25" },
		{ "/%2", "/%252", "/%252" },
		{ "/%zz", "/%25zz", "/%25zz" },
		{ "/\xe1\x88\xb4", "/%E1%88%B4", "/%E1%88%B4" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(line_of(rows[i].target, NULL, false, 1), rows[i].other);
		CHECK_STR(line_of(rows[i].target, NULL, true, 1), rows[i].s3);
	}
}

static void
queries_are_sorted_by_name_and_value(void)
{
	static const char *const rows[][2] = {
		{ "/?", "" },
		{ "/?&&", "" },
		{ "/?a", "a=" },
		{ "/?b=2&a=1", "a=1&b=2" },
		{ "/?a=2&a=1&a", "a=&a=1&a=2" },
		{ "/?prefix-a=1&prefix=2", "prefix=2&prefix-a=1" },
		{ "/?A=1&a=2&B=3", "A=1&B=3&a=2" },
		{ "/?a=b=c", "a=b%3Dc" },
		{ "/?=x", "=x" },
		{ "/?a=+", "a=%2B" },
		{ "/?a=%2f%7e?", "a=%2F~%3F" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		CHECK_STR(line_of(rows[i][0], NULL, i % 2 == 0, 2), rows[i][1]);
}

static void
headers_are_joined_and_squeezed(void)
{
	static const char *const headers[] = { "X-Amz-Meta-A-B: 3", "X-Amz-Meta-A:  x \t  y ",
		"accept: */*", "Accept-Encoding: gzip", "X-AMZ-META-A: 2", "Connection: close",
		"no colon", "Content-Length: 7", "Host: another", "My-Header:", NULL };

	CHECK_STR(line_of("/", headers, false, 3), "host:example.amazonaws.com");
	CHECK_STR(line_of("/", headers, false, 4), "my-header:");
	CHECK_STR(line_of("/", headers, false, 5), "x-amz-meta-a:x y,2");
	CHECK_STR(line_of("/", headers, false, 6), "x-amz-meta-a-b:3");
	CHECK_STR(line_of("/", headers, false, 8), "host;my-header;x-amz-meta-a;x-amz-meta-a-b");
}

static void
dates_have_limits(void)
{
	char date[SIGV4_DATE_LEN + 1];
	struct err e;

	CHECK(sigv4_date(date, 0, &e) == 0);
	CHECK_STR(date, "19700101T000000Z");
	CHECK(sigv4_date(date, INT64_MAX, &e) == 0);
	CHECK_STR(date, "22620411T234716Z");
	CHECK(sigv4_date(date, -1, &e) == -1);
}

int
main(void)
{
	RUN(vectors_agree);
	RUN(paths_are_normalised_except_for_s3);
	RUN(queries_are_sorted_by_name_and_value);
	RUN(headers_are_joined_and_squeezed);
	RUN(dates_have_limits);
	return tap_done();
}
