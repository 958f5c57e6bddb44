#include "io/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/utf8.h"

/* A pass over the record at the front of the window. */
struct scan {
	const char *p, *end; /* where we are, and the end of the window */
	bool eof;            /* nothing comes behind end */
	size_t lines;        /* line ends passed */
	size_t n;            /* cells found; may be more than there is room for */
	uint64_t doubled[CSV_COLUMNS_MAX / 64]; /* cells with "" inside, still to be decoded */
};

enum outcome {
	SCAN_CELL,   /* a cell, and another one behind the comma */
	SCAN_LAST,   /* the last cell of the record */
	SCAN_MORE,   /* the window ends inside the record, or the record is too long */
	SCAN_QUOTE,  /* a quote inside an unquoted field */
	SCAN_BEHIND, /* text behind a closing quote */
	SCAN_CR,     /* a carriage return without a line feed */
	SCAN_OPEN,   /* the input ends inside quotes */
	SCAN_NUL,
};

/* The bytes that end or spoil an unquoted field. */
static const bool special[256] = {
	[','] = true, ['\n'] = true, ['\r'] = true, ['"'] = true, [0] = true
};

/* What stands behind a cell: a comma, the end of the line, the end of the input, or what must not.
 */
static enum outcome
behind(struct scan *s, enum outcome otherwise)
{
	if (s->p == s->end)
		return s->eof ? SCAN_LAST : SCAN_MORE;
	switch (*s->p) {
	case ',':
		s->p++;
		return SCAN_CELL;
	case '\r':
		if (s->p + 1 == s->end && !s->eof)
			return SCAN_MORE;
		if (s->p + 1 == s->end || s->p[1] != '\n')
			return SCAN_CR;
		s->p++;
		/* fall through */
	case '\n':
		s->p++;
		s->lines++;
		return SCAN_LAST;
	case '\0':
		return SCAN_NUL;
	default:
		return otherwise;
	}
}

static enum outcome
quoted(struct scan *s, struct slice *cell)
{
	const char *from = ++s->p, *at;

	for (;;) {
		at = memchr(s->p, '"', (size_t)(s->end - s->p));
		if (at == NULL)
			return s->eof ? SCAN_OPEN : SCAN_MORE;
		s->p = at + 1;
		if (s->p == s->end && !s->eof)
			return SCAN_MORE;
		if (s->p == s->end || *s->p != '"')
			break;
		s->p++;
		if (s->n < CSV_COLUMNS_MAX)
			s->doubled[s->n / 64] |= (uint64_t)1 << s->n % 64;
	}
	*cell = (struct slice){ from, (size_t)(at - from) };
	for (; (from = memchr(from, '\n', (size_t)(at - from))) != NULL; from++)
		s->lines++;
	return behind(s, SCAN_BEHIND);
}

static enum outcome
unquoted(struct scan *s, struct slice *cell)
{
	const char *from = s->p, *p = from;

	while (p < s->end && !special[(unsigned char)*p])
		p++;
	s->p = p;
	*cell = (struct slice){ from, (size_t)(p - from) };
	return behind(s, SCAN_QUOTE);
}

static enum outcome
scan_record(struct scan *s, struct slice *cells)
{
	struct slice spare, *cell;
	enum outcome got;

	do {
		cell = s->n < CSV_COLUMNS_MAX ? &cells[s->n] : &spare;
		got = s->p < s->end && *s->p == '"' ? quoted(s, cell) : unquoted(s, cell);
		if (got == SCAN_CELL || got == SCAN_LAST)
			s->n++;
	} while (got == SCAN_CELL);
	return got;
}

/* Undo the doubled quotes, in place: the text only gets shorter. */
static void
undouble(struct slice *cell, char *text)
{
	size_t i, n = 0;

	for (i = 0; i < cell->n; i++) {
		text[n++] = text[i];
		i += text[i] == '"';
	}
	cell->n = n;
}

static bool
ascii(const char *p, size_t n)
{
	uint64_t word, all = 0;

	for (; n >= sizeof word; p += sizeof word, n -= sizeof word) {
		memcpy(&word, p, sizeof word);
		all |= word;
	}
	for (; n > 0; n--)
		all |= (uint64_t)(unsigned char)*p++;
	return (all & UINT64_C(0x8080808080808080)) == 0;
}

static int
spoilt(const struct scan *s, enum outcome got, struct err *e)
{
	static const char *const words[] = {
		[SCAN_MORE] = "the record is too long",
		[SCAN_QUOTE] = "a quote inside a field that is not quoted",
		[SCAN_BEHIND] = "text behind a closing quote",
		[SCAN_CR] = "a carriage return without a line feed",
		[SCAN_OPEN] = "the quotes are never closed",
		[SCAN_NUL] = "a NUL byte",
	};

	return err_set(e, ERR_DATA, "column %zu: %s", s->n + 1, words[got]);
}

/* Go on behind the next line end at or behind the window's front. 0, or -1 with ERR_IO. */
static int
skip_line(struct csv *in, struct err *e)
{
	struct input *w = &in->in;
	char *nl;
	int got;

	for (;;) {
		nl = memchr(w->p + w->at, '\n', w->end - w->at);
		if (nl != NULL) {
			w->at = (size_t)(nl - w->p) + 1;
			in->nextline++;
			return 0;
		}
		w->at = w->end;
		got = input_more(w, e);
		if (got <= 0)
			return got;
	}
}

/* The record is spoilt: go on behind the line where that showed; where quotes stay open, behind its
 * first line. Returns -1. */
static int
pass_over(struct csv *in, const struct scan *s, enum outcome got, struct err *e)
{
	if (got != SCAN_OPEN && got != SCAN_MORE) {
		in->nextline += s->lines;
		in->in.at = (size_t)(s->p - in->in.p);
	}
	return skip_line(in, e) ? -1 : spoilt(s, got, e);
}

/* Scan with as much of the input as the record needs. 0 with the outcome, -1 with ERR_IO. */
static int
find_record(struct csv *in, struct scan *s, enum outcome *got, struct err *e)
{
	struct input *w = &in->in;

	for (;;) {
		*s = (struct scan){ .p = w->p + w->at, .end = w->p + w->end, .eof = w->eof };
		*got = w->at == w->end && !w->eof ? SCAN_MORE : scan_record(s, in->cell);
		if (*got != SCAN_MORE || w->end - w->at > CSV_LINE_MAX)
			return 0;
		if (input_more(w, e) < 0)
			return -1;
	}
}

/* The record that s has found is taken from the window; is its text sound? */
static int
take_record(struct csv *in, struct scan *s, struct err *e)
{
	struct input *w = &in->in;
	size_t from = w->at, n = (size_t)(s->p - (w->p + from)), i;

	w->at += n;
	in->nextline += s->lines;
	if (n > CSV_LINE_MAX)
		return err_set(e, ERR_DATA, "longer than %zu bytes", CSV_LINE_MAX);
	if (s->n > CSV_COLUMNS_MAX)
		return err_set(e, ERR_DATA, "more than %d columns", CSV_COLUMNS_MAX);
	if (memchr(w->p + from, '\0', n) != NULL)
		return err_set(e, ERR_DATA, "a NUL byte");
	if (!ascii(w->p + from, n) && !utf8_valid(w->p + from, n))
		return err_set(e, ERR_DATA, "not UTF-8");
	for (i = 0; i < s->n; i++)
		if (s->doubled[i / 64] >> i % 64 & 1)
			undouble(&in->cell[i], w->p + (in->cell[i].p - w->p));
	return 0;
}

/* The next record into in->cell, *n of them. 1, 0, -1. */
static int
next_record(struct csv *in, size_t *n, struct err *e)
{
	struct input *w = &in->in;
	enum outcome got;
	struct scan s;

	do {
		in->lineno = in->nextline;
		if (find_record(in, &s, &got, e))
			return -1;
		if (w->at == w->end && w->eof)
			return 0;
		if (got != SCAN_LAST)
			return pass_over(in, &s, got, e);
		if (take_record(in, &s, e))
			return -1;
	} while (s.n == 1 && in->cell[0].n == 0 && in->ncols != 1);
	*n = s.n;
	return 1;
}

int
csv_next(struct csv *in, struct err *e)
{
	size_t n = 0;
	int got = next_record(in, &n, e);

	if (got == 1 && n != in->ncols)
		return err_set(e, ERR_DATA, "%zu fields, the header has %zu", n, in->ncols);
	return got;
}

static int
check_header(const struct csv *in, struct err *e)
{
	size_t i, k;

	for (i = 0; i < in->ncols; i++) {
		if (in->cols[i].n == 0)
			return err_set(e, ERR_DATA, "column %zu has no name", i + 1);
		for (k = 0; k < i; k++)
			if (in->cols[k].n == in->cols[i].n &&
			    memcmp(in->cols[k].p, in->cols[i].p, in->cols[i].n) == 0)
				return err_set(e, ERR_DATA, "column %zu repeats the name '%.*s'",
				    i + 1, utf8_cut(in->cols[i].p, in->cols[i].n, 80),
				    in->cols[i].p);
	}
	return 0;
}

/* 0 with a byte order mark passed over; -1 with ERR_IO. */
static int
skip_mark(struct csv *in, struct err *e)
{
	struct input *w = &in->in;
	int got = 1;

	while (got > 0 && w->end - w->at < 3)
		got = input_more(w, e);
	if (got >= 0 && w->end - w->at >= 3 && memcmp(w->p + w->at, "\xef\xbb\xbf", 3) == 0)
		w->at += 3;
	return got < 0 ? -1 : 0;
}

int
csv_open(struct csv *in, FILE *fp, const char *name, struct err *e)
{
	size_t i, len = 0;
	char *to;
	int got;

	*in = (struct csv){ .nextline = 1 };
	input_init(&in->in, fp, name);
	if (skip_mark(in, e))
		return -1;
	got = next_record(in, &in->ncols, e);
	if (got == 0)
		return err_set(e, ERR_DATA, "no header line: the input is empty");
	if (got > 0) {
		for (i = 0; i < in->ncols; i++)
			len += in->cell[i].n;
		to = in->header = mem_new(len + 1, 1);
		for (i = 0; i < in->ncols; i++) {
			memcpy(to, in->cell[i].p, in->cell[i].n);
			in->cols[i] = (struct slice){ to, in->cell[i].n };
			to += in->cell[i].n;
		}
		if (check_header(in, e))
			got = -1;
	}
	if (got < 0 && e->code == ERR_DATA)
		(void)err_wrap(e, "line %zu", in->lineno);
	return got < 0 ? -1 : 0;
}

void
csv_release(struct csv *in)
{
	input_release(&in->in);
	free(in->header);
	*in = (struct csv){ 0 };
}

int
csv_column(const struct csv *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->ncols; i++)
		if (slice_is(in->cols[i], name))
			return (int)i;
	return -1;
}

char *
csv_put(char *to, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && s[i] != '"' && s[i] != ',' && s[i] != '\r' && s[i] != '\n'; i++)
		to[i] = s[i];
	if (i == n)
		return to + n;
	*to++ = '"';
	for (i = 0; i < n; i++) {
		if (s[i] == '"')
			*to++ = '"';
		*to++ = s[i];
	}
	*to++ = '"';
	return to;
}

void
csv_add(struct buf *out, const char *s, size_t n)
{
	char *to = buf_room(out, 2 * n + 2), *end = csv_put(to, s, n);

	*end = '\0';
	out->len += (size_t)(end - to);
}
