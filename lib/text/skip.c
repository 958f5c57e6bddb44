#include "text/skip.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "io/letter.h"
#include "text/rune.h"

static void
trim(const char **s, size_t *n)
{
	size_t len, back;

	while (*n > 0 && letter_is_space(letter_at(*s, *n, &len))) {
		*s += len;
		*n -= len;
	}
	while (*n > 0) {
		for (back = 1;
		     back < 4 && back < *n && ((unsigned char)(*s)[*n - back] & 0xc0) == 0x80;)
			back++;
		if (!letter_is_space(letter_at(*s + *n - back, back, &len)) || len != back)
			break;
		*n -= back;
	}
}

static bool
is_command(const char *s, size_t n)
{
	size_t i = 0, len;

	if (n == 0 || (memchr("!/?.-~", *s, 6) == NULL &&
			  (n < 2 || (memcmp(s, ">>", 2) != 0 && memcmp(s, ";;", 2) != 0))))
		return false;
	while (i < n && memchr("!/?.->~;", s[i], 8) != NULL)
		i++;
	return i < n && rune_is_alnum(letter_at(s + i, n - i, &len));
}

static bool
is_address(const char *s, size_t n)
{
	size_t i = 0, len;

	if (n > 7 && memcmp(s, "http://", 7) == 0)
		i = 7;
	else if (n > 8 && memcmp(s, "https://", 8) == 0)
		i = 8;
	else
		return false;
	for (; i < n; i += len)
		if (letter_is_space(letter_at(s + i, n - i, &len)))
			return false;
	return true;
}

/* Names that begin with trading or stock and end in bot end in bot. */
static bool
is_bot(const char *author)
{
	static const char *const names[] = { "mee6", "dyno", "carl-bot", "rythm", "groovy",
		"dank memer", NULL };
	size_t n = strlen(author), i;

	if (n >= 3 && strcasecmp(author + n - 3, "bot") == 0)
		return true;
	for (i = 0; names[i] != NULL; i++)
		if (strcasecmp(author, names[i]) == 0)
			return true;
	for (; *author != '\0'; author++)
		if (strncasecmp(author, "[bot]", 5) == 0 || strncasecmp(author, "(bot)", 5) == 0)
			return true;
	return false;
}

const char *
skip_reason(const char *text, size_t n, const char *author)
{
	trim(&text, &n);
	if (is_command(text, n))
		return "bot_command";
	if (is_address(text, n))
		return "url_only";
	if (author != NULL && is_bot(author))
		return "bot_response";
	return n == 0 ? "empty" : NULL;
}
