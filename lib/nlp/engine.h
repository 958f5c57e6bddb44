/*
 * What makes ideas of messages: rules, a model asked now, a model asked by batch, behind one interface. Who
 * reads messages (nlp/parse.h) has skipped what the rules skip and cut each into chunks; an engine gets
 * those that are left, one after the other, answers each exactly once and in any order, and leaves
 * checking, merging and printing to who reads.
 */
#ifndef PF_NLP_ENGINE_H
#define PF_NLP_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nlp/idea.h"
#include "text/chunk.h"

struct err;

/* A symbol that the message names, of the record's symbols (pf-link(1)) or a cashtag. */
struct nlp_candidate {
	char symbol[IDEA_SYMBOL_MAX];
	char *text;     /* owned; how it is written there, "Apple"; NULL: not known */
	bool known;     /* it is of the record's symbols, so somebody looked it up */
	bool crypto;    /* a coin */
	bool cashtag;   /* written with '$' */
	int confidence; /* of the link, in 1/1000 */
};

/* A message; texts are owned. */
struct nlp_message {
	char *id, *content, *author, *channel; /* content as it was written */
	char *channel_type;                    /* NULL: not known */
	char *hash;         /* content_hash, which tells a text from another; NULL: not known */
	char *reply;        /* what it answers (key reply_content); NULL: nothing, or not known */
	int64_t written_at; /* ns; CLOCK_NONE: the record's timestamp is no time */
	int64_t attempts;   /* how often it was tried, this time included where it was claimed */
	struct nlp_candidate *candidates;
	size_t ncandidates;
	bool linked;  /* the record had symbols: what is not among them is not in the message */
	bool scored;  /* compound is there */
	int compound; /* its sentiment, in 1/10000, -10000 to 10000 */
	struct chunks chunks; /* of its normalised text, at least one */
};

void nlp_message_free(struct nlp_message *m); /* also NULL */

enum nlp_state { NLP_OK, NLP_NOISE, NLP_SKIPPED, NLP_ERROR, NLP_PENDING };

/* What became of a message. All is borrowed and need not outlive the call it is handed to. */
struct nlp_result {
	enum nlp_state state; /* NLP_OK with no idea left at the end becomes NLP_NOISE */
	const char
	    *reason; /* of NLP_SKIPPED, NLP_ERROR and NLP_PENDING; of NLP_NOISE NULL or why */
	const char *model,
	    *prompt; /* who answered, with which words (prompt_version); NULL: nobody was asked */
	const char *batch_id; /* the batch that it is in; NULL: none */
	bool
	    uncounted; /* this try is not to count among its attempts: nobody looked at it (a quota is spent) */
	struct ideas *
	    ideas; /* with chunk set, and local by ideas_add(); NULL: none. Who takes the result may change
				them; they stay the engine's to release */
};

/* What one request took and cost; kind usage. Texts are borrowed. */
struct nlp_usage {
	const char *id, *model, *purpose, *message_id, *batch_id;
	int64_t at, prompt_tokens, cached_tokens, completion_tokens;
	const char *cost_usd;     /* a decimal; NULL: the model is not in the table of prices */
	const char *prices_as_of; /* YYYY-MM-DD; NULL likewise */
};

/* Where an engine hands its answers. 0, or -1 with *e set, which ends the run. */
struct nlp_sink {
	void *arg;
	int (*result)(
	    void *arg, const struct nlp_message *m, const struct nlp_result *r, struct err *e);
	int (*usage)(void *arg, const struct nlp_usage *u, struct err *e);
};

struct nlp_engine; /* the first member of an engine's own struct */

struct nlp_engine_kind {
	const char *name; /* of --engine */
	/*
	 * Take a message, which is the engine's from now on, also on failure; may answer it, or others, at once.
	 * What concerns this message alone is its result, not a failure. -1 ends the run: nothing more
	 * is taken, and what is still in hand is answered as pending when it is closed.
	 */
	int (*take)(struct nlp_engine *en, struct nlp_message *m, struct err *e);
	/* Work until at most so many messages are in hand; 0: all are answered. */
	int (*run)(struct nlp_engine *en, size_t in_hand, struct err *e);
	/* Messages that are taken and not answered. */
	size_t (*in_hand)(const struct nlp_engine *en);
	void (*close)(struct nlp_engine *en);
};

struct nlp_engine {
	const struct nlp_engine_kind *kind;
	struct nlp_sink sink; /* set by who reads, before the first message */
	size_t width;         /* with so many in hand run() is called before more is taken */
};

#endif
