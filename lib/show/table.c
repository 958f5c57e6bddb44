#include "show/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/utf8.h"

void
table_init(struct table *t, FILE *fp, size_t ncols)
{
	*t = (struct table){ .fp = fp, .ncols = ncols };
	t->right = mem_new(ncols, sizeof *t->right);
	t->width = mem_new(ncols, sizeof *t->width);
}

void
table_release(struct table *t)
{
	free(t->right);
	free(t->width);
	free(t->ends);
	buf_release(&t->text);
	*t = (struct table){ 0 };
}

void
table_right(struct table *t, size_t col)
{
	t->right[col] = true;
}

/* A range of characters and the cells that each takes; what is in none takes one. */
struct range {
	uint32_t from, to;
	unsigned width;
};

/* clang-format off */
static const struct range ranges[] = { /* Unicode 15: marks and format characters; wide and fullwidth ones */
	{ 0x0300, 0x036f, 0 }, { 0x0483, 0x0489, 0 }, { 0x0591, 0x05bd, 0 }, { 0x0610, 0x061a, 0 }, { 0x064b, 0x065f, 0 },
	{ 0x093c, 0x093c, 0 }, { 0x0e31, 0x0e31, 0 }, { 0x0e34, 0x0e3a, 0 }, { 0x0e47, 0x0e4e, 0 }, { 0x1100, 0x115f, 2 },
	{ 0x1ab0, 0x1aff, 0 }, { 0x1dc0, 0x1dff, 0 }, { 0x200b, 0x200f, 0 }, { 0x202a, 0x202e, 0 }, { 0x2060, 0x2064, 0 },
	{ 0x20d0, 0x20ff, 0 }, { 0x231a, 0x231b, 2 }, { 0x23e9, 0x23ec, 2 }, { 0x2614, 0x2615, 2 }, { 0x2648, 0x2653, 2 },
	{ 0x26a1, 0x26a1, 2 }, { 0x2705, 0x2705, 2 }, { 0x274c, 0x274c, 2 }, { 0x2e80, 0x303e, 2 }, { 0x3041, 0x33ff, 2 },
	{ 0x3400, 0x4dbf, 2 }, { 0x4e00, 0x9fff, 2 }, { 0xa000, 0xa4cf, 2 }, { 0xa960, 0xa97f, 2 }, { 0xac00, 0xd7a3, 2 },
	{ 0xf900, 0xfaff, 2 }, { 0xfe00, 0xfe0f, 0 }, { 0xfe20, 0xfe2f, 0 }, { 0xfe30, 0xfe6f, 2 }, { 0xfeff, 0xfeff, 0 },
	{ 0xff01, 0xff60, 2 }, { 0xffe0, 0xffe6, 2 }, { 0x1f300, 0x1f64f, 2 }, { 0x1f680, 0x1f6ff, 2 },
	{ 0x1f7e0, 0x1f7eb, 2 }, { 0x1f900, 0x1f9ff, 2 }, { 0x1fa70, 0x1faff, 2 }, { 0x20000, 0x3fffd, 2 },
	{ 0xe0100, 0xe01ef, 0 },
};
/* clang-format on */

#define RANGES (sizeof ranges / sizeof ranges[0])

/* The code point of a character of n bytes. */
static uint32_t
code_point(const char *p, size_t n)
{
	static const unsigned char lead[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)p[0] & lead[n];
	size_t i;

	for (i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)p[i] & 0x3f);
	return c;
}

static unsigned
char_width(uint32_t c)
{
	size_t lo = 0, hi = RANGES, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (c > ranges[mid].to)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < RANGES && c >= ranges[lo].from ? ranges[lo].width : 1;
}

size_t
table_width(const char *p, size_t n)
{
	size_t width = 0, len;

	for (; n > 0; p += len, n -= len) {
		len = utf8_char(p, n);
		width += len == 0 ? 1 : char_width(code_point(p, len));
		len += len == 0;
	}
	return width;
}

static int
failed(struct err *e)
{
	return err_errno(e, ERR_IO, "standard output");
}

static int
pad(struct table *t, size_t n, struct err *e)
{
	for (; n > 0; n--)
		if (putc(' ', t->fp) == EOF)
			return failed(e);
	return 0;
}

/* A cell at its place; the last one of a row has no blanks behind it. */
static int
print_cell(struct table *t, size_t col, const char *p, size_t n, struct err *e)
{
	size_t width = table_width(p, n),
	       blanks = width < t->width[col] ? t->width[col] - width : 0;
	bool last = col + 1 == t->ncols;

	if (t->right[col] && pad(t, blanks, e))
		return -1;
	if (fwrite(p, 1, n, t->fp) != n)
		return failed(e);
	if (!last && pad(t, (t->right[col] ? 0 : blanks) + 2, e))
		return -1;
	return last && putc('\n', t->fp) == EOF ? failed(e) : 0;
}

/* Terminals obey control characters, C1 (U+0080 to U+009F) too. */
static void
clean(char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f)
			p[i] = ' ';
		else if (i + 1 < n && (unsigned char)p[i] == 0xc2 && (unsigned char)p[i + 1] < 0xa0)
			p[i] = p[i + 1] = ' ';
	}
}

/* The widths are those of the cells held back: print these. */
static int
flow(struct table *t, struct err *e)
{
	size_t i, from = 0;

	t->flowing = true;
	for (i = 0; i < t->cells; from = t->ends[i++])
		if (print_cell(t, i % t->ncols, t->text.p + from, t->ends[i] - from, e))
			return -1;
	buf_reset(&t->text);
	return 0;
}

int
table_cell(struct table *t, const char *p, size_t n, struct err *e)
{
	size_t col = t->cells % t->ncols, at = t->text.len, width;
	int rc;

	buf_add(&t->text, p, n);
	clean(t->text.p + at, n);
	if (t->flowing) {
		rc = print_cell(t, col, t->text.p, n, e);
		buf_reset(&t->text);
		t->cells++;
		return rc;
	}
	width = table_width(t->text.p + at, n);
	if (width > t->width[col])
		t->width[col] = width;
	if (t->cells == t->cap) {
		t->cap = mem_more(t->cap, t->cells + 1);
		t->ends = mem_grow(t->ends, t->cap, sizeof *t->ends);
	}
	t->ends[t->cells++] = t->text.len;
	return t->cells == t->ncols * (TABLE_LOOK + 1) ? flow(t, e) : 0;
}

int
table_end(struct table *t, struct err *e)
{
	return t->flowing || t->ncols == 0 ? 0 : flow(t, e);
}
