/* VADER: any bytes give numbers, which are in their ranges and the same again */
#include "text/vader.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "fuzz.h"

static struct vader *v;

static void
check(const char *text, size_t n, unsigned flags)
{
	struct vader_score a, b;
	struct buf out = { 0 };
	double sum;

	vader_score(v, text, n, flags, &a);
	vader_score(v, text, n, flags, &b);
	HOLDS(memcmp(&a, &b, sizeof a) == 0);
	HOLDS(a.neg >= 0 && a.neg <= 1 && a.neu >= 0 && a.neu <= 1 && a.pos >= 0 && a.pos <= 1);
	HOLDS(a.compound >= -1 && a.compound <= 1);
	sum = a.neg + a.neu + a.pos;
	HOLDS(fabs(sum - 1) < 1e-9 || (sum <= 0 && fabs(a.compound) <= 0));
	vader_json(&a, &out);
	HOLDS(out.len > 0 && out.len < 120);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *src = getenv("srcdir");
	char *folder, text[4096];
	struct err e = { 0 };
	unsigned flags;

	if (v == NULL) {
		folder = mem_fmt("%s/share/lexicon", src == NULL ? "." : src);
		v = vader_open(folder, NULL, &e);
		free(folder);
		HOLDS(v != NULL);
	}
	if (n > sizeof text)
		n = sizeof text;
	if (n > 0)
		memcpy(text, bytes, n);
	for (flags = 0; flags <= (VADER_SENTENCES | VADER_APOSTROPHES); flags++)
		check(text, n, flags);
	return 0;
}
