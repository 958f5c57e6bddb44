/* What pf-sandbox takes for a signature of version 4: requests with the signatures that three other
 * programs agreed on, and cases of canonical paths, queries and headers. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/aws_canon.h"
#include "sandbox/aws_sigv4.h"
#include "tap.h"

#define REGION "eu-west-3"
#define AT "20261122T101112Z"
#define TOKEN "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=="
#define HOST(service) "host", service "." REGION ".amazonaws.com"
#define JSON                                                                                       \
	"content-type", "application/x-amz-json-1.1", "x-amz-target",                              \
	    "secretsmanager.GetSecretValue"
#define FORM "content-type", "application/x-www-form-urlencoded; charset=utf-8"

struct known {
	const char *service, *method, *path, *query, *body;
	const char *headers[10]; /* name, value, ...; NULL behind them */
	const char *canonical;   /* its SHA-256 */
	const char *signature;
};

/* clang-format off */
static const struct known known[] = {
	{ "secretsmanager", "POST", "/", NULL, "{\"SecretId\":\"app/db\"}", { HOST("secretsmanager"), JSON },
	  "e02818bb6db1c7b7d801257b51bb5fe0b86fe506b46201a6fc807e9eb4350e91",
	  "7a265dff65c42a12a1f957c7fc2fe7445da9dc6121e48c7a0f853a90474c0638" },
	{ "secretsmanager", "POST", "/", NULL, "{\"SecretId\":\"app/db\"}",
	  { HOST("secretsmanager"), JSON, "x-amz-security-token", TOKEN },
	  "07a74833069df24fcd491253352dd721cf8f4d50b5a9461d78d4edcadf8b53f2",
	  "c1889c7748486808028f2d82a368a95d89d504233bb74246e9ec37dd03585be5" },
	{ "sts", "POST", "/", NULL, "Action=GetCallerIdentity&Version=2011-06-15", { HOST("sts"), FORM },
	  "fb9650ab56a37a02e7e8a3683acc46353668c0ad835b7f482ca8d4db7ef098a2",
	  "b7ec2f03d0ad72cdd1311254e036fc4b26125ab20307cd8a1c69951c3dc1086c" },
	{ "scheduler", "GET", "/schedules", "ScheduleGroup=g&NextToken=a%2Bb%2F%3D&MaxResults=5", "", { HOST("scheduler") },
	  "47a3eec111dce9616e401d9d4816b5950921c2497176d9a22941913766299dbb",
	  "6e64ee246f3514c09ea5b4e0514ecab1753a337deec9c075be99088e23ce649b" },
	{ "scheduler", "GET", "/tags/arn%3Aaws%3Ascheduler%3Aeu-west-3%3A123456789012%3Aschedule-group%2Fg", NULL, "",
	  { HOST("scheduler") },
	  "8fc0d53e100465e7b79489b3102b2908d7fdc20664f15bee35b304a5534ec353",
	  "09cf5c2219eeaaabfadb686d38d2cdbcf40aa0e8f471b985977bd672f757a31f" },
};
/* clang-format on */

#define KNOWN (sizeof known / sizeof known[0])

static struct awss_keys keys = { .made = 1 };

/* The request, and the names of its headers in order. */
static void
make(struct request *r, const struct known *k, const char **names, size_t *n)
{
	/* in order of name: that is how they are signed */
	static const char *const order[] = { "content-type", "host", "x-amz-date",
		"x-amz-security-token", "x-amz-target" };
	size_t i;

	*r = (struct request){ 0 };
	r->method = mem_str(k->method);
	r->path = mem_str(k->path);
	r->query = mem_str(k->query);
	buf_str(&r->body, k->body);
	for (i = 0; k->headers[i] != NULL; i += 2)
		request_add_header(r, k->headers[i], k->headers[i + 1]);
	request_add_header(r, "X-Amz-Date", AT);
	for (*n = i = 0; i < sizeof order / sizeof order[0]; i++)
		if (request_header(r, order[i]) != NULL)
			names[(*n)++] = order[i];
}

static void
authorize(struct request *r, const struct known *k, const char *const *names, size_t n)
{
	struct buf text = { 0 };
	size_t i;

	buf_fmt(&text,
	    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/" REGION
	    "/%s/aws4_request, SignedHeaders=",
	    k->service);
	for (i = 0; i < n; i++)
		buf_fmt(&text, "%s%s", i > 0 ? ";" : "", names[i]);
	buf_fmt(&text, ", Signature=%s", k->signature);
	request_add_header(r, "Authorization", text.p);
	buf_release(&text);
}

static int
check(const struct request *r, const char *service, struct awss_refusal *why)
{
	struct awss_sigv4 rules = { .keys = &keys, .region = REGION, .service = service };
	const struct awss_key *key = NULL;

	CHECK_INT(clock_parse_time("2026-11-22T10:14:00Z", 20, &rules.now), 0);
	why->text[0] = '\0';
	return awss_sigv4_check(&rules, r, &key, why);
}

static void
known_signatures(void)
{
	char hash[AWS_HEX_LEN + 1];
	struct buf canon = { 0 };
	struct awss_refusal why;
	struct request r;
	const char *names[8];
	size_t i, n;

	for (i = 0; i < KNOWN; i++) {
		make(&r, &known[i], names, &n);
		buf_reset(&canon);
		awss_canon_request(&canon, &r, names, n);
		awss_hash(hash, canon.p, canon.len);
		CHECK_STR(hash, known[i].canonical);
		authorize(&r, &known[i], names, n);
		(void)snprintf(keys.sessions[0].token, sizeof keys.sessions[0].token, "%s",
		    request_header(&r, "x-amz-security-token") == NULL ? "" : TOKEN);
		if (check(&r, known[i].service, &why))
			CHECK_STR(why.text, "");
		buf_char(&r.body, ' ');
		CHECK_INT(check(&r, known[i].service, &why), -1);
		CHECK_INT(why.code, AWS_BAD_SIGNATURE);
		CHECK(strstr(why.text, TOKEN) == NULL);
		request_release(&r);
	}
	buf_release(&canon);
}

static void
paths(void)
{
	static const struct {
		const char *sent, *signs;
	} rows[] = { { "", "/" }, { "/", "/" }, { "//", "/" }, { "/./", "/" }, { "/.", "/" },
		{ "/example/..", "/" }, { "/example1/example2/../..", "/" },
		{ "//example//", "/example/" }, { "/./example", "/example" }, { "/a", "/a" },
		{ "/a/", "/a/" }, { "/a/.", "/a/" }, { "/a/b/..", "/a/" }, { "/..", "/" },
		{ "/../../a", "/a" }, { "/a/../b", "/b" }, { "/...", "/..." },
		{ "/a%2Fb", "/a%252Fb" }, { "/a b", "/a%20b" }, { "/\xe1\x88\xb4", "/%E1%88%B4" },
		{ "/-._~0aZ", "/-._~0aZ" }, { "/x:y(1)", "/x%3Ay%281%29" } };
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_reset(&out);
		awss_canon_path(&out, rows[i].sent);
		out.p[out.len] = '\0';
		CHECK_STR(out.p, rows[i].signs);
	}
	buf_release(&out);
}

static void
queries(void)
{
	static const struct {
		const char *sent, *signs;
	} rows[] = { { "Param2=value2&Param1=value1", "Param1=value1&Param2=value2" },
		{ "Param1=value2&Param1=Value1", "Param1=Value1&Param1=value2" },
		{ "lifecycle", "lifecycle=" }, { "a&b=", "a=&b=" }, { "&&a=1&&", "a=1" },
		{ "prefix-a=1&prefix=2", "prefix=2&prefix-a=1" }, { "a=b=c", "a=b%3Dc" },
		{ "a=%2f%7e+x", "a=%2F~%2Bx" }, { "a=%zz", "a=%25zz" }, { "a=%", "a=%25" },
		{ "%E1%88%B4=bar", "%E1%88%B4=bar" }, { "a=b c", "a=b%20c" }, { "=", "=" } };
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_reset(&out);
		awss_canon_query(&out, rows[i].sent);
		CHECK_STR(out.p, rows[i].signs);
	}
	buf_reset(&out);
	awss_canon_query(&out, NULL);
	CHECK_INT(out.len, 0);
	buf_release(&out);
}

static void
headers(void)
{
	struct request r = { 0 };
	struct buf out = { 0 };

	request_add_header(&r, "My-Header1", "  a   b \t c  ");
	request_add_header(&r, "Other", "x");
	request_add_header(&r, "my-header1", "d");
	request_add_header(&r, "Empty", NULL);
	awss_canon_header(&out, &r, "my-header1");
	awss_canon_header(&out, &r, "empty");
	CHECK_STR(out.p, "my-header1:a b c,d\nempty:\n");
	buf_release(&out);
	request_release(&r);
}

int
main(void)
{
	(void)snprintf(keys.sessions[0].id, sizeof keys.sessions[0].id, "AKIDEXAMPLE");
	(void)snprintf(keys.sessions[0].secret, sizeof keys.sessions[0].secret,
	    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
	keys.sessions[0].expires = INT64_MAX;
	RUN(known_signatures);
	RUN(paths);
	RUN(queries);
	RUN(headers);
	return tap_done();
}
