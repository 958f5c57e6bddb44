/* lib/aws/creds: keys that the container's agent and the instance's metadata hand out, played by a
 * server on loopback */
#include <stdlib.h>

#include "aws_env.h"
#include "server.h"

#define BODY(text) OK "\r\n" text
#define STATUS(n) "HTTP/1.1 " n " X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
#define NOBODY "" /* the connection is closed without a word */
#define KEYS(id, expiration)                                                                       \
	BODY("{\"AccessKeyId\":\"" id "\",\"SecretAccessKey\":\"" HIDDEN "s\",\"Token\":\"" HIDDEN \
	     "t\",\"Expiration\":\"" expiration "\"}")
#define ROLE(id, expiration)                                                                       \
	BODY("{\"Code\":\"Success\",\"AccessKeyId\":\"" id "\",\"SecretAccessKey\":\"" HIDDEN      \
	     "s\",\"Token\":\"" HIDDEN "t\",\"Expiration\":\"" expiration "\"}")
#define LATER "2023-11-15T04:13:20Z" /* in six hours */
#define MINUTES(n) ((n)*INT64_C(60) * CLOCK_SECOND)

/* Play the script, as what variable url_env points to with that path, and look for keys. */
static int
find(struct world *w, struct server *s, const char *url_env, const char *path,
    const char *const *script)
{
	char url[300];

	serve(s, script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d%s", s->port, path);
	(void)setenv(url_env, url, 1);
	return world_find(w, NULL, NOW);
}

static int
instance(struct world *w, struct server *s, const char *const *script)
{
	(void)unsetenv("AWS_EC2_METADATA_DISABLED");
	return find(w, s, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "/", script);
}

static int
container(struct world *w, struct server *s, const char *const *script)
{
	return find(w, s, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "/v1/keys?a=b", script);
}

static void
an_instance_gives_a_token_then_a_role_then_keys(void)
{
	const char *const script[] = { BODY(HIDDEN "token"), BODY("web-role\n"),
		ROLE("AKIDROLE", LATER), NULL };
	struct world w = { 0 };
	struct server s;
	char *seen;

	world_reset();
	(void)setenv("http_proxy", "http://127.0.0.1:1", 1);
	FOUND(&w, instance(&w, &s, script), "instance role web-role", "AKIDROLE");
	CHECK_STR(w.k->secret, HIDDEN "s");
	CHECK_STR(w.k->token, HIDDEN "t");
	CHECK_INT(w.k->expires, NOW + MINUTES(360));
	(void)unsetenv("http_proxy");
	seen = stop(&s);
	CHECK(strstr(seen, "PUT /latest/api/token HTTP/1.1\r\n") == seen);
	CHECK_INT(count(seen, "x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n"), 1);
	CHECK_INT(count(seen, "Content-Length: 0\r\n"), 1);
	CHECK_INT(count(seen, "Transfer-Encoding"), 0);
	CHECK_INT(count(seen, "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1\r\n"), 1);
	CHECK_INT(
	    count(seen, "GET /latest/meta-data/iam/security-credentials/web-role HTTP/1.1\r\n"), 1);
	CHECK_INT(count(seen, "x-aws-ec2-metadata-token: " HIDDEN "token\r\n"), 2);
	free(seen);
	world_close(&w);
}

static void
version_1_stands_in_where_it_may(void)
{
	static const char *const firsts[] = { STATUS("403"), STATUS("404"), STATUS("405"), NOBODY };
	const char *script[] = { NULL, BODY("r"), ROLE("AKIDONE", LATER), NULL };
	struct world w = { 0 };
	struct server s;
	char *seen;
	size_t i;

	for (i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
		world_reset();
		script[0] = firsts[i];
		FOUND(&w, instance(&w, &s, script), "instance role r", "AKIDONE");
		seen = stop(&s);
		CHECK_INT(count(seen, "x-aws-ec2-metadata-token:"), 0);
		free(seen);
		(void)setenv("AWS_EC2_METADATA_V1_DISABLED", "True", 1);
		CHECK_INT(instance(&w, &s, script), -1);
		CHECK(strstr(w.e.msg, "version 1 is not allowed") != NULL);
		CHECK((strstr(w.e.msg, "hop limit") != NULL) == (firsts[i][0] == '\0'));
		seen = stop(&s);
		CHECK_INT(count(seen, "GET "), 0);
		free(seen);
	}
	world_close(&w);
}

static void
a_lost_token_names_the_hop_limit_in_good_time(void)
{
	const char *const script[] = { OK STALL, NULL };
	struct world w = { 0 };
	struct server s;
	int64_t from = clock_mono();

	world_reset();
	FAILS(&w, instance(&w, &s, script), ERR_TEMP, "the hop limit of the instance's");
	CHECK(strstr(w.e.msg, "; tried before: environment: no AWS_ACCESS_KEY_ID; role: ") != NULL);
	CHECK(clock_mono() - from < CLOCK_SECOND * 3 / 2);
	free(stop(&s));
	world_close(&w);
}

static void
nobody_there_is_no_credentials(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0), full[2], i;
	struct world w = { 0 };
	char url[64];
	int64_t from;

	world_reset();
	(void)unsetenv("AWS_EC2_METADATA_DISABLED");
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(at.sin_port));
	(void)setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", url, 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "; instance metadata: cannot connect to");
	CHECK(listen(fd, 0) == 0);
	for (i = 0; i < 2; i++) { /* its queue is full: more are not answered */
		full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(full[i], (struct sockaddr *)&at, sizeof at);
	}
	from = clock_mono();
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "; instance metadata: 127.0.0.1:");
	CHECK(strstr(w.e.msg, "hop limit") == NULL);
	CHECK(clock_mono() - from < CLOCK_SECOND * 3 / 2);
	for (i = 0; i < 2; i++)
		(void)close(full[i]);
	(void)close(fd);
	world_close(&w);
}

static void
what_an_instance_answers_otherwise(void)
{
	static const struct {
		const char *script[5], *says;
		enum err_code code;
	} rows[] = {
		{ { STATUS("400") }, "the request for a token is answered with 400", ERR_REMOTE },
		{ { STATUS("500") }, "the request for a token is answered with 500", ERR_TEMP },
		{ { BODY("") }, "the token is none", ERR_DATA },
		{ { BODY("a\r\nb") }, "the token is none", ERR_DATA },
		{ { BODY("t"), STATUS("404") }, "; instance metadata: no role is attached",
		    ERR_CONFIG },
		{ { BODY("t"), STATUS("500") }, "answered with 500", ERR_TEMP },
		{ { BODY("t"), BODY("../x") }, "the name of the role is none", ERR_DATA },
		{ { BODY("t"), BODY("r"), STATUS("404") }, "/r is answered with 404", ERR_REMOTE },
		{ { BODY("t"), BODY("r"),
		      BODY("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"no trust\","
			   "\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" HIDDEN "\"}") },
		    "instance role r: AssumeRoleUnauthorizedAccess: no trust", ERR_PERM },
		{ { BODY("t"), BODY("r"), BODY(HIDDEN) }, "the answer is no JSON object",
		    ERR_DATA },
		{ { BODY("t"), BODY("r"), BODY("{\"Code\":\"Success\"}") },
		    "instance role r: there is no access key id", ERR_CONFIG },
		{ { BODY("t"), STATUS("401"), STATUS("403"), STATUS("401") }, "answered with 401",
		    ERR_PERM },
		{ { BODY("t"), STATUS("401"), BODY("u"), STATUS("401") }, "answered with 401",
		    ERR_PERM },
	};
	const char *const once_again[] = { BODY("t1"), STATUS("401"), BODY("t2"), BODY("r"),
		ROLE("AKIDTWO", LATER), NULL };
	struct world w = { 0 };
	struct server s;
	char *seen;
	size_t i;

	world_reset();
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		FAILS(&w, instance(&w, &s, rows[i].script), rows[i].code, rows[i].says);
		free(stop(&s));
	}
	FOUND(&w, instance(&w, &s, once_again), "instance role r", "AKIDTWO");
	seen = stop(&s);
	CHECK_INT(count(seen, "x-aws-ec2-metadata-token: t1\r\n"), 1);
	CHECK_INT(count(seen, "x-aws-ec2-metadata-token: t2\r\n"), 2);
	free(seen);
	world_close(&w);
}

static void
settings_of_metadata_are_checked(void)
{
	static const struct {
		const char *name, *value;
	} bad[] = {
		{ "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.0.0.1" },
		{ "AWS_EC2_METADATA_SERVICE_ENDPOINT", "x" },
		{ "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "both" },
		{ "AWS_METADATA_SERVICE_TIMEOUT", "soon" },
		{ "AWS_METADATA_SERVICE_TIMEOUT", "0" },
		{ "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "0" },
	};
	struct world w = { 0 };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		world_reset();
		(void)unsetenv("AWS_EC2_METADATA_DISABLED");
		(void)setenv(bad[i].name, bad[i].value, 1);
		FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, bad[i].name);
	}
	world_reset();
	(void)setenv("AWS_EC2_METADATA_DISABLED", "TRUE", 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "AWS_EC2_METADATA_DISABLED is set");
	world_close(&w);
}

static void
an_instance_prolongs_its_keys(void)
{
	const char *const script[] = { BODY("t"), BODY("r"), ROLE("AKID1", "2023-11-14T22:14:20Z"),
		BODY("t"), BODY("r"), ROLE("AKID2", LATER), NULL };
	struct world w = { 0 };
	struct server s;

	world_reset();
	FOUND(&w, instance(&w, &s, script), "instance role r", "AKID1"); /* a minute is left */
	CHECK_INT(world_get(&w, NOW + MINUTES(12) - 1), 0);
	CHECK_STR(w.k->id, "AKID1");
	CHECK_INT(world_get(&w, NOW + MINUTES(20)), 0);
	CHECK_STR(w.k->id, "AKID2");
	free(stop(&s));
	world_close(&w);
}

static void
a_container_is_given_its_keys(void)
{
	const char *const script[] = { KEYS("AKID1", LATER), KEYS("AKID2", LATER), NULL };
	const char *const later[] = { STATUS("500"), BODY("<html>"), KEYS("AKID3", LATER), NULL };
	struct world w = { 0 };
	struct server s;
	int64_t from;
	char *seen;

	world_reset();
	(void)setenv("http_proxy", "http://127.0.0.1:1", 1);
	(void)setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", HIDDEN "variable", 1);
	(void)setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
	    scratch_file(&dir, "token", "Basic " HIDDEN "file1"), 1);
	FOUND(&w, container(&w, &s, script), "container", "AKID1");
	CHECK_STR(w.k->token, HIDDEN "t");
	(void)scratch_file(&dir, "token", "Basic " HIDDEN "file2");
	aws_creds_refresh(w.c);
	CHECK_INT(world_get(&w, NOW), 0);
	CHECK_STR(w.k->id, "AKID2");
	seen = stop(&s);
	CHECK(strstr(seen, "GET /v1/keys?a=b HTTP/1.1\r\n") == seen);
	CHECK_INT(count(seen, "Authorization: Basic " HIDDEN "file1\r\n"), 1);
	CHECK_INT(count(seen, "Authorization: Basic " HIDDEN "file2\r\n"), 1);
	CHECK_INT(count(seen, "Accept: application/json\r\n"), 2);
	free(seen);
	(void)unsetenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
	from = clock_mono();
	FOUND(&w, container(&w, &s, later), "container", "AKID3");
	CHECK(clock_mono() - from >= 2 * CLOCK_SECOND);
	seen = stop(&s);
	CHECK_INT(count(seen, "Authorization: " HIDDEN "variable\r\n"), 3);
	free(seen);
	(void)unsetenv("http_proxy");
	world_close(&w);
}

static void
a_container_that_gets_none_asks_nobody_else(void)
{
	const char *const script[] = { BODY("{\"AccessKeyId\": \"" HIDDEN), STATUS("302"),
		STATUS("503"), KEYS("AKID4", LATER), NULL };
	struct world w = { 0 };
	struct server s;

	world_reset();
	(void)unsetenv("AWS_EC2_METADATA_DISABLED");
	FAILS(&w, container(&w, &s, script), ERR_TEMP,
	    "AWS credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI: 127.0.0.1:");
	CHECK(strstr(w.e.msg, ": the answer is 503") != NULL);
	CHECK(strstr(w.e.msg, "instance") == NULL);
	free(stop(&s));
	world_close(&w);
}

static void
hosts_and_tokens_are_checked_before_anybody_is_asked(void)
{
	static const char *const far[] = { "http://example.com/x", "http://10.0.0.1/x",
		"http://169.254.169.254/x", "http://[fd00:ec2::254]/x",
		"http://127.0.0.1.example.com/", "http://169.254.170.2@example.com/x",
		"http://localhost.example.com", "ftp://localhost/", "/relative",
		"http://127.0.0.1/#x", "http://127.0.0.1/a b" };
	static const char *const tokens[] = { HIDDEN "\r\nX-Evil: 1", HIDDEN "\n", HIDDEN "\x01" };
	const char *const script[] = { KEYS("AKID", LATER), NULL };
	struct world w = { 0 };
	struct server s;
	char *seen;
	size_t i;

	world_reset();
	for (i = 0; i < sizeof far / sizeof far[0]; i++) {
		(void)setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", far[i], 1);
		FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG,
		    "AWS_CONTAINER_CREDENTIALS_FULL_URI");
	}
	for (i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
		world_reset();
		(void)setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", tokens[i], 1);
		FAILS(&w, container(&w, &s, script), ERR_CONFIG,
		    "AWS_CONTAINER_AUTHORIZATION_TOKEN: the token has the end of a line");
		(void)setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
		    scratch_file(&dir, "token", tokens[i]), 1);
		FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG,
		    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: the token has the end of a line");
		(void)setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nonexistent/token", 1);
		FAILS(
		    &w, world_find(&w, NULL, NOW), ERR_CONFIG, "/nonexistent/token: No such file");
		seen = stop(&s);
		CHECK_STR(seen, "");
		free(seen);
	}
	(void)setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@example.com/x", 1); /* it wins */
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG,
	    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path");
	world_close(&w);
}

int
main(void)
{
	world_make();
	(void)setenv("PF_HTTP_BACKOFF", "10ms", 1);
	RUN(an_instance_gives_a_token_then_a_role_then_keys);
	RUN(version_1_stands_in_where_it_may);
	RUN(a_lost_token_names_the_hop_limit_in_good_time);
	RUN(nobody_there_is_no_credentials);
	RUN(what_an_instance_answers_otherwise);
	RUN(settings_of_metadata_are_checked);
	RUN(an_instance_prolongs_its_keys);
	RUN(a_container_is_given_its_keys);
	RUN(a_container_that_gets_none_asks_nobody_else);
	RUN(hosts_and_tokens_are_checked_before_anybody_is_asked);
	RUN(nothing_secret_was_logged);
	world_remove();
	return tap_done();
}
