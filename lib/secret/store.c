#include "secret/store.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "aws/call.h"
#include "aws/service.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/emit.h"
#include "secret/source.h"

#define TOKEN_LEN 36
#define WAIT_NS (50 * (CLOCK_SECOND / 1000)) /* after the first who was faster; it doubles */
#define WAIT_DOUBLES 5

static int
random_bytes(unsigned char *p, size_t n, struct err *e)
{
	return getrandom(p, n, 0) == (ssize_t)n ? 0 : err_errno(e, ERR_IO, "getrandom");
}

/* A name for a version: a UUID by chance (RFC 9562, section 5.4). */
static int
make_token(char token[TOKEN_LEN + 1], struct err *e)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char b[16];
	size_t i, at = 0;

	if (random_bytes(b, sizeof b, e))
		return -1;
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	for (i = 0; i < sizeof b; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			token[at++] = '-';
		token[at++] = digits[b[i] >> 4];
		token[at++] = digits[b[i] & 15];
	}
	token[at] = '\0';
	return 0;
}

/* Call an operation that writes; what it answers is of no use to us. */
static int
call(struct fetcher *f, const char *operation, struct emit *em, bool once, struct err *e)
{
	struct buf answer = { 0 };
	int rc;

	emit_close(em, '}');
	rc = aws_call(
	    f->aws, aws_service_find("secretsmanager"), operation, em->line.p, once, &answer, e);
	if (rc && strcmp(aws_code(f->aws), "AccessDeniedException") == 0)
		(void)err_wrap(e, "allow the role secretsmanager:%s on it", operation);
	buf_release(&answer);
	buf_release(&em->line);
	return rc;
}

static void
begin(struct emit *em, const char *member, const char *secret)
{
	emit_init(em, NULL, false);
	em->line.secret = true;
	emit_begin(em, NULL);
	emit_str(em, member, secret);
}

/* A version beside the current one. */
static int
add_version(
    struct fetcher *f, const char *secret, const char *token, const struct buf *text, struct err *e)
{
	struct emit em;

	begin(&em, "SecretId", secret);
	emit_str(&em, "ClientRequestToken", token);
	emit_strn(&em, "SecretString", text->p, text->len);
	emit_open(&em, "VersionStages", '[');
	emit_str(&em, NULL, STORE_PENDING);
	emit_close(&em, ']');
	return call(f, "PutSecretValue", &em, true, e);
}

/* It becomes the current one, if that still is from. */
static int
make_current(
    struct fetcher *f, const char *secret, const char *token, const char *from, struct err *e)
{
	struct emit em;

	begin(&em, "SecretId", secret);
	emit_str(&em, "VersionStage", "AWSCURRENT");
	emit_str(&em, "MoveToVersionId", token);
	emit_str(&em, "RemoveFromVersionId", from);
	return call(f, "UpdateSecretVersionStage", &em, false, e);
}

/* The one who was faster may be there again: by chance, so that not all come at once. -1: no time. */
static int
wait(const struct fetcher *f, unsigned tries, struct err *e)
{
	int64_t most = WAIT_NS << (tries < WAIT_DOUBLES ? tries : WAIT_DOUBLES), ns;
	struct timespec t;
	uint32_t dice;

	if (random_bytes((unsigned char *)&dice, sizeof dice, e))
		return -1;
	ns = most / 4 + (int64_t)((uint64_t)most * 3 / 4 * dice >> 32);
	if (stop_asked())
		return err_set(e, ERR_TEMP, "stopped by a signal");
	if (clock_mono() + ns > f->until)
		return err_set(e, ERR_TEMP, "others write it all the time; nothing was changed");
	t = (struct timespec){ ns / CLOCK_SECOND, ns % CLOCK_SECOND };
	(void)nanosleep(&t, NULL); /* cut short by a signal: it is asked for then */
	return 0;
}

static bool
changes(const struct edit *edits, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (edits[i].did != EDIT_SAME)
			return true;
	return false;
}

/* What a try came to. */
enum outcome { DONE, AGAIN, FAILED };

/* Read, change, write. token: of our last try, which may have become the current version although
 * nobody told us; it is replaced. */
static enum outcome
try(struct fetcher *f, const char *secret, struct edit *edits, size_t count, bool only_try,
    char token[TOKEN_LEN + 1], char from[72], struct err *e)
{
	const struct source s = { .type = VARS_AWS, .place = mem_str(secret) };
	struct secret_text t = { .text.secret = true };
	struct buf text = { .secret = true };
	enum edit_did *did = mem_new(count + 1, sizeof *did);
	enum outcome rc = FAILED;
	struct err read;
	size_t i;

	for (i = 0; i < count; i++)
		did[i] = edits[i].did;
	if (source_fetch(f, &s, &t, from[0] == '\0' ? e : &read)) {
		if (from[0] != '\0')
			*e = read;
		goto out;
	}
	if (token[0] != '\0' && strcmp(t.version, token) == 0) { /* it did become that */
		for (i = 0; i < count; i++)
			edits[i].did = did[i];
		rc = DONE;
		goto out;
	}
	if (from[0] != '\0' && strcmp(t.version, from) == 0 && e->code != ERR_TEMP)
		goto out; /* nobody was faster: it is refused for what *e says */
	if (edit_text(t.text.p == NULL ? "" : t.text.p, t.text.len, edits, count, &text, e) ||
	    make_token(token, e))
		goto out;
	memcpy(from, t.version, sizeof t.version);
	if (only_try || !changes(edits, count))
		rc = DONE;
	else if (add_version(f, secret, token, &text, e) == 0)
		rc = make_current(f, secret, token, from, e) == 0   ? DONE
		     : e->code == ERR_REMOTE || e->code == ERR_TEMP ? AGAIN
								    : FAILED;
out:
	secret_text_release(&t);
	buf_release(&text);
	free(did);
	free(s.place);
	return rc;
}

int
store_edit(struct fetcher *f, const char *secret, struct edit *edits, size_t count, bool only_try,
    struct err *e)
{
	char token[TOKEN_LEN + 1] = "", from[72] = "";
	enum outcome rc;
	unsigned tries;
	struct err last;

	for (tries = 0;; tries++) {
		rc = try(f, secret, edits, count, only_try, token, from, e);
		if (rc != AGAIN)
			return rc == DONE ? 0 : -1;
		last = *e;
		log_info("secret %s: somebody else wrote it meanwhile", secret);
		if (wait(f, tries, e))
			return err_wrap(e, "secret %s", secret);
		*e = last;
	}
}

int
store_create(struct fetcher *f, const char *secret, const char *text, struct err *e)
{
	char token[TOKEN_LEN + 1];
	struct emit em;

	if (fetcher_open(f, secret, e) || make_token(token, e))
		return -1;
	begin(&em, "Name", secret);
	emit_str(&em, "ClientRequestToken", token);
	emit_str(&em, "SecretString", text);
	return call(f, "CreateSecret", &em, true, e) ? err_wrap(e, "secret %s", secret) : 0;
}
