# Three databases, each behind a pf-api and an nginx of its own, for a test that sources this behind tests/tap.sh: desk (a night's work on
# what the sandbox has), empty (the schema alone), hostile (texts that nobody should have written). $scratch/NAME/web.sock answers for NAME.
PF_NOW=2008-10-15T06:00:00Z API_SECRET_KEY='a key+of&nobody' unhurried=1
export PF_NOW API_SECRET_KEY

desk_failed() {
	sed 's/^/# /' "$scratch/desk.log"
	echo "Bail out! $1"
	exit 1
}
# address NAME: of a database of this cluster
address() {
	echo "$admin" | sed "s|^\([a-z]*://[^/]*/\)[^?]*|\1$1|"
}
desk_front() {
	DATABASE_URL=$(address "$1") front=$scratch/$1
	mkdir -p "$front"
	. "$top/tests/api/front.sh"
}

database
sandbox
admin=$DATABASE_URL
pf-db psql -- -q -c 'create database empty' -c 'create database desk' >"$scratch/desk.log" 2>&1 || desk_failed 'no databases'
for name in empty desk; do
	DATABASE_URL=$(address $name) pf-migrate up >>"$scratch/desk.log" 2>&1 || desk_failed 'no schema'
done
pf-db psql -- -q -c 'create database hostile template empty' >>"$scratch/desk.log" 2>&1 || desk_failed 'no hostile database'
(
	DATABASE_URL=$(address desk)
	pf-load <"$top/share/sandbox/symbols.jsonl" &&
		pf-query symbols | pf-ohlcv --start 2003-06-19 --end 2008-10-10 | pf-load && pf-snaptrade sync --full | pf-load --snapshot &&
		pf-pipeline run nightly
) >>"$scratch/desk.log" 2>&1 || desk_failed 'no desk'
# a year of snapshots, so that there is a line to see
pf-db psql -- -q -v ON_ERROR_STOP=1 -c '\connect desk' -c "insert into position_snapshots (account_id, symbol, snapshot_date, equity, currency)
	select a.id, 'GOOG', date '2008-10-14' - n, 26000 - 18 * n + 9000 * sin(n / 20.0) + 900 * sin(n * 1.7), 'USD'
	from generate_series(0, 300) n, accounts a where a.name = 'Demo Margin' and extract(isodow from date '2008-10-14' - n) < 6" >>"$scratch/desk.log" 2>&1 ||
	desk_failed 'no year of values'
pf-db psql -- -q -v ON_ERROR_STOP=1 -c '\connect hostile' -f "$top/tests/browser/hostile.sql" >>"$scratch/desk.log" 2>&1 ||
	desk_failed 'no hostile rows'
for name in empty desk hostile; do desk_front $name; done
