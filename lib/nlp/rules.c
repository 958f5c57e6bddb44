#include "nlp/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/mem.h"
#include "base/path.h"
#include "nlp/engine.h"
#include "nlp/rules_part.h"

#define LEANS 500        /* of a compound in 1/10000: nearer to 0 it says nothing */
#define LEANS_ALONE 3000 /* where nothing but the sentiment speaks */
#define ATTACHED_MAX 6   /* clauses without a symbol that belong to an idea */

struct rules {
	struct words *words;
};

/* A chunk in hand. */
struct reading {
	const struct rules *r;
	const struct nlp_message *m;
	struct tokens t;
	struct clause *clauses; /* owned */
	size_t n, chunk;
	const char *heading; /* "Watching:": the action of what follows; NULL */
	bool alone;  /* one statement is all that the message makes: its sentiment is that one's */
	bool opened; /* the idea before this one buys */
	bool link;   /* the message has an address */
};

int
rules_open(struct rules **to, struct err *e)
{
	char *path = path_data("nlp/rules.tsv");
	struct words *words;
	int rc = words_open(&words, path, e);

	free(path);
	*to = NULL;
	if (rc)
		return -1;
	*to = mem_new(1, sizeof **to);
	(*to)->words = words;
	return 0;
}

void
rules_close(struct rules *r)
{
	if (r == NULL)
		return;
	words_close(r->words);
	free(r);
}

/* --- what it is */

/* Those that a condition alone names come last: "if $SPX falls I sell $SPY". */
static void
take_symbols(struct reading *g, const struct clause *c, const struct stance *s, struct idea *i)
{
	const struct nlp_candidate *one;
	bool inside;
	size_t k, pass;

	for (pass = 0; pass < 2; pass++)
		for (k = c->from; k < c->to; k++) {
			inside = k >= s->if_from && k < s->if_to;
			if (g->t.p[k].symbol < 0 || inside != (pass == 1))
				continue;
			one = &g->m->candidates[g->t.p[k].symbol];
			(void)idea_add_symbol(
			    i, one->symbol, strlen(one->symbol)); /* candidates are */
			if (one->crypto && i->instrument == NULL)
				i->instrument = "crypto";
		}
}

/* What the table says of the symbol, else a share. */
static void
set_instrument(const struct reading *g, struct idea *i)
{
	char name[IDEA_SYMBOL_MAX];
	size_t n;

	for (n = 0; i->primary[n] != '\0'; n++)
		name[n] = i->primary[n] >= 'A' && i->primary[n] <= 'Z'
			      ? (char)(i->primary[n] - 'A' + 'a')
			      : i->primary[n];
	name[n] = '\0';
	if (i->instrument == NULL)
		i->instrument = phrase_means(words_find(g->r->words, name), MEANS_SYMBOL);
	if (i->instrument == NULL)
		i->instrument = "equity";
}

static bool
is_action(const struct stance *s, const char *word)
{
	return s->action != NULL && strcmp(s->action, word) == 0;
}

/* "closed my $GOOG short": that buys. True when it did so: the short is no new one. */
static bool
closes_short(struct tokens *t, const struct clause *c)
{
	const char *did;
	size_t k, at;

	for (k = c->from; k < c->to; k++) {
		did = token_means(&t->p[k], MEANS_DID);
		if (did == NULL)
			did = token_means(&t->p[k], MEANS_DOING);
		if (did == NULL || strcmp(did, "sell") != 0)
			continue;
		for (at = k + 1; at < c->to && at < k + 6; at++)
			if (strcmp(t->p[at].text, "short") == 0 ||
			    strcmp(t->p[at].text, "shorts") == 0) {
				t->p[at].used = true;
				return true;
			}
	}
	return false;
}

/* Which way a trade leans by itself: bought calls up, bought puts down. */
static void
lean_by_trade(const struct idea *i, struct stance *s)
{
	bool buys = is_action(s, "buy") || is_action(s, "add");
	bool sells = is_action(s, "sell") || is_action(s, "trim");

	if (i->option_type != NULL && !s->question && !sells && !is_action(s, "hedge")) {
		if (is_action(s, "short") == (strcmp(i->option_type, "put") == 0))
			s->bull += 2;
		else
			s->bear += 2;
		return;
	}
	if (i->option_type != NULL && is_action(s, "hedge") && strcmp(i->option_type, "put") == 0)
		s->bear += 1;
	if (strcmp(i->instrument, "option") == 0) /* selling one may close it, or open it */
		return;
	if (buys)
		s->bull += 2;
	else if (is_action(s, "hold"))
		s->bull += 1;
	else if (is_action(s, "short"))
		s->bear += 2;
	else if (is_action(s, "sell") || is_action(s, "hedge"))
		s->bear += 1;
}

static int
compare(const char *a, const char *b)
{
	struct decimal x, y;

	return decimal_read(&x, a, strlen(a)) || decimal_read(&y, b, strlen(b))
		   ? 0
		   : decimal_cmp(&x, &y);
}

/* The first price of that kind, "" when there is none. */
static const char *
level_of(const struct idea *i, const char *kind)
{
	size_t k;

	for (k = 0; k < i->nlevels; k++)
		if (strcmp(i->levels[k].kind, kind) == 0)
			return i->levels[k].value[0] != '\0' ? i->levels[k].value
							     : i->levels[k].low;
	return "";
}

/* A target over the entry, or over the stop, is up. */
static void
lean_by_levels(const struct idea *i, struct stance *s)
{
	const char *target = level_of(i, "target"), *stop = level_of(i, "stop");
	const char *entry = level_of(i, "entry");
	int up = compare(target, entry[0] != '\0' ? entry : stop);

	if (up == 0)
		up = compare(entry, stop);
	if (s->bull + s->bear > 0 || up == 0)
		return;
	s->bull += up > 0;
	s->bear += up < 0;
}

/* 0 where words say it, 1 where only the sentiment does, -1 nothing does. */
static int
set_direction(const struct reading *g, struct idea *i, const struct stance *s)
{
	int bull = s->bull, bear = s->bear;

	i->direction = "neutral";
	if (bull > 0 && bear > 0 && bull < 2 * bear && bear < 2 * bull)
		i->direction = "mixed";
	else if (bull > bear)
		i->direction = "bullish";
	else if (bear > bull)
		i->direction = "bearish";
	if (bull > 0 || bear > 0)
		return 0;
	if (s->question || !g->alone || !g->m->scored || abs(g->m->compound) < LEANS)
		return -1;
	i->direction = g->m->compound > 0 ? "bullish" : "bearish";
	return 1;
}

static unsigned
label(const char *word)
{
	return idea_label(word, strlen(word));
}

static void
set_labels(const struct reading *g, struct idea *i, const struct stance *s)
{
	i->labels = s->labels;
	if (s->action != NULL && s->done)
		i->labels |= label("TRADE_EXECUTION");
	else if (s->action != NULL && (s->planned || i->trigger != NULL) && !is_action(s, "hold"))
		i->labels |= label("TRADE_PLAN");
	if (is_action(s, "hold"))
		i->labels |= label("PORTFOLIO_UPDATE");
	if (is_action(s, "hedge"))
		i->labels |= label("RISK_MANAGEMENT");
	if (strcmp(i->instrument, "option") == 0)
		i->labels |= label("OPTIONS");
	if (s->other)
		i->labels |= label("INSTITUTIONAL_FLOW");
	if (s->question)
		i->labels |= label("QUESTION_REQUEST");
	if (g->link)
		i->labels |= label("RESOURCE_LINK");
}

/* How sure: what is done is surer than what is planned, words surer than a sentiment alone. */
static int
how_sure(const struct reading *g, const struct idea *i, const struct stance *s, int by_sentiment)
{
	const struct nlp_candidate *c;
	int sure = by_sentiment == 1 ? 350 : s->bull + s->bear > 0 ? 550 : 450;
	size_t k;

	if (s->action != NULL)
		sure = s->done ? 750 : 650;
	if (i->strike[0] != '\0')
		sure = 800;
	if (i->nlevels > 0)
		sure += 50;
	if (i->expiry[0] != '\0' && i->premium[0] != '\0')
		sure += 50;
	if (strcmp(i->direction, "mixed") == 0 || s->other)
		sure -= 100;
	if (s->question && s->action == NULL)
		sure = 300;
	for (k = 0; k < g->m->ncandidates; k++) {
		c = &g->m->candidates[k];
		if (strcmp(c->symbol, i->primary) == 0 && c->confidence > 0)
			sure = sure * c->confidence / 1000;
	}
	return sure;
}

/* --- words about it */

static void
add_level_words(struct buf *out, const struct idea *i)
{
	const struct idea_level *l;

	for (l = i->levels; l < i->levels + i->nlevels; l++) {
		buf_fmt(out, "%s %s ", l == i->levels ? ";" : ",", l->kind);
		if (l->qualifier != NULL)
			buf_fmt(out, "%s ", l->qualifier);
		if (l->value[0] != '\0')
			buf_str(out, l->value);
		else
			buf_fmt(out, "%s to %s", l->low, l->high);
	}
}

/* "buy AAPL 200 call 2025-01-17 at 2.35, bullish; target 210" */
static void
summarise(struct idea *i)
{
	struct buf out = { 0 };

	if (strcmp(i->action, "none") != 0)
		buf_fmt(&out, "%s ", i->action);
	buf_str(&out, i->primary);
	if (i->strike[0] != '\0')
		buf_fmt(&out, " %s", i->strike);
	if (i->option_type != NULL)
		buf_fmt(&out, " %s", i->option_type);
	if (i->expiry[0] != '\0')
		buf_fmt(&out, " %s", i->expiry);
	if (i->premium[0] != '\0')
		buf_fmt(&out, " at %s", i->premium);
	buf_fmt(&out, ", %s", i->direction);
	if (i->trigger != NULL)
		buf_fmt(&out, " %s", i->trigger);
	add_level_words(&out, i);
	idea_text(&i->summary, out.p, out.len, IDEA_SUMMARY_MAX);
	buf_release(&out);
}

static void
take_text(const struct reading *g, char **to, size_t from, size_t until, size_t most)
{
	const struct token *first = &g->t.p[from], *last = &g->t.p[until - 1];

	idea_text(to, g->t.s + first->at, last->at + last->n - first->at, most);
}

/* --- one idea */

/* A clause that says something of a trade belongs to the idea before it though it names no symbol. */
static bool
says_something(struct reading *g, const struct clause *c)
{
	struct stance s = { 0 };
	struct idea i = { 0 };
	bool something;

	if (c->question)
		return false;
	stance_read(&s, &g->t, c);
	levels_read(&i, &g->t, c);
	something = s.action != NULL || i.nlevels > 0 || s.bull + s.bear > 0;
	idea_release(&i);
	return something;
}

/* How many clauses from the first on are about the same: it, and those without a symbol that follow. */
static size_t
extent(struct reading *g, size_t first)
{
	size_t k, last = first;

	if (g->clauses[first].symbols != 1 || g->clauses[first].question)
		return 1;
	for (k = first + 1; k < g->n && k <= first + ATTACHED_MAX; k++) {
		if (g->clauses[k].symbols > 0 || g->clauses[k].apart || g->clauses[k].heading)
			break;
		if (says_something(g, &g->clauses[k]))
			last = k;
	}
	return last - first + 1;
}

static void
fill(struct reading *g, struct idea *i, struct stance *s, size_t first, size_t n)
{
	size_t k;
	bool covers = false;

	g->clauses[first].opened = g->clauses[first].joined && g->opened;
	for (k = first; k < first + n; k++) {
		covers = closes_short(&g->t, &g->clauses[k]) || covers;
		option_read(i, &g->t, &g->clauses[k], g->m->written_at);
		stance_read(s, &g->t, &g->clauses[k]);
		levels_read(i, &g->t, &g->clauses[k]);
		take_symbols(g, &g->clauses[k], s, i);
	}
	set_instrument(g, i);
	if (covers && is_action(s, "sell"))
		s->action = "buy";
	if (s->action == NULL && g->heading != NULL && !s->question) {
		s->action = g->heading;
		s->planned = true;
	}
	if (s->if_from < s->if_to)
		take_text(g, &i->trigger, s->if_from, s->if_to, IDEA_SUMMARY_MAX);
}

/* "sold $AAPL, $MSFT at 300": what a part of the sentence does not say the part before it did. */
static const char *
go_on(const struct clause *c, const struct stance *s, const char *before)
{
	return c->joined && s->action == NULL && s->bull + s->bear == 0 && !s->question ? before
											: NULL;
}

/* "stop loss $AAPL": nothing but the names of a level and of symbols. */
static bool
is_bare(const struct reading *g, size_t first, size_t n)
{
	const struct token *k;
	size_t at;

	for (at = g->clauses[first].from; at < g->clauses[first + n - 1].to; at += k->span) {
		k = &g->t.p[at];
		if (k->symbol < 0 && k->type != TOKEN_MARK && k->type != TOKEN_BREAK &&
		    token_means(k, MEANS_LEVEL) == NULL)
			return false;
	}
	return true;
}

static bool
is_something(const struct reading *g, const struct idea *i, const struct stance *s,
    int by_sentiment, bool bare)
{
	if (s->unreal && s->action == NULL && s->bull + s->bear == 0)
		return false;
	if (s->action != NULL || s->bull + s->bear > 0 || i->nlevels > 0 || i->strike[0] != '\0' ||
	    s->question || (s->labels != 0 && !bare))
		return true;
	return by_sentiment == 1 && abs(g->m->compound) >= LEANS_ALONE;
}

static size_t
read_idea(struct reading *g, struct ideas *out, size_t first, const char **before)
{
	size_t n = extent(g, first), had = out->n;
	struct idea *i = ideas_add(out, g->chunk);
	struct stance s = { 0 };
	const char *same;
	int by_sentiment;

	fill(g, i, &s, first, n);
	same = go_on(&g->clauses[first], &s, *before);
	if (same != NULL) {
		s.action = same;
		s.done = true;
	}
	*before = s.action;
	g->opened = is_action(&s, "buy") || is_action(&s, "add");
	lean_by_trade(i, &s);
	lean_by_levels(i, &s);
	by_sentiment = set_direction(g, i, &s);
	if (!is_something(g, i, &s, by_sentiment, is_bare(g, first, n))) {
		ideas_drop(out, had);
		return n;
	}
	i->action = s.action != NULL ? s.action : "none";
	i->horizon = s.horizon != NULL ? s.horizon : "unknown";
	set_labels(g, i, &s);
	i->confidence = how_sure(g, i, &s, by_sentiment);
	take_text(g, &i->text, g->clauses[first].from, g->clauses[first + n - 1].to, IDEA_TEXT_MAX);
	summarise(i);
	return n;
}

/* --- a chunk */

static void
read_heading(struct reading *g, const struct clause *c)
{
	struct stance s = { 0 };

	stance_read(&s, &g->t, c);
	if (c->heading)
		g->heading = s.action;
}

static void
read_chunk(struct reading *g, struct ideas *out)
{
	const struct chunk *c = &g->m->chunks.p[g->chunk];
	const char *before = NULL;
	size_t k = 0, named = 0;

	tokens_make(&g->t, g->r->words, g->m, c->text, c->n);
	g->n = clauses_make(&g->clauses, &g->t);
	for (k = 0; k < g->n; k++)
		named += g->clauses[k].symbols > 0;
	g->alone = named == 1 && g->m->chunks.n == 1;
	g->heading = NULL;
	for (k = 0; k < g->n;) {
		if (g->clauses[k].symbols > 0) {
			k += read_idea(g, out, k, &before);
			continue;
		}
		read_heading(g, &g->clauses[k++]);
	}
	free(g->clauses);
	tokens_release(&g->t);
}

void
rules_ideas(const struct rules *r, const struct nlp_message *m, struct ideas *out)
{
	struct reading g = { .r = r, .m = m };

	g.link = strstr(m->content, "http://") != NULL || strstr(m->content, "https://") != NULL;
	for (g.chunk = 0; g.chunk < m->chunks.n; g.chunk++)
		read_chunk(&g, out);
}
