"""The profile of a symbol by its formulas, from rows of CSV and figures given; prints a JSON object.

expect.py DAY BARS.CSV: the symbol's bars of all days, date,open,high,low,close,volume
"""
import csv
import datetime
import decimal
import json
import statistics
import sys

D = decimal.Decimal
decimal.getcontext().prec = 60


def fit(v, places):
    return None if v is None else float(v.quantize(D(1).scaleb(-places), rounding=decimal.ROUND_HALF_EVEN))


day = datetime.date.fromisoformat(sys.argv[1])
rows = []
for r in csv.DictReader(open(sys.argv[2])):
    d = datetime.date.fromisoformat(r['date'])
    if day - datetime.timedelta(days=365) <= d <= day:
        rows.append((d, D(r['high']), D(r['low']), D(r['close']), int(r['volume'])))
rows.sort()
close = [r[3] for r in rows]
change = [b / a - 1 for a, b in zip(close, close[1:])]


def at(n):
    return fit(close[n], 4) if len(close) >= -n else None


def back(n):
    return fit((close[-1] / close[-1 - n] - 1) * 100, 4) if len(close) > n else None


def spread(n):
    return fit(statistics.stdev(change[-n:]) * D(252).sqrt() * 100, 4) if len(change) >= n else None


print(json.dumps({
    'latest_close_price': at(-1), 'previous_close_price': at(-2),
    'daily_change_pct': back(1), 'return_1w_pct': back(5), 'return_1m_pct': back(21), 'return_3m_pct': back(63), 'return_1y_pct': back(252),
    'volatility_30d': spread(30), 'volatility_90d': spread(90),
    'year_high': fit(max((r[1] for r in rows), default=None), 4), 'year_low': fit(min((r[2] for r in rows), default=None), 4),
    'avg_volume_30d': int(fit(D(sum(r[4] for r in rows[-30:])) / 30, 0)) if len(rows) >= 30 else None,
}, sort_keys=True))
