#!/bin/sh
# pf-load is killed (kill -9) at random moments; run again, the table is as if nothing had been, and each time it holds whole batches.
# PF_KILLS is how often (default 4), PF_SEED what the moments are made of (default: new ones; a failed run names its own).
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
kills=${PF_KILLS:-4}
seed=${PF_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
database

records() { # FACTOR: some keys are repeated, some records lack a field
	awk -v factor="$1" 'BEGIN { for (i = 0; i < 20000; i++) { k = i % 19000
		printf "{\"id\":\"%d\",\"a\":%d", k, i * factor; if (i % 3) printf ",\"b\":\"x%d\"", i; print "}" } }'
}

random() { # K: the K-th number of this seed, 0 to 999
	awk -v seed="$seed" -v k="$1" 'BEGIN { srand(seed * 7919 + k * 104729); for (i = 0; i < 9; i++) rand(); print int(rand() * 1000) }'
}

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# Every second time the table is empty at the beginning, else it has a third of the rows with other values.
begin() { # K
	sql 'truncate t' && { [ $(($1 % 2)) -eq 0 ] || head -n 6000 old.jsonl | pf-load -t t >/dev/null; }
}

content() {
	sql 'select * from t order by id'
}

ok 'undisturbed' '
	sql "create table t (id text primary key, a bigint, b text)" && records 7 >old.jsonl && records 11 >new.jsonl &&
	for k in 0 1; do
		begin $k && from=$(date +%s%N) && pf-load -t t --batch 1000 new.jsonl >out && echo $((($(date +%s%N) - from) / 1000000)) >took && content >want.$k || exit 1
	done && [ "$(wc -l <want.0)" -eq 19000 ]
'
k=0
while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	ok "killed, moment $(random $k) of 1000, seed $seed" '
		begin $k || exit
		# two of four in one batch, of which the server gets rows ahead
		pf-load -t t --batch $([ $((k / 2 % 2)) -eq 0 ] && echo 1000 || echo 100000) new.jsonl >out 2>err & pid=$!
		sleep "$(awk "BEGIN { print $(cat took) * $(random $k) / 1000000 }")"
		kill -9 $pid 2>/dev/null; wait $pid
		pf-load -t t --batch 1000 new.jsonl >out && content >got && same want.$((k % 2)) got
	'
done
done_testing
