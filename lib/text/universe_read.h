/*
 * A universe from files: the lists that come with the program (the folder share/link), lists of aliases in the
 * same form, and records.
 *
 * The files are lines of fields with tabs between; what begins with "#" is for people.
 *	words.tsv     list, words with blanks between
 *	phrases.tsv   words that name no symbol though one of them does
 *	english.txt   a word of the language
 *	crypto.tsv    symbol, route (coin, stock, drop), names with commas between
 *	aliases.tsv   symbol, alias, kind (name, word: an everyday word as well, ticker: its symbol in another
 *	              time or place), from, to (days, the last one excluded)
 */
#ifndef PF_TEXT_UNIVERSE_READ_H
#define PF_TEXT_UNIVERSE_READ_H

#include <stdbool.h>
#include <stdio.h>

struct err;
struct rec;
struct universe;

/* The words, phrases and coins below dir; NULL: those that come with the program. ERR_NOINPUT; ERR_CONFIG
 * "FILE:LINE: "; ERR_IO. */
int universe_read_words(struct universe *u, const char *dir, struct err *e);

/* Aliases of a file; NULL: those that come with the program. Errors as above. */
int universe_read_aliases(struct universe *u, const char *path, struct err *e);

/*
 * A record of kind symbol (symbol, description, type_code, valid_from, valid_to) or alias (ticker, alias,
 * valid_from, valid_to).
 * An alias that is all capitals, and no longer than a symbol, is a ticker. 1 when it was one of these, 0 for
 * others, -1 with ERR_DATA.
 */
int universe_take(struct universe *u, const struct rec *rec, struct err *e);

/* An alias as records have it, whose kind its looks tell. ERR_DATA: one of them is NULL, or is none. */
int universe_named(struct universe *u, const char *symbol, const char *alias, struct err *e);

/* All of a stream of such records; other kinds are passed over. ERR_DATA "NAME:LINE: " at the first line that is
 * wrong; ERR_IO. */
int universe_read_records(struct universe *u, FILE *fp, const char *name, struct err *e);

#endif
