#include "net/mail.h"

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/utf8.h"
#include "net/http.h"
#include "net/retry.h"
#include "net/start.h"

#define WORDS_MAX 200
#define NAP_NS 100000000

struct sending {
	const struct buf *text;
	size_t at;
	char words[WORDS_MAX + 1]; /* the server's last line */
	char curl[CURL_ERROR_SIZE];
};

/* clang-format off */
/* How libcurl's ends that no reply explains are told; what is not here may go well later. */
static const struct {
	CURLcode code;
	enum err_code err;
	bool again; /* it certainly was not taken */
	const char *what;
} endings[] = {
	{ CURLE_COULDNT_RESOLVE_HOST,     ERR_TEMP,   true,  "its name cannot be resolved" },
	{ CURLE_COULDNT_CONNECT,          ERR_TEMP,   true,  "cannot connect" },
	{ CURLE_SSL_CONNECT_ERROR,        ERR_TEMP,   true,  "the TLS handshake failed; the port or SMTP_USE_TLS may be the wrong one" },
	{ CURLE_USE_SSL_FAILED,           ERR_REMOTE, false, "it offers no STARTTLS, and nothing is sent in the clear" },
	{ CURLE_PEER_FAILED_VERIFICATION, ERR_REMOTE, false, "its certificate is not to be trusted" },
	{ CURLE_SSL_CACERT_BADFILE,       ERR_CONFIG, false, "the list of trusted authorities cannot be read" },
	{ CURLE_LOGIN_DENIED,             ERR_PERM,   false, "user or password is not taken; some providers want an app password" },
	{ CURLE_OPERATION_TIMEDOUT,       ERR_TEMP,   false, "no answer in time" },
	{ CURLE_WEIRD_SERVER_REPLY,       ERR_DATA,   false, "that is no mail server" },
	{ CURLE_OUT_OF_MEMORY,            ERR_BUG,    false, "out of memory" },
};
/* clang-format on */

static size_t
give(char *p, size_t size, size_t n, void *arg)
{
	struct sending *s = arg;
	size_t left = s->text->len - s->at;

	n = size * n < left ? size * n : left;
	memcpy(p, s->text->p + s->at, n);
	s->at += n;
	return n;
}

/* Lines of the server: the last refusal says what it thinks; what comes behind it is farewell. */
static size_t
hear(char *p, size_t size, size_t n, void *arg)
{
	struct sending *s = arg;
	size_t len = size * n;

	while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == '\n'))
		len--;
	if (len == 0 || (p[0] != '4' && p[0] != '5'))
		return size * n;
	len = utf8_valid(p, len) ? (size_t)utf8_cut(p, len, WORDS_MAX) : 0;
	memcpy(s->words, p, len);
	s->words[len] = '\0';
	return size * n;
}

static int
watch(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)arg;
	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return stop_asked() != 0;
}

static void
set_server(CURL *c, const struct mail_server *server)
{
	char *url = mem_fmt(
	    "%s://%s:%u", server->tls == MAIL_TLS ? "smtps" : "smtp", server->host, server->port);

	(void)curl_easy_setopt(c, CURLOPT_URL, url);
	free(url); /* libcurl has its own */
#if CURL_AT_LEAST_VERSION(7, 85, 0)
	(void)curl_easy_setopt(
	    c, CURLOPT_PROTOCOLS_STR, server->tls == MAIL_TLS ? "smtps" : "smtp");
#else
	(void)curl_easy_setopt(c, CURLOPT_PROTOCOLS,
	    (long)(server->tls == MAIL_TLS ? CURLPROTO_SMTPS : CURLPROTO_SMTP));
#endif
	(void)curl_easy_setopt(c, CURLOPT_USE_SSL,
	    (long)(server->tls == MAIL_CLEAR ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	(void)curl_easy_setopt(c, CURLOPT_PROXY, ""); /* what all_proxy names speaks no SMTP */
	(void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(
	    c, CURLOPT_CONNECTTIMEOUT_MS, (long)(HTTP_CONNECT_TIMEOUT / 1000000));
	(void)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(HTTP_TIMEOUT / 1000000));
	if (server->ca_file != NULL) {
		(void)curl_easy_setopt(c, CURLOPT_CAINFO, server->ca_file);
		(void)curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	if (server->user != NULL) {
		(void)curl_easy_setopt(c, CURLOPT_USERNAME, server->user);
		(void)curl_easy_setopt(c, CURLOPT_PASSWORD, server->password);
	}
}

static void
set_callbacks(CURL *c, struct sending *s)
{
	(void)curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	(void)curl_easy_setopt(c, CURLOPT_READDATA, s);
	(void)curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, hear);
	(void)curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	(void)curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, watch);
	(void)curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	(void)curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->curl);
}

/* What an end means; *again: it certainly was not taken, and may be later. */
static int
judge(CURL *c, const struct mail_server *server, const struct sending *s, CURLcode code,
    bool *again, struct err *e)
{
	size_t i, n = sizeof endings / sizeof endings[0];
	long reply = 0;

	*again = false;
	if (code == CURLE_OK)
		return 0;
	(void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
	for (i = 0; i < n && endings[i].code != code; i++)
		;
	if (code == CURLE_WEIRD_SERVER_REPLY && reply >= 400)
		i = n; /* a refusal at the end of the mail is weird to libcurl, and a reply all the same */
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return err_set(e, ERR_TEMP, "stopped by a signal");
	if ((code == CURLE_LOGIN_DENIED || i == n) && reply >= 400 && reply < 500) {
		*again = true;
		return err_set(e, ERR_TEMP, "%s: not now: %s", server->host, s->words);
	}
	if (i < n) {
		*again = endings[i].again;
		return err_set(e, endings[i].err, "%s:%u: %s (%s)", server->host, server->port,
		    endings[i].what,
		    code == CURLE_LOGIN_DENIED && s->words[0] != '\0' ? s->words
		    : s->curl[0] != '\0'                              ? s->curl
								      : curl_easy_strerror(code));
	}
	if (reply >= 500)
		return err_set(e, ERR_REMOTE, "%s: refused: %s", server->host, s->words);
	return err_set(e, ERR_TEMP, "%s: the connection broke (%s)", server->host,
	    s->curl[0] != '\0' ? s->curl : curl_easy_strerror(code));
}

static int
send_once(const struct mail_server *server, const struct mail *m, const struct buf *text,
    bool *again, struct err *e)
{
	struct sending s = { .text = text };
	struct curl_slist *to = NULL, *more;
	CURL *c = curl_easy_init();
	size_t i;
	int rc;

	if (c == NULL)
		mem_out();
	set_server(c, server);
	set_callbacks(c, &s);
	(void)curl_easy_setopt(c, CURLOPT_MAIL_FROM, m->from);
	for (i = 0; m->to[i] != NULL; i++) {
		more = curl_slist_append(to, m->to[i]);
		if (more == NULL)
			mem_out();
		to = more;
	}
	(void)curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	rc = judge(c, server, &s, curl_easy_perform(c), again, e);
	curl_easy_cleanup(c);
	curl_slist_free_all(to);
	return rc;
}

static void
nap(int64_t ns)
{
	const struct timespec pause = { .tv_nsec = NAP_NS };
	int64_t until = clock_mono() + ns;

	while (clock_mono() < until && stop_asked() == 0)
		(void)nanosleep(&pause, NULL);
}

int
mail_send(const struct mail_server *server, const struct mail *m, struct err *e)
{
	struct buf text = { 0 };
	struct retry retry;
	bool again = false;
	int64_t wait;
	int rc = -1, sent = 0;

	if (server->tls == MAIL_CLEAR && !http_is_loopback(server->host))
		return err_set(e, ERR_CONFIG, "%s: mail goes in the clear only to this host itself",
		    server->host);
	if (retry_init(&retry, e) || net_start(e))
		return -1;
	mail_write(&text, m);
	do {
		rc = send_once(server, m, &text, &again, e);
		if (rc == 0 || !again || ++sent >= retry.attempts)
			break;
		wait = retry_wait(&retry, sent, -1);
		log_note("mail: waits %.3g s (%s), then tries again, %d of %d",
		    (double)wait / (double)CLOCK_SECOND, e->msg, sent + 1, retry.attempts);
		nap(wait);
	} while (stop_asked() == 0);
	buf_release(&text);
	net_stop();
	return rc;
}
