#include "base/hidden.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

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
hidden_name(const char *name)
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
