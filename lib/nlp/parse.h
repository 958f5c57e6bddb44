/*
 * A stream of records through an engine: messages are read, skipped by the rules or cut into chunks and handed
 * to it, its answers are settled and printed; other records go on as they are.
 */
#ifndef PF_NLP_PARSE_H
#define PF_NLP_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "nlp/engine.h"

struct err;
struct nlp_print;

struct nlp_parse {
	FILE *in;
	const char *name; /* of in */
	int64_t
	    limit; /* messages that are handed to the engine; what is behind it is left as it is; 0: all */
	int least;               /* ideas of a confidence below are dropped, in 1/1000 */
	bool messages;           /* print each message too, before what is made of it */
	struct nlp_print *print; /* borrowed */
	size_t bad;              /* lines that were refused and told */
};

/*
 * Read to the end, or until a signal asks to stop: what is in hand is answered first. A line that is no record, and
 * a message that lacks what it needs, is told and counted. 0, or -1: ERR_IO, ERR_TEMP after a signal, what
 * the engine set. Sets the engine's sink.
 */
int nlp_parse(struct nlp_parse *p, struct nlp_engine *en, struct err *e);

/* Where answers go that come from elsewhere: settled, as those of an engine, and printed. *p outlives it. */
struct nlp_sink nlp_parse_sink(struct nlp_parse *p);

#endif
