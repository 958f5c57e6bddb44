#include "nlp/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "nlp/idea.h"

#define LINE_MAX_BYTES 256

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
	[MEANS_ASK] = { "ask", -1 }, [MEANS_OTHER] = { "other", -1 }, [MEANS_BULL] = { "bull", -1 },
	[MEANS_BEAR] = { "bear", -1 }, [MEANS_LEVEL] = { "level", IDEA_LEVEL }, [MEANS_ABOVE] = { "above", -1 },
	[MEANS_BELOW] = { "below", -1 }, [MEANS_TOWARD] = { "toward", -1 }, [MEANS_AT] = { "at", -1 },
	[MEANS_HOLDS] = { "holds", -1 }, [MEANS_FILLER] = { "filler", -1 }, [MEANS_UNIT] = { "unit", -1 },
	[MEANS_FIGURE] = { "figure", -1 }, [MEANS_HORIZON] = { "horizon", IDEA_HORIZON }, [MEANS_OPTION] = { "option", -1 },
	[MEANS_LABEL] = { "label", IDEA_LABEL }, [MEANS_SYMBOL] = { "symbol", IDEA_INSTRUMENT },
	[MEANS_MONTH] = { "month", -1 }, [MEANS_NOTHING] = { "nothing", -1 },
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
	size_t k;

	if (p->n == WORDS_MEANINGS_MAX)
		return -1;
	for (k = 0; k < p->n; k++)
		if (p->means[k].what == what)
			return -1;
	if (meanings[what].list >= 0)
		word = idea_word((enum idea_list)meanings[what].list, value, strlen(value));
	if (word == NULL)
		return -1;
	p->means[p->n].what = what;
	p->means[p->n++].value = word == value ? mem_str(value) : word;
	return 0;
}

static struct phrase *
phrase_of(struct words *w, const char *text)
{
	size_t k;

	for (k = 0; k < w->n; k++)
		if (strcmp(w->p[k].text, text) == 0)
			return &w->p[k];
	if (w->n == w->cap) {
		w->cap = mem_more(w->cap, w->n + 1);
		w->p = mem_grow(w->p, w->cap, sizeof *w->p);
	}
	memset(&w->p[w->n], 0, sizeof *w->p);
	memcpy(w->p[w->n].text, text, strlen(text) + 1);
	return &w->p[w->n++];
}

/* "meaning TAB phrase TAB value": what is wrong with it, or NULL. */
static const char *
take_line(struct words *w, char *line)
{
	char *phrase = strchr(line, '\t'), *value, *p;
	size_t what = 0, blanks = 0;

	if (phrase == NULL || (value = strchr(phrase + 1, '\t')) == NULL)
		return "it has no three columns";
	*phrase++ = '\0';
	*value++ = '\0';
	while (what < MEANINGS && strcmp(meanings[what].word, line) != 0)
		what++;
	if (what == MEANINGS)
		return "there is no such meaning";
	for (p = phrase; *p != '\0'; p++)
		blanks += *p == ' ';
	if (phrase[0] == '\0' || strlen(phrase) >= WORDS_PHRASE_MAX || blanks >= WORDS_SPAN_MAX)
		return "the phrase is empty or too long";
	if (add_meaning(phrase_of(w, phrase), (enum meaning)what, value))
		return "the value is none of that meaning, or the phrase has it already";
	return NULL;
}

static int
read_lines(struct words *w, FILE *fp, const char *path, struct err *e)
{
	char line[LINE_MAX_BYTES];
	const char *wrong;
	size_t lineno = 0;

	while (fgets(line, sizeof line, fp) != NULL) {
		lineno++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		wrong = take_line(w, line);
		if (wrong != NULL)
			return err_set(e, ERR_CONFIG, "%s:%zu: %s", path, lineno, wrong);
	}
	return ferror(fp) ? err_errno(e, ERR_IO, "%s", path) : 0;
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
	FILE *fp = fopen(path, "re");
	int rc;

	*to = NULL;
	rc = fp == NULL ? err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", path)
			: read_lines(w, fp, path, e);
	if (fp != NULL)
		(void)fclose(fp); /* only read */
	if (rc) {
		words_close(w);
		return -1;
	}
	if (w->n > 0)
		qsort(w->p, w->n, sizeof *w->p, by_phrase);
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
