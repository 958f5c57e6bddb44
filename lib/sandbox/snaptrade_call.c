#include "sandbox/snaptrade_call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "sandbox/fault.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"

#define DATA_FILE "snaptrade.jsonl"
#define OLD_PREFIX "/api/v1"
#define OLD_SINCE "@1781222400" /* 2026-06-12 */

int
snap_init(struct snap *snap, const char *folder, struct err *e)
{
	char *path = mem_fmt("%s/" DATA_FILE, folder);
	int rc;

	*snap = (struct snap){ 0 };
	snap_users_init(&snap->users);
	rc = snap_store_read(&snap->store, path, &snap->users, e);
	free(path);
	return rc;
}

void
snap_release(struct snap *snap)
{
	snap_store_release(&snap->store);
	snap_users_release(&snap->users);
}

static bool
is_old(const struct request *r)
{
	return strncmp(r->path, OLD_PREFIX "/", sizeof OLD_PREFIX) == 0;
}

const char *
snap_path(const struct request *r)
{
	return is_old(r) ? r->path + sizeof OLD_PREFIX - 1 : r->path;
}

/* 32 hexadecimal digits, the same in each run. */
void
snap_name_request(const struct request *r, struct reply *reply)
{
	reply_header(reply, "X-Request-ID", "%016" PRIx64 "%016" PRIx64, fault_mix(r->number),
	    fault_mix(~r->number));
	if (is_old(r))
		reply_header(reply, "Deprecation", OLD_SINCE);
}

void
snap_time_text(char out[CLOCK_TEXT_MAX], int64_t ns)
{
	(void)clock_time_text(out, ns - ns % 1000);
}

const char *
snap_param(const struct snap_call *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->r->nparams; i++)
		if (!c->r->params[i].body && strcmp(c->r->params[i].name, name) == 0)
			return c->r->params[i].value;
	return NULL;
}

static int
bad(const struct snap_call *c)
{
	snap_refuse(c->reply, SNAP_BAD_DATA);
	return -1;
}

int
snap_param_int(const struct snap_call *c, const char *name, int64_t min, int64_t *v)
{
	const char *s = snap_param(c, name);

	return s != NULL && num_int(s, strlen(s), min, INT32_MAX, v) ? bad(c) : 0;
}

int
snap_param_bool(const struct snap_call *c, const char *name, bool *v)
{
	const char *s = snap_param(c, name);

	if (s == NULL)
		return 0;
	*v = strcmp(s, "true") == 0;
	return *v || strcmp(s, "false") == 0 ? 0 : bad(c);
}

int
snap_param_day(const struct snap_call *c, const char *name, int64_t *midnight)
{
	const char *s = snap_param(c, name);

	return s != NULL && clock_parse_date(s, strlen(s), midnight) ? bad(c) : 0;
}

bool
snap_listed(const char *list, struct slice word)
{
	size_t n;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		if (n == word.n && memcmp(list, word.p, n) == 0)
			return true;
		if (list[n] == '\0')
			return false;
	}
}

bool
snap_is_mine(const struct snap_call *c, const struct snap_connection *connection)
{
	return !connection->deleted && c->owner != NULL && strcmp(connection->user, c->owner) == 0;
}

struct buf *
snap_ok(const struct snap_call *c)
{
	reply_json(c->reply, 200);
	return &c->reply->body;
}

void
snap_next(struct buf *out)
{
	if (out->p[out->len - 1] != '[')
		buf_char(out, ',');
}

void
snap_add_rows(const struct snap_call *c, struct snap_rows rows)
{
	struct buf *out = &c->reply->body;
	size_t i;

	if (snap_fault(c, "empty"))
		return;
	for (i = 0; i < rows.n; i++) {
		snap_next(out);
		buf_add(out, rows.row[i].body.p, rows.row[i].body.n);
	}
}
