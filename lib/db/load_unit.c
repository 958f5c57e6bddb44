#include "db/load_unit.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/load_batch.h"
#include "db/load_store.h"
#include "db/load_unit_inside.h"
#include "io/utf8.h"
#include "rec/field.h"
#include "rec/records.h"

#define UNIT_BYTES ((size_t)64 << 20) /* of a unit's lines, at most: it is in hand as a whole */
#define DIGEST 1099511628211U         /* FNV-1a's prime and its beginning, 64 bits */
#define DIGEST_0 14695981039346656037U
#define SLOTS_MIN 64

struct load_units *
load_units_new(void)
{
	return mem_new(1, sizeof(struct load_units));
}

void
unit_release(struct unit *u)
{
	free(u->name);
	free(u->why);
	free(u->refused);
	*u = (struct unit){ 0 };
}

void
units_forget_dropped(struct load_units *u)
{
	while (u->ndropped > 0)
		free(u->dropped[--u->ndropped].raw);
}

void
load_units_free(struct load_units *u)
{
	if (u == NULL)
		return;
	units_forget_dropped(u);
	while (u->n > 0)
		unit_release(&u->all[--u->n]);
	free(u->all);
	free(u->slot);
	free(u->dropped);
	free(u);
}

/* Where the unit of that name is, or would be: open addressing, at most half full. */
static size_t
place_of(const struct load_units *u, const char *name)
{
	uint64_t h = DIGEST_0;
	const char *c;
	size_t i;

	for (c = name; *c != '\0'; c++)
		h = (h ^ (unsigned char)*c) * DIGEST;
	for (i = (size_t)(h ^ (h >> 32)) % u->nslots; u->slot[i] != 0; i = (i + 1) % u->nslots)
		if (strcmp(u->all[u->slot[i] - 1].name, name) == 0)
			break;
	return i;
}

/* The one that goes on stays, at the first place. */
void
units_renew(struct load_units *u)
{
	struct unit last = { 0 };
	size_t i;

	for (i = 0; i < u->n; i++)
		if (u->open && i + 1 == u->n)
			last = u->all[i];
		else
			unit_release(&u->all[i]);
	u->n = 0;
	if (u->slot != NULL)
		memset(u->slot, 0, u->nslots * sizeof *u->slot);
	if (!u->open)
		return;
	u->all[u->n++] = last;
	u->slot[place_of(u, last.name)] = u->n;
}

bool
load_units_any(const struct load_units *u)
{
	return u->n > 0;
}

bool
load_units_open(const struct load_units *u)
{
	return u->open;
}

void
load_units_end(struct load_units *u)
{
	u->open = false;
}

/* The field without the end of its name. */
void
unit_name(struct buf *out, const struct unit *u)
{
	size_t n = strlen(u->field);

	if (n > 3 && strcmp(u->field + n - 3, "_id") == 0)
		n -= 3;
	buf_fmt(
	    out, "%.*s %.*s", (int)n, u->field, utf8_cut(u->name, strlen(u->name), 80), u->name);
}

void
unit_spoil(struct unit *u, const char *fmt, ...)
{
	struct buf why = { 0 };
	va_list ap;

	if (u->why != NULL)
		return;
	va_start(ap, fmt);
	buf_vfmt(&why, fmt, ap);
	va_end(ap);
	u->why = buf_take(&why);
}

void
unit_spoil_by(struct unit *u, const struct kind *kind, size_t place, const char *reason)
{
	struct buf who = { 0 };

	buf_str(&who, kind->name);
	if (place > 0)
		buf_fmt(&who, " %zu", place);
	buf_str(&who, " of ");
	unit_name(&who, u);
	unit_spoil(u, "%s was not: %s", who.p, reason);
	buf_release(&who);
}

void
unit_spoil_whole(struct unit *u, const char *what)
{
	struct buf who = { 0 };

	unit_name(&who, u);
	unit_spoil(u, "%s %s", who.p, what);
	buf_release(&who);
}

static int
not_taken(const struct unit *u, struct err *e)
{
	return err_set(e, ERR_DATA, "not taken, because %s", u->why);
}

static void
make_room(struct load_units *u)
{
	size_t i;

	if (u->n == u->cap) {
		u->cap = mem_more(u->cap, u->n + 1);
		u->all = mem_grow(u->all, u->cap, sizeof *u->all);
	}
	if ((u->n + 1) * 2 <= u->nslots)
		return;
	free(u->slot);
	u->nslots = u->nslots > 0 ? u->nslots * 2 : SLOTS_MIN;
	u->slot = mem_new(u->nslots, sizeof *u->slot);
	for (i = 0; i < u->n; i++)
		u->slot[place_of(u, u->all[i].name)] = i + 1;
}

/* The unit that such a record belongs to: the open one, or a new one. The name is owned by the caller. */
static int
find(struct load *l, const struct kind *kind, const char *name, struct unit **of, struct err *e)
{
	struct load_units *u = l->units;
	size_t at;

	if (u->open && strcmp(u->all[u->n - 1].name, name) == 0) {
		*of = &u->all[u->n - 1];
		return 0;
	}
	u->open = false;
	if (l->in_hand == 0) /* of those before nothing was taken */
		units_renew(u);
	make_room(u);
	/* a row is replaced once in a transaction; what the server was given ahead is no unit's */
	if ((l->fed != NULL || load_full(l) || u->slot[place_of(u, name)] != 0) && load_flush(l, e))
		return -1;
	at = place_of(u, name);
	u->all[u->n++] = (struct unit){ .name = mem_str(name), .field = kind->unit };
	u->slot[at] = u->n;
	u->open = true;
	*of = &u->all[u->n - 1];
	return 0;
}

int
load_unit_begin(
    struct load *l, const struct load_store *s, const struct rec *rec, size_t bytes, struct err *e)
{
	const struct kind *kind = s->table.kind;
	char *name = rec_take_text(rec_get(rec, kind->unit));
	struct unit *u;
	int rc;

	if (name == NULL) { /* it is part of the key, so it will not be taken */
		load_units_end(l->units);
		return 0;
	}
	rc = find(l, kind, name, &u, e);
	free(name);
	if (rc)
		return -1;
	u->bytes += bytes;
	u->parts += !kind->unit_end;
	if (u->bytes > UNIT_BYTES)
		unit_spoil_whole(u, "has more than 64 MiB");
	else if (u->complete && !kind->unit_end)
		unit_spoil_whole(u, "goes on behind its complete record");
	return u->why != NULL ? not_taken(u, e) : 0;
}

void
load_unit_taken(struct load *l, struct load_store *s, const struct err *failed)
{
	const struct kind *kind = s->table.kind;
	struct load_units *u = l->units;
	struct unit *of = u->open ? &u->all[u->n - 1] : NULL;

	if (of == NULL)
		return;
	if (failed != NULL)
		unit_spoil_by(of, kind, kind->unit_end ? 0 : of->parts, failed->msg);
	else
		s->rows.lines[s->rows.n - 1].unit = u->n;
	if (!kind->unit_end)
		return;
	of->ended = u->told = true;
	u->open = false;
}

/* What it says against what came; ERR_DATA: it is itself the reason that its unit is not taken. */
static int
take_complete(struct unit *u, const struct rec_field *count, struct err *e)
{
	uint64_t n = 0;
	bool again = u->complete;
	struct buf what = { 0 };

	u->complete = true;
	if (u->why != NULL)
		return 0;
	if (count == NULL || count->type != REC_NUMBER ||
	    num_uint(count->text.p, count->text.n, SIZE_MAX, &n))
		buf_str(&what, "has a complete record that does not count");
	else if (again)
		buf_str(&what, "has two complete records");
	else if (n != u->parts)
		buf_fmt(&what, "has %llu records by its complete one, and %zu came",
		    (unsigned long long)n, u->parts);
	if (what.len > 0)
		unit_spoil_whole(u, what.p);
	buf_release(&what);
	return u->why != NULL ? not_taken(u, e) : 0;
}

int
load_unit_complete(struct load *l, const struct rec *rec, struct err *e)
{
	const struct rec_field *of = rec_get(rec, "of");
	const struct kind *kind;
	struct load_store *store;
	struct unit *u;
	char *name;
	int rc;

	if (!slice_is(rec_kind(rec), complete_kind.name) || of == NULL || of->type != REC_STRING)
		return 0;
	kind = kind_find(of->text.p, of->text.n);
	if (kind == NULL || kind->unit == NULL || kind->unit_end)
		return 0;
	l->units->told = true;
	name = rec_take_text(rec_get(rec, kind->unit));
	if (name == NULL) {
		load_units_end(l->units);
		return err_set(e, ERR_DATA, "%s is missing", kind->unit);
	}
	store = load_store_of(l, kind, e);
	rc = store == NULL ? -1 : find(l, kind, name, &u, e);
	free(name);
	if (rc)
		return -1;
	store->ends = true; /* where no record of it came, too */
	return take_complete(u, rec_get(rec, "count"), e) ? -1 : 1;
}
