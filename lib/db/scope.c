#include "db/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "db/pg.h"
#include "db/pg_list.h"

#define DIGEST 1099511628211U /* FNV-1a's prime and its beginning, 64 bits */
#define DIGEST_0 14695981039346656037U
#define SLOTS_MIN 64

void
scope_undo(struct scope *s)
{
	s->refused_now = 0;
	if (s->asked_now) {
		free(s->before);
		s->before = NULL;
		s->asked_now = false;
	}
	s->fate = SCOPE_NOTHING;
	s->held = s->closing = s->closed = 0;
	free(s->some);
	s->some = NULL;
}

void
scope_renew(struct scope *s)
{
	s->asked_now = true; /* what was held is to be asked anew */
	scope_undo(s);
	buf_release(&s->keys);
	s->records = s->rejected = s->refused = 0;
	s->begun = s->ended = false;
	s->count = 0;
	s->at[0] = s->first[0] = s->last[0] = s->first_id[0] = s->last_id[0] = '\0';
}

void
scopes_release(struct scopes *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		scope_renew(s->all[i]);
		free(s->all[i]->name);
		free(s->all[i]->copied);
		free(s->all[i]);
	}
	free(s->all);
	free(s->slot);
	buf_release(&s->tmp);
	*s = (struct scopes){ 0 };
}

/* The text that COPY text stands for. */
static char *
plain(struct slice copied)
{
	static const char letters[] = "n\nr\rt\t";
	char *out = mem_copy(copied.p, copied.n);
	const char *l;
	size_t i, n = 0;

	for (i = 0; i < copied.n; i++) {
		l = NULL;
		if (out[i] == '\\' && i + 1 < copied.n) {
			i++;
			for (l = letters; *l != '\0' && *l != out[i]; l += 2)
				;
		}
		out[n++] = l != NULL && *l != '\0' ? l[1] : out[i];
	}
	out[n] = '\0';
	return out;
}

/* Where that scope is, or would be: open addressing, at most half full. */
static size_t
place(const struct scopes *s, const struct close_kind *kind, const char *copied, size_t n)
{
	uint64_t h = DIGEST_0 ^ (uint64_t)(uintptr_t)kind;
	const struct scope *at;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ (unsigned char)copied[i]) * DIGEST;
	for (i = (size_t)(h ^ (h >> 32)) % s->nslots; s->slot[i] != 0; i = (i + 1) % s->nslots) {
		at = s->all[s->slot[i] - 1];
		if (at->kind == kind && strlen(at->copied) == n &&
		    memcmp(at->copied, copied, n) == 0)
			break;
	}
	return i;
}

static void
make_room(struct scopes *s)
{
	size_t i;

	if (s->n == s->cap) {
		s->cap = mem_more(s->cap, s->n + 1);
		s->all = mem_grow(s->all, s->cap, sizeof *s->all);
	}
	if ((s->n + 1) * 2 <= s->nslots)
		return;
	free(s->slot);
	s->nslots = s->nslots > 0 ? s->nslots * 2 : SLOTS_MIN;
	s->slot = mem_new(s->nslots, sizeof *s->slot);
	for (i = 0; i < s->n; i++)
		s->slot[place(s, s->all[i]->kind, s->all[i]->copied, strlen(s->all[i]->copied))] =
		    i + 1;
}

struct scope *
scopes_at(struct scopes *s, const struct close_kind *kind, struct slice copied)
{
	struct scope *made;
	size_t at;

	make_room(s);
	at = place(s, kind, copied.p, copied.n);
	if (s->slot[at] != 0)
		return s->all[s->slot[at] - 1];
	made = mem_new(1, sizeof *made);
	made->kind = kind;
	made->copied = mem_copy(copied.p, copied.n);
	made->name = plain(copied);
	s->all[s->n++] = made;
	s->slot[at] = s->n;
	return made;
}

struct scope *
scopes_of(struct scopes *s, const struct close_kind *kind, const struct rec_field *name)
{
	struct buf text = { 0 };
	struct scope *found;

	if (!name->escaped)
		return scopes_at(s, kind, name->text);
	rec_text(name, &text);
	buf_reset(&s->tmp);
	pg_copy_value(&s->tmp, text.p, text.len);
	found = scopes_at(s, kind, (struct slice){ s->tmp.p, s->tmp.len });
	buf_release(&text);
	return found;
}

void
scope_take(struct scope *s, const struct rec_field *key)
{
	struct buf text = { 0 };

	s->records++;
	if (!key->escaped) {
		pg_list_add(&s->keys, key->text.p, key->text.n);
		return;
	}
	rec_text(key, &text);
	pg_list_add(&s->keys, text.p, text.len);
	buf_release(&text);
}
