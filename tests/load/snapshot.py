#!/usr/bin/env python3
"""Random streams of answers, loaded by pf-load --snapshot in batches of random size, held against a model that takes one record
after the other. Usage: snapshot.py SEED ROUNDS; DATABASE_URL is a database with the schema and no rows. Prints what differs."""
import datetime
import json
import os
import random
import subprocess
import sys

ACCOUNTS = ["a", "b'c", 'd\\e"f', "NULL", "{g,h}", "\u00fc\ti", "stale"]
LISTS = ["s1", "s'2"]
KEYS = ["K%d" % n for n in range(9)] + ["k'\"", "k\\", ",", "null", "\u20ac"]
TOO_MUCH = 5000000  # a check of the test's database refuses it
STATE = """select json_build_array('position', account_id, symbol, quantity::int::text, closed_at is not null) from positions
union all select json_build_array('balance', account_id, currency_code, snapshot_date, cash::int) from account_balances
union all select json_build_array('activity', account_id, id, (trade_date at time zone 'UTC')::date) from activities
union all select json_build_array('account', scope, id, connection_status) from accounts
union all select json_build_array('doubt', kind, scope, held, closing, since at time zone 'UTC') from snapshot_doubts
union all select json_build_array('held', account_id, symbol, snapshot_date, quantity::int) from position_snapshots"""


def sql(text):
    return subprocess.run(["pf-db", "psql", "--", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text], check=True, stdout=subprocess.PIPE).stdout.decode()


class Model:
    def __init__(self):
        self.positions, self.balances, self.activities, self.accounts, self.doubts, self.days = {}, {}, {}, {}, {}, {}
        self.read = {}  # when a row was read, by its key

    def begin(self, now, allow):
        self.now, self.allow, self.answers, self.events, self.counted, self.refused = now, allow, {}, [], set(), False

    def held(self, kind, scope, rec):
        """Keys that are held; rec is the complete record, None where a window is not known yet."""
        if kind == "position":
            return {s for (a, s), (q, _) in self.positions.items() if a == scope and q != 0}
        if kind == "account":
            return {i for i, (s, status) in self.accounts.items() if s == scope and status != "deleted"}
        if kind == "balance":
            newest = {}
            for (a, c, day), cash in sorted(self.balances.items()):
                if a == scope:
                    newest[c] = cash
            return {c for c, cash in newest.items() if cash != 0}
        first, last = rec.get("first_date") or "0000", rec.get("last_date") or "9999"
        return {i for i, (a, day) in self.activities.items() if a == scope and first <= day <= last}

    def record(self, rec, fate):
        kind = rec["kind"]
        scope = rec["scope" if kind == "account" else "account_id"]
        answer = self.answer(kind, scope)
        if fate != "good":
            answer["bad"] += 1
            answer["n"] += fate == "refused"
            return
        answer["n"] += 1
        if "sync_timestamp" in rec:
            self.read[self.row(kind, scope, rec.get("symbol") or rec.get("currency_code") or rec.get("id"), rec.get("snapshot_date"))] = rec["sync_timestamp"]
        if kind == "position":
            answer["keys"].add(rec["symbol"])
            self.positions[scope, rec["symbol"]] = (rec["quantity"], self.positions.get((scope, rec["symbol"]), (0, False))[1])
        elif kind == "balance":
            answer["keys"].add(rec["currency_code"])
            self.balances[scope, rec["currency_code"], rec["snapshot_date"]] = rec["cash"]
        elif kind == "activity":
            answer["keys"].add(rec["id"])
            self.activities[rec["id"]] = (scope, rec["trade_date"][:10])
        else:
            answer["keys"].add(rec["id"])
            self.accounts[rec["id"]] = (scope, rec["connection_status"])

    @staticmethod
    def row(kind, scope, key, day):
        return {"account": ("account", key), "balance": (kind, scope, key, day)}.get(kind, (kind, scope, key))

    def later(self, kind, scope, key, at):
        """Whether a row was read later than the answer."""
        day = max((d for a, c, d in self.balances if (a, c) == (scope, key)), default=None) if kind == "balance" else None
        return kind != "activity" and self.read.get(self.row(kind, scope, key, day), "") > at

    def answer(self, kind, scope):
        if (kind, scope) not in self.answers:
            before = dict(self.activities) if kind == "activity" else len(self.held(kind, scope, None))
            self.answers[kind, scope] = {"keys": set(), "n": 0, "bad": 0, "before": before}
        return self.answers[kind, scope]

    def complete(self, rec):
        kind = rec["of"]
        scope = rec["scope" if kind == "account" else "account_id"]
        answer = self.answer(kind, scope)
        del self.answers[kind, scope]
        say = lambda event: self.events.append([event, "%s %s" % (kind, scope)])
        if answer["bad"] or answer["n"] != rec["count"]:
            return say("incomplete")
        if kind == "position":
            self.counted.add(scope)
        held = self.held(kind, scope, rec)
        at = rec.get("at", self.now.isoformat() + "Z")
        gone = {k for k in held - answer["keys"] if not self.later(kind, scope, k, at)}
        told = datetime.datetime.fromisoformat(at[:-1])
        was, lost = answer["before"], len(gone)
        if kind == "activity":
            now, self.activities = self.activities, was
            was = len(self.held(kind, scope, rec))
            self.activities = now
            lost = max(0, was - (len(held) - len(gone)))
        if gone and kind != "account" and self.accounts.get(scope, ("", ""))[1] in ("disconnected", "error"):
            return say("stale")
        if gone and not self.allow and (kind == "account" or (was >= 5 and 2 * lost > was) or (was >= 2 and lost >= was)):
            doubt = self.doubts.get((kind, scope))
            if doubt is None or doubt[0] != gone:
                doubt = (gone, told)
            self.doubts[kind, scope] = (gone, doubt[1], was, len(gone))
            if told - doubt[1] < datetime.timedelta(minutes=15):
                self.refused = True
                return say("shrink-refused")
        self.doubts.pop((kind, scope), None)
        if not gone:
            return
        say("closed")
        for key in gone:
            if kind == "position":
                self.positions[scope, key] = (0, True)
                self.read[self.row(kind, scope, key, None)] = self.now.isoformat() + "Z"
            elif kind == "balance":
                self.balances[scope, key, at[:10]] = 0
                self.read[self.row(kind, scope, key, at[:10])] = self.now.isoformat() + "Z"
            elif kind == "activity":
                del self.activities[key]
            else:
                self.accounts[key] = (scope, "deleted")

    def end(self):
        day = str(self.now.date())
        for a, s in [k[:2] for k in self.days if k[0] in self.counted and k[2] == day]:
            del self.days[a, s, day]
        for (a, s), (q, _) in self.positions.items():
            if a in self.counted and q != 0:
                self.days[a, s, day] = q

    def state(self):
        rows = [["position", a, s, str(q), c] for (a, s), (q, c) in self.positions.items()]
        rows += [["balance", a, c, day, cash] for (a, c, day), cash in self.balances.items()]
        rows += [["activity", a, i, day] for i, (a, day) in self.activities.items()]
        rows += [["account", s, i, status] for i, (s, status) in self.accounts.items()]
        rows += [["doubt", k, s, d[2], d[3], d[1].isoformat()] for (k, s), d in self.doubts.items()]
        rows += [["held", a, s, day, q] for (a, s, day), q in self.days.items()]
        return sorted(map(json.dumps, rows))


def one_answer(rnd, kind, scope, now):
    """An answer as (record, fate) pairs; fate: good, rejected, refused, complete."""
    day, out = str(now.date()), []
    read = max(now - datetime.timedelta(minutes=rnd.choice([0, 0, 0, 7, 20, 60])), datetime.datetime.combine(now.date(), datetime.time()))
    at = read.isoformat() + "Z"
    keys = rnd.sample(KEYS, rnd.choice([0, 1, 2, 3, 5, 8, 12]))
    if kind == "activity" and rnd.random() < 0.3:
        keys = ["%s-%d" % (k, rnd.randrange(3)) for k in keys]
    for k in keys:
        fate = "good"
        if kind == "position":
            rec = {"kind": kind, "account_id": scope, "symbol": k, "quantity": rnd.choice([1, 1, 2, 3, -1, 0])}
            if rnd.random() < 0.02:
                fate, rec["quantity"], rec["symbol"] = "rejected", "x", "bad"
            elif rnd.random() < 0.02:
                fate, rec["quantity"], rec["symbol"] = "refused", TOO_MUCH, "bad"
        elif kind == "balance":
            rec = {"kind": kind, "account_id": scope, "currency_code": k, "snapshot_date": day, "cash": rnd.choice([1, 2, -3, 0])}
        elif kind == "activity":
            rec = {"kind": kind, "account_id": scope, "id": scope + "/" + k, "trade_date": "2008-09-%02dT0%d:00:00Z" % (rnd.randint(1, 9), rnd.randrange(10))}
        else:
            rec = {"kind": kind, "scope": scope, "id": scope + "/" + k, "connection_status": "connected"}
        if kind != "activity" and rnd.random() < 0.7:
            rec["sync_timestamp"] = at
        out += [(rec, fate)] * (2 if fate == "good" and rnd.random() < 0.05 else 1)
    count = sum(f != "rejected" for _, f in out)
    rec = {"kind": "complete", "of": kind, "scope" if kind == "account" else "account_id": scope, "count": count}
    if kind == "balance" or rnd.random() < 0.8:
        rec["at"] = at
    if kind == "activity":
        first, last = sorted(rnd.sample(range(1, 10), 2))
        if rnd.random() < 0.6:
            rec["first_date"] = "2008-09-%02d" % first
        if rnd.random() < 0.5:
            rec["last_date"] = "2008-09-%02d" % last
    luck = rnd.random()
    if luck < 0.05:
        rec["count"] += rnd.choice([1, -1]) if count > 0 else 1
    if luck < 0.9:
        out.append((rec, "complete"))
    return out


def stream(rnd, now):
    """Answers of several scopes, mixed, each in its order."""
    queues = []
    for _ in range(rnd.randint(1, 8)):
        kind = rnd.choice(["position", "position", "balance", "activity", "account"])
        scope = rnd.choice(LISTS if kind == "account" else ACCOUNTS)
        if not any(q[0] == (kind, scope) for q in queues):
            queues.append(((kind, scope), sum((one_answer(rnd, kind, scope, now) for _ in range(rnd.choice([1, 1, 2]))), [])))
    queues, out = [q for _, q in queues], []
    while any(queues):
        q = rnd.choice([q for q in queues if q])
        for _ in range(rnd.randint(1, 6)):
            if q:
                out.append(q.pop(0))
    return out


def run(seed, rounds):
    rnd = random.Random(seed)
    now = datetime.datetime(2008, 10, 15, 6)
    model = Model()
    model.accounts["stale"] = (None, "error")
    for n in range(rounds):
        now += datetime.timedelta(minutes=rnd.choice([1, 7, 15, 16, 600]))
        records, allow, batch = stream(rnd, now), rnd.random() < 0.1, rnd.choice([1, 2, 3, 5, 9, 100000])
        model.begin(now, allow)
        for rec, fate in records:
            if fate == "complete":
                model.complete(rec)
            else:
                model.record(rec, fate)
        model.end()
        with open("stream.jsonl", "w") as fp:
            fp.writelines(json.dumps(rec, ensure_ascii=rnd.random() < 0.5) + "\n" for rec, _ in records)
        command = ["pf-load", "--snapshot", "--batch", str(batch)] + ["--allow-shrink"] * allow + ["stream.jsonl"]
        got = subprocess.run(command, env=dict(os.environ, PF_NOW=now.isoformat() + "Z"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        events = [[r["event"], r["subject"]] for r in map(json.loads, got.stdout.decode().splitlines()) if r["kind"] == "event"]
        status = 65 if any(f in ("rejected", "refused") for _, f in records) else 1 if model.refused else 0
        state = sorted(json.dumps(json.loads(line)) for line in sql(STATE).splitlines())
        if (got.returncode, events, state) != (status, model.events, model.state()):
            print("seed %d, load %d: %s" % (seed, n + 1, " ".join(command)))
            print("status %d, the model's %d; events %s, the model's %s" % (got.returncode, status, events, model.events))
            for line in sorted(set(state) ^ set(model.state())):
                print(("only in the database: " if line in state else "only in the model: ") + line)
            print(got.stderr.decode(), end="")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), int(sys.argv[2])))
