/* What the verbs of pf-nlp batch have in common, inside. */
#ifndef PF_NLP_BATCH_WORK_H
#define PF_NLP_BATCH_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"
#include "nlp/batch.h"
#include "nlp/batch_store.h"
#include "nlp/budget.h"
#include "nlp/engine.h"
#include "nlp/openai_routes.h"
#include "nlp/parse.h"
#include "nlp/prices.h"
#include "nlp/print.h"
#include "vendor/openai_batch.h"

struct err;
struct openai;

struct work {
	const struct nlp_batch_how *how;
	struct openai *ai;
	struct routes routes;
	struct prices prices;
	struct budget *budget;
	struct batch_store store;
	struct nlp_print print;
	struct nlp_parse parse; /* whose sink takes results */
	struct nlp_sink sink;
	struct rec *rec;       /* owned */
	size_t bad;            /* lines that were refused and told */
	size_t tried, gave_up; /* messages of batches: failed and pending, failed for good */
};

/* Release in any case. */
int work_open(struct work *w, const struct nlp_batch_how *how, bool keys, struct err *e);
void work_release(struct work *w);

/* A batch record; state NULL: the vendor's. */
int work_print_batch(struct work *w, const struct openai_batch *b, const struct submission *sub,
    const char *state, struct err *e);

/* A message, and its content_hash or NULL, waits in that submission: pending, and nobody else's until it expires. */
int work_print_waiting(
    struct work *w, const struct submission *sub, const char *id, const char *hash, struct err *e);

/* Each message of a submission: it waits; or it is pending and nobody's, with why. ERR_IO. */
int work_tell_waiting(struct work *w, const struct submission *sub, struct err *e);
int work_tell_free(struct work *w, const struct submission *sub, const char *why, struct err *e);

/* Give a batch up that the vendor does not know: its messages are free, this try of them does not count, and an
 * event says so. sub NULL: no journal here tells of it, and the batch alone is told to be over. What it may cost stays
 * held. Once more: the same records. ERR_IO. */
int work_give_up(struct work *w, struct submission *sub, const char *id, struct err *e);

/* Add to *e, which says that the vendor does not know it, what to do. -1. */
int work_unknown(const char *id, struct err *e);

/* What is about one batch alone: the others are worked on all the same. */
bool work_is_of_one(const struct err *e);

/* A batch at the vendor's that no journal tells of becomes one of ours: its requests are fetched. NULL with *e. */
struct submission *work_adopt(struct work *w, const struct openai_batch *b, struct err *e);

/* Fetch a file of the vendor's; it is there as a whole or not at all. 1: the vendor has none of that id. */
int work_fetch(struct work *w, const char *file_id, const char *path, struct err *e);

/* Look through the vendor's list: submissions whose batch nobody wrote down get it, others with our mark are
 * adopted as far as the vendor still has their requests, and of two with one mark the younger is cancelled. */
int work_find_orphans(struct work *w, struct err *e);

/* Each record of the input: message and batch records to take (NULL: they go on), others go on. 0 or -1. */
typedef int work_fn(struct work *w, const struct rec *rec, void *arg, struct err *e);
int work_read(struct work *w, const char *kind, work_fn *take, const char *kind2, work_fn *take2,
    void *arg, struct err *e);

#endif
