/*
 * A fuzz target: it takes any bytes, and a crash, a finding of the sanitizers or a broken promise
 * (HOLDS) is a bug. make fuzz links it with libFuzzer; make check links it with replay.c and runs
 * it over its seeds in tests/data/fuzz/NAME and what comes of damaging them.
 */
#ifndef PF_TESTS_FUZZ_H
#define PF_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define HOLDS(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			(void)fprintf(                                                             \
			    stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #cond);      \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* The bytes as a stream; the caller closes it. They are not written to. */
static inline FILE *
fuzz_stream(const uint8_t *bytes, size_t n)
{
	union {
		const uint8_t *from;
		void *to;
	} at = { bytes };
	FILE *fp = n == 0 ? fopen("/dev/null", "rb") : fmemopen(at.to, n, "rb");

	HOLDS(fp != NULL);
	return fp;
}

#endif
