#include "sandbox/route.h"

#include <string.h>

bool
route_fits(const char *route, const char *path, struct slice *words, size_t most)
{
	size_t n, k = 0;

	memset(words, 0, most * sizeof *words);
	for (; *route != '\0'; route++) {
		if (*route != '*') {
			if (*route != *path++)
				return false;
			continue;
		}
		n = strcspn(path, "/");
		if (n == 0 || k == most)
			return false;
		words[k++] = (struct slice){ path, n };
		path += n;
	}
	return *path == '\0';
}
