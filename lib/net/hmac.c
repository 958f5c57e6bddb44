#include "net/hmac.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/mem.h"

void
hmac_sha256(unsigned char out[HMAC_LEN], const void *key, size_t keylen, const void *text, size_t n)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (keylen > INT_MAX || HMAC(EVP_sha256(), key, (int)keylen, text, n, md, &len) == NULL ||
	    len != HMAC_LEN)
		mem_out(); /* nothing else can go wrong with it */
	memcpy(out, md, HMAC_LEN);
	OPENSSL_cleanse(md, sizeof md);
}

void
hmac_base64(
    char out[HMAC_BASE64_LEN + 1], const void *key, size_t keylen, const void *text, size_t n)
{
	unsigned char mac[HMAC_LEN], encoded[HMAC_BASE64_LEN + 1];

	hmac_sha256(mac, key, keylen, text, n);
	(void)EVP_EncodeBlock(encoded, mac, HMAC_LEN); /* its length is known */
	memcpy(out, encoded, sizeof encoded);
	OPENSSL_cleanse(mac, sizeof mac);
	OPENSSL_cleanse(encoded, sizeof encoded);
}
