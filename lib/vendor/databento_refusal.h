/*
 * Why Databento refuses a request, from the status and the body of its reply. Bodies come in four
 * shapes: {"detail":"text"}, {"detail":{"case":...,"message":...,"payload":{...}}},
 * {"detail":[{"loc":...,"msg":...}]}, and whatever a gateway sends. The fields decide; the prose is
 * read only for a time that no field has. Source: the vendor's page "Errors" and replies recorded
 * by users of its interface.
 */
#ifndef PF_VENDOR_DATABENTO_REFUSAL_H
#define PF_VENDOR_DATABENTO_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum databento_act {
	DATABENTO_FAIL,    /* nothing to be done about it here: code says what the caller can do */
	DATABENTO_CLAMP,   /* ask for what lies within from and until */
	DATABENTO_NOT_YET, /* all of the range lies behind what there is */
	DATABENTO_UNRESOLVED, /* no symbol means anything in the range: an empty answer */
};

struct databento_refusal {
	enum databento_act act;
	enum err_code code; /* of the failure, also when a clamp turns out to be none */
	bool whole;         /* it is the account's: every other request would end so too */
	int64_t from;       /* first instant there is, ns; CLOCK_NONE: not said */
	int64_t until;      /* the first behind what there is; CLOCK_NONE: not said */
	char name[64];      /* the vendor's case; "" */
	char text[256];     /* the vendor's words, one line; "" */
};

void databento_refusal(struct databento_refusal *r, long status, const char *body, size_t n);

#endif
