#include "net/xfer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/utf8.h"
#include "net/cert.h"
#include "net/http.h"
#include "net/retry.h"

#define ROOM_MAX (1 << 20) /* bytes that a reply gets before they came */

/* clang-format off */
/* What a transfer's end means; what is not here is a broken transfer: ERR_TEMP, XFER_REPEATABLE. */
static const struct ending {
	CURLcode code;
	enum err_code err;
	enum xfer_again again;
	const char *what;
} endings[] = {
	{ CURLE_COULDNT_RESOLVE_HOST,      ERR_TEMP,   XFER_ALWAYS,     "cannot resolve the host name" },
	{ CURLE_COULDNT_RESOLVE_PROXY,     ERR_TEMP,   XFER_ALWAYS,     "cannot resolve the proxy's name" },
	{ CURLE_COULDNT_CONNECT,           ERR_TEMP,   XFER_ALWAYS,     "cannot connect" },
	{ CURLE_SSL_CONNECT_ERROR,         ERR_TEMP,   XFER_ALWAYS,     "the TLS handshake failed" },
	{ CURLE_OPERATION_TIMEDOUT,        ERR_TEMP,   XFER_REPEATABLE, "no answer in time" },
	{ CURLE_GOT_NOTHING,               ERR_TEMP,   XFER_REPEATABLE, "the connection was closed without a reply" },
	{ CURLE_PARTIAL_FILE,              ERR_TEMP,   XFER_REPEATABLE, "the reply was cut off" },
	{ CURLE_RECV_ERROR,                ERR_TEMP,   XFER_REPEATABLE, "the connection broke" },
	{ CURLE_SEND_ERROR,                ERR_TEMP,   XFER_REPEATABLE, "the connection broke" },
	{ CURLE_WEIRD_SERVER_REPLY,        ERR_DATA,   XFER_REPEATABLE, "that is no HTTP reply" },
	{ CURLE_UNSUPPORTED_PROTOCOL,      ERR_DATA,   XFER_REPEATABLE, "that is no HTTP reply" },
	{ CURLE_PEER_FAILED_VERIFICATION,  ERR_REMOTE, XFER_NEVER,      "the server's certificate is not to be trusted" },
	{ CURLE_SSL_INVALIDCERTSTATUS,     ERR_REMOTE, XFER_NEVER,      "the server's certificate is not to be trusted" },
	{ CURLE_SSL_ISSUER_ERROR,          ERR_REMOTE, XFER_NEVER,      "the server's certificate is not to be trusted" },
	{ CURLE_SSL_CACERT_BADFILE,        ERR_CONFIG, XFER_NEVER,      "the list of trusted authorities cannot be read (Debian: ca-certificates)" },
	{ CURLE_URL_MALFORMAT,             ERR_BUG,    XFER_NEVER,      "a request's path is malformed" },
	{ CURLE_OUT_OF_MEMORY,             ERR_BUG,    XFER_NEVER,      "out of memory" },
};

/* Replies name the request in one of these, in this order. */
static const char *const id_headers[] = { "request-id", "x-request-id", "x-amzn-requestid",
	"x-amz-request-id", NULL };

/* Never shown by --trace. */
static const char *const secret_headers[] = { "authorization", "proxy-authorization", "cookie",
	"set-cookie", "x-api-key", "x-amz-security-token", "x-aws-ec2-metadata-token", "signature",
	"x-amz-server-side-encryption-customer-key", "x-amz-copy-source-server-side-encryption-customer-key",
	"x-amz-server-side-encryption-context", NULL };
/* clang-format on */

static bool
streams(const struct http_request *r)
{
	return r->sink != NULL && (r->reply.status == 200 || r->reply.status == 206);
}

static size_t
give_body(char *p, size_t size, size_t n, void *arg)
{
	struct xfer *x = arg;

	(void)size; /* always 1 */
	x->heard_ns = clock_mono();
	n = fread(p, 1, n, x->r->upload);
	if (!ferror(x->r->upload))
		return n;
	x->refused = true;
	(void)err_set(&x->fail, ERR_IO, "the body cannot be read");
	return CURL_READFUNC_ABORT;
}

static int
seek_body(void *arg, curl_off_t at, int whence)
{
	struct xfer *x = arg;

	return fseeko(x->r->upload, (off_t)at, whence) ? CURL_SEEKFUNC_FAIL : CURL_SEEKFUNC_OK;
}

/* A body that says how long it is need not be moved, and its old places not be wiped, while it grows; one
 * that lies is believed no further than that. */
static void
make_room(struct xfer *x)
{
	curl_off_t length = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (length > 0)
		(void)buf_room(&x->r->reply.body, length < ROOM_MAX ? (size_t)length : ROOM_MAX);
}

static size_t
take_body(char *p, size_t size, size_t n, void *arg)
{
	struct xfer *x = arg;
	struct http_reply *reply = &x->r->reply;
	size_t room;

	(void)size; /* always 1 */
	x->heard_ns = clock_mono();
	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &reply->status);
	if (streams(x->r)) {
		x->streamed = true;
		if (x->r->sink(x->r, p, n, &x->fail)) {
			x->refused = true;
			return 0;
		}
		x->heard_ns = clock_mono(); /* the sink may have waited for somebody */
		return n;
	}
	if (reply->body.len == 0)
		make_room(x);
	room = (reply->status / 100 == 2 ? HTTP_BODY_MAX : HTTP_ERROR_MAX) - reply->body.len;
	buf_add(&reply->body, p, n < room ? n : room);
	if (n <= room)
		return n;
	if (reply->status / 100 != 2) {
		x->cut = true;
	} else {
		x->refused = true;
		(void)err_set(
		    &x->fail, ERR_DATA, "the reply is longer than %zu MiB", HTTP_BODY_MAX >> 20);
	}
	return 0;
}

static void
trim(const char **p, size_t *n)
{
	while (*n > 0 && strchr(" \t\r\n", (*p)[*n - 1]) != NULL)
		--*n;
	while (*n > 0 && (**p == ' ' || **p == '\t')) {
		++*p;
		--*n;
	}
}

static size_t
take_header(char *p, size_t size, size_t n, void *arg)
{
	struct xfer *x = arg;
	struct buf *heads = &x->r->reply.headers;
	const char *colon = memchr(p, ':', n), *value;
	size_t len, i;

	(void)size;
	x->heard_ns = clock_mono();
	if (n >= 5 && memcmp(p, "HTTP/", 5) == 0) {
		buf_reset(heads); /* a 100 or a proxy's answer stood before */
		return n;
	}
	if (colon == NULL || heads->len + n + 2 > HTTP_HEADERS_MAX)
		return n;
	for (i = 0; p + i < colon; i++)
		buf_char(heads, (char)(p[i] >= 'A' && p[i] <= 'Z' ? p[i] + ('a' - 'A') : p[i]));
	value = colon + 1;
	len = n - (size_t)(value - p);
	trim(&value, &len);
	buf_str(heads, ": ");
	for (i = 0; i < len; i++)
		buf_char(heads, value[i] == '\0' ? ' ' : value[i]);
	buf_char(heads, '\n');
	return n;
}

static bool
is_secret(const char *line, size_t n)
{
	size_t i, len;

	for (i = 0; secret_headers[i] != NULL; i++) {
		len = strlen(secret_headers[i]);
		if (n > len && line[len] == ':' && strncasecmp(line, secret_headers[i], len) == 0)
			return true;
	}
	return false;
}

static int
trace(CURL *easy, curl_infotype type, char *p, size_t n, void *arg)
{
	const struct xfer *x = arg;
	const char *end;
	size_t len, show;

	(void)easy;
	if (type != CURLINFO_HEADER_IN && type != CURLINFO_HEADER_OUT)
		return 0;
	for (; n > 0; p += len, n -= len) {
		end = memchr(p, '\n', n);
		len = end == NULL ? n : (size_t)(end - p) + 1;
		show = len;
		while (show > 0 && (p[show - 1] == '\n' || p[show - 1] == '\r'))
			show--;
		if (show == 0)
			continue;
		if (is_secret(p, show))
			log_debug("%u %c %.*s ***", x->number,
			    type == CURLINFO_HEADER_OUT ? '>' : '<',
			    (int)((const char *)memchr(p, ':', show) + 1 - p), p);
		else
			log_debug("%u %c %.*s", x->number, type == CURLINFO_HEADER_OUT ? '>' : '<',
			    utf8_cut(p, show, 2000), p);
	}
	return 0;
}

static void
add_header(struct xfer *x, const char *line)
{
	struct curl_slist *more = curl_slist_append(x->headers, line);

	if (more == NULL)
		mem_out();
	x->headers = more;
}

/* libcurl leaves a header without a value away, unless a semicolon says that it is meant. */
static void
add_own_header(struct xfer *x, const char *line)
{
	size_t n = strcspn(line, ":");
	char *bare;

	if (line[n] == ':' && line[n + 1 + strspn(line + n + 1, " ")] == '\0') {
		bare = mem_fmt("%.*s;", (int)n, line);
		add_header(x, bare);
		free(bare);
	} else {
		add_header(x, line);
	}
}

static void
set_headers(struct xfer *x)
{
	const struct http_request *r = x->r;
	char *line;
	size_t i;

	if (r->upload == NULL)
		add_header(x, "Expect:"); /* nobody is asked whether a small body is welcome */
	if (r->type != NULL && r->body != NULL) {
		line = mem_fmt("Content-Type: %s", r->type);
		add_header(x, line);
		free(line);
	}
	if (r->bearer != NULL) {
		line = mem_fmt("Authorization: Bearer %s", r->bearer);
		add_header(x, line);
		free(line);
	}
	for (i = 0; r->headers != NULL && r->headers[i] != NULL; i++)
		add_own_header(x, r->headers[i]);
	(void)curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->headers);
}

/* Options that cannot fail but for memory; a refused one of an older libcurl leaves its default. */
static void
set_wire(struct xfer *x)
{
	CURL *c = x->easy;

#if LIBCURL_VERSION_NUM >= 0x075500
	(void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, x->common->plain ? "http" : "https");
#else
	(void)curl_easy_setopt(
	    c, CURLOPT_PROTOCOLS, (long)(x->common->plain ? CURLPROTO_HTTP : CURLPROTO_HTTPS));
#endif
	(void)curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	(void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	(void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	(void)curl_easy_setopt(c, CURLOPT_BUFFERSIZE, 128L << 10);
	(void)curl_easy_setopt(c, CURLOPT_USERAGENT, "pf-utils/" PACKAGE_VERSION);
	(void)curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->text);
	(void)curl_easy_setopt(c, CURLOPT_PRIVATE, x);
	(void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	(void)curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	(void)curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	(void)curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	if (x->common->certificate)
		(void)curl_easy_setopt(c, CURLOPT_CERTINFO, 1L);
	if (x->common->direct)
		(void)curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (x->common->ca_file != NULL) {
		(void)curl_easy_setopt(c, CURLOPT_CAINFO, x->common->ca_file);
		(void)curl_easy_setopt(c, CURLOPT_CAPATH, NULL); /* the system's would add to it */
	}
	if (x->common->trace) {
		(void)curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
		(void)curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, trace);
		(void)curl_easy_setopt(c, CURLOPT_DEBUGDATA, x);
	}
}

static long
ms(int64_t ns)
{
	return ns < 1000000 ? 1 : (long)(ns / 1000000);
}

static void
set_time(struct xfer *x, int64_t until_ns)
{
	int64_t left = until_ns == 0 ? INT64_MAX : until_ns - clock_mono();
	bool streamed = x->r->sink != NULL || x->r->upload != NULL;
	int64_t whole = streamed ? INT64_MAX : x->common->timeout_ns;

	if (left < whole)
		whole = left;
	if (whole != INT64_MAX)
		(void)curl_easy_setopt(x->easy, CURLOPT_TIMEOUT_MS, ms(whole));
	(void)curl_easy_setopt(x->easy, CURLOPT_CONNECTTIMEOUT_MS,
	    ms(left < HTTP_CONNECT_TIMEOUT ? left : HTTP_CONNECT_TIMEOUT));
}

bool
xfer_is_idle(struct xfer *x, int64_t now)
{
	x->idle = now - x->heard_ns > x->common->timeout_ns;
	return x->idle;
}

/* From its start: it may be a second sending. */
static void
set_upload(struct xfer *x)
{
	(void)curl_easy_setopt(x->easy, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(x->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)x->r->upload_len);
	(void)curl_easy_setopt(x->easy, CURLOPT_READFUNCTION, give_body);
	(void)curl_easy_setopt(x->easy, CURLOPT_READDATA, x);
	(void)curl_easy_setopt(x->easy, CURLOPT_SEEKFUNCTION, seek_body);
	(void)curl_easy_setopt(x->easy, CURLOPT_SEEKDATA, x);
	if (fseeko(x->r->upload, 0, SEEK_SET)) /* fails for what is no file: so does the reading */
		log_debug("%s: the body cannot be rewound", x->common->place);
}

struct xfer *
xfer_new(
    const struct xfer_common *common, struct http_request *r, unsigned number, int64_t until_ns)
{
	struct xfer *x = mem_new(1, sizeof *x);
	bool post = strcmp(r->method, "POST") == 0;

	*x = (struct xfer){ .common = common, .r = r, .number = number, .heard_ns = clock_mono() };
	x->easy = curl_easy_init();
	if (x->easy == NULL)
		mem_out();
	x->url = mem_fmt("%s%s", common->base, r->path);
	(void)curl_easy_setopt(x->easy, CURLOPT_URL, x->url);
	if (r->upload != NULL) {
		set_upload(x);
	} else if (r->body != NULL || post) {
		(void)curl_easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)(r->body == NULL ? 0 : r->body_len));
		(void)curl_easy_setopt(x->easy, CURLOPT_POSTFIELDS, r->body == NULL ? "" : r->body);
	} else if (strcmp(r->method, "HEAD") == 0) {
		(void)curl_easy_setopt(x->easy, CURLOPT_NOBODY, 1L);
	}
	if ((!post || r->upload != NULL) && strcmp(r->method, "GET") != 0 &&
	    strcmp(r->method, "HEAD") != 0)
		(void)curl_easy_setopt(x->easy, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->user != NULL) {
		(void)curl_easy_setopt(x->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		(void)curl_easy_setopt(x->easy, CURLOPT_USERNAME, r->user);
		(void)curl_easy_setopt(
		    x->easy, CURLOPT_PASSWORD, r->password == NULL ? "" : r->password);
	}
	set_wire(x);
	set_headers(x);
	set_time(x, until_ns);
	return x;
}

void
xfer_free(struct xfer *x)
{
	if (x == NULL)
		return;
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->headers);
	free(x->url);
	free(x);
}

static void
read_heads(struct xfer *x)
{
	struct http_reply *reply = &x->r->reply;
	const char *v;
	size_t n, i;
	int64_t at = http_date(reply);

	for (i = 0; id_headers[i] != NULL; i++) {
		v = http_header(reply, id_headers[i], &n);
		if (v == NULL || n == 0 || n >= sizeof reply->request_id)
			continue;
		memcpy(reply->request_id, v, n);
		reply->request_id[n] = '\0';
		break;
	}
	v = http_header(reply, x->common->retry_header, &n);
	reply->retry_after_ns =
	    v == NULL ? -1 : retry_after(v, n, at != CLOCK_NONE ? at : clock_real());
}

static int
broken(struct xfer *x, CURLcode code, enum xfer_again *again, struct err *e)
{
	const struct ending *end = NULL;
	long os = 0;
	size_t i;

	for (i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (endings[i].code == code)
			end = &endings[i];
	*again = end == NULL ? XFER_REPEATABLE : end->again;
	(void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &os);
	if (code == CURLE_COULDNT_CONNECT && os != 0)
		return err_set(
		    e, ERR_TEMP, "cannot connect to %s: %s", x->common->place, strerror((int)os));
	if (x->idle)
		return err_set(e, ERR_TEMP, "%s: nothing came for %.3g s", x->common->place,
		    (double)x->common->timeout_ns / (double)CLOCK_SECOND);
	return err_set(e, end == NULL ? ERR_TEMP : end->err, "%s: %s (%s)", x->common->place,
	    end == NULL ? "the transfer failed" : end->what,
	    x->text[0] != '\0' ? x->text : curl_easy_strerror(code));
}

/* The server's own certificate is the first of its chain. */
static void
read_certificate(struct xfer *x)
{
	static const char lead[] = "Cert:";
	struct curl_certinfo *chain = NULL;
	const struct curl_slist *line;
	int64_t until;

	if (curl_easy_getinfo(x->easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs < 1)
		return;
	for (line = chain->certinfo[0]; line != NULL; line = line->next)
		if (strncmp(line->data, lead, strlen(lead)) == 0) {
			until = cert_until(
			    line->data + strlen(lead), strlen(line->data + strlen(lead)));
			x->r->reply.cert_until = until == CLOCK_NONE ? 0 : until;
		}
}

int
xfer_end(struct xfer *x, CURLcode code, enum xfer_again *again, struct err *e)
{
	curl_off_t connect_us = 0;

	*again = XFER_NEVER;
	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &x->r->reply.status);
	(void)curl_easy_getinfo(x->easy, CURLINFO_CONNECT_TIME_T, &connect_us);
	x->r->reply.connected = connect_us > 0;
	if (x->refused) {
		*e = x->fail;
		return -1;
	}
	if (code != CURLE_OK && !x->cut)
		return broken(x, code, again, e);
	read_heads(x);
	if (x->common->certificate)
		read_certificate(x);
	*again = XFER_REPEATABLE;
	if (streams(x->r) && x->r->whole != NULL && x->r->whole(x->r, e)) {
		x->streamed = true; /* what the sink holds is of no use, also without a byte */
		return err_wrap(e, "%s", x->common->place);
	}
	return 0;
}
