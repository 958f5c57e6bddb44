/* Mail as a channel: to whom PF_NOTIFY_MAIL_TO says, by the server that other mail goes by, too */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "net/mail.h"
#include "notify/channel.h"

#define TO "PF_NOTIFY_MAIL_TO"
#define TO_MAX 20

struct postbox {
	struct mail_server server;
	const char *from, *from_name;
	char *host; /* owned */
	char *list; /* owned; the addresses lie in it */
	const char *to[TO_MAX + 1];
};

static bool
says_no(const char *s)
{
	return strcmp(s, "0") == 0 || strcasecmp(s, "false") == 0 || strcasecmp(s, "no") == 0 ||
	       strcasecmp(s, "off") == 0;
}

static int
take_recipients(struct postbox *p, const char *text, struct err *e)
{
	size_t n = 0;
	char *at, *end;

	p->list = mem_str(text);
	for (at = p->list; at != NULL; at = end) {
		end = strchr(at, ',');
		if (end != NULL)
			*end++ = '\0';
		at += strspn(at, " ");
		at[strcspn(at, " ")] = '\0';
		if (n == TO_MAX || !mail_is_address(at))
			return err_set(e, ERR_CONFIG,
			    TO " are up to %d addresses, user@host.example, with commas between",
			    TO_MAX);
		p->to[n++] = at;
	}
	return 0;
}

/* smtp://HOST[:PORT] in the clear on this host, smtps://HOST[:PORT]; before SMTP_SERVER and what belongs to it. */
static int
take_url(struct postbox *p, const char *url, struct err *e)
{
	bool tls = strncmp(url, "smtps://", 8) == 0;
	const char *host = tls ? url + 8 : url + 7, *port;
	size_t n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	int64_t number = tls ? 465 : 25;

	if ((!tls && strncmp(url, "smtp://", 7) != 0) || n == 0 || n > strlen(host) ||
	    strpbrk(host, "/@?# %\\\"") != NULL)
		return err_set(e, ERR_CONFIG,
		    "PF_SMTP_URL is no address of a mail server: smtps://host[:port], or smtp:// on this host");
	port = host + n;
	if (*port != '\0' &&
	    (*port != ':' || num_int(port + 1, strlen(port + 1), 1, 65535, &number)))
		return err_set(e, ERR_CONFIG, "PF_SMTP_URL: '%s' is no port", port);
	p->host = mem_copy(host, n);
	p->server.tls = tls ? MAIL_TLS : MAIL_CLEAR;
	p->server.port = (unsigned)number;
	return 0;
}

static int
take_server(struct postbox *p, struct err *e)
{
	const char *host = env_get("SMTP_SERVER"), *port = env_get("SMTP_PORT"),
		   *tls = env_get("SMTP_USE_TLS"), *url = env_get("PF_SMTP_URL");
	int64_t number;

	if (url != NULL)
		return take_url(p, url, e);
	if (host == NULL)
		return err_set(e, ERR_CONFIG, TO " is set, but SMTP_SERVER is not");
	if (strpbrk(host, "/@?# %\\\"") != NULL || (strchr(host, ':') != NULL && host[0] != '['))
		return err_set(e, ERR_CONFIG, "SMTP_SERVER is no host's name");
	p->host = mem_str(host);
	p->server.tls = tls != NULL && says_no(tls) ? MAIL_TLS : MAIL_STARTTLS;
	number = p->server.tls == MAIL_TLS ? 465 : 587;
	if (port != NULL && num_int(port, strlen(port), 1, 65535, &number))
		return err_set(e, ERR_CONFIG, "SMTP_PORT: '%s' is no port", port);
	p->server.port = (unsigned)number;
	return 0;
}

static int
take_sender(struct postbox *p, struct err *e)
{
	p->server.user = env_get("SMTP_USERNAME");
	p->server.password = env_get("SMTP_PASSWORD");
	p->server.ca_file = env_get("PF_SMTP_CA");
	p->from = env_get("EMAIL_FROM");
	p->from_name = env_get("EMAIL_FROM_NAME");
	if (p->server.password != NULL)
		log_secret(p->server.password);
	if ((p->server.user == NULL) != (p->server.password == NULL))
		return err_set(e, ERR_CONFIG,
		    "of SMTP_USERNAME and SMTP_PASSWORD only one is set: set both, or none where nobody logs in");
	if (p->from == NULL && p->server.user != NULL && mail_is_address(p->server.user))
		p->from = p->server.user;
	if (p->from == NULL)
		return err_set(e, ERR_CONFIG, TO " is set, but EMAIL_FROM is not");
	if (!mail_is_address(p->from))
		return err_set(e, ERR_CONFIG, "EMAIL_FROM is no address, user@host.example");
	return 0;
}

static int
read_postbox(struct postbox *p, struct err *e)
{
	*p = (struct postbox){ 0 };
	if (take_recipients(p, env_get(TO), e) || take_server(p, e) || take_sender(p, e))
		return err_wrap(e, "mail");
	p->server.host = p->host;
	return 0;
}

static void
release(struct postbox *p)
{
	free(p->host);
	free(p->list);
}

static int
find(char **word, struct err *e)
{
	struct postbox p;
	int rc;

	if (env_get(TO) == NULL) {
		*word = mem_str(TO " is not set");
		return 0;
	}
	rc = read_postbox(&p, e);
	if (rc == 0)
		*word = mem_str(env_get(TO));
	release(&p);
	return rc == 0 ? 1 : -1;
}

static int
open_it(void **state, int64_t deadline_ns, bool trace, struct err *e)
{
	struct postbox *p = mem_new(1, sizeof *p);

	(void)deadline_ns; /* a mail has its own end */
	(void)trace;
	*state = p;
	return read_postbox(p, e);
}

static int
send_it(void *state, const struct message *m, struct err *e)
{
	const struct postbox *p = state;
	char id[MAIL_ID_MAX];
	struct mail mail = { .from = p->from,
		.from_name = p->from_name,
		.to = p->to,
		.subject = m->title,
		.id = id,
		.at = m->at,
		.text = m->text };

	mail_new_id(id, m->at, p->from);
	return mail_send(&p->server, &mail, e) ? err_wrap(e, "mail") : 0;
}

static void
close_it(void *state)
{
	if (state != NULL)
		release(state);
	free(state);
}

const struct channel channel_mail = {
	.name = "mail",
	.help = "a mail",
	.unit = FIT_BYTES,
	.max = 1 << 20,
	.subjects = true,
	.find = find,
	.open = open_it,
	.send = send_it,
	.close = close_it,
};
