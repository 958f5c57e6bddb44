#include "aws/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/word.h"

char **
aws_split(const char *text, struct err *e)
{
	static const struct word_rules plain = { 0 };
	char **words = mem_new(1, sizeof *words), refused;
	struct buf word = { 0 };
	size_t n = 0;

	for (text += strspn(text, WORD_BLANKS); *text != '\0'; text += strspn(text, WORD_BLANKS)) {
		if (word_take(&text, &plain, &word, &refused, e))
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
