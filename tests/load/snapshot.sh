# Answers of a broker as records, and pf-load --snapshot over them, for tests that source it behind tap.sh: a database with the schema,
# and PF_NOW.
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

fresh() {
	sql 'truncate positions, accounts, account_balances, activities, orders, position_snapshots, snapshot_doubts'
}

# Records of a kind, and the complete record behind them: SCOPE KEY... (an activity's key is ID@DAY)
positions() { a=$1; shift; for k; do echo "{\"kind\":\"position\",\"account_id\":\"$a\",\"symbol\":\"$k\",\"quantity\":1,\"equity\":5,\"open_pnl\":2}"; done; }
balances() { a=$1; shift; for k; do echo "{\"kind\":\"balance\",\"account_id\":\"$a\",\"currency_code\":\"$k\",\"snapshot_date\":\"${PF_NOW%T*}\",\"currency_name\":\"n$k\",\"cash\":7,\"buying_power\":8}"; done; }
activities() { a=$1; shift; for k; do echo "{\"kind\":\"activity\",\"account_id\":\"$a\",\"id\":\"${k%@*}\",\"trade_date\":\"${k#*@}T00:00:00Z\",\"amount\":1}"; done; }
accounts() { a=$1; shift; for k; do echo "{\"kind\":\"account\",\"scope\":\"$a\",\"id\":\"$k\",\"connection_status\":\"connected\"}"; done; }
whole() { # KIND SCOPE COUNT [MORE]
	f=account_id
	[ "$1" != account ] || f=scope
	echo "{\"kind\":\"complete\",\"of\":\"$1\",\"$f\":\"$2\",\"count\":$3,\"at\":\"$PF_NOW\"${4:+,$4}}"
}
answer() { # KIND SCOPE KEY...
	kind=$1
	case $kind in balance) say=balances ;; activity) say=activities ;; *) say=${kind}s ;; esac
	shift
	"$say" "$@"
	whole "$kind" "$1" $(($# - 1))
}

# snap [OPTION...]: load standard input; the events as "EVENT SUBJECT" in told; its status.
# shellcheck disable=SC2120 # its callers are in the texts of tests
snap() {
	pf-load --snapshot "$@" >out 2>err
	status=$?
	sed -n 's/.*"kind":"event".*"event":"\([^"]*\)","level":"[^"]*","subject":"\(.*\)","text":.*/\1 \2/p' out >told
	[ $status -eq 0 ] || [ $status -eq 1 ] || [ $status -eq 65 ] || cat out err
	return $status
}

# answered TIME KIND SCOPE KEY...: an answer of that time of the day, loaded then
answered() {
	(
		PF_NOW=2008-10-15T$1Z
		shift
		answer "$@" | snap
	)
}

is() { # WANT GOT
	[ "$1" = "$2" ] || { echo "not '$1' but '$2'"; cat out err; return 1; }
}
told() {
	is "$1" "$(tr '\n' ',' <told)"
}
held() { # what is held, "ACCOUNT/SYMBOL"
	sql "select coalesce(string_agg(account_id || '/' || symbol, ' ' order by account_id collate \"C\", symbol collate \"C\"), '') from positions where quantity <> 0"
}
cash() { # newest rows
	sql "select coalesce(string_agg(k, ' ' order by k), '') from (select distinct on (account_id, currency_code) account_id || '/' || currency_code || '=' || cash as k from account_balances order by account_id, currency_code, snapshot_date desc) b"
}
ids() {
	sql "select coalesce(string_agg(account_id || '/' || id, ' ' order by account_id, id), '') from activities"
}
closed() { # TABLE: what the summary says
	sed -n "s/.*\"table\":\"$1\",.*\"closed\":\([0-9]*\)}/\1/p" out
}
