#include "sandbox/fault.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "sandbox/vendors.h"

/* clang-format off */
const struct fault_kind fault_kinds[] = {
	{ "400",      FAULT_STATUS, NULL,      0,    "400 Bad Request, JSON", 400 },
	{ "403",      FAULT_STATUS, NULL,      0,    "403 Forbidden, JSON", 403 },
	{ "404",      FAULT_STATUS, NULL,      0,    "404 Not Found, JSON", 404 },
	{ "408",      FAULT_STATUS, NULL,      0,    "408 Request Timeout, no body", 408 },
	{ "429",      FAULT_STATUS, "seconds", 1,    "429 Too Many Requests with Retry-After", 429 },
	{ "500",      FAULT_STATUS, NULL,      0,    "500 Internal Server Error, JSON", 500 },
	{ "502",      FAULT_STATUS, NULL,      0,    "502 Bad Gateway, HTML as gateways write it", 502 },
	{ "503",      FAULT_STATUS, "seconds", -1,   "503 Service Unavailable, HTML; with a value also Retry-After", 503 },
	{ "504",      FAULT_STATUS, NULL,      0,    "504 Gateway Timeout, HTML", 504 },
	{ "badlen",   FAULT_SEND,   "bytes",   1000, "Content-Length is larger than the body by that much" },
	{ "cut",      FAULT_SEND,   "bytes",   -1,   "the connection is closed after that much of the body (half)" },
	{ "down",     FAULT_DOWN,   "seconds", -1,   "the port is closed: connection refused (for that long, or for good)" },
	{ "empty",    FAULT_BODY,   NULL,      0,    "200 with no body" },
	{ "garbage",  FAULT_BODY,   "bytes",   4096, "200 with random bytes" },
	{ "html",     FAULT_BODY,   NULL,      0,    "200 with a page for people, as captive portals send" },
	{ "huge",     FAULT_BODY,   "bytes",   1 << 27, "500 with that much text" },
	{ "latin1",   FAULT_BODY,   NULL,      0,    "422 with a message in Latin-1, not UTF-8" },
	{ "redirect", FAULT_STATUS, NULL,      0,    "302 to another path", 302 },
	{ "reset",    FAULT_RESET,  NULL,      0,    "the connection is closed instead of an answer" },
	{ "silent",   FAULT_SEND,   "seconds", 30,   "nothing at all for that long, then the answer" },
	{ "slow",     FAULT_SEND,   "bytes",   1024, "the body at that many bytes a second" },
	{ "stall",    FAULT_SEND,   "seconds", 30,   "half the body, nothing for that long, the rest" },
	{ "truncate", FAULT_SEND,   "bytes",   -1,   "the body ends after that much (half), the HTTP reply is complete" },
	{ 0 }
};
/* clang-format on */

uint64_t
fault_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static int
find_vendor(struct fault *f, const char *name, struct err *e)
{
	size_t i;

	for (i = 0; sandbox_vendors[i] != NULL; i++)
		if (strcmp(sandbox_vendors[i]->name, name) == 0)
			f->vendor = sandbox_vendors[i];
	if (f->vendor != NULL)
		return 0;
	return err_set(
	    e, ERR_USAGE, "--fault: no vendor '%s' (pf-sandbox faults lists them)", name);
}

#define KINDS_MAX 64

static int
find_kind(struct fault *f, const char *name, struct err *e)
{
	const struct fault_kind *const tables[] = { f->vendor->faults, fault_kinds };
	const char *names[KINDS_MAX + 1] = { NULL }, *near;
	const struct fault_kind *k;
	size_t i, n = 0;

	for (i = 0; i < 2; i++) {
		for (k = tables[i]; k->name != NULL; k++) {
			if (strcmp(k->name, name) == 0) {
				f->kind = k;
				f->value = k->usual;
				return 0;
			}
			if (n < KINDS_MAX)
				names[n++] = k->name;
		}
	}
	near = near_word(name, names);
	return err_set(e, ERR_USAGE, "--fault: no kind '%s'%s%s%s (pf-sandbox faults lists them)",
	    name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static int
take_value(struct fault *f, const char *text, struct err *e)
{
	if (f->kind->value == NULL)
		return err_set(e, ERR_USAGE, "--fault: %s takes no value", f->kind->name);
	if (num_int(text, strlen(text), 0, INT64_C(1) << 40, &f->value))
		return err_set(
		    e, ERR_USAGE, "--fault: '%s' is no number of %s", text, f->kind->value);
	return 0;
}

/* "10%", "2" or "@3". */
static int
take_how(struct fault *f, const char *text, struct err *e)
{
	size_t n = strlen(text);
	uint64_t max = UINT32_MAX;

	f->how = FAULT_FIRST;
	if (text[0] == '@') {
		f->how = FAULT_NTH;
		text++;
		n--;
	} else if (n > 0 && text[n - 1] == '%') {
		f->how = FAULT_PERCENT;
		max = 100;
		n--;
	}
	if (num_uint(text, n, max, &f->n) || (f->how == FAULT_NTH && f->n == 0))
		return err_set(e, ERR_USAGE,
		    "--fault: '%s' does not say when (10%%, 2 for the first two, @3 for the third)",
		    text);
	if (f->kind->act == FAULT_DOWN)
		return err_set(e, ERR_USAGE,
		    "--fault: a closed port counts no requests; reset is what can be counted");
	return 0;
}

int
fault_parse(struct fault *f, const char *spec, struct err *e)
{
	char *text = mem_str(spec), *kind, *how = NULL, *value, *path;
	int rc = -1;

	*f = (struct fault){ .value = -1 };
	kind = strchr(text, ':');
	if (kind == NULL) {
		(void)err_set(e, ERR_USAGE, "--fault: '%s' is not VENDOR:KIND", spec);
		goto out;
	}
	*kind++ = '\0';
	if ((how = strchr(kind, ':')) != NULL)
		*how++ = '\0';
	if ((value = strchr(kind, '=')) != NULL)
		*value++ = '\0';
	if ((path = strchr(text, '/')) != NULL) {
		*path++ = '\0';
		f->method = mem_str(path);
	}
	if (find_vendor(f, text, e) || find_kind(f, kind, e))
		goto out;
	if ((value != NULL && take_value(f, value, e)) || (how != NULL && take_how(f, how, e)))
		goto out;
	rc = 0;
out:
	free(text);
	return rc;
}

void
fault_release(struct fault *f)
{
	free(f->method);
	*f = (struct fault){ 0 };
}

bool
fault_fires(struct fault *f, const struct request *r)
{
	const char *whole = r->target != NULL ? r->target : r->path;
	const char *last = strrchr(whole, r->target != NULL ? '.' : '/');

	if (f->method != NULL && strcmp(f->method, last == NULL ? whole : last + 1) != 0)
		return false;
	f->seen++;
	switch (f->how) {
	case FAULT_PERCENT:
		return fault_mix(f->seen) % 100 < f->n;
	case FAULT_FIRST:
		return f->seen <= f->n;
	case FAULT_NTH:
		return f->seen == f->n;
	default:
		return true;
	}
}
