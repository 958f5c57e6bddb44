/* secret/cache: what is kept comes back while it is young, from a place that is ours alone */
#include "secret/cache.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/tree.h"
#include "secret/source.h"
#include "tap.h"

#define HOUR (3600 * CLOCK_SECOND)
#define TEXT "{\"A\":\"invented \\\"value\\\"\\n\"}"

static char dir[256];
static struct cache_time now;

static int
get(int64_t max_age, const struct cache_time *at, struct err *e)
{
	struct secret_text t = { 0 };
	int64_t age = -1;
	int rc = cache_get("aws pf/one", max_age, at, &t, &age, e);

	if (rc == 1) {
		CHECK_STR(t.text.p, TEXT);
		CHECK_STR(t.version, "v1");
		CHECK_INT(t.since, 5);
	}
	secret_text_release(&t);
	return rc;
}

static int
put(const char *key, struct err *e)
{
	struct secret_text t = { .version = "v1", .since = 5 };
	int rc;

	buf_str(&t.text, TEXT);
	rc = cache_put(key, &t, &now, e);
	secret_text_release(&t);
	return rc;
}

static void
it_comes_back(void)
{
	struct cache_time later = now;
	struct err e;

	CHECK_INT(get(HOUR, &now, &e), 0);
	CHECK_INT(put("aws pf/one", &e), 0);
	CHECK_INT(put("aws pf/other", &e), 0);
	CHECK_INT(get(HOUR, &now, &e), 1);
	later.boot += HOUR;
	later.real -= 1000 * HOUR; /* somebody set the clock: it does not matter */
	CHECK_INT(get(HOUR, &later, &e), 1);
	later.boot++;
	CHECK_INT(get(HOUR, &later, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
}

static void
after_a_start(void)
{
	struct cache_time later = now;
	struct err e;

	(void)snprintf(later.id, sizeof later.id, "another");
	later.boot = 0;
	later.real += HOUR;
	CHECK_INT(get(HOUR, &later, &e), 1);
	later.real++;
	CHECK_INT(get(HOUR, &later, &e), -1);
	later.real = now.real - 1;
	CHECK_INT(get(HOUR, &later, &e), -1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(strstr(e.msg, "unknown age") != NULL);
}

static void
the_place_is_ours(void)
{
	char path[512];
	struct stat st;
	struct err e;

	(void)snprintf(path, sizeof path, "%s/pf-secrets", dir);
	CHECK_INT(stat(path, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0700);
	(void)chmod(path, 0750);
	CHECK_INT(get(HOUR, &now, &e), -1);
	CHECK_INT(e.code, ERR_PERM);
	CHECK_INT(put("aws pf/one", &e), -1);
	CHECK_INT(tree_remove(path, &e), 0);
	CHECK_INT(symlink(dir, path), 0);
	CHECK_INT(put("aws pf/one", &e), -1);
	CHECK_INT(unlink(path), 0);
}

/* Not in memory: nothing is kept there as it is. */
static void
no_memory(void)
{
	char path[512];
	struct err e;

	(void)setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
	(void)setenv("PATH", "/nonexistent", 1);
	CHECK_INT(put("aws pf/one", &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	(void)snprintf(path, sizeof path, "%s/systemd-creds", dir);
	FILE *fp = fopen(path, "w");
	(void)fputs("#!/bin/sh\n[ \"$4\" = - ] && exec tr a-zA-Z n-za-mN-ZA-M\n", fp);
	(void)fclose(fp);
	(void)chmod(path, 0700);
	(void)snprintf(path, sizeof path, "%s:/usr/bin:/bin", dir);
	(void)setenv("PATH", path, 1);
	(void)snprintf(path, sizeof path, "%s/state", dir);
	(void)setenv("PF_STATE_DIR", path, 1);
	CHECK_INT(put("aws pf/one", &e), 0);
	CHECK_INT(get(HOUR, &now, &e), 1);
}

int
main(void)
{
	struct err e;

	(void)snprintf(dir, sizeof dir, "/dev/shm/pf-unit.XXXXXX");
	if (mkdtemp(dir) == NULL) {
		(void)printf("1..0 # SKIP no /dev/shm\n");
		return 0;
	}
	(void)setenv("XDG_RUNTIME_DIR", dir, 1);
	cache_time(&now);
	CHECK(now.id[0] != '\0' && now.boot > 0);
	RUN(it_comes_back);
	RUN(after_a_start);
	RUN(the_place_is_ours);
	RUN(no_memory);
	(void)tree_remove(dir, &e);
	return tap_done();
}
