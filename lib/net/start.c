#include "net/start.h"

#include <curl/curl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* libcurl's own buffers, and the headers that it copies, hold secrets as well. */
static void
wipe(void *p)
{
	if (p != NULL)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *
resize(void *p, size_t n)
{
	size_t was = p == NULL ? 0 : malloc_usable_size(p);
	void *to;

	if (was >= n && p != NULL)
		return p;
	to = malloc(n);
	if (to != NULL && p != NULL) {
		memcpy(to, p, was);
		wipe(p);
	}
	return to;
}

int
net_start(struct err *e)
{
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe, resize, strdup, calloc) !=
	    CURLE_OK)
		return err_set(e, ERR_BUG, "libcurl cannot be initialised");
	return 0;
}

void
net_stop(void)
{
	curl_global_cleanup();
}
