#include "io/letter.h"

#include "io/utf8.h"
#include "io/letter_rows.h"

#define ROWS(a) (sizeof(a) / sizeof *(a))

/* The run that has c, or NULL. */
static const struct letter_run *
find(const struct letter_run *rows, size_t n, uint32_t c)
{
	size_t from = 0, to = n, at;

	while (from < to) {
		at = from + (to - from) / 2;
		if (c > rows[at].last)
			from = at + 1;
		else
			to = at;
	}
	if (from == n || c < rows[from].first)
		return NULL;
	return (c - rows[from].first) % (uint32_t)rows[from].step == 0 ? &rows[from] : NULL;
}

bool
letter_is_upper(uint32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z'
			: find(letters_upper, ROWS(letters_upper), c) != NULL;
}

bool
letter_is_lower(uint32_t c)
{
	return c < 0x80 ? c >= 'a' && c <= 'z'
			: find(letters_lower, ROWS(letters_lower), c) != NULL;
}

uint32_t
letter_small(uint32_t c)
{
	const struct letter_run *row;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	row = find(letters_small, ROWS(letters_small), c);
	return row == NULL ? c : (uint32_t)((int64_t)c + row->by);
}

bool
letter_is_space(uint32_t c)
{
	if (c < 0x80)
		return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20);
	return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

uint32_t
letter_at(const char *p, size_t n, size_t *len)
{
	const unsigned char *b = (const unsigned char *)p;

	*len = utf8_char(p, n);
	switch (*len) {
	case 2:
		return (b[0] & 0x1fu) << 6 | (b[1] & 0x3fu);
	case 3:
		return (b[0] & 0x0fu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
	case 4:
		return (b[0] & 0x07u) << 18 | (b[1] & 0x3fu) << 12 | (b[2] & 0x3fu) << 6 |
		       (b[3] & 0x3fu);
	default:
		*len = 1;
		return b[0] < 0x80 ? b[0] : 0xfffd;
	}
}
