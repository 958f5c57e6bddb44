/* the folder of migrations, and the rules of lint, each with what it finds and what it leaves alone
 */
#include "db/migrate_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/migrate_lint.h"
#include "tap.h"

static void
names_and_numbers(void)
{
	uint64_t number = 7;
	size_t stem = 0;

	CHECK(migration_name("061_cleanup.sql", &number, &stem));
	CHECK_INT(number, 61);
	CHECK_INT(stem, 11);
	CHECK(migration_name("000_a.sql", &number, &stem));
	CHECK_INT(number, 0);
	CHECK(migration_name("20240101120000_a.sql", &number, &stem));
	CHECK_INT(number, 20240101120000);
	CHECK(!migration_name("61_a.sql", &number, &stem));
	CHECK(!migration_name("061a.sql", &number, &stem));
	CHECK(!migration_name("061_.sql", &number, &stem));
	CHECK(!migration_name("061_a.sq", &number, &stem));
	CHECK(!migration_name("1234567890123456789_a.sql", &number, &stem));
	CHECK(!migration_name("", &number, &stem));
}

/* A scratch folder; the files' text is their own name. */
struct place {
	char dir[64];
	const char *const *files;
};

static void
place_make(struct place *p, const char *const *files)
{
	size_t k;

	p->files = files;
	(void)snprintf(p->dir, sizeof(p->dir), "%s/pf-unit.XXXXXX", "/tmp");
	CHECK(mkdtemp(p->dir) != NULL);
	for (k = 0; files[k] != NULL; k++) {
		char *path = mem_fmt("%s/%s", p->dir, files[k]);
		size_t n = strlen(path);
		FILE *fp = NULL;

		if (path[n - 1] == '/')
			CHECK(mkdir(path, 0700) == 0);
		else
			fp = fopen(path, "w");
		if (fp != NULL) {
			(void)fputs(files[k], fp);
			CHECK(fclose(fp) == 0);
		}
		free(path);
	}
}

static void
place_remove(struct place *p)
{
	size_t k = 0;

	while (p->files[k] != NULL)
		k++;
	while (k > 0) {
		char *path = mem_fmt("%s/%s", p->dir, p->files[--k]);

		CHECK(remove(path) == 0);
		free(path);
	}
	CHECK(rmdir(p->dir) == 0);
}

static void
a_folder_is_in_order(void)
{
	static const char *const files[] = { "1000_z.sql", "061_b.sql", "061_a.sql",
		"060_baseline_x.sql", "009_old.sql", "070_c.sql", "README.md", "notes.sql",
		"archive/", "archive/001_bad.sql", "api/", "api/b.sql", "api/a.sql", NULL };
	struct migration_folder f;
	struct place p;
	struct err e;

	place_make(&p, files);
	CHECK(migration_folder_read(&f, p.dir, &e) == 0);
	CHECK_INT(f.count, 5);
	CHECK(f.baseline);
	CHECK_STR(f.files[0].version, "060_baseline_x");
	CHECK_STR(f.files[1].version, "061_a");
	CHECK_STR(f.files[2].version, "061_b");
	CHECK_STR(f.files[3].version, "070_c");
	CHECK_STR(f.files[4].version, "1000_z");
	CHECK_STR(f.files[4].text, "1000_z.sql");
	/* printf 1000_z.sql | sha256sum */
	CHECK_STR(
	    f.files[4].sum, "3bcf27173fbd7eee08558c151ec02b315d3a9f04545c9928023cdcbec7842d2b");
	CHECK_INT(f.below, 1);
	CHECK_INT(f.misnamed, 1);
	CHECK_STR(f.a_misnamed, "notes.sql");
	CHECK_INT(f.repeats_count, 2);
	CHECK_STR(f.repeats[0].version, "api/a");
	CHECK_INT(migration_folder_next(&f), 1001);
	migration_folder_release(&f);
	place_remove(&p);
	CHECK(migration_folder_read(&f, p.dir, &e) == -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	migration_folder_release(&f);
}

static int
note(void *arg, const struct lint_finding *f, struct err *e)
{
	(void)e;
	buf_fmt(arg, "%s:%zu ", f->rule->name, f->line);
	return 0;
}

static void
check_lint(const char *file, const char *want)
{
	struct buf out = { 0 };
	struct err e;

	buf_str(&out, "");
	CHECK(lint_file(file, strlen(file), false, note, &out, &e) == 0);
	CHECK_STR(out.p, want);
	buf_release(&out);
}

static void
lint_finds(void)
{
	check_lint("create index if not exists i on t (a);", "index-blocks:1 ");
	check_lint(
	    "create index concurrently if not exists i on t (a);", "needs-no-transaction:1 ");
	check_lint("vacuum t;", "needs-no-transaction:1 ");
	check_lint("alter table only public.t\n alter column a type bigint;", "type-rewrite:2 ");
	check_lint("alter table t alter a set data type varchar(10);", "type-rewrite:1 ");
	check_lint("drop table if exists t;", "drop-data:1 ");
	check_lint("alter table t drop column if exists a;", "drop-data:1 ");
	check_lint("alter table t alter column a set not null;", "not-null-scan:1 ");
	check_lint("alter table t add column if not exists a uuid default gen_random_uuid();",
	    "volatile-default:1 ");
	check_lint("alter table t add column if not exists a bigserial;", "volatile-default:1 ");
	check_lint("alter table t rename column a to b;", "rename:1 ");
	check_lint("alter table t rename to u;", "rename:1 ");
	check_lint("alter table t add constraint c check (a > 0);", "constraint-scan:1 ");
	check_lint("alter table t add foreign key (a) references u (b);", "constraint-scan:1 ");
	check_lint("alter table t add primary key (a);", "constraint-scan:1 ");
	check_lint("truncate t;", "truncate:1 ");
	check_lint("delete from t;", "truncate:1 ");
	check_lint("update t set a = 1;", "truncate:1 ");
	check_lint("create table t (a int);", "not-rerunnable:1 ");
	check_lint("alter table t add column a int;", "not-rerunnable:1 ");
	check_lint("drop index i;", "not-rerunnable:1 ");
	check_lint("grant select on t to anon;", "public-access:1 ");
	check_lint("create policy p on t using (true);", "public-access:1 ");
	check_lint("create policy p on t to authenticated using (true);", "public-access:1 ");
	check_lint("create table if not exists t (a int, cash real);", "inexact-type:1 ");
	check_lint("alter table t add column if not exists a double precision;", "inexact-type:1 ");
	check_lint("begin;\nselect 1;\ncommit;", "own-transaction:1 own-transaction:3 ");
	check_lint(
	    "-- pf:no-transaction\ncreate unique index concurrently i on t (a);", "unsendable:2 ");
	check_lint("-- pf:no-transaction\ncreate index concurrently on t (a);", "unsendable:2 ");
	check_lint("-- pf:no-transaction\n\ndrop index concurrently i;", "unsendable:3 ");
	check_lint("select 1;\ncopy t from stdin;\n1\n\\.\n", "unsendable:2 ");
}

static void
lint_leaves_alone(void)
{
	check_lint("", "");
	check_lint("-- pf:no-transaction\ncreate index concurrently if not exists i on t (a);", "");
	check_lint("create table if not exists t (a int);\ncreate index if not exists i on t (a);\n"
		   "alter table t add constraint c check (a > 0), alter a set not null;",
	    "");
	check_lint("alter table t alter column a type numeric, alter b type text;", "");
	check_lint("alter table t add constraint c check (a > 0) not valid;", "");
	check_lint("alter table t add constraint c primary key using index i;", "");
	check_lint("alter table t validate constraint c;", "");
	check_lint("alter table t add column if not exists a int default 0;", "");
	check_lint("delete from t where a = 1; update t set a = 1 where b;", "");
	check_lint("create policy p on t to service_role using (public.f());", "");
	check_lint("create function f() returns int language sql as $$ truncate t $$;", "");
	check_lint("select 'drop table t';", "");
	check_lint("create table if not exists t (money numeric, \"real\" text);", "");
}

static void
lint_looks_into_do_blocks(void)
{
	check_lint(
	    "do $$\nbegin\n\tif a then\n\t\ttruncate t;\n\tend if;\nend;\n$$;", "truncate:4 ");
	check_lint("do $$ begin\n-- pf:allow truncate\ntruncate t; end $$;", "");
	check_lint("-- pf:allow truncate (as it says)\ndo $$ begin truncate t; end $$;", "");
}

static void
lint_is_told_what_is_meant(void)
{
	check_lint(
	    "-- pf:allow truncate: empty on purpose\ntruncate t;\ntruncate u;", "truncate:3 ");
	check_lint("truncate t; -- pf:allow truncate\ntruncate u;", "truncate:2 ");
	check_lint("-- pf:allow not-rerunnable, drop-data why\ndrop table t;", "");
	check_lint("-- pf:allow drop-dat\ndrop table if exists t;", "drop-data:2 ");
	check_lint("/* pf:allow drop-data */ drop table if exists t;", "");
}

int
main(void)
{
	RUN(names_and_numbers);
	RUN(a_folder_is_in_order);
	RUN(lint_finds);
	RUN(lint_leaves_alone);
	RUN(lint_looks_into_do_blocks);
	RUN(lint_is_told_what_is_meant);
	return tap_done();
}
