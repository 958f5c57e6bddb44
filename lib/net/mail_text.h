/*
 * A mail as the text that is sent: its headers (RFC 5322; words that are not ASCII as RFC 2047 has them) and a
 * body of plain text (RFC 2045, quoted-printable). No value can begin a header of its own: control characters
 * in one become blanks.
 */
#ifndef PF_NET_MAIL_TEXT_H
#define PF_NET_MAIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define MAIL_ADDRESS_MAX 254 /* bytes, RFC 5321 section 4.5.3.1.3 */
#define MAIL_ID_MAX 320

struct mail {
	const char *from;      /* an address, as mail_is_address() takes it */
	const char *from_name; /* UTF-8; NULL: none */
	const char *const *to; /* addresses, NULL-terminated, one at least */
	const char *subject;   /* UTF-8 */
	const char *id;        /* without its angle brackets; the same when it is sent again */
	int64_t at;            /* ns */
	const char *text;      /* UTF-8, lines end with '\n' */
};

/* Whether it is one address, user@host.example, without a name or brackets: what needs no quotes. */
bool mail_is_address(const char *s);

/* A new id, unlike all others, of the host of an address. */
void mail_new_id(char out[MAIL_ID_MAX], int64_t at, const char *from);

/* Add the whole mail, its lines ending with CRLF; dots are not doubled yet. */
void mail_write(struct buf *out, const struct mail *m);

#endif
