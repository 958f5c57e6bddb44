#include "net/cert.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <time.h>

#include "base/clock.h"

int64_t
cert_until(const char *pem, size_t n)
{
	BIO *in = n > INT_MAX ? NULL : BIO_new_mem_buf(pem, (int)n);
	X509 *cert = in == NULL ? NULL : PEM_read_bio_X509(in, NULL, NULL, NULL);
	int64_t until = CLOCK_NONE;
	struct tm tm;

	if (cert != NULL && ASN1_TIME_to_tm(X509_get0_notAfter(cert), &tm) == 1)
		until = (int64_t)timegm(&tm);
	if (until > INT64_MAX / CLOCK_SECOND) /* 99991231235959Z: never */
		until = INT64_MAX;
	else if (until != CLOCK_NONE)
		until *= CLOCK_SECOND;
	X509_free(cert);
	BIO_free(in);
	return until;
}
