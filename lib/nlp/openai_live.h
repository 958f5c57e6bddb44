/* A model that is asked now, inside: the messages in hand, each with its requests. */
#ifndef PF_NLP_OPENAI_LIVE_H
#define PF_NLP_OPENAI_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "nlp/budget.h"
#include "nlp/engine.h"
#include "nlp/openai.h"
#include "nlp/openai_routes.h"
#include "nlp/prices.h"
#include "vendor/openai.h"
#include "vendor/openai_chat.h"

struct live {
	struct nlp_engine en; /* first: it is one */
	const struct nlp_openai_how *how;
	struct openai *ai;
	struct routes routes;
	struct prices prices;
	struct budget *budget;
	struct talk *talks; /* owned list, the messages in hand */
	size_t in_hand;
	bool ended; /* nothing more is asked, because of: */
	struct err why;
	unsigned in_a_row;            /* requests that failed, with no answer between */
	size_t pending, failed, left; /* messages: to be tried again, given up, not looked at */
};

/* A request and what follows it: again, longer, escalated. */
struct part {
	struct live *live;
	struct talk *t;
	struct openai_call call;
	bool sent; /* its answer is waited for */
	size_t chunk;
	enum prompt_role role;
	struct slice text; /* borrowed from the message, or from the talk */
	int64_t tokens;
	struct buf body;
	struct budget_hold hold;
	bool longer, repeated, asked_old; /* has been asked for once */
	unsigned silent;
	struct ideas ideas; /* that it ends with; before it escalated, what it had then */
	bool answered;      /* ideas are an answer */
	char *model;        /* owned; who gave them */
};

/* A message in hand. */
struct talk {
	struct live *live;
	struct nlp_message *m; /* owned */
	struct talk *next, **at;
	struct part *triage;     /* owned; NULL: there is none */
	struct part **parts;     /* owned, as many as chunks; NULL: none was begun */
	size_t waits;            /* for so many requests */
	struct buf text;         /* that the triage was shown */
	bool settled, uncounted; /* it is known what becomes of it */
	enum nlp_state state;
	char *reason, *model; /* owned */
};

/* Send it, as it stands: 0; 1 when asking has ended, which its talk is told; -1 with *e: the run is over. */
int live_send(struct part *p, struct err *e);

/* Nothing more is asked. */
void live_end(struct live *l, const struct err *why);

/* The request ended: what it cost is counted and told. chat: what it says; NULL: there was no answer. */
int live_paid(struct part *p, const struct openai_chat *chat, struct err *e);

/* Answers of requests, and what is done then; openai_done. */
int live_done(struct openai_call *c, int rc, struct err *e);

/* Begin a message; go on behind its triage. 0, or -1: the run is over. */
int talk_begin(struct talk *t, struct err *e);

/* It is known what becomes of it; the first word counts. reason is taken. */
void talk_settle(struct talk *t, enum nlp_state state, char *reason, bool uncounted);

/* Answer it if nothing is waited for, and let go of it. */
int talk_finish(struct talk *t, struct err *e);
void talk_free(struct talk *t);

#endif
