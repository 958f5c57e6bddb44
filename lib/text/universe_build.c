/* The second half of a universe: what was added, sorted and made into its automaton */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/name.h"
#include "text/universe.h"
#include "text/universe_inside.h"

/* On one of these a company's name of one word is no name. */
#define NO_NAME                                                                                    \
	(1u << LIST_RESERVED | 1u << LIST_STOP | 1u << LIST_STRICT | 1u << LIST_TRADING |          \
	    1u << LIST_AFTER | 1u << LIST_COMPANY | 1u << LIST_BETWEEN | 1u << LIST_CHATTER |      \
	    1u << LIST_GENERIC)
#define NAME_MIN 3

struct sorted {
	uint64_t head; /* its first eight bytes, the first one highest */
	const char *p;
	const struct given *given;
};

static uint64_t
head_of(const char *p, size_t n)
{
	uint64_t head = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		head = head << 8 | (i < n ? (unsigned char)p[i] : 0);
	return head;
}

static int
compare_keys(const struct sorted *x, const struct sorted *y)
{
	size_t n = x->given->n < y->given->n ? x->given->n : y->given->n;
	int c;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	c = memcmp(x->p, y->p, n);
	return c != 0 ? c : x->given->n == y->given->n ? 0 : x->given->n < y->given->n ? -1 : 1;
}

static int
compare(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int c = compare_keys(x, y);

	return c != 0                              ? c
	       : x->given->order < y->given->order ? -1
						   : x->given->order > y->given->order;
}

static struct sorted *
sort(const struct universe *u, bool words_only, size_t *n)
{
	struct sorted *sorted = mem_new(u->ngiven + 1, sizeof *sorted);
	size_t i;

	*n = 0;
	for (i = 0; i < u->ngiven; i++) {
		if (words_only && u->given[i].lists == 0)
			continue;
		sorted[(*n)++] =
		    (struct sorted){ head_of(u->keys.p + u->given[i].at, u->given[i].n),
			    u->keys.p + u->given[i].at, &u->given[i] };
	}
	qsort(sorted, *n, sizeof *sorted, compare);
	return sorted;
}

static unsigned
symbol_flags(const struct universe *u, uint32_t symbol)
{
	unsigned flags = u->flags[symbol];

	if ((flags & FLAG_COIN_ELSE) && !(flags & ENTRY_LISTED))
		flags |= ENTRY_COIN;
	return flags & (ENTRY_LISTED | ENTRY_COIN);
}

/* Whether the name without its last word is that of several companies. */
static bool
ambiguous(const struct sorted *group, size_t n, const struct given *g)
{
	size_t i;

	if (!(g->is.flags & ENTRY_BRIEF))
		return false;
	for (i = 0; i < n; i++)
		if (group[i].given->entry && group[i].given->is.kind == KIND_NAME &&
		    group[i].given->whole != g->whole)
			return true;
	return false;
}

/* What n given keys, which are the same, say together. */
static void
make_term(
    struct universe *u, struct term *term, const struct sorted *group, size_t n, size_t *nentries)
{
	const struct given *g;
	unsigned everyday = 0;
	size_t i;

	*term = (struct term){ .first = (uint32_t)*nentries };
	for (i = 0; i < n; i++) {
		g = group[i].given;
		term->lists |= g->lists;
		term->phrase |= g->phrase;
		if (g->entry && g->is.kind == KIND_ALIAS)
			everyday |= g->is.flags & ENTRY_EVERYDAY;
	}
	for (i = 0; i < n && term->n < UINT16_MAX; i++) {
		g = group[i].given;
		if (!g->entry || ambiguous(group, n, g))
			continue;
		u->entries[*nentries] = g->is;
		u->entries[*nentries].flags |= (uint8_t)(symbol_flags(u, g->is.symbol) |
							 (g->is.kind == KIND_NAME ? everyday : 0));
		++*nentries;
		term->n++;
	}
}

static void
build(struct universe *u, bool words_only)
{
	size_t i, to, n = 0, nentries = 0, ngiven;
	struct sorted *sorted = sort(u, words_only, &ngiven);
	struct trie_key *keys = mem_new(ngiven + 1, sizeof *keys);

	trie_release(&u->trie);
	u->terms = mem_grow(u->terms, ngiven + 1, sizeof *u->terms);
	u->entries = mem_grow(u->entries, ngiven + 1, sizeof *u->entries);
	for (i = 0; i < ngiven; i = to) {
		for (to = i + 1; to < ngiven && compare_keys(&sorted[i], &sorted[to]) == 0; to++)
			;
		keys[n] = (struct trie_key){ sorted[i].p, sorted[i].given->n };
		make_term(u, &u->terms[n++], sorted + i, to - i, &nentries);
	}
	trie_build(&u->trie, keys, n);
	u->terms = mem_grow(u->terms, n + 1, sizeof *u->terms);
	u->entries = mem_grow(u->entries, nentries + 1, sizeof *u->entries);
	u->nentries = nentries;
	free(keys);
	free(sorted);
}

static bool
is_legal(void *arg, const char *word, size_t n)
{
	return term_on(universe_find(arg, word, n), LIST_LEGAL);
}

static bool
is_generic(void *arg, const char *word, size_t n)
{
	return term_on(universe_find(arg, word, n), LIST_GENERIC);
}

static uint64_t
hash(const struct buf *b)
{
	uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
	size_t i;

	for (i = 0; i < b->len; i++)
		h = (h ^ (unsigned char)b->p[i]) * UINT64_C(1099511628211);
	return h;
}

static void
name_symbol(
    struct universe *u, const struct buf *name, uint32_t symbol, unsigned flags, uint64_t whole)
{
	const struct term *t;

	if (name->len < NAME_MIN)
		return;
	if (memchr(name->p, ' ', name->len) == NULL) {
		t = universe_find(u, name->p, name->len);
		if (t != NULL && (t->lists & NO_NAME))
			return;
		flags |= ENTRY_ALONE | (term_on(t, LIST_EVERYDAY) ? ENTRY_EVERYDAY : 0);
	}
	universe_give_name(u, name, symbol, flags, whole);
}

/* The names that descriptions say, by the lists, which are built already. */
static void
name_all(struct universe *u)
{
	const struct name_words words = { is_legal, is_generic, u };
	struct buf full = { 0 }, brief = { 0 };
	size_t i;

	for (i = 0; i < u->ndescribed; i++) {
		name_make(u->described[i].text, &words, &full, &brief);
		name_symbol(u, &full, u->described[i].symbol, 0, hash(&full));
		name_symbol(u, &brief, u->described[i].symbol, ENTRY_BRIEF, hash(&full));
	}
	buf_release(&full);
	buf_release(&brief);
}

/* What is spelled as a word of the language. Those that are nothing else are no terms. */
static void
mark_english(struct universe *u)
{
	const char *word = u->english.p, *end = u->english.len > 0 ? word + u->english.len : word;
	const struct term *t;
	size_t n;

	for (; word < end; word += n + 1) {
		n = strlen(word);
		t = universe_find(u, word, n);
		if (t != NULL)
			u->terms[t - u->terms].lists |= UINT32_C(1) << LIST_ENGLISH;
	}
}

/* An alias of a symbol that nobody added means the one that is spelled, or was called, like that. */
static void
resolve(struct universe *u)
{
	const struct entry *other;
	const char *spelling;
	struct entry *entry;
	size_t i;

	for (i = 0; i < u->nentries; i++) {
		entry = &u->entries[i];
		if (entry->kind == KIND_SYMBOL || (entry->flags & ENTRY_LISTED))
			continue;
		spelling = u->symbols.name[entry->symbol];
		other = term_symbol(u, universe_find(u, spelling, strlen(spelling)), DAY_NONE);
		if (other == NULL || !(other->flags & ENTRY_LISTED))
			continue;
		entry->symbol = other->symbol;
		entry->flags |= other->flags & (ENTRY_LISTED | ENTRY_COIN);
	}
}

void
universe_finish(struct universe *u)
{
	if (u->ndescribed > 0) {
		build(u, true); /* names are made by the lists */
		name_all(u);
	}
	build(u, false);
	mark_english(u);
	resolve(u);
	universe_forget(u);
}
