#include "rec/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/jsonl.h"
#include "io/rec.h"
#include "rec/symbol.h"

void
symbols_release(struct symbols *set)
{
	free(set->name);
	free(set->slot);
	*set = (struct symbols){ 0 };
}

/* FNV-1a. */
static uint64_t
hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

/* The slot that holds the symbol, or the free one where it belongs. */
static uint32_t *
slot_of(const struct symbols *set, const char *symbol)
{
	size_t at = (size_t)hash(symbol) & (set->nslots - 1);

	while (set->slot[at] != 0 && strcmp(set->name[set->slot[at] - 1], symbol) != 0)
		at = (at + 1) & (set->nslots - 1);
	return &set->slot[at];
}

static void
grow(struct symbols *set)
{
	size_t i;

	if (set->n < set->cap)
		return;
	set->cap = mem_more(set->cap, set->n + 1);
	set->name = mem_grow(set->name, set->cap, sizeof *set->name);
	free(set->slot);
	for (set->nslots = 64; set->nslots < 2 * set->cap;)
		set->nslots *= 2;
	set->slot = mem_new(set->nslots, sizeof *set->slot);
	for (i = 0; i < set->n; i++)
		*slot_of(set, set->name[i]) = (uint32_t)(i + 1);
}

size_t
symbols_add(struct symbols *set, const char *symbol)
{
	uint32_t *slot;

	grow(set);
	slot = slot_of(set, symbol);
	if (*slot != 0)
		return *slot - 1;
	(void)memccpy(set->name[set->n], symbol, '\0', BAR_SYMBOL_MAX);
	set->name[set->n][BAR_SYMBOL_MAX - 1] = '\0';
	*slot = (uint32_t)++set->n;
	return set->n - 1;
}

size_t
symbols_find(const struct symbols *set, const char *symbol)
{
	uint32_t at = set->nslots == 0 ? 0 : *slot_of(set, symbol);

	return at == 0 ? SYMBOLS_NONE : at - 1;
}

static int
add_spelled(struct symbols *set, const char *s, size_t n, struct err *e)
{
	char symbol[BAR_SYMBOL_MAX];

	if (symbol_spell(symbol, s, n, e))
		return -1;
	(void)symbols_add(set, symbol); /* where it is does not matter */
	return 0;
}

int
symbols_split(struct symbols *set, const char *list, struct err *e)
{
	size_t n;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		if (add_spelled(set, list, n, e))
			return -1;
		if (list[n] == '\0')
			return 0;
	}
}

/* A record: its symbol, or nothing of ours. */
static int
take_record(struct symbols *set, const struct rec *rec, const struct symbols_reader *reader,
    bool *fatal, struct err *e)
{
	const struct rec_field *f = rec_get(rec, "symbol");
	struct buf text = { 0 };
	int rc;

	if (f == NULL) {
		*fatal = true;
		return reader->pass(reader->arg, rec->line.p, rec->line.n, e);
	}
	if (f->type != REC_STRING)
		return err_set(e, ERR_DATA, "symbol: %.*s is no text", (int)f->text.n, f->text.p);
	rec_text(f, &text);
	rc = add_spelled(set, text.p == NULL ? "" : text.p, text.len, e);
	buf_release(&text);
	return rc;
}

int
symbols_read(struct symbols *set, FILE *fp, const struct symbols_reader *reader, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct jsonl in;
	struct err why;
	bool fatal;
	int got, rc = -1;

	jsonl_init(&in, fp, "standard input");
	while ((got = jsonl_next(&in, rec, &why)) != 0) {
		fatal = false;
		if (got > 0)
			got = take_record(set, rec, reader, &fatal, &why);
		else if (why.code != ERR_DATA)
			fatal = true;
		else if (in.raw.n > 0 && in.raw.p[0] != '{' && in.raw.n < JSONL_LINE_MAX)
			got = add_spelled(set, in.raw.p, in.raw.n, &why);
		if (got < 0 && fatal) {
			*e = why;
			goto out;
		}
		if (got < 0 && reader->bad(reader->arg, in.lineno, &why, e))
			goto out;
	}
	rc = 0;
out:
	jsonl_release(&in);
	free(rec);
	return rc;
}
