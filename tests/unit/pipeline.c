/* run/: words without a shell, definitions, secrets, statuses, dates, journals and what they tell */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hidden.h"
#include "base/mem.h"
#include "base/tree.h"
#include "run/history.h"
#include "run/journal.h"
#include "run/pipeline.h"
#include "run/redact.h"
#include "run/status.h"
#include "run/words.h"
#include "run/zone.h"
#include "tap.h"

static char scratch[] = P_tmpdir "/pf-unit.XXXXXX";

/* The words joined by ',' and the commands by '|', or what is wrong. */
static const char *
split(const char *s, size_t max, struct buf *out)
{
	struct words w[4] = { 0 };
	struct err e = { 0 };
	size_t n = 0, i, k;

	buf_reset(out);
	if (words_split(s, w, max, &n, &e))
		buf_str(out, e.msg);
	else
		for (i = 0; i < n; i++)
			for (k = 0; k < w[i].n; k++)
				buf_fmt(out, "%s%s", k > 0 ? "," : i > 0 ? "|" : "", w[i].argv[k]);
	for (i = 0; i < n; i++)
		words_release(&w[i]);
	return out->p;
}

static void
words_are_split_without_a_shell(void)
{
	struct buf b = { 0 };

	CHECK_STR(split("pf-query symbols --with-bars", 1, &b), "pf-query,symbols,--with-bars");
	CHECK_STR(split("  a\t'b c'\n\"d \\\" \\\\ e\" f\\ g ''", 1, &b), "a,b c,d \" \\ e,f g,");
	CHECK_STR(split("a | b|c", 4, &b), "a|b|c");
	CHECK_STR(split("a '|' \"|\" \\|", 1, &b), "a,|,|,|");
	CHECK_STR(split("x='$HOME;' '`'", 1, &b), "x=$HOME;,`");
	CHECK_STR(split("select count(*) # no", 1, &b), "select,count(*),#,no");
	buf_release(&b);
}

static void
what_only_a_shell_knows_is_refused(void)
{
	static const char *const bad[] = { "a $B", "a `b`", "a; b", "a & b", "a >f", "a <f",
		"\"$B\"", "\"`b`\"" };
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(strstr(split(bad[i], 2, &b), "means something to a shell") != NULL);
	CHECK(strstr(split("a 'b", 1, &b), "not closed") != NULL);
	CHECK(strstr(split("a \\", 1, &b), "backslash") != NULL);
	CHECK(strstr(split("", 1, &b), "empty") != NULL);
	CHECK(strstr(split("a | | b", 4, &b), "empty") != NULL);
	CHECK(strstr(split("a |", 4, &b), "empty") != NULL);
	CHECK(strstr(split("a | b", 1, &b), "one command") != NULL);
	CHECK(strstr(split("a|b|c|d|e", 4, &b), "more than 4") != NULL);
	buf_release(&b);
}

static void
a_command_is_shown_as_it_would_be_written(void)
{
	struct words w = { 0 };
	struct buf b = { 0 }, again = { 0 };

	words_add(&w, "a", 1);
	words_add(&w, "b c", 3);
	words_add(&w, "", 0);
	words_add(&w, "it's $5", 7);
	words_show(&w, &b);
	CHECK_STR(b.p, "a 'b c' '' 'it'\\''s $5'");
	CHECK_STR(split(b.p, 1, &again), "a,b c,,it's $5");
	buf_release(&b);
	buf_release(&again);
	words_release(&w);
}

/* Read a pipeline's text; the message when it is refused. */
static const char *
read_text(struct pipeline *p, const char *text, struct err *e)
{
	char *copy = mem_str(text);
	FILE *fp = fmemopen(copy, strlen(copy), "r");
	int rc;

	*e = (struct err){ 0 };
	rc = pipeline_read(p, fp, "f", e);
	(void)fclose(fp);
	free(copy);
	return rc ? e->msg : "";
}

static void
a_definition_is_read(void)
{
	static const char text[] =
	    "name: n\nenv: {A: b=c}\nsteps:\n"
	    "- {name: a, pipe: [x y, [z, 'q r']], timeout: 2m, retry: {wait: 1s}}\n"
	    "- {name: b, needs: a, pipe: u | v, fatal: no, retry: 7, strict: on}\n"
	    "- {name: c, after: [a, b], shell: true, run: \"exit 1\", ensure: [q, {sql: s}]}\n";
	struct pipeline p = { 0 };
	struct err e;

	CHECK_STR(read_text(&p, text, &e), "");
	CHECK_INT(p.nsteps, 3);
	CHECK_STR(p.env[0], "A=b=c");
	CHECK_INT(p.steps[0].npipe, 2);
	CHECK_STR(p.steps[0].pipe[1].argv[1], "q r");
	CHECK_INT(p.steps[0].timeout, 120 * CLOCK_SECOND);
	CHECK_INT(p.steps[0].attempts, 3);
	CHECK_INT(p.steps[0].wait, CLOCK_SECOND);
	CHECK(p.steps[0].fatal && !p.steps[1].fatal && p.steps[1].strict);
	CHECK_INT(p.steps[1].npipe, 2);
	CHECK_INT(p.steps[1].attempts, 7);
	CHECK_INT(p.steps[1].level, 1);
	CHECK_INT(p.steps[2].level, 2);
	CHECK_STR(p.steps[2].pipe[0].argv[0], "sh");
	CHECK_STR(p.steps[2].ensure[1].command.argv[1], "--exists");
	pipeline_release(&p);
}

static void
a_wrong_definition_is_told_with_its_place(void)
{
	/* clang-format off */
	static const struct { const char *text, *says; } rows[] = {
		{ "", "f:1:1: 'name' is missing" },
		{ "name: n", "'steps' is missing" },
		{ "- a", "f:1:1: a pipeline is a map" },
		{ "nmae: n\n", "f:1:1: unknown key 'nmae'; did you mean 'name'?" },
		{ "name: N\nsteps: []\n", "f:1:1: a name is" },
		{ "name: ../n\nsteps: []\n", "f:1:1: a name is" },
		{ "name: n\nsteps: []\n", "f:2:1: 'steps' wants" },
		{ "name: n\nsteps:\n- {name: a}\n", "f:3:3: step a has nothing to do" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, timeuot: 3}\n", "f:3:22: unknown key 'timeuot'; did you mean 'timeout'?" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, timeout: soon}\n", "f:3:22: 'timeout' wants a time" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, timeout: -1}\n", "'timeout' wants a time" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, timeout: 100d}\n", "longer than 30 days" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, fatal: maybe}\n", "f:3:22: 'fatal' wants true or false" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, retry: 0}\n", "at least 1 attempt" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, retry: {times: 3}}\n", "unknown key 'times'" },
		{ "name: n\nsteps:\n- {name: a, pipe: x}\n- {name: a, pipe: x}\n", "f:4:3: a second step 'a'" },
		{ "name: n\nsteps:\n- {name: ab, pipe: x, needs: ac}\n", "f:3:23: no step 'ac'; did you mean 'ab'?" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, needs: a}\n", "cannot wait for itself" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, needs: c}\n- {name: b, pipe: x, needs: a}\n- {name: c, pipe: x, after: b}\n",
		    "f:3:3: steps wait for each other in a circle: a -> c -> b -> a" },
		{ "name: n\nsteps:\n- {name: a, run: x}\n", "say 'shell: true'" },
		{ "name: n\nsteps:\n- {name: a, shell: true}\n", "needs 'run'" },
		{ "name: n\nsteps:\n- {name: a, shell: true, run: x, pipe: y}\n", "either 'pipe' or 'run'" },
		{ "name: n\nsteps:\n- {name: a, pipe: [[]]}\n", "a command is empty" },
		{ "name: n\nsteps:\n- {name: a, pipe: 'x >y'}\n", "f:3:13: '>' means something to a shell" },
		{ "name: n\nsteps:\n- {name: a, pipe: [x | y]}\n", "one command is wanted" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, when: {x: y}}\n", "a command is a text" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, ensure: {sql: }}\n", "'sql' wants a query" },
		{ "name: n\nsteps:\n- {name: a, pipe: x, fatal_if_env: 1X}\n", "a condition is" },
		{ "name: n\nenv: {A-B: c}\nsteps:\n- {name: a, pipe: x}\n", "f:2:7: 'A-B' cannot name a variable" },
		{ "name: n\ntimezone: Mars/Olympus\nsteps:\n- {name: a, pipe: x}\n", "no time zone" },
	};
	/* clang-format on */
	struct pipeline p = { 0 };
	struct err e;
	const char *got;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		got = read_text(&p, rows[i].text, &e);
		if (strstr(got, rows[i].says) == NULL)
			CHECK_STR(got, rows[i].says);
		CHECK(got[0] == '\0' || e.code == ERR_CONFIG);
		pipeline_release(&p);
	}
}

static void
the_environment_decides_what_is_fatal(void)
{
	static const char text[] =
	    "name: n\nsteps:\n"
	    "- {name: a, pipe: x, nonfatal_if_env: PF_T_A=0}\n"
	    "- {name: b, pipe: x, fatal: false, fatal_if_env: [PF_T_A, PF_T_B=mode]}\n";
	struct pipeline p = { 0 };
	struct err e;
	bool a, b;

	CHECK_STR(read_text(&p, text, &e), "");
	(void)unsetenv("PF_T_A");
	CHECK(pipeline_fatal(&p.steps[0], &a, &e) == 0 && pipeline_fatal(&p.steps[1], &b, &e) == 0);
	CHECK(a && !b);
	(void)setenv("PF_T_A", "off", 1);
	CHECK(pipeline_fatal(&p.steps[0], &a, &e) == 0 && pipeline_fatal(&p.steps[1], &b, &e) == 0);
	CHECK(!a && !b);
	(void)setenv("PF_T_A", "YES", 1);
	CHECK(pipeline_fatal(&p.steps[0], &a, &e) == 0 && pipeline_fatal(&p.steps[1], &b, &e) == 0);
	CHECK(a && b);
	(void)setenv("PF_T_A", "", 1);
	(void)setenv("PF_T_B", "mode", 1);
	CHECK(pipeline_fatal(&p.steps[0], &a, &e) == 0 && pipeline_fatal(&p.steps[1], &b, &e) == 0);
	CHECK(a && b);
	(void)setenv("PF_T_A", "yess", 1);
	CHECK(pipeline_fatal(&p.steps[0], &a, &e) == -1 && e.code == ERR_CONFIG);
	pipeline_release(&p);
}

static void
names_of_secrets_are_known(void)
{
	static const char *const yes[] = { "DATABENTO_API_KEY", "API_KEY", "DISCORD_BOT_TOKEN",
		"PGPASSWORD", "snaptrade_client_secret", "JWT_SECRET", "SLACK_WEBHOOK_URL",
		"AWS_SECRET_ACCESS_KEY" },
				 *const no[] = { "HOME", "PWD", "MAX_OUTPUT_TOKENS", "PF_STATE_DIR",
					 "KEYBOARD", "PATH", "AUTHOR", "PASSAGE" };
	size_t i;

	for (i = 0; i < sizeof yes / sizeof yes[0]; i++)
		CHECK(hidden_name(yes[i]));
	for (i = 0; i < sizeof no / sizeof no[0]; i++)
		CHECK(!hidden_name(no[i]));
	CHECK(hidden_pointer("AWS_SECRET_NAME") && hidden_pointer("PF_SECRETS_FROM"));
	CHECK(!hidden_pointer("API_KEY") && !hidden_pointer("_NAME"));
	CHECK(hidden_value("sk-invented-invented") && hidden_value("eyJpbnZlbnRlZA.e30.aW4"));
	CHECK(hidden_value("-----BEGIN PRIVATE KEY-----\ninvented"));
	CHECK(!hidden_value("sk-short") && !hidden_value("-----BEGIN CERTIFICATE-----"));
	CHECK(!hidden_value("eyJ.") && !hidden_value("production") && !hidden_value(""));
}

static void
secrets_are_taken_out(void)
{
	struct buf b = { 0 };

	(void)setenv("PF_T_API_KEY", "k\"ey-1234", 1);
	(void)setenv("PF_T_ADDRESS", "postgresql://u:p%40ss%2Fword@h/d", 1);
	(void)setenv("PF_T_PEM_KEY", "-----BEGIN\nabcdefghijkl\n-----END\n", 1);
	redact_environment();
	buf_str(&b,
	    "k\"ey-1234 k\\\"ey-1234 p%40ss%2Fword p@ss/word abcdefghijkl http://a:b@h ftp://x:@h http://h:80/@");
	redact_text(&b);
	CHECK_STR(b.p, "*** *** *** *** *** http://a:***@h ftp://x:@h http://h:80/@");
	buf_release(&b);
}

static void
dates_are_those_of_the_zone(void)
{
	int64_t t, want;

	CHECK(clock_parse_time("2008-11-02T05:30:00Z", 20, &t) == 0); /* 01:30, the first time */
	CHECK(clock_parse_date("2008-11-02", 10, &want) == 0);
	CHECK_INT(zone_date(t, "America/New_York"), want);
	CHECK_INT(
	    zone_date(t + 3600 * CLOCK_SECOND, "America/New_York"), want); /* and the second */
	CHECK_INT(zone_date(t - 2 * 3600 * CLOCK_SECOND, "America/New_York"), want - CLOCK_DAY);
	CHECK_INT(zone_date(t - 2 * 3600 * CLOCK_SECOND, NULL), want);
	CHECK(!zone_known("../etc/passwd") && !zone_known("") && zone_known("UTC"));
}

#define RUN_LINE(status)                                                                                                       \
	"{\"kind\":\"run\",\"run_id\":\"n-1\",\"pipeline\":\"n\",\"started_at\":\"2008-10-15T05:00:00Z\",\"status\":\"" status \
	"\"}\n"
#define STEP_LINE(attempt, status)                                                                 \
	"{\"kind\":\"step\",\"run_id\":\"n-1\",\"step\":\"a\",\"attempt\":" attempt                \
	",\"status\":\"" status "\"}\n"

static void
a_journal_survives_a_line_cut_short(void)
{
	static const char *const lines[] = { RUN_LINE("running"), STEP_LINE("1", "running"),
		STEP_LINE("1", "ok") };
	struct journal j = { .fd = -1 };
	struct history h = { 0 };
	struct err e = { 0 };
	char *dir, *path;
	size_t i;
	int fd;

	dir = journal_dir("n", &e);
	CHECK(dir != NULL && journal_create(&j, dir, "n-1", &e) == 0);
	for (i = 0; i < 3; i++)
		CHECK_INT(journal_add(&j, lines[i], strlen(lines[i]), &e), 0);
	path = mem_str(j.path);
	CHECK_INT(journal_create(&(struct journal){ 0 }, dir, "n-1", &e), -1);
	journal_close(&j);
	fd = open(path, O_WRONLY | O_APPEND);
	CHECK(write(fd, "{\"kind\":\"ru", 11) == 11);
	(void)close(fd);

	CHECK_INT(journal_history(&h, "n", &e), 0);
	CHECK_INT(h.n, 1);
	CHECK_STR(h.runs[0].status, "running");
	CHECK_INT(h.runs[0].nsteps, 1);
	CHECK_STR(history_last(&h.runs[0], "a")->status, "ok");
	CHECK(h.runs[0].pending);
	history_release(&h);

	CHECK_INT(journal_open(&j, path, &e), 0);
	CHECK_INT(journal_add(&j, RUN_LINE("ok"), strlen(RUN_LINE("ok")), &e), 0);
	CHECK_INT(journal_stored(&j, &e), 0);
	journal_close(&j);
	CHECK_INT(journal_history(&h, NULL, &e), 0);
	CHECK_STR(h.runs[0].status, "ok");
	CHECK(!h.runs[0].pending);
	history_release(&h);
	free(path);
	free(dir);
}

static void
take(struct history *h, const char *run, int hour, const char *status)
{
	struct err e = { 0 };
	char *line;

	line = mem_fmt(
	    "{\"kind\":\"run\",\"run_id\":\"%s\",\"pipeline\":\"n\",\"started_at\":\"2008-10-15T%02d:00:00Z\"}",
	    run, hour);
	CHECK(history_take(h, line, strlen(line), &e) != NULL);
	free(line);
	line = mem_fmt(
	    "{\"kind\":\"step\",\"run_id\":\"%s\",\"step\":\"a\",\"attempt\":1,\"status\":\"%s\"}",
	    run, status);
	CHECK(history_take(h, line, strlen(line), &e) != NULL);
	free(line);
}

static void
failures_in_a_row_are_counted(void)
{
	struct history h = { 0 };

	take(&h, "r1", 1, "failed-optional");
	take(&h, "r2", 2, "ok");
	take(&h, "r3", 3, "timeout");
	take(&h, "r4", 4, "skipped");
	take(&h, "r5", 5, "failed-optional");
	history_sort(&h);
	CHECK_STR(h.runs[0].run_id, "r5");
	CHECK_INT(history_streak(&h, "n", "a", "r6"), 2);
	CHECK_INT(history_streak(&h, "n", "a", "r5"), 1);
	CHECK_INT(history_streak(&h, "n", "b", "r6"), 0);
	CHECK_INT(history_streak(&h, "m", "a", "r6"), 0);
	history_release(&h);
}

static void
a_status_has_a_word(void)
{
	CHECK_INT(status_find("ok"), STATUS_OK);
	CHECK_INT(status_find("failed-optional"), STATUS_OPTIONAL);
	CHECK_INT(status_find(NULL), STATUS_INTERRUPTED);
	CHECK_INT(status_find("???"), STATUS_INTERRUPTED);
	CHECK_STR(status_name(STATUS_TIMEOUT), "timeout");
	CHECK(status_done(STATUS_SKIPPED) && status_done(STATUS_DEGRADED) &&
	      !status_done(STATUS_BLOCKED));
}

int
main(void)
{
	struct err e = { 0 };

	if (mkdtemp(scratch) == NULL)
		return 99;
	(void)setenv("PF_STATE_DIR", scratch, 1);
	RUN(words_are_split_without_a_shell);
	RUN(what_only_a_shell_knows_is_refused);
	RUN(a_command_is_shown_as_it_would_be_written);
	RUN(a_definition_is_read);
	RUN(a_wrong_definition_is_told_with_its_place);
	RUN(the_environment_decides_what_is_fatal);
	RUN(names_of_secrets_are_known);
	RUN(secrets_are_taken_out);
	RUN(dates_are_those_of_the_zone);
	RUN(a_journal_survives_a_line_cut_short);
	RUN(failures_in_a_row_are_counted);
	RUN(a_status_has_a_word);
	CHECK_INT(tree_remove(scratch, &e), 0);
	return tap_done();
}
