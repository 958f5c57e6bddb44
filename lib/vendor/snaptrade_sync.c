#include "vendor/snaptrade_sync.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/progress.h"
#include "io/array.h"
#include "vendor/snaptrade_holder.h"

/* --- the plan */

struct snaptrade_want *
snaptrade_plan_want(struct snaptrade_plan *p, const char *of)
{
	size_t i;

	for (i = 0; i < p->nwants; i++)
		if (strcmp(p->wants[i].of, of) == 0)
			return &p->wants[i];
	p->wants = mem_grow(p->wants, p->nwants + 1, sizeof *p->wants);
	p->wants[p->nwants] = (struct snaptrade_want){ .of = mem_str(of), .since = CLOCK_NONE };
	return &p->wants[p->nwants++];
}

void
snaptrade_plan_release(struct snaptrade_plan *p)
{
	size_t i;

	for (i = 0; i < p->nwants; i++)
		free(p->wants[i].of);
	free(p->wants);
	p->wants = NULL;
	p->nwants = 0;
}

bool
snaptrade_names(const char *list, const char *id)
{
	size_t n = strlen(id), len;

	for (;; list += len + 1) {
		len = strcspn(list, ",");
		if (len == n && memcmp(list, id, n) == 0)
			return true;
		if (list[len] == '\0')
			return false;
	}
}

/* --- the sync */

struct snaptrade_sync *
snaptrade_sync_new(
    struct snaptrade *st, struct snaptrade_report *report, const struct snaptrade_plan *plan)
{
	struct snaptrade_sync *s = mem_new(1, sizeof *s);

	*s = (struct snaptrade_sync){ .st = st, .report = report, .plan = plan };
	snaptrade_rows_init(&s->rows, report);
	return s;
}

void
snaptrade_sync_free(struct snaptrade_sync *s)
{
	size_t i;

	if (s == NULL)
		return;
	while (s->running != NULL)
		fetch_free(s->running);
	for (i = 0; i < s->nconnections; i++) {
		free(s->connections[i].id);
		free(s->connections[i].broker);
		free(s->connections[i].message);
	}
	for (i = 0; i < s->nholders; i++) {
		free(s->holders[i]->id);
		free(s->holders[i]->connection);
		free(s->holders[i]);
	}
	free(s->connections);
	free(s->holders);
	snaptrade_rows_release(&s->rows);
	buf_release(&s->line);
	free(s);
}

static struct holder *
find(const struct snaptrade_sync *s, const char *account)
{
	size_t i;

	for (i = 0; i < s->nholders; i++)
		if (strcmp(s->holders[i]->id, account) == 0)
			return s->holders[i];
	return NULL;
}

bool
snaptrade_sync_lists(const struct snaptrade_sync *s, const char *account)
{
	return find(s, account) != NULL;
}

unsigned
snaptrade_sync_done(const struct snaptrade_sync *s, const char *account)
{
	const struct holder *h = find(s, account);

	return h != NULL ? h->done : 0;
}

const char *
snaptrade_sync_account(const struct snaptrade_sync *s, const char *connection, size_t i)
{
	size_t k;

	for (k = 0; k < s->nholders; k++)
		if (s->holders[k]->connection != NULL &&
		    strcmp(s->holders[k]->connection, connection) == 0 && i-- == 0)
			return s->holders[k]->id;
	return NULL;
}

/* --- accounts */

static int
accounts_done(struct snaptrade_call *c, int rc, struct err *e)
{
	(void)c;
	(void)e; /* nothing can be done without the list */
	return rc;
}

/* What the account says of itself that matters for what it holds. */
static void
look_at(struct holder *h, struct slice object)
{
	static const char *const paths[] = { "brokerage_authorization", "balance.total.amount",
		"balance.total.currency", "sync_status.holdings.holdings_unavailable",
		"sync_status.holdings.initial_sync_completed",
		"sync_status.transactions.initial_sync_completed" };
	struct rec_field v[sizeof paths / sizeof paths[0]];

	pick(object, paths, sizeof paths / sizeof paths[0], v);
	h->connection = rec_take_text(&v[0]);
	h->has_total = (v[1].type == REC_NUMBER || v[1].type == REC_STRING) &&
		       v[2].type == REC_STRING && v[2].text.n < sizeof h->currency &&
		       decimal_read(&h->total, v[1].text.p, v[1].text.n) == 0;
	if (h->has_total)
		memcpy(h->currency, v[2].text.p, v[2].text.n);
	h->hidden = v[3].type == REC_TRUE;
	h->early = v[4].type == REC_FALSE;
	h->history_early = v[5].type == REC_FALSE;
}

/* What the plan wants of an account, by its own id and by its connection's. */
static void
set_wants(struct holder *h, const struct snaptrade_plan *p)
{
	const struct snaptrade_want *w;
	bool whole = false;
	size_t i;

	h->want = p->what;
	h->since = p->since;
	for (i = 0; i < p->nwants; i++) {
		w = &p->wants[i];
		if (strcmp(w->of, h->id) != 0 &&
		    (h->connection == NULL || strcmp(w->of, h->connection) != 0))
			continue;
		h->want |= w->what;
		whole |= w->whole_history;
		if (w->since != CLOCK_NONE)
			h->since = w->since;
	}
	if (whole)
		h->since = CLOCK_NONE;
	if (h->since != CLOCK_NONE && p->until != CLOCK_NONE && h->since > p->until) {
		h->done |= h->want & SNAPTRADE_ACTIVITIES; /* there is no such day */
		h->want &= ~SNAPTRADE_ACTIVITIES;
	}
}

static struct snaptrade_link
link_of(const struct snaptrade_sync *s, const struct holder *h)
{
	static const struct snaptrade_link lost = { .known = true,
		.status = "error",
		.disabled_at = CLOCK_NONE,
		.message = "its connection is not among those that the vendor lists" };
	const struct connection *c = sync_connection(s, h->connection);

	if (!s->connections_known)
		return (struct snaptrade_link){ .disabled_at = CLOCK_NONE };
	return c != NULL ? c->link : lost;
}

/* 1: it is one more account; 0: it is none to be read; -1. */
static int
take_account(struct snaptrade_sync *s, struct slice object, struct err *e)
{
	const struct rec_field id_field = pick_one(object, "id");
	char *id = rec_take_text(&id_field);
	struct holder *h;
	struct snaptrade_link link;

	if (id == NULL)
		return err_set(e, ERR_DATA, "snaptrade: an account has no id");
	if (find(s, id) != NULL) {
		(void)err_set(
		    e, ERR_DATA, "snaptrade: account %s is listed twice: it was read once", id);
		free(id);
		return -1;
	}
	h = mem_new(1, sizeof *h);
	s->holders = mem_grow(s->holders, s->nholders + 1, sizeof *s->holders);
	s->holders[s->nholders++] = h;
	*h = (struct holder){ .sync = s, .id = id };
	look_at(h, object);
	link = link_of(s, h);
	h->live = link.known && strcmp(link.status, "connected") == 0;
	if (s->plan->only != NULL && !snaptrade_names(s->plan->only, id))
		return 0;
	set_wants(h, s->plan);
	if ((h->want & SNAPTRADE_ACCOUNTS) != 0 &&
	    snaptrade_put_account(&s->rows, object, snaptrade_scope(s->st), &link, e))
		return err_wrap(e, "account %s", id);
	return 1;
}

/* Accounts that were named and that nobody has. */
static int
tell_missing(struct snaptrade_sync *s, struct err *e)
{
	const char *list = s->plan->only;
	struct err why;
	size_t n;
	char *id;
	int rc = 0;

	for (; rc == 0 && list != NULL && *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		id = mem_copy(list, n);
		if (n > 0 && find(s, id) == NULL) {
			(void)err_set(&why, ERR_NOINPUT,
			    "account %s is not among the %zu that the vendor lists", id,
			    s->nholders);
			rc = snaptrade_report_failure(s->report, id, &why, e);
		}
		free(id);
	}
	return rc;
}

/* The list is all there is: what is stored and not in it is gone. An empty one never says that. */
static int
complete_accounts(struct snaptrade_sync *s, uint64_t printed, bool good, struct err *e)
{
	const struct snaptrade_whole w = { .of = "account",
		.scope = snaptrade_scope(s->st),
		.count = printed,
		.first = CLOCK_NONE,
		.last = CLOCK_NONE };
	struct err why;

	if ((s->plan->what & SNAPTRADE_ACCOUNTS) == 0 || s->plan->only != NULL || !good ||
	    !s->connections_known)
		return 0;
	if (s->nholders == 0) {
		(void)err_set(&why, ERR_DATA,
		    "the vendor lists no account, and %zu connections: not taken as the truth",
		    s->nconnections);
		return snaptrade_report_failure(s->report, NULL, &why, e);
	}
	return snaptrade_report_complete(s->report, &w, e);
}

static int
take_accounts(struct snaptrade_sync *s, struct snaptrade_call *c, struct err *e)
{
	struct buf line = { 0 };
	struct slice rest, one;
	struct err why;
	uint64_t printed = 0;
	bool good = true;
	int rc = sync_list(c, &line, &rest, e), got;

	while (rc == 0 && array_next(&rest, &one)) {
		got = take_account(s, one, e);
		printed += got > 0;
		if (got >= 0)
			continue;
		why = *e;
		good = false;
		rc = why.code == ERR_DATA ? snaptrade_report_failure(s->report, "accounts", &why, e)
					  : -1;
	}
	buf_release(&line);
	if (rc || complete_accounts(s, printed, good, e) || tell_missing(s, e))
		return -1;
	return 0;
}

/* --- all of it */

static int
read_lists(struct snaptrade_sync *s, struct err *e)
{
	static const char *const accounts_path[] = { "accounts", NULL };
	static const char *const connections_path[] = { "authorizations", NULL };
	struct snaptrade_call accounts, connections;
	int rc = -1;

	snaptrade_call_init(&accounts, "GET", accounts_path);
	snaptrade_call_init(&connections, "GET", connections_path);
	accounts.done = accounts_done;
	connections.done = sync_connections_done;
	accounts.arg = connections.arg = s;
	snaptrade_add(s->st, &accounts);
	snaptrade_add(s->st, &connections);
	if (snaptrade_run(s->st, e) == 0)
		rc = take_accounts(s, &accounts, e);
	snaptrade_call_release(&accounts);
	snaptrade_call_release(&connections);
	return rc;
}

int
snaptrade_sync_run(struct snaptrade_sync *s, struct err *e)
{
	struct progress_plan plan = { .what = "records", .of = "accounts" };
	size_t i;
	int rc = read_lists(s, e);

	for (i = 0; rc == 0 && i < s->nholders; i++)
		rc = holder_ask(s->holders[i], e);
	plan.total = s->nholders;
	progress_begin(&plan);
	if (rc == 0)
		rc = snaptrade_run(s->st, e);
	progress_end();
	return rc;
}
