#include "aws/url.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "net/http.h"

/* An address that says the port everybody knows is signed and shown without it. */
static void
cut_port(char *base)
{
	const char *port = strncmp(base, "https:", 6) == 0 ? ":443" : ":80";
	size_t n = strlen(base), len = strlen(port);

	if (n > len && strcmp(base + n - len, port) == 0)
		base[n - len] = '\0';
}

int
aws_url_set(
    struct aws_url *u, const char *url, const char *from, bool any_http, bool query, struct err *e)
{
	const char *host = strstr(url, "://"), *path, *c;
	char *front;
	size_t n;
	bool local;

	for (c = url; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || *c == '\\')
			return err_set(e, ERR_CONFIG,
			    "%s has a blank or another character that no address has", from);
	host = host == NULL ? url : host + 3;
	path = host + strcspn(host, "/?#");
	if (strchr(path, '#') != NULL || (!query && strchr(path, '?') != NULL))
		return err_set(
		    e, ERR_CONFIG, "%s: %s has no place in it", from, query ? "a '#'" : "a query");
	front = mem_copy(url, (size_t)(path - url));
	u->base = http_base_of(front, from, any_http, &u->place, &local, e);
	free(front);
	if (u->base == NULL)
		return -1;
	cut_port(u->base);
	n = strlen(path);
	while (!query && n > 0 && path[n - 1] == '/')
		n--;
	u->path = mem_fmt("%s%.*s", path[0] == '?' ? "/" : "", (int)n, path);
	return 0;
}

void
aws_url_release(struct aws_url *u)
{
	free(u->base);
	free(u->path);
	free(u->place);
	*u = (struct aws_url){ 0 };
}
