/* Credentials in a world of their own: no variable of AWS's is set, files are scratch ones, and no
 * message may show what is marked as secret */
#ifndef PF_TESTS_AWS_ENV_H
#define PF_TESTS_AWS_ENV_H

#include "aws/creds.h"
#include "aws/keys.h"
#include "aws/profile.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "scratch.h"
#include "tap.h"

#define HIDDEN "SeCrEt"                          /* in each value that must not be shown */
#define NOW (INT64_C(1700000000) * CLOCK_SECOND) /* 2023-11-14T22:13:20Z */

extern char **environ;

static struct scratch dir;
static FILE *logged;

static void
world_make(void)
{
	scratch_make(&dir);
	logged = tmpfile();
	if (logged == NULL)
		abort();
	log_open("test", logged, LOG_TEXT);
	log_show(LOG_DEBUG);
}

/* No variable of AWS's but those that keep us from the machine's own files and metadata. */
static void
world_reset(void)
{
	char name[128], path[512];
	size_t i = 0;

	while (environ[i] != NULL) {
		(void)snprintf(name, sizeof name, "%s", environ[i]);
		name[strcspn(name, "=")] = '\0';
		if (strncmp(name, "AWS_", 4) == 0)
			(void)unsetenv(name);
		else
			i++;
	}
	(void)snprintf(path, sizeof path, "%s/absent", dir.dir);
	(void)setenv("AWS_CONFIG_FILE", path, 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", path, 1);
	(void)setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
}

static void
nothing_secret_was_logged(void)
{
	char line[4096];
	size_t lines = 0;

	rewind(logged);
	for (; fgets(line, sizeof line, logged) != NULL; lines++)
		if (strstr(line, HIDDEN) != NULL) {
			(void)printf("# logged: %s", line);
			tap.ok = false;
		}
	CHECK(lines > 0);
}

static void
world_remove(void)
{
	(void)fclose(logged); /* only read */
	scratch_remove(&dir);
}

/* The open profile and its credentials. */
struct world {
	struct aws_profile *p;
	struct aws_creds *c;
	const struct aws_keys *k;
	struct err e;
};

static void
world_close(struct world *w)
{
	aws_creds_close(w->c);
	aws_profile_free(w->p);
	*w = (struct world){ 0 };
}

static int
world_get(struct world *w, int64_t now)
{
	int rc;

	w->e = (struct err){ 0 };
	rc = aws_creds_get(w->c, now, &w->k, &w->e);
	CHECK((w->k == NULL) == (rc != 0));
	CHECK(strstr(w->e.msg, HIDDEN) == NULL);
	return rc;
}

/* Open with that profile (NULL: not named) and get. */
static int
world_find(struct world *w, const char *profile, int64_t now)
{
	world_close(w);
	if (aws_profile_open(&w->p, profile, &w->e) ||
	    aws_creds_open(&w->c, w->p, profile != NULL, &w->e))
		return -1;
	return world_get(w, now);
}

/* It fails with that code, and says that. */
#define FAILS(w, rc, want_code, says)                                                              \
	do {                                                                                       \
		CHECK_INT((rc), -1);                                                               \
		CHECK_INT((w)->e.code, (want_code));                                               \
		CHECK(strstr((w)->e.msg, (says)) != NULL);                                         \
		if (!tap.ok)                                                                       \
			(void)printf("# %s\n", (w)->e.msg);                                        \
	} while (0)

#define FOUND(w, rc, want_from, want_id)                                                           \
	do {                                                                                       \
		CHECK_INT((rc), 0);                                                                \
		CHECK_STR((w)->k == NULL ? (w)->e.msg : (w)->k->from, (want_from));                \
		CHECK_STR((w)->k == NULL ? NULL : (w)->k->id, (want_id));                          \
	} while (0)

#endif
