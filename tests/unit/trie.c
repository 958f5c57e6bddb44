/* The double array against a search through the sorted keys, over words that fork at each byte there is */
#include "text/trie.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define KEYS 3000
#define KEY_MAX 12

static char bytes[KEYS][KEY_MAX];
static struct trie_key keys[KEYS];

static int
compare(const void *a, const void *b)
{
	const struct trie_key *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return c != 0 ? c : (x->n > y->n) - (x->n < y->n);
}

/* n different keys, sorted, of letters letters; what rand() gives is the same each time. */
static size_t
make_keys(size_t n, unsigned letters)
{
	size_t i, k, kept = 0;

	for (i = 0; i < n; i++) {
		keys[i] = (struct trie_key){ bytes[i], 1 + (size_t)rand() % KEY_MAX };
		for (k = 0; k < keys[i].n; k++)
			bytes[i][k] = (char)(unsigned char)((unsigned)rand() % letters);
	}
	qsort(keys, n, sizeof keys[0], compare);
	for (i = 0; i < n; i++)
		if (kept == 0 || compare(&keys[kept - 1], &keys[i]) != 0)
			keys[kept++] = keys[i];
	return kept;
}

static uint32_t
search(size_t n, const char *p, size_t len)
{
	const struct trie_key key = { p, len };
	const struct trie_key *found = bsearch(&key, keys, n, sizeof keys[0], compare);

	return found != NULL ? (uint32_t)(found - keys) : TRIE_NONE;
}

static void
as_searched(size_t n, unsigned letters)
{
	struct trie t;
	char p[KEY_MAX + 1];
	size_t i, k, len, kept = make_keys(n, letters), there = 0;

	trie_build(&t, keys, kept);
	for (i = 0; i < kept; i++)
		CHECK_INT(trie_find(&t, keys[i].p, keys[i].n), i);
	for (i = 0; i < 20000; i++) {
		len = 1 + (size_t)rand() % (KEY_MAX + 1);
		for (k = 0; k < len; k++)
			p[k] = (char)(unsigned char)((unsigned)rand() % letters);
		CHECK_INT(trie_find(&t, p, len), search(kept, p, len));
		there += search(kept, p, len) != TRIE_NONE;
	}
	CHECK(letters > 2 || there > 0);
	trie_release(&t);
}

static void
searched(void)
{
	as_searched(KEYS, 2);
	as_searched(KEYS, 26);
	as_searched(KEYS, 256);
}

static void
small(void)
{
	struct trie t;
	struct trie_at at = { 0 };

	trie_build(&t, NULL, 0);
	CHECK_INT(trie_find(&t, "a", 1), TRIE_NONE);
	CHECK(!trie_step(&t, &at, 255));
	trie_release(&t);
	keys[0] = (struct trie_key){ "\xff\xff", 2 };
	trie_build(&t, keys, 1);
	CHECK_INT(trie_find(&t, "\xff\xff", 2), 0);
	CHECK_INT(trie_find(&t, "\xff", 1), TRIE_NONE);
	CHECK_INT(trie_find(&t, "\xff\xff\xff", 3), TRIE_NONE);
	CHECK_INT(trie_find(&t, "", 0), TRIE_NONE);
	trie_release(&t);
}

/* Step by step: what ends within a key, behind it, and beside it. */
static void
walked(void)
{
	struct trie t;
	struct trie_at at = { 0 };

	keys[0] = (struct trie_key){ "brk", 3 };
	keys[1] = (struct trie_key){ "brk.b", 5 };
	keys[2] = (struct trie_key){ "brown forman", 12 };
	trie_build(&t, keys, 3);
	CHECK(trie_step(&t, &at, 'b') && trie_step(&t, &at, 'r'));
	CHECK_INT(trie_value(&t, &at), TRIE_NONE);
	CHECK(trie_step(&t, &at, 'k'));
	CHECK_INT(trie_value(&t, &at), 0);
	CHECK(trie_step(&t, &at, '.'));
	CHECK_INT(trie_value(&t, &at), TRIE_NONE);
	CHECK(trie_step(&t, &at, 'b'));
	CHECK_INT(trie_value(&t, &at), 1);
	CHECK(!trie_step(&t, &at, 'b'));
	trie_release(&t);
}

int
main(void)
{
	srand(1);
	RUN(small);
	RUN(walked);
	RUN(searched);
	return tap_done();
}
