#include "vendor/discord_words.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/letter.h"
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

size_t
discord_chars(const char *text, size_t n)
{
	size_t count = 0, at = 0, len;

	for (; at < n; at += len, count++)
		(void)letter_at(text + at, n - at, &len); /* only its length counts */
	return count;
}

size_t
discord_words(const char *text, size_t n)
{
	size_t count = 0, at, len;
	bool inside = false;
	uint32_t c;

	for (at = 0; at < n; at += len) {
		c = letter_at(text + at, n - at, &len);
		count += !inside && !letter_is_space(c);
		inside = !letter_is_space(c);
	}
	return count;
}

/* --- the hash */

void
discord_hash(char hex[DISCORD_HASH_LEN + 1], const char *text, size_t n)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned size = 0, i;
	struct buf plain = { 0 };
	bool gap = false;
	size_t at, len;
	char utf8[4];
	uint32_t c;

	for (at = 0; at < n; at += len) {
		c = letter_at(text + at, n - at, &len);
		if (letter_is_space(c)) {
			gap = true;
			continue;
		}
		if (gap && plain.len > 0)
			buf_char(&plain, ' ');
		gap = false;
		buf_add(&plain, utf8, utf8_put(utf8, letter_small(c)));
	}
	if (EVP_Digest(plain.p != NULL ? plain.p : "", plain.len, md, &size, EVP_sha256(), NULL) !=
		1 ||
	    size * 2 != DISCORD_HASH_LEN)
		mem_out(); /* nothing else can go wrong with it */
	for (i = 0; i < size; i++)
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
	const char *at = list->p, *end = list->len > 0 ? at + list->len : at;

	while (at < end && (at = memmem(at, (size_t)(end - at), p, n)) != NULL) {
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
