#!/bin/sh
# Deliveries by the thousand: each sent once to three times, in any order, some forged, some late, some too late. The inbox has each true one
# once; of a forged one nothing is left but that it was counted. PF_DELIVERIES is how many (default 100), PF_SEED what they are made of.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
deliveries=${PF_DELIVERIES:-100}
seed=${PF_SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
PF_NOW=2026-11-20T15:00:00Z SNAPTRADE_CONSUMER_KEY=k3yForTests0123456789abcdefABCDEF
export PF_NOW SNAPTRADE_CONSUMER_KEY
unset SNAPTRADE_CLIENT_SECRET HTTP_SIGNATURE CONTENT_LENGTH
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

ok "each delivery of $deliveries (seed $seed) is given to the command; those that are not right are counted" '
	python3 "$top/tests/webhooks/deliver.py" "$deliveries" "$seed" records >counts && cat counts && [ -s records ] &&
	read -r sent true_ forged late accepted refused other <counts && [ $((accepted + refused)) -eq "$sent" ] && [ "$other" -eq 0 ] && [ "$refused" -eq $((forged + late)) ] && [ "$forged" -gt 0 ] && [ "$late" -gt 0 ]
'
ok 'the inbox has each true one once, whatever the order and however many load at a time' '
	split -n l/4 records part. && for p in part.*; do pf-load <"$p" >"$p.load" & loads="${loads:-} $!"; done; for p in $loads; do wait "$p" || exit; done
	[ "$(sql "select count(*), count(distinct id) from webhook_inbox")" = "$(wc -l <true.ids | tr -d " ")|$(wc -l <true.ids | tr -d " ")" ] &&
	sql "select id from webhook_inbox order by id collate \"C\"" >have && same true.ids have &&
	[ "$(sql "select count(*) from webhook_inbox where status <> \$\$pending\$\$ or payload ? \$\$webhookSecret\$\$")" = 0 ]
'
ok 'the same once more changes nothing, also not what was worked on' '
	sql "update webhook_inbox set status = \$\$done\$\$, attempts = 1" && pf-load <records >load && says "\"inserted\":0,\"updated\":0" load && [ "$(sql "select count(*) from webhook_inbox where status = \$\$done\$\$")" = "$(wc -l <true.ids | tr -d " ")" ]
'
done_testing
