"""Whether what the vendor's client printed (tests/sandbox/snaptrade.cjs) is what the file says: snaptrade_sdk.py FILE PRINTED; PF_NOW is 2008-10-15T06:00Z."""
import json
import sys
from collections import defaultdict

rows = defaultdict(lambda: defaultdict(list))
things = defaultdict(list)
for line in open(sys.argv[1], encoding="utf-8"):
    r = json.loads(line)
    (rows[r["account"]] if "account" in r else things)[r["of"]].append(r["body"])
got = defaultdict(list)
for line in open(sys.argv[2], encoding="utf-8"):
    r = json.loads(line)
    got[r["call"], r["of"]].append(r["data"])
commercial = ("getUserHoldings", things["account"][0]["id"]) in got
checked = 0


def check(call, of, want):
    global checked
    checked += 1
    assert got[call, of] == [want], "%s of %s:\n%s\nnot\n%s" % (call, of, json.dumps(got[call, of]), json.dumps([want]))


def newest(some, by):
    return sorted(some, key=lambda b: b[by], reverse=True)


check("listUserAccounts", None, things["account"])
check("listBrokerageAuthorizations", None, things["connection"])
for c in things["connection"]:
    check("detailBrokerageAuthorization", c["id"], c)
    check("listBrokerageAuthorizationAccounts", c["id"], things["account"])
for a in things["account"]:
    key, its = a["id"], rows[a["id"]]
    orders = [o for o in newest(its["order"], "time_placed") if o["time_placed"] > "2008-07-17T06"]
    check("getUserAccountDetails", key, a)
    check("getUserAccountBalance", key, its["balance"])
    check("getAllAccountPositions", key, {"results": its["position"], "data_freshness": {"as_of": "2008-10-15T05:30:01.000123Z"}})
    check("getUserAccountOrders", key, orders)
    check("getUserAccountRecentOrders", key, {"orders": [o for o in orders if o["time_placed"] > "2008-10-14T06"]})
    if not commercial:
        continue
    pages = got["getAccountActivities", key]
    got["getAccountActivities", key] = [[b for p in pages for b in p["data"]]]
    check("getAccountActivities", key, newest(its["activity"], "trade_date"))
    check("getUserAccountOrderDetail", key, orders[0])
    held = got["getUserHoldings", key][0]
    got["getUserHoldings", key] = [(held["account"], held["balances"], held["orders"], held["total_value"])]
    check("getUserHoldings", key, (a, its["balance"], [o for o in orders if o["time_placed"] > "2008-09-15T06"],
                                   {"value": a["balance"]["total"]["amount"], "currency": a["balance"]["total"]["currency"]}))
    plain = [p for p in its["position"] if p["instrument"]["kind"] != "option"]
    got["v1", key] = [[(p["symbol"]["symbol"]["symbol"], p["units"], p["price"], p["average_purchase_price"]) for p in held["positions"]]]
    check("v1", key, [(p["instrument"]["symbol"], float(p["units"]), float(p["price"]), float(p["cost_basis"])) for p in plain])
    options = [p for p in its["position"] if p["instrument"]["kind"] == "option"]
    got["v1 options", key] = [[(p["symbol"]["option_symbol"]["ticker"], p["units"], p["price"], p["average_purchase_price"]) for p in held["option_positions"]]]
    check("v1 options", key, [(p["instrument"]["symbol"], float(p["units"]), float(p["price"]), float(p["cost_basis"]) * 100) for p in options])
    legs = [(o["brokerage_order_id"], leg["instrument"]["symbol"], leg["total_quantity"]) for o in got["getUserAccountOrdersV2", key][0]["orders"] for leg in o["legs"]]
    got["v2", key] = [legs]
    check("v2", key, [(o["brokerage_order_id"], (o["option_symbol"] or {}).get("ticker") or o["universal_symbol"]["symbol"], o["total_quantity"]) for o in orders])
first = things["account"][0]["id"]
check("getAccountBalanceHistory", first, rows[first]["balance_history"][0])
check("getUserAccountReturnRates", first, {"data": [r for r in rows[first]["return_rates"][0]["data"] if r["timeframe"] in ("ALL", "1M")]})
check("getUserAccountDetails", "refused", [404, "1011"])
check("getAccountBalanceHistory", "refused", [501, None])
if commercial:
    check("listUserAccounts", "refused", [401, "1083"])
assert got["check", None][0]["online"] is True
print(checked)
