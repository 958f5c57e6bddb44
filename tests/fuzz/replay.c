/*
 * Runs a fuzz target over its seeds, and over what comes of damaging each of them in the same ways
 * every time: TAP, a test a seed. The seeds are tests/data/fuzz/NAME/, below $srcdir.
 */
#include <dirent.h>
#include <string.h>

#include "fuzz.h"

#define SEED_MAX ((size_t)1 << 20)
#define ROUNDS 300

static uint8_t seed[SEED_MAX], damaged[SEED_MAX];
static uint64_t state = 88172645463325252u;

/* Marsaglia's xorshift: the same numbers in each run. */
static size_t
below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n == 0 ? 0 : (size_t)(state % n);
}

static void
damage(size_t n)
{
	size_t cut = n, at, i, changes = 1 + below(4);

	memcpy(damaged, seed, n);
	for (i = 0; i < changes && n > 0; i++)
		switch (below(4)) {
		case 0:
			damaged[below(n)] ^= (uint8_t)(1u << below(8));
			break;
		case 1:
			damaged[below(n)] = (uint8_t)below(256);
			break;
		case 2: /* a piece of it somewhere else */
			at = below(n);
			memmove(damaged + below(n - at), seed + at, below(n - at));
			break;
		default:
			cut = below(n);
		}
	(void)LLVMFuzzerTestOneInput(damaged, cut); /* it has no other answer than 0 */
}

static int
replay(const char *dir, const char *name, int test)
{
	char path[8192];
	FILE *fp;
	size_t n, i;

	(void)snprintf(path, sizeof path, "%s/%s", dir, name);
	fp = fopen(path, "rb");
	if (fp == NULL) {
		(void)printf("not ok %d - %s cannot be read\n", test, name);
		return 1;
	}
	n = fread(seed, 1, sizeof seed, fp);
	(void)fclose(fp); /* only read */
	(void)LLVMFuzzerTestOneInput(seed, n);
	for (i = 0; i < ROUNDS; i++)
		damage(n);
	(void)printf("ok %d - %s\n", test, name);
	(void)fflush(stdout); /* a crash in the next one must not hide this */
	return 0;
}

int
main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/'), *src = getenv("srcdir");
	char dir[4096];
	struct dirent **seeds;
	int n, i, tests = 0, failed = 0;

	name = name == NULL ? argv[0] : name + 1;
	(void)snprintf(dir, sizeof dir, "%s/tests/data/fuzz/%.*s", src == NULL ? "." : src,
	    (int)strcspn(name, "."), name);
	n = scandir(argc > 1 ? argv[1] : dir, &seeds, NULL, alphasort);
	if (n < 0) {
		(void)printf("Bail out! no seeds in %s\n", dir);
		return 1;
	}
	for (i = 0; i < n; i++) {
		if (seeds[i]->d_name[0] != '.')
			failed += replay(argc > 1 ? argv[1] : dir, seeds[i]->d_name, ++tests);
		free(seeds[i]);
	}
	free(seeds);
	(void)printf("1..%d\n", tests);
	return failed > 0 || tests == 0 || fflush(stdout) != 0;
}
