#!/bin/sh
# The steps of the night that are about brokers, and what works on their webhooks: against the stand-in, with and without keys and faults.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >/dev/null 2>"$scratch/schema.log" || { sed 's/^/# /' "$scratch/schema.log"; echo 'Bail out! no schema'; exit 1; }
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_ATTEMPTS=1
export PF_NOW PF_HTTP_ATTEMPTS
unset SNAPTRADE_CLIENT_ID SNAPTRADE_CONSUMER_KEY SNAPTRADE_USER_ID SNAPTRADE_USER_SECRET SNAPTRADE_CLIENT_SECRET SNAPTRADE_ACCOUNT_ID \
	ROBINHOOD_ACCOUNT_ID REQUIRE_SNAPTRADE REQUIRE_DATABENTO REQUIRE_DISCORD_INGEST DATABENTO_API_KEY

sql() {
	pf-db psql -- -AtXqc "$1"
}

# night STATUS COMMAND...: run the pipeline behind that command; events in out, messages in err
night() {
	want=$1
	shift
	exits "$want" "$@" pf-pipeline run nightly >out 2>err || { cat err; return 1; }
}

# without keys of SnapTrade
keyless() {
	pf-sandbox -q run -- env -u SNAPTRADE_CLIENT_ID -u SNAPTRADE_CONSUMER_KEY -u SNAPTRADE_USER_ID -u SNAPTRADE_USER_SECRET "$@"
}

# steps "STEP STATUS, ...": how each ended, by the events and by the ledger
steps() {
	for s in snaptrade snapshots ohlcv new_symbols; do
		sed -n "s/.*\"event\":\"step-finished\".*\"step\":\"\($s\)\".*\"status\":\"\([a-z-]*\)\".*/\1 \2/p" out | tail -n 1
	done >told
	pf-query steps -f csv | sed 1d | cut -d, -f2,4 | tr , ' ' | grep -e snap -e ohlcv -e symbols >stored
	echo "$1" | sed 's/, /\n/g' >wanted
	same wanted told || { cat out err; return 1; }
	sort wanted >a && sort -u stored >b && same a b
}

ok 'who has no SnapTrade has a clean night' '
	night 0 keyless && steps "snaptrade skipped, snapshots ok, ohlcv ok, new_symbols ok" && pf-query runs --limit 1 >run && says "\"status\":\"ok\"" run &&
	night 0 pf-sandbox -q run -- env SNAPTRADE_CLIENT_ID= SNAPTRADE_CONSUMER_KEY= SNAPTRADE_USER_ID= SNAPTRADE_USER_SECRET= REQUIRE_SNAPTRADE=off &&
	steps "snaptrade skipped, snapshots ok, ohlcv ok, new_symbols ok"
'
ok 'half of the keys is a mistake, and is told' '
	night 0 keyless env SNAPTRADE_CLIENT_ID=invented-snaptrade-client-id && steps "snaptrade failed-optional, snapshots ok, ohlcv ok, new_symbols ok" && says SNAPTRADE_CONSUMER_KEY err
'
ok 'who says that it is needed has not' '
	for word in 1 yes On; do
		night 1 keyless env REQUIRE_SNAPTRADE=$word && steps "snaptrade failed, snapshots blocked, ohlcv blocked, new_symbols ok" || exit
	done
	pf-query "select exit_status as s from pipeline_steps where step = \$\$snaptrade\$\$ order by started_at desc limit 1" >got && says 78 got && says SNAPTRADE_CLIENT_ID err
'
ok 'a night: what is held, a row for the day, and bars of what is held' '
	night 0 pf-sandbox -q run -- && steps "snaptrade ok, snapshots ok, ohlcv ok, new_symbols ok" || exit
	[ "$(sql "select count(*) from accounts")" = 3 ] && [ "$(sql "select count(*), min(snapshot_date), max(snapshot_date) from position_snapshots")" = "$(pf-query positions | wc -l)|2008-10-15|2008-10-15" ] &&
	[ "$(sql "select count(distinct symbol), min(date) < \$\$2008-08-01\$\$, max(date) from ohlcv_daily")" = "1|t|2008-10-14" ] &&
	pf-query holdings --symbol GOOG | grep "\"asset_type\":\"stock\"" >got && [ -s got ] && ! grep -v "\"price_source\":\"bar\"" got
'
ok 'a step has failed when its rows are not there afterwards, whatever its tools say' '
	sql "create function eat() returns trigger language plpgsql as \$\$begin return null; end\$\$;
		create trigger eat before insert on position_snapshots for each row execute function eat(); delete from position_snapshots" &&
	night 0 pf-sandbox -q run -- && steps "snaptrade ok, snapshots failed-optional, ohlcv ok, new_symbols ok" && says "snapshots" err &&
	sql "create table kept as select * from ohlcv_daily; create trigger eat before insert on ohlcv_daily for each row execute function eat();
		delete from ohlcv_daily where date > \$\$2008-10-01\$\$" && night 1 pf-sandbox -q run -- && steps "snaptrade ok, snapshots failed-optional, ohlcv failed, new_symbols ok" &&
	sql "drop function eat cascade; insert into ohlcv_daily select * from kept on conflict do nothing; drop table kept" && night 0 pf-sandbox -q run --
'
ok 'the same night once more writes nothing' '
	sql "select xmin, account_id, symbol, quantity from position_snapshots order by 2, 3; select account_id, symbol, quantity, closed_at from positions order by 1, 2" >want &&
	night 0 pf-sandbox -q run -- && steps "snaptrade ok, snapshots ok, ohlcv ok, new_symbols ok" && ! grep -o "\"table\":\"[a-z_]*\",\"read\":[0-9]*,\"inserted\":[1-9][0-9]*" out | grep -v bar_coverage &&
	sql "select xmin, account_id, symbol, quantity from position_snapshots order by 2, 3; select account_id, symbol, quantity, closed_at from positions order by 1, 2" >got && same want got
'
ok 'keys that are not taken: optional, and the bars come all the same' '
	night 0 pf-sandbox -q run -f snaptrade:1076 -- && steps "snaptrade failed-optional, snapshots ok, ohlcv ok, new_symbols ok" &&
	pf-query steps >got && grep "\"step\":\"snaptrade\"" got | grep "\"exit_status\":77" && [ "$(sql "select count(*) from positions where quantity <> 0")" -gt 0 ]
'
ok '... and fatal where the secret says that they are needed' '
	night 1 env USE_AWS_SECRETS=1 AWS_SECRET_NAME=pf/portfolio pf-sandbox -q run -f snaptrade:1076 -- sh -c "echo 1 | pf-secrets put REQUIRE_SNAPTRADE >/dev/null && exec pf-secrets exec -- \"\$@\"" sh &&
	steps "snaptrade failed, snapshots blocked, ohlcv blocked, new_symbols ok" && pf-query runs --limit 1 >run && says "\"status\":\"failed\"" run
'
ok '... and loud when they are not taken three nights in a row' '
	night 0 pf-sandbox -q run -- && night 0 pf-sandbox -q run -f snaptrade:1076 -- && night 0 pf-sandbox -q run -f snaptrade:1076 -- && night 1 pf-sandbox -q run -f snaptrade:1076 -- && says "3 times" err
'
ok 'a connection that is down leaves what is stored as it is, and is told' '
	sql "select account_id, symbol, quantity from positions order by 1, 2" >want && night 0 pf-sandbox -q run -f snaptrade:disabled -f snaptrade/positions:empty -- && steps "snaptrade degraded, snapshots ok, ohlcv ok, new_symbols ok" &&
	sql "select account_id, symbol, quantity from positions order by 1, 2" >got && same want got
'

# events STATUS COMMAND...: run the pipeline of the webhooks behind that command
events() {
	want=$1
	shift
	exits "$want" "$@" pf-pipeline run brokerage-events >out 2>err || { cat err; return 1; }
	step=$(sed -n 's/.*"event":"step-finished".*"step":"events".*"status":"\([a-z-]*\)".*/\1/p' out | tail -n 1)
}

# delivery SEED TYPE [ACCOUNT]: the vendor sends one, and it is put into the inbox; its id is in $delivery
delivery() {
	pf-sandbox webhook --seed "$1" --event "$2" ${3:+--account "$3"} >sent && delivery=$(sed 's/.*"webhook_id":"\([^"]*\)".*/\1/' sent) &&
	sql "select \$j\$$(cat sent)\$j\$::jsonb ->> 'body'" >body &&
	SNAPTRADE_CONSUMER_KEY=invented-snaptrade-consumer-key HTTP_SIGNATURE=$(sed 's/.*"signature":"\([^"]*\)".*/\1/' sent) pf-snaptrade webhook <body | pf-load >load &&
	says '"inserted":1,' load
}

# inbox ID: what became of it
inbox() {
	sql "select status, attempts, done_at is not null, coalesce(message, '') <> '' from webhook_inbox where id = '$1'"
}

ok 'no webhook: nothing is done' '
	events 0 pf-sandbox -q run -- && [ "$step" = skipped ]
'
ok 'what a delivery calls for is read, and the delivery is done' '
	id=$(pf-query accounts | sed -n "s/.*\"id\":\"\([^\"]*\)\".*\"name\":\"Demo Retirement\".*/\1/p") && [ -n "$id" ] &&
	delivery 1 USER_DELETED && user=$delivery && delivery 2 ACCOUNT_HOLDINGS_UPDATED "$id" &&
	pf-query positions --account "$id" >want && sql "update positions set quantity = 1" && events 0 pf-sandbox -q run -- && [ "$step" = ok ] || { cat out err; exit 1; }
	pf-query positions --account "$id" >got && same want got && [ "$(inbox $delivery)" = "done|1|t|f" ] && [ "$(inbox $user)" = "ignored|1|t|f" ] || { inbox $delivery; inbox $user; exit 1; }
	[ "$(sql "select distinct quantity from positions where account_id <> \$\$$id\$\$")" = 1 ] && events 0 pf-sandbox -q run -- && [ "$step" = skipped ]
'
ok 'what cannot be read now waits, and the next run does it' '
	id=$(pf-query accounts | sed -n "s/.*\"id\":\"\([^\"]*\)\".*\"name\":\"Demo Margin\".*/\1/p") && delivery 3 ACCOUNT_HOLDINGS_UPDATED "$id" &&
	events 1 pf-sandbox -q run -f snaptrade:1076 -- && [ "$step" = failed ] && [ "$(inbox $delivery)" = "pending|0|f|f" ] &&
	events 1 pf-sandbox -q run -f snaptrade/balances:404 -- && [ "$step" = failed ] && [ "$(inbox $delivery)" = "pending|1|f|t" ] &&
	events 0 pf-sandbox -q run -- && [ "$step" = ok ] && [ "$(inbox $delivery | cut -d"|" -f1-3)" = "done|2|t" ] &&
	pf-query positions --account "$id" >got && [ -s got ] && ! grep "\"quantity\":1," got
'
ok 'a sync that the HTTP API asked for is begun once, and ends as done, or as failed' '
	job() { sql "select state, result ->> \$\$accounts\$\$, error is not null from api_jobs order by id desc limit 1"; }
	ask() { sql "select id from api.sync_ask(statement_timestamp())"; }
	run() { want=$1; shift; exits "$want" "$@" pf-pipeline run portfolio-sync >out 2>err || { cat out err; return 1; }; }
	run 0 pf-sandbox -q run -- && [ "$(job)" = "" ] && says "\"sync\":\"skipped\"" out && ask && run 0 pf-sandbox -q run -- && [ "$(job)" = "done|3|f" ] || { job; exit 1; }
	ask && run 1 pf-sandbox -q run -f snaptrade:1076 -- && [ "$(job)" = "failed||t" ] || { job; exit 1; }
	ask && sql "update api_jobs set state = \$\$running\$\$, started_at = statement_timestamp() - interval \$\$1 hour\$\$ where state = \$\$queued\$\$" &&
	pf-query --write claim-sync && [ "$(job)" = "failed||t" ] && run 0 pf-sandbox -q run --
'
ok 'the units of the HTTP API are good and confined' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	mkdir -p units && cp "$top/share/systemd/pf-api.socket" "$top/share/systemd/pf-portfolio-sync.timer" units/ &&
	for u in pf-api pf-portfolio-sync; do
		sed "s|@bindir@|$build/cmd|" "$top/share/systemd/$u.service.in" >units/$u.service &&
		systemd-analyze security --offline=true --threshold=20 "$PWD/units/$u.service" >sec 2>&1 || { cat sec; exit 1; }
	done
	! systemd-analyze verify --man=no units/pf-api.socket units/pf-api.service units/pf-portfolio-sync.timer units/pf-portfolio-sync.service 2>&1 | grep -F units/pf-
'
ok 'the unit of the webhooks and its timer are good, confined, and the timer requires nothing' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	mkdir -p units && cp "$top/share/systemd/pf-brokerage-events.timer" units/ &&
	sed "s|@bindir@|$build/cmd|" "$top/share/systemd/pf-brokerage-events.service.in" >units/pf-brokerage-events.service || exit 1
	! grep -i "^requires" units/pf-brokerage-events.timer && ! grep -i "^After=.*timer" units/pf-brokerage-events.service || exit 1
	systemd-analyze verify --man=no units/pf-brokerage-events.timer units/pf-brokerage-events.service 2>&1 | grep -F pf-brokerage && exit 1
	systemd-analyze security --offline=true --threshold=20 "$PWD/units/pf-brokerage-events.service" >sec 2>&1 || { cat sec; exit 1; }
	systemd-analyze calendar --iterations=1 --base-time="2026-01-10 00:00:01 UTC" "$(sed -n s/^OnCalendar=//p units/pf-brokerage-events.timer)" >cal && says "00:02:00 UTC" cal
'
ok 'unit and crontab run it when something waits, and when nobody can tell' '
	mkdir -p bin && printf "#!/bin/sh\nexit \$WAITING\n" >bin/pf-query && printf "#!/bin/sh\necho \"\$*\" >ran\n" >bin/pf-pipeline && chmod 755 bin/* && PATH=$PWD/bin:$PATH &&
	sed -n "s/^\*\/2 \* \* \* \* //p" "$top/share/cron/brokerage-events.crontab" >line && [ -s line ] &&
	sed -n "s/^ExecCondition=\/bin\/sh -c .\(.*\).\$/\1/p" "$top/share/systemd/pf-brokerage-events.service.in" | sed "s|@bindir@/||; s/[$][$]/$/" >condition && [ -s condition ] &&
	for w in 0 75 78; do rm -f ran; export WAITING=$w; sh condition && sh line && says "brokerage-events" ran || exit 1; done
	rm -f ran; export WAITING=1; exits 1 sh condition && sh line && [ ! -e ran ]
'
done_testing
