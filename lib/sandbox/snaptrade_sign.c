#include "sandbox/snaptrade_sign.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/canon.h"
#include "io/emit.h"
#include "net/hmac.h"
#include "sandbox/request.h"

/* What is signed. 0, or -1 when the body is no JSON. */
static int
canonical(struct buf *out, const struct request *r, enum canon_text how)
{
	const char *query = r->query == NULL ? "" : r->query;
	size_t at;
	struct err e;

	buf_str(out, "{\"content\":");
	at = out->len;
	if (r->body.len > 0 && canon_json(out, r->body.p, r->body.len, how, &e))
		return -1;
	if (out->len == at || strcmp(out->p + at, "{}") == 0) {
		out->len = at;
		buf_str(out, "null");
	}
	buf_str(out, ",\"path\":");
	emit_quote(out, r->path, strlen(r->path));
	buf_str(out, ",\"query\":");
	emit_quote(out, query, strlen(query));
	buf_char(out, '}');
	return 0;
}

bool
snap_signed(const struct request *r, const char *key)
{
	static const enum canon_text spellings[] = { CANON_UTF8, CANON_ASCII };
	const char *sent = request_header(r, "signature");
	char right[HMAC_BASE64_LEN + 1];
	struct buf text = { .secret = true };
	bool is = false;
	size_t i;

	for (i = 0; sent != NULL && i < sizeof spellings / sizeof spellings[0] && !is; i++) {
		buf_reset(&text);
		if (canonical(&text, r, spellings[i]))
			break;
		hmac_base64(right, key, strlen(key), text.p, text.len);
		is = strcmp(sent, right) == 0;
	}
	buf_wipe(&text);
	return is;
}
