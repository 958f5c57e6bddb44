/* lib/aws/creds: where keys are found without a network, in which order, and how they are kept fresh */
#include <stdlib.h>

#include "aws_env.h"

static void
config(const char *text)
{
	(void)setenv("AWS_CONFIG_FILE", scratch_file(&dir, "config", text), 1);
}

static void
credentials(const char *text)
{
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", scratch_file(&dir, "credentials", text), 1);
}

static void
the_environment(void)
{
	struct world w = { 0 };

	world_reset();
	(void)setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
	(void)setenv("AWS_SECRET_ACCESS_KEY", HIDDEN "1", 1);
	FOUND(&w, world_find(&w, NULL, NOW), "environment", "AKIDENV");
	CHECK_STR(w.k->secret, HIDDEN "1");
	CHECK(w.k->token == NULL);
	CHECK(w.k->expires == CLOCK_NONE);
	(void)setenv("AWS_SESSION_TOKEN", HIDDEN "new", 1);
	FOUND(&w, world_find(&w, NULL, NOW), "environment", "AKIDENV");
	CHECK_STR(w.k->token, HIDDEN "new");
	(void)setenv("AWS_SECURITY_TOKEN", HIDDEN "old", 1);
	(void)setenv("AWS_CREDENTIAL_EXPIRATION", "2023-11-15T00:13:20+01:00", 1);
	FOUND(&w, world_find(&w, NULL, NOW), "environment", "AKIDENV");
	CHECK_STR(w.k->token, HIDDEN "old");
	CHECK_INT(w.k->expires, NOW + 3600 * CLOCK_SECOND);
	(void)setenv("AWS_CREDENTIAL_EXPIRATION", "2023-11-14T22:13:20Z", 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_PERM, "environment: the credentials expired at");
	(void)setenv("AWS_CREDENTIAL_EXPIRATION", "soon", 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "environment: the time of expiration");
	(void)unsetenv("AWS_CREDENTIAL_EXPIRATION");
	(void)setenv("AWS_SECRET_ACCESS_KEY", "", 1); /* counts as none */
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "AWS_SECRET_ACCESS_KEY is not");
	(void)setenv("AWS_ACCESS_KEY_ID", "", 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "environment: no AWS_ACCESS_KEY_ID");
	world_close(&w);
}

static void
a_profile_named_by_an_option_goes_before_the_environment(void)
{
	struct world w = { 0 };

	world_reset();
	config("[profile dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = " HIDDEN "\n");
	(void)setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
	FOUND(&w, world_find(&w, "dev", NOW), "profile dev", "AKIDDEV");
	(void)setenv("AWS_SECRET_ACCESS_KEY", HIDDEN "1", 1);
	(void)setenv("AWS_PROFILE", "dev", 1);
	FOUND(&w, world_find(&w, NULL, NOW), "environment", "AKIDENV");
	world_close(&w);
}

static void
the_files_in_order_and_never_mixed(void)
{
	static const char process[] = "credential_process = echo '{\"Version\": 1, "
				      "\"AccessKeyId\": \"AKIDPROC\", \"SecretAccessKey\": "
				      "\"" HIDDEN "\"}'\n";
	struct world w = { 0 };
	char text[512];

	world_reset();
	(void)snprintf(text, sizeof text,
	    "[default]\n%saws_access_key_id = AKIDCONF\naws_secret_access_key = " HIDDEN "c\n",
	    process);
	config(text);
	credentials("[default]\naws_access_key_id = AKIDCRED\naws_secret_access_key = " HIDDEN
		    "f\naws_session_token = " HIDDEN "t\n");
	FOUND(&w, world_find(&w, NULL, NOW), "profile default", "AKIDCRED");
	CHECK_STR(w.k->secret, HIDDEN "f");
	CHECK_STR(w.k->token, HIDDEN "t");
	credentials("[default]\naws_access_key_id = AKIDCRED\n"); /* the other file has a secret */
	FAILS(
	    &w, world_find(&w, NULL, NOW), ERR_CONFIG, "partial credentials: profile default in ");
	CHECK(strstr(w.e.msg, "/credentials has aws_access_key_id but no") != NULL);
	credentials("[other]\n");
	FOUND(&w, world_find(&w, NULL, NOW), "credential_process of profile default", "AKIDPROC");
	config("[default]\naws_access_key_id = AKIDCONF\naws_secret_access_key = " HIDDEN "c\n");
	FOUND(&w, world_find(&w, NULL, NOW), "profile default", "AKIDCONF");
	CHECK(w.k->token == NULL);
	config("[default]\naws_access_key_id = AKIDCONF\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "/config has aws_access_key_id but no");
	world_close(&w);
}

static void
what_is_not_supported_is_said_and_not_passed_by(void)
{
	static const char keys[] = "aws_access_key_id = AKID\naws_secret_access_key = " HIDDEN "\n";
	static const struct {
		const char *lines, *says;
	} rows[] = {
		{ "role_arn = arn:aws:iam::1:role/x\nsource_profile = nobody\n",
		    "profile 'nobody' is in neither" },
		{ "role_arn = arn:aws:iam::1:role/x\ncredential_source = Environment\n",
		    "role of profile dev: credential_source = Environment: no AWS_ACCESS_KEY_ID" },
		{ "role_arn = arn:aws:iam::1:role/x\ncredential_source = Moon\n",
		    "'Moon' is none of Environment, EcsContainer, Ec2InstanceMetadata" },
		{ "role_arn = arn:aws:iam::1:role/x\ncredential_source = Environment\nsource_profile = a\n",
		    "both source_profile and credential_source" },
		{ "role_arn = arn:aws:iam::1:role/x\nsource_profile = a\nmfa_serial = s\n",
		    "wants a second factor (mfa_serial), which is not asked for here" },
		{ "role_arn = arn:aws:iam::1:role/x\nsource_profile = dev\nduration_seconds = 1\n",
		    "duration_seconds is no number from 900 to 43200" },
		{ "role_arn = arn:aws:iam::1:role/x\n",
		    "neither source_profile nor credential_source" },
		{ "role_arn = arn:aws:iam::1:role/x\nweb_identity_token_file = /x\n",
		    "web identity: the token of the web identity: /x: No such file or directory" },
		{ "sso_account_id = 1\nsso_role_name = x\n", "signs in by SSO, which is not" },
		{ "login_session = x\n", "signs in by login_session, which is not supported" },
	};
	struct world w = { 0 };
	char text[512];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		world_reset();
		(void)snprintf(text, sizeof text, "[profile dev]\n%s%s", rows[i].lines, keys);
		config(text);
		FAILS(&w, world_find(&w, "dev", NOW), ERR_CONFIG, rows[i].says);
	}
	world_reset();
	(void)setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/x", 1);
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "there is no AWS_ROLE_ARN beside it");
	config("[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n"
	       "[profile b]\nrole_arn = arn:aws:iam::1:role/y\nsource_profile = a\n");
	FAILS(&w, world_find(&w, "a", NOW), ERR_CONFIG, "source_profile leads back to profile a");
	(void)snprintf(text, sizeof text, "[profile dev]\n%s", keys);
	config(text);
	FOUND(&w, world_find(&w, "dev", NOW), "profile dev", "AKID"); /* it is the environment's */
	world_close(&w);
}

static void
nothing_found_says_what_was_tried(void)
{
	static const char *const order[] = {
		"no AWS credentials: environment: no AWS_ACCESS_KEY_ID", "; role: no role_arn",
		"; web identity: no AWS_WEB_IDENTITY_TOKEN_FILE", "; SSO: none",
		"; credentials file: no such profile", "; login: none",
		"; credential_process: none", "; config file: no keys",
		"; container: no AWS_CONTAINER_CREDENTIALS_*_URI",
		"; instance metadata: AWS_EC2_METADATA_DISABLED is set"
	};
	struct world w = { 0 };
	const char *at;
	size_t i;

	world_reset();
	config("[default]\nregion = x\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "no AWS credentials");
	at = w.e.msg;
	for (i = 0; i < sizeof order / sizeof order[0]; i++) {
		CHECK(strncmp(at, order[i], strlen(order[i])) == 0);
		at += strlen(order[i]);
	}
	CHECK_STR(at, "");
	FAILS(&w, world_find(&w, "default", NOW), ERR_CONFIG, "environment: a profile was named");
	world_close(&w);
}

static void
what_no_header_takes_is_refused(void)
{
	static const char *const names[] = { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
		"AWS_SESSION_TOKEN" };
	struct world w = { 0 };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		world_reset();
		(void)setenv("AWS_ACCESS_KEY_ID", "AKID", 1);
		(void)setenv("AWS_SECRET_ACCESS_KEY", HIDDEN, 1);
		(void)setenv(names[i], HIDDEN "\r\nX-Evil: 1", 1);
		FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "character that no key has");
		(void)setenv(names[i], HIDDEN " ", 1);
		FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "environment: the ");
	}
	world_close(&w);
}

/* What cat prints as the profile's credential_process. */
static void
process_prints(const char *text)
{
	char line[700];

	(void)snprintf(line, sizeof line, "[default]\ncredential_process = cat \"%s\"\n",
	    scratch_file(&dir, "my printed", text));
	config(line);
}

static void
a_process_prints_keys(void)
{
	static const struct {
		const char *text, *says;
		enum err_code code;
	} bad[] = {
		{ HIDDEN, "it printed no JSON object", ERR_CONFIG },
		{ "", "it printed no JSON object", ERR_CONFIG },
		{ "[1]", "it printed no JSON object", ERR_CONFIG },
		{ "{\"AccessKeyId\": \"" HIDDEN "\"}", "it printed no \"Version\": 1", ERR_CONFIG },
		{ "{\"Version\": 2, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"" HIDDEN "\"}",
		    "it printed no \"Version\": 1", ERR_CONFIG },
		{ "{\"Version\": 1, \"SecretAccessKey\": \"" HIDDEN "\"}", "no access key id",
		    ERR_CONFIG },
		{ "{\"Version\": 1, \"AccessKeyId\": \"A\"}", "without its secret key",
		    ERR_CONFIG },
		{ "{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"" HIDDEN
		  "\", \"Expiration\": \"" HIDDEN "\"}",
		    "time of expiration", ERR_CONFIG },
	};
	struct world w = { 0 };
	size_t i;

	world_reset();
	process_prints(
	    "{\"Version\": 1, \"AccessKeyId\": \"AKIDPROC\", \"SecretAccessKey\": \"" HIDDEN
	    "1\", \"SessionToken\": \"" HIDDEN "2\", \"Expiration\": "
	    "\"2023-11-14T23:13:20Z\", \"AccountId\": \"1\"}\n");
	FOUND(&w, world_find(&w, NULL, NOW), "credential_process of profile default", "AKIDPROC");
	CHECK_STR(w.k->secret, HIDDEN "1");
	CHECK_STR(w.k->token, HIDDEN "2");
	CHECK_INT(w.k->expires, NOW + 3600 * CLOCK_SECOND);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		process_prints(bad[i].text);
		FAILS(&w, world_find(&w, NULL, NOW), bad[i].code, bad[i].says);
		CHECK(strstr(w.e.msg, "credential_process of profile default: ") != NULL);
	}
	world_close(&w);
}

static void
a_process_that_fails_says_why_and_prints_nothing(void)
{
	struct world w = { 0 };

	world_reset();
	config("[default]\ncredential_process = sh -c 'echo " HIDDEN
	       "; echo sign in first >&2; exit 3'\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG,
	    "credential_process of profile default: it ended with 3: sign in first");
	config("[default]\ncredential_process = sh -c 'echo " HIDDEN "; exit 4'\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "it ended with 4 and said nothing");
	config("[default]\ncredential_process = sh -c 'yes " HIDDEN "'\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_DATA, "credential_process of profile default: ");
	config("[default]\ncredential_process = pf-nonexistent-program\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_NOINPUT, "pf-nonexistent-program");
	config("[default]\ncredential_process = 'cat\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "a quote ' is not closed");
	config("[default]\ncredential_process = echo $(touch " HIDDEN ") ; true | cat\n");
	FAILS(&w, world_find(&w, NULL, NOW), ERR_CONFIG, "it printed no JSON object");
	world_close(&w);
}

#define PRINTED(id, expiration)                                                                    \
	"{\"Version\": 1, \"AccessKeyId\": \"" id "\", \"SecretAccessKey\": \"" HIDDEN             \
	"\", \"Expiration\": \"" expiration "\"}"
#define MINUTES(n) ((n)*INT64_C(60) * CLOCK_SECOND)

static void
keys_are_refreshed_before_they_expire(void)
{
	struct world w = { 0 };

	world_reset();
	process_prints(PRINTED("AKID1", "2023-11-14T23:13:20Z")); /* in an hour */
	CHECK_INT(world_find(&w, NULL, NOW), 0);
	CHECK_STR(w.k->id, "AKID1");
	process_prints(PRINTED("AKID2", "2023-11-15T00:13:20Z"));
	CHECK_INT(world_get(&w, NOW + MINUTES(45) - 1), 0);
	CHECK_STR(w.k->id, "AKID1");
	CHECK_INT(world_get(&w, NOW + MINUTES(45)), 0);
	CHECK_STR(w.k->id, "AKID2");
	process_prints("broken");                        /* these are good for two hours */
	CHECK_INT(world_get(&w, NOW + MINUTES(105)), 0); /* 15 minutes are left: tolerated */
	CHECK_STR(w.k->id, "AKID2");
	process_prints(PRINTED("AKID3", "2023-11-15T01:13:20Z"));
	CHECK_INT(world_get(&w, NOW + MINUTES(106) - 1), 0); /* not at each call */
	CHECK_STR(w.k->id, "AKID2");
	process_prints("broken");
	CHECK_INT(world_get(&w, NOW + MINUTES(109)), 0);
	FAILS(&w, world_get(&w, NOW + MINUTES(110)), ERR_CONFIG, "new AWS credentials: ");
	process_prints(PRINTED("AKID3", "2023-11-15T01:13:20Z"));
	CHECK_INT(world_get(&w, NOW + MINUTES(110)), 0);
	CHECK_STR(w.k->id, "AKID3");
	process_prints(PRINTED("AKID4", "2023-11-15T01:13:20Z")); /* the clock has passed it */
	FAILS(&w, world_get(&w, NOW + MINUTES(181)), ERR_PERM, "expired at 2023-11-15T01:13:20Z");
	world_close(&w);
}

static void
short_lived_keys_are_used_to_their_end(void)
{
	struct world w = { 0 };

	world_reset();
	process_prints(PRINTED("AKID1", "2023-11-14T22:18:20Z")); /* in five minutes */
	CHECK_INT(world_find(&w, NULL, NOW), 0);
	process_prints("broken");
	CHECK_INT(world_get(&w, NOW + MINUTES(1)), 0);
	CHECK_INT(world_get(&w, NOW + MINUTES(5) - 1), 0);
	CHECK_STR(w.k->id, "AKID1");
	CHECK_INT(world_get(&w, NOW + MINUTES(6)), -1);
	world_close(&w);
}

static void
what_a_service_calls_expired_is_fetched_once(void)
{
	struct world w = { 0 };

	world_reset();
	process_prints(
	    "{\"Version\": 1, \"AccessKeyId\": \"AKID1\", \"SecretAccessKey\": \"" HIDDEN "\"}");
	CHECK_INT(world_find(&w, NULL, NOW), 0);
	process_prints(
	    "{\"Version\": 1, \"AccessKeyId\": \"AKID2\", \"SecretAccessKey\": \"" HIDDEN "\"}");
	CHECK_INT(world_get(&w, NOW + 9000 * MINUTES(1)), 0); /* they do not expire by themselves */
	CHECK_STR(w.k->id, "AKID1");
	aws_creds_refresh(w.c);
	CHECK_INT(world_get(&w, NOW), 0);
	CHECK_STR(w.k->id, "AKID2");
	process_prints("broken");
	CHECK_INT(world_get(&w, NOW), 0);
	aws_creds_refresh(w.c);
	FAILS(&w, world_get(&w, NOW), ERR_CONFIG, "new AWS credentials: ");
	CHECK_INT(world_get(&w, NOW), 0); /* once: the old ones are what there is */
	CHECK_STR(w.k->id, "AKID2");
	world_close(&w);
}

int
main(void)
{
	world_make();
	RUN(the_environment);
	RUN(a_profile_named_by_an_option_goes_before_the_environment);
	RUN(the_files_in_order_and_never_mixed);
	RUN(what_is_not_supported_is_said_and_not_passed_by);
	RUN(nothing_found_says_what_was_tried);
	RUN(what_no_header_takes_is_refused);
	RUN(a_process_prints_keys);
	RUN(a_process_that_fails_says_why_and_prints_nothing);
	RUN(keys_are_refreshed_before_they_expire);
	RUN(short_lived_keys_are_used_to_their_end);
	RUN(what_a_service_calls_expired_is_fetched_once);
	RUN(nothing_secret_was_logged);
	world_remove();
	return tap_done();
}
