#include "text/vader.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "text/vader_but.h"
#include "text/vader_text.h"
#include "text/vader_words.h"

#define BOOST 0.293
#define CAPITALS 0.733
#define NEGATED (-0.74)
#define ALPHA 15

struct vader {
	struct vader_words words;
	struct vader_text text;
	struct buf plain; /* a text whose apostrophes or emoji were replaced */
	double *score;    /* owned; of each token */
	size_t cap;
};

/* A token and what the rules ask about the text around it. */
struct at {
	const struct vader_text *t;
	const struct word *word; /* all of them */
	size_t i;
};

struct vader *
vader_open(const char *folder, const char *extra, struct err *e)
{
	struct vader *v = mem_new(1, sizeof *v);
	char *lexicon = mem_fmt("%s/vader.tsv", folder), *emoji = mem_fmt("%s/emoji.tsv", folder);

	vader_words_init(&v->words);
	if (vader_words_read(&v->words, lexicon, false, e) ||
	    vader_words_read_emoji(&v->words, emoji, e) ||
	    (extra != NULL && vader_words_read(&v->words, extra, true, e))) {
		vader_close(v);
		v = NULL;
	}
	free(lexicon);
	free(emoji);
	return v;
}

void
vader_close(struct vader *v)
{
	if (v == NULL)
		return;
	vader_words_release(&v->words);
	vader_text_release(&v->text);
	buf_release(&v->plain);
	free(v->score);
	free(v);
}

/* The token d before, or behind where d is negative. */
static inline const struct vader_token *
token(const struct at *a, int d)
{
	return &a->t->token[(size_t)((ptrdiff_t)a->i - d)];
}

static inline bool
is(const struct at *a, int d, enum word_id id)
{
	return token(a, d)->id == id;
}

static inline bool
valued(const struct at *a, int d)
{
	return (token(a, d)->flags & WORD_VALUED) != 0;
}

static bool
negates(const struct at *a, int d)
{
	return (token(a, d)->flags & WORD_NEGATES) != 0 || token(a, d)->nt;
}

static bool
is_so_or_this(const struct at *a, int d)
{
	return is(a, d, ID_SO) || is(a, d, ID_THIS);
}

/* What a word before adds, by its distance. */
static double
boosted(const struct at *a, int d, double v)
{
	static const double damped[] = { 1, 1, 0.95, 0.9 };
	const struct vader_token *t = token(a, d);
	double s;

	if ((t->flags & WORD_BOOSTER) == 0)
		return v;
	s = a->word[t->word].boost * BOOST;
	if (v < 0)
		s = -s;
	if (t->upper && a->t->mixed)
		s += v > 0 ? CAPITALS : -CAPITALS;
	return v + (d > 1 ? s * damped[d] : s);
}

static double
negated(const struct at *a, int d, double v)
{
	if (d == 2) {
		if (is(a, 2, ID_NEVER) && is_so_or_this(a, 1))
			return v * 1.25;
		if (is(a, 2, ID_WITHOUT) && is(a, 1, ID_DOUBT))
			return v;
	} else if (d == 3) {
		/* "this" or "so" just before is enough: the reference's "and" binds before its "or" */
		if ((is(a, 3, ID_NEVER) && is_so_or_this(a, 2)) || is_so_or_this(a, 1))
			return v * 1.25;
		if (is(a, 3, ID_WITHOUT) && (is(a, 2, ID_DOUBT) || is(a, 1, ID_DOUBT)))
			return v;
	}
	return negates(a, d) ? v * NEGATED : v;
}

/* clang-format off */
static const struct phrase {
	uint8_t n, id[3];
	double value;
} phrases[] = {
	{ 2, { ID_THE, ID_SHIT }, 3 },
	{ 2, { ID_THE, ID_BOMB }, 3 },
	{ 2, { ID_BAD, ID_ASS }, 1.5 },
	{ 2, { ID_BUS, ID_STOP }, 0 },
	{ 2, { ID_YEAH, ID_RIGHT }, -2 },
	{ 3, { ID_KISS, ID_OF, ID_DEATH }, -1.5 },
	{ 3, { ID_TO, ID_DIE, ID_FOR }, 3 },
	{ 2, { ID_BEATING, ID_HEART }, 3.1 },
	{ 2, { ID_BROKEN, ID_HEART }, -2.9 },
};
/* clang-format on */

/* Set *v where the n words from d before on are a phrase. */
static bool
phrase(const struct at *a, int d, unsigned n, double *v)
{
	unsigned first = token(a, d)->id, k;
	size_t p;

	for (p = 0; first != ID_NONE && p < sizeof phrases / sizeof *phrases; p++) {
		if (phrases[p].n != n || phrases[p].id[0] != first)
			continue;
		for (k = 1; k < n && token(a, d - (int)k)->id == phrases[p].id[k]; k++)
			;
		if (k == n) {
			*v = phrases[p].value;
			return true;
		}
	}
	return false;
}

static bool
lowers(const struct at *a, int d)
{
	return (is(a, d, ID_JUST) && is(a, d - 1, ID_ENOUGH)) ||
	       ((is(a, d, ID_KIND) || is(a, d, ID_SORT)) && is(a, d - 1, ID_OF));
}

static double
phrased(const struct at *a, double v)
{
	size_t behind = a->t->n - 1 - a->i;

	if (!phrase(a, 1, 2, &v) && !phrase(a, 2, 3, &v) && !phrase(a, 2, 2, &v) &&
	    !phrase(a, 3, 3, &v))
		(void)phrase(a, 3, 2, &v); /* the last of them */
	if (behind > 0)
		(void)phrase(a, 0, 2, &v); /* the next one may be there all the same */
	if (behind > 1)
		(void)phrase(a, 0, 3, &v); /* likewise */
	if (lowers(a, 3))
		v -= BOOST;
	if (lowers(a, 2))
		v -= BOOST;
	return v;
}

/* The score of a token that is in the lexicon. */
static double
score_word(const struct at *a)
{
	bool last = a->i + 1 == a->t->n;
	size_t i = a->i;
	double value = a->word[token(a, 0)->word].value, v = value;
	int d;

	if (is(a, 0, ID_NO) && !last && valued(a, -1))
		v = 0;
	if ((i > 0 && is(a, 1, ID_NO)) || (i > 1 && is(a, 2, ID_NO)) ||
	    (i > 2 && is(a, 3, ID_NO) && (is(a, 1, ID_OR) || is(a, 1, ID_NOR))))
		v = value * NEGATED;
	if (token(a, 0)->upper && a->t->mixed)
		v += v > 0 ? CAPITALS : -CAPITALS;
	for (d = 1; d <= 3 && i >= (size_t)d; d++) {
		if (valued(a, d))
			continue;
		v = negated(a, d, boosted(a, d, v));
		if (d == 3)
			v = phrased(a, v);
	}
	if (i > 0 && is(a, 1, ID_LEAST) && !valued(a, 1) &&
	    !(i > 1 && (is(a, 2, ID_AT) || is(a, 2, ID_VERY))))
		v *= NEGATED;
	return v;
}

/* The score of each token; which one is "but", or the number of tokens. */
static size_t
score_tokens(struct vader *v)
{
	struct at a = { &v->text, v->words.word, 0 };
	const struct vader_token *t;
	size_t but = v->text.n;

	for (; a.i < v->text.n; a.i++) {
		t = token(&a, 0);
		v->score[a.i] = 0;
		if (t->id == ID_BUT && but == v->text.n)
			but = a.i;
		if ((t->flags & WORD_VALUED) == 0 || (t->flags & WORD_BOOSTER) != 0 ||
		    (t->id == ID_KIND && a.i + 1 < v->text.n && is(&a, -1, ID_OF)))
			continue;
		v->score[a.i] = score_word(&a);
	}
	return but;
}

static double
punctuation(const struct vader_text *t)
{
	double marks = (double)(t->bangs < 4 ? t->bangs : 4) * 0.292;

	if (t->questions > 1)
		marks += t->questions <= 3 ? (double)t->questions * 0.18 : 0.96;
	return marks;
}

static void
sum_up(const struct vader *v, struct vader_score *score)
{
	double total = 0, pos = 0, neg = 0, zeros = 0, marks = punctuation(&v->text);
	size_t i;

	for (i = 0; i < v->text.n; i++) {
		total += v->score[i];
		if (v->score[i] > 0)
			pos += v->score[i] + 1;
		else if (v->score[i] < 0)
			neg += v->score[i] - 1;
		else
			zeros++;
	}
	if (total > 0)
		total += marks;
	else if (total < 0)
		total -= marks;
	score->compound = total / sqrt(total * total + ALPHA);
	if (pos > fabs(neg))
		pos += marks;
	else if (pos < fabs(neg))
		neg -= marks;
	total = pos + fabs(neg) + zeros;
	score->pos = fabs(pos / total);
	score->neg = fabs(neg / total);
	score->neu = fabs(zeros / total);
}

/* One text, or sentence: false where it has no words. */
static bool
score_one(struct vader *v, const char *text, size_t n, struct vader_score *score)
{
	size_t but;

	*score = (struct vader_score){ 0 };
	vader_text_read(&v->text, &v->words, text, n);
	if (v->text.n == 0)
		return false;
	if (v->cap < v->text.n) {
		v->cap = mem_more(v->cap, v->text.n);
		v->score = mem_grow(v->score, v->cap, sizeof *v->score);
	}
	but = score_tokens(v);
	if (but < v->text.n)
		vader_but(v->score, v->text.n, but);
	sum_up(v, score);
	return true;
}

static void
score_sentences(struct vader *v, const char *text, size_t n, struct vader_score *score)
{
	struct vader_score one;
	double count = 0;
	size_t len;

	for (; n > 0; text += len, n -= len) {
		len = vader_text_sentence(text, n);
		if (!score_one(v, text, len, &one))
			continue;
		score->neg += one.neg;
		score->neu += one.neu;
		score->pos += one.pos;
		score->compound += one.compound;
		count++;
	}
	if (count > 0) {
		score->neg /= count;
		score->neu /= count;
		score->pos /= count;
		score->compound /= count;
	}
}

void
vader_score(struct vader *v, const char *text, size_t n, unsigned flags, struct vader_score *score)
{
	*score = (struct vader_score){ 0 };
	if (vader_text_replace(&v->words, text, n, (flags & VADER_APOSTROPHES) != 0, &v->plain)) {
		text = v->plain.p;
		n = v->plain.len;
	}
	if ((flags & VADER_SENTENCES) != 0)
		score_sentences(v, text, n, score);
	else
		(void)score_one(v, text, n, score); /* one without words scores 0 */
}

/*
 * Write x, -1 to 1, rounded to 3 or 4 places, and return where that ends. It is rounded by its exact binary value, as
 * printf() does; that is slow, and asked only where x is near the middle between two.
 */
static char *
put_rounded(char *to, double x, int places)
{
	char text[32];
	double all = fabs(x) * (places == 3 ? 1000 : 10000), over;
	unsigned units = (unsigned)all;
	int n, k;

	over = all - units;
	if (fabs(over - 0.5) < 1e-6) {
		n = snprintf(text, sizeof text, "%.*f", places, fabs(x));
		units = 0;
		for (k = 0; k < n; k++)
			units = text[k] == '.' ? units : units * 10 + (unsigned)(text[k] - '0');
	} else if (over > 0.5) {
		units++;
	}
	if (x < 0 && units > 0)
		*to++ = '-';
	if (places == 3)
		units *= 10;
	*to = (char)('0' + units / 10000);
	to[1] = '.';
	to[2] = (char)('0' + units / 1000 % 10);
	to[3] = (char)('0' + units / 100 % 10);
	to[4] = (char)('0' + units / 10 % 10);
	to[5] = (char)('0' + units % 10);
	for (k = 5; to[k] == '0'; k--)
		;
	return to + (k == 1 ? 1 : k + 1);
}

#define NUMBER_MAX 8 /* "-0.1234"; zeros at the end are written for a moment */

void
vader_compound(const struct vader_score *score, struct buf *out)
{
	char *to = buf_room(out, NUMBER_MAX);

	out->len += (size_t)(put_rounded(to, score->compound, 4) - to);
	out->p[out->len] = '\0';
}

static char *
put_text(char *to, const char *text)
{
	size_t n = strlen(text);

	memcpy(to, text, n);
	return to + n;
}

void
vader_json(const struct vader_score *score, struct buf *out)
{
	char *from = buf_room(out, 64 + 4 * NUMBER_MAX), *to = from;

	to = put_rounded(put_text(to, "{\"model\":\"vader\",\"neg\":"), score->neg, 3);
	to = put_rounded(put_text(to, ",\"neu\":"), score->neu, 3);
	to = put_rounded(put_text(to, ",\"pos\":"), score->pos, 3);
	to = put_rounded(put_text(to, ",\"compound\":"), score->compound, 4);
	*to++ = '}';
	*to = '\0';
	out->len += (size_t)(to - from);
}
