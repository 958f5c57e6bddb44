"""A signed request to AWS's side of the sandbox, spoilt on demand; signs by itself, so that nothing corrects it.

aws.py [NAME=VALUE ...]: the body goes to got, the head to head, the status to code. What is signed:
  method path query service region key secret token target type body ago (seconds that the date is old) scope (its day)
  sign:HEADER (one more that is sent and signed), leave=HEADER,... (sent and not signed)
What is changed afterwards:
  auth (Authorization as a whole; empty: none), as:HEADER, and send_body send_path send_query send_method
"""
import datetime
import hashlib
import hmac
import http.client
import os
import re
import sys
import urllib.parse

PLAIN = "-._~"


def once(text):
    return urllib.parse.quote(text, safe=PLAIN)


def canonical_path(path):
    out = []
    for part in path.split("/"):
        if part == "..":
            out = out[:-1]
        elif part not in ("", "."):
            out.append(once(part))
    text = "/" + "/".join(out)
    return text + "/" if out and re.search(r"(/|/\.|/\.\.)$", path) else text


def canonical_query(query):
    pairs = [p.partition("=") for p in query.split("&") if p]
    pairs = sorted((once(urllib.parse.unquote(n)), once(urllib.parse.unquote(v))) for n, _, v in pairs)
    return "&".join(n + "=" + v for n, v in pairs)


def sign(o, headers, names):
    scope = "/".join((o["scope"], o["region"], o["service"], "aws4_request"))
    text = [o["method"], canonical_path(o["path"]), canonical_query(o["query"])]
    text += [n + ":" + " ".join(headers[n].split()) for n in names] + ["", ";".join(names)]
    text.append(hashlib.sha256(o["body"].encode()).hexdigest())
    text = "\n".join(text)
    text = "\n".join(("AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(text.encode()).hexdigest()))
    key = ("AWS4" + o["secret"]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (o["key"], scope, ";".join(names), signature)


def main(args):
    given = dict(a.split("=", 1) for a in args)
    o = {
        "method": "POST", "path": "/", "query": "", "service": "secretsmanager", "body": "{}", "region": os.environ["AWS_REGION"],
        "key": os.environ["AWS_ACCESS_KEY_ID"], "secret": os.environ["AWS_SECRET_ACCESS_KEY"], "token": "", "target": "",
        "type": "application/x-amz-json-1.1", "ago": "0", "leave": "",
    }
    o.update(given)
    if o["service"] == "sts":
        o["type"] = given.get("type", "application/x-www-form-urlencoded; charset=utf-8")
    place = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc
    when = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=float(o["ago"]))
    headers = {"host": place, "x-amz-date": when.strftime("%Y%m%dT%H%M%SZ"), "content-type": o["type"]}
    o.setdefault("scope", headers["x-amz-date"][:8])
    if o["target"]:
        headers["x-amz-target"] = o["target"] if "." in o["target"] else "secretsmanager." + o["target"]
    if o["token"]:
        headers["x-amz-security-token"] = o["token"]
    headers.update((n[5:], v) for n, v in given.items() if n.startswith("sign:"))
    headers = {n: v for n, v in headers.items() if v}
    names = sorted(n for n in headers if n not in o["leave"].split(","))
    headers["authorization"] = sign(o, headers, names)
    if "auth" in given:
        headers["authorization"] = o["auth"].replace("SIGNED", headers["authorization"])
    headers.update((n[3:], v) for n, v in given.items() if n.startswith("as:"))
    conn = http.client.HTTPConnection(place, timeout=20)
    query = given.get("send_query", o["query"])
    conn.putrequest(given.get("send_method", o["method"]), given.get("send_path", o["path"]) + ("?" + query if query else ""),
                    skip_host=True, skip_accept_encoding=True)
    body = given.get("send_body", o["body"]).encode()
    for name, value in headers.items():
        if value:
            conn.putheader(name, value)
    conn.putheader("content-length", str(len(body)))
    conn.endheaders(body)
    reply = conn.getresponse()
    with open("got", "wb") as f:
        f.write(reply.read())
    with open("head", "w") as f:
        f.write(str(reply.headers))
    with open("code", "w") as f:
        f.write(str(reply.status))


main(sys.argv[1:])
