/* One symbol: how it must be spelled to be asked for, and what it looks like. */
#ifndef PF_REC_SYMBOL_H
#define PF_REC_SYMBOL_H

#include <regex.h>
#include <stddef.h>

#include "rec/bar.h"

struct err;

enum symbol_class {
	SYMBOL_LISTED, /* a share, a fund: what an equities data set may know */
	SYMBOL_CRYPTO, /* a coin or a pair with one */
	SYMBOL_OPTION, /* an option contract's code */
	SYMBOL_ID,     /* an identifier where a ticker should be */
	SYMBOL_CLASSES
};

/* "listed", "crypto", "option", "id". */
extern const char *const symbol_class_names[SYMBOL_CLASSES];

/*
 * Blanks around it cut, letters upper-cased: into out. 0, or -1 with ERR_DATA if it is empty, longer
 * than BAR_SYMBOL_MAX - 1, has a comma or anything that is no printable ASCII, or is the vendors'
 * word for all symbols there are.
 */
int symbol_spell(char out[BAR_SYMBOL_MAX], const char *s, size_t n, struct err *e);

/* The rules as regular expressions, compiled once. */
struct symbol_rules {
	regex_t *re; /* owned array */
	size_t n;
};

void symbol_rules_init(struct symbol_rules *r);
void symbol_rules_release(struct symbol_rules *r);

/* What a spelled symbol looks like. */
enum symbol_class symbol_class(const struct symbol_rules *r, const char *symbol);

#endif
