#include "secret/decode.h"

#include <stdint.h>
#include <string.h>

#include "base/num.h"
#include "io/utf8.h"

static bool
plain(const char *p, struct decoded *d)
{
	d->bytes[0] = p[0];
	d->n = d->used = 1;
	return true;
}

/* One byte for some. */
static bool
escape(struct decoded *d, char byte, size_t used)
{
	d->bytes[0] = byte;
	d->n = 1;
	d->used = used;
	return true;
}

/* How many of the most that there may be are digits of that base. */
static size_t
digits(const char *p, size_t n, size_t most, int base)
{
	size_t i;

	for (i = 0; i < n && i < most && num_hex(p[i]) >= 0 && num_hex(p[i]) < base;)
		i++;
	return i;
}

static unsigned
worth(const char *p, size_t n, unsigned base)
{
	unsigned v = 0;

	while (n-- > 0)
		v = v * base + (unsigned)num_hex(*p++);
	return v;
}

/* p: mark, then n digits of that base behind skip bytes. */
static bool
number(const char *p, size_t n, bool ends, size_t skip, size_t want, int base, struct decoded *d)
{
	size_t there = digits(p + skip, n - skip, want, base);

	if (there == want)
		return escape(d, (char)worth(p + skip, want, (unsigned)base), skip + want);
	return (skip + there < n || ends) && plain(p, d);
}

static bool
decode_raw(const char *p, size_t n, bool ends, struct decoded *d)
{
	(void)n;
	(void)ends;
	return plain(p, d);
}

static bool
decode_url(const char *p, size_t n, bool ends, struct decoded *d)
{
	return p[0] == '%' ? number(p, n, ends, 1, 2, 16, d) : plain(p, d);
}

static bool
decode_form(const char *p, size_t n, bool ends, struct decoded *d)
{
	return p[0] == '+' ? escape(d, ' ', 1) : decode_url(p, n, ends, d);
}

/* \uXXXX, or two of them that are a pair. */
static bool
decode_unicode(const char *p, size_t n, bool ends, struct decoded *d)
{
	size_t there = digits(p + 2, n - 2, 4, 16), more;
	uint32_t c, low;

	if (there < 4)
		return (2 + there < n || ends) && plain(p, d);
	c = worth(p + 2, 4, 16);
	d->used = 6;
	if (c < 0xd800 || c > 0xdfff) {
		d->n = utf8_put(d->bytes, c);
		return true;
	}
	if (c > 0xdbff)
		return true; /* the second of a pair without the first */
	if ((n > 6 && p[6] != '\\') || (n > 7 && p[7] != 'u'))
		return true;
	more = n > 8 ? digits(p + 8, n - 8, 4, 16) : 0;
	if (more < 4)
		return n > 8 + more || ends;
	low = worth(p + 8, 4, 16);
	if (low < 0xdc00 || low > 0xdfff)
		return true;
	d->n = utf8_put(d->bytes, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
	d->used = 12;
	return true;
}

static bool
decode_json(const char *p, size_t n, bool ends, struct decoded *d)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (p[0] != '\\')
		return plain(p, d);
	if (n < 2)
		return ends && plain(p, d);
	if (p[1] == 'u')
		return decode_unicode(p, n, ends, d);
	at = p[1] == '\0' ? NULL : strchr(from, p[1]);
	return at == NULL ? plain(p, d) : escape(d, to[at - from], 2);
}

/* Within single quotes nothing is an escape but a quote that leaves them for its own sake: '\'' or '"'"'. */
static bool
decode_quoted(const char *p, size_t n, bool ends, struct decoded *d)
{
	static const char *const quotes[] = { "'\\''", "'\"'\"'" };
	size_t i, len;

	for (i = 0; i < 2; i++) {
		len = strlen(quotes[i]);
		if (n >= len && memcmp(p, quotes[i], len) == 0)
			return escape(d, '\'', len);
		if (n < len && memcmp(p, quotes[i], n) == 0)
			return ends && plain(p, d);
	}
	return plain(p, d);
}

static bool
decode_shell(const char *p, size_t n, bool ends, struct decoded *d)
{
	static const char from[] = "abeEfnrtv", to[] = "\a\b\033\033\f\n\r\t\v";
	const char *at;
	char c;

	if (p[0] != '\\')
		return plain(p, d);
	if (n < 2)
		return ends && plain(p, d);
	c = p[1];
	if (c >= '0' && c <= '3')
		return number(p, n, ends, 1, 3, 8, d);
	if (c == 'x')
		return number(p, n, ends, 2, 2, 16, d);
	at = c == '\0' ? NULL : strchr(from, c);
	if (at != NULL)
		return escape(d, to[at - from], 2);
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return plain(p, d);
	return escape(d, c, 2);
}

const struct decode_form decode_forms[DECODE_FORMS] = {
	{ .name = "raw", .decode = decode_raw },
	{ .name = "url", .decode = decode_url, .begins = { ['%'] = true } },
	{ .name = "form", .decode = decode_form, .begins = { ['%'] = true, ['+'] = true } },
	{ .name = "json", .decode = decode_json, .begins = { ['\\'] = true } },
	{ .name = "shell", .decode = decode_shell, .begins = { ['\\'] = true } },
	{ .name = "quoted", .decode = decode_quoted, .begins = { ['\''] = true } },
};

int
decode_sextet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}
