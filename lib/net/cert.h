/* A certificate (RFC 5280) as PEM text (RFC 7468): until when it is good. */
#ifndef PF_NET_CERT_H
#define PF_NET_CERT_H

#include <stddef.h>
#include <stdint.h>

/* The end of the first one in n bytes, ns; CLOCK_NONE: there is none. */
int64_t cert_until(const char *pem, size_t n);

#endif
