/* Escapes of a text, one at a time: what secret/forms reads texts by. */
#ifndef PF_SECRET_DECODE_H
#define PF_SECRET_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#define DECODE_MAX 12  /* bytes of an escape: two of JSON's \uXXXX */
#define DECODE_FORMS 6 /* rows of decode_forms */

struct decoded {
	char bytes[4];
	size_t n;    /* 0: it stands for no character */
	size_t used; /* bytes of the text, at least 1 */
};

struct decode_form {
	const char *name;
	/* The text at p, n > 0 bytes of it; false if that depends on what comes behind them, which
	 * never is so when the text ends there. What is no escape stands for itself. */
	bool (*decode)(const char *p, size_t n, bool ends, struct decoded *d);
	bool begins[256]; /* bytes that may begin an escape; the others stand for themselves */
};

extern const struct decode_form decode_forms[DECODE_FORMS];

/* What a character of base64, of both alphabets, is worth; -1: it is none. */
int decode_sextet(char c);

#endif
