/*
 * Mail to a server that takes it, by libcurl (RFC 5321, 3207, 4954, 8314). Unless the server is on this host and
 * the caller says so, nothing goes in the clear: TLS from the beginning, or STARTTLS and no mail without it.
 */
#ifndef PF_NET_MAIL_H
#define PF_NET_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "net/mail_text.h"

struct err;

enum mail_tls {
	MAIL_STARTTLS, /* asked for, and nothing is sent when the server has none */
	MAIL_TLS,      /* from the first byte */
	MAIL_CLEAR,    /* none: loopback only, ERR_CONFIG for any other host */
};

struct mail_server {
	const char *host; /* a name or address; IPv6 in brackets */
	unsigned port;    /* 587, 465, 25 */
	enum mail_tls tls;
	const char *user, *password; /* both, or NULL: nobody logs in */
	const char *ca_file; /* PEM, the only authorities that are trusted; NULL: the system's */
};

/*
 * Send it to all of m->to, or to nobody: one that is refused refuses the mail. What certainly was not taken is tried
 * again as net/retry.h says. ERR_TEMP (cannot connect, 4xx), ERR_PERM (login), ERR_REMOTE (5xx, certificate, no
 * STARTTLS), ERR_CONFIG; messages have the server's own words.
 */
int mail_send(const struct mail_server *server, const struct mail *m, struct err *e);

#endif
