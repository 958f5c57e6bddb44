#include "vendor/snaptrade_hook.h"

#include <openssl/crypto.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "io/canon.h"
#include "io/json.h"
#include "net/hmac.h"

/* A signature as it was sent, without the blanks around it. */
struct sent {
	const char *p;
	size_t n;
};

static bool
is_key(const char *key)
{
	return key != NULL && key[0] != '\0';
}

/* Whether a text was signed with this key: 1 or 0, without a branch on what differs. */
static unsigned
matches(const struct sent *sent, const char *key, const char *text, size_t n)
{
	char want[HMAC_BASE64_LEN + 1];
	unsigned same;

	if (!is_key(key))
		return 0;
	hmac_base64(want, key, strlen(key), text, n);
	same = sent->n == HMAC_BASE64_LEN && CRYPTO_memcmp(sent->p, want, HMAC_BASE64_LEN) == 0;
	OPENSSL_cleanse(want, sizeof want);
	return same;
}

static int
check_signature(const struct snaptrade_hook *h, const char *signature, const char *body, size_t n,
    const struct buf *canon, struct err *e)
{
	struct sent sent = { .p = signature };
	unsigned consumer, client;

	if (signature == NULL)
		return err_set(e, ERR_PERM, "the delivery has no header Signature");
	sent.p += strspn(sent.p, " \t");
	for (sent.n = strlen(sent.p); sent.n > 0; sent.n--)
		if (strchr(" \t\r\n", sent.p[sent.n - 1]) == NULL)
			break;
	consumer = matches(&sent, h->consumer_key, canon->p, canon->len);
	client = matches(&sent, h->client_secret, canon->p, canon->len);
	if (h->raw) {
		consumer |= matches(&sent, h->consumer_key, body, n);
		client |= matches(&sent, h->client_secret, body, n);
	}
	if (!(consumer | client))
		return err_set(e, ERR_PERM, "the delivery's signature is not by our key");
	log_info("the delivery is signed with %s",
	    consumer ? "SNAPTRADE_CONSUMER_KEY" : "SNAPTRADE_CLIENT_SECRET");
	return 0;
}

static int
check_time(const struct snaptrade_hook *h, const struct buf *canon, struct err *e)
{
	struct json *root = json_parse(canon->p, canon->len, e);
	const char *text = json_str(json_get(root, "eventTimestamp"));
	int64_t at, age;
	int rc = -1;

	if (root == NULL)
		return -1;
	if (text == NULL || clock_parse_time(text, strlen(text), &at))
		(void)err_set(e, ERR_DATA, "the delivery has no eventTimestamp, or it is no time");
	else if (__builtin_sub_overflow(h->now, at, &age))
		(void)err_set(e, ERR_PERM, "the delivery's eventTimestamp is in another century");
	else if (age > h->window)
		(void)err_set(e, ERR_PERM, "the delivery is %lld s old, more than %lld",
		    (long long)(age / CLOCK_SECOND), (long long)(h->window / CLOCK_SECOND));
	else if (age < -SNAPTRADE_HOOK_AHEAD)
		(void)err_set(e, ERR_PERM,
		    "the delivery is of a time %lld s ahead: is the clock right?",
		    -(long long)(age / CLOCK_SECOND));
	else
		rc = 0;
	json_wipe(root);
	return rc;
}

int
snaptrade_hook_verify(const struct snaptrade_hook *h, const char *signature, const char *body,
    size_t n, struct buf *canon, struct err *e)
{
	canon->secret = true;
	buf_reset(canon);
	if (!is_key(h->consumer_key) && !is_key(h->client_secret))
		return err_set(e, ERR_CONFIG,
		    "neither SNAPTRADE_CONSUMER_KEY nor SNAPTRADE_CLIENT_SECRET is set: no delivery can be checked");
	if (n > SNAPTRADE_HOOK_MAX)
		return err_set(e, ERR_DATA, "the delivery has %zu bytes, more than %zu", n,
		    SNAPTRADE_HOOK_MAX);
	if (canon_json(canon, body, n, CANON_ASCII, e))
		return err_wrap(e, "the delivery is no JSON");
	if (canon->p[0] != '{')
		return err_set(e, ERR_DATA, "the delivery is no JSON object");
	if (check_signature(h, signature, body, n, canon, e)) {
		buf_release(canon); /* wiped: it is a stranger's */
		canon->secret = true;
		return -1;
	}
	return check_time(h, canon, e);
}
