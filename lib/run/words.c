#include "run/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/word.h"

#define SHELL "$`;&<>"

static const struct word_rules rules = { .ends = "|", .refused = SHELL, .within = "$`" };

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

int
words_split(const char *s, struct words *w, size_t max, size_t *n, struct err *e)
{
	struct buf word = { 0 };
	size_t base = *n, at = base;
	char refused;
	int rc = -1;

	if (max == 0) {
		(void)err_set(e, ERR_CONFIG, "too many commands in a pipe");
		goto out;
	}
	w[(*n)++] = (struct words){ 0 };
	for (;;) {
		s += strspn(s, WORD_BLANKS);
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
		if (word_take(&s, &rules, &word, &refused, e)) {
			if (refused != '\0')
				(void)shell_only(refused, e);
			goto out;
		}
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

void
word_show(const char *word, struct buf *out)
{
	const char *p;

	if (word[0] != '\0' && word[strcspn(word, WORD_BLANKS SHELL "'\"\\|")] == '\0') {
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
		word_show(w->argv[i], out);
	}
}
