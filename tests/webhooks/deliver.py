# deliver.py NUMBER SEED RECORDS - make deliveries of webhooks by the vendor's recipe, give each to pf-snaptrade webhook --window 2h, write
# the records that it prints to a file and the ids of those that are true to true.ids, and print
# "sent true forged late accepted refused other"
import base64, hashlib, hmac, json, os, random, subprocess, sys, datetime

number, seed, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chance = random.Random(seed)
key = os.environ["SNAPTRADE_CONSUMER_KEY"].encode()
now = datetime.datetime(2026, 11, 20, 15, tzinfo=datetime.timezone.utc)
types = ["ACCOUNT_HOLDINGS_UPDATED", "TRADE_DETECTION", "CONNECTION_BROKEN", "USER_REGISTERED", "SOMETHING_NEW"]
texts = ["plain", "Xé “quoted”/slash\\", "\u0001\u007f\t", "😀", ""]


def sign(payload, secret):
    text = json.dumps(payload, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode()


def body(payload):  # as a vendor may send it: members in any order, blanks, escapes or none
    members = list(payload.items())
    chance.shuffle(members)
    return json.dumps(dict(members), ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, None, 1])).encode()


sends, true, forged, late = [], set(), 0, 0
for i in range(number):
    what = chance.choices(["true", "forged", "late"], [8, 1, 1])[0] if i > 2 else ["true", "forged", "late"][i]
    age = chance.uniform(7201, 90000) if what == "late" else chance.uniform(-50, 7000)
    payload = {
        "webhookId": "%032x" % chance.getrandbits(128), "userId": "alice", "clientId": "PF", "eventType": chance.choice(types),
        "eventTimestamp": (now - datetime.timedelta(seconds=age)).isoformat(), "accountId": "acc-%d" % (i % 7),
        "webhookSecret": "old", "details": {"error": chance.choice(texts), "positions": {"success": True}, "n": [1, 1.5, None]},
    }
    for _ in range(chance.randint(1, 3)):
        signature = sign(payload, key)
        if what == "forged":
            signature = chance.choice([sign(payload, b"another"), signature[:-2] + "x=", signature[1:], "", "=" * 44,
                                       base64.b64encode(hmac.new(key, body(payload) + b" ", hashlib.sha256).digest()).decode()])
        sends.append((signature, body(payload)))
        forged += what == "forged"
        late += what == "late"
    if what == "true":
        true.add(payload["webhookId"])
chance.shuffle(sends)
counts = {0: 0, 77: 0}
other = 0
with open(path, "wb") as records:
    for signature, text in sends:
        env = dict(os.environ, HTTP_SIGNATURE=signature, CONTENT_LENGTH=str(len(text)))
        if not signature:
            del env["HTTP_SIGNATURE"]
        run = subprocess.run(["pf-snaptrade", "webhook", "--window", "2h"], input=text, env=env, capture_output=True)
        if run.returncode in counts:
            counts[run.returncode] += 1
        else:
            other += 1
        if run.returncode != 0 and (run.stdout or (signature and signature.encode() in run.stderr)):
            sys.exit("a refused delivery left a trace: %r %r" % (run.stdout, run.stderr))
        records.write(run.stdout)
with open("true.ids", "w") as ids:
    ids.write("".join(i + "\n" for i in sorted(true)))
print(len(sends), len(true), forged, late, counts[0], counts[77], other)
