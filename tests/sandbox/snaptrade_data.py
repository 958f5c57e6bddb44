"""Whether the accounts that the sandbox ships add up: snaptrade_data.py FOLDER. Exact decimals throughout; what is wrong is printed.

Cash is the sum of the amounts of its currency, an amount that of its units, price and fee; a position has the units that were traded and
costs their exact average; a total is cash in US dollars and what positions are worth at their price, which is the last close; every price
that shares were traded at was seen on that day; an executed order has its activity.
"""
import csv
import json
import sys
from collections import defaultdict
from decimal import Decimal

folder = sys.argv[1]
wrong = []
rows = defaultdict(lambda: defaultdict(list))
accounts = {}
for line in open(folder + "/snaptrade.jsonl", encoding="utf-8"):
    r = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    if r["of"] == "account":
        accounts[r["body"]["id"]] = r["body"]
    elif "account" in r:
        rows[r["account"]][r["of"]].append(r["body"])
bars = {}
closes = {}
last = {}
for name in ("goog", "msft"):
    for b in csv.DictReader(open("%s/%s.csv" % (folder, name))):
        bars[b["symbol"], b["date"]] = Decimal(b["low"]), Decimal(b["high"])
        closes[b["symbol"], b["date"]] = Decimal(b["close"])
        last[b["symbol"]] = b["date"], Decimal(b["close"])


def check(what, got, want):
    if got != want:
        wrong.append("%s: %s, not %s" % (what, got, want))


def contract(instrument):
    return Decimal(instrument["multiplier"]) if instrument["kind"] == "option" else Decimal(1)


ids = [b["id"] for a in accounts for b in rows[a]["activity"]] + list(accounts)
check("ids that are there twice", len(ids) - len(set(ids)), 0)
for key, account in accounts.items():
    name, its = account["name"], rows[key]
    cash, units, cost = defaultdict(Decimal), defaultdict(Decimal), defaultdict(Decimal)
    traded = {}
    for a in its["activity"]:
        cash[a["currency"]["code"]] += a["amount"]
        if a["type"] not in ("BUY", "SELL"):
            continue
        option = a["option_symbol"]
        symbol = option["ticker"] if option else a["symbol"]["symbol"]
        worth = a["units"] * a["price"]
        check(name + ": " + a["description"], a["amount"], -worth * (100 if option else 1) - a["fee"])
        units[symbol] += a["units"]
        cost[symbol] += worth
        traded[a["external_reference_id"]] = a
        if not option:
            low, high = bars[symbol, a["trade_date"][:10]]
            check("%s: %s at %s is between %s and %s" % (name, a["description"], a["price"], low, high), low <= a["price"] <= high, True)
    check(name + ": first day", account["sync_status"]["transactions"]["first_transaction_date"], min(a["trade_date"] for a in its["activity"])[:10])
    check(name + ": cash", {b["currency"]["code"]: b["cash"] for b in its["balance"]}, dict(cash))
    total, fund = cash["USD"], Decimal(0)
    for p in its["position"]:
        symbol = p["instrument"]["symbol"]
        worth = Decimal(p["units"]) * Decimal(p["price"]) * contract(p["instrument"])
        if p.get("cash_equivalent"):
            fund += worth
            continue
        total += worth
        check("%s: units of %s" % (name, symbol), Decimal(p["units"]), units[symbol])
        check("%s: cost of %s" % (name, symbol), Decimal(p["cost_basis"]) * units[symbol], cost[symbol])
        if symbol in last:
            check("%s: price of %s" % (name, symbol), Decimal(p["price"]), last[symbol][1])
        units.pop(symbol)
    check(name + ": units without a position", {s: u for s, u in units.items() if u}, {})
    check(name + ": total", account["balance"]["total"]["amount"], total)
    check(name + ": the fund is within the cash", fund <= cash["USD"], True)
    for o in its["order"]:
        amounts = [Decimal(o[q + "_quantity"]) for q in ("total", "open", "canceled", "filled")]
        check(name + ": quantities of " + o["brokerage_order_id"], amounts[0], sum(amounts[1:]))
        a = traded.pop(o["brokerage_order_id"], None)
        check(name + ": executed, so traded: " + o["brokerage_order_id"], o["status"] == "EXECUTED", a is not None)
        if a:
            check(name + ": " + o["brokerage_order_id"], (o["time_executed"][:10], amounts[3], Decimal(o["execution_price"])),
                  (a["trade_date"][:10], abs(a["units"]), a["price"]))
    check(name + ": traded without an order", list(traded), [])
    for day in (h for b in its["balance_history"] for h in b["history"]):
        past = [a for a in its["activity"] if a["trade_date"][:10] <= day["date"] and a["currency"]["code"] == "USD"]
        worth = sum(a["units"] * closes[a["symbol"]["symbol"], day["date"]] for a in past if a["units"] and a["symbol"]["symbol"] == "GOOG")
        check(name + ": worth on " + day["date"], Decimal(day["total_value"]), sum(a["amount"] for a in past) + worth)
check("accounts", len(accounts), 3)
print("\n".join(wrong) if wrong else "it adds up")
sys.exit(bool(wrong))
