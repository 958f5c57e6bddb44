#include "web/login.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/err.h"
#include "base/num.h"
#include "net/hmac.h"
#include "web/guard.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define COOKIE "pf_ui"
#define LASTS_S 43200      /* 12 hours */
#define DELAY_NS 300000000 /* before a wrong key is told: nobody tries many */
#define TOKEN_MAX (NUM_TEXT_MAX + 1 + 2 * HMAC_LEN + 1)
#define NEXT_MAX 512
#define HOME "/ui/"

/* "1224086400.0f3a...": until when, and that we said so. */
static void
make_token(char out[TOKEN_MAX], const struct service *s, int64_t until_s)
{
	static const char purpose[] = "pf-api pages";
	unsigned char mac[HMAC_LEN];
	size_t n, i;

	n = (size_t)snprintf(out, TOKEN_MAX, "%" PRId64, until_s);
	hmac_sha256(mac, s->key, strlen(s->key), purpose, sizeof purpose - 1);
	hmac_sha256(mac, mac, sizeof mac, out, n);
	out[n++] = '.';
	for (i = 0; i < sizeof mac; i++)
		n += (size_t)snprintf(out + n, TOKEN_MAX - n, "%02x", mac[i]);
}

/* Our cookie among those of a request; its length, 0: there is none. */
static size_t
find_cookie(const char *all, const char **value)
{
	size_t n;

	for (; all != NULL && *all != '\0'; all += n) {
		all += strspn(all, "; ");
		n = strcspn(all, ";");
		if (strncmp(all, COOKIE "=", sizeof COOKIE) == 0) {
			*value = all + sizeof COOKIE;
			return n - sizeof COOKIE;
		}
	}
	return 0;
}

static bool
has_cookie(const struct service *s, const struct web_request *q)
{
	const char *value = NULL;
	size_t n = find_cookie(q->cookie, &value), digits;
	char given[TOKEN_MAX], right[TOKEN_MAX];
	int64_t until, now = service_now(s) / CLOCK_SECOND;

	if (n == 0 || n >= sizeof given)
		return false;
	memcpy(given, value, n);
	given[n] = '\0';
	digits = strcspn(given, ".");
	if (num_int(given, digits, 0, INT64_MAX, &until))
		return false;
	make_token(right, s, until);
	return guard_same(given, right) && until > now && until <= now + LASTS_S;
}

/* Where to go on: a page of ours, written in nothing but what an address has. */
static const char *
own_path(const char *next)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._~?=&%+-";

	return next != NULL && strncmp(next, HOME, sizeof HOME - 1) == 0 &&
		       strlen(next) < NEXT_MAX && strspn(next, plain) == strlen(next) &&
		       strstr(next, "..") == NULL && strstr(next, "//") == NULL
		   ? next
		   : HOME;
}

static void
go(struct web_reply *r, const char *path)
{
	page_headers(r, "text/plain; charset=utf-8");
	r->status = 303;
	web_reply_header(r, "Location", path);
	buf_str(&r->body, "See ");
	buf_str(&r->body, path);
	buf_char(&r->body, '\n');
}

void
answer_home(struct service *s, const struct web_request *q, struct web_reply *r)
{
	(void)s;
	(void)q;
	go(r, HOME);
}

bool
login_admits(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct buf to = { 0 }, here = { 0 };
	const char *p;

	if (s->open || (s->key != NULL && has_cookie(s, q)))
		return true;
	buf_str(&here, q->path);
	if (q->query[0] != '\0')
		buf_fmt(&here, "?%s", q->query);
	buf_str(&to, "/ui/login?next=");
	for (p = own_path(here.p); *p != '\0'; p++)
		if (strchr("?=&%+", *p) != NULL)
			buf_fmt(&to, "%%%02X", (unsigned)(unsigned char)*p);
		else
			buf_char(&to, *p);
	go(r, to.p);
	buf_release(&to);
	buf_release(&here);
	return false;
}

static void
form(struct page *p, int status, const char *next, const char *wrong)
{
	p->r->status = status;
	page_begin(p, "Log in", "");
	if (wrong != NULL) {
		page_html(p, "<p class=\"notice\" role=\"alert\" id=\"wrong\">");
		page_text(p, wrong);
		page_html(p, "</p>\n");
	}
	page_html(p,
	    "<form class=\"login\" method=\"post\" action=\"/ui/login\">\n"
	    "<label for=\"user\" hidden=\"hidden\">User</label><input id=\"user\" name=\"user\" "
	    "value=\"pf\" autocomplete=\"username\" readonly=\"readonly\" "
	    "hidden=\"hidden\"/>\n"
	    "<label for=\"key\">Key of the API</label>\n<input id=\"key\" name=\"key\" "
	    "type=\"password\" required=\"required\" autofocus=\"autofocus\" "
	    "autocomplete=\"current-password\"");
	if (wrong != NULL)
		page_html(p, " aria-invalid=\"true\" aria-describedby=\"wrong\"");
	page_html(p, "/>\n<input type=\"hidden\" name=\"next\" value=\"");
	page_text(p, next);
	page_html(p, "\"/>\n<button type=\"submit\">Log in</button>\n</form>\n");
	page_end(p);
}

/* Whether a form came from a page of ours, as far as the browser says from where (RFC 6454). */
static bool
is_ours(const struct web_request *q)
{
	const char *origin = q->origin;

	if (origin == NULL)
		return true;
	if (strncmp(origin, "https://", 8) == 0)
		origin += 8;
	else if (strncmp(origin, "http://", 7) == 0)
		origin += 7;
	else
		return false;
	return q->host != NULL && strcasecmp(origin, q->host) == 0;
}

static void
give_cookie(const struct web_request *q, struct web_reply *r, const char *token, int lasts_s)
{
	char text[TOKEN_MAX + 128];
	bool https = q->https != NULL && q->https[0] != '\0' && strcasecmp(q->https, "off") != 0;

	(void)snprintf(text, sizeof text,
	    COOKIE "=%s; Path=/ui; Max-Age=%d; HttpOnly; SameSite=Strict%s", token, lasts_s,
	    https ? "; Secure" : "");
	web_reply_header(r, "Set-Cookie", text);
}

void
answer_login(struct service *s, const struct web_request *q, struct web_reply *r)
{
	const char *next = own_path(web_request_param(q, "next"));
	struct page p;

	if (s->open) {
		go(r, next);
		return;
	}
	page_init(&p, s, q, r);
	if (s->key == NULL)
		page_refuse(&p, 503, "No key",
		    "No key is configured: set API_SECRET_KEY where pf-api runs.");
	else
		form(&p, 200, next, NULL);
}

static void
refuse_origin(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct page p;

	page_init(&p, s, q, r);
	page_refuse(&p, 403, "Not from here", "This form was sent from a page of another address.");
}

void
answer_login_try(struct service *s, const struct web_request *q, struct web_reply *r)
{
	const struct timespec delay = { 0, DELAY_NS };
	struct web_request given = { 0 };
	const char *key, *next;
	char token[TOKEN_MAX];
	struct page p;
	struct err e;

	if (!is_ours(q)) {
		refuse_origin(s, q, r);
		return;
	}
	if (s->open || s->key == NULL) {
		answer_login(s, q, r);
		return;
	}
	given.text.secret = true;
	/* a text that is decoded must not move */
	(void)buf_room(&given.text, 2 * (size_t)WEB_URL_MAX);
	if (web_request_params(&given, q->body, q->body_len, &e))
		given.nparams = 0;
	key = web_request_param(&given, "key");
	next = own_path(web_request_param(&given, "next"));
	if (key != NULL && guard_same(key, s->key)) {
		make_token(token, s, service_now(s) / CLOCK_SECOND + LASTS_S);
		give_cookie(q, r, token, LASTS_S);
		go(r, next);
	} else {
		(void)nanosleep(&delay, NULL);
		page_init(&p, s, q, r);
		form(&p, 401, next, "That is not the key.");
	}
	buf_wipe(&given.text);
}

void
answer_logout(struct service *s, const struct web_request *q, struct web_reply *r)
{
	if (!is_ours(q)) {
		refuse_origin(s, q, r);
		return;
	}
	give_cookie(q, r, "", 0);
	go(r, "/ui/login");
}
