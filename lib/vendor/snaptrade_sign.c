#include "vendor/snaptrade_sign.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"

static bool
is_set(const char *s)
{
	return s != NULL && s[0] != '\0';
}

int
snaptrade_keys_check(const struct snaptrade_keys *keys, struct err *e)
{
	const char *p;

	if (!is_set(keys->client_id))
		return err_set(e, ERR_CONFIG,
		    "SNAPTRADE_CLIENT_ID is not set: it comes with the vendor's key");
	if (!is_set(keys->consumer_key))
		return err_set(e, ERR_CONFIG,
		    "SNAPTRADE_CONSUMER_KEY is not set: requests are signed with it");
	if (is_set(keys->user_id) != is_set(keys->user_secret))
		return err_set(e, ERR_CONFIG,
		    "%s is not set: a commercial key needs a user's id and secret, a personal one neither",
		    is_set(keys->user_id) ? "SNAPTRADE_USER_SECRET" : "SNAPTRADE_USER_ID");
	for (p = keys->consumer_key; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '%' || *p == '"')
			return err_set(e, ERR_CONFIG,
			    "byte %zu of SNAPTRADE_CONSUMER_KEY is a blank, a quote, '%%' or no ASCII,"
			    " which no key has: copy it again",
			    (size_t)(p - keys->consumer_key) + 1);
	return 0;
}

/* As application/x-www-form-urlencoded (the WHATWG's URL Standard, section 5.2). */
static void
encode(struct buf *out, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char c;

	for (; *s != '\0'; s++) {
		c = (unsigned char)*s;
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    strchr("*-._", c) != NULL) {
			buf_char(out, *s);
		} else if (c == ' ') {
			buf_char(out, '+');
		} else {
			buf_char(out, '%');
			buf_char(out, hex[c >> 4]);
			buf_char(out, hex[c & 15]);
		}
	}
}

void
snaptrade_query_add(struct buf *query, const char *name, const char *value)
{
	if (query->len > 0)
		buf_char(query, '&');
	encode(query, name);
	buf_char(query, '=');
	encode(query, value);
}

void
snaptrade_query_begin(struct buf *query, const struct snaptrade_keys *keys)
{
	query->secret = true;
	buf_reset(query);
	snaptrade_query_add(query, "clientId", keys->client_id);
	if (!is_set(keys->user_id))
		return;
	snaptrade_query_add(query, "userId", keys->user_id);
	snaptrade_query_add(query, "userSecret", keys->user_secret);
}

void
snaptrade_query_end(struct buf *query, int64_t now)
{
	char second[NUM_TEXT_MAX];

	(void)num_fixed_text(second, now / CLOCK_SECOND, 0);
	snaptrade_query_add(query, "timestamp", second);
}

void
snaptrade_sign(char out[SNAPTRADE_SIGNATURE_LEN + 1], const char *consumer_key, const char *path,
    const char *query, const char *body)
{
	struct buf text = { .secret = true };

	buf_str(&text, "{\"content\":");
	buf_str(&text, is_set(body) && strcmp(body, "{}") != 0 ? body : "null");
	buf_str(&text, ",\"path\":");
	emit_quote(&text, path, strlen(path));
	buf_str(&text, ",\"query\":");
	emit_quote(&text, query, strlen(query));
	buf_char(&text, '}');
	hmac_base64(out, consumer_key, strlen(consumer_key), text.p, text.len);
	buf_release(&text);
}
