#!/bin/sh
# pf-pipeline killed with SIGKILL at random moments, PF_KILLS times, and resumed: data and ledger are those of a run that nobody disturbed.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

database
for f in "$top"/schema/*_pipeline_runs.sql; do
	pf-db psql -- -XqAt -v ON_ERROR_STOP=1 -f "$f" >"$scratch/schema.log" 2>&1 || { sed 's/^/# /' "$scratch/schema.log"; echo 'Bail out! no schema'; exit 1; }
done
sql() {
	pf-db psql -- -XqAt -v ON_ERROR_STOP=1 -c "$1"
}
sql 'create table target (key int primary key, step text, value int)' || exit 1

# Each step adds to what is there by key, in some transactions, as a load does; two run side by side.
cat >load.sh <<'EOS'
for i in 1 2 3; do
	echo "insert into target select g, '$1', g * $i from generate_series($2 + $i * 100, $2 + $i * 100 + 50) g on conflict (key) do update set value = excluded.value;"
done | pf-db psql -- -XqAt -v ON_ERROR_STOP=1
EOS
{
	printf 'name: killed\nsteps:\n'
	for step in a:1000: b:2000:a c:3000:a d:4000:b e:5000:c; do
		s=${step%%:*} rest=${step#*:}
		echo "  - {name: $s, pipe: [[sh, $PWD/load.sh, $s, '${rest%:*}']], needs: [${rest#*:}]}"
	done
} >p.yaml

snapshot() {
	sql 'select key, step, value from target order by 1'
	sql 'select count(*), min(status), max(exit_status), bool_and(finished_at is not null) from pipeline_runs'
	sql 'select distinct on (step) step, position, status, exit_status from pipeline_steps order by step, attempt desc'
	sql "select count(*) from pipeline_steps where status = 'running'"
}
fresh() {
	sql 'truncate target, pipeline_runs, pipeline_steps' && rm -rf "$PF_STATE_DIR/pipelines"
}

ok 'an undisturbed run' '
	fresh && start=$(date +%s%N) && pf-pipeline run -f p.yaml >out 2>err && echo $((($(date +%s%N) - start) / 1000000)) >took &&
	snapshot >want && says "e|5|ok|0" want && says "1|ok|0|t" want || { cat err want; exit 1; }
'
seed=${PF_SEED:-$$}
kills=${PF_KILLS:-5}
echo "# seed $seed, $kills kills, an undisturbed run takes $(cat took) ms"
# Random moments, in seconds, from before the first record to behind the last
awk -v seed="$seed" -v n=$((2 * kills)) -v ms="$(cat took)" 'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%.3f\n", rand() * ms * 1.1 / 1000 }' >moments
moment() {
	sed -n "$1p" moments
}

# What goes on: the run where there is one, else another.
again() {
	pf-pipeline resume killed "$@" || { [ $? -eq 66 ] && pf-pipeline run -f p.yaml "$@"; }
}
killed() {
	"$@" >out 2>err &
	sleep "$moment"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	:
}
i=0
while [ $i -lt "$kills" ]; do
	i=$((i + 1))
	ok "killed at random, then resumed: $i" '
		fresh || exit
		moment=$(moment $((2 * i - 1))); killed pf-pipeline run -f p.yaml
		moment=$(moment $((2 * i))); [ $((i % 2)) -eq 0 ] || killed pf-pipeline resume killed
		again >out 2>err || { echo "status $?"; cat err; exit 1; }
		snapshot >got && same want got || { cat err; exit 1; }
	'
done
ok 'nothing of it is left running' '! pgrep -f "$PWD/load.sh" >left || { cat left; exit 1; }'
done_testing
