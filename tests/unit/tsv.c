/* Tables with tabs between their fields, and files that are read as a whole */
#include "io/tsv.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/file.h"
#include "tap.h"

static char name[] = "/tmp/pf-tsv.XXXXXX";

static void
write_file(const char *text, size_t n)
{
	FILE *fp = fopen(name, "we");

	CHECK(fp != NULL && fwrite(text, 1, n, fp) == n && fclose(fp) == 0);
}

/* "a|b|||||" a row; a row that begins with "no" is refused. */
static int
take(void *arg, char *const field[TSV_FIELDS_MAX], struct err *e)
{
	struct buf *out = arg;
	size_t i;

	if (strcmp(field[0], "no") == 0)
		return err_set(e, ERR_CONFIG, "not that");
	for (i = 0; i < TSV_FIELDS_MAX; i++)
		buf_fmt(out, "%s|", field[i]);
	buf_char(out, '\n');
	return 0;
}

static void
reads(const char *text, size_t n, const char *want)
{
	struct buf out = { 0 };
	struct err e = { 0 };

	write_file(text, n);
	buf_str(&out, "");
	CHECK_INT(tsv_read(name, "#", take, &out, &e), 0);
	CHECK_STR(out.p, want);
	buf_release(&out);
}

#define READS(text, want) reads(text, sizeof(text) - 1, want)

static void
rows(void)
{
	READS("", "");
	READS("\n \t\n#x\n", "");
	READS("a", "a||||||\n");
	READS("a\tb\r\n\tc\n", "a|b|||||\n|c|||||\n");
	READS("1\t2\t3\t4\t5\t6\t7\t8\nlast", "1|2|3|4|5|6|\nlast||||||\n");
}

static void
refuses(const char *text, size_t n, enum err_code code, const char *where)
{
	struct buf out = { 0 };
	struct err e = { 0 };

	write_file(text, n);
	CHECK_INT(tsv_read(name, "#", take, &out, &e), -1);
	CHECK_INT(e.code, code);
	CHECK(strncmp(e.msg, name, strlen(name)) == 0);
	CHECK_STR(e.msg + strlen(name), where);
	buf_release(&out);
}

static void
what_is_wrong_is_told_with_its_line(void)
{
	refuses("a\n\nno\tb\nc\n", 10, ERR_CONFIG, ":3: not that");
	refuses("a\tb\0c\n", 6, ERR_DATA, ":1: there is a NUL in it");
}

static void
a_file_may_be_too_large_or_not_there(void)
{
	struct buf out = { 0 };
	struct err e = { 0 };

	write_file("12345", 5);
	CHECK_INT(file_read(name, 5, &out, &e), 0);
	CHECK_STR(out.p, "12345");
	CHECK_INT(file_read(name, 4, &out, &e), -1);
	CHECK_INT(e.code, ERR_DATA);
	buf_release(&out);
	write_file("", 0);
	CHECK_INT(file_read(name, 0, &out, &e), 0);
	CHECK_STR(out.p, "");
	buf_release(&out);
	CHECK_INT(file_read("/tmp/pf-tsv.no/such", 4, &out, &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
}

int
main(void)
{
	int fd = mkstemp(name);

	if (fd < 0)
		return 1;
	(void)close(fd);
	RUN(rows);
	RUN(what_is_wrong_is_told_with_its_line);
	RUN(a_file_may_be_too_large_or_not_there);
	(void)unlink(name);
	return tap_done();
}
