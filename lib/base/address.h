/* The password in an address, "scheme://user:password@host/..." (RFC 3986, section 3.2.1), wherever it
 * stands in a text. */
#ifndef PF_BASE_ADDRESS_H
#define PF_BASE_ADDRESS_H

#include <stddef.h>

/*
 * The password of the next address in s: its start in s and its length; NULL when there is none. The
 * user's part ends at the last '@' before a slash, a blank or a quote.
 */
const char *address_password(const char *s, size_t *n);

/* Percent-decode it, in place. */
void address_decode(char *s);

#endif
