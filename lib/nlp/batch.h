/*
 * The verbs of pf-nlp batch: messages to the vendor as files of requests, which it works on within a day at half
 * the price, and the answers back. What is submitted is in a journal (nlp/batch_store.h) before anything is
 * sent, under a name that the vendor keeps beside the batch: who was killed in between, on either side of the
 * vendor's answer, finds by that name whether there is a batch. A message is never in two batches with the same
 * words for the same model: one that comes again is told where it is.
 */
#ifndef PF_NLP_BATCH_H
#define PF_NLP_BATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "nlp/openai.h"

struct err;

struct nlp_batch_how {
	struct nlp_openai_how openai; /* model, prompt, prices, limits, attempts, deadline */
	FILE *in;                     /* NULL: nothing is read */
	FILE *out;
	int64_t now;
	bool flush;
	int64_t limit;        /* messages that are submitted; 0: all */
	int64_t max_requests; /* of a file; at most the vendor's limit */
	int least;            /* ideas of a confidence below are dropped, in 1/1000 */
	bool wait, all;       /* collect until nothing is open; cancel all */
	int64_t poll_ns;      /* how long to wait between */
	char **ids;           /* batches that are asked for; empty: all */
};

/*
 * Each returns the exit status, or -1 with *e: ERR_TEMP another one has the folder, a limit, a batch that is not made
 * yet; what openai_once() says.
 */
int nlp_batch_submit(const struct nlp_batch_how *how, struct err *e);
int nlp_batch_collect(const struct nlp_batch_how *how, struct err *e);
int nlp_batch_status(const struct nlp_batch_how *how, struct err *e); /* 1: some are not over */
int nlp_batch_cancel(const struct nlp_batch_how *how, struct err *e);

#endif
