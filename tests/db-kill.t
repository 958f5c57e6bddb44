#!/bin/sh
# PostgreSQL is killed (kill -9) at random moments of a load, all of it or one process; run again, the tables are as if nothing had been.
# PF_KILLS is how often (default 4), PF_SEED what the moments are made of (default: new ones; a failed run names its own).
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
kills=${PF_KILLS:-4}
seed=${PF_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
symbols=60 days=400
database

bars() { # FACTOR: volumes are multiplied by it
	awk -v factor="$1" -v symbols=$symbols -v days=$days 'BEGIN { for (d = 0; d < days; d++) for (s = 0; s < symbols; s++)
		printf "{\"kind\":\"bar\",\"symbol\":\"S%03d\",\"date\":\"%s\",\"open\":%d.5,\"high\":%d.75,\"low\":%d.25,\"close\":%d.625,\"volume\":%d}\n",
			s, strftime("%Y-%m-%d", 86400 * (15000 + d), 1), d, d + 1, d, d, (s + d) * factor }'
}

random() { # K: the K-th number of this seed, 0 to 999
	awk -v seed="$seed" -v k="$1" 'BEGIN { srand(seed * 7919 + k * 104729); for (i = 0; i < 9; i++) rand(); print int(rand() * 1000) }'
}

content() {
	pf-db psql -- -XAtqc "select symbol, date, open, high, low, close, volume from ohlcv_daily order by 1, 2"
}

# From the same beginning each time: a third of the rows are there, with other volumes.
begin() {
	pf-db psql -- -Xqc "truncate ohlcv_daily" && head -n $((symbols * days / 3)) old.jsonl | pf-load >/dev/null && pf-db psql -- -Xqc checkpoint
}

load() {
	pf-load --batch 2000 <new.jsonl
}

postmaster() {
	head -n 1 "$PF_STATE_DIR/db/data/postmaster.pid"
}

# Kill everything of the server, its first process, or one of the others.
strike() { # 0..999
	pm=$(postmaster)
	case $(($1 % 3)) in
	0) ps -o pid= --ppid "$pm" | xargs kill -9 "$pm" ;;
	1) kill -9 "$pm" ;;
	2) kill -9 "$(ps -o pid= --ppid "$pm" | sort -n | tail -n 1)" ;;
	esac 2>/dev/null
}

again() { # until it says something else than: try later
	for try in 1 2 3 4 5 6 7 8 9 10; do
		load >load.out 2>load.err
		got=$?
		[ $got -eq 75 ] || return $got
		sleep 0.3
	done
	cat load.err
	return 75
}

ok 'undisturbed' '
	pf-migrate up >/dev/null && bars 7 >old.jsonl && bars 11 >new.jsonl && begin &&
	from=$(date +%s%N) && load >load.out && echo $((($(date +%s%N) - from) / 1000000)) >took && content >want &&
	[ "$(wc -l <want)" -eq $((symbols * days)) ]
'
k=0
while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	ok "killed, kind $(($(random $k) % 3)), moment $(random $((k + 500))) of 1000, seed $seed" '
		begin || exit
		load >load.out 2>load.err & pid=$!
		sleep "$(awk "BEGIN { print $(cat took) * $(random $((k + 500))) / 1000000 }")"
		strike "$(random $k)"
		wait $pid; got=$?
		[ $got -eq 0 ] || [ $got -eq 75 ] || { echo "status $got"; cat load.err; exit 1; }
		pf-db start --fast >/dev/null && again && content >got && same want got
	'
done
ok 'and at last nothing is left to do' '
	load >load.out && grep -q "\"inserted\":0,\"updated\":0,\"unchanged\":$((symbols * days))" load.out
'
done_testing
