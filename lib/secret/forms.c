#include "secret/forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "secret/decode.h"
#include "secret/needles.h"

#define PHASES 4 /* a value begins at any of four characters of a group of base64 */

/* A way to read the text: what was decoded goes through the automaton. */
struct way {
	uint32_t at;      /* node */
	uint64_t *starts; /* owned: where in the text the last bytes began, a ring */
	uint64_t n;       /* bytes so far */
	char half[DECODE_MAX];
	size_t nhalf; /* an escape that is not whole yet: the last bytes of the text */
};

/* Where base64 is, for all its ways. */
struct base64 {
	uint32_t bits;  /* of the last characters */
	uint64_t last;  /* where the last one was */
	uint64_t run;   /* characters on end, over line breaks */
	uint64_t line;  /* of them on this line */
	unsigned broke; /* behind them: 1 a CR, 2 a line break */
};

/* A hit that was not taken yet. */
struct found {
	uint64_t start, end;
	uint32_t value;
	unsigned form;
};

struct forms {
	const struct needles *s; /* borrowed */
	uint64_t fed;
	size_t mask; /* of the rings */
	struct way ways[DECODE_FORMS + PHASES];
	struct base64 b64;
	struct found *found; /* owned: by start, then the longer ones first */
	size_t first, nfound, cap;
	uint64_t covered; /* the end of what was taken */
	uint32_t last;    /* the value taken last */
};

struct forms *
forms_new(const struct needles *s)
{
	struct forms *f = mem_new(1, sizeof *f);
	size_t i;

	*f = (struct forms){ .s = s, .mask = mem_more(16, s->longest) - 1, .last = NEEDLES_NONE };
	for (i = 0; i < DECODE_FORMS + PHASES; i++)
		f->ways[i].starts = mem_new(f->mask + 1, sizeof *f->ways[i].starts);
	return f;
}

void
forms_free(struct forms *f)
{
	size_t i;

	if (f == NULL)
		return;
	for (i = 0; i < DECODE_FORMS + PHASES; i++)
		free(f->ways[i].starts);
	free(f->found);
	explicit_bzero(f, sizeof *f);
	free(f);
}

/* Whether a comes before b. */
static bool
before(const struct found *a, const struct found *b)
{
	if (a->start != b->start)
		return a->start < b->start;
	if (a->end != b->end)
		return a->end > b->end;
	return a->form < b->form;
}

static void
add(struct forms *f, const struct found *hit)
{
	size_t i;

	if (f->first > 0 && f->first == f->nfound)
		f->first = f->nfound = 0;
	if (f->nfound == f->cap) {
		f->cap = mem_more(f->cap, f->nfound + 1);
		f->found = mem_grow(f->found, f->cap, sizeof *f->found);
	}
	/* they come nearly in order */
	for (i = f->nfound++; i > f->first && before(hit, &f->found[i - 1]); i--)
		f->found[i] = f->found[i - 1];
	f->found[i] = *hit;
}

/* A decoded byte, which the text has at [start, end). */
static void
take(struct forms *f, size_t form, unsigned char byte, uint64_t start, uint64_t end)
{
	struct way *w = &f->ways[form];
	uint32_t hit;
	size_t len;

	if (w->at == 0 && f->s->root[byte] == 0) /* most bytes of most texts */
		return;
	w->starts[w->n++ & f->mask] = start;
	w->at = needles_next(f->s, w->at, byte);
	hit = f->s->nodes[w->at].hit;
	if (hit == NEEDLES_NONE)
		return;
	len = f->s->values[hit].len;
	add(f, &(struct found){ w->starts[(w->n - len) & f->mask], end, hit,
		   (unsigned)(form < DECODE_FORMS ? form : DECODE_FORMS) });
}

/* Decode what is whole of w->half, which ends before the offset end; all of it, if the text ends. */
static void
decode(struct forms *f, size_t form, uint64_t end, bool ends)
{
	struct way *w = &f->ways[form];
	struct decoded d;
	size_t i;

	while (w->nhalf > 0) {
		d = (struct decoded){ 0 };
		if (!decode_forms[form].decode(w->half, w->nhalf, ends, &d))
			return;
		for (i = 0; i < d.n; i++)
			take(f, form, (unsigned char)d.bytes[i], end - w->nhalf,
			    end - w->nhalf + d.used);
		if (d.n == 0)
			w->at = 0; /* no character: nothing goes on over it */
		w->nhalf -= d.used;
		memmove(w->half, w->half + d.used, w->nhalf);
	}
}

static void
feed(struct forms *f, size_t form, const char *p, size_t n)
{
	struct way *w = &f->ways[form];
	const bool *begins = decode_forms[form].begins;
	const uint32_t *root = f->s->root;
	size_t i;

	for (i = 0; i < n; i++) {
		if (w->at == 0 && w->nhalf == 0)
			while (
			    i < n && root[(unsigned char)p[i]] == 0 && !begins[(unsigned char)p[i]])
				i++;
		if (i == n)
			break;
		if (w->nhalf == 0 && !begins[(unsigned char)p[i]]) {
			take(f, form, (unsigned char)p[i], f->fed + i, f->fed + i + 1);
			continue;
		}
		w->half[w->nhalf++] = p[i];
		decode(f, form, f->fed + i + 1, false);
	}
}

static void
end_run(struct forms *f)
{
	size_t k;

	f->b64 = (struct base64){ 0 };
	for (k = 0; k < PHASES; k++)
		f->ways[DECODE_FORMS + k].at = 0;
}

/* A byte that is none of base64's. */
static void
stop(struct forms *f, char c)
{
	struct base64 *b = &f->b64;

	if (b->line >= FORMS_WRAPPED && c == '\r' && b->broke == 0)
		b->broke = 1;
	else if (b->line >= FORMS_WRAPPED && c == '\n' && b->broke < 2)
		b->broke = 2;
	else if (b->run > 0)
		end_run(f);
}

static void
feed_base64(struct forms *f, const char *p, size_t n)
{
	struct base64 *b = &f->b64;
	uint64_t place;
	size_t i, k;
	int v;

	for (i = 0; i < n; i++) {
		v = decode_sextet(p[i]);
		if (v < 0) {
			stop(f, p[i]);
			continue;
		}
		if (b->broke == 1)
			end_run(f);
		else if (b->broke == 2)
			b->line = b->broke = 0;
		b->bits = b->bits << 6 | (uint32_t)v;
		/* the group of way k began k characters into the run */
		for (k = 0; k < PHASES && k < b->run; k++) {
			place = (b->run - k) % 4;
			if (place > 0)
				take(f, DECODE_FORMS + k,
				    (unsigned char)(b->bits >> (6 - 2 * place)), b->last,
				    f->fed + i + 1);
		}
		b->last = f->fed + i;
		b->run++;
		b->line++;
	}
}

void
forms_feed(struct forms *f, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < DECODE_FORMS; i++)
		feed(f, i, p, n);
	feed_base64(f, p, n);
	f->fed += n;
}

void
forms_end(struct forms *f)
{
	size_t i;

	for (i = 0; i < DECODE_FORMS; i++)
		decode(f, i, f->fed, true);
	for (i = 0; i < DECODE_FORMS + PHASES; i++)
		f->ways[i].at = 0;
	end_run(f);
}

/* Whether the last bits of base64 may be the first of a value. */
static bool
begins(const struct forms *f)
{
	const struct base64 *b = &f->b64;
	unsigned half;

	for (half = 1; half <= 3; half++)
		if (b->run > 0 && f->s->first[half - 1][b->bits & ((1u << 2 * half) - 1)])
			return true;
	return false;
}

uint64_t
forms_settled(const struct forms *f)
{
	const struct way *w;
	uint64_t settled = f->fed, start;
	uint32_t keep;
	size_t i;

	for (i = 0; i < DECODE_FORMS + PHASES; i++) {
		w = &f->ways[i];
		keep = f->s->nodes[w->at].keep;
		start = keep > 0 ? w->starts[(w->n - keep) & f->mask] : f->fed - w->nhalf;
		if (start < settled)
			settled = start;
	}
	if (begins(f) && f->b64.last < settled)
		settled = f->b64.last;
	return settled;
}

bool
forms_take(struct forms *f, struct forms_hit *hit)
{
	uint64_t settled = forms_settled(f);
	const struct found *at;

	for (; f->first < f->nfound && f->found[f->first].start < settled; f->first++) {
		at = &f->found[f->first];
		if (at->end <= f->covered)
			continue;
		hit->more = at->start < f->covered && at->value == f->last;
		hit->start = at->start < f->covered ? f->covered : at->start;
		hit->end = f->covered = at->end;
		hit->value = f->last = at->value;
		hit->form = at->form < DECODE_FORMS ? decode_forms[at->form].name : "base64";
		f->first++;
		return true;
	}
	return false;
}
