#!/bin/sh
# pf-load --snapshot is killed (kill -9) at random moments: the rows of an answer and what it closes are there together or not at all,
# and run again all is as if nothing had been. PF_KILLS is how often (default 4), PF_SEED what the moments are made of.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
kills=${PF_KILLS:-4}
seed=${PF_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW
answers=200 batch=38 # of two answers

# answers FROM TO: each account holds the symbols FROM to TO, each answer is of TO - FROM + 2 records
answers() {
	awk -v answers=$answers -v from="$1" -v to="$2" 'BEGIN { for (a = 0; a < answers; a++) { for (s = from; s <= to; s++)
		printf "{\"kind\":\"position\",\"account_id\":\"a%d\",\"symbol\":\"S%02d\",\"quantity\":%d}\n", a, s, s
		printf "{\"kind\":\"complete\",\"of\":\"position\",\"account_id\":\"a%d\",\"count\":%d}\n", a, to - from + 1 } }'
}

random() { # K: the K-th number of this seed, 0 to 999
	awk -v seed="$seed" -v k="$1" 'BEGIN { srand(seed * 7919 + k * 104729); for (i = 0; i < 9; i++) rand(); print int(rand() * 1000) }'
}

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

begin() {
	sql 'truncate positions, position_snapshots' && pf-load --snapshot old.jsonl >/dev/null
}

content() {
	sql 'select account_id, symbol, quantity, closed_at from positions order by 1, 2; select * from (select account_id, symbol, snapshot_date, quantity from position_snapshots) s order by 1, 2'
}

ok 'undisturbed' '
	answers 1 20 >old.jsonl && answers 4 21 >new.jsonl && begin && from=$(date +%s%N) && pf-load --snapshot --batch $batch new.jsonl >out &&
	echo $((($(date +%s%N) - from) / 1000000)) >took && content >want && [ "$(grep -c "|0|2008" want)" -eq $((answers * 3)) ] && [ "$(grep -c "S21" want)" -eq $((answers * 2)) ]
'
k=0
while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	ok "killed, moment $(random $k) of 1000, seed $seed" '
		begin || exit
		pf-load --snapshot --batch $batch new.jsonl >out 2>err & pid=$!
		sleep "$(awk "BEGIN { print $(cat took) * $(random $k) / 1000000 }")"
		kill -9 $pid 2>/dev/null; wait $pid
		[ -z "$(sql "select account_id from positions group by account_id having (count(*) filter (where closed_at is not null) = 3) is distinct from (count(*) filter (where symbol = \$\$S21\$\$) = 1)
			or count(*) filter (where closed_at is not null) not in (0, 3)")" ] || { echo "half an answer is there"; exit 1; }
		pf-load --snapshot --batch $batch new.jsonl >out && content >got && same want got
	'
done
done_testing
