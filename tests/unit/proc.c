/* base/: other programs, locks, paths, the log */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/path.h"
#include "base/proc.h"
#include "tap.h"

static char scratch[] = "/tmp/pf-unit.XXXXXX";

static int
shell(const char *command, int64_t for_ns, struct buf *out, struct buf *log, struct err *e)
{
	const char *argv[] = { "sh", "-c", command, NULL };
	struct proc p = PROC_INIT;

	p.argv = argv;
	p.group = true;
	return proc_read(&p, clock_mono() + for_ns, 1 << 20, out, log, e);
}

static void
output_and_status_come_back(void)
{
	struct buf out = { 0 }, log = { 0 };
	struct err e = { 0 };

	CHECK_INT(shell("echo out; echo err >&2; exit 75", 10 * CLOCK_SECOND, &out, &log, &e), 75);
	CHECK_STR(out.p, "out\n");
	CHECK_STR(log.p, "err\n");
	CHECK_INT(shell("kill -TERM $$", 10 * CLOCK_SECOND, &out, NULL, &e), 128 + SIGTERM);
	buf_release(&out);
	buf_release(&log);
}

static void
what_cannot_start_says_why(void)
{
	const char *none[] = { "/nonexistent/pf-x", NULL }, *dir[] = { "/tmp", NULL };
	struct proc p = PROC_INIT;
	struct err e = { 0 };

	p.argv = none;
	CHECK_INT(proc_start(&p, &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	p.argv = dir;
	CHECK_INT(proc_start(&p, &e), -1);
	CHECK_INT(e.code, ERR_PERM);
}

/* Gone, or a zombie that a first process without manners has not reaped. */
static bool
ended(const char *pid)
{
	char path[64], line[256] = "";
	FILE *fp;

	(void)snprintf(path, sizeof path, "/proc/%ld/stat", strtol(pid, NULL, 10));
	fp = fopen(path, "r");
	if (fp == NULL)
		return true;
	(void)!fgets(line, sizeof line, fp);
	(void)fclose(fp);
	return strstr(line, ") Z") != NULL;
}

static void
a_time_limit_ends_the_whole_group(void)
{
	struct buf out = { 0 };
	struct err e = { 0 };
	int64_t start = clock_mono();

	CHECK_INT(shell("sleep 60 & echo $!; wait", CLOCK_SECOND / 5, &out, NULL, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(clock_mono() - start < 5 * CLOCK_SECOND);
	CHECK(out.len > 0);
	if (out.len > 0) {
		(void)usleep(50000);
		CHECK(ended(out.p));
	}
	buf_release(&out);
}

static void
too_much_output_is_refused(void)
{
	struct buf out = { 0 };
	struct err e = { 0 };

	CHECK_INT(shell("yes", 10 * CLOCK_SECOND, &out, NULL, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	buf_release(&out);
}

static void
the_environment_is_added_to(void)
{
	const char *argv[] = { "sh", "-c", "echo $A${B-gone}", NULL },
		   *env[] = { "A=1", "B", NULL };
	struct proc p = PROC_INIT;
	struct buf out = { 0 };
	struct err e = { 0 };

	CHECK(setenv("B", "here", 1) == 0);
	p.argv = argv;
	p.env = env;
	CHECK_INT(proc_read(&p, INT64_MAX, 100, &out, NULL, &e), 0);
	CHECK_STR(out.p, "1gone\n");
	buf_release(&out);
}

static void
a_lock_is_held_by_one(void)
{
	char path[64];
	struct err e = { 0 };
	int a, status = 0;
	pid_t pid;

	(void)snprintf(path, sizeof path, "%s/lock", scratch);
	a = lock_take(path, 0, &e);
	CHECK(a >= 0);
	pid = fork();
	if (pid == 0)
		_exit(lock_take(path, CLOCK_SECOND / 10, &e) < 0 && e.code == ERR_TEMP &&
			      strstr(e.msg, "already running, pid ")
			  ? 0
			  : 1);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	lock_release(a);
	a = lock_take(path, 0, &e);
	CHECK(a >= 0);
	lock_release(a);
	CHECK(lock_take("/nonexistent/lock", 0, &e) < 0 && e.code == ERR_CREATE);
}

static void
state_goes_where_it_is_told(void)
{
	struct err e = { 0 };
	char want[128], *got;
	struct stat st;

	CHECK(setenv("PF_STATE_DIR", scratch, 1) == 0);
	got = path_state("locks/nightly", &e);
	(void)snprintf(want, sizeof want, "%s/locks/nightly", scratch);
	CHECK_STR(got, want);
	free(got);
	(void)snprintf(want, sizeof want, "%s/locks", scratch);
	CHECK(stat(want, &st) == 0 && (st.st_mode & 0777) == 0700);
	CHECK(setenv("PF_STATE_DIR", "/proc/none", 1) == 0);
	CHECK(path_state("a/b", &e) == NULL && e.code == ERR_CREATE);
	(void)unsetenv("PF_STATE_DIR");
	CHECK(setenv("PF_DATA_DIR", "/data", 1) == 0);
	got = path_data("queries");
	CHECK_STR(got, "/data/queries");
	free(got);
	(void)unsetenv("PF_DATA_DIR");
}

static void
secrets_never_show(void)
{
	char *text = NULL;
	size_t n = 0;
	FILE *fp = open_memstream(&text, &n);

	log_open("pf-test", fp, LOG_TEXT);
	log_secret("hunter22");
	log_secret("abc"); /* too short to be one: it would eat words */
	log_warn("key %s,\n%s and %s", "hunter22", "hunter22", "abc");
	log_info("not shown");
	log_secret("pa\"ss\\wo\trd");
	log_open("pf-test", fp, LOG_JSON);
	log_note("a \"b\" %s", "pa\"ss\\wo\trd");
	log_open("pf-test", NULL, LOG_TEXT);
	CHECK(fclose(fp) == 0);
	CHECK(strncmp(text, "pf-test: warning: key ***, *** and abc\n{\"at\":\"", 46) == 0);
	CHECK(
	    strstr(text,
		"\"tool\":\"pf-test\",\"level\":\"note\",\"text\":\"a \\\"b\\\" ***\"}\n") != NULL);
	free(text);
}

int
main(void)
{
	char command[64];
	int left;

	if (mkdtemp(scratch) == NULL)
		return 1;
	RUN(output_and_status_come_back);
	RUN(what_cannot_start_says_why);
	RUN(a_time_limit_ends_the_whole_group);
	RUN(too_much_output_is_refused);
	RUN(the_environment_is_added_to);
	RUN(a_lock_is_held_by_one);
	RUN(state_goes_where_it_is_told);
	RUN(secrets_never_show);
	(void)snprintf(command, sizeof command, "rm -r %s", scratch);
	left = shell(command, 10 * CLOCK_SECOND, &(struct buf){ 0 }, NULL, &(struct err){ 0 });
	return tap_done() || left;
}
