#include "base/address.h"

#include <string.h>

#include "base/num.h"

const char *
address_password(const char *s, size_t *n)
{
	const char *at, *end, *colon;

	while ((s = strstr(s, "://")) != NULL) {
		s += 3;
		end = s + strcspn(s, "/ \t\r\n\"'<>");
		at = memrchr(s, '@', (size_t)(end - s));
		colon = at == NULL ? NULL : memchr(s, ':', (size_t)(at - s));
		if (colon != NULL && at - colon > 1) {
			*n = (size_t)(at - colon - 1);
			return colon + 1;
		}
	}
	return NULL;
}

void
address_decode(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s == '%' && num_hex(s[1]) >= 0 && num_hex(s[2]) >= 0) {
			*to++ = (char)(num_hex(s[1]) * 16 + num_hex(s[2]));
			s += 2;
		} else {
			*to++ = *s;
		}
	*to = '\0';
}
