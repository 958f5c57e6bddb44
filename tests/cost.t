#!/bin/sh
# pf-cost: exact sums, states, other quantities and prices, old tables, what is wrong in a file
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

PF_NOW=2026-11-27T12:00:00Z
export PF_NOW
total() { pf-cost estimate "$@" | tail -n 1 | sed 's/.*"item":"total","monthly":\([^,]*\),"yearly":\([^,]*\),.*/\1 \2/'; }
own() {
	printf 'as_of: 2026-11-01\ncurrency: USD\nsource: here\nprices:\n  thing: {unit: each, price: 0.1}\n' >prices.yaml
	printf 'name: own\nas_of: 2026-11-01\ncurrency: USD\nsource: me\nprices: ./prices.yaml\nstates: [on, off]\nquoted: {on: 3}\nitems:\n  - {name: a, price: thing, quantity: [3, 0.000000000000000000001], states: [on]}\n  - {name: b, price: 123456789012345678901234567890.5, unit: year}\n' >own.yaml
}

ok 'each profile that is shipped, in each state, by hand' '
	[ "$(total)" = "12.282 147.384" ] && [ "$(total -p portfolio-ec2 --state small)" = "19.874 238.488" ] && [ "$(total -p digest)" = "25.497725 305.9727" ] && [ "$(total -p digest --state down)" = "0.582825 6.9939" ] && [ "$(total -p digest --state paused)" = "0.5 6" ] &&
	[ "$(total -p market-ec2)" = "13.63796 163.65552" ] && [ "$(total -p market-ec2 --state always)" = "37.533 450.396" ] && [ "$(total -p ecs-jobs)" = "2.8 33.6" ] && [ "$(total -p ecs-jobs --state before)" = "30 360" ]'
ok 'a record an item, with what was quoted, the day and the source' '
	pf-cost estimate >out 2>err && [ ! -s err ] && [ "$(grep -c . out)" = 6 ] && head -n 1 out >first && says "{\"kind\":\"cost\",\"profile\":\"portfolio-ec2\",\"state\":\"micro\",\"item\":\"t3.micro\",\"quantity\":730,\"unit\":\"hour\",\"price\":0.0104,\"monthly\":7.592,\"yearly\":91.104,\"quoted\":8,\"currency\":\"USD\",\"as_of\":\"2026-11-27\",\"source\":\"on-demand" first &&
	tail -n 1 out | grep -q "\"quoted\":10," && pf-load --help >/dev/null'
ok 'no digit is lost' '
	own; pf-cost estimate -p ./own.yaml >out && says "\"quantity\":0.000000000000000000003,\"unit\":\"each\",\"price\":0.1,\"monthly\":0.0000000000000000000003,\"yearly\":0.0000000000000000000036" out && [ "$(total -p ./own.yaml)" = "123456789012345678901234567890.5000000000000000000003 1481481468148148146814814814686.0000000000000000000036" ] && [ "$(total -p ./own.yaml --state off)" = "123456789012345678901234567890.5 1481481468148148146814814814686" ]'
ok 'another quantity, and other prices' '
	[ "$(total --set databento=5 --set secrets=0)" = "16.882 202.584" ] && pf-cost estimate --set secrets=2 >out && ! tail -n 1 out | grep -q quoted && own && sed -i s/0.1/7/ prices.yaml && sed "s/t3.micro:.*/t3.micro: {price: 1}/" "$top/share/cost/prices-aws.yaml" >other.yaml && [ "$(total --prices ./other.yaml)" = "734.69 8816.28" ]'
ok 'a table' '
	pf-cost estimate -f table -p digest --state paused >out && printf "%s\n" "item    quantity  unit      price  monthly  yearly  quoted" "images         5  GB month    0.1      0.5       6    0.50" "total             USD                  0.5       6    0.50" >want && same want out'
ok 'a table of more than 180 days is told, one of 180 is not' '
	own; PF_NOW=2027-04-30 pf-cost estimate -p ./own.yaml >out 2>err && [ ! -s err ] && PF_NOW=2027-05-01 exits 0 pf-cost estimate -p ./own.yaml >out 2>err && [ "$(grep -c "is of 2026-11-01, 181 days old" err)" = 2 ] && says "warning: ./own.yaml" err && says "./prices.yaml" err'
bad() { own; sed -i "$1" own.yaml; exits 78 pf-cost estimate -p ./own.yaml >out 2>err && says "$2" err && [ ! -s out ]; }
ok 'what is wrong in a file is told with its place' '
	bad "s/thing/things/" "own.yaml:9:" && says "no price is called '"'things'"' in ./prices.yaml" err && bad "s/\[3/[-3/" "no number of at least 0" && bad "s/unit/units/" units && bad /as_of/d "as_of is missing" && bad "s/2026-11-01/soon/" "as_of is a day" && bad /source/d "source is missing" && bad /states:.\\[on,/d "states is missing" &&
	bad /items/,\$d "items is no list" && bad "s/currency: USD/currency: EUR/" "the profile is in EUR" && bad "s/name: b, //" "an item has a name" && bad "s/price: 1.*, unit/unit/" "an item has a price" && bad "s/on: 3/on: x/" "no number" && bad "s/12345678901/$(printf "%0170d" 1)/" "no price" && bad "1i other: 1" other || exit
	own; echo "  x: 5" >>prices.yaml; sed -i s/thing/x/ own.yaml; exits 78 pf-cost estimate -p ./own.yaml 2>err && says "x has no price" err; : >empty.yaml; exits 78 pf-cost estimate -p ./empty.yaml 2>err'
ok 'an item that no state has, or that is there twice, is told and not left out' '
	bad "s/name: b,/&  states: [no-such],/" "the profile has no state '"'no-such'"'" && bad "s/name: b,/&  states: on,/" "states is a list of words" && bad "s/name: b,/name: a,/" "an item '"'a'"' is there already"'
ok 'mistakes are told' '
	exits 66 pf-cost estimate -p nothing 2>err && says "no profile '"'nothing'"' (there are: digest, ecs-jobs, market-ec2, portfolio-ec2)" err && exits 64 pf-cost estimate --state huge 2>err && says "it has: micro, small" err && exits 64 pf-cost estimate --set x=1 2>err && says "no such item" err && exits 64 pf-cost estimate --set disk 2>err && says "ITEM=QUANTITY" err &&
	exits 64 pf-cost estimate --set disk=-1 2>err && exits 64 pf-cost estimate --set disk=x 2>err && exits 64 pf-cost estimate digest 2>err && exits 64 pf-cost 2>err && exits 66 pf-cost estimate --prices none 2>err && exits 74 pf-cost estimate >/dev/full 2>err'
done_testing
