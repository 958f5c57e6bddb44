#!/bin/sh
# What pf-query says of the demo's accounts is, to the cent, what a calculation by hand makes of the files that the stand-in serves.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
database
sandbox
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW
{
	pf-migrate up && pf-snaptrade sync | pf-load --snapshot && pf-query symbols | pf-ohlcv --start 2008-09-01 | pf-load
} >"$scratch/load.log" 2>&1 || { cat "$scratch/load.log"; exit 1; }

# Prices are of the bars where a share has one, else of the broker; nothing here has seen the database.
cat >"$scratch/by-hand.py" <<'END'
import csv, json, sys
from decimal import Decimal, ROUND_HALF_EVEN, getcontext

getcontext().prec = 60
folder, paper = sys.argv[1], sys.argv[2] == "paper"
lines = [json.loads(l, parse_float=Decimal, parse_int=Decimal) for l in open(folder + "/snaptrade.jsonl")]
closes = {}
for name in "goog", "msft":
    for bar in csv.DictReader(open(folder + "/%s.csv" % name)):
        if bar["date"] <= "2008-10-15":
            closes.setdefault(bar["symbol"], []).append(Decimal(bar["close"]))

def text(x, places=None):
    if x is None:
        return ""
    if places is not None:
        x = x.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    s = format(x, "f")
    s = s.rstrip("0").rstrip(".") if "." in s else s
    return "0" if s == "-0" else s

mine = {l["body"]["id"] for l in lines if l["of"] == "account" and l["body"]["is_paper"] == paper}
cash = {}
for l in lines:
    if l["of"] == "balance" and l["account"] in mine:
        code = l["body"]["currency"]["code"]
        cash[code] = cash.get(code, 0) + l["body"]["cash"]
rows = []
for l in lines:
    if l["of"] != "position" or l["account"] not in mine:
        continue
    b = l["body"]
    kind, symbol, units = b["instrument"]["kind"], b["instrument"]["symbol"], Decimal(b["units"])
    bars = closes.get(symbol, []) if kind == "stock" else []
    price = bars[-1] if bars else Decimal(b["price"])
    many = units * Decimal(b["instrument"].get("multiplier", 1))
    rows.append({"symbol": symbol, "account": l["account"], "currency": b["currency"], "units": units, "price": price,
        "value": many * price, "cost": many * Decimal(b["cost_basis"]), "inside": b.get("cash_equivalent", False),
        "change": many * (price - bars[-2]) if len(bars) > 1 else None,
        "change_pct": (price - bars[-2]) * 100 / bars[-2] if len(bars) > 1 else None})
currencies = sorted(set(cash) | {r["currency"] for r in rows})
sums = {}
for c in currencies:
    outside = [r for r in rows if r["currency"] == c and not r["inside"]]
    sums[c] = {"value": sum((r["value"] for r in outside), Decimal(0)), "rows": outside}
if sys.argv[3] == "holdings":
    for r in sorted(rows, key=lambda r: (r["currency"], -r["value"], r["symbol"], r["account"])):
        profit = r["value"] - r["cost"]
        whole = sums[r["currency"]]["value"] + max(cash.get(r["currency"], 0), 0)
        print(r["symbol"], text(r["units"]), text(r["price"]), text(r["value"], 2), text(r["cost"], 2), text(profit, 2),
            text(profit * 100 / abs(r["cost"]), 2), text(r["change"], 2), text(r["change_pct"], 2),
            "" if r["inside"] else text(r["value"] * 100 / whole, 2), r["currency"], r["account"], sep=",")
else:
    for c in currencies:
        out, value = sums[c]["rows"], sums[c]["value"]
        cost = sum((r["cost"] for r in out), Decimal(0)) if out else None
        changes = [r["change"] for r in out if r["change"] is not None]
        change = sum(changes) if changes else None
        print(c, text(value, 2), text(cost, 2), text(value - cost, 2) if out else "", text((value - cost) * 100 / abs(cost), 2) if out else "",
            text(change, 2), text(change * 100 / (value - change), 2) if changes else "", text(cash.get(c), 2),
            text(value + cash.get(c, 0), 2), sum(1 for r in rows if r["currency"] == c), sep=",")
END

# by_hand paper|real holdings|portfolio
by_hand() {
	python3 "$scratch/by-hand.py" "$top/share/sandbox" "$1" "$2"
}

for whose in real paper; do
	ok "holdings of $whose accounts" '
		[ $whose = real ] && set -- || set -- --paper
		pf-query holdings "$@" -f csv | sed 1d | cut -d, -f1-12 >got && [ -s got ] && by_hand $whose holdings >want && same want got
	'
	ok "the sums of $whose accounts" '
		[ $whose = real ] && set -- || set -- --paper
		pf-query portfolio "$@" -f csv | sed 1d | cut -d, -f1,3-11 >got && [ -s got ] && by_hand $whose portfolio >want && same want got
	'
done
ok 'shares are priced by their bars, an option and a fund by the broker' '
	pf-query holdings -f csv | sed 1d | cut -d, -f15,19 | sort -u >got && printf "%s\n" bar,stock broker,mutualfund broker,option >want && same want got
'
ok 'the broker'\''s sum is ours where his prices are ours' '
	pf-query accounts | sed "s/.*\"id\":\"\([^\"]*\)\".*\"total_equity\":\([0-9.]*\),.*/\1 \2/" | sort >want && [ -s want ] &&
	for id in $(cut -d" " -f1 want); do
		pf-query "select sum(v)::numeric as n from (select value as v from pf_holdings(:now) where account_id = :id and not cash_equivalent
			union all select cash from pf_cash(:now) where account_id = :id and currency = \$\$USD\$\$) x" --id "$id" | sed "s/.*:\(.*\)}/$id \1/"
	done >got && same want got
'
ok 'the same night once more changes nothing of it' '
	pf-query holdings >want && pf-query portfolio >>want && pf-snaptrade sync | pf-load --snapshot >sum && ! grep -v "\"closed\":0" sum && pf-query holdings >got && pf-query portfolio >>got && same want got
'
done_testing
