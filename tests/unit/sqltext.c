/* where tokens and statements end, and what a migration file becomes before it is sent */
#include "db/sqltext.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "db/migrate_script.h"
#include "tap.h"

/* The statements of a text, each as its tokens with blanks between, "|" behind each. */
static char *
statements(const char *text, bool body)
{
	struct sql_script sql;
	struct buf out = { 0 };
	size_t k, t;

	sql_split(&sql, text, strlen(text), 1, body);
	for (k = 0; k < sql.count; k++) {
		for (t = sql.statements[k].first; t < sql.statements[k].end; t++) {
			buf_add(&out, sql.tokens[t].p, sql.tokens[t].n);
			buf_char(&out, ' ');
		}
		buf_char(&out, '|');
	}
	sql_script_release(&sql);
	return buf_take(&out);
}

static void
check_statements(const char *text, const char *want)
{
	char *got = statements(text, false);

	CHECK_STR(got, want);
	free(got);
}

static void
statements_end_at_semicolons(void)
{
	check_statements("", "");
	check_statements(" ;; ; ", "");
	check_statements("select 1; select 2", "select 1 |select 2 |");
	check_statements("select ';'; select \"a;b\"", "select ';' |select \"a;b\" |");
	check_statements("select E'\\';'; x", "select E'\\';' |x |");
	check_statements("select 'it''s;'; x", "select 'it''s;' |x |");
	check_statements("select U&'a;''b'; x", "select U&'a;''b' |x |");
	check_statements("create rule r as on insert to t do (a; b); c",
	    "create rule r as on insert to t do ( a ; b ) |c |");
}

static void
comments_are_no_statements(void)
{
	check_statements("-- a; b\n/* c; /* d; */ e; */ ;", "");
	check_statements("select 1 -- x;\n, 2; y", "select 1 , 2 |y |");
	check_statements("select 1/* ; */+ 2", "select 1 + 2 |");
}

static void
dollar_quotes_hold_anything(void)
{
	check_statements("do $$ begin a; b; end $$; c", "do $$ begin a; b; end $$ |c |");
	check_statements("do $x$ $$ ; $y$ $x$; c", "do $x$ $$ ; $y$ $x$ |c |");
	check_statements("select a$b$c; d", "select a$b$c |d |"); /* a dollar in a name */
	check_statements("select $1; d", "select $1 |d |");
}

static void
standard_bodies_are_one_statement(void)
{
	check_statements(
	    "create function f() returns int begin atomic select 1; select case when a "
	    "then b end; end; x",
	    "create function f ( ) returns int begin atomic select 1 ; select case when a then b "
	    "end ; end |x |");
	check_statements("begin; select 1; end; x", "begin |select 1 |end |x |");
}

static void
bodies_split_at_their_words(void)
{
	char *got = statements("declare a int; begin if x then alter table t add c int; else y; "
			       "end if; end",
	    true);

	CHECK_STR(got, "a int |if x |alter table t add c int |y |end if |end |");
	free(got);
}

static void
what_has_no_end_is_told(void)
{
	static const char *const cut[] = { "select 'a", "select \"a", "/* a", "$$ a", "E'\\'",
		NULL };
	struct sql_script sql;
	size_t k;

	for (k = 0; cut[k] != NULL; k++) {
		sql_split(&sql, cut[k], strlen(cut[k]), 1, false);
		CHECK(sql.cut);
		sql_script_release(&sql);
	}
	sql_split(&sql, "select 'a'", 10, 1, false);
	CHECK(!sql.cut);
	sql_script_release(&sql);
}

static void
names_are_folded(void)
{
	struct sql_script sql;
	struct buf name = { 0 };

	sql_split(&sql, "Abc \"A\"\"b\" U&\"d\"", 17, 1, false);
	sql_name(&name, &sql.tokens[0]);
	CHECK_STR(name.p, "abc");
	buf_reset(&name);
	sql_name(&name, &sql.tokens[1]);
	CHECK_STR(name.p, "A\"b");
	buf_reset(&name);
	sql_name(&name, &sql.tokens[2]);
	CHECK_STR(name.p, "d");
	buf_release(&name);
	sql_script_release(&sql);
}

static void
a_position_is_in_characters(void)
{
	static const char text[] = "\xc3\xa4\xc3\xa4\nb\nc";

	CHECK_INT(sql_position_line(text, sizeof(text) - 1, 1), 1);
	CHECK_INT(sql_position_line(text, sizeof(text) - 1, 3), 1);
	CHECK_INT(sql_position_line(text, sizeof(text) - 1, 4), 2);
	CHECK_INT(sql_position_line(text, sizeof(text) - 1, 6), 3);
	CHECK_INT(sql_position_line(text, sizeof(text) - 1, 99), 3);
}

/* The file as it would be sent, or the refusal. */
static char *
prepared(const char *file, int version)
{
	struct script s;
	struct err e;
	struct buf out = { 0 };

	if (script_prepare(&s, file, strlen(file), version, &e))
		buf_str(&out, e.msg);
	else
		buf_add(&out, s.text, s.len);
	script_release(&s);
	return buf_take(&out);
}

static void
check_prepared(const char *file, int version, const char *want)
{
	char *got = prepared(file, version);

	CHECK_STR(got, want);
	free(got);
}

static void
a_dump_is_made_fit(void)
{
	check_prepared("\\restrict a\nselect 1;\n\\unrestrict a\n", 150000,
	    "           \nselect 1;\n             \n");
	check_prepared(
	    "SET transaction_timeout = 0;\nx;", 150000, "                           ;\nx;");
	check_prepared(
	    "SET transaction_timeout = 0;\nx;", 170000, "SET transaction_timeout = 0;\nx;");
	check_prepared("create schema public;\nx", 150000, "                    ;\nx");
	check_prepared("\xef\xbb\xbfselect 1", 150000, "   select 1");
	check_prepared("select $$\n\\restrict\n$$", 150000, "select $$\n\\restrict\n$$");
	check_prepared("begin;\nx;\ncommit;\n", 150000, "     ;\nx;\n      ;\n");
}

static void
what_cannot_be_sent_is_refused(void)
{
	char *got;

	got = prepared("create table t (a int);\nCOPY public.t (a) FROM stdin;\n1\n\\.\n", 150000);
	CHECK(strncmp(got, "2: copy from stdin", 18) == 0);
	free(got);
	check_prepared("begin; a; commit;\nbegin; b; commit;", 150000,
	    "2: several transactions in one file: make a file of each");
	check_prepared("a;\nrollback;", 150000, "2: a migration cannot end its own transaction");
	check_prepared("savepoint a; rollback to a;", 150000, "savepoint a; rollback to a;");
	check_prepared("a;\nselect 'b", 150000, "2: a string or comment has no end");
	got = prepared("-- pf:no-transaction\nvacuum;\nvacuum;\n", 150000);
	CHECK(strncmp(got, "3: a file without a transaction holds exactly one", 49) == 0);
	free(got);
}

static void
a_failure_is_found(void)
{
	static const char file[] = "select 1;\n\nselect\n  2;\nselect 3;\n";
	struct script s;
	struct buf what = { 0 };
	struct err e;
	size_t line;

	CHECK(script_prepare(&s, file, sizeof(file) - 1, 150000, &e) == 0);
	script_where(&s, 0, 1, &line, &what);
	CHECK_INT(line, 3);
	CHECK_STR(what.p, "select 2");
	script_where(&s, 21, 0, &line, &what); /* the 2 */
	CHECK_INT(line, 4);
	CHECK_STR(what.p, "select 2");
	script_where(&s, 0, 3, &line, &what); /* behind the last: a deferred constraint */
	CHECK_INT(line, 0);
	script_where(&s, 9999, 0, &line, &what);
	CHECK_STR(what.p, "select 3");
	buf_release(&what);
	script_release(&s);
}

static void
a_concurrent_index_is_known(void)
{
	static const char file[] =
	    "-- pf:no-transaction\n"
	    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON Only S.t (a);\n";
	struct buf schema = { 0 }, name = { 0 };
	struct script s;
	struct err e;

	CHECK(script_prepare(&s, file, sizeof(file) - 1, 150000, &e) == 0);
	CHECK(s.alone);
	CHECK(script_concurrent_index(&s, &schema, &name));
	CHECK_STR(name.p, "I");
	CHECK_STR(schema.p, "s");
	buf_release(&schema);
	buf_release(&name);
	script_release(&s);
}

int
main(void)
{
	RUN(statements_end_at_semicolons);
	RUN(comments_are_no_statements);
	RUN(dollar_quotes_hold_anything);
	RUN(standard_bodies_are_one_statement);
	RUN(bodies_split_at_their_words);
	RUN(what_has_no_end_is_told);
	RUN(names_are_folded);
	RUN(a_position_is_in_characters);
	RUN(a_dump_is_made_fit);
	RUN(what_cannot_be_sent_is_refused);
	RUN(a_failure_is_found);
	RUN(a_concurrent_index_is_known);
	return tap_done();
}
