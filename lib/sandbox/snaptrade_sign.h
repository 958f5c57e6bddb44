/*
 * Whether a request to SnapTrade is signed with a client's key, written from the vendor's page
 * (docs.snaptrade.com/docs/request-signatures): HMAC-SHA256, base64, of
 * {"content":BODY,"path":"PATH","query":"QUERY"} with path and query as they came and the body, null
 * when it has none or says {}, in its one spelling. Its SDKs spell what is no ASCII in a body as it
 * is or as \uXXXX: both are taken.
 */
#ifndef PF_SANDBOX_SNAPTRADE_SIGN_H
#define PF_SANDBOX_SNAPTRADE_SIGN_H

#include <stdbool.h>

struct request;

bool snap_signed(const struct request *r, const char *key);

#endif
