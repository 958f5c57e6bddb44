/* A keyed hash of a message (RFC 2104, RFC 4231), SHA-256, as vendors sign with it. */
#ifndef PF_NET_HMAC_H
#define PF_NET_HMAC_H

#include <stddef.h>

#define HMAC_LEN 32
#define HMAC_BASE64_LEN 44

/* Of n bytes; out may be the key. Nothing of the key stays behind. */
void hmac_sha256(
    unsigned char out[HMAC_LEN], const void *key, size_t keylen, const void *text, size_t n);

/* The same as a text: RFC 4648 section 4, padded, NUL-terminated. */
void hmac_base64(
    char out[HMAC_BASE64_LEN + 1], const void *key, size_t keylen, const void *text, size_t n);

#endif
