#include "base/near.h"

#include <string.h>

/* Edit distance of two short words, for "did you mean". */
static size_t
distance(const char *a, const char *b)
{
	size_t row[64], na = strlen(a), nb = strlen(b), i, j, diag, up, best;

	if (na >= 64 || nb >= 64)
		return 64;
	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		diag = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			up = row[j];
			best = diag + (a[i - 1] != b[j - 1]);
			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diag = up;
		}
	}
	return row[nb];
}

const char *
near_word(const char *word, const char *const *names)
{
	const char *best = NULL;
	size_t least = strlen(word) / 3 + 2, d; /* further away it is another word */

	for (; *names != NULL; names++) {
		d = distance(word, *names);
		if (strlen(word) >= 3 && strncmp(word, *names, strlen(word)) == 0)
			d = 1;
		if (d < least) {
			least = d;
			best = *names;
		}
	}
	return best;
}
