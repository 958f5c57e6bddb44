#include "io/utf8.h"

/* Table 3-7 of the Unicode standard: the second byte's range depends on the first. */
size_t
utf8_char(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned char lo = 0x80, hi = 0xbf;
	size_t len, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (n < len)
		return 0;
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	if (p[1] < lo || p[1] > hi)
		return 0;
	for (i = 2; i < len; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return len;
}

bool
utf8_valid(const char *p, size_t n)
{
	size_t len;

	while (n > 0) {
		len = utf8_char(p, n);
		if (len == 0)
			return false;
		p += len;
		n -= len;
	}
	return true;
}

int
utf8_cut(const char *p, size_t n, size_t max)
{
	size_t end = max, back;

	if (n <= max)
		return (int)n;
	/* what is no UTF-8 has no characters to keep whole: three bytes back there is nothing else */
	for (back = 0; back < 3 && end > 0 && ((unsigned char)p[end] & 0xc0) == 0x80; back++)
		end--;
	return (int)(((unsigned char)p[end] & 0xc0) == 0x80 ? max : end);
}

size_t
utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}
