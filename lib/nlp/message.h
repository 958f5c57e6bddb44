/* A message as engines get it (struct nlp_message), of its record. */
#ifndef PF_NLP_MESSAGE_H
#define PF_NLP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct nlp_message;
struct rec;

#define NLP_CONTENT_MAX                                                                            \
	((size_t)1 << 20) /* bytes; a message of the vendor has at most 4,000 characters */
#define NLP_CANDIDATES_MAX 256

/*
 * Read a record of kind message into a new *m: its chunks are not made yet. Candidates are its symbols;
 * where it has no such key, the cashtags of its content that are no reserved words. ERR_DATA: no
 * message_id or content, or one that is no text, a content beyond the limit, symbols or a sentiment
 * that are not as pf-link(1) and pf-sentiment(1) write them. *m is NULL then.
 */
int nlp_message_read(struct nlp_message **m, const struct rec *rec, struct err *e);

/* One of a text alone, with the cashtags in it as candidates; n bytes, of any length. */
struct nlp_message *nlp_message_of(const char *id, const char *content, size_t n);

/* One more candidate, known to whoever adds it; a reserved word, what is no symbol and what is there is left out. */
void nlp_message_add(struct nlp_message *m, const char *symbol, size_t n);

/* Make its chunks; or the reason why it is skipped (text/skip.h), and it has none. */
const char *nlp_message_prepare(struct nlp_message *m);

/* Whether a symbol is a reserved word, which is never one: BUY, ATH, RSI (the list of the existing system). */
bool nlp_is_reserved(const char *symbol);

/* Where a word or symbol stands in n bytes, alone: no letter or digit beside it, no regard to case of ASCII; NULL:
 * nowhere. */
const char *nlp_find_word(const char *s, size_t n, const char *word);

/* Whether the message names a symbol: it is one of the candidates, or stands in the content; what is spelled as a small word
 * (nlp/small_word.h) in capitals or with a '$'. */
bool nlp_message_names(const struct nlp_message *m, const char *symbol);

#endif
