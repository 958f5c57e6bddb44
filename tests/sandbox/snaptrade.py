"""A signed request to SnapTrade's side of the sandbox, spoilt on demand; signs by itself, from the vendor's page on signatures.

snaptrade.py METHOD PATH [QUERY] [NAME=VALUE ...]: the body goes to got, the head to head, the status to code.
QUERY is added as it is to clientId, the user pair and timestamp. What is signed:
  client key (of the client) user secret (empty: not sent) time (empty: not sent; else its second) ago (seconds that it is old) body
What is changed afterwards: send_path send_query send_body send_method, signature (empty: not sent)
times=N sends it so often on one connection, and the statuses go to code, one a line.
"""
import base64
import hashlib
import hmac
import http.client
import json
import os
import sys
import time
import urllib.parse


def sign(key, path, query, body):
    content = json.loads(body) if body else None
    text = json.dumps({"content": None if content == {} else content, "path": path, "query": query}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def main(method, path, args):
    e = os.environ
    query = args.pop(0) if args and "&" == args[0][:1] else ""
    o = {
        "client": e["SNAPTRADE_CLIENT_ID"], "key": e["SNAPTRADE_CONSUMER_KEY"], "user": e["SNAPTRADE_USER_ID"],
        "secret": e["SNAPTRADE_USER_SECRET"], "ago": "0", "body": "", "times": "1",
    }
    o.update(a.split("=", 1) for a in args)
    o.setdefault("time", str(int(time.time() - float(o["ago"]))))
    pairs = [("clientId", o["client"]), ("userId", o["user"]), ("userSecret", o["secret"]), ("timestamp", o["time"])]
    query = urllib.parse.urlencode([p for p in pairs if p[1]]) + query
    headers = {"Signature": o.get("signature", sign(o["key"], path, query, o["body"]))}
    body = o.get("send_body", o["body"])
    if body:
        headers["Content-Type"] = "application/json"
    query = o.get("send_query", query)
    conn = http.client.HTTPConnection(urllib.parse.urlsplit(e["PF_SNAPTRADE_URL"]).netloc, timeout=20)
    codes = []
    for _ in range(int(o["times"])):
        conn.request(o.get("send_method", method), o.get("send_path", path) + ("?" + query if query else ""), body.encode() or None,
                     {n: v for n, v in headers.items() if v})
        reply = conn.getresponse()
        got = reply.read()
        codes.append(str(reply.status))
    with open("got", "wb") as f:
        f.write(got)
    with open("head", "w") as f:
        f.write(str(reply.headers))
    with open("code", "w") as f:
        f.write("\n".join(codes))


main(sys.argv[1], sys.argv[2], sys.argv[3:])
