#include "web/route.h"

#include <stdio.h>
#include <string.h>

/* Whether n bytes of a path are of that pattern. */
static bool
fits(const char *pattern, const char *path, size_t n, struct route_match *m)
{
	const char *end = path + n;
	size_t k = 0;

	while (*pattern != '\0') {
		if (*pattern == '{') {
			m->at[k] = path;
			while (path < end && *path != '/')
				path++;
			m->len[k] = (size_t)(path - m->at[k]);
			if (m->len[k++] == 0)
				return false;
			pattern = strchr(pattern, '}') + 1;
		} else if (path == end || *path++ != *pattern++) {
			return false;
		}
	}
	return path == end;
}

static void
allow(struct route_match *m, const char *method)
{
	size_t n = strlen(m->allow);

	if (strstr(m->allow, method) == NULL)
		(void)snprintf(
		    m->allow + n, sizeof m->allow - n, "%s%s", n > 0 ? ", " : "", method);
}

void
route_find(const struct route *routes, const char *method, const char *path, struct route_match *m)
{
	struct route_match found = { 0 }, tried = { 0 };
	const struct route *route;
	size_t n = strlen(path);

	for (route = routes; route->path != NULL; route++) {
		if (n > 1 && path[n - 1] == '/' && fits(route->path, path, n - 1, &tried))
			found.slash = true;
		if (!fits(route->path, path, n, &tried))
			continue;
		found.known = true;
		allow(&found, route->method);
		if (found.route != NULL || strcmp(route->method, method) != 0)
			continue;
		found.route = route;
		memcpy(found.at, tried.at, sizeof found.at);
		memcpy(found.len, tried.len, sizeof found.len);
	}
	*m = found;
}
