#include "nlp/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/tsv.h"
#include "nlp/idea.h"

struct head {
	char word[WORDS_PHRASE_MAX];
	size_t span;
};

struct words {
	struct phrase *p; /* owned, sorted by text */
	size_t n, cap;
	struct head *heads; /* owned, sorted by word */
	size_t nheads;
};

/* clang-format off */
static const struct { const char *word; int list; } meanings[MEANINGS] = { /* list: enum idea_list of the value, -1 none */
	[MEANS_DID] = { "did", IDEA_ACTION }, [MEANS_DOING] = { "doing", IDEA_ACTION }, [MEANS_DO] = { "do", IDEA_ACTION },
	[MEANS_PLAN] = { "plan", -1 }, [MEANS_IF] = { "if", -1 }, [MEANS_NOT] = { "not", -1 },
	[MEANS_UNREAL] = { "unreal", -1 }, [MEANS_ASK] = { "ask", -1 }, [MEANS_OTHER] = { "other", -1 }, [MEANS_BULL] = { "bull", -1 },
	[MEANS_BEAR] = { "bear", -1 }, [MEANS_LEVEL] = { "level", IDEA_LEVEL }, [MEANS_ABOVE] = { "above", -1 },
	[MEANS_BELOW] = { "below", -1 }, [MEANS_TOWARD] = { "toward", -1 }, [MEANS_AT] = { "at", -1 },
	[MEANS_HOLDS] = { "holds", -1 }, [MEANS_FILLER] = { "filler", -1 }, [MEANS_UNIT] = { "unit", -1 },
	[MEANS_FIGURE] = { "figure", -1 }, [MEANS_HORIZON] = { "horizon", IDEA_HORIZON }, [MEANS_OPTION] = { "option", -1 },
	[MEANS_LABEL] = { "label", IDEA_LABEL }, [MEANS_SYMBOL] = { "symbol", IDEA_INSTRUMENT },
	[MEANS_MONTH] = { "month", -1 }, [MEANS_PAST] = { "past", -1 },
	[MEANS_NOTHING] = { "nothing", -1 },
};
/* clang-format on */

static int
by_phrase(const void *a, const void *b)
{
	return strcmp(((const struct phrase *)a)->text, ((const struct phrase *)b)->text);
}

static int
by_head(const void *a, const void *b)
{
	return strcmp(((const struct head *)a)->word, ((const struct head *)b)->word);
}

/* --- reading */

static int
add_meaning(struct phrase *p, enum meaning what, const char *value)
{
	const char *word = value;

	if (meanings[what].list >= 0)
		word = idea_word((enum idea_list)meanings[what].list, value, strlen(value));
	if (word == NULL)
		return -1;
	p->means[p->n].what = what;
	p->means[p->n++].value = word == value ? mem_str(value) : word;
	return 0;
}

/* "meaning TAB phrase TAB value" as a phrase with that meaning alone; merge() puts those of one text together. */
static int
take_row(void *arg, char *const field[TSV_FIELDS_MAX], struct err *e)
{
	struct words *w = arg;
	const char *phrase = field[1], *p;
	size_t what = 0, blanks = 0;

	while (what < MEANINGS && strcmp(meanings[what].word, field[0]) != 0)
		what++;
	if (what == MEANINGS)
		return err_set(e, ERR_CONFIG, "there is no meaning '%.40s'", field[0]);
	for (p = phrase; *p != '\0'; p++)
		blanks += *p == ' ';
	if (phrase[0] == '\0' || strlen(phrase) >= WORDS_PHRASE_MAX || blanks >= WORDS_SPAN_MAX)
		return err_set(e, ERR_CONFIG, "the phrase is empty or too long");
	if (w->n == w->cap) {
		w->cap = mem_more(w->cap, w->n + 1);
		w->p = mem_grow(w->p, w->cap, sizeof *w->p);
	}
	memset(&w->p[w->n], 0, sizeof *w->p);
	memcpy(w->p[w->n].text, phrase, strlen(phrase) + 1);
	if (add_meaning(&w->p[w->n], (enum meaning)what, field[2]))
		return err_set(e, ERR_CONFIG, "'%.40s' is no value of that meaning", field[2]);
	w->n++;
	return 0;
}

/* Put the phrases in order, each once. */
static int
merge(struct words *w, const char *path, struct err *e)
{
	struct phrase *last;
	size_t k, i, n = 0;

	if (w->n > 0)
		qsort(w->p, w->n, sizeof *w->p, by_phrase);
	for (k = 0; k < w->n; k++) {
		last = n > 0 ? &w->p[n - 1] : NULL;
		if (last == NULL || strcmp(last->text, w->p[k].text) != 0) {
			w->p[n] = w->p[k];
			if (n++ < k)
				w->p[k].n = 0; /* its meaning moved */
			continue;
		}
		for (i = 0; i < last->n && last->means[i].what != w->p[k].means[0].what; i++)
			;
		if (i < last->n || last->n == WORDS_MEANINGS_MAX)
			return err_set(e, ERR_CONFIG,
			    "%s: '%s' has a meaning twice, or more than %d", path, last->text,
			    WORDS_MEANINGS_MAX);
		last->means[last->n++] = w->p[k].means[0];
		w->p[k].n = 0;
	}
	w->n = n;
	return 0;
}

/* The first words of the sorted phrases. */
static void
make_heads(struct words *w)
{
	struct head *h;
	size_t k, n, span;
	const char *p;

	w->heads = mem_new(w->n + 1, sizeof *w->heads);
	for (k = 0; k < w->n; k++) {
		n = strcspn(w->p[k].text, " ");
		for (span = 1, p = w->p[k].text; *p != '\0'; p++)
			span += *p == ' ';
		h = w->nheads > 0 ? &w->heads[w->nheads - 1] : NULL;
		if (h == NULL || strlen(h->word) != n || memcmp(h->word, w->p[k].text, n) != 0) {
			h = &w->heads[w->nheads++];
			memcpy(h->word, w->p[k].text, n);
		}
		h->span = span > h->span ? span : h->span;
	}
	qsort(w->heads, w->nheads, sizeof *w->heads, by_head);
	for (k = n = 0; k < w->nheads;
	     k++) { /* "a", "a b", "a-b", "a c": one word may have come twice */
		if (n > 0 && strcmp(w->heads[n - 1].word, w->heads[k].word) == 0) {
			if (w->heads[k].span > w->heads[n - 1].span)
				w->heads[n - 1].span = w->heads[k].span;
		} else
			w->heads[n++] = w->heads[k];
	}
	w->nheads = n;
}

int
words_open(struct words **to, const char *path, struct err *e)
{
	struct words *w = mem_new(1, sizeof *w);

	*to = NULL;
	if (tsv_read(path, "#", take_row, w, e) || merge(w, path, e)) {
		words_close(w);
		return -1;
	}
	make_heads(w);
	*to = w;
	return 0;
}

void
words_close(struct words *w)
{
	size_t k, m;
	char *own;

	if (w == NULL)
		return;
	for (k = 0; k < w->n; k++)
		for (m = 0; m < w->p[k].n; m++)
			if (meanings[w->p[k].means[m].what].list < 0) {
				memcpy(&own, &w->p[k].means[m].value, sizeof own);
				free(own);
			}
	free(w->p);
	free(w->heads);
	free(w);
}

/* --- asking */

const struct phrase *
words_find(const struct words *w, const char *text)
{
	struct phrase key;
	size_t n = strlen(text);

	if (n >= sizeof key.text)
		return NULL;
	memcpy(key.text, text, n + 1);
	return bsearch(&key, w->p, w->n, sizeof *w->p, by_phrase);
}

size_t
words_span(const struct words *w, const char *first)
{
	const struct head *h;
	struct head key;
	size_t n = strlen(first);

	if (n >= sizeof key.word)
		return 0;
	memcpy(key.word, first, n + 1);
	h = bsearch(&key, w->heads, w->nheads, sizeof *w->heads, by_head);
	return h != NULL ? h->span : 0;
}

const char *
phrase_means(const struct phrase *p, enum meaning what)
{
	size_t k;

	for (k = 0; p != NULL && k < p->n; k++)
		if (p->means[k].what == what)
			return p->means[k].value;
	return NULL;
}
