/* io/csv: what is a record and what is not, and what comes after a bad one */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/csv.h"
#include "tap.h"

/* The outcome of a text: "LINE:cell|cell;" a record, "LINE!;" a refused one; of the header first.
 */
static char *
read_all(FILE *fp)
{
	struct buf out = { 0 };
	struct csv in;
	struct err e = { 0 };
	size_t i;
	int got = csv_open(&in, fp, "test", &e);

	if (got)
		buf_fmt(&out, "%s", e.msg);
	for (i = 0; got == 0 && i < in.ncols; i++)
		buf_fmt(&out, "%s%.*s", i > 0 ? "|" : "", (int)in.cols[i].n, in.cols[i].p);
	while (got >= 0 && (got = csv_next(&in, &e)) != 0) {
		buf_fmt(&out, ";%zu%s", in.lineno, got < 0 ? "!" : ":");
		for (i = 0; got > 0 && i < in.ncols; i++)
			buf_fmt(&out, "%s%.*s", i > 0 ? "|" : "", (int)in.cell[i].n, in.cell[i].p);
		if (got < 0 && e.code != ERR_DATA)
			break;
		got = 0;
	}
	csv_release(&in);
	return buf_take(&out);
}

static char *
outcome(const char *text, size_t n)
{
	FILE *fp = n > 0 ? fmemopen((void *)(uintptr_t)text, n, "r") : fopen("/dev/null", "r");
	char *got = read_all(fp);

	(void)fclose(fp);
	return got;
}

#define OUTCOME(text, want)                                                                        \
	do {                                                                                       \
		char *got_text = outcome(text, sizeof(text) - 1);                                  \
		CHECK_STR(got_text, want);                                                         \
		free(got_text);                                                                    \
	} while (0)

static void
records_are_read(void)
{
	OUTCOME("a,b\n1,2\n3,4", "a|b;2:1|2;3:3|4");
	OUTCOME("a,b\r\n1,2\r\n\r\n3,\r\n", "a|b;2:1|2;4:3|");
	OUTCOME("a,b\n\n\n,\n", "a|b;4:|");
	OUTCOME("a\n\n1\n", "a;2:;3:1");
	OUTCOME("\xef\xbb\xbf"
		"a,b\n1,2\n",
	    "a|b;2:1|2");
	OUTCOME("a,b\n", "a|b");
	OUTCOME("a,b", "a|b");
	OUTCOME("a,b\n 1 ,\t2\n", "a|b;2: 1 |\t2");
}

static void
quotes_are_undone(void)
{
	OUTCOME("\"a\",\"b\"\n\"1,\"\"x\"\"\",\"\"\n", "a|b;2:1,\"x\"|");
	OUTCOME("a,b\n\"1\n2\r\n3\",x\n4,5\n", "a|b;2:1\n2\r\n3|x;5:4|5");
	OUTCOME("a,b\n\"\"\"\",\"\"\"\"\"\"\n", "a|b;2:\"|\"\"");
	OUTCOME("a,b\n1,\"2\"", "a|b;2:1|2");
	OUTCOME("a,b\n1,\"2\"\r\n3,4", "a|b;2:1|2;3:3|4");
}

static void
what_cannot_be_meant_is_refused(void)
{
	OUTCOME("a,b\n1,2\"x\n3,4\n", "a|b;2!;3:3|4");
	OUTCOME("a,b\n\"1\"x,2\n3,4\n", "a|b;2!;3:3|4");
	OUTCOME("a,b\n1\n1,2,3\n3,4\n", "a|b;2!;3!;4:3|4");
	OUTCOME("a,b\n1\r,2\n3,4\n", "a|b;2!;3:3|4");
	OUTCOME("a,b\n1,2\r", "a|b;2!");
	OUTCOME("a,b\n1,\xff\n3,4\n", "a|b;2!;3:3|4");
	OUTCOME("a,b\n1,\"\xed\xa0\x80\"\n3,4\n", "a|b;2!;3:3|4");
	OUTCOME("a,b\n1,\0\n\"\0\",2\n3,4\n", "a|b;2!;3!;4:3|4");
	OUTCOME("a,b\n\"1\n2\"x,2\n3,4\n", "a|b;2!;4:3|4");
	OUTCOME("a,b\n\"1,2\n3,4\n5,6",
	    "a|b;2!;3:3|4;4:5|6"); /* never closed: only that line is lost */
}

#define OF_79 "0123456789012345678901234567890123456789012345678901234567890123456789012345678"

static void
bad_headers_are_refused(void)
{
	OUTCOME("", "no header line: the input is empty");
	OUTCOME("\xef\xbb\xbf", "no header line: the input is empty");
	OUTCOME("a,\n", "line 1: column 2 has no name");
	OUTCOME("a,b,a\n", "line 1: column 3 repeats the name 'a'");
	OUTCOME(
	    OF_79 "\xc3\xa4," OF_79 "\xc3\xa4\n", "line 1: column 2 repeats the name '" OF_79 "'");
	OUTCOME("a,\"b\n", "line 1: column 2: the quotes are never closed");
	OUTCOME("\n\n\na,b\"\n", "line 4: column 2: a quote inside a field that is not quoted");
}

static void
columns_are_found_by_name(void)
{
	static const char text[] = "symbol,date\nA,2024-03-04\n";
	FILE *fp = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
	struct csv in;
	struct err e;

	CHECK(csv_open(&in, fp, "test", &e) == 0);
	CHECK_INT(csv_column(&in, "date"), 1);
	CHECK_INT(csv_column(&in, "dat"), -1);
	CHECK_INT(csv_column(&in, "Date"), -1);
	csv_release(&in);
	(void)fclose(fp);
}

/* A record of n bytes and its line end, in a file, between two others. */
static char *
one_of_size(size_t n, bool quotes)
{
	FILE *fp = tmpfile();
	struct buf text = { 0 }, out = { 0 };
	char *got, *p;

	buf_str(&text, "a,b\n1,2\n");
	p = buf_room(&text, n);
	memset(p, 'x', n);
	p[1] = ',';
	if (quotes)
		p[2] = p[n - 1] = '"';
	text.len += n;
	buf_str(&text, "\n3,4\n");
	CHECK(fp != NULL && fwrite(text.p, 1, text.len, fp) == text.len);
	rewind(fp);
	got = read_all(fp);
	p = strchr(got + 9, 'x');
	if (p != NULL && strlen(p) > n / 2) /* the long one need not be looked at */
		buf_fmt(&out, "%.*s...%s", (int)(p - got), got, strrchr(got, ';'));
	else
		buf_str(&out, got);
	free(got);
	buf_release(&text);
	(void)fclose(fp);
	return buf_take(&out);
}

static void
long_records_have_a_limit(void)
{
	char *got;
	int i;

	for (i = 0; i < 2; i++) {
		got = one_of_size(CSV_LINE_MAX - 1, i == 1);
		CHECK_STR(got, "a|b;2:1|2;3:...;4:3|4");
		free(got);
		got = one_of_size(CSV_LINE_MAX + 1, i == 1);
		CHECK_STR(got, "a|b;2:1|2;3!;4:3|4");
		free(got);
		got = one_of_size(CSV_LINE_MAX * 3, i == 1);
		CHECK_STR(got, "a|b;2:1|2;3!;4:3|4");
		free(got);
	}
}

/* The text through a socket that keeps packets: first bytes, then step at a time. */
static char *
in_packets(const char *text, size_t n, size_t first, size_t step)
{
	size_t at = 0, len = first;
	char *got = NULL;
	int fd[2];
	FILE *fp;

	CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	for (; at < n; at += len, len = step) {
		if (len > n - at)
			len = n - at;
		CHECK(send(fd[1], text + at, len, 0) == (ssize_t)len);
	}
	(void)close(fd[1]);
	fp = fdopen(fd[0], "r");
	CHECK(fp != NULL);
	got = read_all(fp);
	(void)fclose(fp);
	return got;
}

static void
splits_do_not_matter(void)
{
	static const char text[] = "\xef\xbb\xbf"
				   "a,b\r\n\"1\"\"\n\",2\r\n3,\"4\"\r\n\"x\"y,1\r\n5,6";
	char *got;
	size_t i;

	for (i = 1; i < sizeof text; i++) {
		got = in_packets(text, sizeof text - 1, i, sizeof text);
		CHECK_STR(got, "a|b;2:1\"\n|2;4:3|4;5!;6:5|6");
		free(got);
	}
	got = in_packets(text, sizeof text - 1, 1, 1);
	CHECK_STR(got, "a|b;2:1\"\n|2;4:3|4;5!;6:5|6");
	free(got);
}

int
main(void)
{
	RUN(records_are_read);
	RUN(quotes_are_undone);
	RUN(what_cannot_be_meant_is_refused);
	RUN(bad_headers_are_refused);
	RUN(columns_are_found_by_name);
	RUN(long_records_have_a_limit);
	RUN(splits_do_not_matter);
	return tap_done();
}
