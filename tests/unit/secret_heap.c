/* A secret that was fetched, parsed, hidden and kept is nowhere in our memory after its release */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/tree.h"
#include "secret/cache.h"
#include "secret/hide.h"
#include "secret/gather.h"
#include "secret/needles.h"
#include "secret/source.h"
#include "server.h"
#include "tap.h"

#define LEN 48
#define PART 12   /* bytes of it that must not be found on end */
#define MASK 0x55 /* what we keep of it is no copy */
#define PIECE (1 << 16)
#define BELOW (1 << 17) /* bytes of stack that calls may have used */

static char masked[LEN];

/* Letters by chance, of which only the masked form stays. */
static void
make_secret(char *out)
{
	unsigned char dice[LEN];
	size_t i;

	if (getrandom(dice, sizeof dice, 0) != sizeof dice)
		abort();
	for (i = 0; i < LEN; i++) {
		out[i] = (char)('a' + dice[i] % 26);
		masked[i] = (char)(out[i] ^ MASK);
	}
	explicit_bzero(dice, sizeof dice);
}

static bool
part_at(const char *p, size_t part)
{
	size_t i;

	for (i = 0; i < PART; i++)
		if ((char)(p[i] ^ MASK) != masked[part + i])
			return false;
	return true;
}

/* How often the first, a middle or the last part of it is in a mapping. */
static size_t
search(int mem, uintmax_t from, uintmax_t to)
{
	static char piece[PIECE];
	size_t found = 0, i;
	ssize_t n;

	for (; from < to; from += PIECE - PART) {
		n = pread(mem, piece, to - from < PIECE ? to - from : PIECE, (off_t)from);
		for (i = 0; n >= PART && i <= (size_t)n - PART; i++)
			found += part_at(piece + i, 0) || part_at(piece + i, LEN / 2) ||
				 part_at(piece + i, LEN - PART);
		explicit_bzero(piece, sizeof piece);
	}
	return found;
}

/* What is left on the stack of calls that are over: the C library's own buffers are there, too. */
__attribute__((noinline)) static void
clear_below(void)
{
	char below[BELOW];

	explicit_bzero(below, sizeof below);
}

/* All that we can write to, but the sanitizers' shadows. */
static size_t
in_memory(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	int mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	char line[512], mode[5];
	size_t found = 0, n;
	uintmax_t from, to;
	char *at;

	if (maps == NULL || mem < 0)
		abort();
	clear_below();
	while (fgets(line, sizeof line, maps) != NULL) {
		from = strtoumax(line, &at, 16);
		to = strtoumax(at + 1, &at, 16);
		(void)snprintf(mode, sizeof mode, "%.4s", at + 1);
		if (mode[0] != 'r' || mode[1] != 'w' || to - from > UINTMAX_C(1) << 30)
			continue;
		n = search(mem, from, to);
		if (n > 0)
			(void)printf("# %zu times in %s", n, line);
		found += n;
	}
	(void)fclose(maps);
	(void)close(mem);
	return found;
}

/* The answer of Secrets Manager and the server that gives it; no copy stays with us. */
static void
serve_secret(struct server *s, char *secret)
{
	char reply[512]; /* nothing that grows, which would leave copies behind */

	make_secret(secret);
	(void)snprintf(reply, sizeof reply,
	    OK "Content-Type: application/x-amz-json-1.1\r\n\r\n"
	       "{\"Name\":\"pf/one\",\"VersionId\":\"v1\",\"SecretString\":"
	       "\"{\\\"A_TOKEN\\\":\\\"%.48s\\\",\\\"B\\\":\\\"x\\\\n%.48s\\\"}\"}",
	    secret, secret);
	serve(s, (const char *const[]){ reply, NULL });
	explicit_bzero(reply, sizeof reply);
	explicit_bzero(secret, LEN);
}

static void
use(const struct vars *v)
{
	struct secret_text kept = { .since = CLOCK_NONE }, back = { 0 };
	struct needles s = { 0 };
	struct buf text = { .secret = true }, out = { .secret = true };
	struct cache_time now;
	int64_t age;
	struct err e;
	size_t i;

	for (i = 0; i < v->n; i++)
		needles_add(&s, v->all[i].name, v->all[i].value, v->all[i].len);
	needles_build(&s);
	buf_fmt(&text, "<%s>\n", vars_value(v, "A_TOKEN"));
	hide_text(&s, text.p, text.len, &out);
	CHECK_STR(out.p, "<[A_TOKEN]>\n");
	log_secret(vars_value(v, "A_TOKEN"));
	log_error("it is %s", vars_value(v, "A_TOKEN"));
	(void)err_set(&e, ERR_DATA, "none of it");
	kept.text.secret = true;
	buf_str(&kept.text, text.p);
	cache_time(&now);
	if (cache_put("key", &kept, &now, &e) == 0)
		CHECK_INT(cache_get("key", CLOCK_DAY, &now, &back, &age, &e), 1);
	vars_environ_free(vars_environ(v, NULL));
	secret_text_release(&kept);
	secret_text_release(&back);
	needles_release(&s);
	buf_release(&text);
	buf_release(&out);
}

static void
nothing_is_left(void)
{
	struct gather_options o = { .timeout = 20 * CLOCK_SECOND };
	struct vars v = { 0 };
	char secret[LEN], *seen;
	struct server s;
	struct err e = { 0 };

	serve_secret(&s, secret);
	(void)setenv("AWS_ENDPOINT_URL", getenv("PF_TEST_URL"), 1);
	(void)setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED", 1);
	(void)setenv("AWS_SECRET_ACCESS_KEY", "invented-secret-key", 1);
	(void)setenv("AWS_REGION", "us-east-1", 1);
	(void)setenv("USE_AWS_SECRETS", "1", 1);
	(void)setenv("AWS_SECRET_NAME", "pf/one", 1);
	CHECK_INT(in_memory(), 0);
	CHECK_INT(gather_all(&v, &o, &e), 0);
	CHECK_STR(e.msg, "");
	CHECK(vars_value(&v, "A_TOKEN") != NULL && strlen(vars_value(&v, "A_TOKEN")) == LEN);
	CHECK(in_memory() > 0); /* the search works */
	if (tap.ok)
		use(&v);
	vars_release(&v);
	log_forget();
	CHECK_INT(in_memory(), 0);
	seen = stop(&s);
	CHECK_INT(count(seen, "secretsmanager.GetSecretValue"), 1);
	free(seen);
}

int
main(void)
{
	char path[] = "/dev/shm/pf-unit.XXXXXX";
	struct err e;

	log_show(LOG_ERROR);
	log_open("test", stdout, LOG_JSON); /* stdout takes what is no TAP, too */
	(void)setenv("AWS_CONFIG_FILE", "/nonexistent/config", 1);
	(void)setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials", 1);
	(void)unsetenv("AWS_PROFILE");
	(void)unsetenv("AWS_SESSION_TOKEN");
	(void)unsetenv("AWS_ENDPOINT_URL_SECRETS_MANAGER");
	if (mkdtemp(path) != NULL)
		(void)setenv("XDG_RUNTIME_DIR", path, 1);
	RUN(nothing_is_left);
	(void)tree_remove(path, &e);
	return tap_done();
}
