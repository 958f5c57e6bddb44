#include "text/universe.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "rec/symbol.h"
#include "text/universe_inside.h"

const char *const universe_list_names[LISTS] = { "reserved", "stop", "strict", "everyday",
	"adjective", "trading", "after", "company", "verdict", "unit", "between", "exchange",
	"suffix", "currency", "variable", "shell", "chatter", "legal", "generic", "english" };

#define KEY_MAX 200

struct universe *
universe_new(void)
{
	return mem_new(1, sizeof(struct universe));
}

void
universe_forget(struct universe *u)
{
	size_t i;

	for (i = 0; i < u->ndescribed; i++)
		free(u->described[i].text);
	free(u->described);
	free(u->given);
	buf_release(&u->keys);
	buf_release(&u->english);
	u->described = NULL;
	u->given = NULL;
	u->ndescribed = u->ngiven = 0;
}

void
universe_free(struct universe *u)
{
	if (u == NULL)
		return;
	universe_forget(u);
	symbols_release(&u->symbols);
	trie_release(&u->trie);
	free(u->flags);
	free(u->terms);
	free(u->entries);
	free(u);
}

/* A new key, folded: blanks at its ends are cut, several are one; of a symbol they join as a point does. */
static struct given *
give(struct universe *u, const char *s, size_t n, bool symbol)
{
	struct given *g;
	size_t i, at = u->keys.len;
	char c;

	for (i = 0; i < n; i++) {
		c = (char)term_fold((unsigned char)s[i]);
		if (c == ' ' || c == '\t') {
			c = symbol ? '.' : ' ';
			if (u->keys.len == at || u->keys.p[u->keys.len - 1] == c)
				continue;
		}
		buf_char(&u->keys, c);
	}
	while (u->keys.len > at && u->keys.p[u->keys.len - 1] == ' ')
		u->keys.len--;
	if (u->keys.len == at)
		return NULL;
	if (u->ngiven == u->given_cap) {
		u->given_cap = mem_more(u->given_cap, u->ngiven + 1);
		u->given = mem_grow(u->given, u->given_cap, sizeof *u->given);
	}
	g = &u->given[u->ngiven];
	*g = (struct given){ .at = at, .n = u->keys.len - at, .order = (uint32_t)u->ngiven++ };
	return g;
}

void
universe_give_name(
    struct universe *u, const struct buf *name, uint32_t symbol, unsigned flags, uint64_t whole)
{
	struct given *g = give(u, name->p, name->len, false);

	if (g == NULL)
		return;
	g->entry = true;
	g->whole = whole;
	g->is = (struct entry){ symbol, DAY_NONE, DAY_NONE, KIND_NAME, (uint8_t)flags };
}

static void
give_entry(struct universe *u, const char *key, size_t n, const struct entry *entry)
{
	struct given *g = give(u, key, n, entry->kind == KIND_SYMBOL || entry->kind == KIND_TICKER);

	if (g == NULL)
		return;
	g->entry = true;
	g->is = *entry;
}

/* The number of the symbol of that spelling, which is new then if *fresh. */
static int
take_symbol(struct universe *u, const char *s, uint32_t *symbol, bool *fresh, struct err *e)
{
	char spelled[BAR_SYMBOL_MAX];
	size_t was = u->symbols.n;

	if (symbol_spell(spelled, s, strlen(s), e))
		return -1;
	*symbol = (uint32_t)symbols_add(&u->symbols, spelled);
	*fresh = u->symbols.n != was;
	if (u->symbols.n > u->nflags) {
		was = u->nflags;
		u->nflags = mem_more(u->nflags, u->symbols.n);
		u->flags = mem_grow(u->flags, u->nflags, 1);
		memset(u->flags + was, 0, u->nflags - was);
	}
	return 0;
}

int
universe_add(struct universe *u, const struct universe_symbol *symbol, struct err *e)
{
	struct entry entry = {
		.kind = KIND_SYMBOL, .from = term_day(symbol->from), .to = term_day(symbol->to)
	};
	bool fresh;

	if (take_symbol(u, symbol->symbol, &entry.symbol, &fresh, e))
		return -1;
	u->flags[entry.symbol] |= (unsigned char)(ENTRY_LISTED | (symbol->coin ? ENTRY_COIN : 0));
	if (fresh || entry.from != DAY_NONE || entry.to != DAY_NONE)
		give_entry(u, u->symbols.name[entry.symbol], strlen(u->symbols.name[entry.symbol]),
		    &entry);
	if (symbol->description == NULL || symbol->description[0] == '\0')
		return 0;
	if (u->ndescribed == u->described_cap) {
		u->described_cap = mem_more(u->described_cap, u->ndescribed + 1);
		u->described = mem_grow(u->described, u->described_cap, sizeof *u->described);
	}
	u->described[u->ndescribed++] =
	    (struct described){ entry.symbol, mem_str(symbol->description) };
	return 0;
}

/* A symbol that somebody names but nobody added. */
static int
take_other(struct universe *u, const char *s, uint32_t *symbol, struct err *e)
{
	bool fresh;

	if (take_symbol(u, s, symbol, &fresh, e))
		return -1;
	if (fresh)
		give_entry(u, u->symbols.name[*symbol], strlen(u->symbols.name[*symbol]),
		    &(struct entry){ *symbol, DAY_NONE, DAY_NONE, KIND_SYMBOL, 0 });
	return 0;
}

int
universe_alias(struct universe *u, const struct universe_alias *alias, struct err *e)
{
	struct entry entry = { .kind = (uint8_t)alias->kind,
		.from = term_day(alias->from),
		.to = term_day(alias->to),
		.flags = alias->everyday ? ENTRY_EVERYDAY : 0 };
	size_t n = strlen(alias->alias);

	if (n == 0 || n > KEY_MAX || strchr(alias->alias, '\n') != NULL)
		return err_set(e, ERR_DATA, "'%.40s' is no alias", alias->alias);
	if (take_other(u, alias->symbol, &entry.symbol, e))
		return -1;
	give_entry(u, alias->alias, n, &entry);
	return 0;
}

int
universe_coin(struct universe *u, const char *symbol, enum universe_route route, struct err *e)
{
	uint32_t coin;

	if (take_other(u, symbol, &coin, e))
		return -1;
	u->flags[coin] |= route == ROUTE_COIN ? ENTRY_COIN : FLAG_COIN_ELSE;
	if (route == ROUTE_DROP)
		universe_word(u, symbol, LIST_STRICT);
	return 0;
}

void
universe_english(struct universe *u, const char *word)
{
	buf_add(&u->english, word, strlen(word) + 1);
}

void
universe_word(struct universe *u, const char *word, enum universe_list list)
{
	struct given *g = give(u, word, strlen(word), false);

	if (g != NULL)
		g->lists = UINT32_C(1) << list;
}

void
universe_phrase(struct universe *u, const char *phrase)
{
	struct given *g = give(u, phrase, strlen(phrase), false);

	if (g != NULL)
		g->phrase = true;
}

const struct trie *
universe_trie(const struct universe *u)
{
	return &u->trie;
}

const struct term *
universe_term(const struct universe *u, uint32_t value)
{
	return &u->terms[value];
}

const struct entry *
universe_entry(const struct universe *u, uint32_t first)
{
	return &u->entries[first];
}

const char *
universe_spelling(const struct universe *u, uint32_t symbol)
{
	return u->symbols.name[symbol];
}

size_t
universe_symbols(const struct universe *u)
{
	return u->symbols.n;
}

const struct term *
universe_find(const struct universe *u, const char *p, size_t n)
{
	struct trie_at at = { 0 };
	uint32_t value;
	size_t i;

	for (i = 0; i < n; i++)
		if (!trie_step(&u->trie, &at, term_fold((unsigned char)p[i])))
			return NULL;
	value = trie_value(&u->trie, &at);
	return value == TRIE_NONE ? NULL : &u->terms[value];
}
