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

#define KEY_MIN 12 /* bytes behind such a front; words have fewer */

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
hidden_pointer(const char *name)
{
	static const char *const tails[] = { "_NAME", "_PREFIX", "_FILE", "_PATH", "_ENV", "_ID",
		"_FROM" };
	size_t n = strlen(name), i, len;

	for (i = 0; i < sizeof tails / sizeof tails[0]; i++) {
		len = strlen(tails[i]);
		if (n > len && strcmp(name + n - len, tails[i]) == 0)
			return true;
	}
	return false;
}

bool
hidden_value(const char *value)
{
	static const char *const fronts[] = { "sk-", "sk_live_", "rk_live_", "sb_secret_", "ghp_",
		"gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-" };
	const char *dot;
	size_t i, n;

	for (i = 0; i < sizeof fronts / sizeof fronts[0]; i++) {
		n = strlen(fronts[i]);
		if (strncmp(value, fronts[i], n) == 0 && strlen(value + n) >= KEY_MIN)
			return true;
	}
	if (strncmp(value, "-----BEGIN ", 11) == 0)
		return strstr(value, "PRIVATE KEY") != NULL;
	dot = strncmp(value, "eyJ", 3) == 0 ? strchr(value, '.') : NULL; /* RFC 7519 */
	return dot != NULL && strchr(dot + 1, '.') != NULL;
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
