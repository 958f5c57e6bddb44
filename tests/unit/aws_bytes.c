/* lib/aws/bytes: where the bytes of an answer go */
#include "aws/bytes.h"

#include <fcntl.h>

#include "base/err.h"
#include "scratch.h"
#include "tap.h"

static struct err e;

/* Two pieces, which both came to the end, or the transfer breaks off between them. */
static int
get(const char *path, bool breaks)
{
	struct aws_download d;
	int rc = aws_download_open(&d, path, stdout, &e);

	if (rc == 0)
		rc = aws_download_take(&d, "he", 2, &e);
	if (rc == 0 && breaks && aws_download_again(&d, &e) == 0)
		rc = aws_download_take(&d, "he", 2, &e);
	if (rc == 0)
		rc = aws_download_take(&d, "llo", 3, &e);
	if (rc == 0)
		rc = aws_download_end(&d, &e);
	aws_download_release(&d);
	return rc;
}

static const char *
text_of(const char *path)
{
	static char text[64];
	FILE *fp = fopen(path, "r");

	text[fp == NULL ? 0 : fread(text, 1, sizeof text - 1, fp)] = '\0';
	if (fp != NULL)
		(void)fclose(fp);
	return text;
}

static void
a_file_takes_the_place_of_the_one_that_was_meant(void)
{
	struct scratch s;
	struct stat st;
	char file[512], link[512];

	scratch_make(&s);
	(void)snprintf(file, sizeof file, "%s", scratch_file(&s, "file", "old"));
	(void)snprintf(link, sizeof link, "%s", scratch_file(&s, "link", ""));
	CHECK_INT(chmod(file, 0600), 0);
	CHECK_INT(unlink(link), 0);
	CHECK_INT(symlink("file", link), 0);
	CHECK_INT(get(link, true), 0);
	CHECK_STR(text_of(file), "hello");
	CHECK_INT(lstat(link, &st), 0);
	CHECK(S_ISLNK(st.st_mode));
	CHECK_INT(stat(file, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0600); /* who could not read it still cannot */
	CHECK_INT(unlink(file), 0);
	CHECK_INT(get(file, false), 0);
	CHECK_STR(text_of(file), "hello");
	scratch_remove(&s);
	CHECK(access(s.dir, F_OK) != 0); /* nothing was left beside them */
}

static void
a_pipe_or_a_device_stays_what_it_is(void)
{
	struct aws_download d;
	struct scratch s;
	struct stat st;
	char pipe[512], got[16] = "";
	int fd;

	scratch_make(&s);
	(void)snprintf(pipe, sizeof pipe, "%s", scratch_file(&s, "pipe", ""));
	CHECK_INT(unlink(pipe), 0);
	CHECK_INT(mkfifo(pipe, 0600), 0);
	fd = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	CHECK(fd >= 0);
	CHECK_INT(get(pipe, false), 0);
	CHECK_INT(read(fd, got, sizeof got - 1), 5);
	CHECK_STR(got, "hello");
	CHECK_INT(lstat(pipe, &st), 0);
	CHECK(S_ISFIFO(st.st_mode));
	CHECK_INT(aws_download_open(&d, pipe, stdout, &e), 0);
	CHECK_INT(aws_download_again(&d, &e), 0);
	CHECK_INT(aws_download_take(&d, "x", 1, &e), 0);
	CHECK_INT(aws_download_again(&d, &e), -1); /* what went out cannot be taken back */
	CHECK_INT(e.code, ERR_TEMP);
	aws_download_release(&d);
	(void)close(fd);
	CHECK_INT(get("/dev/full", false), -1);
	CHECK_INT(e.code, ERR_IO);
	CHECK_INT(get(s.dir, false), -1);
	CHECK_INT(e.code, ERR_CREATE);
	scratch_remove(&s);
}

int
main(void)
{
	RUN(a_file_takes_the_place_of_the_one_that_was_meant);
	RUN(a_pipe_or_a_device_stays_what_it_is);
	return tap_done();
}
