#include "vendor/discord_words.h"

#include <locale.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/utf8.h"

/* clang-format off */
/* The first that is in the name counts. */
static const struct {
	const char *word, *type;
} types[] = {
	{ "trade-ideas", "trading" },
	{ "picks",       "trading" },
	{ "signals",     "trading" },
	{ "alerts",      "trading" },
	{ "trading",     "trading" },
	{ "trades",      "trading" },
	{ "news",        "market" },
	{ "market",      "market" },
	{ "macro",       "market" },
	{ "earnings",    "market" },
};
static const char *const post_hosts[] = { "twitter.com", "x.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com", "nitter.net" };
/* clang-format on */

/* --- characters */

/* The code point at p and its length; what is no UTF-8 is a byte of its own. */
static size_t
point(const char *p, size_t n, uint32_t *c)
{
	size_t len = utf8_char(p, n), i;
	unsigned char lead = (unsigned char)*p;

	if (len <= 1) {
		*c = lead;
		return 1;
	}
	*c = lead & (0x7fu >> len);
	for (i = 1; i < len; i++)
		*c = *c << 6 | ((unsigned char)p[i] & 0x3f);
	return len;
}

static bool
is_blank(uint32_t c)
{
	return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x3000;
}

size_t
discord_chars(const char *text, size_t n)
{
	size_t count = 0, at = 0;
	uint32_t c;

	for (; at < n; count++)
		at += point(text + at, n - at, &c);
	return count;
}

size_t
discord_words(const char *text, size_t n)
{
	size_t count = 0, at = 0;
	bool inside = false;
	uint32_t c;

	while (at < n) {
		at += point(text + at, n - at, &c);
		count += !inside && !is_blank(c);
		inside = !is_blank(c);
	}
	return count;
}

/* --- the hash */

static void
add_lower(struct buf *out, uint32_t c, locale_t how)
{
	char utf8[4];

	if (c < 0x80)
		c = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	else if (how != (locale_t)0)
		c = (uint32_t)towlower_l((wint_t)c, how);
	buf_add(out, utf8, utf8_put(utf8, c));
}

void
discord_hash(char hex[DISCORD_HASH_LEN + 1], const char *text, size_t n)
{
	locale_t how = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0, i;
	struct buf plain = { 0 };
	bool gap = false;
	size_t at = 0;
	uint32_t c;

	while (at < n) {
		at += point(text + at, n - at, &c);
		if (is_blank(c)) {
			gap = true;
			continue;
		}
		if (gap && plain.len > 0)
			buf_char(&plain, ' ');
		gap = false;
		add_lower(&plain, c, how);
	}
	if (how != (locale_t)0)
		freelocale(how);
	if (EVP_Digest(plain.p != NULL ? plain.p : "", plain.len, md, &len, EVP_sha256(), NULL) !=
		1 ||
	    len * 2 != DISCORD_HASH_LEN)
		mem_out(); /* nothing else can go wrong with it */
	for (i = 0; i < len; i++)
		(void)snprintf(hex + 2 * (size_t)i, 3, "%02x", md[i]);
	buf_release(&plain);
}

/* --- addresses of posts */

/* How long the address at p is, 0: there is none; an address ends at a blank, or at what closes it in
 * Markdown. */
static size_t
address(const char *p, size_t n)
{
	size_t i = 0;

	if (n < 8 || (strncasecmp(p, "https://", 8) != 0 && strncasecmp(p, "http://", 7) != 0))
		return 0;
	while (i < n && (unsigned char)p[i] > ' ' && strchr("<>()[]|\"'`,", p[i]) == NULL)
		i++;
	return i;
}

/* HOST/NAME/status/NUMBER, HOST with www. or mobile. before it. */
static bool
is_post(const char *p, size_t n)
{
	const char *host = (const char *)memchr(p, '/', n) + 2, *end = p + n, *slash, *status;
	size_t len, i;

	for (i = 0; i < 2; i++) {
		len = strlen(i == 0 ? "www." : "mobile.");
		if ((size_t)(end - host) > len &&
		    strncasecmp(host, i == 0 ? "www." : "mobile.", len) == 0)
			host += len;
	}
	slash = memchr(host, '/', (size_t)(end - host));
	if (slash == NULL)
		return false;
	len = (size_t)(slash - host);
	for (i = 0; i < sizeof post_hosts / sizeof post_hosts[0]; i++)
		if (strlen(post_hosts[i]) == len && strncasecmp(host, post_hosts[i], len) == 0)
			break;
	if (i == sizeof post_hosts / sizeof post_hosts[0])
		return false;
	status = memmem(slash, (size_t)(end - slash), "/status/", 8);
	return status != NULL && status + 8 < end && status[8] >= '0' && status[8] <= '9';
}

static bool
has(const struct buf *list, const char *p, size_t n)
{
	const char *at = list->p, *end = list->p + list->len;

	while (list->len > 0 && (at = memmem(at, (size_t)(end - at), p, n)) != NULL) {
		if ((at == list->p || at[-1] == ',') && (at + n == end || at[n] == ','))
			return true;
		at++;
	}
	return false;
}

void
discord_posts(struct buf *out, const char *text, size_t n)
{
	size_t at = 0, len;

	for (; at<n; at += len> 0 ? len : 1) {
		len = address(text + at, n - at);
		if (len == 0 || !is_post(text + at, len) || has(out, text + at, len))
			continue;
		if (out->len > 0)
			buf_char(out, ',');
		buf_add(out, text + at, len);
	}
}

/* --- the channel */

const char *
discord_channel_type(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (strcasestr(name, types[i].word) != NULL)
			return types[i].type;
	return "general";
}
