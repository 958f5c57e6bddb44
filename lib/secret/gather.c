#include "secret/gather.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/dotenv.h"
#include "secret/cache.h"

const char *const gather_places[] = { "/etc/pf/pf.env", "/etc/llm-portfolio/llm.env", NULL };

/* What tells where secrets are, and how we behave, may stand in the env file. */
static const char *const own[] = { "AWS_", "PF_", "USE_AWS_SECRETS", NULL };

/* The value of name in env, or NULL. */
static const char *
in_env(char *const *env, const char *name, size_t n)
{
	for (; env != NULL && *env != NULL; env++)
		if (strncmp(*env, name, n) == 0 && (*env)[n] == '=')
			return *env + n + 1;
	return NULL;
}

/* Those of env that name a variable, are not in without, and are in keep when there is a list. */
static int
add_env(struct vars *v, size_t source, char *const *env, char *const *without, const char *keep,
    struct err *e)
{
	const struct var *have;
	size_t n;
	char *name;
	int rc = 0;

	for (; rc == 0 && *env != NULL; env++) {
		n = strcspn(*env, "=");
		if ((*env)[n] == '\0' || !dotenv_name(*env, n) || in_env(without, *env, n) != NULL)
			continue;
		name = mem_copy(*env, n);
		have = vars_get(v, name);
		/* who stands there twice: getenv(3) takes the first */
		if ((have == NULL || have->source != source) &&
		    (keep == NULL || vars_listed(keep, name)))
			rc = vars_add(v, source, name, *env + n + 1, 0, e);
		free(name);
	}
	return rc;
}

int
gather_environment(struct vars *v, const struct gather_options *o, struct err *e)
{
	const char *keep = !o->clean ? NULL : o->keep != NULL ? o->keep : "";
	char *const none[] = { NULL };
	size_t given = vars_source(v, VARS_ENVIRONMENT, NULL, NULL, CLOCK_NONE),
	       settings = vars_source(v, VARS_SETTINGS, NULL, NULL, CLOCK_NONE);

	if (add_env(v, given, o->env != NULL ? o->env : none, NULL, keep, e) ||
	    add_env(v, settings, environ, o->env != NULL ? o->env : none, NULL, e))
		return err_wrap(e, "environment");
	return 0;
}

int
gather_find_file(char **path, const struct gather_options *o, struct err *e)
{
	size_t i;

	*path = NULL;
	if (o->env_file != NULL) {
		if (access(o->env_file, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
			return err_set(e, ERR_NOINPUT,
			    "%s: there is no such env file; create it: install -m 640 /dev/null %s",
			    o->env_file, o->env_file);
		*path = mem_str(o->env_file);
		return 0;
	}
	for (i = 0; gather_places[i] != NULL; i++)
		if (access(gather_places[i], F_OK) == 0) {
			*path = mem_str(gather_places[i]);
			return 0;
		}
	return 0;
}

/* The variables of a file on their way into the set. */
struct taker {
	struct vars *vars;
	size_t source;
	char *const *env; /* what we were started with */
};

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	const struct taker *t = arg;
	size_t i;

	for (i = 0; own[i] != NULL; i++)
		if (strncmp(name, own[i], strlen(own[i])) == 0 &&
		    in_env(t->env, name, strlen(name)) == NULL && setenv(name, value, 1))
			return err_errno(e, ERR_BUG, "%s", name);
	return vars_add(t->vars, t->source, name, value, lineno, e);
}

#define CHUNK 4096   /* of a file */
#define SLICE_MS 500 /* a signal that came just before poll(2) is seen after it */

/* Some of it; a pipe is waited for until then. As read(2), or -1 with *e. */
static ssize_t
read_some(int fd, char *to, size_t room, int64_t until, struct err *e)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left;
	ssize_t n;
	int got;

	for (;;) {
		left = (until - clock_mono()) / 1000000;
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped");
		got = poll(&p, 1, left <= 0 ? 0 : left > SLICE_MS ? SLICE_MS : (int)left);
		if (got == 0 && left <= SLICE_MS)
			return err_set(e, ERR_TEMP, "nobody writes into it in time");
		if (got <= 0)
			continue; /* read(2) would take a pipe without a writer for an empty one */
		n = read(fd, to, room);
		if (n >= 0)
			return n;
		if (errno != EINTR && errno != EAGAIN)
			return err_errno(e, ERR_IO, "it cannot be read");
	}
}

static int
slurp(int fd, int64_t until, struct buf *text, struct err *e)
{
	ssize_t n;

	do {
		n = read_some(fd, buf_room(text, CHUNK), CHUNK, until, e);
		if (n < 0)
			return -1;
		text->len += (size_t)n;
	} while (n > 0 && text->len <= GATHER_FILE_MAX);
	if (text->len > GATHER_FILE_MAX)
		return err_set(e, ERR_CONFIG, "it is larger than %zu bytes", GATHER_FILE_MAX);
	return 0;
}

static int
cannot_open(const char *path, const struct gather_options *o, struct err *e)
{
	if (errno != EACCES && errno != EPERM)
		return err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", path);
	if (o->env_file != NULL)
		return err_errno(e, ERR_PERM, "%s", path);
	log_warn("%s: %s; it is left out", path, strerror(errno));
	return 0;
}

int
gather_file(struct vars *v, const char *path, const struct gather_options *o, struct err *e)
{
	struct taker t = { .vars = v, .env = o->env };
	struct buf text = { .secret = true };
	struct stat st;
	int64_t until = clock_mono() + o->timeout;
	int rc = -1, fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return cannot_open(path, o, e);
	if (fstat(fd, &st))
		(void)err_errno(e, ERR_IO, "it cannot be read");
	else if (slurp(fd, until, &text, e) == 0) {
		t.source = vars_source(v, VARS_FILE, path, NULL,
		    S_ISREG(st.st_mode) ? st.st_mtim.tv_sec * CLOCK_SECOND + st.st_mtim.tv_nsec
					: CLOCK_NONE);
		rc = dotenv_read(text.p, text.len, take, &t, e);
		if (rc && e->code == ERR_DATA)
			e->code = ERR_CONFIG;
	}
	(void)close(fd); /* only read */
	buf_release(&text);
	return rc ? err_wrap(e, "%s", path) : 0;
}

static int
gather_near(struct vars *v, const struct gather_options *o, struct err *e)
{
	char *path;
	int rc = 0;

	if (gather_environment(v, o, e) || gather_find_file(&path, o, e))
		return -1;
	if (path != NULL)
		rc = gather_file(v, path, o, e);
	free(path);
	return rc;
}

/* All that says which secret it is. */
static char *
cache_key(const struct source *s, struct err *e)
{
	const char *profile = getenv("AWS_PROFILE"), *url = getenv("AWS_ENDPOINT_URL");
	char *region = source_region(s->place, e), *key = NULL;

	if (region != NULL)
		key = mem_fmt("aws\n%s\n%s\n%s\n%s", s->place, region,
		    profile == NULL ? "" : profile, url == NULL ? "" : url);
	free(region);
	return key;
}

/* In the place of what could not be fetched for *e: 0, or -1 with *e. */
static int
take_kept(const struct source *s, const char *key, const struct gather_options *o,
    struct secret_text *t, struct err *e)
{
	struct cache_time now;
	struct err why;
	int64_t age;
	int rc;

	cache_time(&now);
	secret_text_release(t);
	rc = cache_get(key, o->max_stale, &now, t, &age, &why);
	if (rc == 1) {
		log_warn("%s; what was kept %lld s ago is taken", e->msg,
		    (long long)(age / CLOCK_SECOND));
		return 0;
	}
	if (rc < 0 && why.code == ERR_TEMP)
		return err_set(
		    e, ERR_TEMP, "secret %s: AWS cannot be reached, and %s", s->place, why.msg);
	if (rc < 0)
		log_warn("%s", why.msg);
	return -1;
}

/* Fetch it; where that is asked for what AWS gives is kept, and does when AWS cannot be reached, but
 * never when it refuses. */
static int
fetch(struct fetcher *f, const struct source *s, const struct gather_options *o,
    struct secret_text *t, struct err *e)
{
	struct cache_time now;
	struct err why;
	char *key;
	int rc;

	if (!o->cache || s->type != VARS_AWS)
		return source_fetch(f, s, t, e);
	key = cache_key(s, e);
	if (key == NULL)
		return -1;
	rc = source_fetch(f, s, t, e);
	cache_time(&now);
	if (rc == 0 && cache_put(key, t, &now, &why))
		log_warn("%s", why.msg);
	if (rc && e->code == ERR_TEMP && !stop_asked())
		rc = take_kept(s, key, o, t, e);
	free(key);
	return rc;
}

int
gather_all(struct vars *v, const struct gather_options *o, struct err *e)
{
	struct fetcher f = { .until = clock_mono() + o->timeout };
	struct secret_text text = { 0 };
	struct sources s = { 0 };
	size_t i;
	int rc = 0;

	if (gather_near(v, o, e) || sources_find(&s, o->from, e))
		rc = -1;
	for (i = 0; rc == 0 && i < s.n; i++) {
		if (fetch(&f, &s.all[i], o, &text, e) || source_take(&s.all[i], &text, v, e))
			rc = -1;
		secret_text_release(&text);
	}
	fetcher_release(&f);
	sources_release(&s);
	return rc;
}

void
gather_count(const struct vars *v, size_t *sources, size_t *n)
{
	enum vars_type type;
	size_t i;

	*sources = *n = 0;
	for (i = 0; i < v->nsources; i++) {
		type = v->sources[i].type;
		*sources += type != VARS_ENVIRONMENT && type != VARS_SETTINGS;
	}
	for (i = 0; i < v->n; i++) {
		type = v->sources[v->all[i].source].type;
		*n += vars_wins(v, i) && type != VARS_ENVIRONMENT && type != VARS_SETTINGS;
	}
}
