"""Requests by chance and how botocore signs them: sign.py COUNT SEED REQUESTS SIGNATURES.

REQUESTS gets a JSON object a line, as tests/aws/sign reads them; SIGNATURES botocore's Authorization header for each.
"""

import datetime
import json
import random
import sys
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

LETTERS = "abcXYZ019-._~ +%/:;,=&?#!*'()$@[]\"\\|<>{}^`äß€語😀\t"
SERVICES = ["secretsmanager", "sts", "ecs", "scheduler", "monitoring", "s3", "s3"]
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]


def text(most):
    return "".join(random.choice(LETTERS) for _ in range(random.randint(0, most)))


def path(service):
    segments = random.choices(["", ".", "..", "x", quote(text(9), safe="")], k=random.randint(0, 5))
    made = "/" + "/".join(segments)
    if service != "s3" and random.random() < 0.2:
        made = made.replace("%C3", "%c3")
    return made


def query():
    pairs = []
    for _ in range(random.randint(0, 5)):
        name = quote(random.choice(["a", "a-b", "prefix", "prefix-a", "A", text(5)]), safe="-._~")
        if name == "":
            continue
        pairs.append(name + random.choice(["", "=", "=" + quote(text(8), safe="-._~")]))
    return "?" + "&".join(pairs) if pairs else ""


def headers():
    made = {}
    for _ in range(random.randint(0, 5)):
        name = random.choice(
            ["X-Amz-Meta-A", "X-Amz-Meta-A-B", "x-amz-target", "Content-Type", "content-md5", "X-Amz-Server-Side-Encryption", "My-Header"]
        )
        made[name] = " ".join(random.choice(["v", "a  b", " c", "d\te", "1=2;3", ""]) for _ in range(random.randint(0, 3)))
    return made


def main(count, seed, requests, signatures):
    random.seed(seed)
    now = datetime.datetime(2026, 11, 22, 10, 11, 12)

    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return now

        @classmethod
        def now(cls, tz=None):
            return now.replace(tzinfo=tz)

    botocore.auth.datetime.datetime = Clock
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda *_, **__: now
    for _ in range(count):
        service, method = random.choice(SERVICES), random.choice(METHODS)
        region = random.choice(["eu-west-3", "us-east-1", "cn-north-1"])
        host = random.choice(["x.example.com", "127.0.0.1:9000", "[::1]:1", "b.s3.example.com:8443"])
        keys = Credentials("AKID" + str(random.randint(0, 999)), text(40) or "s", random.choice([None, "T" + text(60).replace("\t", "")]))
        body = text(50).encode() if method not in ("GET", "HEAD") else b""
        target = path(service) + query()
        request = AWSRequest(method=method, url="http://" + host + target, headers=headers(), data=body)
        kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
        signer = kind(keys, service, region)
        signer.add_auth(request)
        given = urlsplit("http://" + host + target)
        sent = [f"{k}: {v}" for k, v in request.headers.items() if k.lower() != "authorization"]
        line = {
            "method": method,
            "target": given.path + ("?" + given.query if given.query else ""),
            "host": host,
            "service": service,
            "region": region,
            "date": now.strftime("%Y%m%dT%H%M%SZ"),
            "id": keys.access_key,
            "secret": keys.secret_key,
            "headers": sent,
            "payload": signer.payload(request),
        }
        requests.write(json.dumps(line) + "\n")
        signatures.write(request.headers["Authorization"] + "\n")


if __name__ == "__main__":
    with open(sys.argv[3], "w", encoding="utf-8") as made, open(sys.argv[4], "w", encoding="utf-8") as signed:
        main(int(sys.argv[1]), sys.argv[2], made, signed)
