#include "net/mail_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "io/utf8.h"

#define PLAIN_MAX                                                                                  \
	70 /* characters of a value that stands as it is; longer ones are folded as words */
#define WORD_BYTES 45 /* of an encoded word: 60 letters and the 12 around them are under 75 */
#define LINE_MAX_QP 76

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* --- addresses */

static bool
is_atom(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool
is_host(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-';
}

/* Words with single points between, up to end. */
static bool
are_words(const char *s, const char *end, bool (*is)(char c))
{
	const char *word = s;

	for (; s < end; s++) {
		if (*s == '.' && s == word)
			return false;
		if (*s == '.')
			word = s + 1;
		else if (!is(*s))
			return false;
	}
	return s > word;
}

bool
mail_is_address(const char *s)
{
	const char *at = strchr(s, '@'), *end = s + strlen(s);

	return at != NULL && (size_t)(end - s) <= MAIL_ADDRESS_MAX && at - s <= 64 &&
	       are_words(s, at, is_atom) && are_words(at + 1, end, is_host);
}

void
mail_new_id(char out[MAIL_ID_MAX], int64_t at, const char *from)
{
	const char *host = strchr(from, '@');
	uint64_t luck;

	if (getrandom(&luck, sizeof luck, 0) != (ssize_t)sizeof luck)
		luck = (uint64_t)clock_mono(); /* the process and the time are in it, too */
	(void)snprintf(out, MAIL_ID_MAX, "%" PRIx64 ".%x.%016" PRIx64 "@%.255s", (uint64_t)at,
	    (unsigned)getpid(), luck, host != NULL ? host + 1 : "localhost");
}

/* --- headers */

static bool
is_plain(const char *s)
{
	const char *p;

	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p >= 0x7f)
			return false;
	return p - s <= PLAIN_MAX && strstr(s, "=?") == NULL;
}

static void
add_base64(struct buf *out, const char *p, size_t n)
{
	unsigned long v;
	size_t i, k;

	for (i = 0; i < n; i += 3) {
		v = (unsigned long)(unsigned char)p[i] << 16;
		v |= i + 1 < n ? (unsigned long)(unsigned char)p[i + 1] << 8 : 0;
		v |= i + 2 < n ? (unsigned long)(unsigned char)p[i + 2] : 0;
		for (k = 0; k < 4; k++)
			buf_char(out, i + k > n ? '=' : base64[v >> (18 - 6 * k) & 63]);
	}
}

/* Encoded words, a line each. What is no UTF-8 becomes question marks. */
static void
add_words(struct buf *out, const char *s)
{
	struct buf clean = { 0 };
	size_t n, from = 0, take;

	buf_str(&clean, "");
	for (; *s != '\0'; s += n > 0 ? n : 1) {
		n = utf8_char(s, strlen(s));
		if (n > 1)
			buf_add(&clean, s, n);
		else
			buf_char(&clean, n == 0                                  ? '?'
					 : (unsigned char)*s < ' ' || *s == 0x7f ? ' '
										 : *s);
	}
	for (; from < clean.len; from += take) {
		take = (size_t)utf8_cut(clean.p + from, clean.len - from, WORD_BYTES);
		buf_str(out, from > 0 ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		add_base64(out, clean.p + from, take);
		buf_str(out, "?=");
	}
	buf_release(&clean);
}

static void
add_subject(struct buf *out, const char *s)
{
	buf_str(out, "Subject: ");
	if (is_plain(s))
		buf_str(out, s);
	else
		add_words(out, s);
	buf_str(out, "\r\n");
}

static void
add_from(struct buf *out, const struct mail *m)
{
	const char *p;

	buf_str(out, "From: ");
	if (m->from_name != NULL && m->from_name[0] != '\0') {
		if (is_plain(m->from_name)) {
			buf_char(out, '"');
			for (p = m->from_name; *p != '\0'; p++) {
				if (*p == '"' || *p == '\\')
					buf_char(out, '\\');
				buf_char(out, *p);
			}
			buf_char(out, '"');
		} else {
			add_words(out, m->from_name);
		}
		buf_str(out, "\r\n ");
	}
	buf_fmt(out, "<%s>\r\n", m->from);
}

/* --- the body */

/* RFC 2045 section 6.7; n bytes of a line without its end. */
static void
add_line(struct buf *out, const char *p, size_t n)
{
	size_t column = 0, i, width;
	bool plain;

	for (i = 0; i < n; i++) {
		plain = (p[i] > ' ' && p[i] < 0x7f && p[i] != '=') ||
			((p[i] == ' ' || p[i] == '\t') && i + 1 < n);
		width = plain ? 1 : 3;
		if (column + width >= LINE_MAX_QP) {
			buf_str(out, "=\r\n");
			column = 0;
		}
		if (plain)
			buf_char(out, p[i]);
		else
			buf_fmt(out, "=%02X", (unsigned)(unsigned char)p[i]);
		column += width;
	}
	buf_str(out, "\r\n");
}

void
mail_write(struct buf *out, const struct mail *m)
{
	char date[CLOCK_TEXT_MAX];
	const char *p, *end;
	size_t i, n;

	(void)clock_mail_text(date, m->at);
	buf_fmt(out, "Date: %s +0000\r\n", date);
	add_from(out, m);
	for (i = 0; m->to[i] != NULL; i++)
		buf_fmt(out, "%s<%s>", i == 0 ? "To: " : ",\r\n ", m->to[i]);
	buf_str(out, "\r\n");
	add_subject(out, m->subject);
	buf_fmt(out,
	    "Message-ID: <%s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    m->id);
	for (p = m->text; *p != '\0'; p = end + (*end == '\n')) {
		end = p + strcspn(p, "\n");
		n = (size_t)(end - p);
		add_line(out, p, n > 0 && p[n - 1] == '\r' ? n - 1 : n);
	}
}
