#include "base/word.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"

static bool
among(char c, const char *set)
{
	return set != NULL && strchr(set, c) != NULL; /* c is not the end */
}

/* A quoted part that begins behind *s; *s ends behind its closing quote. */
static int
quoted(
    const char **s, char quote, const char *within, struct buf *word, char *refused, struct err *e)
{
	const char *p = *s;

	for (; *p != quote; p++) {
		if (*p == '\0')
			return err_set(e, ERR_CONFIG, "a quote %c is not closed", quote);
		if (quote == '"' && among(*p, within)) {
			*refused = *p;
			return -1;
		}
		if (quote == '"' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		buf_char(word, *p);
	}
	*s = p + 1;
	return 0;
}

int
word_take(
    const char **s, const struct word_rules *rules, struct buf *word, char *refused, struct err *e)
{
	char c;

	*refused = '\0';
	while ((c = **s) != '\0' && !among(c, rules->ends) && !among(c, WORD_BLANKS)) {
		++*s;
		if (among(c, rules->refused)) {
			*refused = c;
			return -1;
		}
		if (c == '\'' || c == '"') {
			if (quoted(s, c, rules->within, word, refused, e))
				return -1;
			continue;
		}
		if (c == '\\') {
			if (**s == '\0')
				return err_set(e, ERR_CONFIG, "a backslash at the end");
			c = *(*s)++;
		}
		buf_char(word, c);
	}
	return 0;
}
