#include "text/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "text/link_inside.h"

const char *const link_how_names[LINK_HOWS] = { "cashtag", "exchange", "bare", "name", "alias",
	"word", "crypto" };

void
links_release(struct links *links)
{
	free(links->v);
	free(links->word);
	free(links->weak);
	buf_release(&links->text);
	buf_release(&links->spelled);
	*links = (struct links){ 0 };
}

/* What nobody knows, in capitals and with a point between its parts; kept for as long as the links are. */
static const char *
spell(struct linking *l, const struct mention *m)
{
	struct buf *out = &l->links->spelled;
	size_t at = out->len, i;
	char c;

	if (m->entry != NULL)
		return universe_spelling(l->u, m->entry->symbol);
	for (i = 0; i < m->n; i++) {
		c = m->spelled[i];
		if (c != '\0')
			buf_char(out, c >= 'a' && c <= 'z'   ? (char)(c - ('a' - 'A'))
				      : c == '/' || c == '-' ? '.'
							     : c);
	}
	buf_char(out, '\0');
	return out->p + at;
}

static struct link *
find(struct links *links, const char *symbol, bool known)
{
	size_t i;

	for (i = 0; i < links->n; i++)
		if (links->v[i].symbol == symbol ||
		    (!known && !links->v[i].known && strcmp(links->v[i].symbol, symbol) == 0))
			return &links->v[i];
	return NULL;
}

static void
tell(const struct linking *l, const struct mention *m, const char *symbol, bool is_taken,
    const char *why)
{
	if (l->options->tell != NULL)
		l->options->tell(
		    l->options->arg, &(struct link_candidate){ symbol, m->at, m->end - m->at,
					 m->how, m->confidence, is_taken, why });
}

void
link_refuse(struct linking *l, const struct mention *m)
{
	tell(l, m, m->entry != NULL ? universe_spelling(l->u, m->entry->symbol) : NULL, false,
	    m->why);
}

static void
count(struct link *link, const struct mention *m)
{
	link->count++;
	if (m->confidence > link->confidence) {
		link->confidence = m->confidence;
		link->how = m->how;
	}
	if (m->tagged && link->tag_len == 0) {
		link->tag_at = m->at;
		link->tag_len = m->end - m->at;
	}
}

bool
link_take(struct linking *l, const struct mention *m)
{
	struct links *links = l->links;
	size_t mark = links->spelled.len;
	const char *symbol = spell(l, m);
	struct link *link = find(links, symbol, m->entry != NULL);
	const char *why = m->confidence < l->options->least            ? "not sure enough"
			  : m->entry == NULL && l->options->known_only ? "not in the universe"
			  : link == NULL && links->n == LINKS_MAX      ? "there are too many"
								       : NULL;

	tell(l, m, symbol, why == NULL, why != NULL ? why : m->why);
	if (why == NULL && link == NULL) {
		link = &links->v[links->n++];
		*link = (struct link){ .symbol = symbol,
			.how = m->how,
			.at = m->at,
			.len = m->end - m->at,
			.known = m->entry != NULL };
	} else {
		links->spelled.len = mark;
	}
	if (why == NULL)
		count(link, m);
	return why == NULL;
}

/* In capitals a symbol before a name, else the other way round. */
static size_t
judge_match(struct linking *l, size_t i, const struct link_match *match)
{
	bool upper = link_is_upper(l, l->links->word[i].at, match->end);
	size_t to = upper ? link_symbol(l, i, match) : link_name(l, i, match);

	if (to > i)
		return to;
	return upper ? link_name(l, i, match) : link_symbol(l, i, match);
}

/* The longest that begins with word i and is meant. */
static size_t
judge(struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i];
	size_t to = i;
	unsigned k;

	if (w->flags & WORD_CASH)
		return link_cashtag(l, i);
	if (term_on(w->term, LIST_EXCHANGE))
		to = link_exchange(l, i);
	if (to == i && (w->flags & WORD_UPPER))
		to = link_pair(l, i);
	for (k = w->nmatches; to == i && k > 0; k--) {
		if (w->match[k - 1].term->phrase) {
			to = link_word_at(l, i, w->match[k - 1].end);
			if (!link_traded(l, to))
				return to;
			to = i;
			continue;
		}
		if (w->match[k - 1].term->n > 0)
			to = judge_match(l, i, &w->match[k - 1]);
	}
	return to == i && w->nmatches == 0 ? link_contract(l, i) : to;
}

void
link_text(const struct universe *u, const char *text, size_t n, const struct link_options *options,
    struct links *links)
{
	static const struct link_options usual = { .time = CLOCK_NONE, .least = LINK_LEAST };
	struct linking l = {
		.u = u, .options = options != NULL ? options : &usual, .links = links
	};
	size_t i, to;

	if (links->v == NULL)
		links->v = mem_new(LINKS_MAX, sizeof *links->v);
	links->n = links->nweak = 0;
	buf_reset(&links->spelled);
	(void)buf_room(&links->spelled, 2 * n); /* it must not move: links point into it */
	l.day = term_day(l.options->time);
	link_prepare(&l, text, n);
	for (i = 0; i < links->nwords; i = to) {
		to = judge(&l, i);
		if (to == i)
			to++;
	}
	link_vouch(&l);
}
