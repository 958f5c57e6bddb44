#include "aws/sigv4.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "net/hmac.h"

#define ALGORITHM "AWS4-HMAC-SHA256"
#define KEY_LEN HMAC_LEN
#define PIECE ((size_t)64 << 10) /* of a file that is hashed */

/* Rewritten by proxies and gateways, or by libcurl: not signed. */
static const char *const unsigned_headers[] = { "authorization", "user-agent", "expect",
	"connection", "transfer-encoding", "x-amzn-trace-id", "content-length", NULL };

/* A name with its value, of the query or of the headers; slices of the request or owned texts. */
struct pair {
	char *name, *value; /* owned */
	size_t at;          /* where it stood: equal ones keep their order */
};

struct pairs {
	struct pair *p; /* owned */
	size_t n;
};

int
sigv4_date(char date[SIGV4_DATE_LEN + 1], int64_t ns, struct err *e)
{
	char text[CLOCK_TEXT_MAX];

	if (ns < 0 || clock_time_text(text, ns) < 19 || text[10] != 'T')
		return err_set(e, ERR_BUG, "no time to sign with");
	/* 2026-11-22T10:11:12... without its punctuation */
	memcpy(date, text, 4);
	memcpy(date + 4, text + 5, 2);
	memcpy(date + 6, text + 8, 3);
	memcpy(date + 9, text + 11, 2);
	memcpy(date + 11, text + 14, 2);
	memcpy(date + 13, text + 17, 2);
	memcpy(date + 15, "Z", 2);
	return 0;
}

static void
hex(char *out, const unsigned char *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digit[p[i] >> 4];
		*out++ = digit[p[i] & 15];
	}
	*out = '\0';
}

void
sigv4_hash(char out[SIGV4_HASH_LEN + 1], const char *p, size_t n)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(p, n, md, &len, EVP_sha256(), NULL) != 1 || len != KEY_LEN)
		mem_out(); /* nothing else can go wrong with it */
	hex(out, md, len);
}

int
sigv4_hash_file(char out[SIGV4_HASH_LEN + 1], FILE *fp, int64_t *n, struct err *e)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char md[EVP_MAX_MD_SIZE];
	char *piece = mem_new(PIECE, 1);
	struct stat st;
	size_t got;
	int rc = -1;

	*n = 0;
	if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		mem_out();
	if (fstat(fileno(fp), &st) || !S_ISREG(st.st_mode) || fseeko(fp, 0, SEEK_SET)) {
		(void)err_set(e, ERR_DATA, "the body is no regular file, so it cannot be signed");
		goto out;
	}
	while ((got = fread(piece, 1, PIECE, fp)) > 0) {
		*n += (int64_t)got;
		if (EVP_DigestUpdate(ctx, piece, got) != 1)
			mem_out();
	}
	if (ferror(fp) || fseeko(fp, 0, SEEK_SET)) {
		(void)err_errno(e, ERR_IO, "the body");
		goto out;
	}
	if (EVP_DigestFinal_ex(ctx, md, NULL) != 1)
		mem_out();
	hex(out, md, KEY_LEN);
	rc = 0;
out:
	EVP_MD_CTX_free(ctx);
	free(piece);
	return rc;
}

static bool
is_plain(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void
sigv4_encode(struct buf *out, const char *p, size_t n, bool slash)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_plain((unsigned char)p[i]) || (slash && p[i] == '/'))
			buf_char(out, p[i]);
		else
			buf_fmt(out, "%%%02X", (unsigned)(unsigned char)p[i]);
}

/* Undo percent-encoding; what is none stays as it is. */
static void
decode(struct buf *out, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == '%' && n - i > 2 && num_hex(p[i + 1]) >= 0 && num_hex(p[i + 2]) >= 0) {
			buf_char(out, (char)(num_hex(p[i + 1]) << 4 | num_hex(p[i + 2])));
			i += 2;
		} else {
			buf_char(out, p[i]);
		}
}

/* Decoded and encoded again: the one spelling, whatever the request's is. */
static void
add_canonical(struct buf *out, const char *p, size_t n)
{
	struct buf plain = { 0 };

	decode(&plain, p, n);
	sigv4_encode(out, plain.p, plain.len, false);
	buf_release(&plain);
}

static char *
canonical(const char *p, size_t n)
{
	struct buf out = { 0 };

	add_canonical(&out, p, n);
	return buf_take(&out);
}

/* A path without empty, "." and ".." segments (RFC 3986 section 5.2.4); a slash at its end stays. */
static void
normalise(struct buf *out, const char *p, size_t n)
{
	const char *end = p + n, *slash;
	size_t len, root = out->len;

	for (; p < end; p = slash + 1) {
		slash = memchr(p, '/', (size_t)(end - p));
		if (slash == NULL)
			slash = end;
		len = (size_t)(slash - p);
		if (len == 0 || (len == 1 && p[0] == '.'))
			continue;
		if (len == 2 && memcmp(p, "..", 2) == 0) {
			while (out->len > root && out->p[--out->len] != '/')
				;
			continue;
		}
		buf_char(out, '/');
		buf_add(out, p, len);
	}
	if (out->len == root || (n > 0 && end[-1] == '/'))
		buf_char(out, '/');
}

/* Segment by segment: a slash that is encoded is not one that divides. */
static void
add_key_path(struct buf *out, const char *p, size_t n)
{
	const char *end = p + n, *slash;

	if (n == 0)
		buf_char(out, '/');
	for (; p < end; p = slash + 1) {
		slash = memchr(p, '/', (size_t)(end - p));
		add_canonical(out, p, (size_t)((slash != NULL ? slash : end) - p));
		if (slash == NULL)
			break;
		buf_char(out, '/');
	}
}

static void
add_path(struct buf *out, const char *path, size_t n, bool s3)
{
	struct buf clean = { 0 };

	if (s3) {
		add_key_path(out, path, n);
		return;
	}
	normalise(&clean, path, n);
	sigv4_encode(out, clean.p, clean.len, true);
	buf_release(&clean);
}

static void
add_pair(struct pairs *all, char *name, char *value)
{
	all->p = mem_grow(all->p, all->n + 1, sizeof *all->p);
	all->p[all->n] = (struct pair){ name, value, all->n };
	all->n++;
}

static void
release(struct pairs *all)
{
	struct pair *p;

	while (all->n > 0) {
		p = &all->p[--all->n];
		OPENSSL_cleanse(p->value, strlen(p->value)); /* one may be the session's token */
		free(p->name);
		free(p->value);
	}
	free(all->p);
}

/* By name first: comparing whole lines puts "prefix-a=" before "prefix=". */
static int
by_name_value(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

static int
by_name_place(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static void
add_query(struct buf *out, const char *query)
{
	struct pairs all = { 0 };
	const char *end, *equals;
	size_t i, n;

	for (; *query != '\0'; query = end + (*end == '&')) {
		n = strcspn(query, "&");
		end = query + n;
		if (n == 0)
			continue;
		equals = memchr(query, '=', n);
		if (equals == NULL)
			equals = end;
		add_pair(&all, canonical(query, (size_t)(equals - query)),
		    equals == end ? mem_str("")
				  : canonical(equals + 1, (size_t)(end - equals) - 1));
	}
	if (all.n > 0)
		qsort(all.p, all.n, sizeof *all.p, by_name_value);
	for (i = 0; i < all.n; i++)
		buf_fmt(out, "%s%s=%s", i > 0 ? "&" : "", all.p[i].name, all.p[i].value);
	release(&all);
}

static bool
is_signed(const char *name)
{
	size_t i;

	for (i = 0; unsigned_headers[i] != NULL; i++)
		if (strcmp(name, unsigned_headers[i]) == 0)
			return false;
	return strncmp(name, "accept", 6) != 0;
}

/* The words of a value with one blank between. */
static char *
squeeze(const char *s)
{
	struct buf out = { 0 };
	size_t n;

	(void)buf_room(&out, strlen(s)); /* what grows leaves copies behind */
	buf_str(&out, "");
	for (s += strspn(s, " \t"); *s != '\0'; s += strspn(s, " \t")) {
		n = strcspn(s, " \t");
		if (out.len > 0)
			buf_char(&out, ' ');
		buf_add(&out, s, n);
		s += n;
	}
	return buf_take(&out);
}

static char *
lower(const char *p, size_t n)
{
	char *name = mem_copy(p, n);
	size_t i;

	for (i = 0; i < n; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] + ('a' - 'A'));
	return name;
}

/* The headers that are signed as lines, those of one name as one; and their names, ';' between. */
static void
add_headers(struct buf *lines, struct buf *names, const struct sigv4_request *r)
{
	struct pairs all = { 0 };
	const char *colon;
	char *name;
	size_t i;

	add_pair(&all, mem_str("host"), squeeze(r->host));
	for (i = 0; r->headers != NULL && r->headers[i] != NULL; i++) {
		colon = strchr(r->headers[i], ':');
		if (colon == NULL)
			continue;
		name = lower(r->headers[i], (size_t)(colon - r->headers[i]));
		if (is_signed(name) && strcmp(name, "host") != 0)
			add_pair(&all, name, squeeze(colon + 1));
		else
			free(name);
	}
	qsort(all.p, all.n, sizeof *all.p, by_name_place);
	for (i = 0; i < all.n; i++) {
		if (i > 0 && strcmp(all.p[i].name, all.p[i - 1].name) == 0) {
			lines->len--; /* the line goes on */
			buf_fmt(lines, ",%s\n", all.p[i].value);
			continue;
		}
		buf_str(lines, all.p[i].name);
		buf_char(lines, ':');
		buf_str(lines, all.p[i].value);
		buf_char(lines, '\n');
		buf_fmt(names, "%s%s", i > 0 ? ";" : "", all.p[i].name);
	}
	release(&all);
}

static void
hmac(unsigned char out[KEY_LEN], const unsigned char *key, size_t n, const char *text)
{
	hmac_sha256(out, key, n, text, strlen(text));
}

/* The key of a day, a region and a service. */
static void
derive(unsigned char key[KEY_LEN], const struct sigv4_scope *scope, const char *secret)
{
	struct buf first = { 0 };
	char day[9];

	memcpy(day, scope->date, 8);
	day[8] = '\0';
	(void)buf_room(&first, 4 + strlen(secret)); /* what grows leaves copies behind */
	buf_str(&first, "AWS4");
	buf_str(&first, secret);
	hmac(key, (const unsigned char *)first.p, first.len, day);
	OPENSSL_cleanse(first.p, first.len);
	buf_release(&first);
	hmac(key, key, KEY_LEN, scope->region);
	hmac(key, key, KEY_LEN, scope->service);
	hmac(key, key, KEY_LEN, "aws4_request");
}

void
sigv4_sign(const struct sigv4_scope *scope, const char *id, const char *secret,
    const struct sigv4_request *r, struct buf *value, struct buf *shown)
{
	struct buf text = { 0 }, names = { 0 }, to_sign = { 0 };
	size_t path = strcspn(r->target, "?"), room = 1024, i;
	char hash[SIGV4_HASH_LEN + 1], signature[SIGV4_HASH_LEN + 1];
	unsigned char key[KEY_LEN];

	for (i = 0; r->headers != NULL && r->headers[i] != NULL; i++)
		room += strlen(r->headers[i]) + 1;
	(void)buf_room(&text, room + 4 * strlen(r->target)); /* what grows leaves copies behind */
	buf_fmt(&text, "%s\n", r->method);
	add_path(&text, r->target, path, scope->s3);
	buf_char(&text, '\n');
	add_query(&text, r->target + path + (r->target[path] == '?'));
	buf_char(&text, '\n');
	add_headers(&text, &names, r);
	buf_fmt(&text, "\n%s\n%s", names.p, r->payload);
	sigv4_hash(hash, text.p, text.len);
	buf_fmt(&to_sign, ALGORITHM "\n%s\n%.8s/%s/%s/aws4_request\n%s", scope->date, scope->date,
	    scope->region, scope->service, hash);
	derive(key, scope, secret);
	hmac(key, key, KEY_LEN, to_sign.p);
	hex(signature, key, KEY_LEN);
	OPENSSL_cleanse(key, sizeof key);
	buf_fmt(value,
	    ALGORITHM " Credential=%s/%.8s/%s/%s/aws4_request, SignedHeaders=%s, Signature=%s", id,
	    scope->date, scope->region, scope->service, names.p, signature);
	if (shown != NULL)
		buf_add(shown, text.p, text.len);
	OPENSSL_cleanse(text.p, text.len); /* the session's token is in it */
	buf_release(&text);
	buf_release(&names);
	buf_release(&to_sign);
}
