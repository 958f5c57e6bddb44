/*
 * The words of a command line the way a shell parts them, without a shell: '...' is literal, in
 * "..." a backslash makes '"' and '\' literal, outside of quotes the next character. Nothing is
 * expanded.
 */
#ifndef PF_BASE_WORD_H
#define PF_BASE_WORD_H

struct buf;
struct err;

#define WORD_BLANKS " \t\r\n"

/* What is more than a letter to whoever reads the words. */
struct word_rules {
	const char *ends;    /* characters that end a word as a blank does; NULL: none */
	const char *refused; /* that must be quoted; NULL: none */
	const char
	    *within; /* those of them that double quotes do not make plain either; NULL: none */
};

/*
 * Add the word at *s, which is no blank and no end, to *word; *s is then behind it. -1: ERR_CONFIG, a
 * quote that is not closed or a backslash at the end; or without *e, *refused is the character.
 */
int word_take(
    const char **s, const struct word_rules *rules, struct buf *word, char *refused, struct err *e);

#endif
