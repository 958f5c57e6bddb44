/* Values in the forms that programs write them in, for tests; and a plain way to look for them in a whole text. */
#ifndef PF_TESTS_SECRET_FORMS_H
#define PF_TESTS_SECRET_FORMS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/utf8.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static inline void
to_base64(struct buf *out, const char *p, size_t n, const char *alphabet, bool pad, size_t wrap)
{
	size_t i, at, bit, line = 0;
	unsigned v;

	for (i = 0; i * 6 < n * 8; i++) {
		for (v = 0, bit = i * 6; bit < i * 6 + 6; bit++) {
			at = bit / 8;
			v = v << 1 |
			    (at < n ? (unsigned)((unsigned char)p[at] >> (7 - bit % 8)) & 1 : 0);
		}
		if (wrap > 0 && line++ == wrap) {
			buf_char(out, '\n');
			line = 1;
		}
		buf_char(out, alphabet[v]);
	}
	for (; pad && i % 4 != 0; i++)
		buf_char(out, '=');
}

/* keep: what else stays as it is beside letters and digits; plus: a blank is '+'. */
static inline void
to_url(struct buf *out, const char *p, size_t n, const char *keep, bool upper, bool plus)
{
	size_t i;
	char c;

	for (i = 0; i < n; i++) {
		c = p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    (c != '\0' && strchr(keep, c) != NULL))
			buf_char(out, c);
		else if (c == ' ' && plus)
			buf_char(out, '+');
		else
			buf_fmt(out, upper ? "%%%02X" : "%%%02x", (unsigned char)c);
	}
}

/* What is not ASCII and what stands in html as \uXXXX, "/" as "\/". */
static inline void
to_json_ascii(struct buf *out, const char *p, size_t n)
{
	size_t i, len;
	uint32_t c;

	for (i = 0; i < n; i += len) {
		len = utf8_char(p + i, n - i);
		c = (unsigned char)p[i];
		if (len == 0 || (c < 0x80 && c >= 0x20 && strchr("\"\\/<>&'", p[i]) == NULL)) {
			buf_char(out, p[i]); /* also what is no UTF-8 */
			len = 1;
			continue;
		}
		if (p[i] == '/' || p[i] == '"' || p[i] == '\\') {
			buf_fmt(out, "\\%c", p[i]);
			continue;
		}
		if (len == 2)
			c = (c & 0x1f) << 6 | ((unsigned char)p[i + 1] & 0x3f);
		else if (len == 3)
			c = (c & 0xf) << 12 | ((uint32_t)p[i + 1] & 0x3f) << 6 |
			    ((uint32_t)p[i + 2] & 0x3f);
		else if (len == 4)
			c = (c & 7) << 18 | ((uint32_t)p[i + 1] & 0x3f) << 12 |
			    ((uint32_t)p[i + 2] & 0x3f) << 6 | ((uint32_t)p[i + 3] & 0x3f);
		if (c >= 0x10000)
			buf_fmt(out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
			    0xdc00 + (c & 0x3ff));
		else
			buf_fmt(out, "\\u%04X", c);
	}
}

static inline void
to_json(struct buf *out, const char *p, size_t n)
{
	struct buf quoted = { 0 };

	emit_quote(&quoted, p, n);
	buf_add(out, quoted.p + 1, quoted.len - 2);
	buf_release(&quoted);
}

/* quote: what stands for a single quote within single quotes; NULL: backslashes, as printf %q. */
static inline void
to_shell(struct buf *out, const char *p, size_t n, const char *quote)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (quote != NULL && p[i] == '\'')
			buf_str(out, quote);
		else if (quote == NULL && strchr(" \"'\\$`!*?&|;<>()[]{}#~", p[i]) != NULL)
			buf_fmt(out, "\\%c", p[i]);
		else
			buf_char(out, p[i]);
}

#define FORMS 16

/* The value in one of FORMS forms. */
static inline void
to_form(struct buf *out, unsigned form, const char *p, size_t n)
{
	struct buf around = { 0 };

	switch (form) {
	case 0:
		to_url(out, p, n, "-._~", true, false);
		break;
	case 1:
		to_url(out, p, n, "-._~", false, false);
		break;
	case 2:
		to_url(out, p, n, "-._~!'()*", true, false);
		break;
	case 3:
		to_url(out, p, n, "-._~!'()*;,/?:@&=+$#", true, false);
		break;
	case 4:
		to_url(out, p, n, "*-._", true, true);
		break;
	case 5:
		to_json(out, p, n);
		break;
	case 6:
		to_json_ascii(out, p, n);
		break;
	case 7:
		to_shell(out, p, n, "'\\''");
		break;
	case 8:
		to_shell(out, p, n, "'\"'\"'");
		break;
	case 9:
		to_shell(out, p, n, NULL);
		break;
	case 10:
		buf_add(out, p, n);
		break;
	default: /* base64, with 0 to 2 bytes in front of it and some behind */
		buf_add(&around, "u:pass", form % 3);
		buf_add(&around, p, n);
		buf_add(&around, "xyz", form % 2 * 3);
		to_base64(out, around.p, around.len, form % 2 ? standard : safe, form % 4 < 2,
		    form == 15 ? 76 : 0);
		break;
	}
	buf_release(&around);
}

#endif
