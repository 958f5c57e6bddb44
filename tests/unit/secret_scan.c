/* secret/scan: what is found where, and what is told about what cannot be searched */
#include "secret/scan.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "io/emit.h"
#include "scratch.h"
#include "secret/needles.h"
#include "tap.h"

static struct scratch here;

/* Search a path below the scratch folder: the records, without the folder's name, against want; the rest of *sc. */
static void
outcome(struct scan *sc, const char *name, const char *want)
{
	char path[512], got[4096], *p = NULL;
	struct needles s = { 0 };
	struct emit em;
	struct err e;
	size_t n = 0, cut;
	FILE *fp = open_memstream(&p, &n);

	needles_add(&s, "TOKEN", "invented-token", 14);
	needles_add(&s, "LONG", "invented\nlines", 14);
	needles_build(&s);
	emit_init(&em, fp, false);
	*sc = (struct scan){ .s = &s, .out = &em };
	(void)snprintf(path, sizeof path, "%s/%s", here.dir, name);
	CHECK_INT(scan_path(sc, path, &e), 0);
	emit_release(&em);
	(void)fclose(fp);
	got[0] = '\0';
	cut = strlen(here.dir);
	for (char *at = p, *next; *at != '\0'; at = next) {
		next = strstr(at, here.dir);
		if (next == NULL)
			next = at + strlen(at);
		(void)snprintf(
		    got + strlen(got), sizeof got - strlen(got), "%.*s", (int)(next - at), at);
		if (*next != '\0')
			next += cut;
	}
	CHECK_STR(got, want);
	free(p);
	needles_release(&s);
}

static void
lines_and_columns(void)
{
	struct scan sc;

	(void)scratch_file(&here, "a",
	    "one\n two invented-token\ninvented\nlines and inventEd-token\n"
	    "x=aW52ZW50ZWQtdG9rZW4=&y=invented%2dtoken");
	outcome(&sc, "a",
	    "{\"kind\":\"finding\",\"file\":\"/a\",\"line\":2,\"column\":6,\"name\":\"TOKEN\",\"form\":\"raw\"}\n"
	    "{\"kind\":\"finding\",\"file\":\"/a\",\"line\":3,\"column\":1,\"name\":\"LONG\",\"form\":\"raw\"}\n"
	    "{\"kind\":\"finding\",\"file\":\"/a\",\"line\":5,\"column\":3,\"name\":\"TOKEN\",\"form\":\"base64\"}\n"
	    "{\"kind\":\"finding\",\"file\":\"/a\",\"line\":5,\"column\":26,\"name\":\"TOKEN\",\"form\":\"url\"}\n");
	CHECK_INT(sc.found, 4);
	CHECK_INT(sc.unread, 0);
}

static void
far_into_a_file(void)
{
	char path[512];
	struct scan sc;
	FILE *fp;
	int i;

	(void)snprintf(path, sizeof path, "%s", scratch_file(&here, "big", ""));
	fp = fopen(path, "w");
	for (i = 0; i < 5000; i++) /* over several pieces, and across the end of one */
		(void)fprintf(fp, "%065d\n", i);
	(void)fprintf(fp, "%c\xff invented-token", 0);
	(void)fclose(fp);
	outcome(&sc, "big",
	    "{\"kind\":\"finding\",\"file\":\"/big\",\"line\":5001,\"column\":4,\"name\":\"TOKEN\",\"form\":\"raw\"}\n");
}

static void
trees(void)
{
	char path[512], to[512];
	struct scan sc;

	scratch_remove(&here);
	scratch_make(&here);
	(void)snprintf(path, sizeof path, "%s/d", here.dir);
	(void)mkdir(path, 0700);
	(void)scratch_file(&here, "d/b", "invented-token");
	(void)scratch_file(&here, "d/invented-token.txt", "");
	(void)scratch_file(&here, "outside", "invented-token");
	(void)snprintf(path, sizeof path, "%s/d/link", here.dir);
	CHECK_INT(symlink("../outside", path), 0);
	(void)snprintf(to, sizeof to, "%s/d/pipe", here.dir);
	CHECK_INT(mkfifo(to, 0600), 0);
	outcome(&sc, "d",
	    "{\"kind\":\"finding\",\"file\":\"/d/b\",\"line\":1,\"column\":1,\"name\":\"TOKEN\",\"form\":\"raw\"}\n"
	    "{\"kind\":\"finding\",\"file\":\"/d/[TOKEN].txt\",\"name\":\"TOKEN\",\"form\":\"raw\"}\n");
	CHECK_INT(sc.files, 2);
	(void)unlink(path);
	(void)unlink(to);
	if (getuid() != 0) {
		(void)snprintf(path, sizeof path, "%s/d/b", here.dir);
		(void)chmod(path, 0);
		outcome(&sc, "d",
		    "{\"kind\":\"finding\",\"file\":\"/d/[TOKEN].txt\",\"name\":\"TOKEN\",\"form\":\"raw\"}\n");
		CHECK_INT(sc.unread, 1);
		CHECK_INT(sc.why.code, ERR_PERM);
	}
	(void)snprintf(path, sizeof path, "%s/d/b", here.dir);
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/d/invented-token.txt", here.dir);
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/d", here.dir);
	(void)rmdir(path);
}

static void
not_there(void)
{
	struct needles s = { 0 };
	struct scan sc = { .s = &s };
	struct err e;

	needles_build(&s);
	CHECK_INT(scan_path(&sc, "/nonexistent/file", &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	needles_release(&s);
}

int
main(void)
{
	log_show(LOG_ERROR);
	scratch_make(&here);
	RUN(lines_and_columns);
	RUN(far_into_a_file);
	RUN(trees);
	RUN(not_there);
	scratch_remove(&here);
	return tap_done();
}
