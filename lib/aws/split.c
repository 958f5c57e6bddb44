#include "aws/split.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define BLANKS " \t\r\n"

/* A quoted part that begins behind *s; *s ends behind its closing quote. */
static int
quoted(const char **s, char quote, struct buf *word, struct err *e)
{
	const char *p = *s;

	for (; *p != quote; p++) {
		if (*p == '\0')
			return err_set(e, ERR_CONFIG, "a quote %c is not closed", quote);
		if (quote == '"' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		buf_char(word, *p);
	}
	*s = p + 1;
	return 0;
}

/* The word at *s, which is no blank and no end. */
static int
take_word(const char **s, struct buf *word, struct err *e)
{
	char c;

	while ((c = **s) != '\0' && strchr(BLANKS, c) == NULL) {
		++*s;
		if (c == '\'' || c == '"') {
			if (quoted(s, c, word, e))
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

char **
aws_split(const char *text, struct err *e)
{
	char **words = mem_new(1, sizeof *words);
	struct buf word = { 0 };
	size_t n = 0;

	for (text += strspn(text, BLANKS); *text != '\0'; text += strspn(text, BLANKS)) {
		if (take_word(&text, &word, e))
			goto fail;
		words = mem_grow(words, n + 2, sizeof *words);
		words[n++] = buf_take(&word);
		words[n] = NULL;
	}
	return words;
fail:
	buf_release(&word);
	aws_split_free(words);
	return NULL;
}

void
aws_split_free(char **words)
{
	size_t i;

	for (i = 0; words != NULL && words[i] != NULL; i++)
		free(words[i]);
	free(words);
}
