#include "text/rune.h"

#include "io/letter.h"

bool
rune_is_zero_width(uint32_t c)
{
	return (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

bool
rune_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

bool
rune_is_emoji(uint32_t c)
{
	return (c >= 0x2190 && c <= 0x21ff) || (c >= 0x2300 && c <= 0x23ff) ||
	       (c >= 0x2460 && c <= 0x24ff) || (c >= 0x25a0 && c <= 0x27bf) ||
	       (c >= 0x2900 && c <= 0x297f) || (c >= 0x2b00 && c <= 0x2bff) || c == 0x200d ||
	       c == 0x20e3 || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f000 && c <= 0x1faff) ||
	       (c >= 0xe0020 && c <= 0xe007f);
}

bool
rune_is_alnum(uint32_t c)
{
	if (c < 0x80)
		return rune_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (letter_is_space(c) || rune_is_emoji(c) || c == 0xd7 || c == 0xf7)
		return false;
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba || c == 0xb2 || c == 0xb3 || c == 0xb9;
	return !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x303f) &&
	       !(c >= 0xd800 && c <= 0xf8ff) && !(c >= 0xff00 && c <= 0xff0f) && c != 0xfffd;
}

bool
rune_is_word(uint32_t c)
{
	return c == '_' || rune_is_alnum(c);
}

size_t
rune_count(const char *s, size_t n)
{
	size_t i, chars = 0;

	for (i = 0; i < n; i++)
		chars += ((unsigned char)s[i] & 0xc0) != 0x80;
	return chars;
}

size_t
rune_bytes(const char *s, size_t n, size_t chars)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && chars-- == 0)
			break;
	return i;
}
