/* TAP for C tests: each test is a function; a failed check says where and what, and the test goes
 * on. */
#ifndef PF_TESTS_TAP_H
#define PF_TESTS_TAP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct tap {
	int tests, failed;
	bool ok; /* the test that runs */
};

static struct tap tap;

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			(void)printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);                  \
			tap.ok = false;                                                            \
		}                                                                                  \
	} while (0)

#define CHECK_INT(got, want)                                                                       \
	do {                                                                                       \
		intmax_t got_ = (intmax_t)(got), want_ = (intmax_t)(want);                         \
		if (got_ != want_) {                                                               \
			(void)printf("# %s:%d: %s is %jd, not %jd\n", __FILE__, __LINE__, #got,    \
			    got_, want_);                                                          \
			tap.ok = false;                                                            \
		}                                                                                  \
	} while (0)

#define CHECK_STR(got, want)                                                                       \
	do {                                                                                       \
		const char *got_ = (got), *want_ = (want);                                         \
		if (got_ == NULL || strcmp(got_, want_) != 0) {                                    \
			(void)printf("# %s:%d: %s is '%s', not '%s'\n", __FILE__, __LINE__, #got,  \
			    got_ == NULL ? "(null)" : got_, want_);                                \
			tap.ok = false;                                                            \
		}                                                                                  \
	} while (0)

#define RUN(test) tap_run(#test, test)

static inline void
tap_run(const char *name, void (*test)(void))
{
	tap.ok = true;
	test();
	tap.tests++;
	tap.failed += !tap.ok;
	(void)printf("%sok %d - %s\n", tap.ok ? "" : "not ", tap.tests, name);
}

static inline int
tap_done(void)
{
	(void)printf("1..%d\n", tap.tests);
	return tap.failed != 0 || fflush(stdout) != 0;
}

#endif
