"""What the systems of the trade do today: psycopg2's execute_values, an upsert in batches of 1000."""
import json
import os
import sys

import psycopg2
from psycopg2.extras import execute_values

SQL = """insert into bench (symbol, date, open, high, low, close, volume) values %s
on conflict (symbol, date) do update set open = excluded.open, high = excluded.high, low = excluded.low,
close = excluded.close, volume = excluded.volume"""


def main():
    db = psycopg2.connect(os.environ["DATABASE_URL"])
    cur = db.cursor()
    rows = []
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            b = json.loads(line)
            rows.append((b["symbol"], b["date"], b["open"], b["high"], b["low"], b["close"], b["volume"]))
            if len(rows) == 1000:
                execute_values(cur, SQL, rows, page_size=1000)
                rows = []
    if rows:
        execute_values(cur, SQL, rows, page_size=1000)
    db.commit()


main()
