/*
 * db/pg against a real server: a throw-away cluster, or what $PF_TEST_URL leads to (a pooler, for
 * example)
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/cluster.h"
#include "db/pg.h"
#include "tap.h"

static const char *url;
static struct pg *db, *eye; /* what is tested, and who looks on, past a pooler */

static void
begin(void)
{
	struct err e = { 0 };

	CHECK(pg_begin(db, NULL, &e) == 0);
}

/* The first cell of a query, for free(); NULL when it failed. */
static char *
ask(struct pg *of, const char *sql, struct err *e)
{
	struct pg_res *res = NULL;
	char *text = NULL;

	if (pg_query(of, &res, sql, 0, NULL, e) == 0 && pg_rows(res) > 0)
		text = mem_str(pg_cell(res, 0, 0));
	pg_res_free(res);
	return text;
}

static void
check_answer(const char *sql, const char *want)
{
	struct err e = { 0 };
	char *got = ask(db, sql, &e);

	if (e.code != 0)
		printf("# %s: %s\n", sql, e.msg);
	CHECK_STR(got, want);
	free(got);
}

static void
quoting_is_exact(void)
{
	static const char *const rows[] = { "", "plain", "O'Neil", "back\\slash", "both \\' \"x\"",
		"\\'; drop table t; --" };
	struct buf sql = { 0 };
	size_t i;

	begin();
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_reset(&sql);
		buf_str(&sql, "select ");
		pg_literal(&sql, rows[i]);
		check_answer(sql.p, rows[i]);
	}
	buf_reset(&sql);
	buf_str(&sql, "select 1 as ");
	pg_ident(&sql, "a \"b\" c");
	check_answer(sql.p, "1");
	pg_rollback(db);
	buf_release(&sql);
}

static void
settings_hold_for_the_transaction_only(void)
{
	struct err e = { 0 };

	CHECK(pg_begin(db,
		  &(struct pg_begin){
		      .statement_ms = 1234, .lock_ms = -1, .read_only = true, .repeatable = true },
		  &e) == 0);
	check_answer("show timezone", "UTC");
	check_answer("show search_path", "public");
	check_answer("show application_name", "pf-unit");
	check_answer("show statement_timeout", "1234ms");
	check_answer("show lock_timeout", "0");
	check_answer("show transaction_read_only", "on");
	check_answer("show transaction_isolation", "repeatable read");
	CHECK(pg_commit(db, &e) == 0);
	check_answer("show statement_timeout", "0");
	check_answer("show transaction_read_only", "off");
	CHECK(pg_begin(db, &(struct pg_begin){ .own_path = true }, &e) == 0);
	check_answer("show search_path", "\"$user\", public");
	CHECK(pg_begin(db, NULL, &e) == -1); /* one at a time */
	CHECK_INT(e.code, ERR_BUG);
	pg_rollback(db);
}

static void
a_failure_says_what_to_do(void)
{
	static const struct {
		const char *sql, *state, *says;
		enum err_code code;
	} rows[] = {
		{ "select * from nowhere", "42P01", "run pf-migrate up", ERR_CONFIG },
		{ "select nothing from pg_class", "42703", "column", ERR_CONFIG },
		{ "select nosuch(1)", "42883", "function", ERR_CONFIG },
		{ "select 1/0", "22012", "division by zero", ERR_REMOTE },
		{ "select", "", NULL, 0 },
		{ "selec 1", "42601", "syntax error", ERR_REMOTE },
		{ "insert into k values (1), (1)", "23505", "duplicate key", ERR_REMOTE },
		{ "set local statement_timeout = 20; select pg_sleep(5)", "57014",
		    "statement timeout", ERR_TEMP },
		{ "set local role nobody_here", "22023", "nobody_here", ERR_REMOTE },
		{ "set local role guest; select * from k", "42501", "permission denied", ERR_PERM },
		{ "select pg_terminate_backend(pg_backend_pid())", "57P01", "terminating",
		    ERR_TEMP },
	};
	struct err e;
	size_t i;
	int rc;

	e = (struct err){ 0 };
	CHECK(pg_exec(db,
		  "drop table if exists k; create table k(id int primary key); create role guest",
		  &e) == 0);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		e = (struct err){ 0 };
		begin();
		rc = pg_exec(db, rows[i].sql, &e);
		CHECK_INT(rc, rows[i].code == 0 ? 0 : -1);
		CHECK_INT(e.code, rows[i].code);
		if (!pg_pooled(db) || strcmp(rows[i].state, "57P01") != 0)
			CHECK_STR(pg_sqlstate(db), rows[i].state);
		if (rows[i].says != NULL && strstr(e.msg, rows[i].says) == NULL) {
			printf("# %s: %s\n", rows[i].sql, e.msg);
			tap.ok = false;
		}
		pg_rollback(db);
	}
	e = (struct err){ 0 };
	CHECK(pg_begin(db, NULL, &e) == -1); /* the last one ended the connection */
	CHECK_INT(e.code, ERR_TEMP);
	pg_close(db);
	CHECK(pg_open(&db, &(struct pg_where){ .url = url, .tool = "pf-unit" }, &e) == 0);
}

static void
a_failed_transaction_does_not_commit(void)
{
	struct err e = { 0 };

	begin();
	CHECK(pg_exec(db, "insert into k values (7)", &e) == 0);
	CHECK(pg_exec(db, "select 1/0", &e) == -1);
	CHECK(pg_commit(db, &e) == -1);
	check_answer("select count(*) from k where id = 7", "0");
}

static void
a_script_counts_what_was_done(void)
{
	struct err e = { 0 };
	size_t done = 9;

	CHECK(pg_script(db, "select 1; select 2; select 1/0; select 3", &done, &e) == -1);
	CHECK_INT((intmax_t)done, 2);
	CHECK_INT((intmax_t)pg_error_position(db), 0);
	CHECK(pg_script(db, "select 1; copy k from stdin; select 2", &done, &e) == -1);
	CHECK_INT(e.code, ERR_DATA);
	CHECK(pg_script(db, "copy (select generate_series(1, 100000)) to stdout", &done, &e) == -1);
	CHECK_INT(e.code, ERR_DATA);
	check_answer("select 'it goes on'", "it goes on");
	CHECK(pg_script(db, "select 1, nothing", &done, &e) == -1);
	CHECK_INT((intmax_t)pg_error_position(db), 11);
}

struct seen {
	size_t calls, rows, stop_at;
	int64_t sum;
};

static int
see(void *arg, const struct pg_res *row, struct err *e)
{
	struct seen *s = arg;

	s->calls++;
	s->rows += pg_rows(row);
	CHECK_INT((intmax_t)pg_cols(row), 2);
	CHECK_STR(pg_col_name(row, 0), "n");
	CHECK_INT(pg_col_type(row, 0), 23);
	if (pg_rows(row) > 0) {
		CHECK(pg_cell(row, 0, 1) == NULL);
		s->sum += strtoll(pg_cell(row, 0, 0), NULL, 10);
	}
	return s->stop_at != 0 && s->rows == s->stop_at ? err_set(e, ERR_IO, "enough") : 0;
}

static void
rows_stream(void)
{
	const char *const n = "100000";
	struct seen s = { 0 };
	struct err e = { 0 };

	begin();
	CHECK(pg_stream(db, "select g as n, null from generate_series(1, $1::int) g", 1, &n, see,
		  &s, &e) == 0);
	CHECK_INT((intmax_t)s.rows, 100000);
	CHECK_INT(s.sum, INT64_C(5000050000));
	s = (struct seen){ 0 };
	CHECK(pg_stream(db, "select 1 as n, null where false", 0, NULL, see, &s, &e) == 0);
	CHECK_INT((intmax_t)s.calls, 1);
	CHECK_INT((intmax_t)s.rows, 0);
	s = (struct seen){ 0 };
	CHECK(pg_stream(db,
		  "select g as n, null from generate_series(1, 100) g where 100/(70-g) > -9999", 0,
		  NULL, see, &s, &e) == -1);
	CHECK_INT((intmax_t)s.rows, 69);
	CHECK_STR(pg_sqlstate(db), "22012");
	pg_rollback(db);
}

static void
a_stream_that_is_given_up_leaves_the_connection_usable(void)
{
	struct seen s = { .stop_at = 10 };
	struct err e = { 0 };
	int64_t from = clock_mono();

	CHECK(pg_stream(db, "select generate_series(1, 2000000000) as n, null", 0, NULL, see, &s,
		  &e) == -1);
	CHECK_STR(e.msg, "enough");
	CHECK(clock_mono() - from < 5 * CLOCK_SECOND);
	check_answer("select 1", "1");
}

static void
copy_takes_every_character(void)
{
	static const char odd[] = "tab\t nl\n cr\r back\\ \\. \\N \b\f\v \x7f \xc3\xa9 end";
	struct buf b = { 0 };
	struct err e = { 0 };
	size_t rows = 0;

	begin();
	CHECK(pg_exec(db, "create temp table c(a text, b text) on commit drop", &e) == 0);
	CHECK(pg_copy_begin(db, "copy c from stdin", &e) == 0);
	pg_copy_value(&b, odd, sizeof odd - 1);
	buf_char(&b, '\t');
	pg_copy_value(&b, NULL, 0);
	buf_char(&b, '\n');
	pg_copy_value(&b, "", 0);
	buf_char(&b, '\t');
	pg_copy_value(&b, "\\.", 2);
	buf_char(&b, '\n');
	CHECK(pg_copy_put(db, b.p, b.len, &e) == 0);
	CHECK(pg_copy_end(db, &rows, &e) == 0);
	CHECK_INT((intmax_t)rows, 2);
	check_answer("select a from c where b is null", odd);
	check_answer("select b from c where a = ''", "\\.");
	CHECK(pg_commit(db, &e) == 0);
	buf_release(&b);
}

static void
copy_fails_where_it_fails(void)
{
	struct err e = { 0 };
	size_t rows = 0;

	begin();
	CHECK(pg_exec(db, "create temp table d(id int) on commit drop; savepoint s", &e) == 0);
	CHECK(pg_copy_begin(db, "copy d from stdin", &e) == 0);
	CHECK(pg_copy_put(db, "1\n2\nx\n4\n", 8, &e) == 0);
	CHECK(pg_copy_end(db, &rows, &e) == -1);
	CHECK_INT((intmax_t)pg_error_copy_line(db), 3);
	CHECK_STR(pg_sqlstate(db), "22P02");
	CHECK(pg_exec(db, "rollback to s", &e) == 0);
	CHECK(pg_copy_begin(db, "copy nowhere from stdin", &e) == -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(pg_exec(db, "rollback to s", &e) == 0);
	CHECK(pg_copy_begin(db, "select 1", &e) == -1);
	CHECK_INT(e.code, ERR_BUG);
	CHECK(pg_copy_begin(db, "copy d from stdin", &e) == 0);
	CHECK(pg_copy_put(db, "1\n", 2, &e) == 0);
	pg_copy_abort(db, "changed our mind");
	CHECK(pg_exec(db, "rollback to s", &e) == 0);
	check_answer("select count(*) from d", "0");
	pg_rollback(db);
}

/* A stream into a COPY that failed at its first line must not go on for hours. */
static void
copy_notices_an_error_early(void)
{
	static char lines[1 << 16];
	struct err e = { 0 };
	size_t i, put = 0;

	memset(lines, '1', sizeof lines);
	for (i = 1; i < sizeof lines; i += 2)
		lines[i] = '\n';
	begin();
	CHECK(pg_exec(db, "create temp table f(id int) on commit drop", &e) == 0);
	CHECK(pg_copy_begin(db, "copy f from stdin", &e) == 0);
	CHECK(pg_copy_put(db, "x\n", 2, &e) == 0);
	while (put < 1000 && pg_copy_put(db, lines, sizeof lines, &e) == 0)
		put++;
	CHECK(put < 200);
	CHECK_STR(pg_sqlstate(db), "22P02");
	CHECK_INT((intmax_t)pg_error_copy_line(db), 1);
	pg_rollback(db);
	check_answer("select 1", "1");
}

static void
a_lost_server_is_to_be_tried_again(void)
{
	struct err e = { 0 };
	struct buf sql = { 0 };
	char *pid = ask(db, "select pg_backend_pid()", &e);

	begin();
	CHECK(pg_exec(db, "create temp table g(id int)", &e) == 0);
	CHECK(pg_copy_begin(db, "copy g from stdin", &e) == 0);
	buf_fmt(&sql, "select pg_terminate_backend(%s)", pid);
	CHECK(pg_exec(eye, sql.p, &e) == 0);
	while (pg_copy_put(db, "1\n2\n3\n4\n", 8, &e) == 0)
		continue;
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(pg_pooled(db) ||
	      strcmp(pg_sqlstate(db), "57P01") == 0); /* a pooler has its own word for it */
	pg_rollback(db);
	pg_close(db);
	CHECK(pg_open(&db, &(struct pg_where){ .url = url, .tool = "pf-unit" }, &e) == 0);
	buf_release(&sql);
	free(pid);
}

/*
 * In a child, whose signals are its own: SIGTERM while a statement runs cancels it, and what the
 * tool still has to write can be written.
 */
static void
a_stop_signal_cancels_the_statement(void)
{
	struct err e = { 0 };
	int64_t from = clock_mono();
	char *busy = mem_str("");
	int status = 0, tries;
	pid_t pid = fork();

	if (pid == 0) {
		struct pg *own = NULL;
		bool good;

		stop_install();
		good =
		    pg_open(&own, &(struct pg_where){ .url = url, .tool = "pf-unit" }, &e) == 0 &&
		    pg_begin(own, NULL, &e) == 0;
		good = good && pg_exec(own, "select pg_sleep(20)", &e) == -1 &&
		       e.code == ERR_TEMP && strstr(e.msg, "stopped by") != NULL;
		pg_rollback(own);
		good = good && pg_begin(own, NULL, &e) == 0 &&
		       pg_exec(own, "insert into k values (99)", &e) == 0 &&
		       pg_commit(own, &e) == 0;
		_exit(good ? 0 : 1);
	}
	for (tries = 0; tries < 100 && strcmp(busy, "1") != 0; tries++) {
		(void)usleep(50000);
		free(busy);
		busy = ask(eye,
		    "select count(*) from pg_stat_activity where state = 'active' and query = 'select pg_sleep(20)'",
		    &e);
	}
	CHECK_STR(busy, "1");
	CHECK(kill(pid, SIGTERM) == 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	CHECK(clock_mono() - from < 10 * CLOCK_SECOND);
	check_answer("select count(*) from k where id = 99", "1");
	free(busy);
}

/* Open the same address with from replaced by to, of the same length: it must fail. */
static void
open_changed(const char *from, const char *to, struct err *e)
{
	struct pg *no = NULL;
	struct buf b = { 0 };

	buf_str(&b, url);
	memcpy(strstr(b.p, from), to, strlen(to));
	*e = (struct err){ 0 };
	CHECK_INT(pg_open(&no, &(struct pg_where){ .url = b.p, .tool = "pf-unit" }, e), -1);
	buf_release(&b);
}

static void
a_server_that_refuses_says_why(void)
{
	struct err e;

	open_changed("/pf?", "/xx?", &e);
	CHECK_INT(e.code, ERR_CONFIG);
	if (pg_pooled(db)) {
		CHECK(strstr(e.msg, "no such database: xx; mend the name") != NULL);
		return; /* and it lets in whoever comes */
	}
	CHECK(strstr(e.msg, "database \"xx\" does not exist (SQLSTATE 3D000); create the") != NULL);
	open_changed("//pf@", "//xx@", &e);
	CHECK_INT(e.code, ERR_PERM);
	CHECK(strstr(e.msg, "SQLSTATE 28000") != NULL);
}

static void
run_with_server(const char *past)
{
	struct err e = { 0 };

	if (pg_open(&db, &(struct pg_where){ .url = url, .tool = "pf-unit" }, &e) ||
	    pg_open(&eye, &(struct pg_where){ .url = past, .tool = "pf-unit" }, &e)) {
		printf("# %s\n", e.msg);
		tap.failed++;
		return;
	}
	RUN(quoting_is_exact);
	RUN(settings_hold_for_the_transaction_only);
	RUN(a_failure_says_what_to_do);
	RUN(a_failed_transaction_does_not_commit);
	RUN(a_script_counts_what_was_done);
	RUN(rows_stream);
	RUN(a_stream_that_is_given_up_leaves_the_connection_usable);
	RUN(copy_takes_every_character);
	RUN(copy_fails_where_it_fails);
	RUN(copy_notices_an_error_early);
	RUN(a_lost_server_is_to_be_tried_again);
	RUN(a_stop_signal_cancels_the_statement);
	RUN(a_server_that_refuses_says_why);
	(void)pg_exec(eye, "drop table k; drop role guest", &e); /* what a failed test left, too */
	pg_close(eye);
	pg_close(db);
}

int
main(void)
{
	const char *given = getenv("PF_TEST_URL"), *past = getenv("PF_TEST_DIRECT_URL");
	struct cluster *c = NULL;
	struct err e = { 0 };
	char *own;
	bool flag;

	if (given != NULL) {
		url = given;
		run_with_server(past != NULL ? past : given);
		return tap_done();
	}
	if (cluster_scratch(&c, &e) || cluster_start(c, true, &flag, &e)) {
		printf("Bail out! no PostgreSQL: %s\n", e.msg);
		return 1;
	}
	url = own = cluster_address(cluster_socket(c), "pf");
	run_with_server(own);
	free(own);
	if (cluster_destroy(c, &flag, &e))
		printf("# %s\n", e.msg);
	cluster_close(c);
	return tap_done();
}
