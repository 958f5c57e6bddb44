#!/bin/sh
# Bars by chance, with whatever a decimal, a date or a name may be: what was loaded comes back, and loads again as unchanged.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
case $level in full) seeds='1 2 3 4 5 6 7 8' ;; *) seeds=1 ;; esac
seeds=${PF_SEED:-$seeds}

# Each value is made as digits, from which both texts follow: one as somebody may write it (in), one as we print it (want).
# The numbers are pseudo-random by our own rule, so that every awk makes the same.
cat >"$scratch/bars.awk" <<"END"
function below(n) {
	x = (x * 16807) % 2147483647
	return int(x / 2147483647 * n)
}
function digits(n, s) {
	for (s = ""; n > 0; n--)
		s = s below(10)
	return s
}
function zeros(n, s) {
	for (s = ""; n > 0; n--)
		s = s "0"
	return s
}
function exponent(n, sign) { # as many ways as there are to write one
	sign = n < 0 ? "-" : below(2) ? "+" : ""
	return (below(2) ? "e" : "E") sign (below(3) ? "" : "0") (n < 0 ? -n : n)
}
# Sets given and canonical.
function decimal(whole, part, sign, all, n, k) {
	n = below(4) ? below(20) + 1 : 20
	k = below(4) ? below(16) : 15
	whole = digits(n)
	part = digits(k)
	if (below(8) == 0)
		whole = zeros(n)
	if (below(8) == 0)
		part = zeros(k)
	if (below(8) == 0)
		whole = substr(whole, 1, 1) zeros(n - 1)
	sub(/^0+/, "", whole)
	sub(/0+$/, "", part)
	sign = below(6) == 0 ? "-" : ""
	canonical = (whole == "" ? "0" : whole) (part == "" ? "" : "." part)
	if (canonical != "0")
		canonical = sign canonical
	all = whole part
	sub(/^0+/, "", all)
	n = below(4)
	if (all == "")
		given = sign "0" (below(2) ? "." zeros(1 + below(9)) : "") (below(2) ? exponent(below(40) - 20) : "")
	else if (n == 0) # a whole number, moved
		given = sign all zeros(k = below(5)) exponent(-length(part) - k)
	else if (n == 1) # one digit before the point
		given = sign substr(all, 1, 1) "." substr(all, 2) zeros(1 + below(4)) exponent(length(all) - 1 - length(part))
	else if (n == 2 && whole != "") # nothing before it
		given = sign "0." zeros(k = below(4)) whole part exponent(length(whole) + k)
	else {
		given = sign (whole == "" ? "0" : whole)
		if (part != "" || below(2))
			given = given "." part zeros(part == "" ? 1 + below(6) : below(6))
	}
}
function volume(n) {
	n = below(8)
	if (n == 0)
		given = canonical = "null"
	else if (n == 1)
		given = canonical = "9223372036854775807"
	else if (n == 2) { # whole, though it does not look like that
		canonical = (1 + below(9)) zeros(n = below(17))
		given = substr(canonical, 1, 1) "." zeros(below(3)) "0" exponent(n)
	} else {
		canonical = digits(1 + below(18))
		sub(/^0+/, "", canonical)
		canonical = canonical == "" ? "0" : canonical
		given = below(4) ? canonical : "\"" canonical "\""
	}
}
function date(i, y, m, d) {
	if (i == 0)
		return "0001-01-01"
	if (i == 1)
		return "9999-12-31"
	y = 1 + below(9999)
	m = 1 + below(12)
	if (below(9) == 0)
		return sprintf("%04d-02-29", y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? y : 2000)
	d = 1 + below(m == 2 ? 28 : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31)
	return sprintf("%04d-%02d-%02d", y, m, d)
}
function symbol(i, k, n) {
	given = canonical = ""
	for (n = 1 + below(8); n > 0; n--) {
		k = 1 + below(odd)
		given = given as_given[k]
		canonical = canonical as_printed[k]
	}
	given = given i
	canonical = canonical i
}
function add(name, quote) {
	raw = raw ",\"" name "\":" quote given quote
	own = own ",\"" name "\":" quote canonical quote
}
# A piece of a name as it is printed, and as it may be written, if in another way.
function piece(printed, written) {
	as_printed[++odd] = printed
	as_given[odd] = written == "" ? printed : written
}
BEGIN {
	x = seed * 7919 + 1
	piece("A"); piece("BRK.B"); piece("."); piece(" "); piece("'"); piece("''"); piece("\\\"", "\\u0022"); piece("\\\"")
	piece("\\\\"); piece("\\\\", "\\u005c"); piece("\\\\N"); piece("\\\\."); piece("\\t"); piece("\\n"); piece("\\r", "\\u000D")
	piece("\\u0001"); piece("\\u0008", "\\b"); piece("\\u000c", "\\f"); piece("/", "\\/"); piece("{"); piece("}"); piece(",")
	piece(":x"); piece("$1"); piece("%s"); piece("\177"); piece("é"); piece("é", "\\u00E9"); piece("e\314\201"); piece("日本")
	piece("日", "\\u65e5"); piece("\360\237\230\200", "\\uD83D\\uDE00"); piece("\360\237\230\200"); piece("\357\273\277"); piece("null"); piece("-")
	for (i = 0; i < 500; i++) {
		raw = own = "{\"kind\":\"bar\""
		symbol(i)
		add("symbol", "\"")
		given = canonical = date(i)
		add("date", "\"")
		for (k = 1; k <= split("open high low close", names, " "); k++) {
			decimal()
			add(names[k], "")
		}
		volume()
		add("volume", "")
		given = canonical = "chance"
		add("source", "\"")
		print raw "}" >"in"
		print own "}" >"want"
	}
}
END

for seed in $seeds; do
	awk -v seed="$seed" -f "$scratch/bars.awk" && sort -o want want || exit 1
	ok "seed $seed: they load, and come back as they are" '
		[ "$(sort -u want | wc -l)" -eq 500 ] && pf-load in >sum 2>err || { cat err; exit 1; }
		says "\"inserted\":500,\"updated\":0,\"unchanged\":0," sum && says "\"rejected\":0" sum && pf-query bars >got && sort got >sorted && same want sorted
	'
	ok "seed $seed: so do those that were printed, and each way to write them is the same value" '
		pf-query bars | pf-load >sum && says "\"inserted\":0,\"updated\":0,\"unchanged\":500," sum &&
		pf-load in >sum && says "\"inserted\":0,\"updated\":0,\"unchanged\":500," sum
	'
	ok "seed $seed: an empty table takes what was printed" '
		pf-query bars >got && pf-query -w -e "delete from ohlcv_daily" && pf-load got >sum && says "\"inserted\":500," sum &&
		pf-query bars >again && same got again
	'
	ok "seed $seed: each is found by its date" '
		pf-query bars >got && for n in 1 100 250 500; do
			sed -n "${n}p" got >one; d=$(sed "s/.*\"date\":\"\([0-9-]*\)\".*/\1/" one)
			pf-query bars --start "$d" --end "$d" >days && [ "$(grep -cxF -f one days)" -eq 1 ] && [ "$(grep -vc "\"date\":\"$d\"" days)" -eq 0 ] || exit 1
		done
	'
	pf-query -w -e 'delete from ohlcv_daily'
done
done_testing
