#include "sandbox/snaptrade_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "sandbox/snaptrade_read.h"

void
snap_store_release(struct snap_store *s)
{
	size_t i;

	for (i = 0; i < s->nconnections; i++)
		free(s->connections[i].user);
	for (i = 0; i < SNAP_KINDS; i++)
		free(s->rows[i].row);
	free(s->connections);
	free(s->accounts);
	free(s->by_id);
	buf_release(&s->text);
	*s = (struct snap_store){ 0 };
}

static int
order(struct slice a, struct slice b)
{
	size_t least = a.n < b.n ? a.n : b.n;
	int c = least == 0 ? 0 : memcmp(a.p, b.p, least);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* The place in by_id where the id is or would be. */
static size_t
place(const struct snap_store *s, struct slice id)
{
	size_t low = 0, high = s->naccounts, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (order(s->accounts[s->by_id[mid]].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct snap_account *
account(const struct snap_store *s, struct slice id)
{
	size_t at = place(s, id);

	if (at == s->naccounts || order(s->accounts[s->by_id[at]].id, id) != 0)
		return NULL;
	return &s->accounts[s->by_id[at]];
}

struct snap_account *
snap_store_account(const struct snap_store *s, struct slice id)
{
	struct snap_account *a = account(s, id);

	return a == NULL || a->connection->deleted ? NULL : a;
}

struct snap_connection *
snap_store_connection(const struct snap_store *s, struct slice id)
{
	size_t i;

	for (i = 0; i < s->nconnections; i++)
		if (!s->connections[i].deleted && order(s->connections[i].id, id) == 0)
			return &s->connections[i];
	return NULL;
}

struct snap_rows
snap_store_rows(const struct snap_store *s, const struct snap_account *a, enum snap_kind kind)
{
	return (struct snap_rows){ s->rows[kind].row + a->first[kind], a->n[kind] };
}

static int
by_id(const void *a, const void *b, void *arg)
{
	const struct snap_store *s = arg;
	const size_t *x = a, *y = b;

	return order(s->accounts[*x].id, s->accounts[*y].id);
}

/* An account's records together, newest first, those of one time as the file has them. */
static int
by_time(const void *a, const void *b)
{
	const struct snap_row *x = a, *y = b;

	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

static int
index_accounts(struct snap_store *s, struct err *e)
{
	struct snap_account *a;
	size_t i;

	s->by_id = mem_new(s->naccounts + 1, sizeof *s->by_id);
	for (i = 0; i < s->naccounts; i++)
		s->by_id[i] = i;
	qsort_r(s->by_id, s->naccounts, sizeof *s->by_id, by_id, s);
	for (i = 0; i < s->naccounts; i++) {
		a = &s->accounts[s->by_id[i]];
		a->connection = snap_store_connection(s, a->connection_id);
		if (a->connection == NULL)
			return err_set(e, ERR_DATA, "account %.*s: there is no connection %.*s",
			    (int)a->id.n, a->id.p, (int)a->connection_id.n, a->connection_id.p);
		if (i > 0 && order(a->id, s->accounts[s->by_id[i - 1]].id) == 0)
			return err_set(
			    e, ERR_DATA, "account %.*s is there twice", (int)a->id.n, a->id.p);
	}
	return 0;
}

static int
index_rows(struct snap_store *s, enum snap_kind kind, struct err *e)
{
	struct snap_row *row = s->rows[kind].row;
	size_t n = s->rows[kind].n, i;
	struct snap_account *a;

	for (i = 0; i < n; i++) {
		a = account(s, row[i].of);
		if (a == NULL)
			return err_set(
			    e, ERR_DATA, "there is no account %.*s", (int)row[i].of.n, row[i].of.p);
		row[i].account = (size_t)(a - s->accounts);
		row[i].seq = i;
		a->n[kind]++;
	}
	if (n > 0)
		qsort(row, n, sizeof *row, by_time);
	for (i = 0; i < n; i += a->n[kind]) {
		a = &s->accounts[row[i].account];
		a->first[kind] = i;
		if (a->n[kind] > 1 && (kind == SNAP_HISTORY || kind == SNAP_RATES))
			return err_set(e, ERR_DATA, "account %.*s has two of what it has one of",
			    (int)a->id.n, a->id.p);
	}
	return 0;
}

int
snap_store_read(struct snap_store *s, const char *path, struct snap_users *users, struct err *e)
{
	int kind;

	*s = (struct snap_store){
		.skew_s = SNAP_SKEW, .limit = SNAP_LIMIT, .account_limit = SNAP_ACCOUNT_LIMIT
	};
	if (snap_read(s, path, users, e))
		return -1;
	if (index_accounts(s, e))
		return err_wrap(e, "%s", path);
	for (kind = 0; kind < SNAP_KINDS; kind++)
		if (index_rows(s, (enum snap_kind)kind, e))
			return err_wrap(e, "%s", path);
	return 0;
}
