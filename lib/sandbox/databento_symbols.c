#include "sandbox/databento_symbols.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "sandbox/databento_error.h"

void
dbs_resolved_release(struct dbs_resolved *r)
{
	size_t i;

	for (i = 0; i < r->nasked; i++)
		free(r->asked[i].text);
	free(r->asked);
	free(r->spans);
	*r = (struct dbs_resolved){ 0 };
}

/* Whether text symbols of that type have blanks where our files have dots. */
static bool
blanks(const struct dbs_series *s, int64_t stype)
{
	if (s->words == NULL)
		return false;
	return stype == STYPE_CMS || (stype != STYPE_NASDAQ && s->words->cms);
}

static void
swap(char *text, char from, char to)
{
	for (; *text != '\0'; text++)
		if (*text == from)
			*text = to;
}

const char *
dbs_spell(const struct dbs_series *s, uint32_t symbol, int64_t stype, struct buf *to)
{
	const char *name = s->book->symbols[symbol];

	if (!blanks(s, stype))
		return name;
	buf_reset(to);
	buf_str(to, name);
	swap(to->p, '.', ' ');
	return to->p;
}

static void
add_span(
    struct dbs_resolved *out, const struct dbs_listing *l, uint32_t shift, int64_t d0, int64_t d1)
{
	struct dbs_span span = { l->d0 > d0 ? l->d0 : d0, l->d1 < d1 ? l->d1 : d1, l->symbol,
		l->id + shift };

	if (span.d0 >= span.d1)
		return;
	if (out->nspans == out->cap) {
		out->cap = mem_more(out->cap, out->nspans + 1);
		out->spans = mem_grow(out->spans, out->cap, sizeof *out->spans);
	}
	out->spans[out->nspans++] = span;
}

/* The listings that a symbol as asked for has, whenever. */
static const struct dbs_listing *
lookup(const struct dbs_series *s, const char *text, int64_t stype, size_t *n)
{
	uint32_t shift = s->words == NULL ? 0 : s->words->id_shift, symbol;
	uint64_t id;
	char *name;

	*n = 0;
	if (stype == STYPE_INSTRUMENT_ID) {
		if (num_uint(text, strlen(text), UINT32_MAX, &id) || id < shift)
			return NULL;
		return dbs_book_id(s->book, (uint32_t)id - shift, n);
	}
	name = mem_str(text);
	if (blanks(s, stype)) {
		swap(name, '.', '\1'); /* a dot is no letter of this spelling */
		swap(name, ' ', '.');
	}
	symbol = dbs_book_find(s->book, name);
	free(name);
	return symbol == DBS_NO_SYMBOL ? NULL : dbs_book_listings(s->book, symbol, n);
}

static void
resolve_one(struct dbs_resolved *out, const struct dbs_series *s, const struct dbs_query *q,
    int64_t d0, int64_t d1, char *text)
{
	struct dbs_asked *a = &out->asked[out->nasked++];
	const struct dbs_listing *l;
	int64_t days = 0;
	size_t n, i;

	*a = (struct dbs_asked){ .text = text, .at = out->nspans };
	l = lookup(s, text, q->stype_in, &n);
	for (i = 0; i < n; i++)
		add_span(out, &l[i], s->words == NULL ? 0 : s->words->id_shift, d0, d1);
	a->n = out->nspans - a->at;
	for (i = a->at; i < out->nspans; i++)
		days += out->spans[i].d1 - out->spans[i].d0;
	a->found = a->n == 0 ? FOUND_NONE : days < d1 - d0 ? FOUND_PART : FOUND_ALL;
	out->found += a->n > 0;
}

/* Types that go together here: any text symbol to an id, an id to the raw symbol. */
static bool
pair(int64_t in, int64_t out)
{
	if (in == STYPE_INSTRUMENT_ID)
		return out == STYPE_RAW;
	return (in == STYPE_RAW || in == STYPE_NASDAQ || in == STYPE_CMS) &&
	       out == STYPE_INSTRUMENT_ID;
}

static const char *
stype_name(int64_t number)
{
	const struct dbs_word *w = dbs_stypes;

	while (w->name != NULL && w->number != number)
		w++;
	return w->name;
}

static bool
is_symbol(const char *s, size_t n, int64_t stype, size_t symbol_max)
{
	uint64_t id;
	size_t i;

	if (stype == STYPE_INSTRUMENT_ID)
		return num_uint(s, n, UINT32_MAX, &id) == 0;
	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return n > 0 && n < symbol_max && s[0] != ' ' && s[n - 1] != ' ';
}

/* Put the text among n sorted ones; false when it is there already. */
static bool
insert(char **sorted, size_t n, char *text)
{
	size_t lo = 0, hi = n, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		c = strcmp(sorted[mid], text);
		if (c == 0)
			return false;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	memmove(sorted + lo + 1, sorted + lo, (n - lo) * sizeof *sorted);
	sorted[lo] = text;
	return true;
}

/* The symbols of the list, each once; NULL with the reply made. *n of them, the texts owned. */
static char **
split(const struct dbs_query *q, size_t symbol_max, size_t *n, struct reply *reply)
{
	char **texts = mem_new(q->nsymbols, sizeof *texts);
	char **sorted = mem_new(q->nsymbols, sizeof *sorted);
	const char *at = q->symbols, *comma;
	size_t len;
	char *text;

	for (*n = 0; at != NULL; at = comma == NULL ? NULL : comma + 1) {
		comma = strchr(at, ',');
		len = comma == NULL ? strlen(at) : (size_t)(comma - at);
		text = mem_copy(at, len);
		if (!is_symbol(text, len, q->stype_in, symbol_max) ||
		    strcmp(text, "ALL_SYMBOLS") == 0) {
			dbs_error_case(reply, 400, "symbology_invalid_symbol", "symbology",
			    "Invalid symbol: '%.80s'.", text);
			free(text);
			goto bad;
		}
		if (insert(sorted, *n, text))
			texts[(*n)++] = text;
		else
			free(text);
	}
	free(sorted);
	return texts;
bad:
	while (*n > 0)
		free(texts[--*n]);
	free(sorted);
	free(texts);
	return NULL;
}

static void
resolve_all(struct dbs_resolved *out, const struct dbs_series *s, const struct dbs_query *q,
    int64_t d0, int64_t d1)
{
	struct buf spelt = { 0 };
	uint32_t i;
	size_t k;

	out->asked = mem_new(s->book->nsymbols + 1, sizeof *out->asked);
	for (i = 0; i < s->book->nsymbols; i++) {
		resolve_one(out, s, q, d0, d1, mem_str(dbs_spell(s, i, q->stype_in, &spelt)));
		k = out->nasked - 1;
		if (out->asked[k].n == 0) { /* not there in these days: not asked for either */
			free(out->asked[k].text);
			out->nasked--;
		}
	}
	buf_release(&spelt);
}

int
dbs_resolve(struct dbs_resolved *out, const struct dbs_series *s, const struct dbs_query *q,
    int64_t d0, int64_t d1, size_t symbol_max, bool all, struct reply *reply)
{
	char **texts;
	size_t n = 0, i;

	*out = (struct dbs_resolved){ 0 };
	if (!pair(q->stype_in, q->stype_out)) {
		dbs_error_case(reply, 422, "validation_failed", "symbology",
		    "Invalid symbology type combination for this dataset: `stype_in` '%s' and "
		    "`stype_out` '%s'.",
		    stype_name(q->stype_in), stype_name(q->stype_out));
		return -1;
	}
	if (q->symbols == NULL) {
		if (all && q->stype_in != STYPE_INSTRUMENT_ID)
			resolve_all(out, s, q, d0, d1);
		return 0;
	}
	texts = split(q, symbol_max, &n, reply);
	if (texts == NULL)
		return -1;
	out->asked = mem_new(n + 1, sizeof *out->asked);
	for (i = 0; i < n; i++)
		resolve_one(out, s, q, d0, d1, texts[i]);
	free(texts);
	return 0;
}
