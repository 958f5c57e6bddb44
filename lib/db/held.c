#include "db/held.h"

#include <stddef.h>

#include "base/clock.h"
#include "db/pg.h"

/* The lock is that of pf-load's batches of the table: load_batch.c. */
static const char turn_sql[] =
    "select pg_advisory_xact_lock(1885760620, 'public.position_snapshots'::regclass::oid::int)";

static const char write_sql[] =
    "with held as materialized (select * from public.pf_position_snapshots($1::date) h"
    " where h.account_id = any ($2::text[])), gone as (delete from public.position_snapshots t using ("
    "select o.account_id, o.symbol from public.position_snapshots o"
    " where o.snapshot_date = $1::date and o.account_id = any ($2::text[])"
    " except select h.account_id, h.symbol from held h) g where t.account_id = g.account_id"
    " and t.symbol = g.symbol and t.snapshot_date = $1::date)"
    " insert into public.position_snapshots as t (account_id, symbol, snapshot_date, quantity,"
    " average_buy_price, current_price, equity, currency, total_portfolio_value)"
    " select h.account_id, h.symbol, h.snapshot_date, h.quantity, h.average_buy_price, h.current_price,"
    " h.equity, h.currency, h.total_portfolio_value from held h where not exists ("
    "select from public.position_snapshots o where o.account_id = h.account_id and o.symbol = h.symbol"
    " and o.snapshot_date = h.snapshot_date"
    " and (o.quantity, o.average_buy_price, o.current_price, o.equity, o.currency, o.total_portfolio_value)"
    " is not distinct from (h.quantity, h.average_buy_price, h.current_price, h.equity, h.currency,"
    " h.total_portfolio_value)) on conflict (account_id, symbol, snapshot_date) do update set"
    " quantity = excluded.quantity, average_buy_price = excluded.average_buy_price,"
    " current_price = excluded.current_price, equity = excluded.equity, currency = excluded.currency,"
    " total_portfolio_value = excluded.total_portfolio_value";

int
held_write(struct pg *db, const char *accounts, int64_t now, struct err *e)
{
	char day[CLOCK_TEXT_MAX];
	const char *params[] = { day, accounts };
	struct pg_res *res = NULL;
	int rc;

	if (pg_exec(db, turn_sql, e))
		return -1;
	(void)clock_date_text(day, now);
	rc = pg_query(db, &res, write_sql, 2, params, e);
	pg_res_free(res);
	return rc;
}
