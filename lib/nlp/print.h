/*
 * The records of an answer, the same for every engine: the ideas of a message one behind the other, a complete of
 * idea with its message_id, its message_status; of a message without ideas that was read or skipped the complete
 * and the status, so that what was stored of it before goes; of one that failed or is to be tried again the
 * status alone. pf-load applies them in one transaction.
 */
#ifndef PF_NLP_PRINT_H
#define PF_NLP_PRINT_H

#include <stdint.h>
#include <stdio.h>

#include "io/emit.h"

struct err;
struct nlp_message;
struct nlp_result;
struct nlp_usage;

struct nlp_print {
	struct emit em;
	int64_t now;          /* parsed_at, ns */
	uint64_t messages[5]; /* printed, by enum nlp_state */
	uint64_t ideas;
};

void nlp_print_init(struct nlp_print *p, FILE *fp, int64_t now, bool flush);
void nlp_print_release(struct nlp_print *p);

/* The answer as it is to be stored: settled (nlp/settle.h). ERR_IO. */
int nlp_print_result(
    struct nlp_print *p, const struct nlp_message *m, const struct nlp_result *r, struct err *e);

/* How each message_status begins: whose it is, and of which text (hash NULL: not known). */
void nlp_print_whose(struct emit *em, const char *message_id, const char *hash);

/* A usage record; tool is pf-nlp. ERR_IO. */
int nlp_print_usage(struct nlp_print *p, const struct nlp_usage *u, struct err *e);

#endif
