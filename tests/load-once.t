#!/bin/sh
# Rows that are written once (webhooks), what becomes of them (a second kind of the same table), and stamps, which make no row different.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# loads FILE "read inserted updated unchanged rejected" [OPTION...]: run pf-load over it, whose counts must be these.
loads() {
	file=$1 want=$2
	shift 2
	pf-load "$@" "$file" >out 2>err
	status=$?
	[ "$(sed 's/.*"read":\([0-9]*\),"inserted":\([0-9]*\),"updated":\([0-9]*\),"unchanged":\([0-9]*\),"rejected":\([0-9]*\),.*/\1 \2 \3 \4 \5/' out)" = "$want" ] ||
		{ echo "not $want:"; cat out err; return 1; }
	return $status
}

hook() { # ID TYPE [MORE]
	echo "{\"kind\":\"webhook\",\"id\":\"$1\",\"event_type\":\"$2\",\"event_at\":\"2008-10-15T05:59:00Z\",\"received_at\":\"2008-10-15T05:59:01Z\"${3:+,$3}}"
}

became() { # ID STATUS [MORE]
	echo "{\"kind\":\"webhook_status\",\"id\":\"$1\",\"status\":\"$2\"${3:+,$3}}"
}

inbox() {
	sql "select string_agg(id || ' ' || coalesce(event_type, '-') || ' ' || status, ',' order by id) from webhook_inbox"
}

# written TABLE: how many rows were ever written to it
written() {
	sql "select pg_stat_force_next_flush(); select n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables where relname = '$1'" | tail -n 1
}

ok 'of a delivery that comes twice the first counts, into an empty table and into one that is not' '
	{ hook a ONE "\"account_id\":\"x\""; hook b ONE; hook a TWO; hook a TWO "\"source\":\"y\""; } >hooks &&
	loads hooks "4 2 0 2 0" && [ "$(inbox)" = "a ONE pending,b ONE pending" ] && [ "$(sql "select account_id, source from webhook_inbox where id = \$\$a\$\$")" = "x|snaptrade" ] &&
	loads hooks "4 0 0 4 0" && { hook a THREE "\"payload\":{\"x\":1}"; hook c ONE; hook c TWO "\"account_id\":\"z\""; hook b FOUR; } >more && loads more "4 1 0 3 0" &&
	[ "$(inbox)" = "a ONE pending,b ONE pending,c ONE pending" ] && [ "$(sql "select count(*) from webhook_inbox where account_id = \$\$z\$\$ or payload is not null")" = 0 ]
'
ok 'also from batch to batch' '
	sql "truncate webhook_inbox" && for b in 1 2 3; do sql "truncate webhook_inbox" && loads hooks "4 2 0 2 0" --batch $b && [ "$(inbox)" = "a ONE pending,b ONE pending" ] || exit 1; done
'
ok 'of repeated ones the first that can be taken' '
	sql "truncate webhook_inbox; alter table webhook_inbox add constraint no_bad check (event_type <> \$\$BAD\$\$)" &&
	{ hook a BAD; hook b ONE; hook a TWO; hook a THREE; } >some && exits 65 loads some "4 2 0 1 1" && [ "$(inbox)" = "a TWO pending,b ONE pending" ]
	sql "alter table webhook_inbox drop constraint no_bad"
'
ok 'what became of a delivery stands behind it in one batch; the delivery again leaves that' '
	sql "truncate webhook_inbox" && { hook a ONE; became a failed "\"attempts\":1,\"message\":\"m\""; hook b ONE; became a done "\"attempts\":2"; became b ignored; } >both &&
	for batch in 100000 1 2 3; do
		sql "truncate webhook_inbox" && pf-load --batch $batch both >out && [ "$(wc -l <out)" -eq 1 ] && [ "$(inbox)" = "a ONE done,b ONE ignored" ] &&
		[ "$(sql "select attempts, message from webhook_inbox where id = \$\$a\$\$")" = "2|m" ] || { inbox; cat out; exit 1; }
	done
	was=$(written webhook_inbox) && { hook a TWO; hook b ONE; } >again && loads again "2 0 0 2 0" && [ "$(written webhook_inbox)" = "$was" ] &&
	[ "$(inbox)" = "a ONE done,b ONE ignored" ]
'
ok 'the same when the other kind came first in the stream' '
	sql "truncate webhook_inbox" && { hook old ONE; } | pf-load >out && { became old done; hook a ONE; became a done; } >both && loads both "3 1 2 0 0" &&
	[ "$(inbox)" = "a ONE done,old ONE done" ] && loads both "3 0 0 3 0"
'
ok 'the same from a file that the server gets ahead' '
	sql "truncate webhook_inbox" && fill=$(printf "%0200d" 0) && for n in $(seq 2000); do echo "$n"; done | awk -v fill="$fill" "{
		printf \"{\\\"kind\\\":\\\"webhook\\\",\\\"id\\\":\\\"%d\\\",\\\"event_type\\\":\\\"ONE\\\",\\\"event_at\\\":\\\"2008-10-15T05:59:00Z\\\",\\\"received_at\\\":\\\"2008-10-15T05:59:01Z\\\",\\\"payload\\\":\\\"%s\\\"}\\n\", \$1, fill
		printf \"{\\\"kind\\\":\\\"webhook_status\\\",\\\"id\\\":\\\"%d\\\",\\\"status\\\":\\\"done\\\",\\\"message\\\":\\\"%s\\\"}\\n\", \$1, fill }" >both &&
	loads both "4000 2000 2000 0 0" && [ "$(sql "select count(*) from webhook_inbox where status = \$\$done\$\$ and event_type = \$\$ONE\$\$")" = 2000 ] &&
	sql "update webhook_inbox set status = \$\$pending\$\$, message = null" && { tail -n 3000 both; head -n 1000 both; } >turned && loads turned "4000 0 2000 2000 0" && loads turned "4000 0 0 4000 0"
'
at='"sync_timestamp":"2008-10-15T06:00:0'
order='"kind":"order","account_id":"acc-1","brokerage_order_id":"A-1","symbol":"GOOG","action":"BUY"'
ok 'a stamp alone makes no row different; with another difference it is written' '
	stamp() { sql "select status, extract(second from sync_timestamp)::int from orders"; }
	for s in PENDING0 PENDING1 FILLED2 FILLED3; do echo "{$order,\"status\":\"${s%?}\",$at${s#${s%?}}Z\"}" >$s; done
	loads PENDING0 "1 1 0 0 0" && was=$(written orders) && loads PENDING1 "1 0 0 1 0" && [ "$(stamp)" = "PENDING|0" ] && [ "$(written orders)" = "$was" ] &&
	loads FILLED2 "1 0 1 0 0" && [ "$(stamp)" = "FILLED|2" ] && loads FILLED3 "1 0 0 1 0" && [ "$(stamp)" = "FILLED|2" ] &&
	echo "{$order,\"status\":\"FILLED\"}" >none && cat FILLED3 none FILLED3 >mixed && loads mixed "3 0 0 3 0" && [ "$(stamp)" = "FILLED|2" ] && cat PENDING0 FILLED3 >last && loads last "2 0 0 2 0" &&
	[ "$(stamp)" = "FILLED|2" ]
'
ok 'nor in a batch whose rows are looked for before they are staged' '
	awk "BEGIN { for (i = 0; i < 12000; i++) printf \"{\\\"kind\\\":\\\"activity\\\",\\\"id\\\":\\\"a%06d\\\",\\\"account_id\\\":\\\"x\\\",\\\"amount\\\":%d,\\\"sync_timestamp\\\":\\\"2008-10-15T06:00:00Z\\\"}\\n\", i, i }" >first &&
	sed s/06:00:00Z/07:00:00.5Z/ first >second && awk "NR == 11000 { sub(/\"amount\":/, \"\\\"amount\\\":9\") } { print }" second >third &&
	loads first "12000 12000 0 0 0" && was=$(written activities) && pf-load -vv --batch 6000 second >out 2>log && says "\"unchanged\":12000" out && says "6000 of 6000 rows are stored as they are" log &&
	[ "$(written activities)" = "$was" ] && loads third "12000 0 1 11999 0" --batch 6000 &&
	[ "$(sql "select id, amount, sync_timestamp at time zone \$\$UTC\$\$ from activities where sync_timestamp > \$\$2008-10-15T06:30Z\$\$")" = "a010999|910999|2008-10-15 07:00:00.5" ]
'
ok 'a kind without stamps is written for its time of reading' '
	echo "{\"kind\":\"position\",\"account_id\":\"acc-1\",\"symbol\":\"GOOG\",\"quantity\":1,${at}0Z\"}" >0 && sed s/06:00:00Z/06:00:01Z/ 0 >1 &&
	loads 0 "1 1 0 0 0" && loads 1 "1 0 1 0 0"
'
done_testing
