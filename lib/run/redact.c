#include "run/redact.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"

/* Words between underscores, and ends of words that are written together (PGPASSWORD, APIKEY). */
static const char *const words[] = { "KEY", "APIKEY", "TOKEN", "SECRET", "SECRETS", "PASSWORD",
	"PASSWD", "PASS", "PASSPHRASE", "CREDENTIAL", "CREDENTIALS", "JWT", "WEBHOOK", "DSN",
	"COOKIE", "PRIVATE", NULL };
static const char *const ends[] = { "APIKEY", "TOKEN", "SECRET", "PASSWORD", "PASSPHRASE",
	"ACCESSKEY", "SECRETKEY", "PRIVATEKEY", NULL };

static bool
word_is(const char *p, size_t n)
{
	size_t i, m;

	for (i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == n && strncasecmp(p, words[i], n) == 0)
			return true;
	for (i = 0; ends[i] != NULL; i++) {
		m = strlen(ends[i]);
		if (n > m && strncasecmp(p + n - m, ends[i], m) == 0)
			return true;
	}
	return false;
}

bool
redact_name(const char *name)
{
	size_t n;

	for (;; name += n + 1) {
		n = strcspn(name, "_");
		if (word_is(name, n))
			return true;
		if (name[n] == '\0')
			return false;
	}
}

/* The value, and as it stands within JSON. */
static void
add(const char *value)
{
	struct buf json = { 0 };

	log_secret(value);
	emit_quote(&json, value, strlen(value));
	json.p[json.len - 1] = '\0'; /* its quotes */
	log_secret(json.p + 1);
	buf_release(&json);
}

static void
add_lines(const char *value)
{
	char *line;
	size_t n;

	add(value);
	for (; strchr(value, '\n') != NULL; value += n + 1) {
		n = strcspn(value, "\n");
		line = mem_copy(value, n);
		if (n >= 8 && strncmp(line, "-----", 5) != 0) /* the frame of a PEM is no secret */
			add(line);
		free(line);
		if (value[n] == '\0')
			return;
	}
}

/* Percent-decoded, in place. */
static void
decode(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s == '%' && num_hex(s[1]) >= 0 && num_hex(s[2]) >= 0) {
			*to++ = (char)(num_hex(s[1]) * 16 + num_hex(s[2]));
			s += 2;
		} else {
			*to++ = *s;
		}
	*to = '\0';
}

/*
 * The password of the next address in s: its start and length; NULL when there is none. The user's
 * part ends at the last '@' before a slash, a blank or a quote.
 */
static const char *
password(const char *s, size_t *n)
{
	const char *at, *end, *colon;

	while ((s = strstr(s, "://")) != NULL) {
		s += 3;
		end = s + strcspn(s, "/ \t\r\n\"'<>");
		at = memrchr(s, '@', (size_t)(end - s));
		colon = at == NULL ? NULL : memchr(s, ':', (size_t)(at - s));
		if (colon != NULL && at - colon > 1) {
			*n = (size_t)(at - colon - 1);
			return colon + 1;
		}
	}
	return NULL;
}

static void
add_passwords(const char *value)
{
	char *text;
	size_t n;

	while ((value = password(value, &n)) != NULL) {
		text = mem_copy(value, n);
		add(text);
		decode(text);
		add(text);
		free(text);
		value += n;
	}
}

void
redact_environment(void)
{
	const char *eq;
	char **env, *name;

	for (env = environ; *env != NULL; env++) {
		eq = strchr(*env, '=');
		if (eq == NULL || eq[1] == '\0')
			continue;
		name = mem_copy(*env, (size_t)(eq - *env));
		if (redact_name(name))
			add_lines(eq + 1);
		add_passwords(eq + 1);
		free(name);
	}
}

void
redact_text(struct buf *text)
{
	const char *at;
	size_t n, from = 0;

	log_redact(text);
	while (text->len > from && (at = password(text->p + from, &n)) != NULL) {
		from = (size_t)(at - text->p);
		if (n < 3) /* make room for the stars */
			(void)buf_room(text, 3);
		memmove(text->p + from + 3, text->p + from + n, text->len - from - n + 1);
		memcpy(text->p + from, "***", 3);
		text->len = text->len + 3 - n;
		from += 3;
	}
}
