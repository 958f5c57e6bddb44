/*
 * What may be spent, by this run and by all runs of a day (UTC) that share a state folder. Before a request is
 * sent the most that it can cost is held, and when it was answered what it did cost takes that place. The
 * ledger is a file a day, nlp/spent/YYYY-MM-DD.jsonl in the state folder, written under a lock, a line each:
 *
 *	{"kind":"hold","id":"...","usd":0.0512}
 *	{"kind":"spent","id":"...","usd":0.0031,"held":0.0512,"model":"...","prompt_tokens":...}
 *
 * Who ends in between leaves its hold behind: it may have been charged, so it counts. usd is null where nobody
 * knows the price; that is allowed only without a limit.
 */
#ifndef PF_NLP_BUDGET_H
#define PF_NLP_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct budget;
struct err;

/* What is held for one request, or for one batch. { 0 } holds nothing. */
struct budget_hold {
	char id[64];
	char day[11];       /* whose ledger it is in */
	struct decimal usd; /* what is held */
};

/* What was used, for the ledger. */
struct budget_use {
	const char *model, *purpose; /* borrowed; NULL: not known */
	int64_t prompt_tokens, cached_tokens, completion_tokens;
	const struct decimal *usd; /* NULL: not known */
};

/* Limits in 1e-6 US dollars, below 0: none. ERR_CREATE, ERR_CONFIG, ERR_IO. Close in any case. */
int budget_open(struct budget **b, int64_t run_limit, int64_t day_limit, struct err *e);
void budget_close(struct budget *b);

bool budget_is_limited(const struct budget *b);

/*
 * Hold the most that a request can cost; what *h holds already stays and this is added to it, so *h is { 0 } the first
 * time. 0; 1 when it does not fit, with the sentence why in *e (ERR_TEMP) and
 * nothing more held; -1 with ERR_IO, ERR_TEMP (the lock), ERR_DATA.
 */
int budget_hold(struct budget *b, struct budget_hold *h, const struct decimal *most, struct err *e);

/* Count what it was instead, in the ledger of the hold's day; use->usd NULL with a hold: as much as was held. One that
 * was never held is written as well. */
int budget_spent(
    struct budget *b, struct budget_hold *h, const struct budget_use *use, struct err *e);

/* It was not sent, or certainly not charged. */
int budget_free(struct budget *b, struct budget_hold *h, struct err *e);

/* What this run has spent and holds. */
const struct decimal *budget_total(const struct budget *b);

#endif
