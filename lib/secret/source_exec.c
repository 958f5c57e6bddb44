/* What a program prints: JSON or lines, whatever it asks for it */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/word.h"
#include "secret/source.h"

#define WORDS_MAX 64

static void
free_words(char **words)
{
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		free(words[i]);
}

/* The command's words into words, which has room for WORDS_MAX and a NULL. */
static int
part(const char *command, char **words, struct err *e)
{
	static const struct word_rules rules = { 0 };
	struct buf word = { 0 };
	char refused;
	size_t n = 0;

	for (;;) {
		command += strspn(command, WORD_BLANKS);
		if (*command == '\0')
			break;
		if (n == WORDS_MAX)
			return err_set(e, ERR_CONFIG, "more than %d words", WORDS_MAX);
		buf_str(&word, "");
		if (word_take(&command, &rules, &word, &refused, e)) {
			buf_release(&word);
			return -1;
		}
		words[n++] = buf_take(&word);
	}
	return n > 0 ? 0 : err_set(e, ERR_CONFIG, "no program is named");
}

/* Its status as ours, where it is one that asks for something else than to look at it. */
static int
failed(int status, struct err *e)
{
	enum err_code code = status == ERR_REMOTE || status == ERR_TEMP || status == ERR_PERM
				 ? (enum err_code)status
				 : ERR_CONFIG;

	return err_set(e, code, "it ended with %d", status);
}

/* Whether somebody at a terminal waits for us: a program in a group of its own could not ask for a
 * password there, and would be stopped when it tries (tty_ioctl(4), credentials(7)). */
static bool
in_foreground(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
	bool is = fd >= 0 && tcgetpgrp(fd) == getpgrp();

	if (fd >= 0)
		(void)close(fd);
	return is;
}

int
source_fetch_exec(struct fetcher *f, const struct source *s, struct secret_text *t, struct err *e)
{
	char *words[WORDS_MAX + 1] = { 0 };
	struct proc p = PROC_INIT;
	int rc = -1, status;

	if (part(s->place, words, e))
		goto out;
	p.in = open("/dev/null", O_RDONLY | O_CLOEXEC); /* ours is the command's */
	if (p.in < 0) {
		(void)err_errno(e, ERR_IO, "/dev/null");
		goto out;
	}
	p.argv = (const char *const *)words;
	p.group = !in_foreground();
	p.parent_death = SIGTERM;
	status = proc_read(&p, f->until, SOURCE_TEXT_MAX, &t->text, NULL, e);
	if (status < 0)
		e->code = e->code == ERR_DATA ? ERR_CONFIG : e->code;
	else if (status > 0)
		(void)failed(status, e);
	else
		rc = 0;
out:
	if (p.in >= 0)
		(void)close(p.in);
	free_words(words);
	return rc;
}
