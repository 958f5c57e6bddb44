#!/usr/bin/env python3
"""Rows for the tables, and what the API must say of them, by a calculation that knows nothing of the database.

by-hand.py sql            prints the rows as SQL
by-hand.py want QUESTION  prints a JSON line a row; by-hand.py same QUESTION reads what was got, and compares
"""
import datetime, json, random, sys
from decimal import Decimal as D, ROUND_HALF_EVEN, getcontext

getcontext().prec = 60
NOW = datetime.datetime(2026, 2, 10, 14, 1, 0, 120000, datetime.timezone.utc)
TODAY = NOW.date()
rnd = random.Random(6)
day = lambda n: TODAY - datetime.timedelta(days=n)
cents = lambda x, places=2: None if x is None else x.quantize(D(1).scaleb(-places), ROUND_HALF_EVEN)


def amount(low, high, places):
    return D(rnd.randint(low * 10 ** places, high * 10 ** places)).scaleb(-places)


SYMBOLS = ["ABNB", "MSFT", "SPY", "NEWCO", "NOBAR", "BTC-USD"]
bars = {}
for name, first, holes in ("ABNB", 700, 0), ("MSFT", 400, 9), ("SPY", 400, 0), ("NEWCO", 1, 0), ("OLDCO", 900, 0):
    rows, price = [], amount(20, 400, 4)
    for n in range(first, 0 if name != "OLDCO" else 600, -1):
        if day(n).weekday() > 4 or holes and n % holes == 0 or n == 1 and name == "MSFT":
            continue
        price = max(D("1"), cents(price * (1 + amount(-30, 30, 3) / 1000), 4))
        rows.append((day(n), price - D("0.105"), price + amount(0, 3, 4), price - amount(0, 1, 4), price, rnd.randint(1, 10 ** 7)))
    bars[name] = rows
# symbol, account, quantity, paid, the broker's price, multiplier, inside cash, type
positions = [
    ("ABNB", "acc-1", D("25"), D("121.2"), D("1"), D(1), False, None),
    ("ABNB", "acc-2", D("0.3333"), D("99.995"), D("1"), D(1), False, None),
    ("ABNB", "paper", D("1000"), D("1"), D("1"), D(1), False, None),
    ("MSFT", "acc-1", D("13"), D("438.46"), D("500"), D(1), False, None),
    ("MSFT", "gone", D("99"), D("1"), D("1"), D(1), False, None),
    ("NEWCO", "acc-1", D("7"), D("3"), D("9"), D(1), False, None),
    ("NOBAR", "acc-2", D("10"), D("5.005"), D("7.125"), D(1), False, None),
    ("BTC-USD", "acc-2", D("0.01230045"), D("0"), D("61234.5678"), D(1), False, "crypto"),
    ("NOPRICE", "acc-1", D("3"), D("11.115"), None, D(1), False, None),
    ("MSFT  260320C00400000", "acc-1", D("2"), D("21.5"), D("30.2"), D(100), False, "option"),
    ("FUND", "acc-1", D("400"), D("1"), D("1"), D(1), True, "mutualfund"),
    ("SOLD", "acc-1", D("0"), D("1"), D("1"), D(1), False, None),
]
cash = [("acc-1", "USD", day(1), D("100.555")), ("acc-1", "USD", day(0), D("-20.125")), ("acc-2", "USD", day(3), D("520.105")),
    ("paper", "USD", day(0), D("100000")), ("gone", "USD", day(0), D("5000"))]
orders = []
for n in range(60):
    placed = NOW - datetime.timedelta(minutes=1 + 1441 * rnd.randint(0, 500)) if n % 11 else None
    orders.append({"id": "o%02d" % n, "account": rnd.choice(["acc-1", "acc-1", "acc-2", "gone", "paper"]), "symbol": rnd.choice(["ABNB", "abnb", "MSFT", "NEWCO"]),
        "action": rnd.choice(["BUY", "SELL", "BUY_OPEN"]), "status": rnd.choice(["EXECUTED", "FILLED", "PENDING", "CANCELED", "REJECTED", "PARTIAL"]),
        "total": D("NaN") if n == 7 else amount(1, 30, 3), "filled": amount(1, 30, 5), "price": None if n % 7 == 0 else amount(1, 500, 3),
        "limit": D("NaN") if n == 9 else amount(1, 9, 3), "type": rnd.choice(["Market", None]), "placed": placed,
        "executed": placed, "notified": n % 3 == 0})
ideas = []
for n in range(80):
    said = NOW - datetime.timedelta(hours=rnd.randint(1, 24 * 60))
    ideas.append({"uuid": "%08x-0000-4000-8000-%012x" % (n, 7 * n + 1), "message": "m%03d" % n, "symbol": rnd.choice(["ABNB", "abnb", "MSFT"]),
        "direction": rnd.choice(["bullish", "bearish", "neutral", "mixed", None]), "labels": rnd.sample(["TRADE_PLAN", "OPTIONS", "TRADE_EXECUTION"], rnd.randint(0, 2)),
        "said": said, "noise": n % 10 == 0, "gone": n % 13 == 0, "own": n % 4 != 0})


def quote(x):
    if x is None:
        return "null"
    if isinstance(x, bool) or isinstance(x, (int,)):
        return str(x).lower()
    if isinstance(x, list):
        return "array[%s]::text[]" % ",".join(map(quote, x))
    return "'%s'" % x


def put(table, columns, rows):
    print("insert into %s (%s) values %s;" % (table, columns, ",\n".join("(%s)" % ",".join(map(quote, r)) for r in rows)))


def sql():
    put("accounts", "id, name, connection_status, is_paper", [("acc-1", "a", "connected", False), ("acc-2", "b", None, False), ("paper", "p", None, True), ("gone", "g", "deleted", False)])
    put("symbols", "id, ticker, description, asset_type", [("1", "ABNB", "Airbnb Inc", "stock"), ("2", "SPY", None, "ETF"), ("3", "NOBAR", "100% of a_b", None)])
    for name in bars:
        put("ohlcv_daily", "symbol, date, open, high, low, close, volume", [(name,) + b for b in bars[name]])
    put("ohlcv_daily", "symbol, date, open, high, low, close, volume", [("ABNB", day(0), 1, 1, 1, 0, 5), ("NEWCO", day(0), None, 1, 1, "NaN", None)])
    put("positions", "symbol, account_id, quantity, average_buy_price, price, multiplier, cash_equivalent, asset_type, sync_timestamp", [p + (NOW - datetime.timedelta(hours=8),) for p in positions])
    put("account_balances", "account_id, currency_code, snapshot_date, cash", cash)
    put("orders", "brokerage_order_id, account_id, symbol, action, status, total_quantity, filled_quantity, execution_price, limit_price, order_type, time_placed, time_executed, notified",
        [tuple(o[k] for k in ("id", "account", "symbol", "action", "status", "total", "filled", "price", "limit", "type", "placed", "executed", "notified")) for o in orders])
    put("discord_messages", "message_id, author, content, channel, timestamp, deleted_at", [(i["message"], "ann", "x", "trading", i["said"].isoformat(), NOW if i["gone"] else None) for i in ideas])
    put("discord_parsed_ideas", "id, message_id, idea_index, idea_text, primary_symbol, direction, labels, source_created_at, is_noise",
        [(i["uuid"], i["message"], 0, "text", i["symbol"], i["direction"], i["labels"], i["said"] if i["own"] else None, i["noise"]) for i in ideas])


def held():
    rows = []
    for symbol, account, units, paid, broker, many, inside, kind in positions:
        if account in ("gone", "paper") or units <= 0:
            continue
        own = bars.get(symbol, [])
        price = own[-1][4] if own else broker if broker else paid
        previous = own[-2][4] if len(own) > 1 else None
        week = own[-6][4] if len(own) > 5 else None
        rows.append({"symbol": symbol, "account": account, "units": units, "paid": paid, "price": price, "inside": inside, "value": units * many * price,
            "cost": units * many * paid, "change": None if previous is None else units * many * (price - previous),
            "pct": None if previous is None else (price - previous) * 100 / previous, "week": None if week is None else (price - week) * 100 / week})
    return sorted(rows, key=lambda r: (r["symbol"], r["account"]))


def want_positions():
    rows = held()
    whole = sum(r["value"] for r in rows if not r["inside"])
    for r in rows:
        gain = r["value"] - r["cost"]
        yield [r["symbol"], r["account"], r["units"], cents(r["paid"]), cents(r["price"]), cents(r["value"]), cents(gain), cents(gain * 100 / r["cost"]) if r["cost"] else D(0),
            cents(r["change"]), cents(r["pct"]), None, None if r["inside"] else cents(r["value"] * 100 / whole), cents(r["week"])]


def want_summary():
    rows = held()
    out = [r for r in rows if not r["inside"]]
    value, cost = sum(r["value"] for r in out), sum(r["cost"] for r in out)
    change, money = sum(r["change"] or 0 for r in out), D("-20.125") + D("520.105")
    yield [cents(value + money), cents(cost), cents(value - cost), cents((value - cost) * 100 / cost), cents(change), cents(change * 100 / (value + money - change)), cents(money),
        len(rows), "2026-02-10T06:01:00.120000+00:00", "USD"]


def mine():
    return [o for o in orders if o["account"] not in ("gone", "paper")]


def iso(t):
    return None if t is None else t.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"


def want_orders(statuses=None, ticker=None):
    number = lambda x: None if x is None or x.is_nan() else cents(x)
    rows = [o for o in mine() if (not statuses or o["status"] in statuses) and (not ticker or o["symbol"].upper() == ticker)]
    for o in sorted(rows, key=lambda o: (o["placed"] is None, -o["placed"].timestamp() if o["placed"] else 0, o["id"])):
        yield [o["id"], o["symbol"], o["action"], o["type"] or "market", o["status"], D(0) if o["total"].is_nan() else o["total"], number(o["price"]), number(o["limit"]), None,
            iso(o["executed"]), iso(o["placed"]), iso(o["executed"]) if o["notified"] else None]


def spread(closes, n):
    closes = closes[-n - 1:]
    if len(closes) < n + 1:
        return None
    changes = [b / a - 1 for a, b in zip(closes, closes[1:])]
    mean = sum(changes) / n
    return (sum((c - mean) ** 2 for c in changes) / (n - 1)).sqrt() * D(252).sqrt() * 100


def beta(name):
    own, market = ({b[0]: b[4] for b in bars.get(n, []) if b[0] >= day(365)} for n in (name, "SPY"))
    days = sorted(set(own) & set(market))
    y, x = ([s[b] / s[a] - 1 for a, b in zip(days, days[1:])] for s in (own, market))
    if len(x) < 30:
        return None
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)


def want_stock(name):
    own = bars.get(name, [])
    year = [b for b in own if b[0] >= day(365)]
    closes = [b[4] for b in year]
    back = lambda n: cents((closes[-1] - closes[-1 - n]) * 100 / closes[-1 - n]) if len(closes) > n else None
    last, before = own[-1][4] if own else None, own[-2][4] if len(own) > 1 else own[-1][4] if own else None
    volumes = [b[5] for b in own if b[0] >= day(30)] + ([5] if name == "ABNB" else [])
    has = [r for r in held() if r["symbol"] == name]
    units, value, cost = (sum(r[k] for r in has) for k in ("units", "value", "cost"))
    done = [o for o in mine() if o["symbol"].upper() == name and o["status"] in ("EXECUTED", "FILLED")]
    times = [o["executed"] for o in done if o["executed"]]
    said = [i for i in ideas if i["symbol"].upper() == name and not i["noise"] and not i["gone"]]
    newer = lambda d: sum(1 for i in said if i["said"] > NOW - datetime.timedelta(days=d))
    who = {d: D(sum(1 for i in said if i["direction"] == d)) for d in ("bullish", "bearish", "neutral")}
    share = lambda d: cents(who[d] * 100 / len(said), 1) if said else None
    label = lambda l: sum(1 for i in said if l in i["labels"])
    best = max(who.values())
    overall = [d for d in who if who[d] == best]
    yield [name, "2026-02-10T14:01:00.120000Z", cents(last), cents(before), cents((last - before) * 100 / before) if own else None, back(5), back(21), back(63), back(252),
        cents(spread(closes, 30)), cents(spread(closes, 90)), max(b[2] for b in year) if year else None, min(b[3] for b in year) if year else None,
        sum(volumes) // len(volumes) if volumes else None, units if has else None, cents(value) if has else None, cents(cost / units) if has else None, cents(value - cost) if has else None,
        cents((value - cost) * 100 / cost) if has and cost else None, len(done), sum(1 for o in done if o["action"] != "SELL"), sum(1 for o in done if o["action"] == "SELL"),
        cents(sum(o["filled"] for o in done) / len(done), 12) if done else None, iso(min(times)) if times else None, iso(max(times)) if times else None, len(said), newer(30), newer(7),
        cents((who["bullish"] - who["bearish"]) / len(said), 4) if said else None, share("bullish"), share("bearish"), share("neutral"),
        iso(min(i["said"] for i in said)) if said else None, iso(max(i["said"] for i in said)) if said else None, label("TRADE_EXECUTION"), label("TRADE_PLAN"), 0, label("OPTIONS"), 0,
        {"bullish": share("bullish") or D(0), "bearish": share("bearish") or D(0), "neutral": share("neutral") or D(0), "overall": overall[0] if len(overall) == 1 else "neutral",
            "score": cents((who["bullish"] - who["bearish"]) / len(said)) if said else D(0), "ideaCount": len(said)}, cents(beta(name))]


def want_bars(name):
    for b in bars[name]:
        if b[0] >= day(30):
            yield [b[0].isoformat()] + [cents(x) for x in b[1:5]] + [b[5]]
    if name == "ABNB":
        yield [TODAY.isoformat(), D(1), D(1), D(1), D(0), 5]


def want_marks(name):
    rows = [o for o in mine() if o["symbol"].upper() == name and o["status"] in ("EXECUTED", "FILLED") and o["executed"] and o["executed"].date() >= day(450)]
    for o in sorted(rows, key=lambda o: (o["executed"], o["id"])):
        yield [o["executed"].date().isoformat(), o["action"], cents(o["price"] or D(0)), cents(o["filled"], 4)]


def want_watchlist():
    for name in "MSFT", "NEWCO", "ABNB":
        own = bars[name]
        close, before = own[-1][4], own[-2][4] if len(own) > 1 else None
        yield [name, cents(close), cents(close - before) if before else D(0), cents((close - before) * 100 / before) if before else D(0), own[-1][5]]


QUESTIONS = {"positions": want_positions, "summary": want_summary, "orders": want_orders, "filled": lambda: want_orders(("FILLED", "EXECUTED")),
    "cancelled": lambda: want_orders(("CANCELED",)), "ticker": lambda: want_orders(None, "ABNB"), "watchlist": want_watchlist}
QUESTIONS.update({"stock-" + s: (lambda s=s: want_stock(s)) for s in ("ABNB", "MSFT", "NEWCO", "NOBAR", "OLDCO")})
QUESTIONS.update({"bars-" + s: (lambda s=s: want_bars(s)) for s in ("ABNB", "MSFT")})
QUESTIONS.update({"marks-" + s: (lambda s=s: want_marks(s)) for s in ("ABNB", "NEWCO")})
# columns that a calculation has no say in
LEFT_OUT = {"companyName", "assetType", "tvSymbol", "currency"}


def value(x):
    if isinstance(x, dict):
        return {k: value(v) for k, v in x.items()}
    return D(x).normalize() if isinstance(x, (int, D)) and not isinstance(x, bool) else x


def main():
    if sys.argv[1] == "sql":
        return sql()
    bad, name = 0, sys.argv[2]
    got = [json.loads(l, parse_float=D, parse_int=D) for l in sys.stdin]
    want = list(QUESTIONS[name]())
    if not want or len(got) != len(want):
        sys.exit("%s: %d rows, not %d" % (name, len(got), len(want)))
    for g, w in zip(got, want):
        left = LEFT_OUT if name == "positions" else set()
        pairs = [(k, v) for k, v in g.items() if k not in left]
        if len(pairs) != len(w):
            sys.exit("%s: %d columns, not %d" % (name, len(pairs), len(w)))
        for (k, v), x in zip(pairs, w):
            if k == "avgOrderSize" and v is not None:
                v = cents(v, 12)
            if value(v) != value(x):
                print("%s: %s of %s is %s, not %s" % (name, k, pairs[0][1], v, x))
                bad = 1
    return bad


sys.exit(main())
