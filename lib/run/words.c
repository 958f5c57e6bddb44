#include "run/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define BLANKS " \t\r\n"
#define SHELL "$`;&<>"

void
words_release(struct words *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		free(w->argv[i]);
	free(w->argv);
	*w = (struct words){ 0 };
}

void
words_add(struct words *w, const char *s, size_t n)
{
	w->argv = mem_grow(w->argv, w->n + 2, sizeof *w->argv);
	w->argv[w->n++] = mem_copy(s, n);
	w->argv[w->n] = NULL;
}

static int
shell_only(char c, struct err *e)
{
	return err_set(e, ERR_CONFIG,
	    "'%c' means something to a shell only, and there is none: quote it with '...', or use 'shell: true' with 'run:'",
	    c);
}

/* A quoted part that begins behind *s; *s ends behind its closing quote. */
static int
quoted(const char **s, char quote, struct buf *word, struct err *e)
{
	const char *p = *s;

	for (; *p != quote; p++) {
		if (*p == '\0')
			return err_set(e, ERR_CONFIG, "a quote %c is not closed", quote);
		if (quote == '"' && (*p == '$' || *p == '`'))
			return shell_only(*p, e);
		if (quote == '"' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		buf_char(word, *p);
	}
	*s = p + 1;
	return 0;
}

/* One word at *s, which is no blank, no end and no '|'. */
static int
take_word(const char **s, struct buf *word, struct err *e)
{
	char c;

	while ((c = **s) != '\0' && c != '|' && strchr(BLANKS, c) == NULL) {
		++*s;
		if (strchr(SHELL, c) != NULL)
			return shell_only(c, e);
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

int
words_split(const char *s, struct words *w, size_t max, size_t *n, struct err *e)
{
	struct buf word = { 0 };
	size_t base = *n, at = base;
	int rc = -1;

	if (max == 0) {
		(void)err_set(e, ERR_CONFIG, "too many commands in a pipe");
		goto out;
	}
	w[(*n)++] = (struct words){ 0 };
	for (;;) {
		s += strspn(s, BLANKS);
		if ((*s == '\0' || *s == '|') && w[at].n == 0) {
			(void)err_set(e, ERR_CONFIG, "a command is empty");
			goto out;
		}
		if (*s == '\0')
			break;
		if (*s == '|') {
			if (*n - base >= max) {
				(void)err_set(e, ERR_CONFIG,
				    max == 1
					? "one command is wanted here: no '|' (quote it to mean itself)"
					: "more than %zu commands in a pipe",
				    max);
				goto out;
			}
			s++;
			at = (*n)++;
			w[at] = (struct words){ 0 };
			continue;
		}
		buf_reset(&word);
		if (take_word(&s, &word, e))
			goto out;
		if (w[at].n >= WORDS_MAX) {
			(void)err_set(e, ERR_CONFIG, "more than %d words", WORDS_MAX);
			goto out;
		}
		words_add(&w[at], word.p != NULL ? word.p : "", word.len);
	}
	rc = 0;
out:
	buf_release(&word);
	return rc;
}

static void
show_word(const char *word, struct buf *out)
{
	const char *p;

	if (word[0] != '\0' && word[strcspn(word, BLANKS SHELL "'\"\\|")] == '\0') {
		buf_str(out, word);
		return;
	}
	if (strchr(word, '\'') == NULL) {
		buf_fmt(out, "'%s'", word);
		return;
	}
	for (p = word, buf_char(out, '\''); *p != '\0'; p++)
		if (*p == '\'')
			buf_str(out, "'\\''");
		else
			buf_char(out, *p);
	buf_char(out, '\'');
}

void
words_show(const struct words *w, struct buf *out)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		if (i > 0)
			buf_char(out, ' ');
		show_word(w->argv[i], out);
	}
}
