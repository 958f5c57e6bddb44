# The peer of P10: FastAPI answering the bars of a symbol, as rows that Python makes JSON of, or as the text that PostgreSQL makes.
import os
from decimal import Decimal

import psycopg2
from fastapi import FastAPI, Response

app = FastAPI()
db = psycopg2.connect(os.environ["DATABASE_URL"])
db.set_session(readonly=True, autocommit=True)
WHERE = "from api.stock_bars(%s, %s, %s, %s) b"
ARGS = ("2008-10-15T06:00:00Z", "GOOG", "2007-10-16", "2008-10-15")


@app.get("/rows")
def rows():
    with db.cursor() as c:
        c.execute("select * " + WHERE, ARGS)
        names = [d.name for d in c.description]
        data = [{k: float(v) if isinstance(v, Decimal) else v for k, v in zip(names, row)} for row in c]
    return {"ticker": "GOOG", "data": data}


@app.get("/text")
def text():
    with db.cursor() as c:
        c.execute("select json_build_object('ticker', 'GOOG', 'data', json_agg(b))::text " + WHERE, ARGS)
        return Response(c.fetchone()[0], media_type="application/json")
