#!/bin/sh
# Random streams of answers by pf-load --snapshot, in batches of random size, beside a model that takes one record after the other.
# PF_STREAMS is how many (default 40), PF_SEED what they are made of (default: a new one; a failed run names its own).
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
streams=${PF_STREAMS:-40}
seed=${PF_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
. "$top/tests/load/snapshot.sh"
sql 'alter table positions add constraint few check (quantity < 1000000)'

each=20
done=0
while [ $done -lt "$streams" ]; do
	ok "as the model, $each streams of seed $seed" '
		fresh && sql "insert into accounts (id, connection_status) values (\$\$stale\$\$, \$\$error\$\$)" &&
		python3 "$top/tests/load/snapshot.py" $seed $each
	'
	done=$((done + each)) seed=$((seed + 1))
done
done_testing
