/* Of each kind that has a scope, what is held of it and what closing means, in SQL */
#include <stddef.h>

#include "db/close.h"
#include "rec/broker.h"
#include "rec/field.h"
#include "rec/words.h"

/* Whether activity t is of the days of scope s. */
#define WINDOW                                                                                     \
	"(s.first_day is null or t.trade_date >= s.first_day::timestamp at time zone 'UTC')"       \
	" and (s.last_day is null or t.trade_date < (s.last_day + 1)::timestamp at time zone 'UTC')"
/* Whether row t was read from the vendor later than the answer. */
#define LATER "coalesce(t.sync_timestamp > s.told, false)"
/* Whether key k of a message is one of the ids of scope s, which count as numbers. */
#define IDS(k)                                                                                     \
	"(s.first_id is null or (length(" k "), " k                                                \
	" collate \"C\") >= (length(s.first_id), s.first_id collate \"C\"))"                       \
	" and (s.last_id is null or (length(" k "), " k                                            \
	" collate \"C\") <= (length(s.last_id), s.last_id collate \"C\"))"
#define COUNT_BEFORE                                                                               \
	"select s.no, count(h.no)::text from s left join held h on h.no = s.no group by s.no"

/* Accounts come last: what is held in one that goes is judged by its connection as it was told. */
const struct close_kind close_kinds[] = {
	{ .kind = &position_kind,
	    .scope = "account_id",
	    .key = "symbol",
	    .connected = true,
	    .held = "select s.no, t.symbol as key, " LATER
		    " as later from s join public.positions t on t.account_id = s.name"
		    " where t.quantity <> 0",
	    .before = COUNT_BEFORE,
	    .was = "s.before::bigint",
	    .close =
		"update public.positions t set quantity = 0, equity = 0, open_pnl = 0,"
		" closed_at = c.now, sync_timestamp = c.now"
		" from gone g join s on s.no = g.no cross join clock c"
		" where t.account_id = s.name and t.symbol = g.key returning t.account_id as name" },
	{ .kind = &balance_kind,
	    .scope = "account_id",
	    .key = "currency_code",
	    .daily = true,
	    .connected = true,
	    .held = "select s.no, t.currency_code as key, " LATER
		    " as later from s cross join lateral ("
		    "select distinct on (b.currency_code) b.currency_code, b.cash, b.sync_timestamp"
		    " from public.account_balances b where b.account_id = s.name"
		    " and b.snapshot_date <= coalesce(s.last_day, 'infinity')"
		    " order by b.currency_code, b.snapshot_date desc) t where t.cash <> 0",
	    .before = COUNT_BEFORE,
	    .was = "s.before::bigint",
	    .close =
		"insert into public.account_balances as t (account_id, currency_code, snapshot_date,"
		" currency_name, currency_id, cash, buying_power, sync_timestamp)"
		" select s.name, g.key, s.last_day, n.currency_name, n.currency_id, 0, 0, c.now"
		" from gone g join s on s.no = g.no cross join clock c cross join lateral ("
		"select b.currency_name, b.currency_id from public.account_balances b"
		" where b.account_id = s.name and b.currency_code = g.key"
		" and b.snapshot_date <= s.last_day order by b.snapshot_date desc limit 1) n"
		" on conflict (account_id, currency_code, snapshot_date) do update"
		" set cash = 0, buying_power = 0, sync_timestamp = excluded.sync_timestamp"
		" returning t.account_id as name" },
	{ .kind = &activity_kind,
	    .scope = "account_id",
	    .key = "id",
	    .windowed = true,
	    .connected = true,
	    .renamed = true,
	    .held = "select s.no, t.id as key, false as later"
		    " from s join public.activities t on t.account_id = s.name and " WINDOW,
	    .before =
		"select s.no, coalesce((select json_object_agg(coalesce(d.day::text, ''), d.n) from ("
		"select (t.trade_date at time zone 'UTC')::date as day, count(*) as n"
		" from public.activities t where t.account_id = s.name and " WINDOW
		" group by 1) d), '{}')::text from s",
	    .was = "(select coalesce(sum(b.value::bigint), 0) from json_each_text(s.before::json) b"
		   " where (s.first_day is null or nullif(b.key, '')::date >= s.first_day)"
		   " and (s.last_day is null or nullif(b.key, '')::date <= s.last_day))",
	    .close =
		"delete from public.activities t using gone g join s on s.no = g.no"
		" where t.id = g.key and t.account_id = s.name returning t.account_id as name" },
	{ .kind = &message_kind,
	    .scope = "channel_id",
	    .key = "message_id",
	    .windowed = true,
	    .held =
		"select s.no, t.message_id as key, coalesce(t.collected_at > s.told, false) as later"
		" from s join public.discord_messages t on t.channel_id = s.name"
		" where t.deleted_at is null and " IDS("t.message_id"),
	    .before = "select s.no, ''::text from s",
	    .was = "coalesce(n.n, 0)",
	    .close = "update public.discord_messages t set deleted_at = c.now from gone g"
		     " join s on s.no = g.no cross join clock c where t.message_id = g.key"
		     " returning t.channel_id as name" },
	{ .kind = &account_kind,
	    .scope = "scope",
	    .key = "id",
	    .careful = true,
	    .held = "select s.no, t.id as key, " LATER
		    " as later from s join public.accounts t on t.scope = s.name"
		    " where t.connection_status is distinct from 'deleted'",
	    .before = COUNT_BEFORE,
	    .was = "s.before::bigint",
	    .close = "update public.accounts t set connection_status = 'deleted'"
		     " from gone g join s on s.no = g.no where t.id = g.key and t.scope = s.name"
		     " returning t.scope as name" },
	{ 0 },
};

const struct close_kind *
close_find(const struct kind *kind)
{
	const struct close_kind *k;

	for (k = close_kinds; k->kind != NULL; k++)
		if (k->kind == kind)
			return k;
	return NULL;
}
