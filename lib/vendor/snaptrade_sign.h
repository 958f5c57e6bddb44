/*
 * How a request to SnapTrade is signed: the query string is built once, and the same bytes go into
 * the URL and under the signature. Source: docs.snaptrade.com/docs/request-signatures and
 * /docs/authentication-methods, and what the vendor's npm SDK (snaptrade-typescript-sdk 11.0.3) sends.
 */
#ifndef PF_VENDOR_SNAPTRADE_SIGN_H
#define PF_VENDOR_SNAPTRADE_SIGN_H

#include <stdint.h>

#include "net/hmac.h"

struct buf;
struct err;

#define SNAPTRADE_SIGNATURE_LEN HMAC_BASE64_LEN

/* All borrowed. A personal key has no user: both of them are NULL. */
struct snaptrade_keys {
	const char *client_id;
	const char *consumer_key; /* secret: signs */
	const char *user_id;
	const char *user_secret; /* secret: travels in the query */
};

/*
 * Whether requests can be signed with them; 0, or -1 with ERR_CONFIG that names the variable: none,
 * half of a user, a consumer key with a byte that the vendor's own clients do not agree on (a blank,
 * a quote, '%', what is no printable ASCII).
 */
int snaptrade_keys_check(const struct snaptrade_keys *keys, struct err *e);

/*
 * A query string, without its '?': begin() with who asks, each parameter (both encoded as a form
 * is, in UTF-8), end() with the second it is signed in. The secret is in it: begin() makes the
 * buffer, an empty one, wipe what it gives back, and nobody shows it. Every try is built anew, since
 * the time ages.
 */
void snaptrade_query_begin(struct buf *query, const struct snaptrade_keys *keys);
void snaptrade_query_add(struct buf *query, const char *name, const char *value);
void snaptrade_query_end(struct buf *query, int64_t now);

/*
 * The value of the header Signature. The path as it is requested, from its '/' on, with no '?'; the
 * query from above; the body as it is sent, in the spelling of canon_json(CANON_UTF8), ASCII if it can
 * be: NULL, "" and "{}" are no body.
 */
void snaptrade_sign(char out[SNAPTRADE_SIGNATURE_LEN + 1], const char *consumer_key,
    const char *path, const char *query, const char *body);

#endif
